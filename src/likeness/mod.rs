//! How much a sentence is like the sentences of `sentences/`, which people wrote for one fault each and of which they said
//! what they do in a mail; and how much a text is like the mails of each kind.
//!
//! A phrase finds words that somebody thought of; this finds what is worded otherwise. It weighs runs of characters and the
//! kind of mail and nothing else: it must not know of words, rules or what a label means. The build script learns the weights.

pub(crate) mod answers;
pub(crate) mod feature;
pub(crate) mod table;

use std::ops::Range;
use std::rc::Rc;
use std::sync::LazyLock;

use answers::of_mail;
use feature::{Feature, features, kind_hash, subject_hash};
use table::{Asked, Sums, Table};

/// The label of sentences that do not hurt, and the kind of mails that are of no scenario.
pub const NONE: &str = "none";

static TABLE: LazyLock<Table> = LazyLock::new(Table::embedded);

/// A fault, or what a sentence does in its mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Label(usize);

impl Label {
    /// The label of that name, if sentences were written for it.
    pub fn named(name: &str) -> Option<Label> {
        let of = |asked| TABLE.label(asked, name).map(Label);
        of(Asked::Fault).or_else(|| of(Asked::Role))
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        TABLE.name(self.0)
    }

    /// Every label's name.
    pub fn names() -> impl Iterator<Item = &'static str> {
        [Asked::Fault, Asked::Role].into_iter().flat_map(|asked| TABLE.names(asked).iter().copied())
    }
}

/// How a clause ends that concedes something before the point is made.
const CONCESSIONS: [&str; 4] = ["が", "けど", "けれど", "けれども"];

/// What was weighed in one sentence.
#[derive(Clone, Debug)]
pub struct Likeness {
    features: Rc<[(Feature, u32)]>,
    sums: Sums,
    /// For every fault and every role.
    shares: Vec<f32>,
}

impl Likeness {
    /// Weighs a normalised sentence in a mail of unknown kind. Takes time linear in its length.
    pub fn of(sentence: &str) -> Likeness {
        let mut found = Vec::new();
        features(sentence, &mut found);
        let features: Vec<(Feature, u32)> =
            found.into_iter().filter_map(|feature| Some((feature, TABLE.row(feature.hash)?))).collect();
        // A sentence has few rows: to sort them is less than to keep a list of all.
        let mut rows: Vec<u32> = features.iter().map(|&(_, row)| row).collect();
        rows.sort_unstable();
        rows.dedup();
        let sums = TABLE.sums(rows.into_iter());
        let mut shares = TABLE.shares(Asked::Fault, std::slice::from_ref(&sums));
        shares.extend(TABLE.shares(Asked::Role, std::slice::from_ref(&sums)));
        Likeness { features: features.into(), sums, shares }
    }

    /// The same sentence in a mail of that kind: how it hurts depends on that, what it does does not.
    pub fn in_kind(&self, kind: &str) -> Likeness {
        let mut known = self.clone();
        known.sums.add(&TABLE.sums(TABLE.row(kind_hash(kind)).into_iter()));
        let faults = TABLE.shares(Asked::Fault, std::slice::from_ref(&known.sums));
        known.shares.iter_mut().zip(faults).for_each(|(share, fault)| *share = fault);
        known
    }

    /// How likely it is, from 0 to 1, that somebody wrote the sentence for this fault, or said that it does this. Over all
    /// faults, with `none`, they add up to 1.
    pub fn share(&self, label: Label) -> f32 {
        self.shares.get(label.0).copied().unwrap_or(0.0)
    }

    /// The clause, or the clauses side by side, that speaks most for a label: a byte range of the sentence. What is conceded
    /// (〜とのことですが) stands with what it leads to.
    pub fn place(&self, sentence: &str, label: Label) -> Range<usize> {
        let clauses = clauses(sentence);
        let mut weights = vec![0.0_f32; clauses.len()];
        for &(feature, row) in self.features.iter() {
            let at = clauses.partition_point(|clause| clause.end <= feature.start as usize);
            if let Some(weight) = weights.get_mut(at) {
                *weight += TABLE.weight(row, label.0);
            }
        }
        let mut chosen = heaviest(&weights);
        let concedes = |clause: &Range<usize>| CONCESSIONS.iter().any(|end| sentence[clause.clone()].ends_with(end));
        if clauses.get(chosen.clone()).and_then(<[_]>::last).is_some_and(concedes) && chosen.end < clauses.len() {
            chosen.end += 1;
        }
        let range = clauses.get(chosen).and_then(|run| Some(run.first()?.start..run.last()?.end));
        range.unwrap_or(0..sentence.len())
    }
}

