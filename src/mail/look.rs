//! What one line looks like to somebody looking for names and ways to reach them. It does not know where the line stands.

use super::addressee::is_addressed;
use super::shape::{Shape, columns, fold, is_hiragana, is_kanji, is_katakana, is_titled_rule};
use super::sheet::Sheet;
use super::variable::{self, Stands};

/// What a line looks like to somebody looking for a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Telephone, address, mail, hours.
    Contact,
    /// A company, shop or department.
    Organisation,
    /// A person's name.
    Name,
    /// A few words that may be a name or a catch-phrase.
    Short,
    /// A drawn line.
    Rule,
    /// What is printed below a signature: 「本メールに心当たりのない…」
    Notice,
    /// Anything else.
    Other,
}

/// Looks at one line.
pub(super) fn look(sheet: &Sheet<'_>, line: usize) -> Look {
    let words = sheet.line(line);
    match sheet.shape(line) {
        Shape::Rule => return Look::Rule,
        Shape::Heading { .. } if is_titled_rule(words) => return Look::Rule,
        Shape::Alone | Shape::Row | Shape::Blank => return Look::Other,
        _ => {}
    }
    if is_notice(words) {
        return Look::Notice;
    }
    if words.len() > 400 || is_prose(words) || is_addressed(words) {
        return Look::Other;
    }
    match variable::alone(words) {
        Some(Stands::Contact) => return Look::Contact,
        Some(Stands::Us) => return Look::Organisation,
        _ => {}
    }
    let folded = fold(words);
    if is_contact(&folded) {
        return Look::Contact;
    }
    if matches!(sheet.shape(line), Shape::Bullet { .. }) {
        return Look::Other;
    }
    if is_label_of_sender(words) {
        return Look::Name;
    }
    if matches!(sheet.shape(line), Shape::Label) {
        return Look::Other;
    }
    if is_organisation(words, &folded) {
        return Look::Organisation;
    }
    if is_name(words) {
        return Look::Name;
    }
    let short = columns(words) <= 44 && !ends_like_text(words) && !folded.contains(|c: char| c.is_ascii_digit());
    if short && !matches!(sheet.shape(line), Shape::Heading { .. }) { Look::Short } else { Look::Other }
}

fn is_prose(words: &str) -> bool {
    let said = ["ます", "です", "ください", "ました", "ません", "でした"];
    // 「ますや商店」 is a name: only what ends a clause counts.
    let spoken = said.iter().any(|end| {
        let mut rest = words;
        while let Some((_, behind)) = rest.split_once(end) {
            if behind.is_empty()
                || behind.starts_with(['。', '、', 'が', 'の', 'か', '！', '!', '」', '♪', '～', '〜', '）'])
            {
                return true;
            }
            rest = behind;
        }
        false
    });
    spoken || words.ends_with('。') || words.contains('、') && columns(words) > 60
}

fn ends_like_text(words: &str) -> bool {
    let last = words.chars().next_back().unwrap_or(' ');
    words.contains(['。', '、'])
        || words.ends_with("まで")
        || matches!(last, 'を' | 'に' | 'は' | 'が' | 'て' | 'と' | 'も' | 'で' | '：' | ':')
}

fn is_notice(words: &str) -> bool {
    let subject = [
        "本メール",
        "このメール",
        "当メール",
        "本電子メール",
        "本eメール",
        "本文書",
        "this e-mail",
        "this email",
        "This e-mail",
        "This email",
        "This message",
    ];
    let about = [
        "心当たり",
        "送信専用",
        "配信",
        "機密",
        "誤って",
        "受信され",
        "自動",
        "意図した",
        "宛先",
        "返信いただ",
        "返信でき",
        "お答えでき",
        "confidential",
        "intended",
    ];
    subject.iter().any(|word| words.contains(word)) && about.iter().any(|word| words.contains(word))
}

