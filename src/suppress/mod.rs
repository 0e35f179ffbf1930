//! Findings that are known: those that somebody allows with a reason, those that a baseline holds, and what tells one
//! from another when the text around it moves.
//!
//! It must not know files, options or output formats. Nothing of it is ever written into a draft.

mod allow;
pub mod baseline;
mod comment;
pub mod fingerprint;

pub use allow::{Allow, Allowed, Idle, Settled, Why, settle};
pub use comment::{Comments, Written, WrittenScope, comments, front_matter};

/// For tests: a finding on the words where they stand for the nth time, from 0.
#[cfg(test)]
fn finding(rule: &str, text: &crate::text::Text, words: &str, nth: usize) -> crate::diagnostic::Diagnostic {
    use crate::diagnostic::{Confidence, Diagnostic, Identity, RuleId, Severity};

    let start = text.as_str().match_indices(words).nth(nth).expect("there").0;
    Diagnostic {
        rule: RuleId::new(rule).expect("valid"),
        severity: Severity::Warning,
        confidence: Confidence::High,
        message: String::new(),
        help: String::new(),
        spans: vec![text.span(start, start + words.len()).expect("on boundaries")],
        related: Vec::new(),
        fixes: Vec::new(),
        identity: Identity::default(),
    }
}
