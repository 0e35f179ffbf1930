//! The dates of a mail as people write them: 2026年12月3日(木), 令和八年十二月三日, 12/3(木), 12.3(木), 12/3 Thu, 木曜の12月3日,
//! and 5日(土) behind another date.

use std::ops::Range;

use crate::calendar::{Date, Weekday, days_in};
use crate::mail::Part;

use super::super::context::Context;
use super::number::{Number, may_begin, number};
use super::person::is_kanji;

/// A date in a sentence; it need not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Mention {
    /// Index of the sentence.
    pub(super) sentence: usize,
    /// The date with its weekday, in bytes of the sentence's normalised text.
    pub(super) bytes: Range<usize>,
    /// End of the date itself.
    pub(super) date_end: usize,
    pub(super) year: Option<i32>,
    pub(super) month: u32,
    pub(super) day: u32,
    /// The weekday written beside it, and where.
    pub(super) weekday: Option<(Weekday, usize)>,
    /// 来年 or 昨年 stands before it: the year is another one.
    pub(super) relative: bool,
}

impl Mention {
    /// Whether there is such a day, in some year if none is written.
    pub(super) fn exists(&self) -> bool {
        (1..=days_in(self.year, self.month)).contains(&self.day)
    }

    /// The day, where the year is written.
    pub(super) fn date(&self) -> Option<Date> {
        Date::new(self.year?, self.month, self.day)
    }

    /// The day, taken as near to another day as it can be where no year is written.
    pub(super) fn near(&self, other: Date) -> Option<Date> {
        if self.relative {
            return None;
        }
        self.date().or_else(|| if self.year.is_none() { other.nearest(self.month, self.day) } else { None })
    }
}

/// Every date of the mail, in order.
fn all<'c>(context: &'c Context<'_>) -> &'c [Mention] {
    let sentences = || context.document.sentences().iter().enumerate();
    context.dates.get_or_init(|| sentences().flat_map(|(at, sentence)| in_text(at, sentence.text())).collect())
}

/// Every date in the sentences of these parts, in order.
pub(super) fn mentions(context: &Context<'_>, parts: &[Part]) -> Vec<Mention> {
    let sentences = context.document.sentences();
    all(context).iter().filter(|date| parts.contains(&sentences[date.sentence].part)).cloned().collect()
}

/// Every date in a sentence, in order.
pub(super) fn of_sentence<'c>(context: &'c Context<'_>, sentence: usize) -> &'c [Mention] {
    let start = all(context).partition_point(|date| date.sentence < sentence);
    let end = all(context).partition_point(|date| date.sentence <= sentence);
    &all(context)[start..end]
}

/// The day on which the mail was written, where a header says so.
pub(super) fn of_header(context: &Context<'_>) -> Option<Date> {
    let document = context.document;
    let written = mentions(context, &[Part::Header]).iter().find_map(Mention::date);
    written.or_else(|| {
        let lines = document.lines().iter().filter(|line| line.part == Part::Header);
        lines.map(|line| document.text().slice(line.span)).find_map(english)
    })
}

/// `Date: Thu, 3 Dec 2026 10:00:00 +0900`
fn english(line: &str) -> Option<Date> {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let rest = line.trim_start().strip_prefix("Date:").or_else(|| line.trim_start().strip_prefix("Sent:"))?;
    let words: Vec<&str> = rest.split([' ', ',']).filter(|word| !word.is_empty()).take(8).collect();
    words.windows(3).find_map(|three| {
        let at = MONTHS.find(three[1].get(..3)?)?;
        let month = u32::try_from(at / 3 + 1).ok()?;
        Date::new(three[2].parse().ok()?, month, three[0].parse().ok()?)
    })
}

/// The dates of a normalised text.
pub(super) fn in_text(sentence: usize, text: &str) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while let Some(first) = next_number(text, at) {
        at = first.end;
        let read = by_kanji(text, first).or_else(|| by_signs(text, first)).or_else(|| day_only(text, first, &found));
        if let Some(mut mention) = read {
            mention.sentence = sentence;
            at = mention.bytes.end;
            found.push(mention);
        }
    }
    found
}

