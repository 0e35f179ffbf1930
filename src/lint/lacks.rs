//! What a mail of its kind must hold and does not.

use crate::diagnostic::{Diagnostic, Severity};
use crate::likeness::{Label, NONE};
use crate::rule::{Place, Require, Rule};
use crate::text::Span;

use super::context::{Context, Found};

/// A sentence with less of [`NONE`] hurts.
const HARMLESS: f32 = 0.35;

/// Where a sentence is like what is required by more than this part of what would be enough, its lack is told one step milder.
/// Of such findings in mails that were not learnt from, two in three were right, of the others nine in ten.
const NEARLY: f64 = 0.5;

pub(super) fn judge(
    context: &Context<'_>,
    rule: &Rule,
    severity: Severity,
    require: &Require,
    findings: &mut Vec<Diagnostic>,
) {
    let said = said(context, require);
    if said.count >= require.min || !context.mail_allows(&require.unless, &require.only_if) {
        return;
    }
    let place = place(context, &require.anchor);
    let mut found = Found::at(vec![place]).with("count", said.count).with("found", said.count);
    found.lowered = u8::from(said.nearly);
    findings.push(context.diagnostic(rule, severity, found));
}

/// How far a mail says what is required.
struct Said {
    /// How often: the places of its elements, less those in sentences that are not like it, and the sentences that are like
    /// enough.
    count: usize,
    /// Whether a sentence is nearly like enough.
    nearly: bool,
}

fn said(context: &Context<'_>, require: &Require) -> Said {
    let places = require.elements.iter().flat_map(|&element| context.element_in(element, &require.parts));
    let Some(alike) = &require.alike else { return Said { count: places.count(), nearly: false } };
    let labels: Vec<Label> = alike.labels.iter().filter_map(|name| Label::named(name)).collect();
    // What is too short to be like anything is what its words say.
    let share = |sentence: usize| {
        let likeness = context.detection.likeness(sentence)?;
        labels.iter().map(|&label| f64::from(likeness.share(label))).reduce(f64::max)
    };
    let sentences = context.reading().sentences().iter().enumerate();
    let spoken = sentences.filter(|(_, sentence)| require.parts.contains(&sentence.part));
    // Who presses for another decision leaves no door open, but who makes excuses names a cause.
    let none = Label::named(NONE);
    let hurts = |sentence: usize| {
        !alike.hurting
            && none.zip(context.detection.likeness(sentence)).is_some_and(|(none, found)| found.share(none) < HARMLESS)
    };
    let shares: Vec<f64> = spoken.filter(|&(at, _)| !hurts(at)).filter_map(|(at, _)| share(at)).collect();
    let likely = places.filter(|found| share(found.sentence).is_none_or(|share| share >= alike.needed)).count();
    Said {
        count: likely + shares.iter().filter(|&&share| share >= alike.enough).count(),
        nearly: shares.iter().any(|share| *share >= alike.enough * NEARLY),
    }
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
