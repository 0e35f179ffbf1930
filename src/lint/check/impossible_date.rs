//! Days and hours that do not exist: 2月30日, 2/30, 13月, 25時.

use crate::calendar::days_in;
use crate::mail::Part;

use super::super::context::{Context, Found};
use super::dates::{next_number, of_sentence};
use super::number::{Number, number};

pub(super) fn check(context: &Context<'_>, parts: &[Part]) -> Vec<Found> {
    let sentences = context.document.sentences().iter().enumerate().filter(|(_, s)| parts.contains(&s.part));
    let mut found = Vec::new();
    for (at, sentence) in sentences {
        let text = sentence.text();
        let days = of_sentence(context, at).iter().filter(|day| day.month > 0 && day.day > 0 && !day.exists());
        let mut wrong: Vec<_> = days.map(|day| day.bytes.start..day.date_end).collect();
        let mut from = 0;
        while let Some(number) = next_number(text, from) {
            from = number.end;
            let end = month(text, number)
                .or_else(|| day(text, number))
                .or_else(|| hour(text, number))
                .or_else(|| minute(text, number));
            wrong.extend(end.map(|end| number.start..end));
        }
        wrong.sort_by_key(|range| range.start);
        found.extend(wrong.into_iter().map(|range| Found::at(sentence.normal.spans(range))));
    }
    found
}

/// 13月に; with a day behind it, it is one of the days.
fn month(text: &str, number: Number) -> Option<usize> {
    let behind = text[number.end..].strip_prefix('月')?;
    let stands = behind.is_empty()
        || behind
            .starts_with(['に', 'の', 'は', '末', '上', '中', '下', '頃', 'か', 'ま', '、', '。', '号', '以', '初']);
    // か月 is a duration, and からand かけ are not.
    let duration = behind.starts_with("か月") || behind.starts_with("中に") || behind.starts_with("分");
    (number.digits == 2 && number.value > 12 && stands && !duration).then_some(number.end + '月'.len_utf8())
}

/// 2/30に, 11/31まで: only the days just behind the end of a month, for 2/30 may as well be a part of something.
fn day(text: &str, month: Number) -> Option<usize> {
    const PARTS: [&str; 12] = ["ページ", "頁", "進捗", "完了", "件", "問", "点", "枚", "個", "人", "割合", "スケール"];
    let day = number(text, month.end + 1).filter(|_| text[month.end..].starts_with('/'))?;
    let none = month.digits <= 2 && day.value > days_in(None, month.value) && (30..=31).contains(&day.value);
    let before = text[..month.start].chars().next_back();
    let begins = !before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '.' | '_' | '#'));
    let of_time = ["に", "まで", "から", "着", "の午", "午", "以降", "頃", "ごろ", "付"];
    let dated = of_time.iter().any(|word| text[day.end..].starts_with(word)) && !PARTS.iter().any(|w| text.contains(w));
    ((1..=12).contains(&month.value) && none && begins && dated).then_some(day.end)
}

/// 25時, not 25時間.
fn hour(text: &str, number: Number) -> Option<usize> {
    let behind = text[number.end..].strip_prefix('時')?;
    let hour = !behind.starts_with(['間', '点', '代', '短', '給']);
    (number.digits == 2 && number.value > 24 && hour).then_some(number.end + '時'.len_utf8())
}

/// 10時75分
fn minute(text: &str, number: Number) -> Option<usize> {
    let behind = text[number.end..].strip_prefix('分')?;
    let of_hour = text[..number.start].ends_with('時') && !behind.starts_with('間');
    (of_hour && number.digits == 2 && number.value > 59).then_some(number.end + '分'.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::super::tests::flagged;

    const RULE: &str = "hygiene/impossible-date";

    #[test]
    fn days_and_hours_that_do_not_exist_are_found() {
        let cases = [
            ("お届けは2月30日です。", "2月30日"),
            ("四月三十一日までに", "四月三十一日"),
            ("13月5日に再開します。", "13月5日"),
            ("13月に再開します。", "13月"),
            ("2026年2月29日に", "2026年2月29日"),
            ("2026/2/30に", "2026/2/30"),
            ("2/30に伺います。", "2/30"),
            ("11/31までにお届けします。", "11/31"),
            ("明日の25時に伺います。", "25時"),
            ("午後3時75分に伺います。", "75分"),
        ];
        for (text, wrong) in cases {
            assert_eq!(flagged(RULE, text), [wrong], "{text}");
        }
    }

    #[test]
    fn what_looks_alike_is_left_alone() {
        for text in [
            "2028年2月29日に",
            "2月29日に",
            "4月30日に",
            "24時まで",
            "48時間以内に",
            "31日間",
            "〇〇月〇〇日に",
            "00月00日",
            "注文番号2026-2-30-1の件",
            "13か月ぶりに",
            "10時間75分",
            "15月額",
            "二十四時に",
            "2/30の大きさの模型です。",
            "全体の進捗は2/30に達しました。",
            "30問のうち2/30に誤りがあります。問は次のとおりです。",
            "1/31に伺います。",
            "2/29に伺います。",
            "2026/2/28に伺います。",
            "A-2/30に収めました。",
            "縮尺4/31です。",
            "9/35に縮めました。",
            "14/31に伺います。",
        ] {
            assert_eq!(flagged(RULE, text), [""; 0], "{text}");
        }
    }
}
