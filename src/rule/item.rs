//! What may stand in `any`: phrases, expressions, token patterns, several things near each other, likeness, elements.

use toml::Spanned;
use toml::de::DeValue;

use crate::likeness::Label;
use crate::pattern::{Compiler, PatternBuilder, PatternId, RegexSource, Stop, TokenItem, TokenTest};
use crate::unit::{Features, Kind};

use super::house::Removed;
use super::load::{Names, report};
use super::model::{All, Matcher, Near};
use super::table::{Located, Reader, Table, as_count, strings_of};

/// Compiles items into a pattern set.
pub(super) struct Items<'c, 'a> {
    pub(super) compiler: &'c mut Compiler<'a>,
    pub(super) patterns: &'c mut PatternBuilder,
    pub(super) names: &'c Names,
    /// Phrases that a house takes out of the rule that is read; those that were found in it are taken off this list.
    pub(super) removed: Vec<Removed>,
}

impl Items<'_, '_> {
    /// A list of items, or one string.
    pub(super) fn items(&mut self, table: &Table<'_>, key: &'static str) -> Vec<Matcher> {
        let Some(value) = table.get(key) else { return Vec::new() };
        self.group(table.reader(), value)
    }

    /// The `any` of a rule, without what a house takes out of it.
    pub(super) fn own_any(&mut self, table: &Table<'_>) -> Vec<Matcher> {
        let removed = std::mem::take(&mut self.removed);
        let Some(value) = table.get("any") else {
            self.removed = removed;
            return Vec::new();
        };
        let is = |item: &Spanned<DeValue<'_>>, phrase: &Removed| item.get_ref().as_str() == Some(&phrase.1.value);
        let Some(array) = value.get_ref().as_array().filter(|_| !removed.is_empty()) else {
            self.removed = removed;
            return self.group(table.reader(), value);
        };
        let kept = array.iter().filter(|item| !removed.iter().any(|phrase| is(item, phrase)));
        let group = self.group_of(table.reader(), kept);
        self.removed = removed.into_iter().filter(|phrase| !array.iter().any(|item| is(item, phrase))).collect();
        group
    }

    fn group(&mut self, reader: &Reader, value: &Spanned<DeValue<'_>>) -> Vec<Matcher> {
        match value.get_ref() {
            DeValue::Array(array) => self.group_of(reader, array.iter()),
            _ => self.group_of(reader, std::iter::once(value)),
        }
    }

