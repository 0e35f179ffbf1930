//! Patterns that a sentence matches as a whole, by its likeness to the sentences of a label.

use crate::frozen::frozen;
use crate::likeness::{Label, Likeness};

use super::expression::Site;
use super::set::{Match, PatternId};

/// One of them.
#[derive(Debug)]
pub(super) struct Like {
    pub(super) pattern: PatternId,
    /// The label's name: its number is another one after new sentences.
    pub(super) label: String,
    /// The least share of the label that is a match.
    pub(super) share: f64,
}

frozen!(struct Like { pattern, label, share });

/// Sentences of fewer bytes say too little to be like anything.
const SHORTEST: usize = 18;

/// Appends what any of them matches in a sentence.
pub(super) fn scan(likes: &[Like], site: Site<'_>, found: &mut Vec<Match>) {
    let Site { at, sentence, units, likeness, .. } = site;
    let text = sentence.text();
    if likes.is_empty() || text.len() < SHORTEST {
        return;
    }
    let likeness = likeness.get_or_init(|| Likeness::of(text));
    for like in likes {
        let Some(label) = Label::named(&like.label) else { continue };
        if f64::from(likeness.share(label)) < like.share {
            continue;
        }
        let place = likeness.place(text, label);
        let first = units.partition_point(|unit| unit.end as usize <= place.start);
        let last = units.partition_point(|unit| (unit.start as usize) < place.end).max(first);
        let (pattern, marks) = (like.pattern, vec![place]);
        found.push(Match { pattern, sentence: at, units: first..last, marks, source: None, captures: Vec::new() });
    }
}
