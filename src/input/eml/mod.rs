//! One mail file → its text: the subject, and the plain text or else the visible text of the HTML.
//!
//! mail-parser finds the parts and their raw bytes; charsets are read here, for no mail library reads those that
//! Japanese mail is written in. The shown text is the file with its subject and its text parts decoded, so that lines
//! are those of the file wherever a part is not encoded for transfer.

mod part;
mod word;

use mail_parser::{HeaderName, Message, MessageParser};

use crate::mail::{Envelope, Kind, KindSource};
use crate::text::Text;

use super::about::{About, LogicalPart};
use super::charset::{self, Charset, Known, Unreadable};
use super::failure::{Failure, line_breaks};
use super::format::Format;
use super::html::{self, Use};
use super::origin::Builder;
use super::{Source, plain, tag};

use part::TextPart;

/// A mail and where it is from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Raw<'b> {
    pub(super) path: &'b str,
    pub(super) bytes: &'b [u8],
    /// The number, from 1, of its first line in the file.
    pub(super) first_line: usize,
    /// Which of the file's mails, from 1.
    pub(super) item: Option<usize>,
    pub(super) kind: (Kind, KindSource),
}

/// Reads one mail.
pub(super) fn read(raw: Raw<'_>) -> Result<Source, Failure> {
    let not_a_mail = || {
        let help = "ヘッダー（Subject: など）と本文のあるメールのファイルかどうかを確かめてください。";
        Failure::new(raw.path, "メールとして読めません。", help)
    };
    let message = MessageParser::default().parse(raw.bytes).ok_or_else(not_a_mail)?;
    if !begins_as_mail(raw.bytes) || message.parts.first().is_none_or(|root| root.headers.is_empty()) {
        return Err(not_a_mail());
    }
    let parts = part::texts(&message, raw.bytes);
    let mut sheet = Sheet::new(raw);
    let subject = sheet.head(&message, &parts);
    let mut charset = None;
    let mut mislabelled = None;
    let mut bodies = Vec::new();
    for part in &parts {
        if part.broken {
            return Err(undecodable(raw, part));
        }
        let decoded = charset::decode(&part.bytes, part.label.as_deref()).map_err(|why| unreadable(raw, part, &why))?;
        charset = charset.or(Some(decoded.charset));
        if let (true, Some(label)) = (decoded.mislabelled, &part.label) {
            mislabelled.get_or_insert_with(|| (label.clone(), decoded.charset));
        }
        bodies.push(sheet.body(part, decoded.text));
    }
    let mut builder = Builder::default();
    if let Some((label, _)) = &mislabelled {
        sheet.label(&mut builder, label);
    }
    match subject {
        Some(at) => {
            builder.insert("件名: ");
            builder.copy(&sheet.shown[at.clone()], at.start);
        }
        None => builder.insert("件名:"),
    }
    builder.insert("\n\n");
    for (at, body) in bodies {
        builder.append(&body, at);
        builder.insert("\n");
    }
    let charset = charset.unwrap_or(Charset { name: "UTF-8", known: Known::Valid });
    let attachments = part::attachments(&message);
    let envelope = Envelope {
        kind: raw.kind.0,
        attachments: Some(attachments.clone()),
        charset: mislabelled.map(|(_, charset)| charset.name.to_owned()),
    };
    let about = About {
        format: Format::Eml,
        charset,
        kind: raw.kind,
        attachments: Some(attachments),
        item: raw.item,
        parts: sheet.parts,
    };
    let too_long = |error| Failure::new(raw.path, format!("{error}。"), "");
    let shown = Text::new(sheet.shown).map_err(too_long)?.starting_at(raw.first_line);
    Source::mapped(raw.path, builder, shown, envelope, about)
}

/// Whether the first line with words is a header: a name of printable ASCII before a colon.
fn begins_as_mail(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes).trim_ascii_start();
    let line = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    // Thunderbird and mail spools put a line of the archive before the header.
    let from = line.starts_with(b"From ");
    let name = line.iter().position(|&byte| byte == b':').map(|end| &line[..end]);
    from || name.is_some_and(|name| !name.is_empty() && name.trim_ascii_end().iter().all(u8::is_ascii_graphic))
}

