//! What a phrase or token pattern is compiled to: a small program that runs from one unit on, with backtracking.

use std::ops::Range;
use std::sync::Arc;

use crate::unit::{Features, Kind, Unit, same_word};

use super::anchor::Anchor;

/// How far a gap may reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The units skipped and the one behind them are of one clause.
    Clause,
    /// To the end of the sentence.
    Sentence,
}

/// A list's number in its [`super::PatternSet`].
pub(super) type ListId = u32;

/// One step of a program.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Op {
    /// A unit out of a phrase.
    Word(WordTest),
    /// A unit out of a token pattern.
    Token(Box<TokenTest>),
    /// Any entry of a list. The endings written behind it are `must`, features its last unit must not have `without`; with
    /// `negated` its last unit is the other way.
    List { list: ListId, must: Features, without: Features, negated: bool },
    /// Units that may stand between.
    Gap { min: usize, max: usize, stop: Stop },
    /// Try one, then the other.
    Split(usize, usize),
    /// Go on there.
    Jump(usize),
    /// Only at the first unit of the sentence.
    First,
    /// Only behind its last unit.
    Last,
    /// Done.
    Accept,
}

/// What a phrase asks of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WordTest {
    pub(super) key: String,
    pub(super) lemma: String,
    /// Whether it is a particle or connector; those agree with their like only (で and 出る have one key).
    pub(super) functional: bool,
    /// Features that the unit must have as well.
    pub(super) must: Features,
    /// Features that it must not have.
    pub(super) without: Features,
    /// Features in which both must agree.
    pub(super) agree: Features,
}

/// Features in which a phrase and the mail always agree.
pub(super) const AGREE: Features = Features::NEG.union(Features::DESIRE);

/// Features that the mail must have where the phrase writes them.
pub(super) const WRITTEN: Features = Features::COPULA
    .union(Features::SURU)
    .union(Features::REQUEST)
    .union(Features::CONDITION)
    .union(Features::QUESTION)
    .union(Features::VOLITION)
    .union(Features::MUST)
    .union(Features::GIVE)
    .union(Features::RECEIVE)
    .union(Features::CONCESSION);

/// Features by which a phrase of endings alone is found.
pub(super) const ENDINGS: Features = WRITTEN
    .union(AGREE)
    .union(Features::CONJECTURE)
    .union(Features::POTENTIAL)
    .union(Features::EXPLAIN)
    .union(Features::REGRET)
    .union(Features::IMPERATIVE);

impl WordTest {
    pub(super) fn of(unit: &Unit<'_>) -> WordTest {
        WordTest {
            key: unit.key.to_owned(),
            lemma: unit.lemma.to_owned(),
            functional: is_functional(unit),
            must: written(unit.features),
            without: Features::NONE,
            agree: unit.features.intersection(AGREE),
        }
    }

    fn fits_word(&self, unit: &Unit<'_>) -> bool {
        self.key == unit.key && self.functional == is_functional(unit) && same_word(&self.lemma, unit.lemma)
    }

    fn fits(&self, unit: &Unit<'_>) -> bool {
        self.fits_word(unit)
            && unit.features.intersection(AGREE) == self.agree
            && has_written(unit, self.must)
            && !unit.features.intersects(self.without)
    }
}

fn is_functional(unit: &Unit<'_>) -> bool {
    matches!(unit.kind, Kind::Particle | Kind::Connector)
}

/// What of a phrase unit's features is asked for: a request covers the する and いただく that carry it.
pub(super) fn written(features: Features) -> Features {
    let mut must = features.intersection(WRITTEN);
    if must.contains(Features::REQUEST) {
        must.remove(Features::SURU | Features::RECEIVE | Features::CONDITION | Features::QUESTION);
    }
    must
}

fn has_written(unit: &Unit<'_>, must: Features) -> bool {
    let mut missing = must;
    missing.remove(unit.features);
    if missing.contains(Features::SURU) && unit.features.intersects(Features::REQUEST | Features::RECEIVE) {
        missing.remove(Features::SURU);
    }
    missing == Features::NONE
}

