//! The mail speaks of a file that it brings, and brings none.

use crate::mail::{Part, Sentence};

use super::super::context::{Context, Found};

pub(super) fn check(context: &Context<'_>, parts: &[Part]) -> Vec<Found> {
    if context.envelope.attachments.as_ref().is_none_or(|names| !names.is_empty()) {
        return Vec::new();
    }
    let sentences = context.document.sentences().iter().filter(|sentence| parts.contains(&sentence.part));
    let found = sentences.filter_map(|sentence| {
        let range = brought(sentence)?;
        let spans = sentence.normal.spans(range);
        (!spans.is_empty()).then(|| Found::at(spans))
    });
    // One is enough to look for the file.
    found.take(1).collect()
}

/// Words that say a file comes with the mail.
const BROUGHT: [&str; 3] = ["添付", "別添", "添附"];

/// What follows where no file comes with this mail: the reader is asked for one, or one is denied, or an earlier one meant.
const OTHERWISE: [&str; 16] = [
    "添付して",
    "添付くだ",
    "添付下さ",
    "添付いただ",
    "添付頂",
    "添付を",
    "添付の上",
    "添付のうえ",
    "添付漏れ",
    "添付もれ",
    "添付忘れ",
    "添付し忘れ",
    "添付できま",
    "添付しておりませ",
    "添付していませ",
    "添付はござ",
];
/// Signs in the sentence that an earlier mail or a parcel is meant, or the reader's file.
const ELSEWHERE: [&str; 13] = [
    "先日",
    "前回",
    "先ほどの",
    "昨日",
    "前便",
    "商品に添付",
    "いただいた添付",
    "お送りいただ",
    "別便",
    "ご添付",
    "お客様の添付",
    "添付いただい",
    "改めて",
];

fn brought(sentence: &Sentence) -> Option<std::ops::Range<usize>> {
    let words = sentence.text();
    if sentence
        .quotes
        .iter()
        .any(|quote| BROUGHT.iter().any(|word| words.get(quote.clone()).is_some_and(|q| q.contains(word))))
    {
        return None;
    }
    let (at, word) = BROUGHT.iter().find_map(|word| words.find(word).map(|at| (at, *word)))?;
    let rest = &words[at..];
    let sends = ["添付しております", "添付しています", "添付しました", "添付いたし", "添付して送", "添付してお送"];
    let ours = sends.iter().any(|sends| rest.starts_with(sends));
    let otherwise = !ours && OTHERWISE.iter().any(|other| rest.starts_with(other));
    (!otherwise && !ELSEWHERE.iter().any(|sign| words.contains(sign))).then(|| at..at + word.len())
}