/// How much a text is like mails of each kind: the kind and its share. The shares add up to 1. Takes what was weighed in its
/// sentences, and whether each is of the subject; and whether it is a whole mail, in which also counts what is done in it and
/// what is not.
pub fn kinds<'l>(
    sentences: impl Iterator<Item = (&'l Likeness, bool)> + Clone,
    whole: bool,
) -> Vec<(&'static str, f32)> {
    let (mut runs, mut subject) = (Vec::new(), Vec::new());
    for (sentence, of_subject) in sentences.clone() {
        runs.extend(sentence.features.iter().map(|&(_, row)| row));
        if of_subject {
            // What is known of a subject is known of sentences: a subject is one.
            subject.extend(sentence.features.iter().filter_map(|(feature, _)| TABLE.row(subject_hash(feature.hash))));
        }
    }
    let sums = [runs, subject].map(|rows: Vec<u32>| TABLE.sums(distinct(rows.into_iter())));
    let mut shares = TABLE.shares(Asked::Kind, &sums);
    if whole {
        let faults = TABLE.names(Asked::Fault).len();
        let done = sentences.filter(|(_, of_subject)| !of_subject).filter_map(|(said, _)| said.shares.get(faults..));
        shares = TABLE.kinds(&of_mail(&shares, TABLE.names(Asked::Role).len(), done));
    }
    TABLE.names(Asked::Kind).iter().copied().zip(shares).collect()
}

/// Each row once.
fn distinct(rows: impl Iterator<Item = u32>) -> impl Iterator<Item = u32> {
    let mut seen = vec![0_u64; TABLE.rows().div_ceil(64)];
    rows.filter(move |&row| {
        let bit = 1 << (row % 64);
        seen.get_mut(row as usize / 64).is_some_and(|seen| std::mem::replace(seen, *seen | bit) & bit == 0)
    })
}

/// The sentence cut behind each 、 and without what closes it.
fn clauses(sentence: &str) -> Vec<Range<usize>> {
    let end = sentence.trim_end_matches(|c: char| "。！？!?".contains(c) || c.is_whitespace()).len();
    let mut clauses = Vec::new();
    let mut from = 0;
    for (at, sign) in sentence[..end].match_indices(['、', ',']) {
        clauses.push(from..at);
        from = at + sign.len();
    }
    clauses.push(from..end);
    clauses.retain(|clause| !sentence[clause.clone()].trim().is_empty());
    clauses
}

/// From the first to the last clause with a good part of the heaviest one's weight.
fn heaviest(weights: &[f32]) -> Range<usize> {
    let most = weights.iter().copied().fold(f32::MIN, f32::max);
    let counts = |weight: &f32| *weight >= most.min(most * PART);
    let first = weights.iter().position(counts).unwrap_or(0);
    let last = weights.iter().rposition(counts).map_or(weights.len(), |last| last + 1);
    first..last
}

/// A clause with less of the heaviest one's weight only stands beside it.
const PART: f32 = 0.4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heavy_clauses_and_what_they_enclose_are_taken() {
        assert_eq!(heaviest(&[-1.0, 2.0, -0.5, 3.0, -4.0]), 1..4);
        assert_eq!(heaviest(&[0.5, 3.0, 1.0]), 1..2);
        assert_eq!(heaviest(&[-3.0, -1.0, -2.0]), 1..2);
        assert_eq!(heaviest(&[]), 0..0);
    }

    #[test]
    fn shares_add_up_and_any_text_has_them() {
        for text in ["", "\u{0}", "、、、", "申し訳ございません。", "𠮷田様", "a"] {
            let likeness = Likeness::of(text).in_kind("complaint");
            let faults = TABLE.names(Asked::Fault).iter().filter_map(|name| Label::named(name));
            let sum: f32 = faults.map(|label| likeness.share(label)).sum();
            assert!((sum - 1.0).abs() < 1e-3, "{text:?}: {sum}");
            let label = Label::named("excuse").expect("a label");
            let place = likeness.place(text, label);
            for whole in [true, false] {
                let kinds = kinds([(&likeness, true), (&likeness, false)].into_iter(), whole);
                let sum: f32 = kinds.iter().map(|(_, share)| share).sum();
                assert!((sum - 1.0).abs() < 1e-3, "{text:?}: {sum}");
            }
            assert!(text.get(place.clone()).is_some(), "{text:?}: {place:?}");
        }
    }
}