    fn group_of<'v, 'd: 'v>(
        &mut self,
        reader: &Reader,
        values: impl Iterator<Item = &'v Spanned<DeValue<'d>>>,
    ) -> Vec<Matcher> {
        let mut group: Vec<Matcher> = Vec::new();
        let mut add = |item| match (group.last_mut(), item) {
            (Some(Matcher::Patterns { last, .. }), Matcher::Patterns { first, last: end }) if *last + 1 == first => {
                *last = end;
            }
            (_, item) => group.push(item),
        };
        values.filter_map(|item| self.item(reader, item)).for_each(&mut add);
        group
    }

    fn item(&mut self, reader: &Reader, value: &Spanned<DeValue<'_>>) -> Option<Matcher> {
        let span = value.span();
        match value.get_ref() {
            DeValue::String(text) => match text.strip_prefix('&') {
                Some(element) => self.element(reader, &Located { value: element.to_owned(), span }),
                None => self.phrase(reader, &Located { value: text.to_string(), span }).map(alone),
            },
            DeValue::Table(table) => {
                let table = Table::new(reader, table);
                let item = self.table_item(&table);
                if item.is_none() {
                    reader.error(span, "regex, tokens, all, like, element のどれかを書きます");
                }
                table.finish();
                item?
            }
            _ => {
                reader.error(span, "句の文字列か、表 { } を書きます");
                None
            }
        }
    }

    /// `None`: none of the known keys is there. `Some(None)`: one is, but wrong; that has been reported.
    fn table_item(&mut self, table: &Table<'_>) -> Option<Option<Matcher>> {
        if let Some(pattern) = table.string("regex") {
            let on = table.string("on");
            if let Some(on) = &on
                && !matches!(on.value.as_str(), "normal" | "source")
            {
                table.reader().unknown(on.span.clone(), "on の値", &on.value, ["normal", "source"]);
            }
            let on_source = on.is_some_and(|on| on.value == "source");
            let source = RegexSource { pattern: pattern.value, on_source };
            return Some(match self.patterns.add_regex(&source) {
                Ok(id) => Some(alone(id)),
                Err(message) => {
                    table.reader().error(pattern.span, message);
                    None
                }
            });
        }
        if let Some(label) = table.string("like") {
            return Some(Self::like(table, &label));
        }
        if let Some(element) = table.string("element") {
            return Some(self.element(table.reader(), &element));
        }
        if table.get("tokens").is_some() {
            return Some(self.tokens(table));
        }
        if let Some(parts) = table.get("all") {
            return Some(self.all(table, parts));
        }
        None
    }

    fn like(table: &Table<'_>, label: &Located<String>) -> Option<Matcher> {
        let reader = table.reader();
        let Some(named) = Label::named(&label.value) else {
            reader.unknown(label.span.clone(), "文例の分類", &label.value, Label::names());
            return None;
        };
        let share = table.number("at_least").filter(|share| (0.0..=1.0).contains(share));
        if share.is_none() {
            reader
                .error(label.span.clone(), "「at_least」に、どれだけ似ていれば一致とするかを 0 から 1 の数で書きます");
        }
        share.map(|least| Matcher::Like { label: named.name().into(), least })
    }

    pub(super) fn phrase(&mut self, reader: &Reader, phrase: &Located<String>) -> Option<PatternId> {
        match self.patterns.add_phrase(self.compiler, &phrase.value) {
            Ok(id) => Some(id),
            Err(error) => {
                report(reader, phrase, &error, self.compiler.list_names());
                None
            }
        }
    }

    fn element(&mut self, reader: &Reader, name: &Located<String>) -> Option<Matcher> {
        let found = self.names.elements.iter().position(|element| *element == name.value);
        if found.is_none() {
            let known = self.names.elements.iter().map(String::as_str);
            reader.unknown(name.span.clone(), "要素", &name.value, known);
        }
        found.map(Matcher::Element)
    }

    fn all(&mut self, table: &Table<'_>, parts: &Spanned<DeValue<'_>>) -> Option<Matcher> {
        let reader = table.reader();
        let mark = table.count("mark");
        let ordered = table.string("order").is_some_and(|order| order.value == "as-written");
        let within = match table.string("within") {
            None => Near::Sentence,
            Some(name) => near(reader, &name, &["clause", "sentence", "neighbour", "paragraph", "part", "mail"])?,
        };
        let Some(array) = parts.get_ref().as_array() else {
            reader.error(parts.span(), "「all」は [ ] の並びで書きます");
            return None;
        };
        let groups: Vec<Vec<Matcher>> = array.iter().map(|part| self.group(reader, part)).collect();
        if groups.len() < 2 || groups.iter().any(Vec::is_empty) || mark.is_some_and(|mark| mark >= groups.len()) {
            reader.error(parts.span(), "「all」には二つ以上の条件が要り、mark はその番号（0 から）です");
            return None;
        }
        Some(Matcher::All(Box::new(All { groups, within, ordered, mark })))
    }

    fn tokens(&mut self, table: &Table<'_>) -> Option<Matcher> {
        let reader = table.reader();
        let mut items = Vec::new();
        for token in table.tables("tokens") {
            items.push(self.token(&token)?);
            token.finish();
        }
        let span = table.get("tokens").map_or(0..0, Spanned::span);
        if !items.iter().any(|item| matches!(item, TokenItem::Unit { min: 1.., .. } | TokenItem::Phrase { .. })) {
            reader.error(span, "必ず一致する語が一つは要ります");
            return None;
        }
        match self.patterns.add_tokens(self.compiler, &items) {
            Ok(id) => Some(alone(id)),
            Err(error) => {
                report(reader, &Located { value: String::new(), span }, &error, self.compiler.list_names());
                None
            }
        }
    }

    fn token(&mut self, table: &Table<'_>) -> Option<TokenItem> {
        if let Some(phrase) = table.string("phrase") {
            let (with, without) = features(table);
            return Some(TokenItem::Phrase { text: phrase.value, with, without });
        }
        if table.get("gap").is_some() {
            let (min, max) = pair(table, "gap")?;
            let stop = match table.string("stop") {
                Some(stop) if stop.value == "sentence" => Stop::Sentence,
                Some(stop) if stop.value != "clause" => {
                    table.reader().unknown(stop.span, "stop の値", &stop.value, ["clause", "sentence"]);
                    return None;
                }
                _ => Stop::Clause,
            };
            return Some(TokenItem::Gap { min, max: max.min(40), stop });
        }
        let optional = table.boolean("optional").unwrap_or(false);
        let (min, max) =
            if table.get("repeat").is_some() { pair(table, "repeat")? } else { (usize::from(!optional), 1) };
        let test = self.test(table);
        if test.is_empty() {
            let span = table.entries().next().map_or(0..0, |(key, _)| key.span);
            table.reader().error(span, "条件のない語は書けません");
            return None;
        }
        Some(TokenItem::Unit { test, min, max: max.min(20) })
    }

    fn test(&mut self, table: &Table<'_>) -> TokenTest {
        let reader = table.reader();
        let plain = |found: Vec<Located<String>>| found.into_iter().map(|found| found.value).collect();
        let mut test = TokenTest {
            readings: plain(table.strings("reading")),
            surfaces: plain(table.strings("surface")),
            markers: plain(table.strings("particle")),
            capture: table.string("capture").map(|name| name.value.into()),
            mark: table.boolean("mark").unwrap_or(false),
            ..TokenTest::default()
        };
        for lemma in table.strings("lemma") {
            match self.compiler.word(&lemma.value) {
                Some(word) => test.lemmas.push(word),
                None => reader.error(lemma.span, "語として読めません"),
            }
        }
        for name in table.strings("pos") {
            match Kind::parse(&name.value) {
                Some(kind) => test.kinds.push(kind),
                None => reader.unknown(name.span, "品詞", &name.value, KINDS.iter().copied()),
            }
        }
        (test.with, test.without) = features(table);
        if let Some(not) = table.table("not") {
            test.not = Some(Box::new(self.test(&not)));
            not.finish();
        }
        test
    }
}

