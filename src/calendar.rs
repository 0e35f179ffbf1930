//! Days of the calendar: which there are, how far apart they lie, and their weekdays. It knows no clock and no texts.

/// A day that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: u32,
    day: u32,
}

impl Date {
    /// The day of these numbers, if there is one.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Date> {
        let there = (1..=9999).contains(&year) && (1..=days_in(Some(year), month)).contains(&day);
        there.then_some(Date { year, month, day })
    }

    /// So many days after 1970-01-01.
    pub fn from_days(days: i64) -> Option<Date> {
        // Counted from 0000-03-01, so that a leap day ends its year.
        let days = days.checked_add(719_468)?;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let of_era_year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * of_era_year + of_era_year / 4 - of_era_year / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = u32::try_from(of_year - (153 * shifted + 2) / 5 + 1).ok()?;
        let month = u32::try_from(if shifted < 10 { shifted + 3 } else { shifted - 9 }).ok()?;
        let year = of_era_year + era * 400 + i64::from(month <= 2);
        Date::new(i32::try_from(year).ok()?, month, day)
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let shifted = i64::from((self.month + 9) % 12);
        let of_year = (153 * shifted + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// Its day of the week.
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        let number = usize::try_from((self.days() + 3).rem_euclid(7)).unwrap_or(0);
        Weekday::ALL[number % Weekday::ALL.len()]
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, from 1.
    pub fn month(self) -> u32 {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u32 {
        self.day
    }

    /// Of the days with this month and day of month, the one nearest to this day; 29 February may be in no near year.
    pub fn nearest(self, month: u32, day: u32) -> Option<Date> {
        let near = [self.year - 1, self.year, self.year + 1].into_iter().filter_map(|year| Date::new(year, month, day));
        near.min_by_key(|date| date.days().abs_diff(self.days()))
    }
}

/// How many days a month has; 29 for a February of an unknown year, 0 for a month that does not exist.
pub fn days_in(year: Option<i32>, month: u32) -> u32 {
    let leap = year.is_none_or(|year| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => 0,
    }
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Weekday(char);

impl Weekday {
    /// From Monday to Sunday.
    pub const ALL: [Weekday; 7] =
        [Weekday('月'), Weekday('火'), Weekday('水'), Weekday('木'), Weekday('金'), Weekday('土'), Weekday('日')];

    /// The day of that kanji.
    pub fn of(kanji: char) -> Option<Weekday> {
        Weekday::ALL.into_iter().find(|day| day.0 == kanji)
    }

    /// Its kanji.
    pub fn kanji(self) -> char {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{Date, days_in};

    fn weekday(year: i32, month: u32, day: u32) -> char {
        Date::new(year, month, day).expect("there is such a day").weekday().kanji()
    }

    #[test]
    fn weekdays_are_those_of_the_calendar() {
        assert_eq!(weekday(1970, 1, 1), '木');
        assert_eq!(weekday(2000, 2, 29), '火');
        assert_eq!(weekday(2026, 6, 12), '金');
        assert_eq!(weekday(2026, 12, 3), '木');
        assert_eq!(weekday(2019, 5, 1), '水');
    }

    #[test]
    fn days_count_both_ways() {
        for days in (-800_000..100_000).step_by(37) {
            if let Some(date) = Date::from_days(days) {
                assert_eq!(date.days(), days);
            }
        }
        assert_eq!(Date::from_days(0), Date::new(1970, 1, 1));
        assert_eq!(Date::from_days(i64::MAX), None);
    }

    #[test]
    fn months_have_their_days() {
        assert_eq!((days_in(Some(2026), 2), days_in(Some(2028), 2), days_in(None, 2)), (28, 29, 29));
        assert_eq!((days_in(Some(1900), 2), days_in(Some(2026), 13), days_in(None, 0)), (28, 0, 0));
        assert!(Date::new(2026, 2, 29).is_none());
    }

    #[test]
    fn the_nearest_day_may_lie_in_another_year() {
        let december = Date::new(2026, 12, 20).expect("valid");
        assert_eq!(december.nearest(1, 8), Date::new(2027, 1, 8));
        assert_eq!(december.nearest(11, 30), Date::new(2026, 11, 30));
    }
}
