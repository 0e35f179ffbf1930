//! The front matter of a template, and the header lines with the subject.

use crate::text::Span;

use super::Part;
use super::shape::{Shape, fold};
use super::sheet::Sheet;
use super::{addressee, greeting};

/// One `key: value` of the front matter.
pub(super) struct Field {
    pub(super) key: String,
    pub(super) value: String,
    /// Place of the value, quotation marks apart.
    span: Span,
}

/// Where the subject stands.
pub(super) enum SubjectLine {
    Absent,
    Empty(Span),
    Value(Span),
}

impl SubjectLine {
    pub(super) fn is_there(&self) -> bool {
        !matches!(self, SubjectLine::Absent)
    }

    /// Place of the value.
    pub(super) fn value(&self) -> Option<Span> {
        if let SubjectLine::Value(span) = self { Some(*span) } else { None }
    }

    /// Place of a subject line without a value.
    pub(super) fn empty_line(&self) -> Option<Span> {
        if let SubjectLine::Empty(span) = self { Some(*span) } else { None }
    }
}

/// Marks a leading block between `---` lines, where all between is YAML-like.
pub(super) fn front_matter(sheet: &mut Sheet<'_>) -> Vec<Field> {
    let mut fields = Vec::new();
    if sheet.raw(0).trim_end() != "---" {
        return fields;
    }
    for line in 1..sheet.len() {
        let raw = sheet.raw(line);
        if raw.trim_end() == "---" {
            if fields.is_empty() {
                return fields;
            }
            for marked in 0..=line {
                sheet.set(marked, Part::FrontMatter);
            }
            return fields;
        }
        let nested = raw.trim().is_empty() || raw.starts_with([' ', '\t', '#', '-']);
        match field(sheet, line) {
            _ if nested => {}
            Some(field) => fields.push(field),
            None => return Vec::new(),
        }
    }
    Vec::new()
}

fn field(sheet: &Sheet<'_>, line: usize) -> Option<Field> {
    let raw = sheet.raw(line);
    let at = raw.char_indices().take(40).find(|&(_, c)| matches!(c, ':' | '：')).map(|(at, _)| at)?;
    let key = raw[..at].trim();
    let rest = raw[at..].trim_start_matches([':', '：']);
    let spaced = rest.is_empty() || rest.starts_with(char::is_whitespace) || raw[at..].starts_with('：');
    if key.is_empty() || key.contains(char::is_whitespace) || !spaced {
        return None;
    }
    let value = rest.trim();
    let quoted = |mark: char| value.strip_prefix(mark)?.strip_suffix(mark);
    let value = quoted('"').or_else(|| quoted('\'')).unwrap_or(value);
    let span = place(sheet, line, value)?;
    Some(Field { key: key.to_owned(), value: value.to_owned(), span })
}

/// The span of a piece of a line.
fn place(sheet: &Sheet<'_>, line: usize, piece: &str) -> Option<Span> {
    let raw = sheet.raw(line);
    let inside = (piece.as_ptr() as usize).checked_sub(raw.as_ptr() as usize)?;
    let start = sheet.span(line).start() + inside;
    sheet.text().span(start, start + piece.len())
}

/// What a header line is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Subject,
    Sender,
    Copy,
    Receiver,
    Other,
}

const KEYS: [(&str, Key); 37] = [
    ("subject", Key::Subject),
    ("件名", Key::Subject),
    ("題名", Key::Subject),
    ("標題", Key::Subject),
    ("表題", Key::Subject),
    ("メール件名", Key::Subject),
    ("件名案", Key::Subject),
    ("タイトル", Key::Subject),
    ("from", Key::Sender),
    ("差出人", Key::Sender),
    ("送信者", Key::Sender),
    ("送信元", Key::Sender),
    ("発信者", Key::Sender),
    ("to", Key::Receiver),
    ("cc", Key::Copy),
    ("bcc", Key::Copy),
    ("date", Key::Other),
    ("sent", Key::Other),
    ("reply-to", Key::Other),
    ("message-id", Key::Other),
    ("in-reply-to", Key::Other),
    ("references", Key::Other),
    ("mime-version", Key::Other),
    ("content-type", Key::Other),
    ("content-transfer-encoding", Key::Other),
    ("return-path", Key::Other),
    ("importance", Key::Other),
    ("x-mailer", Key::Other),
    ("attachments", Key::Other),
    ("宛先", Key::Receiver),
    ("送信先", Key::Receiver),
    ("返信先", Key::Other),
    ("送信日時", Key::Other),
    ("送信日", Key::Other),
    ("日時", Key::Other),
    ("日付", Key::Other),
    ("添付ファイル", Key::Other),
];

