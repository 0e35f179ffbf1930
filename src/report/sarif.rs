//! SARIF 2.1.0, as GitHub code scanning and viewers read it.
//!
//! Columns are always UTF-16 units, and `columnKind` says so: viewers feed them to editors that count so, whatever
//! they are told. Characters from the start of the file are left out, since lines and columns are all that is read.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};
use crate::rule::Rule;
use crate::suppress::fingerprint::{Fingerprint, fingerprints};
use crate::text::{Span, Unit};

use super::region;
use super::uri::reference;
use super::visible::{clipped, one_line, unwrapped, without_words};
use super::{Entry, Judged, Trouble, View, escape};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// Characters of a rule's descriptions, which GitHub limits to 1024.
const DESCRIPTION: usize = 1000;
/// Tags of one rule, by GitHub's limit.
const TAGS: usize = 20;

pub(super) fn render(entries: &[Entry<'_>], view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let catalogue = Catalogue::of(entries, view.rules);
    let mut results = Vec::new();
    let mut notifications = Vec::new();
    for entry in entries {
        match entry {
            Entry::Judged(judged) => {
                let prints = fingerprints(judged.path, judged.text, &judged.report.findings);
                let findings = judged.report.findings.iter().zip(prints);
                results.extend(findings.map(|(finding, print)| Outcome::of(judged, finding, print, &catalogue)));
            }
            Entry::Failed(failed) => notifications.push(Notification::of(failed)),
        }
    }
    let driver = Driver { name: "mailint", semantic_version: env!("CARGO_PKG_VERSION"), rules: catalogue.descriptors };
    let invocation =
        Invocation { execution_successful: notifications.is_empty(), tool_execution_notifications: notifications };
    let run = Run {
        tool: Tool { driver },
        invocations: [invocation],
        language: "ja",
        column_kind: "utf16CodeUnits",
        results,
    };
    escape::json(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] }, out)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    invocations: [Invocation; 1],
    language: &'static str,
    column_kind: &'static str,
    results: Vec<Outcome>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: String,
    short_description: Message,
    full_description: Message,
    help: Message,
    default_configuration: Configuration,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct RuleProperties {
    tags: Vec<String>,
    precision: &'static str,
    #[serde(rename = "problem.severity")]
    severity: &'static str,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
    locations: [Location; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    rule_id: String,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix>,
}

/// The first is the only one that GitHub looks at.
#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "primaryLocationLineHash")]
    line: String,
    #[serde(rename = "mailint/v1")]
    own: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix {
    description: Message,
    artifact_changes: [Change; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    artifact_location: Artifact,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Message,
}

/// The rules that have something to say in this run, by id.
struct Catalogue {
    descriptors: Vec<Descriptor>,
    index: BTreeMap<String, usize>,
}

impl Catalogue {
    fn of(entries: &[Entry<'_>], rules: &[Rule]) -> Catalogue {
        let mut spoken: BTreeMap<&str, &Diagnostic> = BTreeMap::new();
        for entry in entries {
            if let Entry::Judged(judged) = entry {
                for finding in &judged.report.findings {
                    spoken.entry(finding.rule.as_str()).or_insert(finding);
                }
            }
        }
        let by_id: BTreeMap<&str, &Rule> = rules.iter().map(|rule| (rule.id.as_str(), rule)).collect();
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
        let help = rule.map_or(&finding.help, |rule| &rule.help);
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

impl Notification {
    fn of(trouble: &Trouble<'_>) -> Notification {
        let region = trouble.line().map(|start_line| Region {
            start_line,
            start_column: None,
            end_line: None,
            end_column: None,
        });
        Notification {
            level: "error",
            message: Message { text: one_line(trouble.message) },
            locations: [Location {
                id: None,
                physical_location: Physical { artifact_location: Artifact::of(trouble.path), region },
                message: None,
            }],
        }
    }
}

impl Outcome {
    fn of(judged: &Judged<'_>, finding: &Diagnostic, fingerprint: Fingerprint, catalogue: &Catalogue) -> Outcome {
        let place = |spans: &[Span]| Physical {
            artifact_location: Artifact::of(judged.path),
            region: Some(Region::of(judged, spans)),
        };
        let related = finding.related.iter().enumerate().map(|(at, related)| Location {
            id: Some(at + 1),
            physical_location: place(&related.spans),
            message: Some(Message { text: one_line(&related.message) }),
        });
        let fixes = finding.fixes.iter().filter(|fix| !fix.edits.is_empty()).map(|fix| Fix {
            description: Message { text: if fix.safe { "書き換え" } else { "書き換えの案" }.to_owned() },
            artifact_changes: [Change {
                artifact_location: Artifact::of(judged.path),
                replacements: fix
                    .edits
                    .iter()
                    .map(|edit| Replacement {
                        deleted_region: Region::of(judged, &[edit.span]),
                        inserted_content: Message { text: edit.text.clone() },
                    })
                    .collect(),
            }],
        });
        Outcome {
            rule_id: finding.rule.to_string(),
            rule_index: catalogue.index.get(finding.rule.as_str()).copied().unwrap_or_default(),
            level: level(finding.severity),
            message: Message { text: one_line(&finding.message) },
            locations: [Location { id: None, physical_location: place(&finding.spans), message: None }],
            related_locations: related.collect(),
            partial_fingerprints: Fingerprints { line: fingerprint.to_string(), own: fingerprint.to_string() },
            fixes: fixes.collect(),
        }
    }
}

impl Artifact {
    fn of(path: &str) -> Artifact {
        let (uri, relative) = reference(path);
        Artifact { uri, uri_base_id: relative.then_some("%SRCROOT%") }
    }
}

impl Region {
    fn of(judged: &Judged<'_>, spans: &[Span]) -> Region {
        let region::Region { line, column, end_line, end_column } = region::Region::of(judged.text, spans, Unit::Utf16);
        Region { start_line: line, start_column: Some(column), end_line: Some(end_line), end_column: Some(end_column) }
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}
