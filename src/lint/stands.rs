//! Words that stand in the mail.

use crate::diagnostic::{Confidence, Diagnostic, Severity};
use crate::likeness::Label;
use crate::rule::{Detector, Rule};

use super::context::{Context, Found};
use super::merge::NAMED;

/// A sentence that is less like its category is pointed at one step milder. Of findings on sentences that were not learnt
/// from, nine in ten were right above, six in ten below.
const SURE: f64 = 0.8;

pub(super) fn judge(
    context: &Context<'_>,
    rule: &Rule,
    severity: Severity,
    detector: &Detector,
    findings: &mut Vec<Diagnostic>,
) {
    let label = Label::named(rule.id.category()).filter(|_| rule.likeness > 0.0);
    let named = if rule.confidence == Confidence::High { NAMED } else { 0.0 };
    for sighting in context.detection.detect(detector) {
        let likeness = label.zip(context.detection.likeness(sighting.found.sentence));
        let share = likeness.map(|(label, likeness)| f64::from(likeness.share(label)));
        if share.is_some_and(|share| share < rule.likeness) {
            continue;
        }
        let mut found = Found::at(context.reading().spans(&sighting.found));
        found.lowered = sighting.lowered + u8::from(share.is_some_and(|share| share + named < SURE));
        if detector.actor.is_some() && !sighting.actor_known {
            found.confidence = Confidence::Medium;
        }
        for (name, value) in &sighting.found.captures {
            found = found.with(name, value);
        }
        findings.push(context.diagnostic(rule, severity, found));
    }
}
