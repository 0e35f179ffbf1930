//! Runs programs over the units of a sentence, with backtracking.

use std::ops::Range;

use crate::unit::{Kind, Unit, same_word};

use super::code::{FlatWord, Pc, Step, View};
use super::pool::{Pool, WordId};
use super::program::{AGREE, ListId, Stop, has_written, is_functional};

/// Where a program matched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) units: Range<usize>,
    /// Marked units, if the pattern marks any.
    pub(super) marks: Vec<usize>,
    pub(super) captures: Vec<(WordId, usize)>,
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
#[derive(Clone, Copy)]
pub(super) struct Ground<'s, 'a> {
    pub(super) units: &'s [Unit<'a>],
    /// The units' keys as numbers of the pool.
    pub(super) keys: &'s [WordId],
    /// The units' surfaces likewise.
    pub(super) surfaces: &'s [WordId],
    /// Their lemmas likewise.
    pub(super) lemmas: &'s [WordId],
    /// Sorted.
    pub(super) hits: &'s [ListHit],
}

/// How many adverbs may stand between two words of a phrase.
pub(super) const ADVERBS: usize = 2;

enum Consumed {
    /// Go on with the next step there.
    To(usize),
    /// The rest of the program has been run too.
    Whole(usize),
}

/// Runs programs over one sentence.
#[derive(Clone, Copy)]
pub(super) struct Runner<'s, 'a> {
    pub(super) code: View<'s>,
    pub(super) pool: &'s Pool,
    pub(super) ground: Ground<'s, 'a>,
}

impl Runner<'_, '_> {
    /// The first match that begins at the unit `start`.
    pub(super) fn run(&self, program: Pc, start: usize) -> Option<Found> {
        let mut found = Found::default();
        let end = self.steps(program, start, start, &mut found)?;
        found.units = start..end;
        (end > start).then_some(found)
    }

