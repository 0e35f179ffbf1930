//! A subject line that is there but says nothing, or none at all.

use crate::mail::{Anchor, Part, Subject};

use super::super::context::{Context, Found};

/// Words that say nothing of what the mail is about.
const EMPTY_WORDS: &[&str] = &[
    "件名なし",
    "無題",
    "(件名なし)",
    "(無題)",
    "no subject",
    "連絡",
    "ご連絡",
    "お知らせ",
    "お詫び",
    "おわび",
    "すみません",
    "ごめんなさい",
    "こんにちは",
    "至急",
    "重要",
    "返信",
    "re",
    "fw",
    "fwd",
    "なし",
    "(なし)",
    "件名",
    "お世話になっております",
    "ご報告",
    "ご返信",
    "返事",
    "お返事",
    "例の件",
    "先日の件",
    "この前の件",
    "件の件",
];

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    let document = context.document;
    if document.is_excerpt() {
        return Vec::new();
    }
    match document.subject() {
        Subject::Empty(line) => vec![Found::at(vec![line])],
        Subject::Given(sentence) => {
            let spans = sentence.normal.spans(0..sentence.text().len());
            let says_nothing = EMPTY_WORDS.contains(&bare(sentence.text()).as_str());
            if says_nothing && !spans.is_empty() { vec![Found::at(spans)] } else { Vec::new() }
        }
        // A draft in an editor mostly has its subject in a field of its own: worth a hint only.
        Subject::Absent if document.has(Part::Header) => {
            let mut found = Found::at(vec![document.anchor(Anchor::Subject)]);
            found.lowered = 2;
            vec![found]
        }
        Subject::Absent => Vec::new(),
    }
}

/// Without reply marks, brackets, punctuation and case.
fn bare(subject: &str) -> String {
    let mut rest = subject.trim().to_lowercase();
    while let Some(behind) = ["re:", "fw:", "fwd:"].iter().find_map(|mark| rest.strip_prefix(mark)) {
        rest = behind.trim_start().to_owned();
    }
    rest.chars()
        .filter(|c| !matches!(c, '【' | '】' | '。' | '!' | '！' | ' ' | '　' | '[' | ']' | '、' | '…' | ':'))
        .collect()
}