/// The first number at or behind a byte.
pub(super) fn next_number(text: &str, from: usize) -> Option<Number> {
    let behind = text.get(from..)?;
    let begins = behind.char_indices().filter(|&(_, c)| may_begin(c));
    begins.filter_map(|(offset, _)| number(text, from + offset)).next()
}

/// The number behind optional spaces.
fn number_behind(text: &str, at: usize) -> Option<Number> {
    let rest = text.get(at..)?;
    let spaces = rest.len() - rest.trim_start_matches(' ').len();
    if spaces > 2 { None } else { number(text, at + spaces) }
}

/// The end of `sign` behind optional spaces.
fn sign_behind(text: &str, at: usize, sign: char) -> Option<usize> {
    let rest = text.get(at..)?;
    let trimmed = rest.trim_start_matches(' ');
    (rest.len() - trimmed.len() <= 2 && trimmed.starts_with(sign))
        .then(|| at + rest.len() - trimmed.len() + sign.len_utf8())
}

/// [令和]8年12月3日, 12月3日
fn by_kanji(text: &str, first: Number) -> Option<Mention> {
    let (start, year, month) = match sign_behind(text, first.end, '年') {
        Some(end) => {
            let (start, year) = year(text, first)?;
            (start, Some(year), number_behind(text, end)?)
        }
        None => (first.start, None, first),
    };
    let day = number_behind(text, sign_behind(text, month.end, '月')?)?;
    let end = sign_behind(text, day.end, '日')?;
    if month.digits > 2 || day.digits > 2 || text[end..].starts_with('間') {
        return None;
    }
    Some(mention(text, start..end, (year, month.value, day.value)))
}

/// The year with its era, and where it starts.
fn year(text: &str, number: Number) -> Option<(usize, i32)> {
    let value = i32::try_from(number.value).ok()?;
    let before = &text[..number.start];
    for (era, zero) in [("令和", 2018), ("平成", 1988)] {
        if before.ends_with(era) {
            return Some((number.start - era.len(), zero + value));
        }
    }
    match number.digits {
        4 => Some((number.start, value)),
        2 => Some((number.start, 2000 + value)),
        _ => None,
    }
}

/// 2026/12/3, 2026-12-03, 2026.12.3, and 12/3 or 12.3 where a weekday stands behind it.
fn by_signs(text: &str, first: Number) -> Option<Mention> {
    let sign = text[first.end..].chars().next().filter(|c| matches!(c, '/' | '-' | '.'))?;
    let second = number(text, first.end + 1)?;
    let before = text[..first.start].chars().next_back();
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '.' | '_' | '#')) {
        return None;
    }
    let ends =
        |end: usize| !text[end..].starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_'));
    if first.digits == 4 {
        let third = text[second.end..].strip_prefix(sign).and_then(|_| number(text, second.end + 1))?;
        let year = i32::try_from(first.value).ok().filter(|year| (1990..2100).contains(year))?;
        let shaped = second.digits <= 2 && third.digits <= 2 && (1..=12).contains(&second.value) && third.value <= 31;
        return (shaped && ends(third.end))
            .then(|| mention(text, first.start..third.end, (Some(year), second.value, third.value)));
    }
    let shaped = (sign == '/' || sign == '.' && is_point_of_date(text, first, second))
        && first.digits <= 2
        && second.digits <= 2
        && (1..=12).contains(&first.value);
    let found =
        (shaped && ends(second.end)).then(|| mention(text, first.start..second.end, (None, first.value, second.value)));
    found.filter(|mention| mention.weekday.is_some())
}

/// 12.8(水)に is a day; 比重1.5(水) and 厚さ1.5(木) are measures.
fn is_point_of_date(text: &str, month: Number, day: Number) -> bool {
    let before = text[..month.start].chars().next_back();
    let measures = before.is_some_and(|c| is_kanji(c) || matches!(c, 'さ' | 'ァ'..='ヴ' | 'ー'));
    let of_time = ["に", "まで", "から", "は", "の", "以", "午", "、", "〜", "~", " "];
    let behind = text[day.end..].strip_prefix('(').and_then(|inside| inside.split_once(')'));
    let dated = behind.is_some_and(|(_, rest)| rest.is_empty() || of_time.iter().any(|word| rest.starts_with(word)));
    !measures && (1..=31).contains(&day.value) && dated
}

