//! Puts findings in order and lets the graver of two on the same words speak for both.

use crate::diagnostic::Diagnostic;

/// Sorted by place; of findings of one category that overlap, the gravest and then the longest is kept.
pub(super) fn settle(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    findings.sort_by(|a, b| {
        b.severity.cmp(&a.severity).then(b.span().len().cmp(&a.span().len())).then(a.rule.cmp(&b.rule))
    });
    let mut kept: Vec<Diagnostic> = Vec::new();
    for finding in findings {
        let said = kept.iter().any(|other| {
            other.rule.category() == finding.rule.category()
                && (other.rule == finding.rule || !finding.rule.as_str().starts_with("missing/"))
                && overlap(other, &finding)
        });
        if !said {
            kept.push(finding);
        }
    }
    kept.sort_by(|a, b| a.span().cmp(&b.span()).then(a.rule.cmp(&b.rule)));
    kept
}

fn overlap(a: &Diagnostic, b: &Diagnostic) -> bool {
    a.spans.iter().any(|&x| b.spans.iter().any(|&y| x.overlaps(y)))
}
