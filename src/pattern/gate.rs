//! Which regular expressions may match a text: one look at each character tells for all of them what of their needs
//! stands there.

use crate::frozen::{Index, Table, frozen};

use super::index;
use super::need::Need;
use super::pool::{Pool, PoolBuilder};

/// The needs of some expressions, way by way.
#[derive(Clone, Debug, Default)]
pub(super) struct Gate {
    words: Pool,
    /// Open addressing: beginnings of words, each with the number of its first word and of the one behind its last.
    /// Rows of 0 are free.
    slots: Table,
    /// A bit for each beginning, as [`sieve_bit`] says.
    sieve: Table,
    /// The needs that a word meets.
    met: Index,
    /// Ways by the need that is thought to be met least often: only where it is, the others are looked at.
    led: Index,
    /// Ways that no word leads to.
    always: Table,
    /// First and last characters, in turn, of each class that meets a need.
    classes: Index,
    /// For each need the number of its class from 1; 0 where it has none.
    class_of: Table,
    /// The number of the need behind each way's last one.
    ends: Table,
    /// The expression that each way is of.
    expressions: Table,
}

frozen!(struct Gate { words, slots, sieve, met, led, always, classes, class_of, ends, expressions });

/// Bits of the sieve: some twenty for each beginning, so that hardly any other gets through.
const SIEVE: usize = 1 << 15;

/// The first three characters of a word; 0 where there are fewer.
type Beginning = [u32; 3];

fn beginning(text: &str) -> Beginning {
    let mut chars = text.chars();
    [(); 3].map(|()| chars.next().map_or(0, u32::from))
}

/// Where a beginning's bit stands: the number in the sieve, and the bit in that.
fn sieve_bit(beginning: Beginning) -> (usize, u32) {
    let place = mixed(beginning) >> 17;
    (place as usize / 32, 1 << (place % 32))
}

/// A hash of a beginning.
fn mixed([first, second, third]: Beginning) -> u32 {
    let mixed = first.wrapping_mul(0x9e37_79b1) ^ second.wrapping_mul(0x85eb_ca6b) ^ third.wrapping_mul(0xc2b2_ae35);
    mixed ^ mixed >> 15
}

/// Numbers in a slot.
const SLOT: usize = 5;

/// Half of the slots stay empty, so that a search is short and ends.
fn slots(starts: &[(Beginning, u32, u32)]) -> Table {
    let count = (2 * starts.len()).next_power_of_two();
    let mut slots = vec![[0; SLOT]; count];
    for &([first, second, third], start, end) in starts {
        let mut at = mixed([first, second, third]) as usize % count;
        while slots[at][0] != 0 {
            at = (at + 1) % count;
        }
        slots[at] = [first, second, third, start, end];
    }
    Table::from(slots.concat())
}

/// A bit for each block of 256 characters of which one stands in the text: all but the first 255 share the last bit.
fn blocks(text: &str) -> [u64; 4] {
    let mut blocks = [0; 4];
    for c in text.chars() {
        let block = (u32::from(c) >> 8).min(255) as usize;
        blocks[block / 64] |= 1 << (block % 64);
    }
    blocks
}

fn has_block(blocks: &[u64; 4], block: u32) -> bool {
    let block = block.min(255) as usize;
    blocks[block / 64] & 1 << (block % 64) != 0
}

impl Gate {
    /// For expressions whose ways have these needs.
    pub(super) fn of(expressions: &[Vec<Vec<Need>>]) -> Gate {
        let mut words: Vec<(&str, u32)> = Vec::new();
        let mut classes: Vec<&[(char, char)]> = Vec::new();
        let (mut class_of, mut ends) = (Vec::new(), Vec::new());
        let (mut led, mut always) = (Vec::new(), Vec::new());
        let mut count = 0;
        let ways =
            (0..).zip(expressions).flat_map(|(expression, ways)| ways.iter().map(move |needs| (expression, needs)));
        let (of_way, ways): (Vec<u32>, Vec<&Vec<Need>>) = ways.unzip();
        for (way, needs) in (0..).zip(ways) {
            // What words meet is known from one look at the text; classes are looked for one by one.
            let (by_word, by_class): (Vec<_>, Vec<_>) = needs.iter().partition(|need| need.ranges.is_empty());
            match (count..).zip(&by_word).max_by_key(|(_, need)| need.worth()) {
                Some((leading, _)) => led.push((leading, way)),
                None => always.push(way),
            }
            for need in by_word.into_iter().chain(by_class) {
                words.extend(need.literals.iter().map(|word| (word.as_str(), count)));
                // Few classes are asked for again and again: each is looked for once.
                let known = classes.iter().position(|&ranges| ranges == need.ranges);
                let class = known.unwrap_or_else(|| {
                    classes.push(&need.ranges);
                    classes.len() - 1
                });
                class_of.push(if need.ranges.is_empty() { 0 } else { index(class) + 1 });
                count += 1;
            }
            ends.push(count);
        }
        let ranges = classes.iter().zip(0..).flat_map(|(ranges, class)| {
            ranges.iter().flat_map(move |&(first, last)| [(class, first as u32), (class, last as u32)])
        });
        let ranges: Vec<(u32, u32)> = ranges.collect();
        words.sort_unstable();
        words.dedup();
        let mut pool = PoolBuilder::default();
        let met: Vec<(u32, u32)> = words.iter().map(|&(word, need)| (pool.intern(word), need)).collect();
        let mut starts: Vec<(Beginning, u32, u32)> = Vec::new();
        let mut sieve = vec![0_u32; SIEVE / 32];
        for (&(word, _), &(id, _)) in words.iter().zip(&met) {
            let start = beginning(word);
            let (at, bit) = sieve_bit(start);
            sieve[at] |= bit;
            match starts.as_mut_slice() {
                [.., (last, _, end)] if *last == start => *end = id + 1,
                _ => starts.push((start, id, id + 1)),
            }
        }
        Gate {
            words: pool.finish(),
            slots: slots(&starts),
            sieve: Table::from(sieve),
            met: Index::of(&met),
            led: Index::of(&led),
            always: Table::from(always),
            classes: Index::of(&ranges),
            class_of: Table::from(class_of),
            ends: Table::from(ends),
            expressions: Table::from(of_way),
        }
    }

