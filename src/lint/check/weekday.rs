//! A weekday that does not fit its date.
//!
//! A date without a year takes it from the mail's header, else from the dates before it and the day of the run, and is
//! right if it fits any of them. Where none of them is known, the dates of the mail speak about each other: those that
//! fit no year in which most of the others fit are wrong.

use crate::calendar::Date;
use crate::diagnostic::{Confidence, Edit, Fix, Related};
use crate::mail::Part;

use super::super::context::{Context, Found};
use super::dates::{self, Mention};

/// More days to reckon from would not make a year more certain.
const BASES: usize = 32;

pub(super) fn check(context: &Context<'_>, parts: &[Part]) -> Vec<Found> {
    let bases = Bases::of(context);
    let dated: Vec<Mention> = dates::mentions(context, parts)
        .into_iter()
        .filter(|mention| mention.weekday.is_some() && mention.exists() && !mention.relative)
        .collect();
    let mut found = Vec::new();
    let mut without_year = Vec::new();
    for mention in dated {
        let days: Vec<Date> = match mention.date() {
            Some(date) => vec![date],
            None => bases.days(&mention),
        };
        match days.first() {
            Some(_) if days.iter().any(|day| fits(&mention, *day)) => {}
            Some(day) => found.push(misfit(context, &mention, Some(*day))),
            None => without_year.push(mention),
        }
    }
    found.extend(among_themselves(context, &without_year));
    found
}

fn fits(mention: &Mention, day: Date) -> bool {
    mention.weekday.is_none_or(|(weekday, _)| weekday == day.weekday())
}

/// Days near which a date without a year is to be sought, each with its place: those written before it count, for a year
/// is named first and then left out. A year that is named later is another one: 保証の期限は2028年2月29日です.
struct Bases {
    header: Option<Date>,
    today: Option<Date>,
    written: Vec<((usize, usize), Date)>,
}

impl Bases {
    fn of(context: &Context<'_>) -> Bases {
        if let Some(header) = dates::of_header(context) {
            return Bases { header: Some(header), today: None, written: Vec::new() };
        }
        let mut written: Vec<((usize, usize), Date)> = Vec::new();
        for mention in dates::mentions(context, &Part::ALL) {
            if let Some(date) = mention.date().filter(|date| !written.iter().any(|(_, known)| known == date))
                && written.len() < BASES
            {
                written.push((place(&mention), date));
            }
        }
        Bases { header: None, today: context.settings.today, written }
    }

    /// The days that a date without a year may be. The year of the run is as likely as the nearest one.
    fn days(&self, mention: &Mention) -> Vec<Date> {
        let before = self.written.iter().filter(|(at, _)| *at < place(mention)).map(|&(_, date)| date);
        let near = before.chain(self.header).chain(self.today).filter_map(|base| mention.near(base));
        let this_year = self.today.and_then(|today| Date::new(today.year(), mention.month, mention.day));
        near.chain(this_year).collect()
    }
}

fn place(mention: &Mention) -> (usize, usize) {
    (mention.sentence, mention.bytes.start)
}

/// Every calendar there is comes once in 28 years.
const CYCLE: std::ops::Range<i32> = 2020..2048;

/// What is wrong among dates of which no year is known.
fn among_themselves(context: &Context<'_>, mentions: &[Mention]) -> Vec<Found> {
    let autumn = mentions.iter().any(|mention| mention.month > 6);
    let fits_in = |mention: &Mention, year: i32| {
        let next = autumn && mention.month <= 6;
        [Some(year), next.then_some(year + 1)]
            .into_iter()
            .flatten()
            .filter_map(|year| Date::new(year, mention.month, mention.day))
            .any(|day| fits(mention, day))
    };
    let count = |year: i32| mentions.iter().filter(|mention| fits_in(mention, year)).count();
    let counts: Vec<(i32, usize)> = CYCLE.map(|year| (year, count(year))).collect();
    let most = counts.iter().map(|&(_, count)| count).max().unwrap_or(0);
    if mentions.len() < 2 || most == mentions.len() {
        return Vec::new();
    }
    let best: Vec<i32> = counts.iter().filter(|&&(_, count)| count == most).map(|&(year, _)| year).collect();
    let wrong = |mention: &&Mention| most >= 2 && !best.iter().any(|&year| fits_in(mention, year));
    let flagged: Vec<&Mention> = mentions.iter().filter(wrong).collect();
    if flagged.is_empty() {
        contradiction(context, mentions)
    } else {
        flagged.iter().map(|m| misfit(context, m, None)).collect()
    }
}

