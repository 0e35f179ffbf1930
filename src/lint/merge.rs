//! Puts findings in order and lets the graver of two on the same words speak for both.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::Diagnostic;
use crate::text::Span;

/// Sorted by place; of findings of one category that overlap, the gravest and then the longest is kept.
pub(super) fn settle(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    findings.sort_by(|a, b| {
        b.severity.cmp(&a.severity).then(b.span().len().cmp(&a.span().len())).then(a.rule.cmp(&b.rule))
    });
    let mut told: HashMap<String, Told> = HashMap::new();
    let mut kept: Vec<Diagnostic> = Vec::new();
    for finding in findings {
        let told = told.entry(finding.rule.category().to_owned()).or_default();
        if !finding.spans.iter().any(|&span| told.holds(span)) {
            finding.spans.iter().for_each(|&span| told.add(span));
            kept.push(finding);
        }
    }
    kept.sort_by(|a, b| a.span().cmp(&b.span()).then(a.rule.cmp(&b.rule)));
    kept
}

/// Places that findings of one category speak of: ends by starts. They do not overlap, so that the last one that begins
/// before a place's end tells whether any overlaps it.
#[derive(Default)]
struct Told(BTreeMap<usize, usize>);

impl Told {
    fn holds(&self, span: Span) -> bool {
        let (start, end) = bounds(span);
        self.0.range(..end).next_back().is_some_and(|(_, &last)| last > start)
    }

    fn add(&mut self, span: Span) {
        let (start, end) = bounds(span);
        self.0.entry(start).and_modify(|last| *last = end.max(*last)).or_insert(end);
    }
}

/// An empty place counts as one byte.
fn bounds(span: Span) -> (usize, usize) {
    (span.start(), span.end().max(span.start() + 1))
}
