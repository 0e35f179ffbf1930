//! What comes too late: behind so many sentences of the body, or behind what should follow it.

use crate::diagnostic::{Diagnostic, Related, Severity};
use crate::mail::Part;
use crate::pattern::Match;
use crate::rule::{Order, Rule};

use super::context::{Context, Found};

pub(super) fn judge(
    context: &Context<'_>,
    rule: &Rule,
    severity: Severity,
    order: &Order,
    findings: &mut Vec<Diagnostic>,
) {
    let text_parts = [Part::Greeting, Part::Body, Part::Closing];
    let Some(first) = context.element_in(order.element, &text_parts).into_iter().next() else { return };
    if !context.mail_allows(&order.unless, &[]) {
        return;
    }
    let position = position(context, &first);
    let too_deep = order.within.is_some_and(|within| position > within);
    let earlier: Vec<Match> = order
        .before
        .iter()
        .filter_map(|&element| context.element_in(element, &text_parts).into_iter().next())
        .filter(|other| (other.sentence, other.bytes().start) < (first.sentence, first.bytes().start))
        .collect();
    // With both conditions, it is late only where both hold: a cause in the first sentence does no harm yet.
    let late = match (order.within, order.before.is_empty()) {
        (Some(_), true) => too_deep,
        (None, _) => !earlier.is_empty(),
        (Some(_), false) => too_deep && !earlier.is_empty(),
    };
    if !late {
        return;
    }
    let reading = context.reading();
    let mut found = Found::at(reading.spans(&first)).with("found", position).with("within", order.within.unwrap_or(0));
    for other in &earlier {
        let message = "こちらが先に書かれています".to_owned();
        found.related.push(Related { message, spans: reading.spans(other) });
    }
    findings.push(context.diagnostic(rule, severity, found));
}

/// Which sentence of greeting-free text it is, from 1; 0 in the greeting.
fn position(context: &Context<'_>, found: &Match) -> usize {
    let sentences = context.reading().sentences();
    sentences[..=found.sentence].iter().filter(|s| matches!(s.part, Part::Body | Part::Closing)).count()
}
