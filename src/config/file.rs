//! `mailint.toml` as written: keys, types, and whether what it names exists. What `[lists]`, `[actors]`, `[elements]`
//! and the words of `[override]` mean the rules' loader knows.

use std::ops::Range;
use std::sync::Arc;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use toml::de::DeTable;

use crate::rule::{HOUSE_TABLES, LoadError, Located, OVERRIDE_KEYS, Reader, RuleSet, SourceFile, Table};
use crate::suppress::Allow;

use super::block::{Block, check_rule_name, severity};

/// A configuration file that was read.
#[derive(Clone, Debug)]
pub struct Config {
    file: Arc<SourceFile>,
    /// What it says of every mail.
    pub(super) top: Block,
    /// What it says of some.
    pub(super) files: Vec<Files>,
    /// Findings that are allowed.
    pub(super) allows: Vec<Allowed>,
    extends: Vec<Located<String>>,
    rules: Vec<Located<String>>,
    dictionary: Option<Located<String>>,
    changes_rules: bool,
}

/// A `[[files]]` block.
#[derive(Clone, Debug)]
pub(super) struct Files {
    pub(super) globs: Globs,
    pub(super) block: Block,
}

/// An `[[allow]]` entry, with its place.
#[derive(Clone, Debug)]
pub(super) struct Allowed {
    /// In these files; every one where none is named.
    pub(super) globs: Option<Globs>,
    pub(super) rules: Vec<Located<String>>,
    pub(super) allow: Allow,
    pub(super) span: Range<usize>,
}

/// Patterns of paths.
#[derive(Clone, Debug)]
pub(super) struct Globs {
    pub(super) written: Vec<String>,
    set: GlobSet,
}

impl Globs {
    /// Whether one of them means the path, which has `/` and no `./` before it.
    pub(super) fn is_match(&self, path: &str) -> bool {
        self.set.is_match(path)
    }
}

/// A path that a configuration names, relative to its folder.
#[derive(Clone, Debug)]
pub struct Named {
    /// As written.
    pub path: String,
    /// Where it stands in the file, in bytes.
    pub span: Range<usize>,
}

impl From<&Located<String>> for Named {
    fn from(located: &Located<String>) -> Named {
        Named { path: located.value.clone(), span: located.span.clone() }
    }
}

impl Config {
    /// Reads a file's text.
    ///
    /// # Errors
    /// Everything that is wrong in it: where it is not TOML, or has keys, types or values that there are not.
    pub fn read(file: Arc<SourceFile>) -> Result<Config, Vec<LoadError>> {
        let reader = Reader::new(Arc::clone(&file));
        let config = match DeTable::parse(&file.text) {
            Ok(table) => {
                let table = Table::new(&reader, table.get_ref());
                let config = decode(&table, &file);
                table.finish();
                Some(config)
            }
            Err(error) => {
                let message = error.message().lines().next().unwrap_or_default();
                reader.error(error.span().unwrap_or(0..0), format!("TOML として読めません: {message}"));
                None
            }
        };
        let errors = reader.into_errors();
        config.filter(|_| errors.is_empty()).ok_or(errors)
    }

    /// The file it was read from.
    pub fn file(&self) -> &Arc<SourceFile> {
        &self.file
    }

    /// The configurations that it extends, the ones named first lowest.
    pub fn extends(&self) -> impl Iterator<Item = Named> + '_ {
        self.extends.iter().map(Named::from)
    }

    /// Folders of rules, the ones named first lowest.
    pub fn rule_folders(&self) -> impl Iterator<Item = Named> + '_ {
        self.rules.iter().map(Named::from)
    }

    /// The user dictionary.
    pub fn dictionary(&self) -> Option<Named> {
        self.dictionary.as_ref().map(Named::from)
    }

    /// Whether rules have to be loaded anew, since it adds to what they look for.
    pub fn changes_rules(&self) -> bool {
        self.changes_rules
    }

    /// Something wrong at a place of the file.
    pub fn error(&self, span: Range<usize>, message: String, help: Option<String>) -> LoadError {
        LoadError { file: Arc::clone(&self.file), message, help, span }
    }

    /// Everything that names a rule or a scenario that does not exist.
    pub fn check(&self, rules: &RuleSet) -> Vec<LoadError> {
        let reader = Reader::new(Arc::clone(&self.file));
        self.top.check(&reader, rules);
        self.files.iter().for_each(|files| files.block.check(&reader, rules));
        for name in self.allows.iter().flat_map(|allowed| &allowed.rules) {
            check_rule_name(&reader, name, rules);
        }
        reader.into_errors()
    }
}

