//! Which regular expressions may match a text: one look at each character tells for all of them what of their needs
//! stands there.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::frozen::{Index, Table, frozen};

use super::index;
use super::need::Need;

/// The needs of some expressions, way by way.
#[derive(Clone, Debug, Default)]
pub(super) struct Gate {
    /// The tree of all words, a row for each node, the root first: its character, the row of its first child, whose others
    /// stand behind it up to those of the next node, and the number from 1 of the word that ends there.
    tree: Table,
    /// A bit for each two characters with which words begin, see [`pair_bit`]: from most places in a text no word begins,
    /// which is told without a look at the tree.
    pairs: Table,
    /// How many words there are.
    words: usize,
    /// The needs that a word meets.
    met: Index,
    /// Ways by the need that is thought to be met least often: only where it is, the others are looked at.
    led: Index,
    /// Ways that no word leads to.
    always: Table,
    /// Rows of a character and a bit, in two numbers, for each class that it is of and all behind it, up to the next row.
    classes: Table,
    /// For each need the number of its class from 1; 0 where it has none.
    class_of: Table,
    /// The number of the need behind each way's last one.
    ends: Table,
    /// The expression that each way is of.
    expressions: Table,
}

frozen!(struct Gate { tree, pairs, words, met, led, always, classes, class_of, ends, expressions });

/// More characters tell hardly more, and make a tree that no cache holds.
const LONGEST: usize = 6;

/// As much of a word as is looked for.
fn beginning(word: &str) -> &str {
    word.char_indices().nth(LONGEST).map_or(word, |(at, _)| &word[..at])
}

/// A node of the tree of words: the numbers of its children by their characters, and that of the word that ends there.
#[derive(Default)]
struct Node {
    children: BTreeMap<char, usize>,
    word: u32,
}

/// The tree of some words.
fn tree(words: &[&str]) -> Table {
    let mut nodes = vec![Node::default()];
    for (&word, number) in words.iter().zip(1..) {
        let mut node = 0;
        for c in word.chars() {
            let new = nodes.len();
            node = *nodes[node].children.entry(c).or_insert(new);
            if node == new {
                nodes.push(Node::default());
            }
        }
        nodes[node].word = number;
    }
    // Level by level, so that children stand side by side, in the order of their characters.
    let mut rows: Vec<[u32; 3]> = vec![[0; 3]];
    let mut order = vec![0];
    let mut at = 0;
    while let Some(&node) = order.get(at) {
        rows[at][1] = index(rows.len());
        for (&c, &child) in &nodes[node].children {
            rows.push([c.into(), 0, nodes[child].word]);
            order.push(child);
        }
        at += 1;
    }
    rows.push([0, index(rows.len()), 0]);
    Table::from(rows.concat())
}

/// How many pairs of characters have a bit of their own: few enough for the nearest cache.
const PAIRS: u32 = 1 << 16;

/// Which bit stands for two characters. `'\0'` behind a character stands for a word of that one alone.
fn pair_bit(first: char, second: char) -> u32 {
    let mixed = u32::from(first).wrapping_mul(0x9e37_79b1) ^ u32::from(second).wrapping_mul(0x85eb_ca6b);
    mixed >> 16 & (PAIRS - 1)
}

/// The bits of the beginnings of some words.
fn pairs(words: &[&str]) -> Table {
    let mut bits = vec![0; if words.is_empty() { 0 } else { PAIRS as usize / 32 }];
    for word in words {
        let mut characters = word.chars();
        let Some(first) = characters.next() else { continue };
        let bit = pair_bit(first, characters.next().unwrap_or_default());
        bits[bit as usize / 32] |= 1 << (bit % 32);
    }
    Table::from(bits)
}

/// The bit of a class: those that have none of their own share the last one.
fn class_bit(class: u32) -> u64 {
    1 << class.min(63)
}

