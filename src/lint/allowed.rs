//! Takes out of a report what somebody allows, and tells in its place which comments allow nothing.

use crate::config::Settings;
use crate::diagnostic::{Confidence, Diagnostic, Identity};
use crate::rule::{RuleSet, suggest};
use crate::suppress::{Allow, Comments, Idle, Settled, Why, Written, comments, front_matter, settle};
use crate::text::Text;

use super::Report;

/// The rule under which a comment that allows nothing is told.
const RULE: &str = "hygiene/disable-comment";

/// What the configuration and the text's front matter allow.
pub(super) fn by_settings(text: &Text, report: Report, rules: &RuleSet, settings: &Settings) -> Report {
    apply(text, report, (&front_matter(text.as_str()), &settings.allows), (rules, settings))
}

/// Takes out of a report on a text what its comments allow. Only those count that the mail's reader never sees, which
/// whoever read the file knows; they need not stand in the text that was judged, but the report's places are in this
/// one.
#[must_use]
pub fn allow_by_comments(text: &Text, which: Comments, report: Report, rules: &RuleSet, settings: &Settings) -> Report {
    apply(text, report, (&comments(text.as_str(), which), &[]), (rules, settings))
}

fn apply(
    text: &Text,
    report: Report,
    (written, allows): (&[Written], &[(usize, Allow)]),
    (rules, settings): (&RuleSet, &Settings),
) -> Report {
    if written.is_empty() && allows.is_empty() {
        return report;
    }
    let known = |name: &str| {
        let is_named = |id: &str| id == name || id.split_once('/').is_some_and(|(folder, _)| folder == name);
        rules.rules.iter().any(|rule| is_named(rule.id.as_str()))
    };
    let Settled { kept: mut findings, allowed: more, idle } = settle(text, written, report.findings, allows, &known);
    findings.extend(idle.iter().filter_map(|idle| told(idle, text, rules, settings)));
    findings.sort_by(|a, b| a.span().cmp(&b.span()).then_with(|| a.rule.cmp(&b.rule)));
    let mut allowed = report.allowed;
    allowed.extend(more);
    Report { findings, allowed, ..report }
}

/// A comment that allows nothing, as a finding; `None` where the user wants to know nothing of it.
fn told(idle: &Idle, text: &Text, rules: &RuleSet, settings: &Settings) -> Option<Diagnostic> {
    let rule = rules.rule(RULE)?;
    let severity = settings.severity(&rule.id).unwrap_or(Some(rule.severity))?;
    let (message, help) = match &idle.why {
        Why::NoRule => (
            "このコメントには、許す規則が書かれていません。".to_owned(),
            "`mailint-disable 規則 -- 理由` のように書きます。".to_owned(),
        ),
        Why::NoReason => (
            "このコメントには理由がないため、働いていません。".to_owned(),
            "後で読む人のために、`mailint-disable 規則 -- 理由` のように理由を書きます。".to_owned(),
        ),
        Why::Unknown(name) => {
            let ids = rules.rules.iter().map(|rule| rule.id.as_str());
            let near = suggest(name, ids);
            let near = near.map_or_else(
                || "`mailint rules list` で一覧を見られます。".to_owned(),
                |near| format!("「{near}」ではありませんか。"),
            );
            (format!("「{name}」という規則や分類はありません。"), near)
        }
        Why::Unused(name) => (
            format!("「{name}」の指摘はないため、このコメントは要りません。"),
            "コメントから規則の名前を消します。".to_owned(),
        ),
    };
    Some(Diagnostic {
        rule: rule.id.clone(),
        severity,
        confidence: Confidence::High,
        message,
        help,
        spans: vec![text.span(idle.place.start, idle.place.end)?],
        related: Vec::new(),
        fixes: Vec::new(),
        identity: Identity::default(),
    })
}
