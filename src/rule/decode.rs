//! One file each: a rule, an element or a scenario out of its TOML table.

use std::sync::Arc;

use crate::diagnostic::{Confidence, RuleId, Severity};
use crate::likeness::Label;
use crate::mail::{Anchor, Envelope, Kind, Part};

use super::error::SourceFile;
use super::item::{Items, near, strings};
use super::model::{
    Actor, Alike, Check, Condition, Cue, Detector, Doubt, Element, ElementId, Examples, FixRule, Guards, Limit, Order,
    Per, Place, Reference, Require, Rule, Scenario, ScenarioRef, Scope, Unit, Variant,
};
use super::table::{Located, Reader, Table, as_count};

/// Names of the coded checks; `src/lint/check/` has a module for each.
pub(crate) const CODED: &[&str] = &[
    "subject",
    "addressee",
    "signature",
    "weekday",
    "impossible-date",
    "past-date",
    "two-names",
    "curt",
    "own-side-honorific",
    "half-width-kana",
    "machine-dependent",
    "mixed-style",
    "charset-label",
    "attachment",
];

const TEXT_PARTS: [Part; 3] = [Part::Greeting, Part::Body, Part::Closing];

pub(super) fn rule(
    items: &mut Items<'_, '_>,
    table: &Table<'_>,
    file: &Arc<SourceFile>,
    category: &str,
    name: &str,
) -> Option<Rule> {
    let reader = table.reader();
    let Some(id) = RuleId::new(&format!("{category}/{name}")) else {
        reader.error(0..0, "規則のファイル名は kebab-case の「分類/名前.toml」にします");
        return None;
    };
    let severity = table.string("severity").and_then(|word| severity(reader, &word)).unwrap_or(Severity::Warning);
    let confidence = table.string("confidence").and_then(|word| confidence(reader, &word));
    let likeness = likeness(table, &id);
    let message = required_text(table, "message");
    let help = required_text(table, "help");
    let scope = scope(items, table);
    let kind = table.string("kind").and_then(|word| kind(reader, &word));
    let severity_in = severity_in(items, table);
    let check = check(items, table);
    check_message(reader, &message, &file.text);
    let why = table.string("why").map_or_else(String::new, |why| why.value);
    let fixes = table.tables("fix").iter().filter_map(fix).collect();
    let tags = plain(table.strings("tags"));
    let refs: Vec<Reference> = table.tables("refs").iter().filter_map(reference).collect();
    let examples = examples(items, table);
    Some(Rule {
        id,
        severity,
        confidence: confidence.unwrap_or(Confidence::High),
        likeness,
        message: message.value.into(),
        help: help.value.into(),
        why: why.into(),
        scope,
        kind,
        severity_in,
        check: check?.into(),
        fixes,
        tags: tags.into(),
        refs: refs.into(),
        examples: examples.into(),
        file: Arc::clone(file).into(),
    })
}

pub(super) fn element(
    items: &mut Items<'_, '_>,
    table: &Table<'_>,
    file: &Arc<SourceFile>,
    name: &str,
) -> Option<Element> {
    let title = required_text(table, "title").value;
    let detector = detector(items, table, Guards::NONE, Doubt::Keep);
    if detector.any.is_empty() {
        table.reader().error(0..0, "要素には any が要ります");
    }
    let examples = examples(items, table);
    Some(Element {
        name: name.to_owned(),
        title,
        detector: detector.into(),
        examples: examples.into(),
        file: Arc::clone(file).into(),
    })
}

pub(super) fn scenario(
    items: &mut Items<'_, '_>,
    table: &Table<'_>,
    file: &Arc<SourceFile>,
    id: &str,
) -> Option<Scenario> {
    let variants: Vec<_> = table
        .tables("variant")
        .iter()
        .filter_map(|variant| {
            let id = variant.string("id").map(|id| id.value);
            let title = required_text(variant, "title").value;
            let cues = cues(items, variant);
            variant.finish();
            Some(Variant { id: id?, title, cues })
        })
        .collect();
    Some(Scenario {
        id: id.to_owned(),
        title: required_text(table, "title").value,
        threshold: table.number("threshold").unwrap_or(3.0),
        priority: table.count("priority").unwrap_or(0),
        cues: cues(items, table),
        variants: variants.into(),
        required: elements(items, table, "required"),
        recommended: elements(items, table, "recommended"),
        file: Arc::clone(file).into(),
    })
}

