//! A regular expression as a row of numbers that is run as it lies, with backtracking.
//!
//! To compile an expression with the `regex` crate takes longer than to judge a mail. A machine is made by the build and
//! costs nothing at start; it finds what that crate finds, the leftmost match by the first way that leads to one, in time
//! linear in expression and text.

use std::ops::Range;

use regex_syntax::hir::{Capture, Class, Hir, HirKind, Look, Repetition};

use crate::frozen::{Numbers, Table, frozen};

use super::index;

/// One step of a machine. Where two ways are open, the first is tried first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Char(char),
    /// A character of a class, whose ranges begin there behind their number.
    Class(u32),
    /// What follows, else what stands there.
    NextOr(u32),
    /// What stands there, else what follows.
    ThereOr(u32),
    Jump(u32),
    /// A group begins (even) or ends (odd) here.
    Save(u32),
    Assert(Place),
    Match,
}

/// A condition on the place between two characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Start,
    End,
    LineStart,
    LineEnd,
    AsciiBoundary,
    NoAsciiBoundary,
}

const PLACES: [Place; 6] =
    [Place::Start, Place::End, Place::LineStart, Place::LineEnd, Place::AsciiBoundary, Place::NoAsciiBoundary];

impl Step {
    fn pack(self) -> u32 {
        let (what, rest) = match self {
            Step::Char(c) => (0, u32::from(c)),
            Step::Class(at) => (1, at),
            Step::NextOr(to) => (2, to),
            Step::ThereOr(to) => (3, to),
            Step::Jump(to) => (4, to),
            Step::Save(slot) => (5, slot),
            Step::Assert(place) => (6, place as u32),
            Step::Match => (7, 0),
        };
        rest << 3 | what
    }

    fn unpack(number: u32) -> Option<Step> {
        let rest = number >> 3;
        Some(match number & 7 {
            0 => Step::Char(char::from_u32(rest)?),
            1 => Step::Class(rest),
            2 => Step::NextOr(rest),
            3 => Step::ThereOr(rest),
            4 => Step::Jump(rest),
            5 => Step::Save(rest),
            6 => Step::Assert(*PLACES.get(rest as usize)?),
            _ => Step::Match,
        })
    }
}

/// More steps than these come of repetitions that only the `regex` crate can be trusted with.
const MOST_STEPS: usize = 4000;

/// An expression, ready to run.
#[derive(Clone, Debug, Default)]
pub(super) struct Machine {
    steps: Table,
    classes: Table,
    /// First and last characters, in turn, of what a match may begin with; sorted.
    firsts: Table,
    /// A bit for each of them, as [`bit_of`] says: most characters need no look at the ranges.
    begins: u64,
    /// Whether every match begins where the text does.
    at_start: bool,
    /// Number of slots that a match fills: two for each group.
    slots: usize,
}

frozen!(struct Machine { steps, classes, firsts, begins, at_start, slots });

/// Where each group of a match begins and ends, the whole match first.
pub(super) type Groups = Vec<Option<usize>>;

/// The range of a group, if it took part.
pub(super) fn group(groups: &[Option<usize>], number: usize) -> Option<Range<usize>> {
    match groups.get(2 * number..2 * number + 2)? {
        &[Some(start), Some(end)] => Some(start..end),
        _ => None,
    }
}

impl Machine {
    /// Of an expression that never matches the empty text; `None` where it asks for what machines do not know.
    pub(super) fn of(hir: &Hir) -> Option<Machine> {
        let mut builder = Builder::default();
        builder.push(Step::Save(0))?;
        builder.add(hir)?;
        builder.push(Step::Save(1))?;
        builder.push(Step::Match)?;
        let firsts = builder.firsts();
        let Builder { steps, classes, slots } = builder;
        Some(Machine {
            steps: Table::from(steps.into_iter().map(Step::pack).collect::<Vec<_>>()),
            classes: Table::from(classes),
            begins: bits_of(&firsts),
            firsts: Table::from(firsts),
            at_start: hir.properties().look_set_prefix().contains(Look::Start),
            slots,
        })
    }

    /// Every match, each behind the one before.
    pub(super) fn matches(&self, text: &str, buffers: &mut Buffers) -> Vec<Groups> {
        let mut run = Run { steps: self.steps.numbers(), classes: self.classes.numbers(), text, buffers };
        run.buffers.seen.clear();
        run.buffers.groups.clear();
        run.buffers.groups.resize(self.slots, None);
        let mut matches = Vec::new();
        let mut from = 0;
        for (at, c) in text.char_indices().take(if self.at_start { 1 } else { usize::MAX }) {
            if self.begins & bit_of(c) != 0 && at >= from && is_in(self.firsts.numbers(), c) && run.run(at) {
                from = group(&run.buffers.groups, 0).map_or(from, |whole| whole.end);
                matches.push(run.buffers.groups.clone());
                // What has been seen led to that match, not to nothing.
                run.buffers.seen.clear();
            }
        }
        matches
    }
}

