//! Programs as numbers: what [`Program`]s say, laid flat so that it lies in the binary as it is used.
//!
//! A step is one number: four bits say what it is, the others where its arguments stand, how far a gap reaches or where
//! to go on. Arguments that are equal stand there once; a program of a thousand variants has few different words.

use std::collections::HashMap;

use crate::frozen::{Numbers, Table, frozen};
use crate::unit::{Features, Marker, Unit};

use super::index;
use super::pool::{PoolBuilder, WordId};
use super::program::{ListId, Op, Program, Stop, TokenTest, WordTest};

/// Where a step stands.
pub(super) type Pc = u32;

/// One step of a program. Words, tokens and lists name the place of their arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Word(u32),
    Token(u32),
    List(u32),
    Gap {
        min: u8,
        max: u8,
        stop: Stop,
    },
    /// Try what follows, then what stands there.
    Split(Pc),
    Jump(Pc),
    First,
    Last,
    Accept,
    /// A split of which every way begins with a word: those arguments say which ways a word opens.
    Choice(u32),
}

impl Step {
    fn pack(self) -> u32 {
        let (what, rest) = match self {
            Step::Word(at) => (0, at),
            Step::Token(at) => (1, at),
            Step::List(at) => (2, at),
            Step::Gap { min, max, stop } => {
                (3, u32::from(min) | u32::from(max) << 8 | u32::from(stop == Stop::Sentence) << 16)
            }
            Step::Split(other) => (4, other),
            Step::Jump(to) => (5, to),
            Step::First => (6, 0),
            Step::Last => (7, 0),
            Step::Accept => (8, 0),
            Step::Choice(at) => (9, at),
        };
        rest << 4 | what
    }

    /// The same step of a program that begins so many steps later.
    fn moved_by(self, steps: u32) -> Step {
        match self {
            Step::Split(other) => Step::Split(other + steps),
            Step::Jump(to) => Step::Jump(to + steps),
            step => step,
        }
    }

    fn unpack(number: u32) -> Option<Step> {
        let rest = number >> 4;
        let stop = if rest >> 16 == 0 { Stop::Clause } else { Stop::Sentence };
        Some(match number & 0xf {
            0 => Step::Word(rest),
            1 => Step::Token(rest),
            2 => Step::List(rest),
            3 => Step::Gap { min: rest as u8, max: (rest >> 8) as u8, stop },
            4 => Step::Split(rest),
            5 => Step::Jump(rest),
            6 => Step::First,
            7 => Step::Last,
            8 => Step::Accept,
            9 => Step::Choice(rest),
            _ => return None,
        })
    }
}

/// What a phrase asks of a unit; [`WordTest`] says what the fields mean.
#[derive(Clone, Copy, Debug)]
pub(super) struct FlatWord {
    pub(super) key: WordId,
    pub(super) lemma: WordId,
    pub(super) functional: bool,
    pub(super) must: Features,
    pub(super) without: Features,
    pub(super) agree: Features,
}

/// Stands in the number of a key where the word is functional.
const FUNCTIONAL: u32 = 1 << 31;

/// What a phrase asks of a list's entry; [`Op::List`] says what the fields mean.
#[derive(Clone, Copy, Debug)]
pub(super) struct FlatList {
    pub(super) list: ListId,
    pub(super) must: Features,
    pub(super) without: Features,
    pub(super) negated: bool,
}

/// What a token pattern asks of a unit; [`TokenTest`] says what the fields mean.
#[derive(Clone, Copy, Debug)]
pub(super) struct FlatToken<'c> {
    /// Lemma and key in turn.
    pub(super) lemmas: Numbers<'c>,
    pub(super) readings: Numbers<'c>,
    pub(super) surfaces: Numbers<'c>,
    /// Where the arguments stand of the test that must not hold.
    pub(super) not: Option<u32>,
    pub(super) capture: Option<WordId>,
    pub(super) mark: bool,
}

/// The part of a token pattern's test that needs no look at words. Most tests fail at it.
#[derive(Clone, Copy, Debug)]
pub(super) struct FlatFrame {
    /// A bit for each kind; none where all will do.
    kinds: u32,
    with: Features,
    without: Features,
    /// A bit for each marker, and [`ASKED`] where one is asked for.
    markers: u32,
}

/// Some marker is asked for; it may be one that no unit ever has.
const ASKED: u32 = 1 << 31;

impl FlatFrame {
    /// Of the first four of a token's arguments.
    pub(super) fn of([kinds, with, without, markers]: [u32; 4]) -> FlatFrame {
        FlatFrame { kinds, with: Features::from_bits(with), without: Features::from_bits(without), markers }
    }

    pub(super) fn fits(self, unit: &Unit<'_>) -> bool {
        (self.kinds == 0 || self.kinds & 1 << unit.kind as u32 != 0)
            && unit.features.contains(self.with)
            && !unit.features.intersects(self.without)
            && (self.markers == 0 || self.markers & 1 << unit.marker as u32 != 0)
    }
}