fn cues(items: &mut Items<'_, '_>, table: &Table<'_>) -> Vec<Cue> {
    table
        .tables("cue")
        .iter()
        .map(|cue| {
            let mut detector = detector(items, cue, Guards::NONE, Doubt::Keep);
            if cue.get("parts").is_none() {
                detector.parts = vec![Part::Subject, Part::Greeting, Part::Body, Part::Closing];
            }
            let weight = cue.number("weight").unwrap_or(1.0);
            cue.finish();
            Cue { detector, weight }
        })
        .collect()
}

/// What the rule looks for: exactly one of the kinds.
fn check(items: &mut Items<'_, '_>, table: &Table<'_>) -> Option<Check> {
    let reader = table.reader();
    if let Some(require) = table.table("require") {
        let found = require_of(items, table, &require);
        require.finish();
        return found.map(Check::Lacks);
    }
    if let Some(order) = table.table("order") {
        let found = order_of(items, table, &order);
        order.finish();
        return found.map(Check::Late);
    }
    if let Some(limit) = table.table("limit") {
        let found = limit_of(items, table, &limit);
        limit.finish();
        return Some(Check::Limit(found));
    }
    if let Some(name) = table.string("check") {
        if !CODED.contains(&name.value.as_str()) {
            reader.unknown(name.span, "check の値", &name.value, CODED.iter().copied());
            return None;
        }
        return Some(Check::Coded { name: name.value, parts: parts(table, &TEXT_PARTS) });
    }
    let found = detector(items, table, Guards::default(), Doubt::Soften);
    // A house may take every phrase out, to put its own in their place.
    let is_written = table.get("any").is_some_and(|any| any.get_ref().as_array().is_none_or(|any| !any.is_empty()));
    if !is_written {
        reader.error(0..0, "any, require, order, limit, check のどれかが要ります");
        return None;
    }
    Some(Check::Stands(found))
}

fn detector(items: &mut Items<'_, '_>, table: &Table<'_>, guards: Guards, unknown: Doubt) -> Detector {
    let reader = table.reader();
    let actor = table.string("actor").and_then(|name| match name.value.as_str() {
        "us" => Some(Actor::Us),
        "reader" => Some(Actor::Reader),
        "third" => Some(Actor::Third),
        "any" => None,
        other => {
            reader.unknown(name.span.clone(), "actor の値", other, ["us", "reader", "third", "any"]);
            None
        }
    });
    let in_quotes = table.string("quotes").is_some_and(|quotes| {
        if !matches!(quotes.value.as_str(), "skip" | "include") {
            reader.unknown(quotes.span.clone(), "quotes の値", &quotes.value, ["skip", "include"]);
        }
        quotes.value == "include"
    });
    Detector {
        any: items.own_any(table),
        parts: parts(table, &TEXT_PARTS),
        actor,
        actor_unknown: table.string("actor_unknown").and_then(|word| doubt(reader, &word)).unwrap_or(unknown),
        in_quotes,
        guards: guards_of(table, guards),
        unless: conditions(items, table, "unless").into(),
        only_if: conditions(items, table, "only_if").into(),
    }
}

fn guards_of(table: &Table<'_>, mut guards: Guards) -> Guards {
    let Some(given) = table.table("guards") else { return guards };
    let read = |key| given.string(key).and_then(|word| doubt(table.reader(), &word));
    guards.negated = read("negated").unwrap_or(guards.negated);
    guards.conditional = read("conditional").unwrap_or(guards.conditional);
    guards.reported = read("reported").unwrap_or(guards.reported);
    guards.question = read("question").unwrap_or(guards.question);
    given.finish();
    guards
}

pub(super) fn conditions(items: &mut Items<'_, '_>, table: &Table<'_>, key: &'static str) -> Vec<Condition> {
    const ALLOWED: &[&str] =
        &["match", "clause", "sentence", "next", "previous", "neighbour", "paragraph", "part", "mail"];
    table
        .tables(key)
        .iter()
        .filter_map(|condition| {
            let distance = condition
                .string("near")
                .map_or(Some(super::model::Near::Sentence), |name| near(condition.reader(), &name, ALLOWED));
            let any = items.items(condition, "any");
            condition.finish();
            if any.is_empty() {
                condition.reader().error(0..0, format!("[[{key}]] には any が要ります"));
            }
            Some(Condition { near: distance?, any })
        })
        .collect()
}

