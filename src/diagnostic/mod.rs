//! What a check has to say: plain data with byte spans. It knows nothing of rules, rendering or files.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// `category/name`, which is also the rule's file: `rules/rebuttal/contradiction.toml`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(Arc<str>);

impl RuleId {
    /// Takes `category/name`; `None` where it has not exactly two kebab-case parts.
    pub fn new(id: &str) -> Option<RuleId> {
        let (category, name) = id.split_once('/')?;
        (is_kebab(category) && is_kebab(name)).then(|| RuleId(id.into()))
    }

    /// The whole id.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part that users see as the kind of finding. `missing/…`, `late/…` and `length/…` are categories whole.
    pub fn category(&self) -> &str {
        match self.0.split_once('/') {
            Some(("missing" | "late" | "length", _)) => &self.0,
            Some((category, _)) => category,
            None => &self.0,
        }
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_kebab(part: &str) -> bool {
    !part.is_empty()
        && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && !part.starts_with('-')
        && !part.ends_with('-')
}

/// How grave a finding is. Ordered: `Info < Warning < Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Consider it.
    Info,
    /// Fix before sending.
    Warning,
    /// Do not send.
    Error,
}

impl Severity {
    /// One step down; `Info` stays.
    #[must_use]
    pub fn lowered(self) -> Severity {
        match self {
            Severity::Error => Severity::Warning,
            Severity::Warning | Severity::Info => Severity::Info,
        }
    }

    /// The word in options, JSON and TOML.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// How sure mailint is that the finding is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// The words fit, but not the actor or the sentence around them.
    Low,
    /// The words fit; who acts is not told.
    Medium,
    /// The words, the actor and the context fit.
    High,
}

impl Confidence {
    /// The word in JSON and TOML.
    pub fn as_str(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that speaks.
    pub rule: RuleId,
    /// How grave it is, after context and settings.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// One line: what is wrong and why it hurts. May hold words of the draft: show it with control characters visible.
    pub message: String,
    /// What to write instead.
    pub help: String,
    /// The words, in order: one span for each line's share. For what is absent, the empty span where it belongs.
    /// Never without one.
    pub spans: Vec<Span>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// Ways to mend it.
    pub fixes: Vec<Fix>,
    /// What makes it the same finding tomorrow.
    pub identity: Identity,
}

/// What makes a finding the same one when the text around it moves, whatever the file: a hash that
/// `suppress::fingerprint` makes of the rule, the words and their sentence as they are judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Identity(pub u128);

impl Diagnostic {
    /// From the first flagged word to the last.
    pub fn span(&self) -> Span {
        let first = self.spans[0];
        self.spans.iter().fold(first, |whole, &span| whole.cover(span))
    }
}

/// Another place that belongs to a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// What the place has to do with it, one line.
    pub message: String,
    /// The words, one span for each line's share.
    pub spans: Vec<Span>,
}

/// One way to mend a finding. All its edits belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Whether it may be applied without reading the sentence.
    pub safe: bool,
    /// The edits, in order, not overlapping.
    pub edits: Vec<Edit>,
}

/// Replaces the words at a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_id_is_two_kebab_case_parts() {
        assert!(RuleId::new("rebuttal/you-are-wrong").is_some());
        for bad in ["rebuttal", "Rebuttal/x", "rebuttal/", "a/b/c", "a/-b", "a/b_c", "反論/x"] {
            assert!(RuleId::new(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn an_absence_is_its_own_category() {
        let category = |id| RuleId::new(id).expect("valid").category().to_owned();
        assert_eq!(category("missing/thanks"), "missing/thanks");
        assert_eq!(category("rebuttal/contradiction"), "rebuttal");
    }
}
