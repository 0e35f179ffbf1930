//! A subject line that is there but says nothing, or none at all.

use crate::mail::{Anchor, Part, Sentence, Subject};
use crate::unit::Kind;

use super::super::context::{Context, Found};
use super::set_phrases::only_set_phrases;

/// Further words of a line hold no names that a subject would repeat.
const WORDS: usize = 16;

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    let document = context.document;
    if document.is_excerpt() {
        return Vec::new();
    }
    match document.subject() {
        Subject::Empty(line) => vec![Found::at(vec![line])],
        Subject::Given(sentence) => {
            let spans = sentence.normal.spans(0..sentence.text().len());
            let says_nothing = says_nothing(context, sentence);
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

fn says_nothing(context: &Context<'_>, subject: &Sentence) -> bool {
    let names = names(context);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let at = context.document.sentence_at(subject.span().start());
    // The dictionary has no readings for proper nouns.
    let proper = |word: &str| {
        context.reading().units(at).iter().any(|unit| unit.kind == Kind::Noun && unit.lemma == word && unit.key == word)
    };
    only_set_phrases(subject.text(), &names, &proper)
}

/// What sender and reader are called: the words of addressee and signature, and those before でございます in the greeting.
fn names(context: &Context<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for sentence in context.document.sentences() {
        let words = match sentence.part {
            Part::Addressee | Part::Signature => sentence.text(),
            Part::Greeting => introduction(sentence.text()).unwrap_or_default(),
            _ => continue,
        };
        let words = words.split(|c: char| !c.is_alphanumeric() || c == 'の').take(WORDS);
        let name = |word: &str| word.trim_end_matches(['様', '殿']).to_lowercase();
        names.extend(words.map(name).filter(|name| may_be_name(name)));
    }
    names
}

/// 双葉製版の高井 of 「双葉製版の高井でございます。」
fn introduction(greeting: &str) -> Option<&str> {
    let own = ["でございます", "と申します", "です"].iter().find_map(|end| greeting.rfind(end));
    own.map(|end| &greeting[..end])
}

fn may_be_name(word: &str) -> bool {
    let length = word.chars().count();
    (2..=12).contains(&length) && !word.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::tests::flagged_in;

    fn is_flagged(subject: &str) -> bool {
        let mail = format!(
            "件名：{subject}\n\n株式会社みなと\n中島 優子様\n\nお世話になっております。雑貨店こぐまの久我でございます。\n\
             発送が遅れ、申し訳ございません。\n\n雑貨店こぐま 久我 桃子\n電話 011-555-0133\n"
        );
        !flagged_in("delay", "missing/subject", &mail).is_empty()
    }

    #[test]
    fn reply_marks_and_greetings_say_nothing() {
        for subject in [
            "Re:",
            "Fw: Re:",
            "テスト",
            "ありがとうございました",
            "お客様へ",
            "お世話になっております",
            "【重要】大切なお知らせ",
            "取り急ぎ",
            "ご確認ください",
            "ご連絡いたします",
            "先日はありがとうございました",
            "メール拝見しました",
            "ご返信ありがとうございます",
            "はじめまして",
            "例の件",
            "件名をここに入力",
            "（件名なし）",
            "★",
            "...",
        ] {
            assert!(is_flagged(subject), "{subject}");
        }
    }

    #[test]
    fn names_and_dates_say_nothing() {
        for subject in [
            "久我です",
            "雑貨店こぐま",
            "雑貨店こぐま 久我より",
            "中島様",
            "雑貨店こぐまの久我です",
            "株式会社マナビノキの蓮見です",
            "12月2日",
            "2026/12/02",
            "12/2(水) ご連絡",
        ] {
            assert!(is_flagged(subject), "{subject}");
        }
    }

    #[test]
    fn a_single_word_of_content_is_enough() {
        for subject in [
            "Re: 発送の遅れのお詫び",
            "お客様へ大切なお知らせ（発送の遅れ）",
            "お詫び",
            "納期遅れの件",
            "ご注文の件",
            "見積もりの件",
            "名刺",
            "名刺です",
            "10月3日の件",
            "中島様の件",
            "雑貨店こぐまより発送のお知らせ",
            "久我です。納期の件",
            "株式会社みなと様 納期変更",
            "お礼",
            "ご返信拝見しました",
            "本日のお礼",
            "連絡先のお知らせ",
            "確認書のご案内",
            "12月号のお知らせ",
            "注文番号 1120",
            "12月18日納品のご連絡",
            "ご返金のご連絡",
            "Report",
        ] {
            assert!(!is_flagged(subject), "{subject}");
        }
    }
}