/// The steps of all programs, and their arguments.
#[derive(Clone, Debug, Default)]
pub(super) struct Code {
    steps: Table,
    arguments: Table,
}

frozen!(struct Code { steps, arguments });

impl Code {
    pub(super) fn view(&self) -> View<'_> {
        View { steps: self.steps.numbers(), arguments: self.arguments.numbers() }
    }
}

/// Reads steps and arguments; nothing where there are none.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'c> {
    steps: Numbers<'c>,
    arguments: Numbers<'c>,
}

impl<'c> View<'c> {
    pub(super) fn step(self, pc: Pc) -> Option<Step> {
        Step::unpack(self.steps.get(pc as usize)?)
    }

    pub(super) fn key(self, at: u32) -> Option<WordId> {
        self.arguments.get(at as usize).map(|key| key & !FUNCTIONAL)
    }

    /// Where a choice goes on like a split that has tried what follows.
    pub(super) fn other_way(self, pc: Pc, choice: u32) -> Option<Pc> {
        self.arguments.get(choice as usize).map(|steps| pc + steps)
    }

    /// The ways of a choice that begin with a word of that key, in their order.
    pub(super) fn ways(self, pc: Pc, choice: u32, key: WordId) -> impl Iterator<Item = Pc> + use<'c> {
        let at = choice as usize + 2;
        let count = self.arguments.get(at - 1).unwrap_or(0) as usize;
        let ways = self.arguments.part(at, at + 2 * count);
        let first = ways.rows_before(|[other, _]| other < key);
        let behind = ways.part(2 * first, 2 * count).rows::<2>();
        behind.take_while(move |&[other, _]| other == key).map(move |[_, steps]| pc + steps)
    }

    pub(super) fn word(self, at: u32) -> Option<FlatWord> {
        let [key, lemma, must, without, agree] = self.arguments.row(at as usize)?;
        Some(FlatWord {
            key: key & !FUNCTIONAL,
            lemma,
            functional: key & FUNCTIONAL != 0,
            must: Features::from_bits(must),
            without: Features::from_bits(without),
            agree: Features::from_bits(agree),
        })
    }

    pub(super) fn list(self, at: u32) -> Option<FlatList> {
        let [list, must, without, negated] = self.arguments.row(at as usize)?;
        let (must, without) = (Features::from_bits(must), Features::from_bits(without));
        Some(FlatList { list, must, without, negated: negated != 0 })
    }

    pub(super) fn frame(self, at: u32) -> Option<FlatFrame> {
        self.arguments.row(at as usize).map(FlatFrame::of)
    }

    pub(super) fn token(self, at: u32) -> Option<FlatToken<'c>> {
        // Behind the frame.
        let at = at as usize + 4;
        let [not, capture, mark, lemmas, readings, surfaces] = self.arguments.row(at)?;
        let mut end = at + 6;
        let mut part = |length: u32| {
            let start = end;
            end += length as usize;
            self.arguments.part(start, end)
        };
        Some(FlatToken {
            lemmas: part(2 * lemmas),
            readings: part(readings),
            surfaces: part(surfaces),
            not: not.checked_sub(1),
            capture: capture.checked_sub(1),
            mark: mark != 0,
        })
    }
}

/// Lays programs flat.
#[derive(Debug, Default)]
pub(super) struct CodeBuilder {
    pub(super) pool: PoolBuilder,
    steps: Vec<u32>,
    arguments: Vec<u32>,
    places: HashMap<Vec<u32>, u32>,
    /// Where programs begin, by their steps as if they began at 0.
    programs: HashMap<Vec<u32>, Pc>,
}

impl CodeBuilder {
    /// Adds a program and says where it begins; equal ones are one.
    pub(super) fn add(&mut self, program: &Program) -> Pc {
        let steps: Vec<Step> = program
            .ops()
            .iter()
            .map(|op| match op {
                Op::Word(test) => Step::Word(self.word(test)),
                Op::Token(test) => Step::Token(self.token(test)),
                Op::List { list, must, without, negated } => {
                    Step::List(self.place(vec![*list, must.bits(), without.bits(), u32::from(*negated)]))
                }
                Op::Gap { min, max, stop } => Step::Gap { min: byte(*min), max: byte(*max), stop: *stop },
                Op::Split(other) => Step::Split(index(*other)),
                Op::Jump(to) => Step::Jump(index(*to)),
                Op::First => Step::First,
                Op::Last => Step::Last,
                Op::Accept => Step::Accept,
            })
            .collect();
        let steps = self.with_choices(program.ops(), steps);
        let base = index(self.steps.len());
        let known = self.programs.entry(steps.iter().map(|step| step.pack()).collect());
        *known.or_insert_with(|| {
            self.steps.extend(steps.into_iter().map(|step| step.moved_by(base).pack()));
            base
        })
    }

