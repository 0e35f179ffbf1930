//! What the words behind a match take back: negation, condition, report, question.

use crate::mail::Sentence;
use crate::pattern::Match;
use crate::unit::{Features, Kind, Unit};

use super::model::{Doubt, Guards};

/// Nouns that say that words are somebody else's (…とのご指摘).
const REPORTS: &[&str] = &[
    "指摘",
    "意見",
    "声",
    "連絡",
    "話",
    "申し出",
    "申出",
    "言葉",
    "判断",
    "結論",
    "決定",
    "評価",
    "感想",
    "要望",
    "苦情",
    "こと",
    "返事",
    "回答",
    "理由",
    "旨",
    "内容",
    "問い合わせ",
    "相談",
    "返答",
    "報告",
    "指示",
    "印象",
    "懸念",
    "不満",
    "心配",
    "疑問",
];

/// Verbs with which the reader speaks or we hear.
const SPEAKS: &[&str] =
    &["言う", "伺う", "聞く", "指摘", "承る", "感じる", "うかがう", "拝聴", "読む", "書く", "考える", "思う"];

/// Nouns that hold a thought that can be denied (…つもりはない).
const DENIABLE: &[&str] = &["わけ", "訳", "つもり", "こと", "はず", "もの", "意図", "趣旨", "考え", "意味", "筋合い"];

/// What is left of a match: `None` for nothing, else how many severities lower.
pub(super) fn weigh(guards: Guards, sentence: &Sentence, units: &[Unit<'_>], found: &Match) -> Option<u8> {
    let behind = units.get(found.units.end..).unwrap_or_default();
    let last = found.units.end.checked_sub(1).and_then(|at| units.get(at));
    let mut lower = 0;
    let checks = [
        (guards.negated, negated(behind)),
        (guards.conditional, last.is_some_and(|last| conditional(last, behind))),
        (guards.reported, reported(behind)),
        (guards.question, last.is_some_and(|last| asked(last, behind, sentence))),
    ];
    for (doubt, holds) in checks {
        match doubt {
            Doubt::Skip if holds => return None,
            Doubt::Soften if holds => lower += 1,
            _ => {}
        }
    }
    Some(lower)
}

/// …わけではございません, …つもりはない, …とは考えておりません.
fn negated(behind: &[Unit<'_>]) -> bool {
    let formal = |unit: &Unit<'_>| DENIABLE.contains(&unit.lemma);
    match behind {
        [first, ..] if formal(first) && first.has(Features::NEG) => true,
        [first, second, ..] if formal(first) && second.lemma == "ある" && second.has(Features::NEG) => true,
        [first, second, third, ..] if first.lemma == "という" && formal(second) => {
            second.has(Features::NEG) || third.lemma == "ある" && third.has(Features::NEG)
        }
        [first, second, ..] if first.lemma == "という" && formal(second) => second.has(Features::NEG),
        [first, second, ..] if first.lemma == "と" => {
            second.has(Features::NEG)
                && !second.has(Features::QUESTION)
                && matches!(
                    second.lemma,
                    "思う" | "考える" | "言う" | "限る" | "考え" | "思い" | "申す" | "いう" | "認識"
                )
        }
        _ => false,
    }
}

fn conditional(last: &Unit<'_>, behind: &[Unit<'_>]) -> bool {
    let condition = |unit: &Unit<'_>| unit.has(Features::CONDITION) && !unit.has(Features::REQUEST);
    if condition(last) {
        return true;
    }
    let of_clause = behind.iter().take(3).take_while(|unit| unit.clause == last.clause);
    for (at, unit) in of_clause.enumerate() {
        if matches!(unit.lemma, "場合" | "折" | "際" | "とき" | "時") && at <= 1 {
            return true;
        }
        // …としたら, …ようでしたら, …ということであれば
        if condition(unit) && (at == 0 || matches!(unit.kind, Kind::Formal | Kind::Verb) && at <= 2) {
            return matches!(unit.kind, Kind::Formal | Kind::Verb) && unit.lemma != "ある";
        }
    }
    false
}

fn reported(behind: &[Unit<'_>]) -> bool {
    let theirs = |unit: &Unit<'_>| {
        REPORTS.contains(&unit.lemma)
            || SPEAKS.contains(&unit.lemma)
                && !unit.has(Features::DESIRE)
                && (unit.features.intersects(Features::HONORIFIC | Features::RECEIVE | Features::PREFIX)
                    || matches!(unit.lemma, "伺う" | "うかがう" | "聞く" | "承る" | "指摘"))
    };
    match behind {
        [first, second, ..] if matches!(first.lemma, "と" | "という" | "との") => {
            theirs(second)
                || second.lemma == "の" && behind.get(2).is_some_and(theirs)
                || second.has(Features::PREFIX) && REPORTS.contains(&second.lemma)
        }
        _ => false,
    }
}

fn asked(last: &Unit<'_>, behind: &[Unit<'_>], sentence: &Sentence) -> bool {
    let of_clause = behind.iter().take_while(|unit| unit.clause == last.clause);
    std::iter::once(last).chain(of_clause).any(|unit| unit.has(Features::QUESTION))
        || sentence.terminator == Some('？') && behind.len() <= 2
}
