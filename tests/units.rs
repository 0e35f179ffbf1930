//! One plain phrase, every politeness: phrases against variants as people write them, after design.md section 4.
//!
//! `cargo test --release --test units -- --nocapture` prints the figures and each variant that does not come out.

use std::collections::BTreeSet;

use mailint::builtin;
use mailint::mail::Document;
use mailint::morph::Tokenizer;
use mailint::pattern::{Compiler, PatternBuilder, PatternId, PatternSet, Reading};
use mailint::rule::{RuleSet, load};
use mailint::text::Text;
use serde::Deserialize;

/// The least share of wanted variants that are found: just below what was measured.
const LEAST_FOUND: f64 = 0.91;

/// The least share of unwanted variants that are left alone.
const LEAST_LEFT: f64 = 0.95;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    phrase: Vec<Phrase>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Phrase {
    phrase: String,
    wanted: Vec<String>,
    unwanted: Vec<String>,
}

fn phrases() -> Vec<Phrase> {
    let file: File = toml::from_str(include_str!("units/phrases.toml")).expect("valid TOML");
    file.phrase
}

/// Lists only: the table of spellings is all that phrases need, and a rule with a mistake is no matter here.
fn rules() -> RuleSet {
    let lists = builtin::sources().into_iter().filter(|source| source.path == "lists/variants.toml").collect();
    load(Tokenizer::embedded(), lists).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn finds(rules: &RuleSet, patterns: &PatternSet, pattern: PatternId, words: &str) -> bool {
    let text = Text::new(words).expect("short");
    let document = Document::parse(&text);
    let reading = Reading::new(&document, &mut rules.analyzer(), patterns);
    reading.hits(pattern).next().is_some()
}

/// Alone, and inside a mail behind another sentence: a word can be cut otherwise where a sentence begins.
fn finds_everywhere(rules: &RuleSet, patterns: &PatternSet, pattern: PatternId, words: &str) -> [bool; 2] {
    let mail = format!("山田商事株式会社\n佐藤様\n\nいつもお世話になっております。\n本日は、{words}\n\n田中\n");
    [words, &mail].map(|words| finds(rules, patterns, pattern, words))
}

#[derive(Default)]
struct Tally {
    right: usize,
    all: usize,
    wrong: Vec<String>,
}

impl Tally {
    fn count(&mut self, phrase: &str, words: &str, right: [bool; 2]) {
        self.all += 1;
        if right == [true, true] {
            self.right += 1;
            return;
        }
        let place = if right == [false, false] { "" } else { "（一方の位置だけ）" };
        self.wrong.push(format!("{phrase}\t{}{place}", words.replace('\n', "⏎")));
    }

    #[allow(clippy::cast_precision_loss, reason = "some hundred")]
    fn share(&self) -> f64 {
        self.right as f64 / self.all as f64
    }
}

/// How often a plain search for the phrase's words would have been right.
fn substring(phrase: &Phrase) -> usize {
    phrase.wanted.iter().filter(|words| words.replace('\n', "").contains(&phrase.phrase)).count()
}

#[test]
#[allow(clippy::print_stdout, reason = "the figures are for whoever runs the test with --nocapture")]
fn a_plain_phrase_finds_its_variants_and_no_others() {
    let rules = rules();
    let (mut wanted, mut unwanted, mut plain) = (Tally::default(), Tally::default(), 0);
    for phrase in phrases() {
        plain += substring(&phrase);
        let mut patterns = PatternBuilder::default();
        let mut compiler = Compiler::new(rules.analyzer());
        let pattern =
            patterns.add_phrase(&mut compiler, &phrase.phrase).unwrap_or_else(|e| panic!("{phrase:?}: {e:?}"));
        let patterns = patterns.finish();
        for words in &phrase.wanted {
            wanted.count(&phrase.phrase, words, finds_everywhere(&rules, &patterns, pattern, words));
        }
        for words in &phrase.unwanted {
            let found = finds_everywhere(&rules, &patterns, pattern, words);
            unwanted.count(&phrase.phrase, words, found.map(|found| !found));
        }
    }
    println!("wanted: {} of {} found (a search for the words themselves: {plain})", wanted.right, wanted.all);
    println!("unwanted: {} of {} left alone", unwanted.right, unwanted.all);
    println!("-- not found\n{}\n-- found, but unwanted\n{}", wanted.wrong.join("\n"), unwanted.wrong.join("\n"));
    assert!(wanted.share() >= LEAST_FOUND, "found {:.3}:\n{}", wanted.share(), wanted.wrong.join("\n"));
    assert!(unwanted.share() >= LEAST_LEFT, "left alone {:.3}:\n{}", unwanted.share(), unwanted.wrong.join("\n"));
}

#[test]
fn there_are_enough_variants_to_measure_with() {
    let phrases = phrases();
    let count = |of: fn(&Phrase) -> &Vec<String>| phrases.iter().map(|phrase| of(phrase).len()).sum::<usize>();
    assert!(phrases.len() >= 40, "{} phrases", phrases.len());
    assert!(count(|phrase| &phrase.wanted) >= 250, "{} wanted", count(|phrase| &phrase.wanted));
    assert!(count(|phrase| &phrase.unwanted) >= 80, "{} unwanted", count(|phrase| &phrase.unwanted));
    let different: BTreeSet<&str> = phrases.iter().map(|phrase| phrase.phrase.as_str()).collect();
    assert_eq!(different.len(), phrases.len());
    for phrase in &phrases {
        let words: BTreeSet<&String> = phrase.wanted.iter().chain(&phrase.unwanted).collect();
        assert_eq!(words.len(), phrase.wanted.len() + phrase.unwanted.len(), "{}: a variant twice", phrase.phrase);
    }
}