fn decode(table: &Table<'_>, file: &Arc<SourceFile>) -> Config {
    let mut top = Block::read(table);
    let mut changes_rules = HOUSE_TABLES.into_iter().filter(|key| table.table(key).is_some()).count() > 0;
    overrides(table, &mut top, &mut changes_rules);
    let files = table.tables("files").iter().filter_map(of_files).collect();
    let allows = table.tables("allow").iter().filter_map(|entry| allow(entry, file)).collect();
    let dictionary = table.table("dictionary").and_then(|dictionary| {
        let user = dictionary.string("user");
        dictionary.finish();
        user
    });
    Config {
        file: Arc::clone(file),
        top,
        files,
        allows,
        extends: table.strings("extends"),
        rules: table.strings("rules"),
        dictionary,
        changes_rules,
    }
}

/// `[override."id"]`: the severity is a block's, the words are the rules'.
fn overrides(table: &Table<'_>, block: &mut Block, changes_rules: &mut bool) {
    let reader = table.reader();
    let Some(overrides) = table.table("override") else { return };
    for (name, value) in overrides.entries() {
        let name = Located { value: name.value.to_owned(), span: name.span };
        let Some(change) = value.get_ref().as_table() else {
            reader.error(value.span(), "[override.\"規則\"] の表で書きます");
            continue;
        };
        let change = Table::new(reader, change);
        match change.string("severity") {
            Some(word) => {
                if let Some(severity) = severity(reader, &word) {
                    block.set(name, severity);
                }
            }
            // Only so that the name is checked.
            None => block.mention(name),
        }
        // All of them are asked for, so that none is an unknown key.
        *changes_rules |= OVERRIDE_KEYS.into_iter().filter(|key| change.get(key).is_some()).count() > 0;
        change.finish();
    }
}

fn of_files(table: &Table<'_>) -> Option<Files> {
    let globs = globs(table, "glob");
    if globs.is_none() {
        let span = table.entries().next().map_or(0..0, |(key, _)| key.span);
        table.reader().error(span, "[[files]] には、どのファイルかを示す glob が要ります");
    }
    let mut block = Block::read(table);
    let mut changes_rules = false;
    overrides(table, &mut block, &mut changes_rules);
    if changes_rules {
        let span = table.get("override").map_or(0..0, toml::Spanned::span);
        table.reader().error(span, "[[files]] の override で変えられるのは severity だけです");
    }
    table.finish();
    Some(Files { globs: globs?, block })
}

fn allow(table: &Table<'_>, file: &Arc<SourceFile>) -> Option<Allowed> {
    let reader = table.reader();
    let span = table.entries().map(|(key, _)| key.span).min_by_key(|span| span.start).unwrap_or(0..0);
    let rules = table.strings("rule");
    if rules.is_empty() {
        reader.error(span.clone(), "[[allow]] には、どの指摘を許すかを示す rule が要ります");
    }
    let reason = table.string("reason").map(|reason| reason.value).unwrap_or_default();
    if reason.trim().is_empty() {
        let help = Some("reason = \"…\" に、後で読む人のための理由を書きます".to_owned());
        reader.error_with(span.clone(), "[[allow]] には reason（理由）が要ります", help);
    }
    let text = table.string("text").map(|text| text.value);
    let globs = globs(table, "path");
    table.finish();
    let names = rules.iter().map(|rule| rule.value.clone()).collect();
    let line = file.text.get(..span.start).unwrap_or_default().matches('\n').count() + 1;
    let allow = Allow { rules: names, text, reason, origin: format!("{}:{line}", file.shown) };
    Some(Allowed { globs, rules, allow, span })
}

/// Patterns as in `.gitignore` files, but always from the folder of the configuration: `*` stays inside a folder, `**`
/// does not, and a name that ends in `/` stands for all that is below.
fn globs(table: &Table<'_>, key: &'static str) -> Option<Globs> {
    let written = table.strings(key);
    if written.is_empty() {
        return None;
    }
    let mut builder = GlobSetBuilder::new();
    for glob in &written {
        let pattern = glob.value.trim_start_matches("./");
        let pattern = if pattern.ends_with('/') { format!("{pattern}**") } else { pattern.to_owned() };
        match GlobBuilder::new(&pattern).literal_separator(true).build() {
            Ok(glob) => {
                builder.add(glob);
            }
            Err(error) => {
                table.reader().error(glob.span.clone(), format!("パターンとして読めません（{}）", error.kind()));
            }
        }
    }
    let set = builder.build().unwrap_or_default();
    Some(Globs { written: written.into_iter().map(|glob| glob.value).collect(), set })
}
