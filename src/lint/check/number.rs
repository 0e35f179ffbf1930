//! Numbers up to four digits, in digits or kanji: 12, 十二, 二〇二六, 元.

/// A number in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: u32,
    /// How many digits it has, or would have.
    pub(super) digits: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The number that starts at a byte and not before it; none where more than four digits stand together.
pub(super) fn number(text: &str, start: usize) -> Option<Number> {
    let rest = text.get(start..)?;
    let first = rest.chars().next()?;
    let before = text[..start].chars().next_back();
    let belongs: fn(char) -> bool = if first.is_ascii_digit() { |c| c.is_ascii_digit() } else { is_kanji_digit };
    if !belongs(first) && first != '元' || before.is_some_and(belongs) {
        return None;
    }
    if first == '元' {
        let first_year = text[..start].ends_with("令和") || text[..start].ends_with("平成");
        return first_year.then(|| Number { value: 1, digits: 1, start, end: start + first.len_utf8() });
    }
    // Longer runs are phone numbers and amounts; they are passed over digit by digit, each in constant time.
    let run: String = rest.chars().take(5).take_while(|&c| belongs(c)).collect();
    if run.chars().count() > 4 {
        return None;
    }
    let value = if first.is_ascii_digit() { run.parse().ok()? } else { of_kanji(&run)? };
    let digits = if run.contains('十') { value.to_string().len() } else { run.chars().count() };
    Some(Number { value, digits, start, end: start + run.len() })
}

/// Whether a number may begin with the character: most of a text does not.
pub(super) fn may_begin(c: char) -> bool {
    c.is_ascii_digit() || c >= '〇' && (c == '元' || is_kanji_digit(c))
}

fn is_kanji_digit(c: char) -> bool {
    kanji_digit(c).is_some() || c == '十'
}

fn kanji_digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// 二〇二六 by place; 二十三, 十二 by ten.
fn of_kanji(run: &str) -> Option<u32> {
    match run.split_once('十') {
        None => run.chars().try_fold(0, |value, c| Some(value * 10 + kanji_digit(c)?)),
        Some((tens, ones)) => {
            let one = |run: &str, empty: u32| match run.chars().collect::<Vec<_>>().as_slice() {
                [] => Some(empty),
                [digit] => kanji_digit(*digit),
                _ => None,
            };
            Some(one(tens, 1)? * 10 + one(ones, 0)?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_read_in_digits_and_kanji() {
        let value = |text| number(text, 0).map(|n| (n.value, n.digits));
        assert_eq!(value("12月"), Some((12, 2)));
        assert_eq!(value("十二月"), Some((12, 2)));
        assert_eq!(value("二十日"), Some((20, 2)));
        assert_eq!(value("二〇二六年"), Some((2026, 4)));
        assert_eq!(value("12345"), None);
        assert_eq!(value("〇〇月"), Some((0, 2)));
        assert_eq!(value("元気"), None);
        assert_eq!(value("十十"), None);
    }
}
