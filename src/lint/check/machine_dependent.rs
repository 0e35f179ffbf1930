//! Characters outside JIS X 0208, which break in the older encodings of mail, and characters that cannot be seen.
//!
//! Emoji and half-width kana have rules of their own. Each kind is told once, with its other places beside it.

use unicode_normalization::UnicodeNormalization as _;

use crate::diagnostic::{Edit, Fix, Related};
use crate::mail::Part;
use crate::text::Span;

use super::super::context::{Context, Found};

/// One bit for each character of the basic plane, made by `build/charset.rs`.
static JIS_X_0208: &[u8; 8192] = include_bytes!(concat!(env!("OUT_DIR"), "/jis-x-0208.bits"));

/// Further places than these are not listed.
const PLACES: usize = 20;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// ①㈱㎡Ⅲ: they have a plain form.
    Composed,
    /// 髙﨑
    Kanji,
    /// Zero width, control characters, turned directions.
    Hidden,
    /// か followed by a combining mark.
    Combining,
    /// ©é•
    Other,
}

const KINDS: [Kind; 5] = [Kind::Composed, Kind::Kanji, Kind::Hidden, Kind::Combining, Kind::Other];

pub(super) fn check(context: &Context<'_>, parts: &[Part]) -> Vec<Found> {
    let text = context.document.text();
    let mut places: Vec<(Kind, Span)> = Vec::new();
    for line in context.document.lines().iter().filter(|line| parts.contains(&line.part)) {
        let at = line.span.start();
        for (kind, start, end) in runs(text.slice(line.span), at == 0) {
            places.extend(text.span(at + start, at + end).map(|span| (kind, span)));
        }
    }
    let of_kind = |kind| {
        let spans: Vec<Span> = places.iter().filter(|(other, _)| *other == kind).map(|&(_, span)| span).collect();
        found(context, kind, &spans)
    };
    KINDS.into_iter().filter_map(of_kind).collect()
}

fn found(context: &Context<'_>, kind: Kind, spans: &[Span]) -> Option<Found> {
    let (first, others) = spans.split_first()?;
    let text = context.document.text();
    let mut found = Found::at(vec![*first]);
    if kind == Kind::Hidden {
        let code = text.slice(*first).chars().next().map_or(0, u32::from);
        found = found.with("match", format!("U+{code:04X}（見えない文字）"));
    }
    let beside = |span: &Span| Related { message: "ここにもあります".to_owned(), spans: vec![*span] };
    found.related = others.iter().take(PLACES).map(beside).collect();
    let edit = |span: &Span| Some(Edit { span: *span, text: plain(kind, text.slice(*span))? });
    if let Some(edits) = spans.iter().map(edit).collect::<Option<Vec<Edit>>>() {
        found.fixes.push(Fix { safe: kind == Kind::Combining, edits });
    }
    Some(found)
}

/// The same in plain characters; `None` where there is no such thing.
fn plain(kind: Kind, words: &str) -> Option<String> {
    let folded: String = match kind {
        Kind::Composed => words.nfkc().collect(),
        Kind::Combining => words.nfc().collect(),
        Kind::Hidden => String::new(),
        Kind::Kanji | Kind::Other => return None,
    };
    folded.chars().all(is_common).then_some(folded)
}

/// Runs of one kind in a line, the first of the text or another.
fn runs(line: &str, first: bool) -> Vec<(Kind, usize, usize)> {
    let mut runs: Vec<(Kind, usize, usize)> = Vec::new();
    let mut before: Option<(usize, char)> = None;
    for (at, c) in line.char_indices() {
        // A mark at the start of a file tells its encoding and is no part of the mail.
        let mark = first && at == 0 && c == '\u{feff}';
        let kind = if mark || is_footnote(before.map(|(_, letter)| letter), c) { None } else { kind(c) };
        if let Some(kind) = kind {
            let start = match before {
                Some((start, letter)) if kind == Kind::Combining && is_kana(letter) => start,
                _ => at,
            };
            let end = at + c.len_utf8();
            match runs.last_mut() {
                Some(last) if last.0 == kind && last.2 >= start => last.2 = end,
                _ => runs.push((kind, start, end)),
            }
        }
        before = Some((at, c));
    }
    runs
}

