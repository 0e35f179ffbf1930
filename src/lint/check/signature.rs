//! Nobody has signed, or the reader is given no way to answer but the mail itself.

use crate::mail::{Anchor, Part, fold, is_street_address};

use super::super::context::{Context, Found};

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    let document = context.document;
    if document.is_excerpt() {
        return Vec::new();
    }
    let span = document.part_span(Part::Signature);
    match span {
        None => vec![Found::at(vec![document.anchor(Anchor::End)])],
        Some(span) if !reachable(document.text().slice(span)) => vec![Found::at(vec![span])],
        Some(_) => Vec::new(),
    }
}

/// A telephone number, an address or a web page.
fn reachable(signature: &str) -> bool {
    let digits = signature.chars().filter(|c| c.is_ascii_digit() || ('０'..='９').contains(c)).count();
    digits >= 7
        || signature.contains(['@', '＠', '〒', '☎', '℡'])
        || signature.contains("http")
        || signature.contains("www.")
        || signature.contains("{{")
        || signature.lines().any(|line| is_street_address(&fold(line)))
}