fn require_of(items: &mut Items<'_, '_>, rule: &Table<'_>, table: &Table<'_>) -> Option<Require> {
    let anchor = match table.string("anchor") {
        None => Place::Anchor(Anchor::BodyStart),
        Some(name) => anchor(items, table.reader(), &name)?,
    };
    let elements = elements(items, table, "elements");
    if elements.is_empty() {
        table.reader().error(0..0, "require には elements が要ります");
        return None;
    }
    Some(Require {
        elements,
        min: table.count("min").unwrap_or(1),
        parts: parts(table, &[Part::Subject, Part::Greeting, Part::Body, Part::Closing]),
        alike: table.table("like").map(|table| alike(&table)),
        anchor,
        unless: conditions(items, rule, "unless"),
        only_if: conditions(items, rule, "only_if"),
    })
}

fn alike(table: &Table<'_>) -> Alike {
    let labels = table.strings("labels");
    for label in labels.iter().filter(|label| Label::named(&label.value).is_none()) {
        table.reader().unknown(label.span.clone(), "文例の分類", &label.value, Label::names());
    }
    let enough = share(table, "enough").unwrap_or(1.0);
    let needed = share(table, "needed").unwrap_or(0.0);
    let hurting = table.boolean("hurting").unwrap_or(false);
    table.finish();
    Alike { labels: labels.into_iter().map(|label| label.value).collect(), enough, hurting, needed }
}

/// A number from 0 to 1.
fn share(table: &Table<'_>, key: &'static str) -> Option<f64> {
    let share = table.number(key)?;
    if !(0.0..=1.0).contains(&share) {
        let span = table.get(key).map_or(0..0, toml::Spanned::span);
        table.reader().error(span, format!("「{key}」は 0 から 1 の数で書きます"));
    }
    Some(share)
}

fn anchor(items: &Items<'_, '_>, reader: &Reader, name: &Located<String>) -> Option<Place> {
    if let Some(element) = name.value.strip_prefix("element:") {
        return element_id(items, reader, &Located { value: element.to_owned(), span: name.span.clone() })
            .map(Place::Element);
    }
    let found = Anchor::parse(&name.value);
    if found.is_none() {
        let known = Anchor::ALL.iter().map(|anchor| anchor.as_str());
        reader.unknown(name.span.clone(), "anchor の値", &name.value, known);
    }
    found.map(Place::Anchor)
}

fn order_of(items: &mut Items<'_, '_>, rule: &Table<'_>, table: &Table<'_>) -> Option<Order> {
    let element = table.string("element")?;
    let element = element_id(items, table.reader(), &element)?;
    if let Some(unit) = table.string("unit")
        && unit.value != "sentence"
    {
        table.reader().unknown(unit.span, "unit の値", &unit.value, ["sentence"]);
    }
    Some(Order {
        element,
        within: table.count("within"),
        before: elements(items, table, "before"),
        unless: conditions(items, rule, "unless"),
    })
}

fn limit_of(items: &mut Items<'_, '_>, rule: &Table<'_>, table: &Table<'_>) -> Limit {
    let reader = table.reader();
    let mut what = items.items(table, "any");
    if let Some(element) = table.string("element") {
        what.extend(element_id(items, reader, &element).map(super::model::Matcher::Element));
    }
    let unit = table.string("unit").map_or(Unit::Match, |name| match name.value.as_str() {
        "match" => Unit::Match,
        "sentence" => Unit::Sentence,
        "char" => Unit::Char,
        "line" => Unit::Line,
        other => {
            reader.unknown(name.span.clone(), "unit の値", other, ["match", "sentence", "char", "line"]);
            Unit::Match
        }
    });
    let mut per_body = false;
    let per = table.string("per").map_or(Per::Mail, |name| match name.value.as_str() {
        "mail" => Per::Mail,
        "body" => {
            per_body = true;
            Per::Mail
        }
        "paragraph" => Per::Paragraph,
        "sentence" => Per::Sentence,
        other => {
            reader.unknown(name.span.clone(), "per の値", other, ["mail", "body", "paragraph", "sentence"]);
            Per::Mail
        }
    });
    let default: &[Part] = if per_body { &[Part::Body] } else { &TEXT_PARTS };
    Limit {
        what,
        unit,
        per,
        parts: parts(rule, default),
        max: table.count("max"),
        max_in: max_in(items, table),
        min: table.count("min"),
        ratio: table.number("ratio"),
        unless: conditions(items, rule, "unless"),
        only_if: conditions(items, rule, "only_if"),
    }
}

fn elements(items: &Items<'_, '_>, table: &Table<'_>, key: &'static str) -> Vec<ElementId> {
    table.strings(key).iter().filter_map(|name| element_id(items, table.reader(), name)).collect()
}

