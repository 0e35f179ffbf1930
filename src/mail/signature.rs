//! Who we are at the end of a mail: behind a rule, or a run of names and ways to reach us without one.

use super::Part;
use super::addressee::is_addressed;
use super::shape::{
    Shape, columns, ends_in_predicate, ends_in_terminator, fold, is_hiragana, is_kanji, is_katakana, is_titled_rule,
};
use super::sheet::Sheet;

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

/// How many lines with words at the end of a mail are looked at.
const TAIL: usize = 40;

/// Marks the signature.
pub(super) fn mark(sheet: &mut Sheet<'_>) {
    let mut tail: Vec<usize> = sheet.open().rev().take(TAIL).collect();
    tail.reverse();
    let mut looks: Vec<Look> = tail.iter().map(|&line| look(sheet, line)).collect();
    spread_notices(sheet, &tail, &mut looks);
    let ruled = (0..tail.len()).find(|&at| begins_at_rule(sheet, &tail, &looks, at));
    let start = match ruled {
        Some(rule) => walk_up(sheet, &tail, &looks, rule, true),
        None => walk_up(sheet, &tail, &looks, tail.len(), false),
    };
    if start < tail.len() {
        // Everything behind, blank lines too, but never a quotation.
        for line in tail[start]..sheet.len() {
            if sheet.part(line).is_none() {
                sheet.set(line, Part::Signature);
            }
        }
    }
}

/// A notice's further lines belong to it.
fn spread_notices(sheet: &Sheet<'_>, tail: &[usize], looks: &mut [Look]) {
    for at in 1..tail.len() {
        let adjoining = tail[at] == tail[at - 1] + 1 && sheet.part(tail[at - 1]).is_none();
        if adjoining && looks[at - 1] == Look::Notice && matches!(looks[at], Look::Other | Look::Short) {
            looks[at] = Look::Notice;
        }
    }
}

/// Whether the rule at this place opens the signature: what follows names us, and is no text of the mail.
fn begins_at_rule(sheet: &Sheet<'_>, tail: &[usize], looks: &[Look], at: usize) -> bool {
    if looks[at] != Look::Rule {
        return false;
    }
    let behind = &looks[at + 1..];
    let count = |look: Look| behind.iter().filter(|&&seen| seen == look).count();
    let (contacts, firm) = (count(Look::Contact), count(Look::Organisation) + count(Look::Name));
    let others = tail[at + 1..].iter().zip(behind).filter(|(_, look)| **look == Look::Other);
    let spoken = others.clone().any(|(&line, _)| is_text_of_mail(sheet.line(line)));
    let others = others.count();
    let delimiter = sheet.line(tail[at]) == "--";
    let named = contacts + firm > 0 || count(Look::Short) > 0 && (delimiter || behind.len() <= 4);
    let allowed = if delimiter { 3 } else { contacts.min(2) };
    named && !spoken && others <= allowed && first_words_name_us(behind)
}

/// The first line behind the rules must not be text: ──── ⏎ text ⏎ ──── ⏎ signature begins at the second one.
fn first_words_name_us(behind: &[Look]) -> bool {
    let first = behind.iter().find(|look| **look != Look::Rule);
    first.is_some_and(|look| !matches!(look, Look::Notice | Look::Other))
}

fn is_text_of_mail(line: &str) -> bool {
    let said = [
        "申し上げ",
        "お願い",
        "お詫び",
        "ありがとう",
        "敬具",
        "申し訳",
        "いたします。",
        "おります。",
        "ました。",
        "以上",
    ];
    said.iter().any(|word| line.contains(word))
}

