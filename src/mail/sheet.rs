//! The lines of a text while its parts are being found: each with its shape, and the outer part once it is known.

use crate::text::{Span, Text};

use super::Part;
use super::shape::{Shape, shape};

/// The lines with what is known of them so far. A line without a part is text of the mail itself.
pub(super) struct Sheet<'t> {
    text: &'t Text,
    lines: Vec<Row>,
}

struct Row {
    span: Span,
    shape: Shape,
    part: Option<Part>,
}

impl<'t> Sheet<'t> {
    pub(super) fn new(text: &'t Text) -> Sheet<'t> {
        let row = |span| Row { span, shape: shape(text.slice(span)), part: None };
        Sheet { text, lines: text.lines().map(row).collect() }
    }

    pub(super) fn text(&self) -> &'t Text {
        self.text
    }

    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    pub(super) fn span(&self, line: usize) -> Span {
        self.lines[line].span
    }

    /// The line as written.
    pub(super) fn raw(&self, line: usize) -> &'t str {
        self.text.slice(self.lines[line].span)
    }

    /// The line without white space around it.
    pub(super) fn line(&self, line: usize) -> &'t str {
        self.raw(line).trim()
    }

    pub(super) fn shape(&self, line: usize) -> Shape {
        self.lines[line].shape
    }

    pub(super) fn is_blank(&self, line: usize) -> bool {
        self.lines[line].shape == Shape::Blank
    }

    pub(super) fn part(&self, line: usize) -> Option<Part> {
        self.lines[line].part
    }

    pub(super) fn set(&mut self, line: usize, part: Part) {
        self.lines[line].part = Some(part);
    }

    pub(super) fn has(&self, part: Part) -> bool {
        self.lines.iter().any(|row| row.part == Some(part))
    }

    /// The lines that have words and no part yet, in order.
    pub(super) fn open(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        (0..self.len()).filter(|&line| self.lines[line].part.is_none() && !self.is_blank(line))
    }

    /// Whether a blank line or a line of another part stands right before this one.
    pub(super) fn opens_chunk(&self, line: usize) -> bool {
        line == 0 || self.is_blank(line - 1) || self.part(line - 1) != self.part(line)
    }
}
