//! What a configuration says of some mails: their scenario and kind, and which rules speak how gravely. The whole file
//! is one such block, each `[[files]]` another.
//!
//! It must not know which mails those are.

use std::ops::Range;

use crate::diagnostic::Severity;
use crate::mail::Kind;
use crate::rule::{Located, Reader, Rule, RuleSet, ScenarioRef, Table};

/// A block as written.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    /// `ID` or `ID/VARIANT`.
    pub(super) scenario: Option<Located<String>>,
    /// Draft or template.
    pub(super) kind: Option<Located<Kind>>,
    /// Only these speak.
    select: Vec<Located<String>>,
    /// These do not.
    off: Vec<Located<String>>,
    /// Severities; `None` is off.
    severities: Vec<(Located<String>, Option<Severity>)>,
    /// Names of rules that are changed otherwise.
    mentioned: Vec<Located<String>>,
}

/// What a block says of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// It speaks as its file says, whatever an earlier block switched off.
    On,
    /// It does not speak.
    Off(Range<usize>),
    /// It speaks with this severity.
    As(Severity, Range<usize>),
}

/// How closely a name means a rule; the closest name decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Tag,
    Category,
    Id,
}

/// How a name means a rule: by its id, its category or folder, or a tag of its file.
fn rank(name: &str, rule: &Rule) -> Option<Rank> {
    let id = rule.id.as_str();
    if id == name {
        Some(Rank::Id)
    } else if rule.id.category() == name || id.split_once('/').is_some_and(|(folder, _)| folder == name) {
        Some(Rank::Category)
    } else {
        rule.tags.iter().any(|tag| tag == name).then_some(Rank::Tag)
    }
}

impl Block {
    /// Reads the keys of a block; `[override]` is the caller's.
    pub(super) fn read(table: &Table<'_>) -> Block {
        let reader = table.reader();
        let kind = table.string("kind").and_then(|word| {
            let kind = Kind::parse(&word.value);
            if kind.is_none() {
                reader.unknown(word.span.clone(), "kind の値", &word.value, ["draft", "template"]);
            }
            kind.map(|value| Located { value, span: word.span })
        });
        let mut off = table.strings("disable");
        off.extend(table.strings("ignore"));
        let mut severities = Vec::new();
        if let Some(given) = table.table("severity") {
            for (name, value) in given.entries() {
                let Some(word) = value.get_ref().as_str() else {
                    reader.error(value.span(), format!("「{}」は文字列で書きます", name.value));
                    continue;
                };
                if let Some(severity) = severity(reader, &Located { value: word.to_owned(), span: value.span() }) {
                    severities.push((Located { value: name.value.to_owned(), span: name.span }, severity));
                }
            }
        }
        Block {
            scenario: table.string("scenario"),
            kind,
            select: table.strings("select"),
            off,
            severities,
            mentioned: Vec::new(),
        }
    }

    /// Adds the severity of an `[override."id"]`.
    pub(super) fn set(&mut self, name: Located<String>, severity: Option<Severity>) {
        self.severities.push((name, severity));
    }

    /// Notes a name of which nothing is said here, so that it is checked with the others.
    pub(super) fn mention(&mut self, name: Located<String>) {
        self.mentioned.push(name);
    }

    /// Says which names mean no rule, and whether there is such a scenario.
    pub(super) fn check(&self, reader: &Reader, rules: &RuleSet) {
        let of_severities = self.severities.iter().map(|(name, _)| name);
        for name in self.select.iter().chain(&self.off).chain(&self.mentioned).chain(of_severities) {
            check_rule_name(reader, name, rules);
        }
        if let Some(name) = &self.scenario
            && ScenarioRef::named(&name.value, rules).is_none()
        {
            let variants = |id: &str, variants: &[crate::rule::Variant]| -> Vec<String> {
                variants.iter().map(|variant| format!("{id}/{}", variant.id)).collect()
            };
            let known: Vec<String> = rules
                .scenarios
                .iter()
                .flat_map(|scenario| {
                    std::iter::once(scenario.id.clone()).chain(variants(&scenario.id, &scenario.variants))
                })
                .collect();
            reader.unknown(name.span.clone(), "シナリオ", &name.value, known.iter().map(String::as_str));
        }
    }

    /// What it says of a rule, if anything. Of its names the closest decides; of equally close ones `disable` and
    /// `ignore` before severities.
    pub(super) fn decide(&self, rule: &Rule) -> Option<Decision> {
        let closest = |names: &[Located<String>]| {
            let ranked = names.iter().filter_map(|name| Some((rank(&name.value, rule)?, name.span.clone())));
            ranked.max_by_key(|(rank, _)| *rank)
        };
        let selected = closest(&self.select).map(|(rank, _)| rank);
        let off = closest(&self.off);
        let given = self
            .severities
            .iter()
            .filter_map(|(name, severity)| Some((rank(&name.value, rule)?, *severity, name.span.clone())))
            .max_by_key(|(rank, ..)| *rank);
        if let (Some(first), None) = (self.select.first(), selected) {
            return Some(Decision::Off(first.span.clone()));
        }
        if let Some((rank, span)) = off {
            let named_closer = given.as_ref().is_some_and(|(given, severity, _)| *given > rank && severity.is_some());
            if !named_closer && selected.is_none_or(|selected| selected <= rank) {
                return Some(Decision::Off(span));
            }
        }
        match given {
            Some((_, Some(severity), span)) => Some(Decision::As(severity, span)),
            Some((_, None, span)) => Some(Decision::Off(span)),
            None => selected.map(|_| Decision::On),
        }
    }
}

/// Says so where a name is no rule's id, category or tag.
pub(super) fn check_rule_name(reader: &Reader, name: &Located<String>, rules: &RuleSet) {
    if rules.rules.iter().any(|rule| rank(&name.value, rule).is_some()) {
        return;
    }
    let ids = rules.rules.iter().map(|rule| rule.id.as_str());
    let rest = rules.rules.iter().flat_map(|rule| {
        let folder = rule.id.as_str().split_once('/').map_or("", |(folder, _)| folder);
        std::iter::once(folder).chain(rule.tags.iter().map(String::as_str))
    });
    // A name without its category is nearest to the rule of that name.
    let bare = ids.clone().find(|id| id.split_once('/').is_some_and(|(_, rest)| rest == name.value));
    match bare {
        Some(id) => {
            let message = format!("規則・分類・タグ「{}」はありません", name.value);
            reader.error_with(name.span.clone(), message, Some(format!("「{id}」ではありませんか")));
        }
        None if name.value.contains('/') => reader.unknown(name.span.clone(), "規則", &name.value, ids),
        None => reader.unknown(name.span.clone(), "規則・分類・タグ", &name.value, rest),
    }
}

/// `error`, `warning`, `info` or `off`.
pub(super) fn severity(reader: &Reader, word: &Located<String>) -> Option<Option<Severity>> {
    match word.value.as_str() {
        "error" => Some(Some(Severity::Error)),
        "warning" => Some(Some(Severity::Warning)),
        "info" => Some(Some(Severity::Info)),
        "off" => Some(None),
        other => {
            reader.unknown(word.span.clone(), "重さ", other, ["error", "warning", "info", "off"]);
            None
        }
    }
}
