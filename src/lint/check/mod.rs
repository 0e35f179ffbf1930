//! Checks that a pattern cannot express, one file each. Their text, severity and examples are rule files like any other.

mod addressee;
mod signature;
mod subject;

use crate::diagnostic::{Diagnostic, Severity};
use crate::mail::Part;
use crate::rule::Rule;

use super::context::{Context, Found};

/// Runs the check of that name; `rule::decode` knows the names.
pub(super) fn judge(
    context: &Context<'_>,
    rule: &Rule,
    severity: Severity,
    (name, _parts): (&str, &[Part]),
    findings: &mut Vec<Diagnostic>,
) {
    let found: Vec<Found> = match name {
        "subject" => subject::check(context),
        "addressee" => addressee::check(context),
        "signature" => signature::check(context),
        _ => Vec::new(),
    };
    findings.extend(found.into_iter().map(|found| context.diagnostic(rule, severity, found)));
}
