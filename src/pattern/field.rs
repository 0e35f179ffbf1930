//! What a mail offers the patterns of one set: its words as the set's numbers, the list entries in it, and where programs
//! may begin and expressions may match. Each is run when somebody first asks for its matches, which of most nobody does.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::sync::Arc;

use crate::mail::{Document, Part};
use crate::unit::Unit;

use super::expression::Site;
use super::index;
use super::machine::Buffers;
use super::pool::WordId;
use super::reading::SentenceUnits;
use super::run::{Found, Ground, ListHit};
use super::set::{Match, PatternId, PatternSet, Scratch};

/// A mail as one set sees it.
pub(super) struct Field<'a> {
    set: &'a PatternSet,
    document: &'a Document<'a>,
    /// The words of all sentences behind each other, and what the lists found in them.
    words: Words,
    hits: Vec<ListHit>,
    /// For each sentence where its units and its list entries end.
    ends: Vec<(usize, usize)>,
    places: Places,
    buffers: RefCell<Buffers>,
}

/// The words of units as numbers of a set's pool.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) keys: Vec<WordId>,
    pub(super) surfaces: Vec<WordId>,
    pub(super) lemmas: Vec<WordId>,
}

/// Something that may match, and where.
struct Chance {
    /// The number of a program, or behind those of all programs that of an expression.
    what: u32,
    /// The first and the last of its places.
    first: u32,
    last: u32,
    /// What it matched, once somebody has asked.
    found: OnceCell<Vec<Match>>,
}

/// Where something may match. The places of one chance lead from one to the next, in the order of the text.
#[derive(Clone, Copy, Debug)]
struct Place {
    sentence: u32,
    /// The unit where a program begins.
    unit: u32,
    next: u32,
}

/// Chances with their places.
#[derive(Default)]
pub(super) struct Places {
    all: Vec<Place>,
    chances: Vec<Chance>,
}

impl Places {
    /// Adds a place, which no earlier one stands behind. `chance_of` holds the number from 1 of the chance of each thing that
    /// may match; 0 where it has none yet.
    pub(super) fn add(&mut self, chance_of: &mut [u32], what: u32, (sentence, unit): (u32, u32)) {
        let Some(number) = chance_of.get_mut(what as usize) else { return };
        let place = index(self.all.len());
        match number.checked_sub(1).and_then(|at| self.chances.get_mut(at as usize)) {
            Some(chance) => {
                let last = &mut self.all[chance.last as usize];
                // Several words may say that a program may begin at one unit.
                if (last.sentence, last.unit) == (sentence, unit) {
                    return;
                }
                last.next = place;
                chance.last = place;
            }
            None => {
                self.chances.push(Chance { what, first: place, last: place, found: OnceCell::new() });
                *number = index(self.chances.len());
            }
        }
        self.all.push(Place { sentence, unit, next: NONE });
    }

    /// The places of a chance as sentence and unit.
    fn of(&self, chance: &Chance) -> impl Iterator<Item = (usize, usize)> {
        let mut next = chance.first;
        std::iter::from_fn(move || {
            let place = self.all.get(next as usize)?;
            next = place.next;
            Some((place.sentence as usize, place.unit as usize))
        })
    }
}

/// So many programs begin at a unit, more or less, half as many for the first time. Room that is not needed costs nothing,
/// to move to a larger one does.
const PLACES: usize = 16;

/// Behind the last place of a chance.
const NONE: u32 = u32::MAX;

