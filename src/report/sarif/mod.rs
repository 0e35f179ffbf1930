//! SARIF 2.1.0, as GitHub code scanning and viewers read it.
//!
//! Columns are always UTF-16 units, and `columnKind` says so: viewers feed them to editors that count so, whatever
//! they are told. Characters from the start of the file are left out, since lines and columns are all that is read.

mod catalogue;
mod log;

use std::io::{self, Write};

use crate::diagnostic::Diagnostic;
use crate::suppress::fingerprint::{Fingerprint, fingerprints};
use crate::text::{Span, Unit};

use super::region;
use super::uri::reference;
use super::visible::one_line;
use super::{Entry, Judged, Trouble, View, escape};

use catalogue::{Catalogue, level};
use log::{
    Artifact, Change, Driver, Fingerprints, Fix, Invocation, Location, Log, Message, Notification, Outcome, Physical,
    Region, Replacement, Run, Tool,
};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

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
