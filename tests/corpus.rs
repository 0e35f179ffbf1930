//! mailint on the labelled corpus: the figures must not fall below what was once reached.
//!
//! `cargo run --release --example score` shows them. A floor is a little below what was measured when it was set.
//! `MAILINT_BLESS=1 cargo test --release --test corpus` rewrites what the part to work with teaches.

#[allow(dead_code, reason = "the part that shows misses is for the example `score`")]
#[path = "corpus/score.rs"]
mod score;

#[path = "corpus/teach.rs"]
mod teach;

#[path = "builtin/mod.rs"]
mod builtin;

use std::collections::BTreeSet;
use std::path::Path;

use builtin::RULES;
use score::{Corpus, Options, Score};

/// The least figures of a part.
struct Floor {
    part: &'static str,
    recall: f64,
    precision: f64,
    /// Precision of findings at warning and above.
    precision_grave: f64,
    f1: f64,
    /// Share of the whole mails whose scenario is recognised.
    scenario: f64,
    /// Greatest share of items without a fault that get a finding at warning or above.
    clean_alarmed: f64,
}

/// What rule authors may read.
const WORK: Floor = Floor {
    part: "work",
    recall: 0.93,
    precision: 0.96,
    precision_grave: 0.97,
    f1: 0.95,
    scenario: 0.99,
    clean_alarmed: 0.015,
};

/// What no rule was tuned to.
const MEASURED: Floor = Floor {
    part: "measured",
    recall: 0.87,
    precision: 0.91,
    precision_grave: 0.95,
    f1: 0.895,
    scenario: 0.97,
    clean_alarmed: 0.02,
};

/// Fewer items than these say little.
const LEAST_ITEMS: usize = 100;

fn hold(floor: &Floor) {
    let corpus = Corpus::part(floor.part).expect("a corpus");
    let score = corpus.score(&RULES);
    let table = score.table("", &Options::default());
    let figures = [
        ("recall", score.total.recall(), floor.recall),
        ("precision", score.total.precision(), floor.precision),
        ("precision at warning and above", score.total.precision_grave(), floor.precision_grave),
        ("F1", score.total.f1(), floor.f1),
        ("scenario", share(score.scenario_right, score.mails), floor.scenario),
        ("clean items not alarmed", 1.0 - share(score.clean_alarmed, score.clean), 1.0 - floor.clean_alarmed),
    ];
    for (name, figure, floor) in figures {
        assert!(figure >= floor, "{name} is {figure:.3}, but was at least {floor:.3}:\n{table}");
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts of a corpus are far below 2^52")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[test]
fn figures_of_the_part_to_work_with() {
    hold(&WORK);
}

#[test]
fn figures_of_the_part_to_measure_with() {
    hold(&MEASURED);
}

#[test]
fn the_part_to_work_with_teaches() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("sentences/corpus.tsv");
    let sentences = teach::sentences(&Corpus::part(WORK.part).expect("a corpus"));
    if std::env::var_os("MAILINT_BLESS").is_some() {
        std::fs::write(&path, &sentences).expect("a writable file");
    }
    let taught = std::fs::read_to_string(&path).expect("UTF-8");
    assert!(
        taught == sentences,
        "MAILINT_BLESS=1 cargo test --release --test corpus brings {} up to date",
        path.display()
    );
}

#[test]
fn categories_of_the_score_are_those_of_rules() {
    let known: BTreeSet<&str> = RULES.rules.iter().map(|rule| rule.id.category()).collect();
    for floor in [&WORK, &MEASURED] {
        let score: Score = Corpus::part(floor.part).expect("a corpus").score(&RULES);
        let unknown: Vec<&String> =
            score.by_category.keys().filter(|category| !known.contains(category.as_str())).collect();
        assert!(unknown.is_empty(), "{}: {unknown:?}", floor.part);
    }
}

/// The labels themselves, read as plain TOML: a label that fits nothing would count as missed for ever.
#[test]
fn every_item_is_well_formed() {
    let categories: BTreeSet<&str> = RULES.rules.iter().map(|rule| rule.id.category()).collect();
    let mut wrong = Vec::new();
    for part in [WORK.part, MEASURED.part] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(part);
        let mut items = 0;
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_none_or(|extension| extension != "toml") {
                continue;
            }
            let file: toml::Table =
                toml::from_str(&std::fs::read_to_string(&path).expect("UTF-8")).expect("valid TOML");
            let mut ids = BTreeSet::new();
            for item in file["item"].as_array().expect("items") {
                items += 1;
                let id = item["id"].as_str().expect("an id");
                let place = format!("{}/{id}", path.display());
                if !ids.insert(id.to_owned()) {
                    wrong.push(format!("{place}: twice"));
                }
                wrong.extend(labels(item, &categories).into_iter().map(|what| format!("{place}: {what}")));
            }
        }
        assert!(items >= LEAST_ITEMS, "{part} has {items} items only");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn labels(item: &toml::Value, categories: &BTreeSet<&str>) -> Vec<String> {
    let mut wrong = Vec::new();
    let text = item["text"].as_str().expect("a text");
    let kind = item["kind"].as_str().expect("a kind");
    let scenario = item["scenario"].as_str().expect("a scenario");
    let variant = item.get("variant").map(|variant| variant.as_str().expect("a variant"));
    match RULES.scenario(scenario) {
        None if scenario != "none" => wrong.push(format!("no scenario {scenario}")),
        None => {}
        Some(known) => {
            let unknown = variant.filter(|variant| !known.variants.iter().any(|known| known.id == *variant));
            wrong.extend(unknown.map(|variant| format!("no variant {scenario}/{variant}")));
        }
    }
    for label in item["findings"].as_array().expect("findings") {
        let category = label["category"].as_str().expect("a category");
        let words = label.get("text").map(|words| words.as_str().expect("words"));
        let of_mail = ["missing/", "late/", "length/"].iter().any(|prefix| category.starts_with(prefix));
        if !categories.contains(category) {
            wrong.push(format!("no category {category}"));
        }
        if of_mail && kind == "fragment" && !category.starts_with("length/") {
            wrong.push(format!("a fragment cannot lack anything: {category}"));
        }
        match words {
            Some("") => wrong.push(format!("{category} has no words")),
            Some(words) if !text.contains(words) => wrong.push(format!("「{words}」 is not in the text")),
            Some(words) if of_mail => wrong.push(format!("{category} is about the mail, but has 「{words}」")),
            None if !of_mail => wrong.push(format!("{category} needs words")),
            _ => {}
        }
    }
    wrong
}
