//! Our own people raised before somebody outside: 弊社の部長の田中様, 弊社の社長がおっしゃる.

use std::ops::Range;

use crate::mail::{Part, Sentence};
use crate::unit::{Features, Kind, Marker, Unit};

use super::super::context::{Context, Found};
use super::person::{POSTS, is_kanji};

/// Words for our own house. 当… and 弊… of other houses are rare enough to be listed.
const US: &[&str] = &[
    "弊社",
    "当社",
    "当店",
    "弊店",
    "小社",
    "当方",
    "私ども",
    "私共",
    "わたくしども",
    "手前ども",
    "当院",
    "当園",
    "当館",
    "当行",
    "当校",
    "当所",
    "弊所",
    "当工房",
    "当会",
    "弊会",
    "我が社",
    "わが社",
    "我社",
    "自社",
    "弊部",
    "当部",
    "弊課",
    "当センター",
    "当ショップ",
];

/// The characters with which these begin.
const BEGIN: &str = "弊当小私わ手我自";

/// How far behind the word for our house a name or a post may end, in characters.
const REACH: usize = 16;

pub(super) fn check(context: &Context<'_>, parts: &[Part]) -> Vec<Found> {
    let reading = context.reading();
    let mut found = Vec::new();
    for (at, sentence) in context.document.sentences().iter().enumerate() {
        if !parts.contains(&sentence.part) {
            continue;
        }
        for us in houses(sentence) {
            let raised = titled(sentence.text(), us.end).or_else(|| verb(reading.units(at), sentence.text(), us.end));
            found.extend(raised.map(|end| Found::at(sentence.normal.spans(us.start..end))));
        }
    }
    found
}

/// The words for our house in a sentence, not in what somebody else is reported to have said.
fn houses(sentence: &Sentence) -> Vec<Range<usize>> {
    let text = sentence.text();
    let begins = text.char_indices().filter(|&(_, c)| BEGIN.contains(c)).map(|(at, _)| at);
    let words = |at: usize| US.iter().filter(move |us| text[at..].starts_with(**us)).map(move |us| at..at + us.len());
    let quoted = |us: &Range<usize>| sentence.quotes.iter().any(|quote| quote.start <= us.start && us.end <= quote.end);
    begins.flat_map(words).filter(|us| !quoted(us)).collect()
}

/// 弊社の田中様, 弊社営業部の部長様, 当店の佐藤さん: where the honorific ends.
fn titled(text: &str, us: usize) -> Option<usize> {
    let rest = &text[us..];
    let belongs =
        |c: char| is_kanji(c) && c != '様' && c != '殿' || c == 'の' || c == ' ' || matches!(c, 'ァ'..='ヴ' | 'ー');
    let end = rest.char_indices().take(REACH).find(|&(_, c)| !belongs(c)).map(|(at, _)| at)?;
    let honorific = ["様", "さん", "さま", "殿"].into_iter().find(|honorific| rest[end..].starts_with(honorific))?;
    let behind = rest[end + honorific.len()..].chars().next();
    if honorific == "様" && behind.is_some_and(|c| matches!(c, '々' | '式' | '子' | '相')) {
        return None;
    }
    let words = rest[..end].trim_end_matches(' ');
    // Department and house may stand before the person: 弊社の営業部の田中.
    let person = words.rsplit(['の', ' ']).next().unwrap_or(words);
    is_own_person(person, words.contains(['の', ' ']) || person.len() < words.len()).then(|| us + end + honorific.len())
}

/// Customers and partners of our house, who are rightly raised, and words that merely end in 様.
const NOT_OURS: &[&str] = &[
    "客",
    "先",
    "店",
    "社",
    "主",
    "会員",
    "方",
    "皆",
    "者",
    "連",
    "業者",
    "家族",
    "ユーザー",
    "ファン",
    "メンバー",
    "パートナー",
    "オーナー",
    "仕",
    "模",
    "同",
    "異",
    "一",
    "名",
    "会",
    "院",
    "校",
    "屋",
    "商事",
    "商会",
    "ん",
    "お子",
    "生徒",
    "患者",
    "株主",
    "都合",
    "状況",
    "事情",
    "商品",
    "場合",
    "形",
    "以上",
    "前",
    "次",
];

fn is_own_person(person: &str, behind_no: bool) -> bool {
    if POSTS.iter().any(|post| person.ends_with(post)) && !person.ends_with("オーナー") {
        return true;
    }
    let bare = POSTS.iter().filter_map(|post| Some(person.rfind(post)? + post.len())).max().unwrap_or(0);
    let department =
        person[bare..].rfind(['部', '課', '室', '係']).filter(|&at| at > 0).map_or(0, |at| at + '部'.len_utf8());
    let name = &person[bare..][department..];
    let kanji = name.chars().all(is_kanji);
    let known = bare > 0 || department > 0 || behind_no;
    known && kanji && (2..=4).contains(&name.chars().count()) && !NOT_OURS.iter().any(|end| name.ends_with(end))
}

