//! The rules that spoke, described for whoever reads a result without mailint at hand.
//!
//! It must not know results.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::rule::Rule;

use super::super::Entry;
use super::super::visible::{clipped, one_line, unwrapped, without_words};
use super::log::{Configuration, Descriptor, Message, RuleProperties};

/// Characters of a rule's descriptions, which GitHub limits to 1024.
const DESCRIPTION: usize = 1000;
/// Tags of one rule, by GitHub's limit.
const TAGS: usize = 20;

/// The rules that have something to say in this run, by id.
pub(super) struct Catalogue {
    pub(super) descriptors: Vec<Descriptor>,
    /// Where each rule stands among them.
    pub(super) index: BTreeMap<String, usize>,
}

impl Catalogue {
    pub(super) fn of(entries: &[Entry<'_>], rules: &[&Rule]) -> Catalogue {
        let mut spoken: BTreeMap<&str, &Diagnostic> = BTreeMap::new();
        for entry in entries {
            if let Entry::Judged(judged) = entry {
                for finding in &judged.report.findings {
                    spoken.entry(finding.rule.as_str()).or_insert(finding);
                }
            }
        }
        let by_id: BTreeMap<&str, &Rule> = rules.iter().map(|&rule| (rule.id.as_str(), rule)).collect();
        let descriptors: Vec<Descriptor> =
            spoken.iter().map(|(&id, finding)| Descriptor::of(finding, by_id.get(id).copied())).collect();
        let index = spoken.keys().enumerate().map(|(at, &id)| (id.to_owned(), at)).collect();
        Catalogue { descriptors, index }
    }
}

impl Descriptor {
    /// From the rule; from one of its findings where the rule is not at hand.
    fn of(finding: &Diagnostic, rule: Option<&Rule>) -> Descriptor {
        let nonempty = |text: &str| if text.is_empty() { one_line(&finding.message) } else { text.to_owned() };
        let described = rule.map_or_else(|| one_line(&finding.message), |rule| without_words(&rule.message));
        let why = rule.map_or("", |rule| &rule.why);
        let help = rule.map_or(finding.help.as_str(), |rule| &rule.help);
        let severity = rule.map_or(finding.severity, |rule| rule.severity);
        let confidence = rule.map_or(finding.confidence, |rule| rule.confidence);
        let mut tags = vec![finding.rule.category().to_owned()];
        tags.extend(rule.iter().flat_map(|rule| rule.tags.iter().cloned()));
        tags.sort();
        tags.dedup();
        tags.truncate(TAGS);
        Descriptor {
            id: finding.rule.to_string(),
            short_description: Message { text: clipped(&described, DESCRIPTION) },
            full_description: Message { text: clipped(&nonempty(&unwrapped(why)), DESCRIPTION) },
            help: Message { text: nonempty(&unwrapped(help)) },
            default_configuration: Configuration { level: level(severity) },
            properties: RuleProperties {
                tags,
                precision: confidence.as_str(),
                severity: match severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Info => "recommendation",
                },
            },
        }
    }
}

/// The standard's word for a severity.
pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}
