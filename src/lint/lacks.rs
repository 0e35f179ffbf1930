//! What a mail of its kind must hold and does not.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rule::{Place, Require, Rule};
use crate::text::Span;

use super::context::{Context, Found};

pub(super) fn judge(
    context: &Context<'_>,
    rule: &Rule,
    severity: Severity,
    require: &Require,
    findings: &mut Vec<Diagnostic>,
) {
    let count: usize = require.elements.iter().map(|&e| context.element_in(e, &require.parts).len()).sum();
    if count >= require.min || !context.mail_allows(&require.unless, &require.only_if) {
        return;
    }
    let found = Found::at(vec![place(context, &require.anchor)]).with("count", count).with("found", count);
    findings.push(context.diagnostic(rule, severity, found));
}

/// Where to draw it: the end of the words after which the reader would expect it.
fn place(context: &Context<'_>, place: &Place) -> Span {
    match place {
        Place::Anchor(anchor) => context.document.anchor(*anchor),
        Place::Element(element) => {
            let found = context.detection.element(*element);
            let first = found.first().and_then(|found| context.reading().spans(found).first().copied());
            first.unwrap_or_else(|| context.document.anchor(crate::mail::Anchor::BodyStart))
        }
    }
}