/// What machines work with, kept from text to text.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    /// A bit for each step at each place: a second time there leads to nothing either.
    seen: Vec<u64>,
    todo: Vec<Todo>,
    groups: Groups,
}

/// One of 64 bits for a character.
fn bit_of(c: char) -> u64 {
    1 << (u32::from(c).wrapping_mul(0x9e37_79b1) >> 26)
}

/// The bits of all characters in some ranges.
fn bits_of(ranges: &[u32]) -> u64 {
    let of_range = |range: &[u32]| match *range {
        [first, last] if last - first < 64 => {
            (first..=last).filter_map(char::from_u32).fold(0, |bits, c| bits | bit_of(c))
        }
        _ => u64::MAX,
    };
    ranges.chunks(2).fold(0, |bits, range| bits | of_range(range))
}

/// Whether a character is in one of some sorted ranges.
fn is_in(ranges: Numbers<'_>, c: char) -> bool {
    let c = u32::from(c);
    let before = ranges.rows_before(|[_, last]| last < c);
    ranges.row(2 * before).is_some_and(|[first, _]| first <= c)
}

/// What is still to be tried.
#[derive(Clone, Copy, Debug)]
enum Todo {
    Try {
        pc: u32,
        at: usize,
    },
    /// The way that filled the slot has led to nothing.
    Reset {
        slot: usize,
        old: Option<usize>,
    },
}

/// A search in one text.
struct Run<'m> {
    steps: Numbers<'m>,
    classes: Numbers<'m>,
    text: &'m str,
    buffers: &'m mut Buffers,
}

impl Run<'_> {
    /// Whether a match begins there; its groups are `groups` then.
    fn run(&mut self, start: usize) -> bool {
        let Buffers { seen, todo, groups } = &mut *self.buffers;
        if seen.is_empty() {
            seen.resize((self.steps.len() * (self.text.len() + 1)).div_ceil(64), 0);
        }
        groups.fill(None);
        todo.clear();
        todo.push(Todo::Try { pc: 0, at: start });
        while let Some(todo) = self.buffers.todo.pop() {
            match todo {
                Todo::Reset { slot, old } => self.buffers.groups[slot] = old,
                Todo::Try { pc, at } => {
                    if self.follow(pc, at) {
                        return true;
                    }
                }
            }
        }
        false
    }

    /// One way until it fails, or matches; other ways on it are left to do.
    fn follow(&mut self, mut pc: u32, mut at: usize) -> bool {
        loop {
            let Some(step) = self.steps.get(pc as usize).and_then(Step::unpack) else { return false };
            match step {
                Step::Match => return true,
                Step::Jump(to) => pc = to,
                // Most ways of most choices begin with a character that does not stand here.
                Step::NextOr(to) if self.is_vain(pc + 1, at) => pc = to,
                Step::NextOr(_) | Step::ThereOr(_) if self.has_seen(pc, at) => return false,
                Step::NextOr(to) => {
                    self.buffers.todo.push(Todo::Try { pc: to, at });
                    pc += 1;
                }
                Step::ThereOr(to) => {
                    self.buffers.todo.push(Todo::Try { pc: pc + 1, at });
                    pc = to;
                }
                Step::Save(slot) => {
                    let slot = slot as usize;
                    let Some(group) = self.buffers.groups.get_mut(slot) else { return false };
                    let old = group.replace(at);
                    self.buffers.todo.push(Todo::Reset { slot, old });
                    pc += 1;
                }
                Step::Assert(place) if holds(place, self.text, at) => pc += 1,
                Step::Assert(_) => return false,
                Step::Char(_) | Step::Class(_) => {
                    let Some(c) = self.text[at..].chars().next() else { return false };
                    let fits = match step {
                        Step::Char(wanted) => c == wanted,
                        Step::Class(class) => self.is_of(class, c),
                        _ => false,
                    };
                    if !fits {
                        return false;
                    }
                    (pc, at) = (pc + 1, at + c.len_utf8());
                }
            }
        }
    }

    /// Whether the step takes another character than the one that stands there.
    fn is_vain(&self, pc: u32, at: usize) -> bool {
        match self.steps.get(pc as usize).and_then(Step::unpack) {
            Some(Step::Char(wanted)) => {
                !self.text.as_bytes()[at..].starts_with(wanted.encode_utf8(&mut [0; 4]).as_bytes())
            }
            _ => false,
        }
    }

    /// Whether ways parted there before; notes that they do. From one such place to the next there is one way, which is
    /// short: to note these alone keeps the time linear.
    fn has_seen(&mut self, pc: u32, at: usize) -> bool {
        let bit = pc as usize * (self.text.len() + 1) + at;
        match self.buffers.seen.get_mut(bit / 64) {
            Some(seen) if *seen & 1 << (bit % 64) == 0 => {
                *seen |= 1 << (bit % 64);
                false
            }
            _ => true,
        }
    }

    fn is_of(&self, class: u32, c: char) -> bool {
        let at = class as usize;
        let length = self.classes.get(at).unwrap_or(0) as usize;
        is_in(self.classes.part(at + 1, at + 1 + length), c)
    }
}