/// What a token pattern asks of a unit. Everything that is set must hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TokenTest {
    /// One of these lemmas, with their keys.
    pub lemmas: Vec<(String, String)>,
    /// One of these readings.
    pub readings: Vec<String>,
    /// One of these surfaces (the whole unit, normalised).
    pub surfaces: Vec<String>,
    /// One of these kinds.
    pub kinds: Vec<Kind>,
    /// Features it has.
    pub with: Features,
    /// Features it has not.
    pub without: Features,
    /// One of these particles behind it (は が も を).
    pub markers: Vec<String>,
    /// It must not fit this.
    pub not: Option<Box<TokenTest>>,
    /// Binds the unit's words to a name for the message.
    pub capture: Option<Arc<str>>,
    /// Underline only marked units.
    pub mark: bool,
}

impl TokenTest {
    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.lemmas.is_empty()
            && self.readings.is_empty()
            && self.surfaces.is_empty()
            && self.kinds.is_empty()
            && self.with == Features::NONE
            && self.without == Features::NONE
            && self.markers.is_empty()
            && self.not.is_none()
    }

    fn fits(&self, unit: &Unit<'_>, sentence: &str) -> bool {
        let any = |list: &[String], value: &str| list.is_empty() || list.iter().any(|item| item == value);
        (self.lemmas.is_empty()
            || self.lemmas.iter().any(|(lemma, key)| key == unit.key && same_word(lemma, unit.lemma)))
            && any(&self.readings, unit.key)
            && any(&self.surfaces, sentence.get(unit.range()).unwrap_or_default())
            && (self.kinds.is_empty() || self.kinds.contains(&unit.kind))
            && unit.features.contains(self.with)
            && !unit.features.intersects(self.without)
            && any(&self.markers, unit.marker.as_str())
            && !self.not.as_ref().is_some_and(|not| not.fits(unit, sentence))
    }
}

/// One part of a token pattern.
#[derive(Clone, Debug)]
pub enum TokenItem {
    /// A unit, optional or repeated.
    Unit {
        /// What is asked of it.
        test: TokenTest,
        /// At least so many …
        min: usize,
        /// … and at most so many of them.
        max: usize,
    },
    /// Units that may stand between.
    Gap {
        /// At least so many …
        min: usize,
        /// … and at most so many of them.
        max: usize,
        /// What ends it.
        stop: Stop,
    },
    /// A phrase, with what else is asked of its last unit.
    Phrase {
        /// In the syntax of phrases.
        text: String,
        /// Features that its last unit has.
        with: Features,
        /// Features that its last unit has not.
        without: Features,
    },
}

/// Where a program matched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) units: Range<usize>,
    /// Marked units, if the pattern marks any.
    pub(super) marks: Vec<usize>,
    pub(super) captures: Vec<(Arc<str>, usize)>,
}

/// A list entry found in the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ListHit {
    pub(super) list: ListId,
    pub(super) start: u32,
    pub(super) end: u32,
    /// Whether the last unit is negated just as the entry is.
    pub(super) agrees: bool,
}

/// A sentence with the list entries found in it so far.
pub(super) struct Ground<'s, 'a> {
    pub(super) sentence: &'s str,
    pub(super) units: &'s [Unit<'a>],
    /// Sorted.
    pub(super) hits: &'s [ListHit],
}

/// How many adverbs may stand between two words of a phrase.
const ADVERBS: usize = 2;

/// A compiled phrase or token pattern: a row of steps, each with one way or several.
#[derive(Clone, Debug, Default)]
pub(super) struct Program {
    ops: Vec<Op>,
    /// Where the last step begins that asks for a word.
    last_step: usize,
    anchor: Anchor,
}

impl Program {
    /// Of the ways of each step.
    pub(super) fn of(steps: &[Vec<Vec<Op>>]) -> Program {
        let mut program = Program::default();
        for ways in steps {
            program.push_step(ways);
        }
        program.finish();
        program
    }

    /// Adds a step: one of the ways.
    pub(super) fn push_step(&mut self, ways: &[Vec<Op>]) {
        if let Some(anchor) = Anchor::of_step(ways) {
            if anchor.is_rarer_than(&self.anchor) {
                self.anchor = anchor;
            }
            self.last_step = self.ops.len();
        }
        let [others @ .., last] = ways else { return };
        let length: usize = others.iter().map(|ops| ops.len() + 2).sum::<usize>() + last.len();
        let end = self.ops.len() + length;
        for ops in others {
            let here = self.ops.len();
            self.ops.push(Op::Split(here + 1, here + ops.len() + 2));
            self.ops.extend(ops.iter().cloned());
            self.ops.push(Op::Jump(end));
        }
        self.ops.extend(last.iter().cloned());
    }