    /// Puts a choice in the place of each first split of many ways that all begin with a word.
    fn with_choices(&mut self, ops: &[Op], mut steps: Vec<Step>) -> Vec<Step> {
        let mut at = 0;
        while at < ops.len() {
            let Some((ways, end)) = ways(ops, at) else {
                at += 1;
                continue;
            };
            let first = |&way: &usize| match &ops[way] {
                Op::Word(test) => Some((self.pool.intern(&test.key), index(way - at))),
                _ => None,
            };
            if let Some(mut rows) = ways.iter().map(first).collect::<Option<Vec<_>>>()
                && let (Op::Split(other), true) = (&ops[at], rows.len() >= MANY)
            {
                rows.sort_unstable();
                let mut arguments = vec![index(other - at), index(rows.len())];
                arguments.extend(rows.into_iter().flat_map(|(key, steps)| [key, steps]));
                steps[at] = Step::Choice(self.place(arguments));
            }
            at = end;
        }
        steps
    }

    /// The numbers of a token's frame.
    pub(super) fn frame(&self, token: u32) -> &[u32] {
        self.arguments.get(token as usize..token as usize + 4).unwrap_or_default()
    }

    fn word(&mut self, test: &WordTest) -> u32 {
        let WordTest { key, lemma, functional, must, without, agree } = test;
        let functional = if *functional { FUNCTIONAL } else { 0 };
        let (key, lemma) = (self.pool.intern(key), self.pool.intern(lemma));
        self.place(vec![key | functional, lemma, must.bits(), without.bits(), agree.bits()])
    }

    /// Where a token's arguments stand; the same for equal ones.
    pub(super) fn token(&mut self, test: &TokenTest) -> u32 {
        let TokenTest { lemmas, readings, surfaces, kinds, with, without, markers, not, capture, mark } = test;
        let not = not.as_ref().map_or(0, |not| self.token(not) + 1);
        let capture = capture.as_ref().map_or(0, |name| self.pool.intern(name) + 1);
        let mut numbers = vec![
            kinds.iter().fold(0, |all, &kind| all | 1 << kind as u32),
            with.bits(),
            without.bits(),
            marker_bits(markers),
            not,
            capture,
            u32::from(*mark),
            index(lemmas.len()),
            index(readings.len()),
            index(surfaces.len()),
        ];
        for (lemma, key) in lemmas {
            numbers.extend([self.pool.intern(lemma), self.pool.intern(key)]);
        }
        numbers.extend(readings.iter().chain(surfaces).map(|word| self.pool.intern(word)));
        self.place(numbers)
    }

    /// Where such arguments stand.
    fn place(&mut self, arguments: Vec<u32>) -> u32 {
        let all = &mut self.arguments;
        *self.places.entry(arguments).or_insert_with_key(|arguments| {
            let at = index(all.len());
            all.extend(arguments);
            at
        })
    }

    pub(super) fn finish(self) -> (Code, PoolBuilder) {
        (Code { steps: Table::from(self.steps), arguments: Table::from(self.arguments) }, self.pool)
    }
}

/// From so many ways on it pays to look a word up.
const MANY: usize = 4;

/// Where the ways of the split at `at` begin, and where they end; as [`Program::push_step`] lays them.
fn ways(ops: &[Op], at: usize) -> Option<(Vec<usize>, usize)> {
    let Op::Split(behind) = ops.get(at)? else { return None };
    let Op::Jump(end) = *ops.get(behind.checked_sub(1)?)? else { return None };
    let (mut ways, mut here) = (vec![at + 1], *behind);
    while here < end {
        match ops.get(here)? {
            Op::Split(behind) => {
                ways.push(here + 1);
                here = *behind;
            }
            _ => {
                ways.push(here);
                return Some((ways, end));
            }
        }
    }
    // The last way is empty.
    ways.push(end);
    Some((ways, end))
}

fn marker_bits(markers: &[String]) -> u32 {
    const ALL: [Marker; 5] = [Marker::None, Marker::Wa, Marker::Mo, Marker::Ga, Marker::Wo];
    let bit = |word: &String| ALL.into_iter().find(|marker| marker.as_str() == word).map_or(0, |m| 1 << m as u32);
    markers.iter().fold(0, |all, word| all | ASKED | bit(word))
}

/// `rule::item` allows gaps of up to 40 units.
fn byte(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Step, Stop};

    #[test]
    fn a_step_is_one_number() {
        for step in [
            Step::Word(0),
            Step::Token(7),
            Step::List(1 << 27),
            Step::Gap { min: 0, max: 20, stop: Stop::Sentence },
            Step::Gap { min: 3, max: 255, stop: Stop::Clause },
            Step::Split(5),
            Step::Jump((1 << 28) - 1),
            Step::First,
            Step::Last,
            Step::Accept,
            Step::Choice(9),
        ] {
            assert_eq!(Step::unpack(step.pack()), Some(step));
        }
        assert_eq!(Step::unpack(0xf), None);
    }
}