/// The dates cannot all be right, and nothing tells which of them is wrong: the last one, with the first beside it.
fn contradiction(context: &Context<'_>, mentions: &[Mention]) -> Vec<Found> {
    let [first, .., last] = mentions else { return Vec::new() };
    let mut found = misfit(context, last, None);
    found.confidence = Confidence::Medium;
    let message = "この日付と曜日とは、どの年でも両立しません".to_owned();
    found.related.push(Related { message, spans: spans(context, first, first.bytes.clone()) });
    vec![found]
}

fn spans(context: &Context<'_>, mention: &Mention, bytes: std::ops::Range<usize>) -> Vec<crate::text::Span> {
    context.document.sentences()[mention.sentence].normal.spans(bytes)
}

fn misfit(context: &Context<'_>, mention: &Mention, day: Option<Date>) -> Found {
    let mut found = Found::at(spans(context, mention, mention.bytes.clone()));
    if let (Some(day), Some((weekday, at))) = (day, mention.weekday) {
        let right = day.weekday().kanji();
        found = found.with("expected", format!("{right}曜日"));
        let kanji = spans(context, mention, at..at + weekday.kanji().len_utf8());
        // ㈭ holds its brackets: its source is more than the kanji.
        if let [span] = kanji.as_slice()
            && context.document.text().slice(*span).chars().eq([weekday.kanji()])
        {
            found.fixes.push(Fix { safe: false, edits: vec![Edit { span: *span, text: right.to_string() }] });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::{flagged, flagged_on};

    const RULE: &str = "hygiene/weekday";

    #[test]
    fn a_weekday_must_fit_a_written_year() {
        assert_eq!(flagged(RULE, "お届けは2026年12月3日(水)です。"), ["2026年12月3日(水)"]);
        assert_eq!(flagged(RULE, "お届けは２０２６年１２月３日（金・祝）です。"), ["２０２６年１２月３日（金・祝）"]);
        assert_eq!(flagged(RULE, "令和8年12月3日火曜日に伺います。"), ["令和8年12月3日火曜日"]);
        for right in ["2026年12月3日(木)", "令和8年12月3日（木曜日）", "2026/12/3㈭", "2026年6月12日(初日)"]
        {
            assert_eq!(flagged(RULE, &format!("お届けは{right}です。")), [""; 0], "{right}");
        }
    }

    #[test]
    fn the_weekday_may_stand_before_or_be_english() {
        let run = (2026, 11, 21);
        for wrong in ["水曜の12月8日", "水曜日(12月8日", "12.8(水)", "12/8 Wed", "12/8(Wed)", "12月8日（Wed）"]
        {
            let close = if wrong.starts_with("水曜日(") { ")" } else { "" };
            assert_eq!(flagged_on(RULE, &format!("来週、{wrong}{close}に伺います。"), run), [wrong], "{wrong}");
        }
        for right in
            ["火曜の12月8日", "火曜日(12月8日)", "12.8(火)", "12/8 Tue", "12月8日(Tuesday)", "毎週水曜の12月8日"]
        {
            assert_eq!(flagged_on(RULE, &format!("来週、{right}に伺います。"), run), [""; 0], "{right}");
        }
    }

    #[test]
    fn the_year_may_stand_elsewhere() {
        let mail = "Date: Mon, 23 Nov 2026 10:00:00 +0900\n件名：お届けの件\n\n山田様\n\nお届けは12月3日(水)、1月8日(金)です。\n";
        assert_eq!(flagged(RULE, mail), ["12月3日(水)"]);
        assert_eq!(flagged(RULE, "2026年12月20日に承りました。お届けは1月8日(木)です。"), ["1月8日(木)"]);
        assert_eq!(flagged(RULE, "2026年12月20日に承りました。お届けは1月8日(金)です。"), [""; 0]);
        assert_eq!(flagged(RULE, "お届けは11月30日(月)です。保証の期限は2028年2月29日です。"), [""; 0]);
    }

    #[test]
    fn without_a_year_only_the_day_of_the_run_tells() {
        assert_eq!(flagged(RULE, "お届けは12月3日(水)です。"), [""; 0]);
        assert_eq!(flagged_on(RULE, "お届けは12月3日(水)です。", (2026, 11, 21)), ["12月3日(水)"]);
        assert_eq!(flagged_on(RULE, "お届けは12月3日(木)、1月8日(金)です。", (2026, 11, 21)), [""; 0]);
        assert_eq!(flagged_on(RULE, "来年の12月3日(金)です。", (2026, 11, 21)), [""; 0]);
    }

    #[test]
    fn dates_without_a_year_speak_about_each_other() {
        let three = "候補は12月3日(木)、12月4日(金)、12月8日(水)です。";
        assert_eq!(flagged(RULE, three), ["12月8日(水)"]);
        assert_eq!(flagged(RULE, "候補は12月3日(木)、12月4日(木)です。"), ["12月4日(木)"]);
        assert_eq!(flagged(RULE, "候補は12月28日(月)、1月8日(金)です。"), [""; 0]);
    }
}