fn alone(id: PatternId) -> Matcher {
    Matcher::Patterns { first: id, last: id }
}

/// `feat = { past = true, neg = false }`: what a unit has and has not.
fn features(table: &Table<'_>) -> (Features, Features) {
    let (mut with, mut without) = (Features::NONE, Features::NONE);
    let reader = table.reader();
    let Some(given) = table.table("feat") else { return (with, without) };
    for (key, value) in given.entries() {
        match (Features::parse(key.value), value.get_ref().as_bool()) {
            (Some(feature), Some(true)) => with |= feature,
            (Some(feature), Some(false)) => without |= feature,
            (Some(_), None) => reader.error(value.span(), "true か false で書きます"),
            (None, _) => reader.unknown(key.span, "特徴", key.value, Features::ALL.iter().map(|&(name, _)| name)),
        }
    }
    (with, without)
}

/// The names of kinds of words.
pub(crate) const KINDS: &[&str] = &[
    "noun",
    "verb",
    "adjective",
    "adverb",
    "adnominal",
    "particle",
    "connector",
    "conjunction",
    "interjection",
    "number",
    "suffix",
    "formal",
    "other",
];

fn pair(table: &Table<'_>, key: &'static str) -> Option<(usize, usize)> {
    let numbers: Vec<usize> = table.array(key).iter().filter_map(|value| as_count(value.get_ref())).collect();
    if let [min, max] = numbers[..]
        && min <= max
    {
        return Some((min, max));
    }
    let span = table.get(key).map_or(0..0, Spanned::span);
    table.reader().error(span, format!("「{key}」は [最小, 最大] で書きます"));
    None
}

/// The distance of that name.
pub(super) fn near(reader: &Reader, name: &Located<String>, allowed: &[&str]) -> Option<Near> {
    let found = match name.value.as_str() {
        "match" => Near::Match,
        "clause" => Near::Clause,
        "sentence" => Near::Sentence,
        "next" => Near::Next,
        "previous" => Near::Previous,
        "neighbour" => Near::Neighbour,
        "paragraph" => Near::Paragraph,
        "part" => Near::Part,
        "mail" => Near::Mail,
        _ => {
            reader.unknown(name.span.clone(), "範囲", &name.value, allowed.iter().copied());
            return None;
        }
    };
    if !allowed.contains(&name.value.as_str()) {
        reader.error(name.span.clone(), format!("ここで使える範囲は {} です", allowed.join(", ")));
        return None;
    }
    Some(found)
}

/// Strings of a value, for callers that have the value already.
pub(super) fn strings(reader: &Reader, key: &str, value: &Spanned<DeValue<'_>>) -> Vec<Located<String>> {
    strings_of(reader, key, value)
}