/// Whether a folded line tells how or when to reach us.
fn is_contact(folded: &str) -> bool {
    let words = [
        "tel",
        "fax",
        "電話",
        "℡",
        "携帯",
        "直通",
        "〒",
        "http://",
        "https://",
        "www.",
        "e-mail",
        "email",
        "mail:",
        "メール:",
        "フリーダイヤル",
        "営業時間",
        "受付時間",
        "定休日",
        "休業日",
        "業務時間",
        "住所",
        "所在地",
        "☎",
        "📞",
        "✉",
        "{{phone",
        "{{tel",
        "{{email",
    ];
    let placed = |word: &&str| folded.find(*word).is_some_and(|at| at <= 60);
    // 「hotel」 is no telephone.
    let telephone = !folded.contains("hotel") || folded.contains("tel:") || folded.contains("tel ");
    let named = words.iter().filter(|word| **word != "tel" || telephone).any(placed);
    // The rest of an address that was wrapped.
    let domain = folded.is_ascii() && folded.contains('.') && !folded.contains(' ') && folded.len() > 4;
    domain || named && columns(folded) <= 110 || reaches_us(folded)
}

/// Whether a folded line holds an address, a telephone number or the like, whatever words stand around it.
pub(crate) fn reaches_us(folded: &str) -> bool {
    is_mail_address(folded)
        || has_telephone_number(folded)
        || has_telephone_number(&with_digits(folded))
        || has_extension(folded)
        || folded.contains("line id")
        || folded.contains("lineid")
        || is_street_address(folded)
}

/// takai@example.jp, and takai★example.jp or takai(at)example.jp, which are written so against spam.
fn is_mail_address(folded: &str) -> bool {
    ["@", "★", "☆", "(at)", "[at]"].iter().any(|mark| {
        folded.match_indices(mark).any(|(at, _)| {
            let behind = &folded[at + mark.len()..];
            let domain = behind.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '.').next();
            folded[..at].ends_with(|c: char| c.is_ascii_alphanumeric())
                && behind.starts_with(|c: char| c.is_ascii_alphanumeric())
                && (*mark == "@" || domain.is_some_and(|domain| domain.trim_end_matches('.').contains('.')))
        })
    })
}

/// 内線 2231
fn has_extension(folded: &str) -> bool {
    let behind = folded.split_once("内線").map(|(_, behind)| behind.trim_start_matches([' ', ':', '番', '号', '(']));
    behind.is_some_and(|behind| behind.starts_with(|c: char| c.is_ascii_digit()))
}

/// 〇三―五八四六―九〇一七 as a letter set from top to bottom has it: with digits instead of kanji.
fn with_digits(folded: &str) -> String {
    let digit = |c: char| "〇一二三四五六七八九".chars().zip('0'..='9').find(|&(kanji, _)| kanji == c).map(|(_, d)| d);
    folded.chars().map(|c| if c == '―' { '-' } else { digit(c).unwrap_or(c) }).collect()
}

/// 03-1234-5678, 0120-555-018, (03)1234-5678, 03 1234 5678, +81 3 1234 5678
fn has_telephone_number(folded: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '(' | ')' | '‐' | '−' | 'ー' | '–' | ' ');
    folded.split(|c: char| !is_part(c)).map(str::trim).any(|run| {
        let digits = run.chars().filter(char::is_ascii_digit).count();
        (9..=11).contains(&digits) && run.chars().count() - digits >= 2 && run.trim_start_matches('(').starts_with('0')
    }) || has_foreign_number(folded)
}

/// +81 3 1234 5678: all digits with the country's.
fn has_foreign_number(folded: &str) -> bool {
    folded.split('+').skip(1).any(|behind| {
        let run = behind.split(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '(' | ')' | ' ' | '.')).next();
        let digits = run.unwrap_or_default().chars().filter(char::is_ascii_digit).count();
        behind.starts_with(|c: char| c.is_ascii_digit()) && (10..=14).contains(&digits)
    })
}

