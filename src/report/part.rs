//! Where a finding stands in a part of a mail that is encoded for transfer: its lines are not those of the file.
//!
//! It must not know formats.

use serde::Serialize;

use crate::input::About;
use crate::text::{Span, Text};

/// A place in such a part.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct PartPlace<'a> {
    pub(super) number: &'a str,
    #[serde(rename = "type")]
    pub(super) media_type: &'a str,
    pub(super) encoding: &'static str,
    /// The file's line where the part's words begin, from 1.
    pub(super) file_line: usize,
    /// Line and column in the decoded part, from 1; columns in characters.
    pub(super) line: usize,
    pub(super) column: usize,
}

impl<'a> PartPlace<'a> {
    /// The place of a finding's span; `None` where its lines are those of the file.
    pub(super) fn of(about: Option<&'a About>, text: &Text, span: Span) -> Option<PartPlace<'a>> {
        let part = about?.part_at(span.start())?;
        let (first, here) = (text.position(part.shown.start), text.position(span.start()));
        Some(PartPlace {
            number: &part.number,
            media_type: &part.media_type,
            encoding: part.encoding,
            file_line: part.file_line,
            line: here.line - first.line + 1,
            column: here.column,
        })
    }

    /// For people: 「パート 1.2（text/plain、base64）の 6 行 3 文字目」.
    pub(super) fn words(&self) -> String {
        let PartPlace { number, media_type, encoding, line, column, .. } = self;
        format!("パート {number}（{media_type}、{encoding}）の {line} 行 {column} 文字目")
    }
}
