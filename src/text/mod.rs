//! Decoded text and places in it: the text itself, a checked byte [`Span`], the line index, and the
//! normalised view ([`Normal`]) that everything above matches on.
//!
//! This is the only module that converts an offset into a line, a column or a UTF-16 index, and the only one that can
//! make a [`Span`]. It knows nothing of mails, words or rules.

mod column;
mod normal;

use std::sync::OnceLock;

pub use column::Unit;
pub use normal::Normal;

/// A range of bytes in one [`Text`], start inclusive, end exclusive, both on character boundaries.
///
/// Only this module makes spans, so that no renderer can be handed a place inside a character or behind the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// First byte, counted from 0.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The byte behind the last one.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether both have a byte in common, or an empty one lies inside the other.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
            || (self.is_empty() && other.start <= self.start && self.start <= other.end)
            || (other.is_empty() && self.start <= other.start && other.start <= self.end)
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The empty span at the end of this one.
    #[must_use]
    pub fn at_end(self) -> Span {
        Span { start: self.end, end: self.end }
    }

    /// The empty span at the start of this one.
    #[must_use]
    pub fn at_start(self) -> Span {
        Span { start: self.start, end: self.start }
    }
}

/// A place in every unit that a consumer may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Byte offset into the decoded text, counted from 0.
    pub byte: usize,
    /// Line, counted from 1; for a piece of a longer text, from the number of its first line.
    pub line: usize,
    /// Column in Unicode scalar values, counted from 1.
    pub column: usize,
    /// Column in UTF-16 code units, counted from 1.
    pub utf16: usize,
}

/// A decoded text with its line index. A byte order mark at the start is taken off.
#[derive(Clone, Debug)]
pub struct Text {
    content: String,
    line_starts: Vec<u32>,
    /// Characters and UTF-16 units before each block, counted when a place in a long line is first asked for.
    blocks: OnceLock<Vec<(u32, u32)>>,
    /// Terminal cells before each block, counted when they are first asked for.
    cells: OnceLock<Vec<u32>>,
    /// The number of its first line, from 1.
    first_line: usize,
}

/// Bytes between two counts of characters. Lines up to this length are counted from their start.
const BLOCK: usize = 1024;

impl Default for Text {
    /// The empty text.
    fn default() -> Text {
        Text {
            content: String::new(),
            line_starts: vec![0],
            blocks: OnceLock::new(),
            cells: OnceLock::new(),
            first_line: 1,
        }
    }
}

/// The text is too long for 32-bit offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

impl std::fmt::Display for TooLong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("4 GiB を超えるテキストは扱えません")
    }
}

impl std::error::Error for TooLong {}

impl Text {
    /// Takes decoded text.
    ///
    /// # Errors
    /// [`TooLong`] for 4 GiB and more.
    pub fn new(content: impl Into<String>) -> Result<Text, TooLong> {
        let mut content: String = content.into();
        if content.starts_with('\u{feff}') {
            content.drain(..'\u{feff}'.len_utf8());
        }
        if u32::try_from(content.len()).is_err() {
            return Err(TooLong);
        }
        let line_starts = line_starts(&content);
        Ok(Text { content, line_starts, blocks: OnceLock::new(), cells: OnceLock::new(), first_line: 1 })
    }

    /// The same text as a piece of a longer one, its first line having this number there, from 1.
    #[must_use]
    pub fn starting_at(mut self, line: usize) -> Text {
        self.first_line = line.max(1);
        self
    }

    /// The number of its first line, from 1; not 1 only for a piece of a longer text.
    pub fn first_line(&self) -> usize {
        self.first_line
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.content
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.content.len()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.content.is_empty()
    }

    /// The span of a byte range; `None` where an end is out of range, inside a character or before the start.
    pub fn span(&self, start: usize, end: usize) -> Option<Span> {
        if start > end || self.content.get(start..end).is_none() {
            return None;
        }
        Some(Span { start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()? })
    }

    /// The span of the whole text.
    pub fn whole(&self) -> Span {
        Span { start: 0, end: offset(self.content.len()) }
    }

    /// The words a span covers; empty for a span of another text that does not fit this one.
    pub fn slice(&self, span: Span) -> &str {
        self.content.get(span.start()..span.end()).unwrap_or_default()
    }

