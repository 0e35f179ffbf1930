//! Applies fixes until nothing changes: edits that do not overlap, and only such as mend their finding without making
//! a new one.
//!
//! It knows texts and settings, never files: who calls it decides what becomes of the new text.

use crate::config::Settings;
use crate::diagnostic::{Diagnostic, Edit, Severity};
use crate::lint::lint;
use crate::rule::RuleSet;
use crate::text::Text;

/// Which fixes may be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allow {
    /// Those that are right whatever the sentence says.
    Safe,
    /// Suggestions too.
    All,
}

/// A text after its fixes.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The new text, without a byte order mark.
    pub text: Text,
    /// How many fixes were applied.
    pub count: usize,
}

/// Rounds of fixing. Rules are tested not to undo each other; this stops house rules that do.
const ROUNDS: usize = 8;

/// Fixes a text. Each round applies what does not overlap; what leaves its finding standing, or brings a new one of
/// severity warning or above, is taken back.
pub fn fix(text: &Text, rules: &RuleSet, settings: &Settings, allow: Allow) -> Fixed {
    let mut fixed = Fixed { text: text.clone(), count: 0 };
    let mut refused: Vec<(String, String)> = Vec::new();
    for _ in 0..ROUNDS {
        let findings = lint(&fixed.text, rules, settings).findings;
        let mut changed = false;
        // From behind, so that the places before stay as they are.
        let mut reached = fixed.text.len();
        for finding in findings.iter().rev() {
            let Some(edits) = edits(finding, allow).filter(|edits| !is_refused(&refused, finding, edits)) else {
                continue;
            };
            if edits.iter().any(|edit| edit.span.end() > reached) {
                continue;
            }
            let Some(next) = apply(&fixed.text, edits) else { continue };
            if mends(&fixed.text, &next, finding, rules, settings) {
                reached = edits.iter().map(|edit| edit.span.start()).min().unwrap_or(0);
                fixed = Fixed { text: next, count: fixed.count + 1 };
                changed = true;
            } else {
                refused.push(name(finding, edits));
            }
        }
        if !changed {
            break;
        }
    }
    fixed
}

/// The first fix of a finding that may be applied.
fn edits(finding: &Diagnostic, allow: Allow) -> Option<&[Edit]> {
    finding.fixes.iter().find(|fix| fix.safe || allow == Allow::All).map(|fix| fix.edits.as_slice())
}

/// The text with the edits in it; `None` where they overlap or are too much.
pub fn apply(text: &Text, edits: &[Edit]) -> Option<Text> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.span);
    let mut content = String::new();
    let mut at = 0;
    for edit in sorted {
        content.push_str(text.as_str().get(at..edit.span.start())?);
        content.push_str(&edit.text);
        at = edit.span.end();
    }
    content.push_str(text.as_str().get(at..)?);
    Text::new(content).ok()
}

/// Whether the rule has less to say than before and no rule has more to say that is grave. Where the right word first tells
/// what kind of mail it is, more is said of the same faults.
fn mends(before: &Text, after: &Text, finding: &Diagnostic, rules: &RuleSet, settings: &Settings) -> bool {
    let (old, new) = (lint(before, rules, settings), lint(after, rules, settings));
    let same_kind = old.scenario.id == new.scenario.id;
    let (old, new) = (old.findings, new.findings);
    let of_rule = |findings: &[Diagnostic]| findings.iter().filter(|f| f.rule == finding.rule).count();
    let grave = |findings: &[Diagnostic]| findings.iter().filter(|f| f.severity >= Severity::Warning).count();
    of_rule(&new) < of_rule(&old) && (!same_kind || grave(&new) <= grave(&old))
}

fn name(finding: &Diagnostic, edits: &[Edit]) -> (String, String) {
    (finding.rule.to_string(), edits.iter().map(|edit| edit.text.as_str()).collect())
}

fn is_refused(refused: &[(String, String)], finding: &Diagnostic, edits: &[Edit]) -> bool {
    refused.contains(&name(finding, edits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_applied_together_or_not_at_all() {
        let text = Text::new("了解しました。すみませんでした。").expect("short");
        let edit = |from: &str, to: &str| {
            let start = text.as_str().find(from).expect("there");
            Edit { span: text.span(start, start + from.len()).expect("whole"), text: to.to_owned() }
        };
        let both = [edit("すみません", "申し訳ございません"), edit("了解", "承知")];
        assert_eq!(apply(&text, &both).expect("apart").as_str(), "承知しました。申し訳ございませんでした。");
        let overlapping = [edit("了解し", "承知し"), edit("解し", "")];
        assert!(apply(&text, &overlapping).is_none());
    }
}
