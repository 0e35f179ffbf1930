//! Where a finding stands, in lines and in columns of one unit: what most formats ask for.
//!
//! It must not know formats.

use crate::text::{Span, Text, Unit};

/// From the first flagged character to behind the last one. Lines and columns count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

impl Region {
    /// Over all spans; the text's start where there is none.
    pub(super) fn of(text: &Text, spans: &[Span], unit: Unit) -> Region {
        let whole = spans.iter().copied().reduce(Span::cover).unwrap_or_else(|| text.whole().at_start());
        let line = |byte| text.line_index(byte) + 1;
        Region {
            line: line(whole.start()),
            column: text.column(whole.start(), unit),
            end_line: line(whole.end()),
            end_column: text.column(whole.end(), unit),
        }
    }

    /// Whether there are no words in it: something is missing here.
    pub(super) fn is_empty(&self) -> bool {
        (self.line, self.column) == (self.end_line, self.end_column)
    }
}
