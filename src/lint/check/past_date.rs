//! A new date that lies before the one it replaces, or before the day of the run.

use std::ops::Range;

use crate::calendar::Date;
use crate::diagnostic::Related;
use crate::mail::Part;

use super::super::context::{Context, Found};
use super::dates::{self, Mention};

/// Further apart than this, a day without a year is meant in another year.
const NEAR: i64 = 183;

/// A day further back than a week is no slip of the pen: the draft is an old one.
const SLIP: i64 = 7;

/// More promised days than these make none of them clearer.
const OLD: usize = 32;

pub(super) fn check(context: &Context<'_>, parts: &[Part]) -> Vec<Found> {
    let mentions = dates::mentions(context, parts);
    let sentences = context.document.sentences();
    let (mut fresh, mut old) = (Vec::new(), Vec::new());
    for (at, mention) in mentions.iter().enumerate().filter(|(_, mention)| mention.exists()) {
        let text = sentences[mention.sentence].text();
        let neighbour =
            |at: Option<usize>| at.and_then(|at| mentions.get(at)).filter(|m| m.sentence == mention.sentence);
        let before = neighbour(at.checked_sub(1)).map_or(0, |m| m.bytes.end);
        let behind = neighbour(Some(at + 1)).map_or(text.len(), |m| m.bytes.start);
        match kind(text, before, mention, behind) {
            Some(kind @ (Kind::New | Kind::Planned)) => fresh.push((mention, kind)),
            Some(Kind::Old) if old.len() < OLD => old.push(mention),
            _ => {}
        }
    }
    fresh
        .into_iter()
        .filter_map(|(new, kind)| judge(context, new, if kind == Kind::New { &old } else { &[] }))
        .collect()
}

fn judge(context: &Context<'_>, new: &Mention, old: &[&Mention]) -> Option<Found> {
    let spans = |mention: &Mention| context.document.sentences()[mention.sentence].normal.spans(mention.bytes.clone());
    if let Some(later) = old.iter().find(|old| precedes(context, new, old)) {
        let mut found = Found::at(spans(new)).with("found", "もとの日付");
        found.related.push(Related { message: "もとの日付はこちらです".to_owned(), spans: spans(later) });
        return Some(found);
    }
    let today = dates::of_header(context).or(context.settings.today)?;
    let days = today.days() - new.near(today)?.days();
    let gone = (1..=SLIP).contains(&days);
    gone.then(|| Found::at(spans(new)).with("found", "今日"))
}

/// Whether the new day lies before the old one, which is at most half a year behind it where a year is missing.
fn precedes(context: &Context<'_>, new: &Mention, old: &Mention) -> bool {
    let (new_day, old_day) = match (new.date(), old.date()) {
        (Some(new_day), _) => (Some(new_day), old.near(new_day)),
        (None, Some(old_day)) => (new.near(old_day), Some(old_day)),
        (None, None) => {
            // Any year will do to tell how the two lie to each other; a leap year has every day.
            let some_year = context.settings.today.map_or(2028, Date::year);
            let old_day = Date::new(some_year, old.month, old.day).or_else(|| Date::new(2028, old.month, old.day));
            (old_day.and_then(|old_day| new.near(old_day)), old_day)
        }
    };
    let (Some(new_day), Some(old_day)) = (new_day, old_day) else { return false };
    let apart = old_day.days() - new_day.days();
    let certain = new.year.is_some() && old.year.is_some();
    apart > 0 && (certain || apart < NEAR)
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// What is promised now instead of another day.
    New,
    /// What is to be done on a day, which may well lie before the other one.
    Planned,
    /// What was promised, ordered or missed.
    Old,
}

/// What stands before a new day.
const NEW_BEFORE: &[&str] = &[
    "新しい",
    "新たな",
    "変更後",
    "改めた",
    "改めまして",
    "再入荷",
    "次回",
    "次の入荷",
    "延期後",
    "お届け予定",
    "発送予定",
    "入荷予定",
];

/// What is done on a day to come.
const PLANNED: &[&str] = &[
    "変更",
    "延期",
    "繰り下げ",
    "伺",
    "お届け",
    "発送",
    "お送り",
    "出荷",
    "納品",
    "お納め",
    "入荷",
    "訪問",
    "再開",
    "お渡し",
    "予定",
    "見込",
];

