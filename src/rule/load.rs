//! From source files to a [`RuleSet`]: spellings first, then lists, elements, scenarios and rules, since each may name
//! those before it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use toml::de::DeTable;

use crate::morph::Tokenizer;
use crate::pattern::{Analyzer, Compiler, PatternBuilder, Unmatchable};
use crate::unit::{Features, Folder, Variant, Variants};

use super::decode;
use super::error::{LoadError, SourceFile};
use super::house;
use super::item::Items;
use super::model::{Actors, Element, Rule, RuleSet, Scenario};
use super::table::{Located, Reader, Table, strings_of};

/// Loads rule files. All of them are read; one broken file does not hide what is wrong with the others.
///
/// # Errors
/// Everything that is wrong, with its places.
pub fn load(tokenizer: Tokenizer, sources: Vec<SourceFile>) -> Result<RuleSet, Vec<LoadError>> {
    load_with(tokenizer, sources, &[])
}

/// Loads rule files with what houses' configurations add to them, the later ones over the earlier.
///
/// # Errors
/// Everything that is wrong in the rule files and in those parts of the configurations, with its places.
pub fn load_with(
    tokenizer: Tokenizer,
    mut sources: Vec<SourceFile>,
    houses: &[Arc<SourceFile>],
) -> Result<RuleSet, Vec<LoadError>> {
    let mut errors = Vec::new();
    let own_elements = house::element_names(houses);
    sources.retain(|file| {
        let name = file.path.strip_prefix("elements/").and_then(|name| name.strip_suffix(".toml"));
        name.is_none_or(|name| !own_elements.iter().any(|own| own == name))
    });
    let mut sources: Vec<Arc<SourceFile>> = sources.into_iter().map(Arc::new).collect();
    // By id: `too-long` comes before `too-long-apology`, but its file behind that one's.
    sources.sort_by(|a, b| a.path.strip_suffix(".toml").cmp(&b.path.strip_suffix(".toml")));
    let folder = Folder::new(variants(&tokenizer, &sources, &mut errors));
    let mut set = Loaded::default();
    {
        let mut compiler = Compiler::new(Analyzer::new(&tokenizer, &folder));
        set.lists = lists(&mut compiler, &mut set.patterns, (&sources, houses), &mut errors);
        let names = names(&sources, own_elements);
        let mut removed = house::removed(houses);
        let mut items =
            Items { compiler: &mut compiler, patterns: &mut set.patterns, names: &names, removed: Vec::new() };
        set.actors = actors(&mut items, &sources, &mut errors);
        for file in houses {
            house::actors(&mut items, file, &mut errors, &mut set.actors);
            house::elements(&mut items, file, &mut errors, &mut set.elements);
        }
        for file in &sources {
            let Some((folder, name)) = file.path.strip_suffix(".toml").and_then(|path| path.split_once('/')) else {
                continue;
            };
            if folder == "lists" {
                continue;
            }
            let mut left = Vec::new();
            with_table(file, &mut errors, |table| match folder {
                "elements" => set.elements.extend(decode::element(&mut items, table, file, name)),
                "scenarios" => set.scenarios.extend(decode::scenario(&mut items, table, file, name)),
                category => {
                    items.removed = removed.remove(&format!("{category}/{name}")).unwrap_or_default();
                    set.rules.extend(decode::rule(&mut items, table, file, category, name));
                    house::not_removed(std::mem::take(&mut items.removed), table, &mut left);
                }
            });
            errors.extend(left);
        }
        // By name, as their numbers are given.
        set.elements.sort_by(|a, b| a.name.cmp(&b.name));
        for file in houses {
            house::change(&mut items, &mut set.rules, file, &mut errors);
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let Loaded { rules, elements, scenarios, patterns, actors, lists } = set;
    let patterns = patterns.finish();
    Ok(RuleSet { tokenizer, rules, elements, scenarios, patterns, folder, actors, lists: lists.into() })
}

/// Lays new rules and what houses add to rules over a set that is loaded, of which nothing is compiled again. `None` where
/// more than that is changed, or something is wrong: [`load_with`] is to load everything then, and to say what is wrong.
pub fn load_over(base: RuleSet, own: Vec<SourceFile>, houses: &[Arc<SourceFile>]) -> Option<RuleSet> {
    let id = |file: &SourceFile| {
        let (folder, name) = file.path.strip_suffix(".toml")?.split_once('/')?;
        (!matches!(folder, "lists" | "elements" | "scenarios")).then(|| (folder.to_owned(), name.to_owned()))
    };
    let is_new = |(category, name): &(String, String)| base.rule(&format!("{category}/{name}")).is_none();
    let ids = own.iter().map(|file| id(file).filter(is_new)).collect::<Option<Vec<_>>>()?;
    if !house::only_add(houses) {
        return None;
    }
    let RuleSet { tokenizer, mut rules, elements, scenarios, patterns, folder, actors, lists } = base;
    let names = Names {
        elements: elements.iter().map(|element| element.name.clone()).collect(),
        scenarios: scenarios
            .iter()
            .map(|scenario| (scenario.id.clone(), scenario.variants.iter().map(|v| v.id.clone()).collect()))
            .collect(),
    };
    let (mut errors, mut more) = (Vec::new(), PatternBuilder::behind(&patterns));
    {
        let mut compiler = Compiler::new(Analyzer::new(&tokenizer, &folder));
        lists.keys().for_each(|name| more.declare_list(&mut compiler, name));
        let mut items = Items { compiler: &mut compiler, patterns: &mut more, names: &names, removed: Vec::new() };
        for (file, (category, name)) in own.into_iter().map(Arc::new).zip(&ids) {
            with_table(&file, &mut errors, |table| {
                rules.extend(decode::rule(&mut items, table, &file, category, name));
            });
        }
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        for file in houses {
            house::change(&mut items, &mut rules, file, &mut errors);
        }
    }
    let patterns = patterns.with_more(more.finish());
    errors.is_empty().then_some(RuleSet { tokenizer, rules, elements, scenarios, patterns, folder, actors, lists })
}

/// What has been read while the tokeniser and the folder are still lent to the compiler.
#[derive(Default)]
struct Loaded {
    rules: Vec<Rule>,
    elements: Vec<Element>,
    scenarios: Vec<Scenario>,
    patterns: PatternBuilder,
    actors: Actors,
    lists: BTreeMap<String, Vec<String>>,
}

/// The names that rules refer to, known before any rule is read.
pub(super) struct Names {
    pub(super) elements: Vec<String>,
    /// Scenario ids with their variants.
    pub(super) scenarios: BTreeMap<String, Vec<String>>,
}

fn names(sources: &[Arc<SourceFile>], own_elements: Vec<String>) -> Names {
    let under = |folder: &str| -> Vec<(String, &Arc<SourceFile>)> {
        let stem = |file: &Arc<SourceFile>| {
            Some(file.path.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(".toml")?.to_owned())
        };
        sources.iter().filter_map(|file| Some((stem(file)?, file))).collect()
    };
    let variants_of = |file: &SourceFile| -> Vec<String> {
        let Ok(table) = DeTable::parse(&file.text) else { return Vec::new() };
        let Some((_, value)) = table.get_ref().iter().find(|(key, _)| key.get_ref() == "variant") else {
            return Vec::new();
        };
        let array = value.get_ref().as_array().into_iter().flat_map(|array| array.iter());
        array.filter_map(|item| Some(item.get_ref().get("id")?.get_ref().as_str()?.to_owned())).collect()
    };
    let elements: BTreeSet<String> = under("elements").into_iter().map(|(name, _)| name).chain(own_elements).collect();
    Names {
        elements: elements.into_iter().collect(),
        scenarios: under("scenarios").into_iter().map(|(name, file)| (name, variants_of(file))).collect(),
    }
}

/// Parses a file and hands its table on; what is wrong goes to `errors`.
fn with_table(file: &Arc<SourceFile>, errors: &mut Vec<LoadError>, read: impl FnOnce(&Table<'_>)) {
    let reader = Reader::new(Arc::clone(file));
    match DeTable::parse(&file.text) {
        Ok(table) => {
            let table = Table::new(&reader, table.get_ref());
            read(&table);
            table.finish();
        }
        Err(error) => reader.error(error.span().unwrap_or(0..0), format!("TOML として読めません: {}", error.message())),
    }
    errors.extend(reader.into_errors());
}

fn variants(tokenizer: &Tokenizer, sources: &[Arc<SourceFile>], errors: &mut Vec<LoadError>) -> Variants {
    let plain = Folder::default();
    let mut compiler = Compiler::new(Analyzer::new(tokenizer, &plain));
    let mut variants = Variants::default();
    for file in sources.iter().filter(|file| file.path == "lists/variants.toml") {
        with_table(file, errors, |table| {
            for entry in table.tables("variant") {
                let writes = entry.strings("write");
                let as_word = entry.string("as");
                let feature = entry.string("feature").map_or(Features::NONE, |name| {
                    Features::parse(&name.value).unwrap_or_else(|| {
                        let known = Features::ALL.iter().map(|&(name, _)| name);
                        entry.reader().unknown(name.span, "特徴", &name.value, known);
                        Features::NONE
                    })
                });
                entry.finish();
                let Some(as_word) = as_word else { continue };
                let Some((lemma, key)) = compiler.word(&as_word.value) else {
                    entry.reader().error(as_word.span, "語として読めません");
                    continue;
                };
                for write in writes {
                    let variant = Variant { lemma: lemma.clone().into(), key: key.clone().into(), features: feature };
                    variants.insert(write.value, variant);
                }
            }
        });
    }
    variants
}

/// Declares every list, then fills them; a list may take over another whole.
fn lists(
    compiler: &mut Compiler<'_>,
    patterns: &mut PatternBuilder,
    (sources, houses): (&[Arc<SourceFile>], &[Arc<SourceFile>]),
    errors: &mut Vec<LoadError>,
) -> BTreeMap<String, Vec<String>> {
    let mut entries: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    let entry = |file: &Arc<SourceFile>, phrase| Entry { file: Arc::clone(file), phrase };
    for file in sources {
        let Some(name) = file.path.strip_prefix("lists/").and_then(|name| name.strip_suffix(".toml")) else { continue };
        if matches!(name, "variants" | "actors") {
            continue;
        }
        with_table(file, errors, |table| {
            let own = table.strings("entries").into_iter().map(|phrase| entry(file, phrase));
            entries.insert(name.to_owned(), own.collect());
        });
    }
    for file in houses {
        house::with(file, "lists", errors, |table| {
            for (name, value) in table.entries() {
                if matches!(name.value, "variants" | "actors") {
                    let message = format!("「{}」という名前のリストは作れません", name.value);
                    table.reader().error(name.span, message);
                    continue;
                }
                let own = strings_of(table.reader(), name.value, value);
                entries.entry(name.value.to_owned()).or_default().extend(own.into_iter().map(|own| entry(file, own)));
            }
        });
    }
    for name in entries.keys() {
        patterns.declare_list(compiler, name);
    }
    let mut filled = BTreeMap::new();
    for name in entries.keys() {
        let mut seen = BTreeSet::new();
        let mut flat = Vec::new();
        flatten(name, &entries, &mut seen, &mut flat);
        for Entry { file, phrase } in &flat {
            let reader = Reader::new(Arc::clone(file));
            if phrase.value.contains('@') {
                let help = Some("ほかのリストは「@名前」だけの項目として加えます".to_owned());
                reader.error_with(phrase.span.clone(), "リストの句に、ほかのリストは書けません", help);
            } else if let Err(error) = patterns.add_entry(compiler, name, &phrase.value) {
                report(&reader, phrase, &error, compiler.list_names());
            }
            errors.extend(reader.into_errors());
        }
        filled.insert(name.clone(), flat.into_iter().map(|entry| entry.phrase.value).collect());
    }
    filled
}

/// An entry of a list, with the file that it is from.
#[derive(Clone)]
struct Entry {
    file: Arc<SourceFile>,
    phrase: Located<String>,
}

fn flatten(name: &str, entries: &BTreeMap<String, Vec<Entry>>, seen: &mut BTreeSet<String>, flat: &mut Vec<Entry>) {
    if !seen.insert(name.to_owned()) {
        return;
    }
    let Some(own) = entries.get(name) else { return };
    for entry in own {
        match entry.phrase.value.strip_prefix('@') {
            Some(other) if entries.contains_key(other) => flatten(other, entries, seen, flat),
            _ => flat.push(entry.clone()),
        }
    }
}

/// Says what is wrong with a phrase.
pub(super) fn report<'k>(
    reader: &Reader,
    phrase: &Located<String>,
    error: &Unmatchable,
    lists: impl Iterator<Item = &'k str>,
) {
    match error {
        Unmatchable::Syntax(error) => {
            reader.error(phrase.span.clone(), format!("句の書き方が正しくありません: {error}"))
        }
        Unmatchable::UnknownList(name) => reader.unknown(phrase.span.clone(), "リスト", name, lists),
        Unmatchable::Empty => reader.error_with(
            phrase.span.clone(),
            "この句はどこにも一致しません",
            Some("助詞や語尾だけでなく、内容のある語を書いてください".to_owned()),
        ),
    }
}

fn actors(items: &mut Items<'_, '_>, sources: &[Arc<SourceFile>], errors: &mut Vec<LoadError>) -> Actors {
    let mut actors = Actors::default();
    for file in sources.iter().filter(|file| file.path == "lists/actors.toml") {
        with_table(file, errors, |table| {
            for (key, into) in [("us", &mut actors.us), ("reader", &mut actors.reader), ("third", &mut actors.third)] {
                for phrase in table.strings(key) {
                    into.extend(items.phrase(table.reader(), &phrase));
                }
            }
        });
    }
    actors
}
