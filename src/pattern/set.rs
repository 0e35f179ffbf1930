//! All patterns together: one pass over a sentence's units finds what any of them matches.
//!
//! A sentence runs only the programs whose anchors stand in it, each only where it may begin, so the cost hardly grows
//! with their number. Everything lies in tables that are used as the build wrote them.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

use crate::frozen::{Index, Table, frozen};
use crate::text::Span;
use crate::unit::Unit;

use super::code::Code;
use super::expression::{Expressions, Site};
use super::index;
use super::pool::{Pool, WordId};
use super::run::{Found, Ground, ListHit, Runner};

/// A pattern's number in its [`PatternSet`].
pub type PatternId = u32;

/// A place that a pattern matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The pattern.
    pub pattern: PatternId,
    /// Index of the sentence.
    pub sentence: usize,
    /// The units it covers.
    pub units: Range<usize>,
    /// What to underline: byte ranges of the sentence's normalised text, at least one.
    pub marks: Vec<Range<usize>>,
    /// What to underline instead, where the pattern looked at the text as written.
    pub source: Option<Span>,
    /// Words bound to names.
    pub captures: Vec<(Arc<str>, String)>,
}

impl Match {
    /// The order of the patterns, and of one pattern's matches that of the text.
    pub(super) fn order(&self, other: &Match) -> Ordering {
        let place = |found: &Match| (found.pattern, found.sentence, found.units.start);
        let mark = |found: &Match| found.marks.first().map(|mark| mark.start);
        place(self)
            .cmp(&place(other))
            .then_with(|| mark(self).cmp(&mark(other)))
            .then_with(|| self.source.cmp(&other.source))
    }

    /// From the first underlined byte of the normalised text to the last.
    pub fn bytes(&self) -> Range<usize> {
        let start = self.marks.iter().map(|mark| mark.start).min().unwrap_or(0);
        let end = self.marks.iter().map(|mark| mark.end).max().unwrap_or(start);
        start..end
    }
}

/// Every pattern of a rule set.
#[derive(Debug, Default)]
pub struct PatternSet {
    pub(super) count: PatternId,
    pub(super) code: Code,
    pub(super) pool: Pool,
    /// For each program where it begins, its pattern, and whether it may begin at any word.
    pub(super) programs: Table,
    /// Programs without an anchor.
    pub(super) always: Table,
    /// Programs by the words of their anchors.
    pub(super) by_anchor: Index,
    /// Programs by the lists of their anchors.
    pub(super) by_anchor_list: Index,
    /// Programs by the words with which they may begin.
    pub(super) by_first: Index,
    /// Programs by the lists with which they may begin.
    pub(super) by_first_list: Index,
    /// For each list entry its list, its program, and the same with its last word's negation turned round: a phrase may
    /// write の@listではない.
    pub(super) entries: Table,
    /// List entries by the words with which they begin.
    pub(super) entries_by_first: Index,
    pub(super) expressions: Expressions,
}

frozen!(struct PatternSet {
    count, code, pool, programs, always, by_anchor, by_anchor_list, by_first, by_first_list, entries, entries_by_first,
    expressions,
});

