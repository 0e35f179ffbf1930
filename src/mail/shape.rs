//! What one line looks like by itself: blank, a rule, a bullet, a heading, a label with its value, a table row, or text.

/// The look of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Nothing but white space.
    Blank,
    /// A drawn line.
    Rule,
    /// An item of a list. The sign and the space behind it take `sign` bytes of the trimmed line; 0 for a number,
    /// which stays in the sentence.
    Bullet { sign: usize },
    /// A heading, its sign taking `sign` bytes of the trimmed line.
    Heading { sign: usize },
    /// `label：value`.
    Label,
    /// A row of a table.
    Row,
    /// 拝啓, 記, 以上 and the like with nothing else on the line.
    Alone,
    /// Anything else.
    Text,
}

/// Words that stand alone on a line and never run on.
const ALONE: [&str; 16] = [
    "拝啓",
    "拝復",
    "謹啓",
    "前略",
    "敬具",
    "敬白",
    "謹白",
    "謹言",
    "草々",
    "早々",
    "不一",
    "かしこ",
    "記",
    "以上",
    "追伸",
    "追記",
];

pub(super) fn shape(line: &str) -> Shape {
    let line = line.trim();
    if line.is_empty() {
        return Shape::Blank;
    }
    if is_alone(line) {
        return Shape::Alone;
    }
    if is_rule(line) {
        return Shape::Rule;
    }
    if is_row(line) {
        return Shape::Row;
    }
    if is_enclosed(line) || is_titled_rule(line) {
        return Shape::Heading { sign: 0 };
    }
    if let Some(sign) = heading_sign(line) {
        let rest = &line[sign..];
        return if reads_as_sentence(rest) { Shape::Bullet { sign } } else { Shape::Heading { sign } };
    }
    if let Some(sign) = bullet_sign(line) {
        return Shape::Bullet { sign };
    }
    if is_label(line) { Shape::Label } else { Shape::Text }
}

fn is_alone(line: &str) -> bool {
    // Letters are spread on a line as 以　上.
    if line.len() > 24 {
        return false;
    }
    let word: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let word = word.trim_end_matches(['。', '.']);
    ALONE.contains(&word)
}

/// Characters rules are drawn with already in twos.
fn is_stroke(c: char) -> bool {
    matches!(c, '-' | '=' | '_' | '*' | '─' | '━' | '―' | '—' | '－' | '＝' | '＊' | '＿' | '═' | '‐' | '–' | '~')
}

fn is_rule(line: &str) -> bool {
    let mut count = 0_usize;
    let mut strokes = 0_usize;
    for c in line.chars().filter(|c| !c.is_whitespace()) {
        let drawn = !c.is_alphanumeric() && !c.is_control() || matches!(c, 'ー' | '･' | '・');
        if !drawn
            || matches!(c, '。' | '、' | '！' | '？' | '!' | '?' | '「' | '」' | '（' | '）' | '(' | ')' | '>' | '＞')
        {
            return false;
        }
        count += 1;
        strokes += usize::from(is_stroke(c));
    }
    strokes == count && count >= 2 || count >= 5
}

/// `━━ 署名 ━━`: words between two strokes.
pub(super) fn is_titled_rule(line: &str) -> bool {
    let strokes =
        |c: &char| is_stroke(*c) || ('\u{2500}'..='\u{259f}').contains(c) || matches!(c, '◆' | '◇' | '■' | '□');
    let strong = |c: Option<char>| c.is_some_and(|c| c != '*' && c != '_');
    strong(line.chars().next())
        && line.chars().take_while(strokes).count() >= 2
        && line.chars().rev().take_while(strokes).count() >= 2
        && line.chars().count() <= 80
}

/// `| a | b |`, or fields between tabs.
fn is_row(line: &str) -> bool {
    let bars = line.chars().filter(|c| matches!(c, '|' | '｜')).count();
    let pipes = bars >= 3 && line.starts_with(['|', '｜']) && line.ends_with(['|', '｜']);
    let plain_bars = bars >= 2 && !line.starts_with(['|', '｜']);
    pipes || plain_bars || line.matches('\t').count() >= 2
}

/// 【ご注文内容】 and the like, with nothing outside the brackets.
fn is_enclosed(line: &str) -> bool {
    let pairs = [('【', '】'), ('〈', '〉'), ('＜', '＞'), ('《', '》'), ('≪', '≫'), ('〔', '〕'), ('［', '］')];
    let inside = pairs.into_iter().find_map(|(open, close)| line.strip_prefix(open)?.strip_suffix(close));
    let bold = || line.strip_prefix("**")?.strip_suffix("**");
    inside.or_else(bold).is_some_and(|inside| inside.chars().count() <= 30 && !inside.contains('】'))
}

/// The bytes of a heading's sign with the space behind it.
fn heading_sign(line: &str) -> Option<usize> {
    let mut chars = line.chars();
    let first = chars.next()?;
    let rest = chars.as_str();
    let signed = match first {
        // Twice the same sign is a blank to be filled in: ■■様, ●●株式会社.
        '■' | '□' | '◆' | '◇' | '▼' | '▽' | '▲' | '★' | '☆' | '◎' | '●' | '▶' => {
            !rest.starts_with(first)
        }
        '○' | '△' => rest.starts_with(char::is_whitespace),
        '#' => rest.trim_start_matches('#').starts_with(char::is_whitespace),
        _ => false,
    };
    let rest = if first == '#' { rest.trim_start_matches('#') } else { rest };
    signed.then(|| line.len() - rest.trim_start().len()).filter(|&sign| sign < line.len())
}

