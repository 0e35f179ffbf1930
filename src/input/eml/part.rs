//! Which parts of a mail hold its text, with their bytes decoded for transfer, and which files are attached.

use std::borrow::Cow;

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessagePart, MimeHeaders, PartType};

/// A part that holds text.
#[derive(Debug)]
pub(super) struct TextPart<'b> {
    /// As IMAP counts: `1`, `1.2`.
    pub(super) number: String,
    pub(super) media_type: String,
    pub(super) html: bool,
    /// What it calls its charset.
    pub(super) label: Option<String>,
    /// How it is encoded for transfer; `None` where its bytes are those of the file.
    pub(super) encoding: Option<&'static str>,
    /// Its bytes, decoded.
    pub(super) bytes: Cow<'b, [u8]>,
    /// Whether it could not be decoded: its bytes are no words of anybody.
    pub(super) broken: bool,
    /// Where it begins in the file.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
}

/// The parts that are the mail's text, in order: the plain ones, or where they say nothing the HTML.
pub(super) fn texts<'b>(message: &Message<'_>, raw: &'b [u8]) -> Vec<TextPart<'b>> {
    let numbers = numbers(message);
    let of = |ids: &[u32], html: bool| -> Vec<TextPart<'b>> {
        let parts = ids.iter().filter_map(|&id| {
            let part = message.parts.get(id as usize)?;
            let fits = match part.body {
                PartType::Text(_) => !html,
                PartType::Html(_) => html,
                _ => false,
            };
            let number = numbers.get(id as usize).cloned().unwrap_or_default();
            fits.then(|| text(part, html, number, raw))
        });
        let mut parts: Vec<TextPart<'b>> = parts.collect();
        parts.sort_by_key(|part| part.start);
        parts
    };
    let plain = of(&message.text_body, false);
    let says = |parts: &[TextPart<'_>]| parts.iter().any(|part| !part.bytes.iter().all(u8::is_ascii_whitespace));
    if says(&plain) {
        return plain;
    }
    let html = of(&message.html_body, true);
    if says(&html) {
        return html;
    }
    // mail-parser takes what it cannot decode for a file that is attached.
    let is_text = |part: &MessagePart<'_>| part.content_type().is_none_or(|kind| kind.ctype() == "text");
    match message.parts.iter().position(|part| is_broken(part) && is_text(part)) {
        Some(id) => vec![text(&message.parts[id], false, numbers[id].clone(), raw)],
        None => plain,
    }
}

/// Whether a part says that it is base64 and is not. What is not quite quoted-printable can be read as it is.
fn is_broken(part: &MessagePart<'_>) -> bool {
    let says_base64 = || part.content_transfer_encoding().is_some_and(|name| name.eq_ignore_ascii_case("base64"));
    part.is_encoding_problem && matches!(part.encoding, Encoding::None) && says_base64()
}

fn text<'b>(part: &MessagePart<'_>, html: bool, number: String, raw: &'b [u8]) -> TextPart<'b> {
    let (start, end) = (part.offset_body as usize, part.offset_end as usize);
    let bytes = raw.get(start..end.max(start)).unwrap_or_default();
    let (encoding, bytes) = match part.encoding {
        Encoding::None => (None, Cow::Borrowed(bytes)),
        Encoding::QuotedPrintable => {
            (Some("quoted-printable"), quoted_printable_decode(bytes).map_or(Cow::Borrowed(bytes), Cow::Owned))
        }
        Encoding::Base64 => (Some("base64"), base64_decode(bytes).map_or(Cow::Borrowed(bytes), Cow::Owned)),
    };
    let broken = is_broken(part);
    let label = part.content_type().and_then(|content_type| content_type.attribute("charset")).map(str::to_owned);
    let media_type = if html { "text/html" } else { "text/plain" };
    TextPart { number, media_type: media_type.to_owned(), html, label, encoding, bytes, broken, start, end }
}

/// A part this deep in others has the number of the one around it: no mail program shows it either.
const LONGEST_NUMBER: usize = 64;

/// The number of every part, by its id.
fn numbers(message: &Message<'_>) -> Vec<String> {
    let mut numbers = vec![String::new(); message.parts.len()];
    let mut open: Vec<(usize, String)> = vec![(0, String::new())];
    while let Some((id, number)) = open.pop() {
        let Some(part) = message.parts.get(id) else { continue };
        if let PartType::Multipart(children) = &part.body {
            for (nth, &child) in children.iter().enumerate() {
                let dot = if number.is_empty() { "" } else { "." };
                let child = child as usize;
                // A child stands behind its parent; nothing else may come again.
                if child > id {
                    let deep = number.len() > LONGEST_NUMBER;
                    let own = if deep { number.clone() } else { format!("{number}{dot}{}", nth + 1) };
                    open.push((child, own));
                }
            }
        }
        if let Some(own) = numbers.get_mut(id) {
            *own = if number.is_empty() { "1".to_owned() } else { number };
        }
    }
    numbers
}

/// The names of the attached files. Pictures that the HTML shows are none.
pub(super) fn attachments(message: &Message<'_>) -> Vec<String> {
    let parts = message.attachments.iter().filter_map(|&id| message.parts.get(id as usize));
    let attached = parts.filter(|part| {
        let shown = part.content_id().is_some() && !part.content_disposition().is_some_and(|how| how.is_attachment());
        let alternative =
            matches!(part.body, PartType::Html(_) | PartType::Text(_)) && part.content_disposition().is_none();
        !shown && !alternative && !matches!(part.body, PartType::Multipart(_))
    });
    attached.map(|part| part.attachment_name().map_or_else(|| "（名前なし）".to_owned(), super::word::plain)).collect()
}
