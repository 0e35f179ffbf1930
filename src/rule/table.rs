//! Reads TOML tables key by key, keeping places: a key that nobody asked for, or a value of the wrong type, is an error
//! with its place.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::{LoadError, SourceFile, suggest};

/// A value with its place in the file.
#[derive(Clone, Debug)]
pub(crate) struct Located<T> {
    pub(crate) value: T,
    pub(crate) span: Range<usize>,
}

/// A file being read, and what is wrong with it so far.
pub(crate) struct Reader {
    pub(crate) file: Arc<SourceFile>,
    errors: RefCell<Vec<LoadError>>,
}

impl Reader {
    pub(crate) fn new(file: Arc<SourceFile>) -> Reader {
        Reader { file, errors: RefCell::default() }
    }

    pub(crate) fn error(&self, span: Range<usize>, message: impl Into<String>) {
        self.error_with(span, message, None);
    }

    pub(crate) fn error_with(&self, span: Range<usize>, message: impl Into<String>, help: Option<String>) {
        let file = Arc::clone(&self.file);
        self.errors.borrow_mut().push(LoadError { file, message: message.into(), help, span });
    }

    /// An unknown word where one of `known` was expected.
    pub(crate) fn unknown<'k>(
        &self,
        span: Range<usize>,
        what: &str,
        word: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) {
        let help = suggest(word, known).map(|near| format!("「{near}」ではありませんか"));
        self.error_with(span, format!("{what}「{word}」はありません"), help);
    }

    pub(crate) fn into_errors(self) -> Vec<LoadError> {
        self.errors.into_inner()
    }
}

/// A table of the file, with a note of the keys asked for.
pub(crate) struct Table<'r> {
    reader: &'r Reader,
    table: &'r DeTable<'r>,
    asked: RefCell<Vec<&'static str>>,
}

impl<'r> Table<'r> {
    pub(crate) fn new(reader: &'r Reader, table: &'r DeTable<'r>) -> Table<'r> {
        Table { reader, table, asked: RefCell::default() }
    }

    pub(crate) fn reader(&self) -> &'r Reader {
        self.reader
    }

    /// The raw value of a key.
    pub(crate) fn get(&self, key: &'static str) -> Option<&'r Spanned<DeValue<'r>>> {
        self.asked.borrow_mut().push(key);
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    fn typed<T>(
        &self,
        key: &'static str,
        what: &str,
        read: impl Fn(&'r DeValue<'r>) -> Option<T>,
    ) -> Option<Located<T>> {
        let value = self.get(key)?;
        let found = read(value.get_ref());
        if found.is_none() {
            self.reader.error(value.span(), format!("「{key}」は{what}で書きます"));
        }
        found.map(|found| Located { value: found, span: value.span() })
    }

    pub(crate) fn string(&self, key: &'static str) -> Option<Located<String>> {
        self.typed(key, "文字列", |value| value.as_str().map(str::to_owned))
    }

    pub(crate) fn boolean(&self, key: &'static str) -> Option<bool> {
        self.typed(key, " true か false ", DeValue::as_bool).map(|found| found.value)
    }

    pub(crate) fn count(&self, key: &'static str) -> Option<usize> {
        self.typed(key, " 0 以上の整数", as_count).map(|found| found.value)
    }

    pub(crate) fn number(&self, key: &'static str) -> Option<f64> {
        self.typed(key, "数", as_number).map(|found| found.value)
    }

    /// A string or a list of strings.
    pub(crate) fn strings(&self, key: &'static str) -> Vec<Located<String>> {
        self.get(key).map_or_else(Vec::new, |value| strings_of(self.reader, key, value))
    }

    /// A list of anything.
    pub(crate) fn array(&self, key: &'static str) -> &'r [Spanned<DeValue<'r>>] {
        let Some(value) = self.get(key) else { return &[] };
        match value.get_ref().as_array() {
            Some(array) => array,
            None => {
                self.reader.error(value.span(), format!("「{key}」は [ ] の並びで書きます"));
                &[]
            }
        }
    }

    pub(crate) fn table(&self, key: &'static str) -> Option<Table<'r>> {
        let value = self.get(key)?;
        match value.get_ref().as_table() {
            Some(table) => Some(Table::new(self.reader, table)),
            None => {
                self.reader.error(value.span(), format!("「{key}」は表 {{ }} で書きます"));
                None
            }
        }
    }

    /// `[[key]]` tables.
    pub(crate) fn tables(&self, key: &'static str) -> Vec<Table<'r>> {
        self.array(key)
            .iter()
            .filter_map(|value| match value.get_ref().as_table() {
                Some(table) => Some(Table::new(self.reader, table)),
                None => {
                    self.reader.error(value.span(), format!("「{key}」は [[{key}]] の表で書きます"));
                    None
                }
            })
            .collect()
    }

    /// Every entry, for tables whose keys are free.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (Located<&'r str>, &'r Spanned<DeValue<'r>>)> {
        self.table.iter().map(|(key, value)| (Located { value: key.get_ref().as_ref(), span: key.span() }, value))
    }

    /// Reports every key that nobody asked for.
    pub(crate) fn finish(&self) {
        let asked = self.asked.borrow();
        for (key, _) in self.entries() {
            if !asked.contains(&key.value) {
                self.reader.unknown(key.span, "キー", key.value, asked.iter().copied());
            }
        }
    }
}

pub(crate) fn strings_of(reader: &Reader, key: &str, value: &Spanned<DeValue<'_>>) -> Vec<Located<String>> {
    if let Some(text) = value.get_ref().as_str() {
        return vec![Located { value: text.to_owned(), span: value.span() }];
    }
    let Some(array) = value.get_ref().as_array() else {
        reader.error(value.span(), format!("「{key}」は文字列か、文字列の並びで書きます"));
        return Vec::new();
    };
    let mut strings = Vec::new();
    for item in array.iter() {
        match item.get_ref().as_str() {
            Some(text) => strings.push(Located { value: text.to_owned(), span: item.span() }),
            None => reader.error(item.span(), format!("「{key}」の中は文字列で書きます")),
        }
    }
    strings
}

pub(crate) fn as_count(value: &DeValue<'_>) -> Option<usize> {
    value.as_integer()?.as_str().parse().ok()
}

fn as_number(value: &DeValue<'_>) -> Option<f64> {
    let text = match value {
        DeValue::Integer(integer) => integer.as_str(),
        DeValue::Float(float) => float.as_str(),
        _ => return None,
    };
    text.parse().ok()
}