/// The bytes of a bullet's sign with the space behind it; 0 for a number.
fn bullet_sign(line: &str) -> Option<usize> {
    let mut chars = line.chars();
    let first = chars.next()?;
    let rest = chars.as_str();
    let signed = match first {
        '・' | '･' | '•' | '‣' | '※' | '◦' | '►' | '☞' => !rest.starts_with(first),
        '-' | '*' | '+' | '–' | '—' | '－' | '―' | '‐' => rest.starts_with(char::is_whitespace),
        '→' | '⇒' => true,
        _ => false,
    };
    if signed {
        let sign = line.len() - rest.trim_start().len();
        return (sign < line.len()).then_some(sign);
    }
    is_numbered(first, rest).then_some(0)
}

fn is_numbered(first: char, rest: &str) -> bool {
    if matches!(first, '①'..='⑳' | '❶'..='❿' | '⑴'..='⒇' | '⒈'..='⒛' | 'Ⅰ'..='Ⅻ') {
        return true;
    }
    // 一、二、三 in the notes of a letter.
    if matches!(first, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十') {
        return rest.starts_with(['、', '．', ')', '）']);
    }
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '０'..='９');
    if matches!(first, '(' | '（') {
        let after = rest.trim_start_matches(is_digit);
        return after.len() < rest.len() && rest.len() - after.len() <= 6 && after.starts_with([')', '）']);
    }
    if !is_digit(first) && !matches!(first, 'A'..='H' | 'Ａ'..='Ｈ') {
        return false;
    }
    let after = if is_digit(first) { rest.trim_start_matches(is_digit) } else { rest };
    if rest.len() - after.len() > 3 {
        return false;
    }
    let mut after = after.chars();
    let point = after.next();
    let next = after.next();
    match point {
        Some(')' | '）' | '．') => !next.is_some_and(is_digit),
        Some(space) if space.is_whitespace() => is_digit(first),
        Some('.') => next.is_some_and(|c| c.is_whitespace() || !c.is_ascii()),
        _ => false,
    }
}

/// Whether a line is `label：value`, with a short label that is no sentence.
fn is_label(line: &str) -> bool {
    label(line).is_some()
}

/// The label and the value of a `label：value` or 【label】value line.
pub(super) fn label(line: &str) -> Option<(&str, &str)> {
    if let Some((label, value)) = line.strip_prefix('【').and_then(|rest| rest.split_once('】')) {
        return (label.chars().count() <= 14).then(|| (label.trim(), value.trim()));
    }
    let at = line.char_indices().take(20).find(|&(_, c)| matches!(c, ':' | '：')).map(|(at, _)| at)?;
    let label = line[..at].trim();
    let value = line[at..].trim_start_matches([':', '：']);
    let is_word = |c: char| c.is_alphabetic() && !c.is_ascii_digit();
    let fits = !label.is_empty()
        && label.chars().count() <= 14
        && label.chars().any(is_word)
        && !label.contains(['。', '、', '「', '」', '！', '？', '!', '?', '@', '<', '{'])
        && !value.starts_with("//")
        && !PREDICATE_ENDS.iter().any(|end| label.ends_with(end));
    fits.then(|| (label, value.trim()))
}

/// How a line ends when a sentence ends there, with or without 。.
const PREDICATE_ENDS: [&str; 14] = [
    "です",
    "ます",
    "ました",
    "ません",
    "でした",
    "ください",
    "下さい",
    "ませ",
    "ましょう",
    "でしょうか",
    "ますか",
    "ですか",
    "ありがとう",
    "よろしく",
];

/// Whether the words end as a predicate does.
pub(super) fn ends_in_predicate(line: &str) -> bool {
    PREDICATE_ENDS.iter().any(|end| line.ends_with(end))
}

/// Whether a sentence's sign ends the line, brackets behind it apart.
pub(super) fn ends_in_terminator(line: &str) -> bool {
    let line = line.trim_end_matches(['」', '』', '）', ')', '”', '"']);
    line.ends_with(['。', '｡', '！', '？', '!', '?', '．', '♪'])
}

/// Whether words behind a heading's sign are a whole sentence, so that the sign is only a bullet.
fn reads_as_sentence(rest: &str) -> bool {
    ends_in_terminator(rest) || ends_in_predicate(rest) || rest.contains('。') || rest.chars().count() > 40
}

/// Width in columns: 2 for full-width characters, 1 for the others.
pub(super) fn columns(line: &str) -> usize {
    line.chars().map(|c| if c.is_ascii() || ('\u{ff61}'..='\u{ff9f}').contains(&c) { 1 } else { 2 }).sum()
}

/// Full-width letters, digits and signs as ASCII, in lower case.
pub(crate) fn fold(line: &str) -> String {
    let fold = |c: char| match c {
        '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c).to_ascii_lowercase(),
        '　' => ' ',
        c => c.to_ascii_lowercase(),
    };
    line.chars().map(fold).collect()
}

/// Whether the character is hiragana.
pub(super) fn is_hiragana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ')
}

/// Whether the character is a kanji or a sign used like one.
pub(super) fn is_kanji(c: char) -> bool {
    matches!(c, '一'..='鿿' | '㐀'..='䶿' | '々' | '〆' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

/// Whether the character is katakana.
pub(super) fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー' | '･' | '・' | 'ｦ'..='ﾟ')
}
