//! What a file says of itself and how it was read, for whoever wants to know: plain data.

use std::ops::Range;

use crate::mail::{Kind, KindSource};

use super::charset::Charset;
use super::format::Format;

/// What is known of one text beside its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// What it was read as.
    pub format: Format,
    /// The encoding of its words.
    pub charset: Charset,
    /// Draft or template, and who says so.
    pub kind: (Kind, KindSource),
    /// The names of the attached files, where it is a mail file.
    pub attachments: Option<Vec<String>>,
    /// Which of the file's mails, records or rows it is, from 1; `None` where the file holds one.
    pub item: Option<usize>,
    /// Parts of the shown text that do not stand in the file as they are shown.
    pub parts: Vec<LogicalPart>,
}

/// A part of a mail that is encoded for transfer: its lines and columns are those of the decoded part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogicalPart {
    /// Its number in the mail as IMAP counts: `1`, `1.2`.
    pub number: String,
    /// `text/plain` or `text/html`.
    pub media_type: String,
    /// `base64` or `quoted-printable`.
    pub encoding: &'static str,
    /// The file's line, from 1, where the part's words begin.
    pub file_line: usize,
    /// Its bytes in the shown text.
    pub shown: Range<usize>,
}
