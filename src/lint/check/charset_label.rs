//! A header line calls the mail's encoding one that its bytes are not in.

use crate::mail::Part;

use super::super::context::{Context, Found};

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    let Some(real) = &context.envelope.charset else { return Vec::new() };
    let document = context.document;
    let text = document.text();
    let headers = document.lines().iter().filter(|line| line.part == Part::Header);
    let found = headers.filter_map(|line| {
        let words = text.slice(line.span);
        let start = words.to_ascii_lowercase().find("charset=")? + "charset=".len();
        let label = words[start..].trim_start_matches(['"', '\'']);
        let start = words.len() - label.len();
        let length = label.find(['"', '\'', ';', ' ']).unwrap_or(label.len());
        let at = line.span.start() + start;
        Some(Found::at(vec![text.span(at, at + length)?]).with("expected", real))
    });
    found.take(1).collect()
}
