//! All patterns together: one pass over a sentence's units finds what any of them matches.
//!
//! A sentence runs only the programs whose anchors stand in it, each only where it may begin, so the cost hardly grows
//! with their number. Everything lies in tables that are used as the build wrote them.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::frozen::{Freezer, Frozen, Index, Numbers, Table, Thawer, frozen};
use crate::idle::Idle;
use crate::text::Span;
use crate::unit::{Features, Kind, Marker, Unit};

use super::code::{Code, FlatFrame};
use super::expression::{Expressions, Search, Site};
use super::index;
use super::pool::{Pool, WordId};
use super::run::{Found, Ground, ListHit, Runner};

/// A pattern's number in its [`PatternSet`].
pub type PatternId = u32;

/// A place that a pattern matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
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
    /// For each program where it begins.
    pub(super) programs: Table,
    /// The patterns that are each program.
    pub(super) patterns: Index,
    /// Programs without an anchor.
    pub(super) always: Table,
    /// Programs by the words of their anchors.
    pub(super) by_anchor: Index,
    /// Programs by the lists of their anchors.
    pub(super) by_anchor_list: Index,
    /// Programs that may begin at any word.
    pub(super) roaming: Table,
    /// Programs by the words with which they may begin.
    pub(super) by_first: Index,
    /// Programs by the lists with which they may begin.
    pub(super) by_first_list: Index,
    /// The token tests with which programs may begin where no word tells, by the first feature that they ask for, 32 for
    /// none: the number of the test, the test, and its frame, side by side, since every unit is put to many of them.
    pub(super) first_tokens: Index,
    /// Those that ask for surfaces, by surface: number and test in turn.
    pub(super) first_surfaces: Index,
    /// Programs by the number of such a test.
    pub(super) by_first_token: Index,
    /// For each list entry its program, and the same with its last word's negation turned round: a phrase may write
    /// の@listではない.
    pub(super) entries: Table,
    /// The lists that each entry is of.
    pub(super) lists: Index,
    /// List entries by the words with which they begin.
    pub(super) entries_by_first: Index,
    pub(super) expressions: Expressions,
    pub(super) idle: Idle<Scratch>,
    /// Patterns numbered behind these, whose programs may name the lists of these.
    pub(super) more: Option<Box<PatternSet>>,
}

frozen!(struct PatternSet {
    count, code, pool, programs, patterns, always, by_anchor, by_anchor_list, roaming, by_first, by_first_list,
    first_tokens, first_surfaces, by_first_token, entries, lists, entries_by_first, expressions, idle, more,
});

/// Two numbers in one, which sorts faster than a pair of them: by the first, then by the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pair(u64);

impl Pair {
    pub(super) fn of(first: u32, second: u32) -> Pair {
        Pair(u64::from(first) << 32 | u64::from(second))
    }

    pub(super) fn numbers(self) -> (u32, u32) {
        ((self.0 >> 32) as u32, self.0 as u32)
    }
}

/// What was found: matches, and which patterns they are of.
#[derive(Debug, Default)]
pub(super) struct Finds {
    pub(super) matches: Vec<Match>,
    /// A match's index for each pattern that it is of.
    pub(super) hits: Vec<Pair>,
}

impl Finds {
    /// Adds a match of these patterns.
    pub(super) fn add(&mut self, found: Match, patterns: impl Iterator<Item = PatternId>) {
        let at = index(self.matches.len());
        self.matches.push(found);
        self.hits.extend(patterns.map(|pattern| Pair::of(pattern, at)));
    }
}