    /// Whether there are no expressions.
    pub(super) fn is_empty(&self) -> bool {
        self.ends.numbers().is_empty()
    }

    /// Puts the expressions that may match the text into `look`, in order.
    pub(super) fn open(&self, text: &str, look: &mut Look) {
        let Look { met, stands, ways, open } = look;
        let ends = self.ends.numbers();
        let count = ends.len().checked_sub(1).and_then(|last| ends.get(last)).unwrap_or(0) as usize;
        met.clear();
        met.resize(count, false);
        stands.clear();
        ways.clear();
        ways.extend(self.always.numbers().iter());
        let sieve = self.sieve.numbers();
        let passes = |start| {
            let (at, bit) = sieve_bit(start);
            sieve.get(at).is_some_and(|bits| bits & bit != 0)
        };
        let mut behind = text.chars().map(u32::from).skip(1).chain([0, 0]);
        let mut second = behind.next().unwrap_or(0);
        for (at, c) in text.char_indices() {
            let (first, third) = (u32::from(c), behind.next().unwrap_or(0));
            for start in [[first, 0, 0], [first, second, 0], [first, second, third]] {
                if passes(start) {
                    self.meet(start, &text[at..], (met, ways));
                }
            }
            second = third;
        }
        let blocks = blocks(text);
        let may_match = |way: &u32| {
            let end = |way: usize| ends.get(way).unwrap_or(0);
            let start = (*way as usize).checked_sub(1).map_or(0, end);
            (start..end(*way as usize))
                .all(|need| met.get(need as usize) == Some(&true) || self.has_class(need, (text, &blocks), stands))
        };
        let expressions = self.expressions.numbers();
        open.clear();
        open.extend(ways.drain(..).filter(may_match).filter_map(|way| expressions.get(way as usize)));
        open.sort_unstable();
        open.dedup();
    }

    /// Notes the needs met by the words with that beginning that `rest` begins with, and the ways that they lead to.
    fn meet(&self, wanted: Beginning, rest: &str, (met, ways): (&mut [bool], &mut Vec<u32>)) {
        let slots = self.slots.numbers();
        let mut at = mixed(wanted) as usize;
        let (start, end) = loop {
            let row = slots.row(SLOT * (at & (slots.len() / SLOT).wrapping_sub(1)));
            match row {
                Some([first, second, third, start, end]) if [first, second, third] == wanted => break (start, end),
                Some([first, ..]) if first != 0 => at += 1,
                _ => return,
            }
        };
        for word in (start..end).filter(|&word| rest.starts_with(self.words.word(word))) {
            for need in self.met.row(word).iter() {
                if let Some(met) = met.get_mut(need as usize).filter(|met| !**met) {
                    *met = true;
                    ways.extend(self.led.row(need).iter());
                }
            }
        }
    }

    /// Whether a character of the need's class stands in the text; `stands` is what is known of each class.
    fn has_class(&self, need: u32, (text, blocks): (&str, &[u64; 4]), stands: &mut Vec<Option<bool>>) -> bool {
        let Some(class) = self.class_of.numbers().get(need as usize).and_then(|class| class.checked_sub(1)) else {
            return false;
        };
        if stands.len() <= class as usize {
            stands.resize(class as usize + 1, None);
        }
        let ranges = self.classes.row(class);
        let is_in = |c: char| ranges.rows::<2>().any(|[first, last]| (first..=last).contains(&u32::from(c)));
        let may_hold =
            || ranges.rows::<2>().any(|[first, last]| (first >> 8..=last >> 8).any(|block| has_block(blocks, block)));
        *stands[class as usize].get_or_insert_with(|| may_hold() && text.chars().any(is_in))
    }
}

/// What a gate works with, kept from text to text.
#[derive(Debug, Default)]
pub(super) struct Look {
    /// Whether each need is met by a word.
    met: Vec<bool>,
    /// What is known of each class.
    stands: Vec<Option<bool>>,
    /// The ways to look at.
    ways: Vec<u32>,
    /// The expressions that may match.
    pub(super) open: Vec<u32>,
}

#[cfg(test)]
mod tests {
    use super::super::need;
    use super::{Gate, Look};

    #[test]
    fn an_expression_is_open_where_all_its_needs_are_met() {
        let patterns = ["返品は.*できません", "[ァ-ヶ]{3}様", "返金", ".+", "返品"];
        let all: Vec<_> =
            patterns.map(|pattern| need::ways(&regex_syntax::parse(pattern).expect("valid"))).into_iter().collect();
        let gate = Gate::of(&all);
        let open = |gate: &Gate, text: &str| {
            let mut look = Look::default();
            gate.open(text, &mut look);
            look.open
        };
        assert_eq!(open(&gate, "返品はできません"), [0, 3, 4]);
        assert_eq!(open(&gate, "できません、返品も返金も"), [2, 3, 4]);
        assert_eq!(open(&gate, "サトウ様"), [1, 3]);
        assert_eq!(open(&gate, ""), [] as [u32; 0]);
        assert_eq!(open(&Gate::of(&[]), "返品"), [] as [u32; 0]);
    }
}
