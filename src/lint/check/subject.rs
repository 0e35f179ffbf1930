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
    "件",
    "の件",
    "test",
    "テスト",
    "緊急",
    "急ぎ",
    "お急ぎ",
    "notice",
    "挨拶",
    "ご挨拶",
    "お客様へ",
    "皆様へ",
    "ありがとうございます",
    "ありがとうございました",
    "申し訳ございません",
    "申し訳ございませんでした",
    "申し訳ありませんでした",
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
            let said = bare(sentence.text());
            let says_nothing = said.is_empty() || EMPTY_WORDS.contains(&said.as_str());
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

#[cfg(test)]
mod tests {
    use super::super::tests::flagged_in;

    #[test]
    fn reply_marks_and_greetings_say_nothing() {
        let mail = |subject: &str| {
            format!(
                "件名：{subject}\n\n中島様\n\n発送が遅れ、申し訳ございません。\n\n雑貨店こぐま\n電話 011-555-0133\n"
            )
        };
        for subject in ["Re:", "Fw: Re:", "テスト", "ありがとうございました", "お客様へ"] {
            assert!(!flagged_in("delay", "missing/subject", &mail(subject)).is_empty(), "{subject}");
        }
        for subject in ["Re: 発送の遅れのお詫び", "お客様へ大切なお知らせ（発送の遅れ）"] {
            assert!(flagged_in("delay", "missing/subject", &mail(subject)).is_empty(), "{subject}");
        }
    }
}