/// The first place of the run of signature lines that ends before `end`; `end` itself where there is none.
fn walk_up(sheet: &Sheet<'_>, tail: &[usize], looks: &[Look], end: usize, ruled: bool) -> usize {
    let mut start = end;
    let mut firm = false;
    let mut contact = false;
    let mut gaps = 0;
    let mut at = end;
    while at > 0 {
        at -= 1;
        // A blank line between this line and the run below it.
        let apart = at + 1 < end && is_apart(sheet, tail[at], tail[at + 1]);
        gaps += usize::from(apart);
        let look = looks[at];
        let fits = match look {
            Look::Contact => !ruled && (!apart || !contact || gaps <= 1),
            Look::Organisation => !apart || gaps <= 1,
            Look::Name => !apart || gaps <= 1 && !firm,
            Look::Short => !ruled && !apart && (firm || contact || opens_after_text(sheet, tail, at)),
            Look::Rule | Look::Notice => !ruled && !firm && !contact,
            Look::Other => false,
        };
        if !fits || gaps > 2 {
            break;
        }
        match look {
            Look::Contact => contact = true,
            Look::Organisation | Look::Name => firm = true,
            _ => continue,
        }
        start = at;
    }
    if ruled || start == end {
        return start;
    }
    let start = short_lines_above(sheet, tail, looks, start, end);
    let text_before = start > 0 && follows_text(sheet, tail, start);
    let lines = tail.len() - start;
    // Without a way to reach us it must come after the text of a mail, and be short.
    let whole = contact && (firm || lines >= 2 || text_before) && start > 0 || firm && text_before && lines <= 6;
    if whole { start } else { end }
}

/// Takes in the few words right above the run: a shop's name without 店.
fn short_lines_above(sheet: &Sheet<'_>, tail: &[usize], looks: &[Look], start: usize, end: usize) -> usize {
    let mut start = start;
    while start > 0 && start < end && matches!(looks[start - 1], Look::Short | Look::Name | Look::Organisation) {
        if is_apart(sheet, tail[start - 1], tail[start]) {
            break;
        }
        start -= 1;
    }
    start
}

fn is_apart(sheet: &Sheet<'_>, above: usize, below: usize) -> bool {
    (above + 1..below).any(|line| sheet.is_blank(line) || sheet.part(line).is_some())
}

fn opens_after_text(sheet: &Sheet<'_>, tail: &[usize], at: usize) -> bool {
    at > 0 && is_apart(sheet, tail[at - 1], tail[at]) && follows_text(sheet, tail, at)
}

fn follows_text(sheet: &Sheet<'_>, tail: &[usize], at: usize) -> bool {
    let Some(&line) = at.checked_sub(1).and_then(|above| tail.get(above)) else { return false };
    let words = sheet.line(line);
    let marked = matches!(sheet.shape(line), Shape::Alone | Shape::Rule);
    marked
        || ends_in_terminator(words)
        || ends_in_predicate(words)
        || words.ends_with("まで")
        || is_apart(sheet, line, tail[at])
}

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
    let named = words.iter().filter(|word| **word != "tel" || telephone).any(|word| placed(word));
    // The rest of an address that was wrapped.
    let domain = folded.is_ascii() && folded.contains('.') && !folded.contains(' ') && folded.len() > 4;
    domain
        || named && columns(folded) <= 110
        || is_mail_address(folded)
        || has_telephone_number(folded)
        || is_street_address(folded)
}

fn is_mail_address(folded: &str) -> bool {
    folded.split_once('@').is_some_and(|(before, behind)| {
        before.ends_with(|c: char| c.is_ascii_alphanumeric()) && behind.starts_with(|c: char| c.is_ascii_alphanumeric())
    })
}

/// 03-1234-5678, 0120-555-018, (03)1234-5678
fn has_telephone_number(folded: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '(' | ')' | '‐' | '−' | 'ー' | '–');
    folded.split(|c: char| !is_part(c)).any(|run| {
        let digits = run.chars().filter(char::is_ascii_digit).count();
        (9..=11).contains(&digits) && run.chars().count() - digits >= 2 && run.trim_start_matches('(').starts_with('0')
    })
}

/// 東京都港区芝1-2-3, 北町二丁目
fn is_street_address(folded: &str) -> bool {
    let area = folded.contains(['都', '道', '府', '県', '市', '区', '町', '村', '郡']);
    let numbered = folded.contains("丁目")
        || folded.contains("番地")
        || folded
            .as_bytes()
            .windows(3)
            .any(|three| three[0].is_ascii_digit() && three[1] == b'-' && three[2].is_ascii_digit());
    area && numbered && columns(folded) <= 90
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
