//! What a house adds to rules that are there: `lists`, `actors`, `elements` and the parts of `[override."id"]` that
//! change what a rule looks for or says. They stand in the house's configuration, of which everything else is none of
//! this module's business: other keys are passed over, and whether a rule of that name exists is asked by whoever owns
//! the file.

use std::collections::BTreeMap;
use std::sync::Arc;

use toml::de::DeTable;

use super::decode;
use super::error::{LoadError, SourceFile};
use super::item::Items;
use super::model::{Check, Element, Rule};
use super::table::{Located, Reader, Table};

/// The keys under `[override."id"]` that are read here; `severity` is not.
pub(crate) const OVERRIDE_KEYS: [&str; 5] = ["add_any", "remove_any", "add_unless", "message", "help"];
/// The tables of a configuration that are read here.
pub(crate) const TABLES: [&str; 3] = ["lists", "actors", "elements"];

/// Reads one table of a house's file, where it is there. Keys that nobody asks for in it are errors.
pub(super) fn with(
    file: &Arc<SourceFile>,
    key: &'static str,
    errors: &mut Vec<LoadError>,
    read: impl FnOnce(&Table<'_>),
) {
    let reader = Reader::new(Arc::clone(file));
    match DeTable::parse(&file.text) {
        Ok(table) => {
            if let Some(table) = Table::new(&reader, table.get_ref()).table(key) {
                read(&table);
            }
        }
        Err(error) => reader.error(error.span().unwrap_or(0..0), format!("TOML として読めません: {}", error.message())),
    }
    errors.extend(reader.into_errors());
}

/// The elements that a house defines itself.
pub(super) fn element_names(houses: &[Arc<SourceFile>]) -> Vec<String> {
    let mut names = Vec::new();
    for file in houses {
        // What is wrong is said when they are read.
        with(file, "elements", &mut Vec::new(), |table| {
            names.extend(table.entries().map(|(name, _)| name.value.to_owned()));
        });
    }
    names
}

/// A phrase that a house takes out of a rule's `any`, with the file that says so.
pub(super) type Removed = (Arc<SourceFile>, Located<String>);

/// The phrases that houses take out of rules, by rule.
pub(super) fn removed(houses: &[Arc<SourceFile>]) -> BTreeMap<String, Vec<Removed>> {
    let mut removed: BTreeMap<String, Vec<Removed>> = BTreeMap::new();
    for file in houses {
        // What is wrong is said when the changes are made.
        with(file, "override", &mut Vec::new(), |table| {
            for (name, value) in table.entries() {
                let Some(change) = value.get_ref().as_table() else { continue };
                let phrases = Table::new(table.reader(), change).strings("remove_any");
                let phrases = phrases.into_iter().map(|phrase| (Arc::clone(file), phrase));
                removed.entry(name.value.to_owned()).or_default().extend(phrases);
            }
        });
    }
    removed
}

/// Whether houses change nothing but what overrides add to rules: no list, actor or element, and nothing is taken out.
pub(super) fn only_add(houses: &[Arc<SourceFile>]) -> bool {
    let mut others = false;
    for file in houses {
        for key in TABLES {
            with(file, key, &mut Vec::new(), |_| others = true);
        }
    }
    !others && removed(houses).values().all(Vec::is_empty)
}

/// Changes the rules as a house's overrides say.
pub(super) fn change(
    items: &mut Items<'_, '_>,
    rules: &mut [Rule],
    file: &Arc<SourceFile>,
    errors: &mut Vec<LoadError>,
) {
    with(file, "override", errors, |table| {
        for (name, value) in table.entries() {
            let Some(change) = value.get_ref().as_table() else { continue };
            let change = Table::new(table.reader(), change);
            match rules.iter_mut().find(|rule| rule.id.as_str() == name.value) {
                Some(rule) => change_one(items, rule, &change),
                None => {
                    for key in OVERRIDE_KEYS {
                        if let Some(value) = change.get(key).filter(|_| !name.value.contains('/')) {
                            let message = format!("「{key}」は、分類ではなく規則に書きます");
                            table.reader().error(value.span(), message);
                        }
                    }
                }
            }
        }
    });
}

fn change_one(items: &mut Items<'_, '_>, rule: &mut Rule, change: &Table<'_>) {
    let reader = change.reader();
    if let Some(message) = change.string("message") {
        decode::check_message(reader, &message, &rule.file.text);
        rule.message = message.value.into();
    }
    if let Some(help) = change.string("help") {
        rule.help = help.value.into();
    }
    let _read_with_the_rule = change.strings("remove_any");
    let given = ["add_any", "add_unless"].into_iter().find_map(|key| change.get(key));
    let any = items.items(change, "add_any");
    let unless = decode::conditions(items, change, "add_unless");
    match (&mut *rule.check, given) {
        (Check::Stands(detector), _) => {
            // A house knows why it adds words: they are found however unlike the sentence is to what was learnt.
            if !any.is_empty() {
                rule.likeness = 0.0;
            }
            detector.any.extend(any);
            detector.unless.extend(unless);
        }
        (Check::Lacks(require), _) if any.is_empty() => require.unless.extend(unless),
        (Check::Limit(limit), _) if any.is_empty() => limit.unless.extend(unless),
        (Check::Late(order), _) if any.is_empty() => order.unless.extend(unless),
        (_, Some(value)) => {
            let message = format!("「{}」は言葉を探す規則ではないため、加えられません", rule.id);
            reader.error(value.span(), message);
        }
        (_, None) => {}
    }
}

/// Says which phrases are to be taken out of a rule that has them not.
pub(super) fn not_removed(left: Vec<Removed>, rule: &Table<'_>, errors: &mut Vec<LoadError>) {
    if left.is_empty() {
        return;
    }
    let any = rule.get("any").and_then(|any| any.get_ref().as_array());
    let known: Vec<&str> = any.into_iter().flatten().filter_map(|item| item.get_ref().as_str()).collect();
    for (file, phrase) in left {
        let reader = Reader::new(file);
        reader.unknown(phrase.span, "この規則の any に句", &phrase.value, known.iter().copied());
        errors.extend(reader.into_errors());
    }
}

/// Reads the words for each side into `read`.
pub(super) fn actors(
    items: &mut Items<'_, '_>,
    file: &Arc<SourceFile>,
    errors: &mut Vec<LoadError>,
    actors: &mut super::model::Actors,
) {
    with(file, "actors", errors, |table| {
        for (key, into) in [("us", &mut actors.us), ("reader", &mut actors.reader), ("third", &mut actors.third)] {
            for phrase in table.strings(key) {
                into.extend(items.phrase(table.reader(), &phrase));
            }
        }
        table.finish();
    });
}

/// Reads the elements that a house defines.
pub(super) fn elements(
    items: &mut Items<'_, '_>,
    file: &Arc<SourceFile>,
    errors: &mut Vec<LoadError>,
    elements: &mut Vec<Element>,
) {
    with(file, "elements", errors, |table| {
        for (name, value) in table.entries() {
            let Some(element) = value.get_ref().as_table() else {
                table.reader().error(value.span(), "要素は [elements.名前] の表で書きます");
                continue;
            };
            let element = Table::new(table.reader(), element);
            // The later house's element takes the place of an earlier one's.
            elements.retain(|known| known.name != name.value);
            elements.extend(decode::element(items, &element, file, name.value));
            element.finish();
        }
    });
}