/// 5日(土) behind 12月3日: the same month, unless the days run backwards.
fn day_only(text: &str, first: Number, found: &[Mention]) -> Option<Mention> {
    let end = sign_behind(text, first.end, '日')?;
    let last = found.last().filter(|last| last.day < first.value && first.digits <= 2)?;
    let mut read = mention(text, first.start..end, (last.year, last.month, first.value));
    read.relative = last.relative;
    Some(read).filter(|mention| mention.weekday.is_some())
}

fn mention(text: &str, date: Range<usize>, (year, month, day): (Option<i32>, u32, u32)) -> Mention {
    let behind = weekday(text, date.end);
    let ahead = if behind.is_none() { weekday_before(text, &date) } else { None };
    let before = text[..date.start].trim_end_matches(['の', '、', ' ', '(']);
    let relative = ["来年", "翌年", "昨年", "去年", "前年", "一昨年", "再来年", "毎年", "例年"];
    Mention {
        sentence: 0,
        bytes: ahead.map_or(date.start, |(_, start)| start)..behind.map_or(date.end, |(_, _, end)| end),
        date_end: date.end,
        year,
        month,
        day,
        weekday: behind.map(|(day, at, _)| (day, at)).or(ahead),
        relative: year.is_none() && relative.iter().any(|word| before.ends_with(word)),
    }
}

/// The weekday before a date, and where: 水曜の12月8日, 水曜日(12月8日). 毎週水曜 and 火・水曜 are more days than one.
fn weekday_before(text: &str, date: &Range<usize>) -> Option<(Weekday, usize)> {
    let before = &text[..date.start];
    let before = match before.strip_suffix('(') {
        Some(before) if text[date.end..].starts_with(')') => before,
        Some(_) => return None,
        None => before.strip_suffix('の')?,
    };
    let named = before.strip_suffix("曜日").or_else(|| before.strip_suffix('曜'))?;
    let kanji = named.chars().next_back()?;
    let rest = &named[..named.len() - kanji.len_utf8()];
    // 「来週、水曜の」 is one day, 「火、水曜の」 and 「火曜日と水曜の」 are not.
    let listed = rest.strip_suffix(['・', '、', ',', '/', 'と', 'か', '〜', '~', '-']);
    let day_before = listed.and_then(|rest| rest.chars().next_back());
    let several = day_before.is_some_and(|c| c == '曜' || Weekday::of(c).is_some())
        || ["毎週", "毎週の", "隔週", "毎月", "定休"].iter().any(|word| rest.ends_with(word));
    let day = Weekday::of(kanji).filter(|_| !several)?;
    Some((day, rest.len()))
}

/// Wed, Wednesday; not SAT, which is an examination.
fn english_weekday(words: &str) -> Option<(Weekday, usize)> {
    const DAYS: [(&str, char); 7] = [
        ("Monday", '月'),
        ("Tuesday", '火'),
        ("Wednesday", '水'),
        ("Thursday", '木'),
        ("Friday", '金'),
        ("Saturday", '土'),
        ("Sunday", '日'),
    ];
    let end = words.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(words.len());
    let word = &words[..end];
    let (_, kanji) = DAYS.iter().find(|(day, _)| word == *day || word == &day[..3])?;
    Some((Weekday::of(*kanji)?, end))
}

/// The one weekday behind a date: (木), (木・祝), (木曜日), 木曜日, の木曜日; where its kanji stands, and where it ends.
fn weekday(text: &str, at: usize) -> Option<(Weekday, usize, usize)> {
    let rest = text.get(at..)?;
    let behind = rest.trim_start_matches(' ');
    let at = at + rest.len() - behind.len();
    let Some(inside) = behind.strip_prefix(['(', '[', '<', '〈', '【']) else {
        if let Some((day, length)) = english_weekday(behind) {
            return Some((day, at, at + length));
        }
        let word = behind.strip_prefix('の').unwrap_or(behind);
        let start = at + behind.len() - word.len();
        let day = Weekday::of(word.chars().next()?)?;
        let named = word.get('月'.len_utf8()..)?.strip_prefix('曜')?;
        let end = start + 2 * '月'.len_utf8() + if named.starts_with('日') { '日'.len_utf8() } else { 0 };
        return Some((day, start, end));
    };
    let start = at + behind.len() - inside.len();
    let length = inside.char_indices().take(12).find(|&(_, c)| matches!(c, ')' | ']' | '>' | '〉' | '】'))?;
    let words = &inside[..length.0];
    let english = english_weekday(words).filter(|&(_, length)| length == words.len()).map(|(day, _)| (day, 0));
    let (day, offset) = english.or_else(|| only_weekday(words))?;
    Some((day, start + offset, start + length.0 + length.1.len_utf8()))
}

