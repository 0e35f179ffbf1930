//! Nobody is addressed.

use crate::mail::{Anchor, Part};

use super::super::context::{Context, Found};

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    let document = context.document;
    if document.is_excerpt() || document.has(Part::Addressee) {
        return Vec::new();
    }
    vec![Found::at(vec![document.anchor(Anchor::Addressee)])]
}