fn holds(place: Place, text: &str, at: usize) -> bool {
    let before = || at.checked_sub(1).and_then(|before| text.as_bytes().get(before)).copied();
    let behind = || text.as_bytes().get(at).copied();
    let is_word = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    match place {
        Place::Start => at == 0,
        Place::End => at == text.len(),
        Place::LineStart => before().is_none_or(|byte| byte == b'\n'),
        Place::LineEnd => behind().is_none_or(|byte| byte == b'\n'),
        Place::AsciiBoundary => is_word(before()) != is_word(behind()),
        Place::NoAsciiBoundary => is_word(before()) == is_word(behind()),
    }
}

/// Lays an expression flat.
#[derive(Default)]
struct Builder {
    steps: Vec<Step>,
    classes: Vec<u32>,
    slots: usize,
}

impl Builder {
    /// Adds a step and says where.
    fn push(&mut self, step: Step) -> Option<usize> {
        if let Step::Save(slot) = step {
            self.slots = self.slots.max(slot as usize + 1);
        }
        self.steps.push(step);
        (self.steps.len() <= MOST_STEPS).then(|| self.steps.len() - 1)
    }

    fn here(&self) -> u32 {
        index(self.steps.len())
    }

    fn add(&mut self, hir: &Hir) -> Option<()> {
        match hir.kind() {
            HirKind::Empty => {}
            HirKind::Literal(literal) => {
                for c in std::str::from_utf8(&literal.0).ok()?.chars() {
                    self.push(Step::Char(c))?;
                }
            }
            HirKind::Class(Class::Unicode(class)) => {
                let at = index(self.classes.len());
                self.classes.push(index(2 * class.ranges().len()));
                self.classes.extend(class.iter().flat_map(|range| [range.start() as u32, range.end() as u32]));
                self.push(Step::Class(at))?;
            }
            HirKind::Class(Class::Bytes(_)) => return None,
            HirKind::Look(look) => {
                self.push(Step::Assert(place(*look)?))?;
            }
            HirKind::Repetition(repetition) => self.repeat(repetition)?,
            HirKind::Capture(Capture { index, sub, .. }) => {
                self.push(Step::Save(2 * index))?;
                self.add(sub)?;
                self.push(Step::Save(2 * index + 1))?;
            }
            HirKind::Concat(parts) => parts.iter().try_for_each(|part| self.add(part))?,
            HirKind::Alternation(ways) => self.choose(ways)?,
        }
        Some(())
    }

    fn choose(&mut self, ways: &[Hir]) -> Option<()> {
        let (last, others) = ways.split_last()?;
        let mut jumps = Vec::new();
        for way in others {
            let split = self.push(Step::NextOr(0))?;
            self.add(way)?;
            jumps.push(self.push(Step::Jump(0))?);
            self.steps[split] = Step::NextOr(self.here());
        }
        self.add(last)?;
        for jump in jumps {
            self.steps[jump] = Step::Jump(self.here());
        }
        Some(())
    }

    fn repeat(&mut self, repetition: &Repetition) -> Option<()> {
        let Repetition { min, max, greedy, sub } = repetition;
        let exactly = max.map_or(min.saturating_sub(1), |_| *min);
        for _ in 0..exactly {
            self.add(sub)?;
        }
        match max {
            Some(max) => {
                // x{2,4} is xx(x(x)?)?: where one is left out, so are those behind it.
                let mut splits = Vec::new();
                for _ in *min..*max {
                    splits.push(self.push(Step::NextOr(0))?);
                    self.add(sub)?;
                }
                self.skip(&splits, *greedy);
            }
            None if *min > 0 => self.many(sub, *greedy)?,
            None => {
                // As (x+)?, since what may be empty must not go round for ever.
                let split = self.push(Step::NextOr(0))?;
                self.many(sub, *greedy)?;
                self.skip(&[split], *greedy);
            }
        }
        Some(())
    }