/// Words that say that the day was promised before, or is long gone.
const OLD_MARKS: &[&str] = &[
    "お約束",
    "当初",
    "本来",
    "もともと",
    "遅れ",
    "間に合",
    "変更前",
    "でした",
    "ました",
    "いただい",
    "ご注文",
    "予定でし",
    "過ぎ",
];

/// A change that is done is a new day still: 6月5日に変更いたしました.
const CHANGED: &[&str] = &["変更", "延期", "繰り下げ"];

fn kind(text: &str, before: usize, mention: &Mention, behind: usize) -> Option<Kind> {
    let clause = clause(text, &mention.bytes);
    let before = text.get(before.max(clause.start)..mention.bytes.start).unwrap_or_default();
    let behind = text.get(mention.bytes.end..behind.min(clause.end)).unwrap_or_default();
    let holds = |words: &str, marks: &[&str]| marks.iter().any(|mark| words.contains(mark));
    if holds(before, NEW_BEFORE) && !behind.starts_with("から") {
        return Some(Kind::New);
    }
    let to = ["に", "へ", "までに", "頃", "ごろ"].iter().any(|particle| behind.starts_with(particle));
    if to && holds(behind, CHANGED) {
        return Some(Kind::New);
    }
    if holds(before, OLD_MARKS) || holds(behind, OLD_MARKS) {
        return Some(Kind::Old);
    }
    let of = ["の予定", "の見込", "を予定", "を見込"].iter().any(|word| behind.starts_with(word));
    if of || to && holds(behind, PLANNED) { Some(Kind::Planned) } else { None }
}

/// From the comma before to the comma behind, but not further than a sentence may reasonably reach.
fn clause(text: &str, bytes: &Range<usize>) -> Range<usize> {
    const REACH: usize = 60;
    let stop = |c: char| matches!(c, '、' | '。' | ';' | '\u{3000}');
    let start = text[..bytes.start].char_indices().rev().take(REACH).find(|&(_, c)| stop(c));
    let end = text[bytes.end..].char_indices().take(REACH).find(|&(_, c)| stop(c));
    let far = text[bytes.end..].char_indices().nth(REACH).map_or(text.len(), |(at, _)| bytes.end + at);
    start.map_or(0, |(at, c)| at + c.len_utf8())..end.map_or(far, |(at, _)| bytes.end + at)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{flagged_in, flagged_on};

    const RULE: &str = "hygiene/past-date";

    #[test]
    fn a_new_day_comes_behind_the_old_one() {
        let wrong = "6月12日のお届けが遅れ、申し訳ございません。お届けは6月5日に変更いたします。";
        assert_eq!(flagged_in("delay", RULE, wrong), ["6月5日"]);
        assert_eq!(flagged_in("delay", RULE, "6月12日にお約束の棚が遅れます。新しい納品日は6月5日です。"), ["6月5日"]);
        for right in [
            "6月12日のお届けが遅れ、申し訳ございません。お届けは6月19日に変更いたします。",
            "12月24日のお届けが遅れ、申し訳ございません。新しいお届け日は1月8日です。",
            "6月12日にご注文いただきました品です。6月19日にお届けします。",
            "11月6日にお約束の棚が遅れます。新しいお届け日は11月13日です。代わりの棚を11月5日にお届けします。",
            "6月5日に倉庫を確かめました。6月12日のお届けが遅れております。",
        ] {
            assert_eq!(flagged_in("delay", RULE, right), [""; 0], "{right}");
        }
    }

    #[test]
    fn a_promised_day_is_not_gone_yet() {
        let today = (2026, 11, 21);
        assert_eq!(
            flagged_on(RULE, "在庫が切れ、申し訳ございません。再入荷は11月17日の予定です。", today),
            ["11月17日"]
        );
        assert_eq!(
            flagged_on(RULE, "在庫が切れ、申し訳ございません。再入荷は11月10日の予定です。", today),
            [""; 0],
            "the draft is an old one"
        );
        assert_eq!(flagged_on(RULE, "在庫が切れ、申し訳ございません。再入荷は1月10日の予定です。", today), [""; 0]);
        assert_eq!(
            flagged_on(RULE, "在庫が切れ、申し訳ございません。11月10日にご注文いただきました。", today),
            [""; 0]
        );
    }
}