fn unreadable(raw: Raw<'_>, part: &TextPart<'_>, why: &Unreadable) -> Failure {
    let first_line = raw.first_line + line_breaks(&raw.bytes[..part.start.min(raw.bytes.len())]);
    let mut failure = Failure::unreadable(raw.path, &part.bytes, first_line, why);
    if part.encoding.is_some() {
        failure.message = format!("パート {}（{}）: {}", part.number, part.media_type, failure.message);
    }
    failure
}

fn undecodable(raw: Raw<'_>, part: &TextPart<'_>) -> Failure {
    let line = raw.first_line + line_breaks(&raw.bytes[..part.start.min(raw.bytes.len())]);
    let message = format!("パート {}（{}）: {line} 行目からを base64 として読めません。", part.number, part.media_type);
    Failure::new(
        raw.path,
        message,
        "ファイルが途中で切れたり書き換えられたりしていないか、元のメールと見比べてください。",
    )
}

/// The shown text in the making.
struct Sheet<'b> {
    raw: Raw<'b>,
    shown: String,
    parts: Vec<LogicalPart>,
    /// How much of the file is shown.
    reached: usize,
    /// Whether an encoded part has moved the lines behind it.
    moved: bool,
}

impl<'b> Sheet<'b> {
    fn new(raw: Raw<'b>) -> Sheet<'b> {
        Sheet { raw, shown: String::new(), parts: Vec::new(), reached: 0, moved: false }
    }

    /// The header and what else stands before the first text, the subject decoded on its first line. The subject's
    /// place in the shown text; `None` where there is none.
    fn head(&mut self, message: &Message<'_>, parts: &[TextPart<'_>]) -> Option<std::ops::Range<usize>> {
        let root = message.parts.first()?;
        let end = parts.first().map_or(root.offset_body as usize, |part| part.start).min(self.raw.bytes.len());
        let subject = root.headers.iter().rev().find(|header| header.name == HeaderName::Subject);
        let Some(subject) = subject else {
            self.as_it_is(end);
            return None;
        };
        let (from, to) = (subject.offset_start as usize, (subject.offset_end as usize).min(end));
        self.as_it_is(from.min(to));
        let value = &self.raw.bytes[from.min(to)..to];
        let words = word::decode(value);
        self.shown.push(' ');
        let start = self.shown.len();
        self.shown.push_str(&words);
        // The lines that it was folded on stay, so that those behind it keep their numbers.
        self.shown.push_str(&"\n".repeat(line_breaks(value)));
        self.reached = to;
        self.as_it_is(end);
        (!words.is_empty()).then(|| start..start + words.len())
    }

    /// Shows the file up to a byte.
    fn as_it_is(&mut self, end: usize) {
        let piece = self.raw.bytes.get(self.reached..end).unwrap_or_default();
        self.shown.push_str(&charset::lossy(piece, "utf-8"));
        self.reached = self.reached.max(end);
    }

    /// Shows a text part; its judged text, and where it begins in the shown text.
    fn body(&mut self, part: &TextPart<'_>, text: String) -> (usize, Builder) {
        self.as_it_is(part.start);
        let at = self.shown.len();
        let tags = if self.raw.kind.0 == Kind::Template { tag::tags(&text) } else { Vec::new() };
        let body = if part.html {
            html::read(&text, &tags, 0, Use::Mail)
        } else if tags.is_empty() {
            let mut body = Builder::default();
            body.copy(&text, 0);
            body
        } else {
            plain::read(&text, &tags)
        };
        self.shown.push_str(&text);
        if self.moved || part.encoding.is_some() {
            let file_line = self.raw.first_line + line_breaks(&self.raw.bytes[..part.start.min(self.raw.bytes.len())]);
            self.parts.push(LogicalPart {
                number: part.number.clone(),
                media_type: part.media_type.clone(),
                encoding: part.encoding.unwrap_or("8bit"),
                file_line,
                shown: at..self.shown.len(),
            });
            self.moved = true;
        }
        if !self.shown.ends_with('\n') {
            self.shown.push('\n');
        }
        self.reached = part.end;
        (at, body)
    }

    /// A header line with the label that is wrong, before the subject.
    fn label(&self, builder: &mut Builder, label: &str) {
        builder.insert("Content-Type: text/plain; charset=");
        match self.shown.find(label) {
            Some(at) => builder.copy(label, at),
            None => builder.insert(label),
        }
        builder.insert("\n");
    }
}
