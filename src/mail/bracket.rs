//! Brackets: which ones belong together, and which of them report somebody's words.

use std::ops::Range;

use super::Sentence;
use super::shape::is_katakana;

/// Characters further apart than this are not taken for a pair.
const REACH: usize = 400;

/// How deep an unclosed bracket may lie below another one's mate.
const DEPTH: usize = 8;

/// The bracket that closes this one.
fn mate(open: char) -> Option<char> {
    Some(match open {
        '「' => '」',
        '『' => '』',
        '（' => '）',
        '(' => ')',
        '【' => '】',
        '《' => '》',
        '〈' => '〉',
        '［' => '］',
        '“' => '”',
        '｢' => '｣',
        _ => return None,
    })
}

fn closes(c: char) -> bool {
    matches!(c, '」' | '』' | '）' | ')' | '】' | '》' | '〉' | '］' | '”' | '｣')
}

/// The pairs of a text in order of their openings, as byte offsets of both brackets. Lone ones are left out.
pub(super) fn pairs(text: &str) -> Vec<(usize, usize)> {
    let mut open: Vec<(usize, usize, char)> = Vec::new();
    let mut straight: Option<(usize, usize)> = None;
    let mut pairs = Vec::new();
    for (index, (at, c)) in text.char_indices().enumerate() {
        if c == '"' {
            match straight.take() {
                Some((start, before)) if index - before <= REACH => pairs.push((start, at)),
                _ => straight = Some((at, index)),
            }
        } else if let Some(close) = mate(c) {
            open.push((at, index, close));
        } else if closes(c) {
            let found = open.iter().rev().take(DEPTH).position(|&(_, _, close)| close == c);
            if let Some(above) = found {
                open.truncate(open.len() - above);
                if let Some((start, before, _)) = open.pop()
                    && index - before <= REACH
                {
                    pairs.push((start, at));
                }
            }
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Fewest characters inside brackets that count as somebody's words rather than a name or an emphasis.
const WORDS: usize = 6;

/// Notes in each sentence the quotes that report words.
pub(super) fn mark_reported(sentences: &mut [Sentence]) {
    let mut announced = false;
    for sentence in sentences {
        let quotes = reported(sentence.text(), announced);
        // An announcement holds for the words below it, however many there are.
        announced = announces(sentence.text()) || announced && !quotes.is_empty();
        sentence.quotes = quotes;
    }
}

fn reported(text: &str, announced: bool) -> Vec<Range<usize>> {
    if !text.contains(['「', '『', '“', '"']) {
        return Vec::new();
    }
    let mut quotes: Vec<Range<usize>> = Vec::new();
    for (start, end) in pairs(text) {
        let opening = text[start..].chars().next().unwrap_or(' ');
        let behind = end + text[end..].chars().next().map_or(0, char::len_utf8);
        let inside = text.get(start + opening.len_utf8()..end).unwrap_or_default();
        let nested = quotes.last().is_some_and(|last| start < last.end);
        if !matches!(opening, '「' | '『' | '“' | '"') || nested || inside.chars().count() < WORDS {
            continue;
        }
        let whole = text[..start].trim().is_empty() && text[behind..].trim_matches(['。', ' ']).is_empty();
        if is_reported_by(&text[behind..]) || announced && whole {
            quotes.push(start..behind);
        }
    }
    quotes
}

/// Whether what follows a quote says that somebody spoke it.
fn is_reported_by(behind: &str) -> bool {
    let behind = behind.trim_start_matches(['、', ' ', '…']);
    let direct = ["と", "って", "などと", "といっ", "なる"];
    let nouns =
        ["ご指摘", "お言葉", "お声", "ご意見", "お申し出", "ご質問", "ご要望", "お問い合わせ", "お話", "ご連絡", "旨"];
    // 「赤いカップ」と「青い皿」, 「Aプラン」とBプラン
    let listed = behind.strip_prefix('と').and_then(|rest| rest.chars().next());
    if listed.is_some_and(|c| matches!(c, '「' | '『' | '“' | '"') || c.is_ascii_alphanumeric() || is_katakana(c)) {
        return false;
    }
    let of = behind.strip_prefix("の").or_else(|| behind.strip_prefix("など"));
    direct.iter().any(|word| behind.starts_with(word))
        || of.is_some_and(|rest| nouns.iter().any(|noun| rest.trim_start_matches('の').starts_with(noun)))
}

/// Whether a sentence says that the reader's words follow.
fn announces(text: &str) -> bool {
    let words =
        ["ご指摘", "お言葉", "お声", "ご意見", "お申し出", "ご質問", "ご要望", "お問い合わせ", "おっしゃ", "仰"];
    words.iter().any(|word| text.contains(word))
}