    /// The lines in order, each without its line terminator (`\n`, `\r\n` or a lone `\r`).
    pub fn lines(&self) -> impl Iterator<Item = Span> + '_ {
        (0..self.line_starts.len()).map(|index| self.line(index))
    }

    /// Number of lines; a text that ends in a line terminator has no further empty line.
    pub fn line_count(&self) -> usize {
        self.line_starts.len()
    }

    /// A line by its index from 0, without its terminator; the last one for an index behind the end.
    pub fn line(&self, index: usize) -> Span {
        let index = index.min(self.line_starts.len() - 1);
        let start = self.line_starts[index];
        let end = self.line_starts.get(index + 1).map_or(self.content.len(), |&next| next as usize);
        let line = &self.content[start as usize..end];
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        Span { start, end: start + offset(line.len()) }
    }

    /// The index, from 0, of the line that holds a byte offset.
    pub fn line_index(&self, byte: usize) -> usize {
        self.line_starts.partition_point(|&start| start as usize <= byte).saturating_sub(1)
    }

    /// The place of a byte offset in every unit. An offset inside a character counts as that character's start, one
    /// behind the end as the end.
    pub fn position(&self, byte: usize) -> Position {
        let mut byte = byte.min(self.content.len());
        while !self.content.is_char_boundary(byte) {
            byte -= 1;
        }
        let index = self.line_index(byte);
        let start = self.line_starts[index] as usize;
        let (column, utf16) = if byte - start <= BLOCK {
            count(&self.content[start..byte])
        } else {
            let (from, to) = (self.counted(start), self.counted(byte));
            (to.0 - from.0, to.1 - from.1)
        };
        Position { byte, line: index + self.first_line, column: column + 1, utf16: utf16 + 1 }
    }

    /// Characters and UTF-16 units before a byte, from the block before it.
    fn counted(&self, byte: usize) -> (usize, usize) {
        let blocks = self.blocks.get_or_init(|| count_blocks(&self.content));
        let block = byte / BLOCK;
        let (chars, utf16) = blocks.get(block).copied().unwrap_or_default();
        let rest = count(&self.content[block_start(&self.content, block).min(byte)..byte]);
        (chars as usize + rest.0, utf16 as usize + rest.1)
    }
}

/// Characters and UTF-16 units.
fn count(text: &str) -> (usize, usize) {
    text.chars().fold((0, 0), |(chars, utf16), c| (chars + 1, utf16 + c.len_utf16()))
}

/// Where a block begins: at the first character boundary from its place on.
fn block_start(content: &str, block: usize) -> usize {
    let mut at = (block * BLOCK).min(content.len());
    while !content.is_char_boundary(at) {
        at += 1;
    }
    at
}

fn count_blocks(content: &str) -> Vec<(u32, u32)> {
    let mut blocks = Vec::with_capacity(content.len() / BLOCK + 1);
    let (mut chars, mut utf16) = (0, 0);
    for block in 0..=content.len() / BLOCK {
        blocks.push((offset(chars), offset(utf16)));
        let counts = count(&content[block_start(content, block)..block_start(content, block + 1)]);
        (chars, utf16) = (chars + counts.0, utf16 + counts.1);
    }
    blocks
}

fn line_starts(content: &str) -> Vec<u32> {
    let bytes = content.as_bytes();
    let mut starts = vec![0];
    for (at, &byte) in bytes.iter().enumerate() {
        let ends = byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
        if ends && at + 1 < bytes.len() {
            starts.push(offset(at + 1));
        }
    }
    starts
}

/// An offset into a text; `Text::new` has checked that every one fits.
fn offset(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(content: &str) -> Text {
        Text::new(content).expect("short")
    }

    #[test]
    fn lines_end_at_any_terminator() {
        let text = text("一\r\n二\r三\n\n四\n");
        let lines: Vec<&str> = text.lines().map(|line| text.slice(line)).collect();
        assert_eq!(lines, ["一", "二", "三", "", "四"]);
    }

    #[test]
    fn an_empty_text_has_one_empty_line() {
        let text = text("");
        assert_eq!(text.lines().count(), 1);
        assert_eq!(text.position(7).column, 1);
    }

    #[test]
    fn a_span_never_cuts_a_character() {
        let text = text("𠮷田");
        assert!(text.span(0, 4).is_some());
        assert!(text.span(1, 4).is_none());
        assert!(text.span(4, 0).is_none());
        assert!(text.span(0, 99).is_none());
    }

    #[test]
    fn places_in_a_long_line_are_counted_in_blocks() {
        let text = text(&format!("一\n{}終", "𠮷田ab".repeat(700)));
        for (at, _) in text.as_str().char_indices().skip(2).step_by(37) {
            let place = text.position(at);
            let (column, utf16) = count(&text.as_str()["一\n".len()..at]);
            assert_eq!((place.line, place.column, place.utf16), (2, column + 1, utf16 + 1), "byte {at}");
        }
    }

    #[test]
    fn a_place_is_told_in_every_unit() {
        let text = text("\u{feff}件名\n　𠮷田様、誠に申し訳ございません。");
        let at = text.as_str().find("申し訳").expect("there");
        let place = text.position(at);
        assert_eq!((place.line, place.column, place.utf16), (2, 8, 9));
        assert_eq!(text.position(at + 1), place, "inside a character counts as its start");
    }
}
