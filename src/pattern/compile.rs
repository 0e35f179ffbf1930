//! From phrases and token tables to programs, with the tokeniser and folder that read the mail.

use std::collections::BTreeMap;

use crate::idle::Taken;
use crate::morph::{Morpheme, Tokenizer, Worker};
use crate::unit::{Features, Folder, Unit};

use super::phrase::{self, Piece, SyntaxError};
use super::program::{ENDINGS, ListId, Op, Program, Stop, TokenItem, TokenTest, WordTest, written};

/// Reads text as units: the tokeniser and the folder with the buffers they reuse.
pub struct Analyzer<'a> {
    tokenizer: &'a Tokenizer,
    folder: &'a Folder,
    worker: Taken<'a, Worker>,
    morphemes: Vec<Morpheme>,
}

impl<'a> Analyzer<'a> {
    /// With that tokeniser and folder.
    pub fn new(tokenizer: &'a Tokenizer, folder: &'a Folder) -> Analyzer<'a> {
        Analyzer { tokenizer, folder, worker: tokenizer.worker(), morphemes: Vec::new() }
    }

    /// The units of a sentence (normalised text).
    pub fn units<'s>(&mut self, sentence: &'s str) -> Vec<Unit<'s>>
    where
        'a: 's,
    {
        let mut units = Vec::new();
        self.tokenizer.tokenize(&mut self.worker, sentence, &mut self.morphemes);
        self.folder.fold(self.tokenizer, sentence, &self.morphemes, &mut units);
        units
    }
}

/// A phrase that has no unit to match: nothing but particles, endings or symbols.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unmatchable {
    /// The phrase cannot be read.
    Syntax(SyntaxError),
    /// A list that does not exist.
    UnknownList(String),
    /// Nothing is left to match after folding.
    Empty,
}

impl From<SyntaxError> for Unmatchable {
    fn from(error: SyntaxError) -> Self {
        Unmatchable::Syntax(error)
    }
}

/// Compiles phrases; knows the lists by name.
pub struct Compiler<'a> {
    pub(super) analyzer: Analyzer<'a>,
    pub(super) lists: BTreeMap<String, ListId>,
}

/// Stands before the endings that follow a list, so that they fold as behind a noun.
const STAND_IN: &str = "確認";

impl<'a> Compiler<'a> {
    /// With no lists yet.
    pub fn new(analyzer: Analyzer<'a>) -> Compiler<'a> {
        Compiler { analyzer, lists: BTreeMap::new() }
    }

    /// The analyzer.
    pub fn analyzer(&mut self) -> &mut Analyzer<'a> {
        &mut self.analyzer
    }

    /// The lists in the order of their names.
    pub fn list_names(&self) -> impl Iterator<Item = &str> {
        self.lists.keys().map(String::as_str)
    }

    /// The program of a phrase.
    pub(super) fn phrase(&mut self, phrase: &str) -> Result<Program, Unmatchable> {
        let normal = normalize(phrase);
        let row = phrase::parse(&normal)?;
        let mut steps = Vec::new();
        for (at, choice) in row.iter().enumerate() {
            let mut ways: Vec<Vec<Op>> = Vec::new();
            for pieces in choice {
                ways.extend(self.variant(pieces, at == 0)?);
            }
            ways.dedup();
            steps.push(ways);
        }
        let asks = |ways: &Vec<Vec<Op>>| {
            ways.iter().all(|ops| ops.iter().any(|op| matches!(op, Op::Word(_) | Op::List { .. } | Op::Token(_))))
        };
        if steps.iter().any(|ways| ways.is_empty()) || !steps.iter().any(asks) {
            return Err(Unmatchable::Empty);
        }
        Ok(Program::of(&steps))
    }