impl PatternSet {
    /// Number of patterns.
    pub fn len(&self) -> usize {
        self.count as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// With a set that was begun behind this one, see [`PatternBuilder::behind`](super::PatternBuilder::behind).
    #[must_use]
    pub fn with_more(mut self, more: PatternSet) -> PatternSet {
        self.count = more.count;
        self.more = Some(Box::new(more));
        self
    }

    /// Adds every match in one sentence.
    pub(super) fn scan(&self, site: Site<'_>, scratch: &mut Scratch, finds: &mut Finds) {
        self.read(site, scratch);
        self.list_hits(site.units, scratch);
        self.search(site, scratch, finds);
        if let Some(more) = &self.more {
            let mut own = more.idle.take();
            more.read(site, &mut own);
            own.hits.clone_from(&scratch.hits);
            more.search(site, &mut own, finds);
        }
    }

    /// Looks the words of a sentence up.
    fn read(&self, site: Site<'_>, scratch: &mut Scratch) {
        let units = site.units;
        scratch.keys.clear();
        scratch.keys.extend(units.iter().map(|unit| self.pool.find(unit.key)));
        let sentence = site.sentence.text();
        scratch.surfaces.clear();
        let surface = |unit: &Unit<'_>| sentence.get(unit.range()).unwrap_or_default();
        scratch.surfaces.extend(units.iter().map(|unit| self.pool.find(surface(unit))));
        scratch.lemmas.clear();
        scratch.lemmas.extend(units.iter().map(|unit| self.pool.find(unit.lemma)));
    }

    /// Adds every match in a sentence whose words and list entries are known.
    fn search(&self, site: Site<'_>, scratch: &mut Scratch, finds: &mut Finds) {
        let units = site.units;
        self.runs(units, scratch);
        let Scratch { keys, surfaces, lemmas, hits, .. } = &*scratch;
        let ground = Ground { units, keys, surfaces, lemmas, hits };
        let runner = Runner { code: self.code.view(), pool: &self.pool, ground };
        let programs = self.programs.numbers();
        let mut of_program = (u32::MAX, finds.matches.len());
        for (program, start) in scratch.runs.iter().map(|pair| pair.numbers()) {
            if of_program.0 != program {
                of_program = (program, finds.matches.len());
            }
            let Some(pc) = programs.get(program as usize) else { continue };
            if let Some(here) = runner.run(pc, start as usize)
                && !is_known(&finds.matches[of_program.1..], &here)
            {
                finds.add(self.to_match(site, here, &ground), self.patterns.row(program).iter());
            }
        }
        self.expressions.scan(site, &mut scratch.search, finds);
    }

    /// The list entries in the sentence, sorted for lookup by list and start.
    fn list_hits(&self, units: &[Unit<'_>], scratch: &mut Scratch) {
        let Scratch { keys, surfaces, lemmas, hits, .. } = scratch;
        hits.clear();
        let ground = Ground { units, keys, surfaces, lemmas, hits: &[] };
        let runner = Runner { code: self.code.view(), pool: &self.pool, ground };
        let entries = self.entries.numbers();
        for (start, &key) in keys.iter().enumerate() {
            for entry in self.entries_by_first.row(key).iter() {
                let Some([program, turned]) = entries.row(2 * entry as usize) else { continue };
                for (program, agrees) in [(program, true), (turned, false)] {
                    if let Some(found) = runner.run(program, start) {
                        let (start, end) = (index(start), index(found.units.end));
                        let lists = self.lists.row(entry);
                        hits.extend(lists.iter().map(|list| ListHit { list, start, end, agrees }));
                    }
                }
            }
        }
        hits.sort_unstable();
        hits.dedup();
    }

    /// The programs whose anchors stand in the sentence, with the units where they may begin.
    fn runs(&self, units: &[Unit<'_>], scratch: &mut Scratch) {
        let Scratch { keys, surfaces, lemmas, hits, anchored, runs, frames, .. } = scratch;
        anchored.clear();
        anchored.resize(self.programs.numbers().len().div_ceil(64), 0);
        runs.clear();
        let by_word = keys.iter().map(|&key| self.by_anchor.row(key));
        let by_list = hits.chunk_by(|a, b| a.list == b.list).map(|hits| self.by_anchor_list.row(hits[0].list));
        for program in [self.always.numbers()].into_iter().chain(by_word).chain(by_list).flat_map(|row| row.iter()) {
            if let Some(anchored) = anchored.get_mut(program as usize / 64) {
                *anchored |= 1 << (program % 64);
            }
        }
        let is_anchored =
            |program: u32| anchored.get(program as usize / 64).is_some_and(|bits| bits & 1 << (program % 64) != 0);
        for program in self.roaming.numbers().iter().filter(|&program| is_anchored(program)) {
            runs.extend((0..index(units.len())).map(|start| Pair::of(program, start)));
        }
        let mut begin = |row: Numbers<'_>, start: u32| {
            runs.extend(row.iter().filter(|&program| is_anchored(program)).map(|program| Pair::of(program, start)));
        };
        let ground = Ground { units, keys, surfaces, lemmas, hits };
        let runner = Runner { code: self.code.view(), pool: &self.pool, ground };
        if frames.len() > FRAMES {
            frames.clear();
        }
        for (((&key, &surface), unit), start) in keys.iter().zip(&*surfaces).zip(units).zip(0..) {
            begin(self.by_first.row(key), start);
            let frame = (unit.kind, unit.marker, unit.features);
            let of_any = &*frames.entry(frame).or_insert_with(|| self.first_tests(unit));
            let of_surface = self.first_surfaces.row(surface).rows::<2>();
            for [test, token] in of_any.iter().copied().chain(of_surface) {
                let programs = self.by_first_token.row(test);
                // Of most tests no program may match here, which is sooner told than whether the unit passes.
                if programs.iter().any(is_anchored) && runner.is_token(token, start as usize) == Some(true) {
                    begin(programs, start);
                }
            }
        }
        hits.iter().for_each(|hit| begin(self.by_first_list.row(hit.list), hit.start));
        runs.sort_unstable();
        runs.dedup();
    }

    /// The token tests that ask for no surface and of which the unit fits the frame, each with its number.
    fn first_tests(&self, unit: &Unit<'_>) -> Vec<[u32; 2]> {
        let features = (0..32).filter(|feature| unit.features.bits() & 1 << feature != 0).chain([32]);
        let tests = features.flat_map(|feature| self.first_tokens.row(feature).rows::<6>());
        let fitting = tests.filter(|&[_, _, ref frame @ ..]| FlatFrame::of(*frame).fits(unit));
        fitting.map(|[test, token, ..]| [test, token]).collect()
    }

    fn to_match(&self, site: Site<'_>, found: Found, ground: &Ground<'_, '_>) -> Match {
        let unit_range = |unit: &usize| ground.units[*unit].range();
        let marks = if found.marks.is_empty() {
            let (first, last) = (&ground.units[found.units.start], &ground.units[found.units.end - 1]);
            std::iter::once(first.start as usize..last.end as usize).collect()
        } else {
            found.marks.iter().map(unit_range).collect()
        };
        let words = |unit: usize| site.sentence.text().get(ground.units[unit].range()).unwrap_or_default().to_owned();
        let captures =
            found.captures.iter().map(|&(name, unit)| (Arc::from(self.pool.word(name)), words(unit))).collect();
        Match { sentence: site.at, units: found.units, marks, source: None, captures }
    }
}

/// Nothing of it is kept.
impl Frozen for Idle<Scratch> {
    fn freeze(&self, _: &mut Freezer) {}

    fn thaw(_: &mut Thawer) -> Option<Idle<Scratch>> {
        Some(Idle::default())
    }
}

/// Kinds of units of which it is kept which tests they fit.
const FRAMES: usize = 4096;

/// What scanning works with, kept from sentence to sentence and from mail to mail.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    keys: Vec<WordId>,
    surfaces: Vec<WordId>,
    lemmas: Vec<WordId>,
    hits: Vec<ListHit>,
    /// What [`PatternSet::first_tests`] says of a unit, which depends on nothing else in it.
    frames: HashMap<(Kind, Marker, Features), Vec<[u32; 2]>>,
    /// A bit for each program: whether its anchor stands in the sentence.
    anchored: Vec<u64>,
    /// Programs with the units where they may begin, sorted.
    runs: Vec<Pair>,
    search: Search,
}

/// Whether a match with the same end is there already: a phrase with an optional start matches twice.
fn is_known(of_program: &[Match], found: &Found) -> bool {
    of_program.iter().any(|other| other.units.end == found.units.end && other.units.start <= found.units.start)
}