impl<'a> Field<'a> {
    /// Of the units of each sentence, and the patterns that have a chance, in order, with its number. The entries of lists
    /// are those of another field of the mail, where there is one.
    pub(super) fn of(
        set: &'a PatternSet,
        document: &'a Document<'a>,
        units: &[SentenceUnits<'a>],
        listed: Option<&Field<'_>>,
    ) -> (Field<'a>, Vec<(PatternId, u32)>) {
        let words = Words::default();
        let room = PLACES * units.iter().map(Vec::len).sum::<usize>();
        let places = Places { all: Vec::with_capacity(room), chances: Vec::with_capacity(room / 2) };
        let mut field =
            Field { set, document, words, hits: Vec::new(), ends: Vec::new(), places, buffers: RefCell::default() };
        let mut scratch = set.scratch();
        for (at, (sentence, units)) in document.sentences().iter().zip(units).enumerate() {
            if is_judged(sentence.part) {
                field.read(Site { text: document.text(), at, sentence, units }, listed, &mut scratch);
            }
            field.ends.push((field.words.keys.len(), field.hits.len()));
        }
        let chances = set.patterns_with_chance(&scratch).collect();
        (field, chances)
    }

    /// Adds a sentence, which stands behind those that were added.
    fn read(&mut self, site: Site<'_>, listed: Option<&Field<'_>>, scratch: &mut Scratch) {
        let Field { set, words, hits, places, .. } = self;
        let (word, hit) = (words.keys.len(), hits.len());
        set.look_up(site, words);
        let mut ground = words.ground(word.., site.units);
        match listed {
            Some(listed) => hits.extend(&listed.hits[listed.extent(site.at).1]),
            None => set.list_hits(&ground, hits),
        }
        ground.hits = &hits[hit..];
        set.chances(site, &ground, scratch, places);
    }

    /// The units and the list entries of a sentence, among all.
    fn extent(&self, sentence: usize) -> (Range<usize>, Range<usize>) {
        let end = |at: usize| self.ends.get(at).copied().unwrap_or_default();
        let (start, end) = (sentence.checked_sub(1).map_or((0, 0), end), end(sentence));
        (start.0..end.0, start.1..end.1)
    }

    /// How many chances there are.
    pub(super) fn len(&self) -> usize {
        self.places.chances.len()
    }

    /// Whether a chance may match in some of these sentences, told without a try.
    pub(super) fn may_match(&self, chance: usize, sentences: &Range<usize>) -> bool {
        let sentence = |place: u32| self.places.all.get(place as usize).map_or(usize::MAX, |at| at.sentence as usize);
        let chance = self.places.chances.get(chance);
        chance.is_some_and(|it| sentence(it.first) < sentences.end && sentence(it.last) >= sentences.start)
    }

    /// What a chance matches, in the order of the text.
    pub(super) fn matches(&self, chance: usize, units: &[SentenceUnits<'a>]) -> &[Match] {
        let Some(chance) = self.places.chances.get(chance) else { return &[] };
        chance.found.get_or_init(|| match self.set.start_of(chance.what) {
            Some(program) => self.run(program, chance, units),
            None => self.search(chance, units),
        })
    }

    fn run(&self, program: u32, chance: &Chance, units: &[SentenceUnits<'a>]) -> Vec<Match> {
        let mut found: Vec<Match> = Vec::new();
        for (sentence, start) in self.places.of(chance) {
            let Some(units) = units.get(sentence) else { break };
            let (words, hits) = self.extent(sentence);
            let ground = Ground { hits: &self.hits[hits], ..self.words.ground(words, units) };
            let Some(here) = self.set.runner(ground).run(program, start) else { continue };
            let of_sentence = found.iter().rev().take_while(|other| other.sentence == sentence);
            if !is_known(of_sentence, &here) {
                found.push(self.to_match(sentence, here, units));
            }
        }
        found
    }

    fn search(&self, chance: &Chance, units: &[SentenceUnits<'a>]) -> Vec<Match> {
        let mut found = Vec::new();
        for (at, _) in self.places.of(chance) {
            let (Some(sentence), Some(units)) = (self.document.sentences().get(at), units.get(at)) else { break };
            let site = Site { text: self.document.text(), at, sentence, units };
            self.set.search(chance.what, site, &mut self.buffers.borrow_mut(), &mut found);
        }
        found
    }

    fn to_match(&self, sentence: usize, found: Found, units: &[Unit<'_>]) -> Match {
        let unit_range = |unit: &usize| units[*unit].range();
        let marks = if found.marks.is_empty() {
            let (first, last) = (&units[found.units.start], &units[found.units.end - 1]);
            std::iter::once(first.start as usize..last.end as usize).collect()
        } else {
            found.marks.iter().map(unit_range).collect()
        };
        let text = self.document.sentences()[sentence].text();
        let words = |unit: usize| text.get(units[unit].range()).unwrap_or_default().to_owned();
        let captures =
            found.captures.iter().map(|&(name, unit)| (Arc::from(self.set.word(name)), words(unit))).collect();
        Match { sentence, units: found.units, marks, source: None, captures }
    }
}

impl Words {
    /// Some of the words with their units; no list entries yet.
    fn ground<'s, 'a>(
        &'s self,
        words: impl std::slice::SliceIndex<[WordId], Output = [WordId]> + Clone,
        units: &'s [Unit<'a>],
    ) -> Ground<'s, 'a> {
        let (keys, surfaces) = (&self.keys[words.clone()], &self.surfaces[words.clone()]);
        Ground { units, keys, surfaces, lemmas: &self.lemmas[words], hits: &[] }
    }
}

/// Front matter and quotation are not.
pub(super) fn is_judged(part: Part) -> bool {
    !matches!(part, Part::FrontMatter | Part::Quotation)
}

/// Whether a match with the same end is there already: a phrase with an optional start matches twice.
fn is_known<'m>(mut of_sentence: impl Iterator<Item = &'m Match>, found: &Found) -> bool {
    of_sentence.any(|other| other.units.end == found.units.end && other.units.start <= found.units.start)
}
