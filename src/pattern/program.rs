//! What a phrase or token pattern is compiled to: a small program. [`super::code`] lays it flat, [`super::run`] runs it.

use std::sync::Arc;

use crate::unit::{Features, Kind, Unit};

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
    /// Try what follows, then what stands there.
    Split(usize),
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
}

pub(super) fn is_functional(unit: &Unit<'_>) -> bool {
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

pub(super) fn has_written(unit: &Unit<'_>, must: Features) -> bool {
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

/// The words and lists with which a match may begin.
#[derive(Clone, Debug, Default)]
pub(super) struct Firsts<'p> {
    pub(super) keys: Vec<&'p str>,
    pub(super) lists: Vec<ListId>,
    pub(super) tokens: Vec<&'p TokenTest>,
}

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
            self.ops.push(Op::Split(here + ops.len() + 2));
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
            Op::Split(other) => Op::Split(other + base),
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

    pub(super) fn ops(&self) -> &[Op] {
        &self.ops
    }

    /// The steps with which a match may begin. At the start of the sentence is no step of its own.
    fn first_ops(&self) -> Option<Vec<&Op>> {
        let mut firsts = Vec::new();
        let mut open = vec![0];
        while let Some(pc) = open.pop() {
            match self.ops.get(pc)? {
                Op::Split(other) => open.extend([pc + 1, *other]),
                Op::Jump(to) => open.push(*to),
                Op::First => open.push(pc + 1),
                op => firsts.push(op),
            }
        }
        Some(firsts)
    }

    /// The keys of the words with which a match may begin; `None` where it may begin with something else, or only at the
    /// start of the sentence.
    pub(super) fn first_keys(&self) -> Option<Vec<&str>> {
        if self.ops.contains(&Op::First) {
            return None;
        }
        let mut keys = Vec::new();
        for op in self.first_ops()? {
            let Op::Word(test) = op else { return None };
            keys.push(test.key.as_str());
        }
        Some(keys)
    }

    /// The key of the word behind the first one, where every match has one there.
    pub(super) fn second_key(&self) -> Option<&str> {
        match &self.ops[..] {
            [Op::Word(_), Op::Word(second), ..] => Some(&second.key),
            _ => None,
        }
    }

    /// What a match may begin with; `None` where that may be anything.
    pub(super) fn firsts(&self) -> Option<Firsts<'_>> {
        let mut firsts = Firsts::default();
        for op in self.first_ops()? {
            match op {
                Op::Word(test) => firsts.keys.push(&test.key),
                Op::Token(test) if !test.lemmas.is_empty() => {
                    firsts.keys.extend(test.lemmas.iter().map(|(_, key)| key.as_str()));
                }
                Op::Token(test) if !test.readings.is_empty() => {
                    firsts.keys.extend(test.readings.iter().map(String::as_str));
                }
                Op::Token(test) => firsts.tokens.push(test),
                Op::List { list, .. } => firsts.lists.push(*list),
                _ => return None,
            }
        }
        Some(firsts)
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