impl PatternSet {
    /// Number of patterns.
    pub fn len(&self) -> usize {
        self.count as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Appends every match in one sentence to `found`.
    pub(super) fn scan(&self, site: Site<'_>, scratch: &mut Scratch, found: &mut Vec<Match>) {
        let units = site.units;
        scratch.keys.clear();
        scratch.keys.extend(units.iter().map(|unit| self.pool.find(unit.key)));
        let sentence = site.sentence.text();
        self.list_hits(sentence, units, scratch);
        self.runs(scratch);
        let ground = Ground { sentence, units, keys: &scratch.keys, hits: &scratch.hits };
        let runner = Runner { code: self.code.view(), pool: &self.pool, ground };
        let roaming = scratch.roaming.iter().flat_map(|&program| (0..index(units.len())).map(move |at| (program, at)));
        let mut of_program = (u32::MAX, found.len());
        for (program, start) in roaming.chain(scratch.runs.iter().copied()) {
            if of_program.0 != program {
                of_program = (program, found.len());
            }
            let Some([pc, pattern, _]) = self.programs.numbers().row(3 * program as usize) else { continue };
            if let Some(here) = runner.run(pc, start as usize)
                && !is_known(&found[of_program.1..], &here)
            {
                found.push(self.to_match((pattern, site.at), here, &ground));
            }
        }
        self.expressions.scan(site, found);
    }

    /// The list entries in the sentence, sorted for lookup by list and start.
    fn list_hits(&self, sentence: &str, units: &[Unit<'_>], scratch: &mut Scratch) {
        let Scratch { keys, hits, .. } = scratch;
        hits.clear();
        let ground = Ground { sentence, units, keys, hits: &[] };
        let runner = Runner { code: self.code.view(), pool: &self.pool, ground };
        let entries = self.entries.numbers();
        for (start, &key) in keys.iter().enumerate() {
            for entry in self.entries_by_first.row(key).iter() {
                let Some([list, program, turned]) = entries.row(3 * entry as usize) else { continue };
                for (program, agrees) in [(program, true), (turned, false)] {
                    if let Some(found) = runner.run(program, start) {
                        hits.push(ListHit { list, start: index(start), end: index(found.units.end), agrees });
                    }
                }
            }
        }
        hits.sort_unstable();
        hits.dedup();
    }

    /// The programs whose anchors stand in the sentence, and the units where they may begin.
    fn runs(&self, scratch: &mut Scratch) {
        let programs = self.programs.numbers();
        let Scratch { keys, hits, anchored, roaming, runs } = scratch;
        anchored.clear();
        anchored.resize(programs.len() / 3, false);
        roaming.clear();
        runs.clear();
        let by_word = keys.iter().map(|&key| self.by_anchor.row(key));
        let by_list = hits.chunk_by(|a, b| a.list == b.list).map(|hits| self.by_anchor_list.row(hits[0].list));
        for program in [self.always.numbers()].into_iter().chain(by_word).chain(by_list).flat_map(|row| row.iter()) {
            if let Some(anchored) = anchored.get_mut(program as usize).filter(|anchored| !**anchored) {
                *anchored = true;
                if programs.get(3 * program as usize + 2) != Some(0) {
                    roaming.push(program);
                }
            }
        }
        let by_word = keys.iter().zip(0..).map(|(&key, start)| (self.by_first.row(key), start));
        let by_list = hits.iter().map(|hit| (self.by_first_list.row(hit.list), hit.start));
        for (row, start) in by_word.chain(by_list) {
            let here = row.iter().filter(|&program| anchored.get(program as usize) == Some(&true));
            runs.extend(here.map(|program| (program, start)));
        }
        runs.sort_unstable();
        runs.dedup();
    }

    fn to_match(&self, (pattern, sentence): (PatternId, usize), found: Found, ground: &Ground<'_, '_>) -> Match {
        let unit_range = |unit: &usize| ground.units[*unit].range();
        let marks = if found.marks.is_empty() {
            let (first, last) = (&ground.units[found.units.start], &ground.units[found.units.end - 1]);
            std::iter::once(first.start as usize..last.end as usize).collect()
        } else {
            found.marks.iter().map(unit_range).collect()
        };
        let words = |unit: usize| ground.sentence.get(ground.units[unit].range()).unwrap_or_default().to_owned();
        let captures =
            found.captures.iter().map(|&(name, unit)| (Arc::from(self.pool.word(name)), words(unit))).collect();
        Match { pattern, sentence, units: found.units, marks, source: None, captures }
    }
}

/// What scanning works with, kept from sentence to sentence.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    keys: Vec<WordId>,
    hits: Vec<ListHit>,
    /// By program, whether its anchor stands in the sentence.
    anchored: Vec<bool>,
    /// Programs that may begin at any unit.
    roaming: Vec<u32>,
    /// The other programs with the units where they may begin, sorted.
    runs: Vec<(u32, u32)>,
}

/// Whether a match with the same end is there already: a phrase with an optional start matches twice.
fn is_known(of_program: &[Match], found: &Found) -> bool {
    of_program.iter().any(|other| other.units.end == found.units.end && other.units.start <= found.units.start)
}
