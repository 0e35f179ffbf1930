//! Words as numbers: the keys, lemmas and names that programs compare, each once.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::frozen::{Table, frozen};

use super::index;

/// A word's number in its [`Pool`].
pub(super) type WordId = u32;

/// No word of the pool: what a mail's word is that no pattern knows.
pub(super) const UNKNOWN: WordId = u32::MAX;

/// Takes words in.
#[derive(Clone, Debug, Default)]
pub(super) struct PoolBuilder {
    ids: HashMap<String, WordId>,
    text: String,
    ends: Vec<u32>,
}

impl PoolBuilder {
    /// The number of a word, which is new or known.
    pub(super) fn intern(&mut self, word: &str) -> WordId {
        if let Some(&id) = self.ids.get(word) {
            return id;
        }
        let id = index(self.ends.len());
        self.text.push_str(word);
        self.ends.push(index(self.text.len()));
        self.ids.insert(word.to_owned(), id);
        id
    }

    pub(super) fn finish(self) -> Pool {
        let PoolBuilder { text, ends, .. } = self;
        let ends = Table::from(ends);
        let mut pool = Pool { text: Cow::Owned(text), slots: Table::default(), ends };
        let count = pool.ends.numbers().len();
        // Half of the slots stay empty, so that a search is short.
        let mut slots = vec![0; (2 * count).next_power_of_two()];
        for id in 0..index(count) {
            let mut at = hash(pool.word(id)) as usize % slots.len();
            while slots[at] != 0 {
                at = (at + 1) % slots.len();
            }
            slots[at] = id + 1;
        }
        pool.slots = Table::from(slots);
        pool
    }
}

/// The words of a pattern set.
#[derive(Clone, Debug, Default)]
pub(super) struct Pool {
    text: Cow<'static, str>,
    ends: Table,
    /// Open addressing: each number a word's plus one, at the place of its hash or behind it; 0 where it is free.
    slots: Table,
}

frozen!(struct Pool { text, ends, slots });

impl Pool {
    /// The word of a number; empty for a number that has none.
    pub(super) fn word(&self, id: WordId) -> &str {
        let ends = self.ends.numbers();
        let at = id as usize;
        let start = at.checked_sub(1).and_then(|before| ends.get(before)).unwrap_or(0) as usize;
        ends.get(at).and_then(|end| self.text.get(start..end as usize)).unwrap_or_default()
    }

    /// The number of a word, or [`UNKNOWN`].
    pub(super) fn find(&self, word: &str) -> WordId {
        let slots = self.slots.numbers();
        let mut at = hash(word) as usize;
        while let Some(slot) = slots.get(at & slots.len().wrapping_sub(1)) {
            match slot.checked_sub(1) {
                None => break,
                Some(id) if self.word(id) == word => return id,
                Some(_) => at += 1,
            }
        }
        UNKNOWN
    }
}

/// FNV-1a: the slots are laid out by the build and searched at run time, so the hash must be the same in both.
fn hash(word: &str) -> u32 {
    let mix = |hash: u32, byte: &u8| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    let hash = word.as_bytes().iter().fold(0x811c_9dc5, mix);
    // The low bits choose the slot, and FNV's vary least.
    hash ^ hash >> 15
}

#[cfg(test)]
mod tests {
    use super::{Pool, PoolBuilder, UNKNOWN};

    #[test]
    fn a_word_is_found_by_its_number_and_its_number_by_the_word() {
        let mut builder = PoolBuilder::default();
        let words: Vec<String> = (0..1000).map(|number| format!("ワ{number}")).chain([String::new()]).collect();
        let ids: Vec<u32> = words.iter().map(|word| builder.intern(word)).collect();
        assert_eq!(builder.intern("ワ7"), ids[7]);
        let pool = builder.finish();
        for (word, id) in words.iter().zip(ids) {
            assert_eq!((pool.word(id), pool.find(word)), (word.as_str(), id));
        }
        assert_eq!(pool.find("シラナイ"), UNKNOWN);
        assert_eq!(Pool::default().find("ワ"), UNKNOWN);
    }
}
