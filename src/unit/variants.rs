//! Spellings and honorific verbs that readings do not unify: 有り難う is ありがとう, おっしゃる is 言う said with respect.
//!
//! The table is data (`rules/lists/variants.toml`); this module only looks words up in it.

use std::borrow::Cow;

use crate::frozen::frozen;

use super::Features;

/// What a lemma counts as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// The lemma it counts as.
    pub lemma: Cow<'static, str>,
    /// The key of that lemma.
    pub key: Cow<'static, str>,
    /// What writing it so says besides.
    pub features: Features,
}

/// From lemmas to what they count as.
#[derive(Clone, Debug, Default)]
pub struct Variants {
    /// Sorted.
    by_lemma: Vec<(Cow<'static, str>, Variant)>,
}

frozen!(struct Variant { lemma, key, features });
frozen!(struct Variants { by_lemma });

impl Variants {
    /// Enters a lemma; a later entry replaces an earlier one.
    pub fn insert(&mut self, lemma: String, variant: Variant) {
        match self.place(&lemma) {
            Ok(at) => self.by_lemma[at].1 = variant,
            Err(at) => self.by_lemma.insert(at, (lemma.into(), variant)),
        }
    }

    /// What the lemma counts as, if it is not itself.
    pub fn get(&self, lemma: &str) -> Option<&Variant> {
        self.place(lemma).ok().map(|at| &self.by_lemma[at].1)
    }

    fn place(&self, lemma: &str) -> Result<usize, usize> {
        self.by_lemma.binary_search_by(|(known, _)| (**known).cmp(lemma))
    }
}
