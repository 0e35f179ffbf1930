//! Somebody else's mail inside ours: `>` lines, and everything behind 「-----Original Message-----」 and its kin.

use super::Part;
use super::header::{Key, key};
use super::shape::fold;
use super::sheet::Sheet;

/// How many lines behind a separator may be header lines or blank before the first quoted words.
const LOOK_AHEAD: usize = 12;

/// Marks the quotation. Each line is looked at once, with a bounded look ahead from each separator.
pub(super) fn mark(sheet: &mut Sheet<'_>) {
    let mut line = 0;
    while line < sheet.len() {
        if sheet.part(line).is_some() || sheet.is_blank(line) {
            line += 1;
            continue;
        }
        if is_quoted(sheet.raw(line)) {
            sheet.set(line, Part::Quotation);
            line += 1;
            continue;
        }
        let Some(behind) = separator(sheet, line) else {
            line += 1;
            continue;
        };
        let (end, interleaved) = quoted_header(sheet, behind);
        let end = if interleaved { end } else { sheet.len() };
        for quoted in line..end {
            sheet.set(quoted, Part::Quotation);
        }
        line = end;
    }
}

/// The first line behind the quoted mail's own header, and whether the quoted words carry `>`.
fn quoted_header(sheet: &Sheet<'_>, start: usize) -> (usize, bool) {
    let end = sheet.len().min(start + LOOK_AHEAD);
    for line in start..end {
        if is_quoted(sheet.raw(line)) {
            return (line, true);
        }
        if !sheet.is_blank(line) && key(sheet.line(line)).is_none() {
            return (line, false);
        }
    }
    (end, false)
}

/// `>`, `＞`, or a lone `|`, at the start of a line.
pub(super) fn is_quoted(raw: &str) -> bool {
    let line = raw.trim_start();
    if let Some(rest) = line.strip_prefix('>') {
        return !rest.starts_with('<');
    }
    if line.starts_with('＞') || line.starts_with("&gt;") {
        return true;
    }
    let bars = line.strip_prefix(['|', '｜']);
    bars.is_some_and(|rest| !rest.trim_start_matches(['|', '｜', ' ', '　']).contains(['|', '｜']))
}

/// Where the quoted mail begins, if its separator starts on this line.
fn separator(sheet: &Sheet<'_>, line: usize) -> Option<usize> {
    let words = sheet.line(line);
    if words.len() > 400 {
        return None;
    }
    if is_banner(words) || is_attribution(words) {
        return Some(line + 1);
    }
    let next = (line + 1 < sheet.len()).then(|| sheet.line(line + 1)).filter(|next| next.len() <= 400);
    // 「2026年11月14日(土) 10:00 佐藤」 ⏎ 「<sato@example.jp>:」, 「On Sat, …」 ⏎ 「… wrote:」
    let wrapped = next.is_some_and(|next| {
        let address = next.starts_with('<') && next.contains('@') && next.ends_with([':', '：']);
        let dated = words.contains('年') && words.contains('月') && words.contains('日');
        dated && address || words.starts_with("On ") && next.ends_with("wrote:")
    });
    if wrapped {
        return Some(line + 2);
    }
    let outlook = words.chars().all(|c| c == '_') && next.is_some_and(|next| is_sender_block(sheet, line + 1, next));
    (outlook || is_sender_block(sheet, line, words))
        .then_some(line)
        .map(|start| if outlook { start + 1 } else { start })
}

/// 「-----Original Message-----」
fn is_banner(words: &str) -> bool {
    let stroke = |c: char| matches!(c, '-' | '_' | '=' | '─' | '━' | '―' | '－' | '*' | '＊' | '＝' | '—');
    let inner = words.trim_matches(stroke);
    if words.len() - inner.len() < 4 || !words.starts_with(stroke) {
        return false;
    }
    let inner = fold(inner.trim());
    let names =
        ["original message", "元のメッセージ", "forwarded message", "転送", "オリジナルメッセージ", "引用", "返信元"];
    let known = names.iter().any(|name| inner.contains(name)) || inner.contains("original") && inner.contains("mail");
    known && inner.chars().count() <= 40 && !inner.contains('。')
}

/// 「…さんは書きました:」, 「On … wrote:」, 「2026年11月14日(土) 10:00 佐藤 <sato@example.jp>:」
fn is_attribution(words: &str) -> bool {
    let Some(before) = words.strip_suffix([':', '：']) else {
        return words.ends_with("さんは書きました。") || words.ends_with("さんからの引用");
    };
    let before = before.trim_end();
    let wrote = ["書きました", "書いた", "wrote", "からのメール", "のメッセージ", "writes"];
    let dated = before.contains('年') && before.contains('月') && before.contains('日') || before.contains('/');
    wrote.iter().any(|end| before.ends_with(end)) || dated && before.ends_with('>') && before.contains('@')
}

/// 「差出人: …」 with 「送信日時: …」 and the like right below.
fn is_sender_block(sheet: &Sheet<'_>, line: usize, words: &str) -> bool {
    if !matches!(key(words), Some((Key::Sender, value)) if !value.is_empty()) {
        return false;
    }
    let below = (line + 1..sheet.len().min(line + 4)).filter(|&line| !sheet.is_blank(line));
    below.take(3).filter(|&line| key(sheet.line(line)).is_some()).count() >= 2
}
