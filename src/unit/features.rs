//! What the endings of a unit say, as a set of flags.

use std::ops::{BitOr, BitOrAssign};

use crate::frozen::{Freezer, Frozen, Thawer};

/// A set of features.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Features(u32);

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident = $bit:literal, $key:literal;)*) => {
        impl Features {
            $($(#[$doc])* pub const $name: Features = Features(1 << $bit);)*

            /// Every feature with its name in rule files.
            pub const ALL: &'static [(&'static str, Features)] = &[$(($key, Features::$name)),*];
        }
    };
}

features! {
    /// An odd number of negations: ない ん ず かねる.
    NEG = 0, "neg";
    /// た.
    PAST = 1, "past";
    /// です ます ございます.
    POLITE = 2, "polite";
    /// ている ておる.
    PROGRESSIVE = 3, "progressive";
    /// する behind a noun.
    SURU = 4, "suru";
    /// だ です である behind a noun.
    COPULA = 5, "copula";
    /// ください いただけますか お願いする: somebody is asked to do it.
    REQUEST = 6, "request";
    /// いただく くださる もらう くれる: the other does it for us.
    RECEIVE = 7, "receive";
    /// あげる さしあげる やる: we do it for the other.
    GIVE = 8, "give";
    /// れる られる: passive, potential or honorific.
    PASSIVE = 9, "passive";
    /// せる させる.
    CAUSATIVE = 10, "causative";
    /// たい.
    DESIRE = 11, "desire";
    /// なさる お〜になる くださる.
    HONORIFIC = 12, "honorific";
    /// いたす お〜する 申し上げる させていただく.
    HUMBLE = 13, "humble";
    /// ば たら なら と.
    CONDITION = 14, "condition";
    /// か.
    QUESTION = 15, "question";
    /// う よう: we want to, let us.
    VOLITION = 16, "volition";
    /// できる ことができる 〜うる.
    POTENTIAL = 17, "potential";
    /// An imperative.
    IMPERATIVE = 18, "imperative";
    /// て.
    TE = 19, "te";
    /// お or ご before it.
    PREFIX = 20, "prefix";
    /// のです んです.
    EXPLAIN = 21, "explain";
    /// なければならない ざるを得ない べき.
    MUST = 22, "must";
    /// だろう でしょう かもしれない らしい.
    CONJECTURE = 23, "conjecture";
    /// てしまう.
    REGRET = 24, "regret";
    /// ね よ わ at the end.
    TONE = 25, "tone";
    /// ても でも.
    CONCESSION = 26, "concession";
    /// Two negations that cancel each other.
    DOUBLE_NEG = 27, "double-neg";
}

impl Features {
    /// No feature.
    pub const NONE: Features = Features(0);

    /// The set as a number. A feature's bit is the same in every build of one source.
    pub(crate) const fn bits(self) -> u32 {
        self.0
    }

    /// The set of that number.
    pub(crate) const fn from_bits(bits: u32) -> Features {
        Features(bits)
    }

    /// Whether every feature of `other` is here.
    pub const fn contains(self, other: Features) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether some feature of `other` is here.
    pub const fn intersects(self, other: Features) -> bool {
        self.0 & other.0 != 0
    }

    /// The features of both.
    #[must_use]
    pub const fn union(self, other: Features) -> Features {
        Features(self.0 | other.0)
    }

    /// The common features.
    #[must_use]
    pub const fn intersection(self, other: Features) -> Features {
        Features(self.0 & other.0)
    }

    /// Adds features.
    pub fn insert(&mut self, other: Features) {
        self.0 |= other.0;
    }

    /// Takes features away.
    pub fn remove(&mut self, other: Features) {
        self.0 &= !other.0;
    }

    /// One more negation: two cancel each other.
    pub(super) fn negate(&mut self) {
        if self.contains(Features::NEG) {
            self.insert(Features::DOUBLE_NEG);
        }
        self.0 ^= Features::NEG.0;
    }

    /// The feature of that name in rule files.
    pub fn parse(name: &str) -> Option<Features> {
        Features::ALL.iter().find(|&&(key, _)| key == name).map(|&(_, feature)| feature)
    }

    /// The names of the features in the set.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Features::ALL.iter().filter(move |&&(_, feature)| self.contains(feature)).map(|&(name, _)| name)
    }
}

impl Frozen for Features {
    fn freeze(&self, to: &mut Freezer) {
        self.0.freeze(to);
    }

    fn thaw(from: &mut Thawer) -> Option<Features> {
        u32::thaw(from).map(Features)
    }
}

impl BitOr for Features {
    type Output = Features;

    fn bitor(self, other: Features) -> Features {
        self.union(other)
    }
}

impl BitOrAssign for Features {
    fn bitor_assign(&mut self, other: Features) {
        self.insert(other);
    }
}

impl std::fmt::Debug for Features {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}
