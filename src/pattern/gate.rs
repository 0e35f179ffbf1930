//! Which regular expressions may match a text: one look at each character tells for all of them what of their needs
//! stands there.

use crate::frozen::{Index, Table, frozen};

use super::need::Need;
use super::pool::{Pool, PoolBuilder};

/// The needs of some expressions.
#[derive(Clone, Debug, Default)]
pub(super) struct Gate {
    words: Pool,
    /// First characters of words, sorted, each with the number of the word behind its last one.
    firsts: Table,
    /// A bit for the low twelve bits of each first character.
    sieve: Table,
    /// The needs that a word meets.
    met: Index,
    /// First and last characters, in turn, that meet a need.
    ranges: Index,
    /// The number of the need behind each expression's last one.
    ends: Table,
}

frozen!(struct Gate { words, firsts, sieve, met, ranges, ends });

const SIEVE: usize = 1 << 12;

impl Gate {
    /// For expressions with these needs.
    pub(super) fn of(expressions: &[Vec<Need>]) -> Gate {
        let mut words: Vec<(&str, u32)> = Vec::new();
        let (mut ranges, mut ends) = (Vec::new(), Vec::new());
        let mut count = 0;
        for needs in expressions {
            // What words meet is known from one look at the text; classes are looked for one by one.
            let (by_word, by_class): (Vec<_>, Vec<_>) = needs.iter().partition(|need| need.ranges.is_empty());
            for need in by_word.into_iter().chain(by_class) {
                words.extend(need.literals.iter().map(|word| (word.as_str(), count)));
                ranges.extend(need.ranges.iter().flat_map(|&(first, last)| [(count, first as u32), (count, last as u32)]));
                count += 1;
            }
            ends.push(count);
        }
        words.sort_unstable();
        words.dedup();
        let mut pool = PoolBuilder::default();
        let met: Vec<(u32, u32)> = words.iter().map(|&(word, need)| (pool.intern(word), need)).collect();
        let mut firsts: Vec<u32> = Vec::new();
        let mut sieve = vec![0_u32; SIEVE / 32];
        for (&(word, _), &(id, _)) in words.iter().zip(&met) {
            let Some(first) = word.chars().next().map(u32::from) else { continue };
            sieve[first as usize % SIEVE / 32] |= 1 << (first % 32);
            match firsts.as_mut_slice() {
                [.., last, end] if *last == first => *end = id + 1,
                _ => firsts.extend([first, id + 1]),
            }
        }
        Gate {
            words: pool.finish(),
            firsts: Table::from(firsts),
            sieve: Table::from(sieve),
            met: Index::of(&met),
            ranges: Index::of(&ranges),
            ends: Table::from(ends),
        }
    }

    /// Whether there are no expressions.
    pub(super) fn is_empty(&self) -> bool {
        self.ends.numbers().is_empty()
    }

    /// The expressions that may match the text, in order.
    pub(super) fn open(&self, text: &str) -> Vec<usize> {
        let ends = self.ends.numbers();
        let count = ends.len().checked_sub(1).and_then(|last| ends.get(last)).unwrap_or(0) as usize;
        let mut met = vec![false; count];
        let sieve = self.sieve.numbers();
        for (at, c) in text.char_indices() {
            let code = u32::from(c);
            if sieve.get(code as usize % SIEVE / 32).is_some_and(|bits| bits & 1 << (code % 32) != 0) {
                self.meet(code, &text[at..], &mut met);
            }
        }
        let mut start = 0;
        let mut open = Vec::new();
        for (expression, end) in ends.iter().enumerate() {
            if (start..end).all(|need| self.is_met(need, text, &met)) {
                open.push(expression);
            }
            start = end;
        }
        open
    }

    /// Notes the needs met by the words that `rest`, which begins with the character, begins with.
    fn meet(&self, first: u32, rest: &str, met: &mut [bool]) {
        let firsts = self.firsts.numbers();
        let (mut low, mut high) = (0, firsts.len() / 2);
        while low < high {
            let middle = low + (high - low) / 2;
            if firsts.get(2 * middle).is_some_and(|other| other < first) { low = middle + 1 } else { high = middle }
        }
        let Some([found, end]) = firsts.row(2 * low) else { return };
        if found != first {
            return;
        }
        let start = low.checked_sub(1).and_then(|before| firsts.get(2 * before + 1)).unwrap_or(0);
        for word in (start..end).filter(|&word| rest.starts_with(self.words.word(word))) {
            for need in self.met.row(word).iter() {
                if let Some(met) = met.get_mut(need as usize) {
                    *met = true;
                }
            }
        }
    }

    fn is_met(&self, need: u32, text: &str, met: &[bool]) -> bool {
        if met.get(need as usize) == Some(&true) {
            return true;
        }
        let ranges = self.ranges.row(need);
        let within = |c: char| {
            (0..ranges.len() / 2)
                .any(|at| ranges.row(2 * at).is_some_and(|[first, last]| (first..=last).contains(&u32::from(c))))
        };
        !ranges.is_empty() && text.chars().any(within)
    }
}

#[cfg(test)]
mod tests {
    use super::super::need;
    use super::Gate;

    #[test]
    fn an_expression_is_open_where_all_its_needs_are_met() {
        let patterns = ["返品は.*できません", "[ァ-ヶ]{3}様", "返金", ".+", "返品"];
        let all: Vec<_> = patterns.map(|pattern| need::of(&regex_syntax::parse(pattern).expect("valid"))).into_iter().collect();
        let gate = Gate::of(&all);
        assert_eq!(gate.open("返品はできません"), [0, 3, 4]);
        assert_eq!(gate.open("できません、返品も返金も"), [2, 3, 4]);
        assert_eq!(gate.open("サトウ様"), [1, 3]);
        assert_eq!(gate.open(""), [] as [usize; 0]);
        assert_eq!(Gate::of(&[]).open("返品"), [] as [usize; 0]);
    }
}
