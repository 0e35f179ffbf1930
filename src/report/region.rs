//! Where a finding stands, in lines and in columns of one unit: what most formats ask for.
//!
//! It must not know formats.

use crate::text::{Span, Unit};

use super::Judged;
use super::part::PartPlace;

/// From the first flagged character to behind the last one. Lines and columns count from 1 and are the file's.
#[derive(Clone, Debug)]
pub(super) struct Region<'a> {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
    /// Where it stands in a part that is encoded for transfer. The region is then the beginning of the line where the
    /// part's words begin, for the file has no place for each of them, nor can they be replaced in it.
    pub(super) part: Option<PartPlace<'a>>,
}

impl<'a> Region<'a> {
    /// Over all spans; the text's start where there is none.
    pub(super) fn of(judged: &Judged<'a>, spans: &[Span], unit: Unit) -> Region<'a> {
        let text = judged.text;
        let whole = spans.iter().copied().reduce(Span::cover).unwrap_or_else(|| text.whole().at_start());
        if let Some(part) = PartPlace::of(judged.about, text, whole) {
            let line = part.file_line;
            return Region { line, column: 1, end_line: line, end_column: 1, part: Some(part) };
        }
        let line = |byte| text.position(byte).line;
        Region {
            line: line(whole.start()),
            column: text.column(whole.start(), unit),
            end_line: line(whole.end()),
            end_column: text.column(whole.end(), unit),
            part: None,
        }
    }

    /// Whether there are no words in it: something is missing here.
    pub(super) fn is_empty(&self) -> bool {
        (self.line, self.column) == (self.end_line, self.end_column)
    }

    /// Behind a message: where the words stand that the file has no place for.
    pub(super) fn note(&self) -> String {
        self.part.map_or_else(String::new, |part| format!("（{}）", part.words()))
    }
}
