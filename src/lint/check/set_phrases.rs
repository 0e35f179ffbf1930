//! Whether anything is left of a subject when reply marks, greetings, names, dates, empty nouns (件, ご連絡) and politeness
//! are taken away.
//!
//! The subject must be covered from end to end by such words: a single word more and it says something.

use super::dates::{Mention, in_text};
use super::number::number;

/// A longer subject says something, or is too odd to judge.
const LONGEST: usize = 180;

/// Nouns that only announce that something is said; ご and お may stand before them.
const ANNOUNCE: &[&str] = &[
    "連絡事項",
    "連絡",
    "知らせ",
    "返信",
    "返事",
    "報告",
    "案内",
    "確認",
    "願い",
    "挨拶",
    "あいさつ",
    "用件",
    "要件",
    "件名",
    "件",
    "メール",
    "急ぎ",
    "回答",
];

/// Greetings, politeness, calls for attention, and the particles that join them.
const SET: &[&str] = &[
    "お世話になっております",
    "お世話になっています",
    "お世話になります",
    "お世話になりました",
    "お疲れ様です",
    "お疲れさまです",
    "こんにちは",
    "こんばんは",
    "おはようございます",
    "はじめまして",
    "初めまして",
    "初めてご連絡",
    "お久しぶりです",
    "ご無沙汰しております",
    "ご無沙汰しています",
    "突然のご連絡",
    "突然のメール",
    "失礼いたします",
    "失礼します",
    "ありがとうございました",
    "ありがとうございます",
    "有難うございました",
    "有難うございます",
    "ありがとう",
    "申し訳ございませんでした",
    "申し訳ございません",
    "申し訳ありませんでした",
    "申し訳ありません",
    "すみませんでした",
    "すみません",
    "ごめんなさい",
    "よろしくお願いいたします",
    "よろしくお願いします",
    "よろしくお願い申し上げます",
    "いただき",
    "いただきまして",
    "いたします",
    "致します",
    "します",
    "いたしました",
    "しました",
    "ください",
    "下さい",
    "でございます",
    "と申します",
    "です",
    "取り急ぎ",
    "取急ぎ",
    "とり急ぎ",
    "とりいそぎ",
    "至急",
    "緊急",
    "重要",
    "大切な",
    "大事な",
    "いつも",
    "大変",
    "誠に",
    "本当に",
    "どうも",
    "メール拝見しました",
    "メールを拝見しました",
    "あの",
    "例の",
    "先日",
    "この前",
    "この間",
    "先ほど",
    "関係者各位",
    "お客様各位",
    "各位",
    "お客様へ",
    "皆様へ",
    "お客様への",
    "皆様への",
    "無題",
    "なし",
    "未入力",
    "ここに",
    "入力",
    "テスト",
    "test",
    "no subject",
    "untitled",
    "notice",
    "info",
    "hello",
    "re",
    "fwd",
    "fw",
    "さん",
    "さま",
    "様",
    "より",
    "から",
    "まで",
    "へ",
    "の",
    "な",
    "を",
    "に",
    "は",
    "と",
];

/// What makes a firm of the word beside it.
const LEGAL_FORMS: &[&str] = &["株式会社", "有限会社", "合同会社", "(株)", "(有)"];

/// What stands behind one's own name.
const INTRODUCES: &[&str] = &["です", "でございます", "と申します", "より"];

/// Whether the subject says nothing. `names` are those of the mail, and `is_proper` tells whether a word is a proper noun.
pub(super) fn only_set_phrases(subject: &str, names: &[&str], is_proper: &dyn Fn(&str) -> bool) -> bool {
    if subject.len() > LONGEST {
        return false;
    }
    let subject = subject.to_lowercase();
    // 10月3日の件 and 中島様の件 tell which matter is meant.
    let named = !subject.contains('件') || subject.contains("件名");
    let dates = in_text(0, &subject);
    let mut reached = vec![false; subject.len() + 1];
    reached[0] = true;
    for at in 0..subject.len() {
        if reached[at] {
            let rest = &subject[at..];
            let mut ends = set_phrases(rest);
            if named {
                ends.extend(date(&subject, &dates, at).map(|end| end - at));
                ends.extend(names.iter().filter(|name| rest.starts_with(**name)).map(|name| name.len()));
                ends.extend(firm(rest));
                ends.extend(introduced(rest, is_proper));
            }
            ends.into_iter().for_each(|length| reached[at + length] = true);
        }
    }
    reached[subject.len()]
}

/// The lengths of the marks and set phrases that the text begins with.
fn set_phrases(rest: &str) -> Vec<usize> {
    let mark = rest.chars().next().filter(|c| !c.is_alphanumeric()).map(char::len_utf8);
    let prefix = ["ご", "お", "御"].into_iter().find(|prefix| rest.starts_with(prefix)).map_or(0, str::len);
    let announced =
        |from: usize| ANNOUNCE.iter().filter(move |w| rest[from..].starts_with(**w)).map(move |w| from + w.len());
    let set = SET.iter().filter(|word| rest.starts_with(**word) && ends_a_word(rest, word)).map(|word| word.len());
    mark.into_iter().chain(announced(0)).chain(announced(prefix)).chain(set).collect()
}

/// `re` is no beginning of `report`.
fn ends_a_word(rest: &str, word: &str) -> bool {
    !word.is_ascii() || !rest[word.len()..].starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Where the date ends that stands here: 12月2日(水), 2026/12/02, 12/2.
fn date(subject: &str, dates: &[Mention], at: usize) -> Option<usize> {
    let written = dates.iter().find(|date| date.bytes.start == at);
    written.map(|date| date.bytes.end).or_else(|| {
        let month = number(subject, at)?;
        let day = number(subject, month.end + 1).filter(|_| subject[month.end..].starts_with('/'))?;
        let ends = !subject[day.end..].starts_with(|c: char| c.is_alphanumeric() || c == '/');
        (month.digits <= 2 && day.digits <= 2 && ends).then_some(day.end)
    })
}

/// 株式会社マナビノキ, (株)みなと: the length of a firm behind its legal form.
fn firm(rest: &str) -> Option<usize> {
    const NAME: usize = 10;
    let run = |text: &str| -> Option<usize> {
        let sort = sort(text.chars().next()?)?;
        let letters = text.chars().take_while(|&c| self::sort(c) == Some(sort));
        let (count, length) = letters.fold((0, 0), |(count, length), c| (count + 1, length + c.len_utf8()));
        // A long run of kanji holds more than a name: 株式会社山田納期変更.
        let most = if sort == Sort::Kanji { NAME / 2 } else { NAME };
        (count <= most).then_some(length)
    };
    LEGAL_FORMS.iter().find_map(|form| {
        let behind = rest.strip_prefix(form)?;
        Some(form.len() + run(behind)?)
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Kanji,
    Katakana,
    Letter,
}

fn sort(c: char) -> Option<Sort> {
    match c {
        'ァ'..='ヴ' | 'ー' => Some(Sort::Katakana),
        'a'..='z' | '0'..='9' => Some(Sort::Letter),
        c if super::person::is_kanji(c) => Some(Sort::Kanji),
        _ => None,
    }
}

/// 蓮見です, 高井より: the length of a name that introduces itself.
fn introduced(rest: &str, is_proper: &dyn Fn(&str) -> bool) -> Option<usize> {
    let end = rest.find(|c| sort(c) != Some(Sort::Kanji))?;
    let (name, behind) = rest.split_at(end);
    let introduces = INTRODUCES.iter().any(|word| behind.starts_with(word));
    (introduces && (2..=4).contains(&name.chars().count()) && is_proper(name)).then_some(end)
}