fn element_id(items: &Items<'_, '_>, reader: &Reader, name: &Located<String>) -> Option<ElementId> {
    let found = items.names.elements.iter().position(|element| *element == name.value);
    if found.is_none() {
        reader.unknown(name.span.clone(), "要素", &name.value, items.names.elements.iter().map(String::as_str));
    }
    found
}

fn parts(table: &Table<'_>, default: &[Part]) -> Vec<Part> {
    const KNOWN: &[&str] = &["header", "subject", "addressee", "greeting", "body", "closing", "signature"];
    let names = table.strings("parts");
    if names.is_empty() {
        return default.to_vec();
    }
    let mut parts = Vec::new();
    for name in names {
        match Part::parse(&name.value) {
            Some(part) if KNOWN.contains(&name.value.as_str()) => parts.push(part),
            _ => table.reader().unknown(name.span, "部分", &name.value, KNOWN.iter().copied()),
        }
    }
    parts
}

fn scope(items: &Items<'_, '_>, table: &Table<'_>) -> Scope {
    let names = table.strings("scenarios");
    let not =
        table.strings("not_scenarios").iter().filter_map(|name| scenario_ref(items, table.reader(), name)).collect();
    if names.is_empty() {
        return Scope::Every;
    }
    if names.iter().any(|name| name.value == "*") {
        return Scope::Scenarios { only: None, not };
    }
    let only = names.iter().filter_map(|name| scenario_ref(items, table.reader(), name)).collect();
    Scope::Scenarios { only: Some(only), not }
}

fn scenario_ref(items: &Items<'_, '_>, reader: &Reader, name: &Located<String>) -> Option<ScenarioRef> {
    let (id, variant) = match name.value.split_once('/') {
        Some((id, variant)) => (id, Some(variant)),
        None => (name.value.as_str(), None),
    };
    let Some(variants) = items.names.scenarios.get(id) else {
        reader.unknown(name.span.clone(), "シナリオ", id, items.names.scenarios.keys().map(String::as_str));
        return None;
    };
    if let Some(variant) = variant
        && !variants.iter().any(|known| known == variant)
    {
        reader.unknown(name.span.clone(), "シナリオの種別", variant, variants.iter().map(String::as_str));
        return None;
    }
    Some(ScenarioRef { id: id.to_owned(), variant: variant.map(str::to_owned) })
}

fn severity_in(items: &Items<'_, '_>, table: &Table<'_>) -> Vec<(ScenarioRef, Option<Severity>)> {
    let reader = table.reader();
    let Some(given) = table.table("severity_in") else { return Vec::new() };
    let mut found = Vec::new();
    for (key, value) in given.entries() {
        let name = Located { value: key.value.to_owned(), span: key.span };
        for word in strings(reader, key.value, value) {
            let level = if word.value == "off" { Some(None) } else { severity(reader, &word).map(Some) };
            if let (Some(scenario), Some(level)) = (scenario_ref(items, reader, &name), level) {
                found.push((scenario, level));
            }
        }
    }
    // A variant says more than its scenario.
    found.sort_by_key(|(scenario, _)| scenario.variant.is_none());
    found
}

fn max_in(items: &Items<'_, '_>, table: &Table<'_>) -> Vec<(ScenarioRef, usize)> {
    let reader = table.reader();
    let Some(given) = table.table("max_in") else { return Vec::new() };
    let mut found = Vec::new();
    for (key, value) in given.entries() {
        let name = Located { value: key.value.to_owned(), span: key.span };
        let max = as_count(value.get_ref());
        if max.is_none() {
            reader.error(value.span(), "0 以上の整数で書きます");
        }
        found.extend(scenario_ref(items, reader, &name).zip(max));
    }
    // A variant says more than its scenario.
    found.sort_by_key(|(scenario, _)| scenario.variant.is_none());
    found
}

fn severity(reader: &Reader, word: &Located<String>) -> Option<Severity> {
    match word.value.as_str() {
        "error" => Some(Severity::Error),
        "warning" => Some(Severity::Warning),
        "info" => Some(Severity::Info),
        other => {
            reader.unknown(word.span.clone(), "重さ", other, ["error", "warning", "info"]);
            None
        }
    }
}

/// Only a category that sentences were written for can be asked about.
fn likeness(table: &Table<'_>, id: &RuleId) -> f64 {
    let Some(least) = share(table, "likeness") else { return 0.0 };
    if Label::named(id.category()).is_none() {
        let message = format!("分類「{}」には文例がありません", id.category());
        table.reader().error(table.get("likeness").map_or(0..0, toml::Spanned::span), message);
    }
    least
}