    fn steps(&self, mut pc: Pc, mut at: usize, start: usize, found: &mut Found) -> Option<usize> {
        loop {
            match self.code.step(pc)? {
                Step::Accept => return Some(at),
                Step::Jump(to) => pc = to,
                Step::Choice(choice) if !self.may_skip(at, start) => {
                    let key = *self.ground.keys.get(at)?;
                    for way in self.code.ways(pc, choice, key) {
                        let (marks, captures) = (found.marks.len(), found.captures.len());
                        if let Some(end) = self.steps(way, at, start, found) {
                            return Some(end);
                        }
                        found.marks.truncate(marks);
                        found.captures.truncate(captures);
                    }
                    return None;
                }
                step @ (Step::Split(_) | Step::Choice(_)) => {
                    let other = match step {
                        Step::Split(other) => other,
                        Step::Choice(choice) => self.code.other_way(pc, choice)?,
                        _ => return None,
                    };
                    if !self.is_vain(pc + 1, at, start) {
                        let (marks, captures) = (found.marks.len(), found.captures.len());
                        if let Some(end) = self.steps(pc + 1, at, start, found) {
                            return Some(end);
                        }
                        found.marks.truncate(marks);
                        found.captures.truncate(captures);
                    }
                    pc = other;
                }
                Step::First if at == 0 => pc += 1,
                Step::Last if at == self.ground.units.len() => pc += 1,
                Step::First | Step::Last => return None,
                Step::Gap { min, max, stop } => {
                    return self.gap(pc, at, start, (usize::from(min), usize::from(max), stop), found);
                }
                step @ (Step::Word(_) | Step::Token(_) | Step::List(_)) => {
                    // The word itself, else behind an adverb or two, but a match never begins with one skipped.
                    let mut here = at;
                    let end = loop {
                        if let Some(end) = self.consume((pc, step), here, start, found) {
                            break end;
                        }
                        if here - at >= ADVERBS || !self.may_skip(here, start) {
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

    /// Whether the unit may stand between the words of a match that began at `start`.
    fn may_skip(&self, at: usize, start: usize) -> bool {
        at > start && self.ground.units.get(at).is_some_and(|unit| unit.kind == Kind::Adverb)
    }

    /// Whether a way begins with a word that does not stand here: told without trying it, since most ways of most
    /// choices do.
    fn is_vain(&self, pc: Pc, at: usize, start: usize) -> bool {
        match self.code.step(pc) {
            Some(Step::Word(word)) => {
                self.code.key(word) != self.ground.keys.get(at).copied() && !self.may_skip(at, start)
            }
            _ => false,
        }
    }

    /// Takes one word, token or list entry at `at`. A list may offer entries of several lengths: each is tried to the end
    /// of the program.
    fn consume(&self, (pc, step): (Pc, Step), at: usize, start: usize, found: &mut Found) -> Option<Consumed> {
        match step {
            Step::Word(word) => self.is_word(self.code.word(word)?, at).then_some(Consumed::To(at + 1)),
            Step::Token(token) => {
                if !self.is_token(token, at)? {
                    return None;
                }
                let token = self.code.token(token)?;
                if token.mark {
                    found.marks.push(at);
                }
                found.captures.extend(token.capture.map(|name| (name, at)));
                Some(Consumed::To(at + 1))
            }
            Step::List(list) => {
                let list = self.code.list(list)?;
                let Ground { units, hits, .. } = self.ground;
                let from = hits.partition_point(|hit| (hit.list, hit.start as usize) < (list.list, at));
                let here = &hits[from..];
                let count = here.partition_point(|hit| hit.list == list.list && hit.start as usize == at);
                // The longest entry first.
                for hit in here[..count].iter().rev() {
                    let last = &units[hit.end as usize - 1];
                    let unfit = !has_written(last, list.must) || last.features.intersects(list.without);
                    if hit.agrees == list.negated || unfit {
                        continue;
                    }
                    let (marks, captures) = (found.marks.len(), found.captures.len());
                    if let Some(end) = self.steps(pc + 1, hit.end as usize, start, found) {
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

    fn is_word(&self, word: FlatWord, at: usize) -> bool {
        let (Some(unit), Some(&key)) = (self.ground.units.get(at), self.ground.keys.get(at)) else { return false };
        word.key == key
            && word.functional == is_functional(unit)
            && unit.features.intersection(AGREE) == word.agree
            && has_written(unit, word.must)
            && !unit.features.intersects(word.without)
            && self.is_lemma(word.lemma, at)
    }

    /// Whether the unit's lemma is the same word, of two with one key.
    fn is_lemma(&self, lemma: WordId, at: usize) -> bool {
        let Ground { units, lemmas, .. } = self.ground;
        lemmas.get(at) == Some(&lemma) || units.get(at).is_some_and(|unit| same_word(self.pool.word(lemma), unit.lemma))
    }

    /// Whether the unit passes the test with these arguments.
    pub(super) fn is_token(&self, token: u32, at: usize) -> Option<bool> {
        let Ground { units, keys, surfaces, .. } = self.ground;
        let (unit, key, surface) = (units.get(at)?, *keys.get(at)?, *surfaces.get(at)?);
        if !self.code.frame(token)?.fits(unit) {
            return Some(false);
        }
        let token = self.code.token(token)?;
        let lemmas = token.lemmas;
        let of_lemma = |pair: usize| lemmas.row(2 * pair).is_some_and(|[l, k]| k == key && self.is_lemma(l, at));
        let fits = (lemmas.is_empty() || (0..lemmas.len() / 2).any(of_lemma))
            && (token.readings.is_empty() || token.readings.iter().any(|reading| reading == key))
            && (token.surfaces.is_empty() || token.surfaces.iter().any(|word| word == surface));
        Some(fits && token.not.is_none_or(|not| self.is_token(not, at) != Some(true)))
    }

    fn gap(
        &self,
        pc: Pc,
        at: usize,
        start: usize,
        (min, max, stop): (usize, usize, Stop),
        found: &mut Found,
    ) -> Option<usize> {
        let units = self.ground.units;
        for length in min..=max {
            let next = at + length;
            if next > units.len() {
                return None;
            }
            // Everything skipped is of one clause with the unit behind the gap; the clause may have ended before it.
            if stop == Stop::Clause && length > 0 {
                let clause = |index: usize| units.get(index).map(|unit| unit.clause);
                if clause(next).is_some() && clause(next) != clause(at) {
                    return None;
                }
            }
            let (marks, captures) = (found.marks.len(), found.captures.len());
            if let Some(end) = self.steps(pc + 1, next, start, found) {
                return Some(end);
            }
            found.marks.truncate(marks);
            found.captures.truncate(captures);
        }
        None
    }
}
