//! Spellings and honorific verbs that readings do not unify: 有り難う is ありがとう, おっしゃる is 言う said with respect.
//!
//! The table is data (`rules/lists/variants.toml`); this module only looks words up in it.

use std::collections::HashMap;

use super::Features;

/// What a lemma counts as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// The lemma it counts as.
    pub lemma: String,
    /// The key of that lemma.
    pub key: String,
    /// What writing it so says besides.
    pub features: Features,
}

/// From lemmas to what they count as.
#[derive(Clone, Debug, Default)]
pub struct Variants {
    by_lemma: HashMap<String, Variant>,
}

impl Variants {
    /// Enters a lemma; a later entry replaces an earlier one.
    pub fn insert(&mut self, lemma: impl Into<String>, variant: Variant) {
        self.by_lemma.insert(lemma.into(), variant);
    }

    /// What the lemma counts as, if it is not itself.
    pub fn get(&self, lemma: &str) -> Option<&Variant> {
        self.by_lemma.get(lemma)
    }
}