/// The number of a note, which nobody misses where it is lost; behind a Latin letter it is a power: m².
fn is_footnote(before: Option<char>, c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹') && !before.is_some_and(|letter| letter.is_ascii_alphabetic())
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}')
}

/// What is wrong with a character; `None` for nothing.
fn kind(c: char) -> Option<Kind> {
    if is_common(c) || is_elsewhere(c) {
        return None;
    }
    Some(match c {
        '\u{3099}' | '\u{309a}' => Kind::Combining,
        c if is_hidden(c) => Kind::Hidden,
        '㐀'..='䶿' | '一'..='鿿' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => Kind::Kanji,
        '①'..='⓿' | '⅐'..='\u{218b}' | '㈀'..='㏿' | '℡' | '№' => Kind::Composed,
        _ => Kind::Other,
    })
}

/// Whether every encoding of mail has the character.
fn is_common(c: char) -> bool {
    // Each of these has a twin in the table, and encoders take either.
    let twin = matches!(c, '〜' | '−' | '‖' | '—' | '¢' | '£' | '¬' | '¥' | '‾');
    matches!(c, ' '..='~' | '\t' | '\r' | '\n') || twin || in_table(c)
}

fn in_table(c: char) -> bool {
    let code = u32::from(c) as usize;
    JIS_X_0208.get(code / 8).is_some_and(|byte| byte & (1 << (code % 8)) != 0)
}

/// Half-width kana, emoji and what belongs to emoji and to variants of kanji: other rules speak of them, or nobody.
/// « and » are seen by everybody whose mail is not of the last century, and mean nothing when they are lost. 剝 塡 頰 𠮟 are
/// kanji of every day since 2010.
fn is_elsewhere(c: char) -> bool {
    matches!(c,
        '\u{ff61}'..='\u{ff9f}'
        | '\u{2600}'..='\u{27bf}'
        | '\u{2b00}'..='\u{2bff}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{e0100}'..='\u{e01ef}'
        | '\u{200d}'
        | '\u{1f000}'..='\u{1faff}'
        | '«' | '»'
        | '剝' | '塡' | '頰' | '𠮟')
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::super::tests::flagged;

    const RULE: &str = "hygiene/machine-dependent";

    #[test]
    fn characters_that_break_are_found() {
        assert_eq!(flagged(RULE, "㈱ヒノデ商会の①と②"), ["㈱"], "one finding for each kind");
        assert_eq!(flagged(RULE, "髙橋様"), ["髙"]);
        assert_eq!(flagged(RULE, "広さ12m²"), ["²"]);
        assert_eq!(
            flagged(RULE, "岡﨑様の広さ12㎡"),
            ["㎡", "﨑"].map(str::to_owned).into_iter().rev().collect::<Vec<_>>()
        );
        assert_eq!(flagged(RULE, "承知\u{200b}しました"), ["\u{200b}"]);
        assert_eq!(flagged(RULE, "か\u{3099}っこう"), ["か\u{3099}"]);
        assert_eq!(flagged(RULE, "一つ\u{7}二つ"), ["\u{7}"]);
    }

    #[test]
    fn common_characters_are_left_alone() {
        for text in [
            "（株）ヒノデ商会の1番、〜と～、—と―、−と－、‖と∥",
            "※→○●◎△▲□■◇◆☆★♪",
            "Ａｂｃ１２３",
            "ｱｲｳ",
            "👨\u{200d}👩✨",
            "葛\u{e0100}城市",
            "々〆ヶゞ",
            "ΩαЯ┏━┓",
            "￥1,000と¥1,000",
            "シートを剝がし、頰を塡める",
            "«新緑»の額を、注¹と注²のとおりお送りします",
        ] {
            assert_eq!(flagged(RULE, text), [""; 0], "{text}");
        }
    }
}