    fn variant(&mut self, pieces: &[Piece], opens: bool) -> Result<Vec<Vec<Op>>, Unmatchable> {
        let mut readings: Vec<Vec<Op>> = vec![Vec::new()];
        for (at, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::First => push(&mut readings, Op::First),
                Piece::Last => push(&mut readings, Op::Last),
                Piece::Gap => push(&mut readings, Op::Gap { min: 0, max: 8, stop: Stop::Clause }),
                Piece::WideGap => push(&mut readings, Op::Gap { min: 0, max: 20, stop: Stop::Sentence }),
                Piece::List(name) => {
                    let list = *self.lists.get(name).ok_or_else(|| Unmatchable::UnknownList(name.clone()))?;
                    let (must, without) = (Features::NONE, Features::NONE);
                    push(&mut readings, Op::List { list, must, without, negated: false });
                }
                Piece::Text(text) => {
                    let behind_list = at > 0 && matches!(pieces[at - 1], Piece::List(_));
                    self.text(text, behind_list, (at == 0, opens), &mut readings);
                }
            }
        }
        if let [Piece::Text(endings)] = pieces
            && readings.iter().all(Vec::is_empty)
        {
            return Ok(self.endings(endings).into_iter().map(|op| vec![op]).collect());
        }
        Ok(readings)
    }

    /// A phrase of endings alone (かもしれない, であれば, か) stands for any unit that has them.
    fn endings(&mut self, text: &str) -> Option<Op> {
        let stood_in = format!("{STAND_IN}{text}");
        let units = self.analyzer.units(&stood_in);
        let [unit] = units.as_slice() else { return None };
        let with = unit.features.intersection(ENDINGS);
        if with == Features::NONE || unit.end as usize != stood_in.len() {
            return None;
        }
        let without = if with.contains(Features::NEG) { Features::NONE } else { Features::NEG };
        Some(Op::Token(Box::new(TokenTest { with, without, ..TokenTest::default() })))
    }

    /// Adds the units of a text. At the start of a phrase a word may be tokenised otherwise than inside a sentence
    /// (ですから, なるほど), and behind a gap otherwise than behind a noun (とのこと), so each reading is kept.
    fn text(&mut self, text: &str, behind_list: bool, (starts, opens): (bool, bool), readings: &mut Vec<Vec<Op>>) {
        if behind_list {
            let stood_in = format!("{STAND_IN}{text}");
            let units = self.analyzer.units(&stood_in);
            let Some((first, rest)) = units.split_first() else { return };
            if first.core_end as usize == STAND_IN.len() {
                let extra = written(first.features);
                let turns = first.has(Features::NEG);
                let words: Vec<Op> = rest.iter().map(|unit| Op::Word(WordTest::of(unit))).collect();
                for ops in readings {
                    if let Some(Op::List { must, negated, .. }) = ops.last_mut() {
                        *must |= extra;
                        *negated ^= turns;
                    }
                    ops.extend(words.iter().cloned());
                }
                return;
            }
        }
        let alone: Vec<WordTest> = self.analyzer.units(text).iter().map(WordTest::of).collect();
        let mut ways = vec![alone];
        let before = [("また、", opens), (STAND_IN, starts && text.starts_with(is_hiragana))];
        for (before, _) in before.into_iter().filter(|&(_, wanted)| wanted) {
            let inner = self.behind(before, text);
            if !inner.is_empty() && !ways.contains(&inner) {
                ways.push(inner);
            }
        }
        let before = std::mem::take(readings);
        for ops in before {
            for way in &ways {
                let mut ops = ops.clone();
                ops.extend(way.iter().cloned().map(Op::Word));
                readings.push(ops);
            }
        }
    }

    /// The units of a text behind others, unless its beginning folds into those.
    fn behind(&mut self, before: &str, text: &str) -> Vec<WordTest> {
        let inside = format!("{before}{text}");
        let units = self.analyzer.units(&inside);
        let whole = units.iter().all(|unit| unit.end as usize <= before.len() || unit.start as usize >= before.len());
        if !whole {
            return Vec::new();
        }
        units.iter().filter(|unit| unit.start as usize >= before.len()).map(WordTest::of).collect()
    }

    /// The program of a token pattern.
    pub(super) fn tokens(&mut self, items: &[TokenItem]) -> Result<Program, Unmatchable> {
        let mut program = Program::default();
        for item in items {
            match item {
                TokenItem::Gap { min, max, stop } => {
                    program.push_step(&[vec![Op::Gap { min: *min, max: *max, stop: *stop }]]);
                }
                TokenItem::Phrase { text, with, without } => {
                    let mut phrase = self.phrase(text)?;
                    phrase.ask_of_last(*with, *without);
                    program.append(phrase);
                }
                TokenItem::Unit { test, min, max } => {
                    let word = vec![Op::Token(Box::new(test.clone()))];
                    for _ in 0..*min {
                        program.push_step(std::slice::from_ref(&word));
                    }
                    for _ in *min..*max {
                        program.push_step(&[word.clone(), Vec::new()]);
                    }
                }
            }
        }
        program.finish();
        Ok(program)
    }

    /// The lemma and key of a word as the mail's units have them; the last unit of it.
    pub fn word(&mut self, word: &str) -> Option<(String, String)> {
        let normal = normalize(word);
        let units = self.analyzer.units(&normal);
        units.first().map(|unit| (unit.lemma.to_owned(), unit.key.to_owned()))
    }
}

fn is_hiragana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ')
}

fn push(readings: &mut [Vec<Op>], op: Op) {
    for ops in readings {
        ops.push(op.clone());
    }
}

/// A phrase in the form in which mails are matched.
fn normalize(phrase: &str) -> String {
    match crate::text::Text::new(phrase) {
        Ok(text) => crate::text::Normal::of(&text, text.whole()).as_str().to_owned(),
        Err(_) => String::new(),
    }
}