/// The weekday of what stands in brackets, if there is just one and nothing that makes another word of it.
fn only_weekday(words: &str) -> Option<(Weekday, usize)> {
    let mut found = None;
    let mut at = 0;
    for piece in words.split(['・', '、', ',', '/', ' ', '·']) {
        let start = at;
        at += piece.len() + words[at + piece.len()..].chars().next().map_or(0, char::len_utf8);
        let bare = piece.trim_end_matches(['祝', '休', '夜', '朝', '昼']);
        let bare = bare.strip_suffix("曜日").or_else(|| bare.strip_suffix('曜')).unwrap_or(bare);
        let mut chars = bare.chars();
        match (chars.next().and_then(Weekday::of), chars.next()) {
            (Some(_), None) if found.is_some() => return None,
            (Some(day), None) => found = Some((day, start)),
            (Some(_), Some('〜' | '-' | '~' | '–')) => return None,
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::in_text;

    fn read(text: &str) -> Vec<(Option<i32>, u32, u32, Option<char>)> {
        let kanji = |m: &super::Mention| m.weekday.map(|(day, _)| day.kanji());
        in_text(0, text).iter().map(|m| (m.year, m.month, m.day, kanji(m))).collect()
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        assert_eq!(read("2026年12月3日(木)に"), [(Some(2026), 12, 3, Some('木'))]);
        assert_eq!(read("12月 3日 木曜日"), [(None, 12, 3, Some('木'))]);
        assert_eq!(read("12/3(木・祝)と2026/12/4"), [(None, 12, 3, Some('木')), (Some(2026), 12, 4, None)]);
        assert_eq!(read("令和8年12月3日"), [(Some(2026), 12, 3, None)]);
        assert_eq!(read("令和元年五月一日の水曜日"), [(Some(2019), 5, 1, Some('水'))]);
        assert_eq!(read("二〇二六年十二月三日"), [(Some(2026), 12, 3, None)]);
        assert_eq!(read("12月3日(木)〜5日(土)"), [(None, 12, 3, Some('木')), (None, 12, 5, Some('土'))]);
        for thursday in [
            "木曜の12月3日に",
            "来週木曜日の12月3日に",
            "木曜日(12月3日)に",
            "12.3(木)に",
            "12/3 Thu に",
            "12/3(Thu)に",
            "12月3日(Thursday)に",
        ] {
            assert_eq!(read(thursday), [(None, 12, 3, Some('木'))], "{thursday}");
        }
    }

    #[test]
    fn look_alikes_are_no_weekdays_or_dates() {
        assert_eq!(read("6月12日(初日)"), [(None, 6, 12, None)]);
        assert_eq!(read("6月12日(月内)"), [(None, 6, 12, None)]);
        assert_eq!(read("6月13日(土・日)"), [(None, 6, 13, None)]);
        assert_eq!(read("6月12日(金額は未定)"), [(None, 6, 12, None)]);
        for no_weekday in [
            "毎週木曜の12月3日に",
            "火・木曜の12月3日に",
            "火曜日と木曜日の12月3日に",
            "木曜日(12月3日を除く)に",
            "木曜日、12月3日に",
            "12月3日SAT試験",
            "12月3日 Sunset公演",
            "12月3日(Monitor)",
        ] {
            assert_eq!(read(no_weekday), [(None, 12, 3, None)], "{no_weekday}");
        }
        for none in ["比重1.5(水)は", "厚さ1.5(木)の板", "版1.12(金)版", "9.5(水", "1.5(水)%"] {
            assert_eq!(read(none), [], "{none}");
        }
        for none in
            ["3/4ほど", "03-1234-5678", "10月30日間", "A-12/3(木)", "2026-12-03-01", "1年12か月", "型番2026/13/1"]
        {
            assert_eq!(read(none), [], "{none}");
        }
    }
}
