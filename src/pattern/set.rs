//! All patterns together: one pass over a sentence's units finds which of them may match, and where.
//!
//! Only programs whose anchors stand in a sentence may, each only where it may begin, so the cost hardly grows with their
//! number. Everything lies in tables that are used as the build wrote them.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use smallvec::SmallVec;

use crate::frozen::{Freezer, Frozen, Index, Numbers, Table, Thawer, frozen};
use crate::idle::{Idle, Taken};
use crate::text::Span;
use crate::unit::{Features, Kind, Marker, Unit};

use super::code::{Code, FlatFrame, Pc};
use super::expression::{Expressions, Site};
use super::field::{Places, Words};
use super::gate::Look;
use super::index;
use super::machine::Buffers;
use super::pool::{Pool, UNKNOWN, WordId};
use super::run::{ADVERBS, Ground, ListHit, Runner};

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
    pub marks: SmallVec<[Range<usize>; 1]>,
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
    /// The number of its first pattern.
    pub(super) first: PatternId,
    /// How many patterns there are, with those behind which this set was begun and those of the one behind it.
    pub(super) count: PatternId,
    pub(super) code: Code,
    pub(super) pool: Pool,
    /// For each program where it begins.
    pub(super) programs: Table,
    /// For each pattern what it is: the number of a program, or behind those of all programs that of an expression.
    pub(super) patterns: Table,
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
    /// For each list entry its program, the same with its last word's negation turned round (a phrase may write
    /// の@listではない), and the key of its second word, [`UNKNOWN`] where that may be any: most entries begin with a word that
    /// stands in many mails, and few go on as the mail does.
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
    first, count, code, pool, programs, patterns, always, by_anchor, by_anchor_list, roaming, by_first, by_first_list,
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

    /// Adds the words of a sentence.
    pub(super) fn look_up(&self, site: Site<'_>, words: &mut Words) {
        let (units, sentence) = (site.units, site.sentence.text());
        words.keys.extend(units.iter().map(|unit| self.pool.find(unit.key)));
        let surface = |unit: &Unit<'_>| sentence.get(unit.range()).unwrap_or_default();
        words.surfaces.extend(units.iter().map(|unit| self.pool.find(surface(unit))));
        words.lemmas.extend(units.iter().map(|unit| self.pool.find(unit.lemma)));
    }

    /// Adds the list entries in a sentence, sorted for lookup by list and start.
    pub(super) fn list_hits(&self, ground: &Ground<'_, '_>, hits: &mut Vec<ListHit>) {
        let runner = self.runner(*ground);
        let entries = self.entries.numbers();
        let mut found = Vec::new();
        for (start, &key) in ground.keys.iter().enumerate() {
            for entry in self.entries_by_first.row(key).iter() {
                let Some([program, turned, second]) = entries.row(3 * entry as usize) else { continue };
                let mut behind = ground.keys.iter().skip(start + 1).take(1 + ADVERBS);
                if second != UNKNOWN && !behind.any(|&key| key == second) {
                    continue;
                }
                for (program, agrees) in [(program, true), (turned, false)] {
                    if let Some(entry_found) = runner.run(program, start) {
                        let (start, end) = (index(start), index(entry_found.units.end));
                        let lists = self.lists.row(entry);
                        found.extend(lists.iter().map(|list| ListHit { list, start, end, agrees }));
                    }
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        hits.append(&mut found);
    }

    /// Runs programs over a sentence.
    pub(super) fn runner<'s, 'a>(&'s self, ground: Ground<'s, 'a>) -> Runner<'s, 'a> {
        Runner { code: self.code.view(), pool: &self.pool, ground }
    }

    /// Adds where in a sentence programs may begin, of those whose anchors stand in it, and which expressions may match it.
    pub(super) fn chances(&self, site: Site<'_>, ground: &Ground<'_, '_>, scratch: &mut Scratch, places: &mut Places) {
        let &Ground { units, keys, surfaces, hits, .. } = ground;
        let Scratch { chance_of, anchored, listed, frames, look } = scratch;
        anchored.clear();
        anchored.resize(self.programs.numbers().len().div_ceil(64), 0);
        let by_word = keys.iter().map(|&key| self.by_anchor.row(key));
        let by_list = hits.chunk_by(|a, b| a.list == b.list).map(|hits| self.by_anchor_list.row(hits[0].list));
        for program in [self.always.numbers()].into_iter().chain(by_word).chain(by_list).flat_map(|row| row.iter()) {
            if let Some(anchored) = anchored.get_mut(program as usize / 64) {
                *anchored |= 1 << (program % 64);
            }
        }
        let is_anchored =
            |program: u32| anchored.get(program as usize / 64).is_some_and(|bits| bits & 1 << (program % 64) != 0);
        let sentence = index(site.at);
        let mut begin = |row: Numbers<'_>, start: u32| {
            let anchored = row.iter().filter(|&program| is_anchored(program));
            anchored.for_each(|program| places.add(chance_of, program, (sentence, start)));
        };
        let runner = self.runner(*ground);
        listed.clear();
        listed.extend(hits.iter().map(|hit| Pair::of(hit.start, hit.list)));
        listed.sort_unstable();
        let mut listed = listed.iter().map(|pair| pair.numbers()).peekable();
        if frames.len() > FRAMES {
            frames.clear();
        }
        for (((&key, &surface), unit), start) in keys.iter().zip(surfaces).zip(units).zip(0..) {
            begin(self.roaming.numbers(), start);
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
            while let Some((_, list)) = listed.next_if(|&(at, _)| at == start) {
                begin(self.by_first_list.row(list), start);
            }
        }
        let programs = index(self.programs.numbers().len());
        self.expressions.open(site, look, |at| places.add(chance_of, programs + at, (sentence, 0)));
    }

    /// Where a program begins; nothing for the number of an expression, which stand behind those of programs.
    pub(super) fn start_of(&self, what: u32) -> Option<Pc> {
        self.programs.numbers().get(what as usize)
    }

    /// The patterns that have a chance, in order, with its number.
    pub(super) fn patterns_with_chance(&self, scratch: &Scratch) -> impl Iterator<Item = (PatternId, u32)> {
        let all = (self.first..).zip(self.patterns.numbers().iter());
        all.filter_map(|(pattern, what)| Some((pattern, scratch.chance_of.get(what as usize)?.checked_sub(1)?)))
    }

    /// Adds every match of an expression in a sentence.
    pub(super) fn search(&self, what: u32, site: Site<'_>, buffers: &mut Buffers, found: &mut Vec<Match>) {
        if let Some(at) = what.checked_sub(index(self.programs.numbers().len())) {
            self.expressions.search(at, site, buffers, found);
        }
    }

    /// The word of a number.
    pub(super) fn word(&self, id: WordId) -> &str {
        self.pool.word(id)
    }

    /// What to look for the chances of a mail with.
    pub(super) fn scratch(&self) -> Taken<'_, Scratch> {
        let mut scratch = self.idle.take();
        scratch.chance_of.clear();
        scratch.chance_of.resize(self.programs.numbers().len() + self.expressions.len(), 0);
        scratch
    }

    /// The token tests that ask for no surface and of which the unit fits the frame, each with its number.
    fn first_tests(&self, unit: &Unit<'_>) -> Vec<[u32; 2]> {
        let features = (0..32).filter(|feature| unit.features.bits() & 1 << feature != 0).chain([32]);
        let tests = features.flat_map(|feature| self.first_tokens.row(feature).rows::<6>());
        let fitting = tests.filter(|&[_, _, ref frame @ ..]| FlatFrame::of(*frame).fits(unit));
        fitting.map(|[test, token, ..]| [test, token]).collect()
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

/// What the search for chances works with, kept from sentence to sentence and from mail to mail.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// For [`Places::add`].
    chance_of: Vec<u32>,
    /// What [`PatternSet::first_tests`] says of a unit, which depends on nothing else in it.
    frames: HashMap<(Kind, Marker, Features), Vec<[u32; 2]>>,
    /// A bit for each program: whether its anchor stands in the sentence.
    anchored: Vec<u64>,
    /// The units where list entries begin, with the lists, in the order of the text.
    listed: Vec<Pair>,
    look: Look,
}