    /// Adds the steps of a finished program.
    pub(super) fn append(&mut self, other: Program) {
        let base = self.ops.len();
        self.last_step = base + other.last_step;
        if other.anchor.is_rarer_than(&self.anchor) {
            self.anchor = other.anchor;
        }
        self.ops.extend(other.ops.into_iter().filter(|op| !matches!(op, Op::Accept)).map(|op| match op {
            Op::Split(a, b) => Op::Split(a + base, b + base),
            Op::Jump(to) => Op::Jump(to + base),
            op => op,
        }));
    }

    /// No more steps follow.
    pub(super) fn finish(&mut self) {
        self.ops.push(Op::Accept);
    }

    pub(super) fn anchor(&self) -> &Anchor {
        &self.anchor
    }

    /// The keys of the words with which a match may begin; `None` where it may begin with something else.
    pub(super) fn first_keys(&self) -> Option<Vec<&str>> {
        let mut keys = Vec::new();
        let mut open = vec![0];
        while let Some(pc) = open.pop() {
            match self.ops.get(pc)? {
                Op::Word(test) => keys.push(test.key.as_str()),
                Op::Split(a, b) => open.extend([*a, *b]),
                Op::Jump(to) => open.push(*to),
                _ => return None,
            }
        }
        Some(keys)
    }

    /// The last words of the last step, one for each of its ways.
    fn last_words(&mut self) -> impl Iterator<Item = &mut Op> {
        let step = self.last_step;
        let ends: Vec<usize> = (step..self.ops.len())
            .filter(|&at| matches!(self.ops[at], Op::Word(_) | Op::List { .. } | Op::Token(_)))
            .filter(|&at| {
                !matches!(self.ops.get(at + 1), Some(Op::Word(_) | Op::List { .. } | Op::Token(_) | Op::Gap { .. }))
            })
            .collect();
        self.ops.iter_mut().enumerate().filter(move |(at, _)| ends.contains(at)).map(|(_, op)| op)
    }

    /// Asks more of the last word of a phrase.
    pub(super) fn ask_of_last(&mut self, with: Features, no: Features) {
        for op in self.last_words() {
            let (must, without) = match op {
                Op::Word(test) => (&mut test.must, &mut test.without),
                Op::List { must, without, .. } => (must, without),
                Op::Token(test) => (&mut test.with, &mut test.without),
                _ => continue,
            };
            *must |= with;
            *without |= no;
        }
    }

    /// The same with the negation of the last word turned round.
    pub(super) fn turned(&self) -> Program {
        let mut turned = self.clone();
        for op in turned.last_words() {
            match op {
                Op::Word(test) if test.agree.contains(Features::NEG) => test.agree.remove(Features::NEG),
                Op::Word(test) => test.agree |= Features::NEG,
                _ => {}
            }
        }
        turned
    }

    /// The first match that begins at the unit `start`.
    pub(super) fn run(&self, ground: &Ground<'_, '_>, start: usize) -> Option<Found> {
        let mut found = Found::default();
        let end = self.step(ground, 0, start, start, &mut found)?;
        found.units = start..end;
        (end > start).then_some(found)
    }

    fn step(
        &self,
        ground: &Ground<'_, '_>,
        mut pc: usize,
        mut at: usize,
        start: usize,
        found: &mut Found,
    ) -> Option<usize> {
        loop {
            match self.ops.get(pc)? {
                Op::Accept => return Some(at),
                Op::Jump(to) => pc = *to,
                Op::Split(first, second) => {
                    let (marks, captures) = (found.marks.len(), found.captures.len());
                    if let Some(end) = self.step(ground, *first, at, start, found) {
                        return Some(end);
                    }
                    found.marks.truncate(marks);
                    found.captures.truncate(captures);
                    pc = *second;
                }
                Op::First if at == 0 => pc += 1,
                Op::Last if at == ground.units.len() => pc += 1,
                Op::First | Op::Last => return None,
                Op::Gap { min, max, stop } => return self.gap(ground, pc, at, start, (*min, *max, *stop), found),
                Op::Word(_) | Op::Token(_) | Op::List { .. } => {
                    // The word itself, else behind an adverb or two, but a match never begins with one skipped.
                    let mut here = at;
                    let end = loop {
                        if let Some(end) = self.consume(ground, pc, here, start, found) {
                            break end;
                        }
                        let skips = at > start
                            && here - at < ADVERBS
                            && ground.units.get(here).is_some_and(|unit| unit.kind == Kind::Adverb);
                        if !skips {
                            return None;
                        }
                        here += 1;
                    };
                    match end {
                        Consumed::To(next) => (pc, at) = (pc + 1, next),
                        Consumed::Whole(end) => return Some(end),
                    }
                }
            }
        }
    }

