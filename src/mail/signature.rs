//! Who we are at the end of a mail: behind a rule, or a run of names and ways to reach us without one.

use super::Part;
use super::look::{Look, look};
use super::shape::{Shape, ends_in_predicate, ends_in_terminator};
use super::sheet::Sheet;

/// How many lines with words at the end of a mail are looked at.
const TAIL: usize = 40;

/// Marks the signature.
pub(super) fn mark(sheet: &mut Sheet<'_>) {
    let mut tail: Vec<usize> = sheet.open().rev().take(TAIL).collect();
    tail.reverse();
    let mut looks: Vec<Look> = tail.iter().map(|&line| look(sheet, line)).collect();
    spread_notices(sheet, &tail, &mut looks);
    let ruled = (0..tail.len()).find(|&at| begins_at_rule(sheet, &tail, &looks, at));
    let start = match ruled {
        Some(rule) => walk_up(sheet, &tail, &looks, rule, true),
        None => walk_up(sheet, &tail, &looks, tail.len(), false).min(last_block(sheet, &tail, &looks)),
    };
    if start < tail.len() {
        // Everything behind, blank lines too, but never a quotation.
        for line in tail[start]..sheet.len() {
            if sheet.part(line).is_none() {
                sheet.set(line, Part::Signature);
            }
        }
    }
}

/// The last block of lines behind a blank one, if it tells how to reach us and none of its lines is a sentence: an
/// address in words of its own, a shop's motto and a name need not be known one by one.
fn last_block(sheet: &Sheet<'_>, tail: &[usize], looks: &[Look]) -> usize {
    const MOST: usize = 9;
    let none = tail.len();
    let Some(start) = (1..tail.len()).rev().find(|&at| is_apart(sheet, tail[at - 1], tail[at])) else { return none };
    let sentence = |line: usize| {
        let words = sheet.line(line);
        words.ends_with(['。', '！', '？', '、']) || is_text_of_mail(words) || ends_in_predicate(words)
    };
    let reaches = looks[start..].contains(&Look::Contact);
    let short = tail.len() - start <= MOST;
    if reaches && short && !tail[start..].iter().any(|&line| sentence(line)) { start } else { none }
}

/// A notice's further lines belong to it.
fn spread_notices(sheet: &Sheet<'_>, tail: &[usize], looks: &mut [Look]) {
    for at in 1..tail.len() {
        let adjoining = tail[at] == tail[at - 1] + 1 && sheet.part(tail[at - 1]).is_none();
        if adjoining && looks[at - 1] == Look::Notice && matches!(looks[at], Look::Other | Look::Short) {
            looks[at] = Look::Notice;
        }
    }
}

/// Whether the rule at this place opens the signature: what follows names us, and is no text of the mail.
fn begins_at_rule(sheet: &Sheet<'_>, tail: &[usize], looks: &[Look], at: usize) -> bool {
    if looks[at] != Look::Rule {
        return false;
    }
    let behind = &looks[at + 1..];
    let count = |look: Look| behind.iter().filter(|&&seen| seen == look).count();
    let (contacts, firm) = (count(Look::Contact), count(Look::Organisation) + count(Look::Name));
    let others = tail[at + 1..].iter().zip(behind).filter(|(_, look)| **look == Look::Other);
    let spoken = others.clone().any(|(&line, _)| is_text_of_mail(sheet.line(line)));
    let others = others.count();
    let delimiter = sheet.line(tail[at]) == "--";
    let named = contacts + firm > 0 || count(Look::Short) > 0 && (delimiter || behind.len() <= 4);
    let allowed = if delimiter { 3 } else { contacts.min(2) };
    named && !spoken && others <= allowed && first_words_name_us(behind)
}

/// The first line behind the rules must not be text: ──── ⏎ text ⏎ ──── ⏎ signature begins at the second one.
fn first_words_name_us(behind: &[Look]) -> bool {
    let first = behind.iter().find(|look| **look != Look::Rule);
    first.is_some_and(|look| !matches!(look, Look::Notice | Look::Other))
}

fn is_text_of_mail(line: &str) -> bool {
    let said = [
        "申し上げ",
        "お願い",
        "お詫び",
        "ありがとう",
        "敬具",
        "申し訳",
        "いたします。",
        "おります。",
        "ました。",
        "以上",
    ];
    said.iter().any(|word| line.contains(word))
}

/// The first place of the run of signature lines that ends before `end`; `end` itself where there is none.
fn walk_up(sheet: &Sheet<'_>, tail: &[usize], looks: &[Look], end: usize, ruled: bool) -> usize {
    let mut start = end;
    let mut firm = false;
    let mut contact = false;
    let mut gaps = 0;
    let mut at = end;
    while at > 0 {
        at -= 1;
        // A blank line between this line and the run below it.
        let apart = at + 1 < end && is_apart(sheet, tail[at], tail[at + 1]);
        gaps += usize::from(apart);
        let look = looks[at];
        let fits = match look {
            Look::Contact => !ruled && (!apart || !contact || gaps <= 1),
            Look::Organisation => !apart || gaps <= 1,
            Look::Name => !apart || gaps <= 1 && !firm,
            Look::Short => !ruled && !apart && (firm || contact || opens_after_text(sheet, tail, at)),
            Look::Rule | Look::Notice => !ruled && !firm && !contact,
            Look::Other => false,
        };
        if !fits || gaps > 2 {
            break;
        }
        match look {
            Look::Contact => contact = true,
            Look::Organisation | Look::Name => firm = true,
            _ => continue,
        }
        start = at;
    }
    if ruled || start == end {
        return start;
    }
    let start = short_lines_above(sheet, tail, looks, start, end);
    let text_before = start > 0 && follows_text(sheet, tail, start);
    let lines = tail.len() - start;
    // Without a way to reach us it must come after the text of a mail, and be short.
    let whole = contact && (firm || lines >= 2 || text_before) && start > 0 || firm && text_before && lines <= 6;
    if whole { start } else { end }
}

/// Takes in the few words right above the run: a shop's name without 店.
fn short_lines_above(sheet: &Sheet<'_>, tail: &[usize], looks: &[Look], start: usize, end: usize) -> usize {
    let mut start = start;
    while start > 0 && start < end && matches!(looks[start - 1], Look::Short | Look::Name | Look::Organisation) {
        if is_apart(sheet, tail[start - 1], tail[start]) {
            break;
        }
        start -= 1;
    }
    start
}

fn is_apart(sheet: &Sheet<'_>, above: usize, below: usize) -> bool {
    (above + 1..below).any(|line| sheet.is_blank(line) || sheet.part(line).is_some())
}

fn opens_after_text(sheet: &Sheet<'_>, tail: &[usize], at: usize) -> bool {
    at > 0 && is_apart(sheet, tail[at - 1], tail[at]) && follows_text(sheet, tail, at)
}

fn follows_text(sheet: &Sheet<'_>, tail: &[usize], at: usize) -> bool {
    let Some(&line) = at.checked_sub(1).and_then(|above| tail.get(above)) else { return false };
    let words = sheet.line(line);
    let marked = matches!(sheet.shape(line), Shape::Alone | Shape::Rule);
    marked
        || ends_in_terminator(words)
        || ends_in_predicate(words)
        || words.ends_with("まで")
        || is_apart(sheet, line, tail[at])
}