/// The key of a header line and its value as a piece of the line.
pub(super) fn key(line: &str) -> Option<(Key, &str)> {
    let start = line.trim_start_matches(['*', '#', '■', '●', '◆', '・', '>', ' ', '　', '\t']);
    let bracketed = [('【', '】'), ('[', ']'), ('［', '］'), ('〈', '〉'), ('＜', '＞'), ('《', '》')];
    let inside = bracketed.into_iter().find_map(|(open, close)| start.strip_prefix(open)?.split_once(close));
    let (name, value) = match inside {
        Some((name, value)) => (name, value.trim_start_matches([':', '：'])),
        None => {
            let at = start.char_indices().take(30).find(|&(_, c)| is_key_end(c)).map(|(at, _)| at);
            let (name, rest) = start.split_at(at.unwrap_or(start.len()));
            let colon = rest.trim_start().starts_with([':', '：']);
            let spaced = ["件名", "題名"].contains(&name.trim());
            if !(colon || spaced) || name.len() > 40 {
                return None;
            }
            (name, rest.trim_start().trim_start_matches([':', '：']))
        }
    };
    let name = fold(name.trim().trim_matches('*').trim());
    let value = value.trim_start_matches(['*', ' ', '　', '\t']).trim_end();
    KEYS.iter().find(|(known, _)| *known == name).map(|&(_, key)| (key, value))
}

fn is_key_end(c: char) -> bool {
    matches!(c, ':' | '：') || c.is_whitespace()
}

/// How many lines with words may stand before the subject line: 「返信案です。」 and the like.
const PREAMBLE: usize = 4;

/// Marks the header lines and says where the subject is.
pub(super) fn header(sheet: &mut Sheet<'_>, front_matter: &[Field]) -> SubjectLine {
    let mut subject = SubjectLine::Absent;
    if let Some(line) = header_start(sheet) {
        subject = block(sheet, line);
    }
    if matches!(subject, SubjectLine::Absent) {
        let given = |field: &&Field| ["subject", "件名", "題名", "title"].contains(&field.key.as_str());
        if let Some(field) = front_matter.iter().find(given) {
            let empty = field.value.trim().is_empty();
            let line = sheet.text().line_index(field.span.start());
            subject = if empty { SubjectLine::Empty(sheet.span(line)) } else { SubjectLine::Value(field.span) };
        }
    }
    subject
}

/// The first header line. Anything before it must not be part of a mail, and only a subject may follow other words.
fn header_start(sheet: &Sheet<'_>) -> Option<usize> {
    for (index, line) in sheet.open().take(PREAMBLE + 1).enumerate() {
        let words = sheet.line(line);
        match key(words) {
            Some((Key::Subject, _)) => return Some(line),
            Some(_) if index == 0 && !addressee::is_addressed(words) => return Some(line),
            _ if addressee::is_addressed(words) || greeting::opens(words) => return None,
            _ => {}
        }
    }
    None
}

fn block(sheet: &mut Sheet<'_>, start: usize) -> SubjectLine {
    let preamble: Vec<usize> = sheet.open().take_while(|&line| line < start).collect();
    for line in preamble {
        sheet.set(line, Part::Header);
    }
    let mut subject = SubjectLine::Absent;
    let mut blanks = 0;
    let mut line = start;
    while line < sheet.len() && blanks <= 1 {
        let raw = sheet.raw(line);
        if sheet.is_blank(line) {
            blanks += 1;
            line += 1;
            continue;
        }
        let folded = line > start && blanks == 0 && raw.starts_with([' ', '\t']);
        match key(raw.trim()) {
            Some((Key::Subject, value)) if matches!(subject, SubjectLine::Absent) => {
                let value = place(sheet, line, value).filter(|span| !span.is_empty());
                subject = value.map_or(SubjectLine::Empty(sheet.span(line)), SubjectLine::Value);
                sheet.set(line, Part::Subject);
            }
            Some((Key::Copy, value)) if addressee::is_addressed(value) && blanks > 0 => break,
            // 「To：諏訪様」 below the header is how the mail itself begins.
            Some((Key::Receiver, value))
                if addressee::is_addressed(value) && blanks > 0 && !matches!(subject, SubjectLine::Absent) =>
            {
                break;
            }
            Some((key, _)) if key != Key::Subject => sheet.set(line, Part::Header),
            _ if folded => {
                let previous = sheet.part(line - 1).unwrap_or(Part::Header);
                sheet.set(line, previous);
                if let (Part::Subject, SubjectLine::Value(span)) = (previous, &subject) {
                    let end = sheet.span(line).start() + raw.trim_end().len();
                    subject = sheet.text().span(span.start(), end).map_or(subject, SubjectLine::Value);
                }
            }
            // A rule between the header and the mail.
            None if sheet.shape(line) == Shape::Rule => sheet.set(line, Part::Header),
            None if line > start && is_label_head(raw) => sheet.set(line, Part::Header),
            _ => break,
        }
        blanks = 0;
        line += 1;
    }
    subject
}

/// 「本文：」 and 【本文】 between the subject and the mail.
fn is_label_head(raw: &str) -> bool {
    let word: String = raw.chars().filter(|c| !c.is_whitespace()).collect();
    let word = word.trim_matches(['【', '】', '[', ']', '［', '］', ':', '：', '*', '#', '■', '＜', '＞', '<', '>']);
    ["本文", "メール本文", "本文案", "文面"].contains(&word)
}