/// The rows of the characters at which the classes that characters are of change.
fn class_rows(classes: &[&[(char, char)]]) -> Table {
    let ranges = || (0..).zip(classes).flat_map(|(class, ranges)| ranges.iter().map(move |&range| (class, range)));
    let mut changes: Vec<u32> = ranges().flat_map(|(_, (first, last))| [first as u32, last as u32 + 1]).collect();
    changes.sort_unstable();
    changes.dedup();
    let bits = |change: u32| {
        let here = ranges().filter(|&(_, (first, last))| (first as u32..=last as u32).contains(&change));
        here.fold(0, |bits, (class, _)| bits | class_bit(class))
    };
    let rows = changes.into_iter().map(|change| (change, bits(change)));
    Table::from(rows.flat_map(|(change, bits)| [change, bits as u32, (bits >> 32) as u32]).collect::<Vec<_>>())
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
                words.extend(need.literals.iter().map(|word| (beginning(word), count)));
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
        words.sort_unstable();
        words.dedup();
        let mut spelt: Vec<&str> = words.iter().map(|&(word, _)| word).collect();
        spelt.dedup();
        let number = |word| index(spelt.partition_point(|&other| other < word));
        let met: Vec<(u32, u32)> = words.iter().map(|&(word, need)| (number(word), need)).collect();
        Gate {
            tree: tree(&spelt),
            pairs: pairs(&spelt),
            words: spelt.len(),
            met: Index::of(&met),
            led: Index::of(&led),
            always: Table::from(always),
            classes: class_rows(&classes),
            class_of: Table::from(class_of),
            ends: Table::from(ends),
            expressions: Table::from(of_way),
        }
    }

    /// Puts the expressions that may match the text into `look`, in order.
    pub(super) fn open(&self, text: &str, look: &mut Look) {
        let Look { stand, words, met, ways, open } = look;
        let ends = self.ends.numbers();
        let count = ends.len().checked_sub(1).and_then(|last| ends.get(last)).unwrap_or(0) as usize;
        met.clear();
        met.resize(count, false);
        for word in words.drain(..) {
            stand[word as usize] = false;
        }
        stand.resize(self.words.max(stand.len()), false);
        ways.clear();
        ways.extend(self.always.numbers().iter());
        let (mut classes, mut known) = (0, 0..0);
        let mut characters = text.char_indices().peekable();
        while let Some((at, first)) = characters.next() {
            let second = characters.peek().map_or('\0', |&(_, second)| second);
            let c = u32::from(first);
            // Neighbours are mostly of the same classes.
            if !known.contains(&c) {
                let bits;
                (bits, known) = self.classes_of(c);
                classes |= bits;
            }
            if !self.is_pair(first, second) && !self.is_pair(first, '\0') {
                continue;
            }
            let mut node = 0;
            for c in text[at..].chars() {
                let Some((next, word)) = self.step(node, c.into()) else { break };
                node = next;
                let Some(word) = word.checked_sub(1) else { continue };
                if let Some(stands) = stand.get_mut(word as usize).filter(|stands| !**stands) {
                    *stands = true;
                    words.push(word);
                    self.meet(word, (met, ways));
                }
            }
        }
        let may_match = |way: &u32| {
            let end = |way: usize| ends.get(way).unwrap_or(0);
            let start = (*way as usize).checked_sub(1).map_or(0, end);
            (start..end(*way as usize))
                .all(|need| met.get(need as usize) == Some(&true) || self.has_class(need, classes))
        };
        let expressions = self.expressions.numbers();
        open.clear();
        open.extend(ways.drain(..).filter(may_match).filter_map(|way| expressions.get(way as usize)));
        open.sort_unstable();
        open.dedup();
    }

    /// Whether a word may begin with these two characters.
    fn is_pair(&self, first: char, second: char) -> bool {
        let bit = pair_bit(first, second);
        self.pairs.numbers().get(bit as usize / 32).is_some_and(|bits| bits & 1 << (bit % 32) != 0)
    }

    /// The node to which a character leads, and the number from 1 of the word that ends there.
    fn step(&self, node: u32, c: u32) -> Option<(u32, u32)> {
        let tree = self.tree.numbers();
        let first_child = |node: u32| tree.get(3 * node as usize + 1);
        let (first, end) = (first_child(node)?, first_child(node + 1)?);
        let children = tree.part(3 * first as usize, 3 * end as usize);
        let child = children.rows_before(|[other, ..]: [u32; 3]| other < c);
        let [other, _, word] = children.row(3 * child)?;
        (other == c).then_some((first + index(child), word))
    }

    /// Notes the needs that a word meets, and the ways that they lead to.
    fn meet(&self, word: u32, (met, ways): (&mut [bool], &mut Vec<u32>)) {
        for need in self.met.row(word).iter() {
            if let Some(met) = met.get_mut(need as usize).filter(|met| !**met) {
                *met = true;
                ways.extend(self.led.row(need).iter());
            }
        }
    }

    /// The bits of the classes that a character is of, and the characters around it of which the same is true.
    fn classes_of(&self, c: u32) -> (u64, Range<u32>) {
        let rows = self.classes.numbers();
        let behind = rows.rows_before(|[first, ..]: [u32; 3]| first <= c);
        let end = rows.get(3 * behind).unwrap_or(u32::MAX);
        let here = behind.checked_sub(1).and_then(|row| rows.row(3 * row));
        here.map_or((0, 0..end), |[first, low, high]| (u64::from(low) | u64::from(high) << 32, first..end))
    }

    /// Whether a character of the need's class may stand in a text in which characters of these classes stand.
    fn has_class(&self, need: u32, classes: u64) -> bool {
        let class = self.class_of.numbers().get(need as usize).and_then(|class| class.checked_sub(1));
        class.is_some_and(|class| classes & class_bit(class) != 0)
    }
}

/// What a gate works with, kept from text to text.
#[derive(Debug, Default)]
pub(super) struct Look {
    /// Whether each word stands in the text.
    stand: Vec<bool>,
    /// The words that do.
    words: Vec<u32>,
    /// Whether each need is met by a word.
    met: Vec<bool>,
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
