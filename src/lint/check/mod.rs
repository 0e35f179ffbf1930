//! Checks that a pattern cannot express, one file each. Their text, severity and examples are rule files like any other.

mod addressee;
mod attachment;
mod charset_label;
mod curt;
pub(super) mod dates;
mod half_width_kana;
mod impossible_date;
mod machine_dependent;
mod mixed_style;
mod number;
mod own_side;
mod past_date;
mod person;
mod set_phrases;
mod signature;
mod subject;
#[cfg(test)]
mod tests;
mod two_names;
mod weekday;

use crate::diagnostic::{Diagnostic, Severity};
use crate::mail::Part;
use crate::rule::Rule;

use super::context::{Context, Found};

/// Nobody reads more findings of one check than these; a text made of nothing else must not cost more for them.
const MOST: usize = 100;

/// Runs the check of that name; `rule::decode` knows the names.
pub(super) fn judge(
    context: &Context<'_>,
    rule: &Rule,
    severity: Severity,
    (name, parts): (&str, &[Part]),
    findings: &mut Vec<Diagnostic>,
) {
    let found: Vec<Found> = match name {
        "subject" => subject::check(context),
        "addressee" => addressee::check(context),
        "signature" => signature::check(context),
        "weekday" => weekday::check(context, parts),
        "impossible-date" => impossible_date::check(context, parts),
        "past-date" => past_date::check(context, parts),
        "two-names" => two_names::check(context, parts),
        "own-side-honorific" => own_side::check(context, parts),
        "half-width-kana" => half_width_kana::check(context, parts),
        "machine-dependent" => machine_dependent::check(context, parts),
        "mixed-style" => mixed_style::check(context, parts),
        "curt" => curt::check(context),
        "charset-label" => charset_label::check(context),
        "attachment" => attachment::check(context, parts),
        _ => Vec::new(),
    };
    let found = found.into_iter().filter(|found| !found.spans.is_empty()).take(MOST);
    findings.extend(found.map(|found| context.diagnostic(rule, severity, found)));
}
