//! What the JSON report says of a file beside its findings: how it was read, and where in a mail's parts a finding is.

use serde::Serialize;

use crate::input::About;
use crate::mail::{Kind, KindSource};
use crate::text::{Span, Text};

/// How a file was read.
#[derive(Serialize)]
pub(super) struct Facts<'a> {
    format: &'static str,
    charset: Charset,
    kind: KindOf,
    #[serde(skip_serializing_if = "Option::is_none")]
    attachments: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<usize>,
}

#[derive(Serialize)]
struct Charset {
    name: &'static str,
    by: &'static str,
}

#[derive(Serialize)]
struct KindOf {
    name: Kind,
    by: KindSource,
}

impl<'a> Facts<'a> {
    pub(super) fn of(about: &'a About) -> Facts<'a> {
        Facts {
            format: about.format.as_str(),
            charset: Charset { name: about.charset.name, by: about.charset.known.as_str() },
            kind: KindOf { name: about.kind.0, by: about.kind.1 },
            attachments: about.attachments.as_deref(),
            item: about.item,
        }
    }
}

/// A place in a part that is encoded for transfer.
#[derive(Serialize)]
pub(super) struct PartPlace<'a> {
    number: &'a str,
    #[serde(rename = "type")]
    media_type: &'a str,
    encoding: &'static str,
    /// The file's line where the part's words begin, from 1.
    file_line: usize,
    /// Line and column in the decoded part, from 1; columns in characters.
    line: usize,
    column: usize,
}

impl<'a> PartPlace<'a> {
    /// The place of a finding's span; `None` where its lines are those of the file.
    pub(super) fn of(about: &'a About, text: &Text, span: Span) -> Option<PartPlace<'a>> {
        let holds = |place: &std::ops::Range<usize>| place.start <= span.start() && span.start() <= place.end;
        let part = about.parts.iter().find(|part| holds(&part.shown))?;
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
}