    /// Once or more.
    fn many(&mut self, sub: &Hir, greedy: bool) -> Option<()> {
        let start = self.here();
        self.add(sub)?;
        self.push(if greedy { Step::ThereOr(start) } else { Step::NextOr(start) })?;
        Some(())
    }

    /// Lets the steps at some places go on here, first or else.
    fn skip(&mut self, splits: &[usize], greedy: bool) {
        let here = self.here();
        for &split in splits {
            self.steps[split] = if greedy { Step::NextOr(here) } else { Step::ThereOr(here) };
        }
    }

    /// The ranges of the characters that a match may begin with.
    fn firsts(&self) -> Vec<u32> {
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        let mut seen = vec![false; self.steps.len()];
        let mut open = vec![0];
        while let Some(pc) = open.pop() {
            let Some(seen) = seen.get_mut(pc).filter(|seen| !**seen) else { continue };
            *seen = true;
            match self.steps[pc] {
                Step::Char(c) => ranges.push((u32::from(c), u32::from(c))),
                Step::Class(at) => {
                    let (at, count) = (at as usize + 1, self.classes[at as usize] as usize);
                    ranges.extend(self.classes[at..at + count].chunks_exact(2).map(|range| (range[0], range[1])));
                }
                Step::NextOr(to) | Step::ThereOr(to) => open.extend([pc + 1, to as usize]),
                Step::Jump(to) => open.push(to as usize),
                Step::Save(_) | Step::Assert(_) => open.push(pc + 1),
                Step::Match => {}
            }
        }
        ranges.sort_unstable();
        let mut merged: Vec<u32> = Vec::new();
        for (first, last) in ranges {
            match merged.last_mut() {
                Some(end) if first <= end.saturating_add(1) => *end = last.max(*end),
                _ => merged.extend([first, last]),
            }
        }
        merged
    }
}

fn place(look: Look) -> Option<Place> {
    Some(match look {
        Look::Start => Place::Start,
        Look::End => Place::End,
        Look::StartLF => Place::LineStart,
        Look::EndLF => Place::LineEnd,
        Look::WordAscii => Place::AsciiBoundary,
        Look::WordAsciiNegate => Place::NoAsciiBoundary,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::{Buffers, Groups, Machine, group};

    fn by_machine(pattern: &str, text: &str) -> Vec<Groups> {
        let hir = regex_syntax::parse(pattern).expect("valid");
        Machine::of(&hir).expect("known to machines").matches(text, &mut Buffers::default())
    }

    fn by_crate(pattern: &str, text: &str) -> Vec<Groups> {
        let regex = Regex::new(pattern).expect("valid");
        let places = |captures: regex::Captures<'_>| {
            captures.iter().flat_map(|group| [group.map(|g| g.start()), group.map(|g| g.end())]).collect()
        };
        regex.captures_iter(text).map(places).collect()
    }

    const PATTERNS: [&str; 16] = [
        "a|ab|abc",
        "(?:a|ab)(?:c|bcd)?",
        "(?<x>a+?)(?<y>b*)a",
        "(a*)+b",
        "(?:a{2,3}|b{1,2}?)c?",
        "^a.*?b$",
        "(?m)^[^\n]{1,3}$",
        "[ab]{3,}?|c",
        "(?-u:\\b)ab?(?-u:\\B)",
        "(?:(a)|(b)|c)+",
        "(?:a?b??)*c",
        "(?:あ|い[うえ]?)+[^あ]",
        "(?i)AB|cあ",
        "(?s)a.{0,2}b",
        "(a|b)??c(b)?",
        "\\s*あ\\s*",
    ];

    #[test]
    fn groups_and_preferences_are_those_of_the_crate() {
        for text in ["abcabc", "aaabbbab", "\nab\nabc\n", "あいう あ\nいえc", "ccab bAB aab", "", "a b"] {
            for pattern in PATTERNS {
                assert_eq!(by_machine(pattern, text), by_crate(pattern, text), "{pattern:?} on {text:?}");
            }
        }
        assert_eq!(group(&by_machine("(?<x>a+?)(?<y>b*)a", "aaba")[0], 2), Some(1..1));
    }

    #[test]
    fn what_machines_do_not_know_is_left_to_the_crate() {
        for pattern in ["\\bあ", "(?-u:\\xff)?a", "(?:.{90}){90}a"] {
            let hir = regex_syntax::ParserBuilder::new().utf8(false).build().parse(pattern).expect("valid");
            assert!(Machine::of(&hir).is_none(), "{pattern}");
        }
    }

    proptest! {
        #[test]
        fn random_texts_agree(text in "[abcあいう \n]{0,24}", pattern in 0..PATTERNS.len()) {
            prop_assert_eq!(by_machine(PATTERNS[pattern], &text), by_crate(PATTERNS[pattern], &text));
        }
    }
}
