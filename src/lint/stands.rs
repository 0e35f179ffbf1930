//! Words that stand in the mail.

use crate::diagnostic::{Confidence, Diagnostic, Severity};
use crate::likeness::Label;
use crate::rule::{Detector, Rule};

use super::context::{Context, Found};

pub(super) fn judge(
    context: &Context<'_>,
    rule: &Rule,
    severity: Severity,
    detector: &Detector,
    findings: &mut Vec<Diagnostic>,
) {
    let label = Label::named(rule.id.category()).filter(|_| rule.likeness > 0.0);
    for sighting in context.detection.detect(detector) {
        if let Some(label) = label
            && let Some(likeness) = context.detection.likeness(sighting.found.sentence)
            && f64::from(likeness.share(label)) < rule.likeness
        {
            continue;
        }
        let mut found = Found::at(context.reading().spans(&sighting.found));
        found.lowered = sighting.lowered;
        if detector.actor.is_some() && !sighting.actor_known {
            found.confidence = Confidence::Medium;
        }
        for (name, value) in &sighting.found.captures {
            found = found.with(name, value);
        }
        findings.push(context.diagnostic(rule, severity, found));
    }
}
