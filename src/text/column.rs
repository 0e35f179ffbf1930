//! Columns in the unit that a reader of the output counts in. Only [`Text`] knows where lines begin.

use unicode_width::UnicodeWidthChar as _;

use super::{BLOCK, Text, block_start, offset};

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Unicode scalar values.
    Char,
    /// UTF-16 code units: VS Code, SARIF.
    Utf16,
    /// Bytes of the line in UTF-8, whatever the file's encoding: Vim, reviewdog.
    Byte,
    /// Cells of a terminal: wide characters are two, a tab goes to the next multiple of eight. Emacs.
    Cell,
}

/// Cells from one tab stop to the next.
const TAB: usize = 8;

impl Text {
    /// The column of a byte offset in its line, counted from 1. An offset inside a character counts as that
    /// character's start, one behind the end as the end.
    pub fn column(&self, byte: usize, unit: Unit) -> usize {
        let place = self.position(byte);
        let start = self.line(self.line_index(place.byte)).start();
        match unit {
            Unit::Char => place.column,
            Unit::Utf16 => place.utf16,
            Unit::Byte => place.byte - start + 1,
            Unit::Cell => self.cells(place.byte, start) + 1,
        }
    }

    /// Cells before a byte of the line that begins at `start`.
    fn cells(&self, byte: usize, start: usize) -> usize {
        let content = self.as_str();
        if byte - start <= BLOCK {
            return advance(0, &content[start..byte]);
        }
        let blocks = self.cells.get_or_init(|| count_blocks(self));
        let block = byte / BLOCK;
        // The block's beginning may be inside the character before the byte.
        let from = block_start(content, block).min(byte);
        advance(blocks.get(block).copied().unwrap_or_default() as usize, &content[from..byte])
    }
}

/// The cell reached in each block's first line, at the block's beginning.
fn count_blocks(text: &Text) -> Vec<u32> {
    let content = text.as_str();
    let mut blocks = Vec::with_capacity(content.len() / BLOCK + 1);
    let (mut at, mut cell) = (0, 0);
    for block in 0..=content.len() / BLOCK {
        let to = block_start(content, block);
        let line = text.line(text.line_index(to)).start();
        cell = if line > at { advance(0, &content[line..to]) } else { advance(cell, &content[at..to]) };
        at = to;
        blocks.push(offset(cell));
    }
    blocks
}

/// The cell that is reached behind some characters of one line.
fn advance(from: usize, characters: &str) -> usize {
    characters.chars().fold(from, |cell, c| match c {
        '\t' => cell + TAB - cell % TAB,
        // As editors show them: ^[ and \200.
        '\u{0}'..='\u{1f}' | '\u{7f}' => cell + 2,
        '\u{80}'..='\u{9f}' => cell + 4,
        other => cell + other.width().unwrap_or(0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(content: &str, words: &str) -> [usize; 4] {
        let text = Text::new(content).expect("short");
        let at = text.as_str().find(words).expect("there");
        [Unit::Char, Unit::Utf16, Unit::Byte, Unit::Cell].map(|unit| text.column(at, unit))
    }

    #[test]
    fn each_unit_counts_its_own() {
        assert_eq!(columns("件名\n　𠮷田様、誠に申し訳ございません。", "申し訳"), [8, 9, 23, 15]);
        assert_eq!(columns("\u{feff}ｶﾞか\u{3099}様", "様"), [5, 5, 13, 5]);
        assert_eq!(columns("あ\tい\tう", "う"), [5, 5, 9, 17]);
        assert_eq!(columns("\u{1b}\u{9b}終", "終"), [3, 3, 4, 7]);
    }

    #[test]
    fn cells_of_a_long_line_are_counted_in_blocks() {
        let text =
            Text::new(format!("一\n{}終\n{}", "𠮷田\tab\u{3099}".repeat(900), "短い\n".repeat(900))).expect("short");
        for (at, _) in text.as_str().char_indices().step_by(31) {
            let line = text.line(text.line_index(at)).start();
            assert_eq!(text.column(at, Unit::Cell), advance(0, &text.as_str()[line..at]) + 1, "byte {at}");
        }
    }
}