    /// Takes one word, token or list entry at `at`. A list may offer entries of several lengths: each is tried to the end
    /// of the program.
    fn consume(
        &self,
        ground: &Ground<'_, '_>,
        pc: usize,
        at: usize,
        start: usize,
        found: &mut Found,
    ) -> Option<Consumed> {
        let unit = ground.units.get(at)?;
        match &self.ops[pc] {
            Op::Word(test) => test.fits(unit).then_some(Consumed::To(at + 1)),
            Op::Token(test) => {
                if !test.fits(unit, ground.sentence) {
                    return None;
                }
                if test.mark {
                    found.marks.push(at);
                }
                if let Some(name) = &test.capture {
                    found.captures.push((Arc::clone(name), at));
                }
                Some(Consumed::To(at + 1))
            }
            Op::List { list, must, without, negated } => {
                let from = ground.hits.partition_point(|hit| (hit.list, hit.start as usize) < (*list, at));
                let here = &ground.hits[from..];
                let count = here.partition_point(|hit| hit.list == *list && hit.start as usize == at);
                // The longest entry first.
                for hit in here[..count].iter().rev() {
                    let last = &ground.units[hit.end as usize - 1];
                    if hit.agrees == *negated || !has_written(last, *must) || last.features.intersects(*without) {
                        continue;
                    }
                    let (marks, captures) = (found.marks.len(), found.captures.len());
                    if let Some(end) = self.step(ground, pc + 1, hit.end as usize, start, found) {
                        return Some(Consumed::Whole(end));
                    }
                    found.marks.truncate(marks);
                    found.captures.truncate(captures);
                }
                None
            }
            _ => None,
        }
    }

    fn gap(
        &self,
        ground: &Ground<'_, '_>,
        pc: usize,
        at: usize,
        start: usize,
        (min, max, stop): (usize, usize, Stop),
        found: &mut Found,
    ) -> Option<usize> {
        for length in min..=max {
            let next = at + length;
            if next > ground.units.len() {
                return None;
            }
            // Everything skipped is of one clause with the unit behind the gap; the clause may have ended before it.
            if stop == Stop::Clause && length > 0 {
                let clause = |index: usize| ground.units.get(index).map(|unit| unit.clause);
                if clause(next).is_some() && clause(next) != clause(at) {
                    return None;
                }
            }
            let (marks, captures) = (found.marks.len(), found.captures.len());
            if let Some(end) = self.step(ground, pc + 1, next, start, found) {
                return Some(end);
            }
            found.marks.truncate(marks);
            found.captures.truncate(captures);
        }
        None
    }
}

enum Consumed {
    /// Go on with the next step there.
    To(usize),
    /// The rest of the program has been run too.
    Whole(usize),
}

impl Program {
    /// The steps as text, for `rules probe`.
    pub(super) fn describe(&self) -> String {
        let steps = self.ops.iter().filter_map(|op| match op {
            Op::Word(test) => {
                let mut text = format!("{}({})", test.lemma, test.key);
                for name in test.must.union(test.agree).names() {
                    text.push('+');
                    text.push_str(name);
                }
                Some(text)
            }
            Op::Token(_) => Some("<token>".to_owned()),
            Op::List { list, .. } => Some(format!("@{list}")),
            Op::Gap { min, max, stop } => Some(format!("〜{{{min},{max},{stop:?}}}")),
            Op::First => Some("^".to_owned()),
            Op::Last => Some("$".to_owned()),
            Op::Split(..) | Op::Jump(_) | Op::Accept => None,
        });
        steps.collect::<Vec<_>>().join(" ")
    }
}