/// 東京都港区芝1-2-3, 北町二丁目, 岐阜県瑞浪市釜戸町412. Takes a folded line.
fn is_street_address(folded: &str) -> bool {
    const AREAS: [char; 9] = ['都', '道', '府', '県', '市', '区', '町', '村', '郡'];
    let numbered = folded.contains("丁目")
        || folded.contains("番地")
        || folded
            .as_bytes()
            .windows(3)
            .any(|three| three[0].is_ascii_digit() && three[1] == b'-' && three[2].is_ascii_digit());
    // A town within a county, and a number behind without a particle between: no department and no sentence is written so.
    let behind = folded.rsplit(AREAS).next().unwrap_or_default();
    let number = behind.contains(|c: char| c.is_ascii_digit()) && !behind.contains(is_hiragana);
    let nested = folded.matches(AREAS).count() > 1 && number;
    (nested || numbered && folded.contains(AREAS)) && columns(folded) <= 90
}

fn is_label_of_sender(words: &str) -> bool {
    let heads = [
        "担当：",
        "担当:",
        "担当者：",
        "担当者:",
        "責任者：",
        "責任者:",
        "差出人：",
        "店長：",
        "店長:",
        "担当　",
        "担当 ",
    ];
    heads.iter().any(|head| words.starts_with(head)) && columns(words) <= 50
}

fn is_organisation(words: &str, folded: &str) -> bool {
    if columns(words) > 80 || words.contains(['。', '、']) || words.ends_with("まで") {
        return false;
    }
    let anywhere = [
        "株式会社",
        "有限会社",
        "合同会社",
        "合資会社",
        "(株)",
        "㈱",
        "㈲",
        "(有)",
        "法人",
        "co.,",
        "ltd",
        "inc.",
        "corp",
        "{{company",
        "[会社名]",
        "【会社名】",
    ];
    let ends = [
        "社",
        "店",
        "部",
        "課",
        "係",
        "室",
        "センター",
        "窓口",
        "事務局",
        "サポート",
        "チーム",
        "デスク",
        "グループ",
        "ショップ",
        "ストア",
        "工房",
        "スタジオ",
        "事務所",
        "商店",
        "商会",
        "商事",
        "製作所",
        "工業",
        "本舗",
        "屋",
        "院",
        "館",
        "園",
        "企画",
        "営業所",
        "支社",
        "支店",
        "shop",
        "store",
        "一同",
        "カスタマーサービス",
        "コールセンター",
        "お客様相談室",
    ];
    let word_ends = |word: &str| ends.iter().any(|end| word.ends_with(end) && word.len() > end.len() + 2);
    anywhere.iter().any(|mark| folded.contains(mark)) || folded.split([' ', '/', '|']).any(word_ends)
}

/// 「佐藤 花子」, 「営業部　佐藤」, 「佐藤」, 「みなと屋 佐藤 拝」
fn is_name(words: &str) -> bool {
    if words.contains(['。', '、']) || words.ends_with("まで") || words.len() > 90 {
        return false;
    }
    let words = words.trim_end_matches(['）', ')', '拝']).trim_end();
    if words.starts_with("{{") && words.ends_with("}}") || words.starts_with("<%") && words.ends_with("%>") {
        return true;
    }
    let is_letter =
        |c: char| is_kanji(c) || is_hiragana(c) || is_katakana(c) || matches!(c, '〇' | '○' | '◯' | '●' | '△' | '×');
    let segments: Vec<&str> = words.split(char::is_whitespace).filter(|segment| !segment.is_empty()).collect();
    let lettered = segments.iter().all(|segment| segment.chars().all(is_letter) && segment.chars().count() <= 9);
    match segments.as_slice() {
        [only] => {
            lettered
                && (1..=5).contains(&only.chars().count())
                && only.chars().all(|c| is_kanji(c) || matches!(c, '〇' | '○'))
        }
        [.., _] => lettered && segments.len() <= 4 && segments.iter().any(|segment| segment.chars().count() <= 4),
        [] => false,
    }
}