fn confidence(reader: &Reader, word: &Located<String>) -> Option<Confidence> {
    match word.value.as_str() {
        "high" => Some(Confidence::High),
        "medium" => Some(Confidence::Medium),
        "low" => Some(Confidence::Low),
        other => {
            reader.unknown(word.span.clone(), "確度", other, ["high", "medium", "low"]);
            None
        }
    }
}

fn doubt(reader: &Reader, word: &Located<String>) -> Option<Doubt> {
    match word.value.as_str() {
        "skip" => Some(Doubt::Skip),
        "soften" => Some(Doubt::Soften),
        "keep" => Some(Doubt::Keep),
        other => {
            reader.unknown(word.span.clone(), "扱い", other, ["skip", "soften", "keep"]);
            None
        }
    }
}

fn required_text(table: &Table<'_>, key: &'static str) -> Located<String> {
    table.string(key).unwrap_or_else(|| {
        table.reader().error(0..0, format!("「{key}」が要ります"));
        Located { value: String::new(), span: 0..0 }
    })
}

/// Placeholders that every message may use; `rule::item` adds captures by name.
const PLACEHOLDERS: &[&str] = &["match", "count", "max", "found", "within", "scenario", "expected"];

pub(super) fn check_message(reader: &Reader, message: &Located<String>, rule: &str) {
    if message.value.contains('\n') {
        reader.error(message.span.clone(), "message は一行で書きます");
    }
    let captures = capture_names(rule);
    for name in placeholders(&message.value) {
        if !PLACEHOLDERS.contains(&name) && !captures.iter().any(|known| known == name) {
            let known = PLACEHOLDERS.iter().copied().chain(captures.iter().map(String::as_str));
            reader.unknown(message.span.clone(), "差し込み", name, known);
        }
    }
}

/// The `{name}`s of a message.
fn placeholders(message: &str) -> impl Iterator<Item = &str> {
    message.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// Names bound by `capture = "…"` or `(?<name>…)` somewhere in the file.
fn capture_names(text: &str) -> Vec<String> {
    let in_tokens = text.split("capture").skip(1).filter_map(|rest| rest.split('"').nth(1));
    let in_regex = text.split("(?<").skip(1).filter_map(|rest| rest.split_once('>').map(|(name, _)| name));
    in_tokens.chain(in_regex).map(str::to_owned).collect()
}

fn fix(table: &Table<'_>) -> Option<FixRule> {
    let from = table.string("from").map(|from| from.value);
    let to = table.string("to");
    let safe = table.boolean("safe").unwrap_or(false);
    table.finish();
    if safe && from.is_none() {
        table.reader().error(0..0, "safe = true には from が要ります");
    }
    Some(FixRule { from, to: to?.value, safe })
}

fn reference(table: &Table<'_>) -> Option<Reference> {
    let found = table
        .string("title")
        .map(|title| Reference { title: title.value, url: table.string("url").map(|url| url.value) });
    table.finish();
    found
}

fn examples(items: &Items<'_, '_>, table: &Table<'_>) -> Examples {
    let Some(given) = table.table("examples") else { return Examples::default() };
    let scenario = given.string("scenario").and_then(|name| scenario_ref(items, given.reader(), &name));
    let examples = Examples {
        scenario,
        bad: plain(given.strings("bad")),
        good: plain(given.strings("good")),
        bad_mail: plain(given.strings("bad_mail")),
        good_mail: plain(given.strings("good_mail")),
        envelope: envelope(&given),
    };
    given.finish();
    examples
}

/// The mail file that the examples are taken to be from.
fn envelope(given: &Table<'_>) -> Envelope {
    let kind = given.string("kind").and_then(|word| kind(given.reader(), &word));
    // An empty list says that the mail could have attachments and has none.
    let attachments = given.get("attachments").is_some().then(|| plain(given.strings("attachments")));
    let charset = given.string("charset").map(|charset| charset.value);
    Envelope { kind: kind.unwrap_or_default(), attachments, charset }
}

fn kind(reader: &Reader, word: &Located<String>) -> Option<Kind> {
    let kind = Kind::parse(&word.value);
    if kind.is_none() {
        reader.unknown(word.span.clone(), "kind の値", &word.value, ["draft", "template"]);
    }
    kind
}

fn plain(found: Vec<Located<String>>) -> Vec<String> {
    found.into_iter().map(|found| found.value).collect()
}