/// 弊社の社長がおっしゃる: where the honorific verb ends. The post must be the one who acts.
fn verb(units: &[Unit<'_>], text: &str, us: usize) -> Option<usize> {
    let first = units.iter().position(|unit| unit.start as usize >= us)?;
    let clause = units[first].clause;
    let of_clause: Vec<&Unit<'_>> = units[first..].iter().take_while(|unit| unit.clause == clause).collect();
    let actor = of_clause.iter().position(|unit| unit.marker != Marker::None)?;
    let acts = matches!(of_clause[actor].marker, Marker::Ga | Marker::Wa | Marker::Mo);
    let words = text.get(us..of_clause[actor].core_end as usize)?;
    let person = words.trim_start_matches('の');
    let one_of_us = person.chars().count() <= REACH && has_own_post(person);
    if !acts || !one_of_us {
        return None;
    }
    for (at, unit) in of_clause.iter().enumerate().skip(actor + 1) {
        if matches!(unit.marker, Marker::Ga | Marker::Wa) {
            return None;
        }
        let asked = Features::REQUEST | Features::RECEIVE | Features::HUMBLE;
        // お見えになった方: what stands before a noun may be somebody else's act.
        let attributive = of_clause.get(at + 1).is_some_and(|next| matches!(next.kind, Kind::Noun | Kind::Formal));
        if unit.has(Features::HONORIFIC) {
            if attributive {
                return None;
            }
            return (!unit.features.intersects(asked)).then_some(unit.end as usize);
        }
        // ご説明になる, which is not folded into one unit.
        if let [ni, naru, ..] = &of_clause[at + 1..]
            && unit.has(Features::PREFIX)
            && ni.lemma == "に"
            && naru.lemma == "なる"
            && !["世話", "邪魔", "厄介", "役"].contains(&unit.lemma)
        {
            return Some(naru.end as usize);
        }
    }
    None
}

/// 社長, 営業部長の田中, 担当の佐藤; not お客様, not 取引先の社長.
fn has_own_post(person: &str) -> bool {
    let ours = !["客", "取引先", "様", "貴", "御社", "先方"].iter().any(|word| person.contains(word));
    ours && POSTS.iter().any(|post| person.contains(post))
        && person.chars().all(|c| is_kanji(c) || c == 'の' || matches!(c, 'ァ'..='ヴ' | 'ー' | ' '))
}

#[cfg(test)]
mod tests {
    use super::super::tests::flagged;

    const RULE: &str = "keigo-error/own-side-honorific";

    #[test]
    fn words_for_us_begin_as_is_looked_for() {
        assert!(super::US.iter().all(|us| us.chars().next().is_some_and(|c| super::BEGIN.contains(c))));
    }

    #[test]
    fn our_own_people_are_not_raised() {
        for (text, words) in [
            ("弊社の社長様も心配しております。", "弊社の社長様"),
            ("弊社部長の大島様からご連絡いたします。", "弊社部長の大島様"),
            ("弊社営業部の田中様が伺います。", "弊社営業部の田中様"),
            ("弊社の担当者様よりご連絡いたします。", "弊社の担当者様"),
            ("当店の店長がおっしゃるには、直るとのことです。", "当店の店長がおっしゃる"),
            ("弊社社長がいらっしゃいます。", "弊社社長がいらっしゃいます"),
            ("弊社の部長の田中がご説明になります。", "弊社の部長の田中がご説明になります"),
        ] {
            assert_eq!(flagged(RULE, text), [words], "{text}");
        }
    }

    #[test]
    fn the_readers_people_and_customers_are() {
        for text in [
            "弊社の社長も心配しております。",
            "弊社のお客様がおっしゃるには",
            "弊社のお取引先の社長様が",
            "弊社の取引先様より",
            "当店の会員様へ",
            "貴社の社長様がおっしゃるとおりです。",
            "弊社までお越しになる際は",
            "弊社仕様の部品です。",
            "当店同様にご利用ください。",
            "弊社の担当が、田中様がおっしゃった件を確かめました。",
            "弊社の田中が伺います。",
            "弊社の社長がご説明いたします。",
            "弊社をご担当の佐藤様",
            "弊社の代理店様",
            "弊社の商品をご覧になりましたか。",
            "弊社の担当にお申し付けください。",
            "弊社の都合の様です。",
            "当社の様々な商品",
            "弊社の担当がご覧いただいた資料です。",
            "弊社の社員がお世話になっております。",
            "弊社の店長が、お見えになった方にお詫びいたしました。",
            "弊社の担当がお客様のおっしゃる寸法で作り直しました。",
        ] {
            assert_eq!(flagged(RULE, text), [""; 0], "{text}");
        }
    }
}
