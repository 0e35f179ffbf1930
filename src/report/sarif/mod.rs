//! SARIF 2.1.0, as GitHub code scanning and viewers read it.
//!
//! Columns are always UTF-16 units, and `columnKind` says so: viewers feed them to editors that count so, whatever
//! they are told. Characters from the start of the file are left out, since lines and columns are all that is read.

mod catalogue;
mod log;

use std::io::{self, Write};

use crate::diagnostic::Diagnostic;
use crate::suppress::fingerprint::{Fingerprint, Fingerprints};
use crate::text::{Span, Unit};

use super::part::PartPlace;
use super::region;
use super::uri::reference;
use super::visible::one_line;
use super::{Entry, Judged, Trouble, View, escape};

use catalogue::{Catalogue, level};
use log::{
    Artifact, Change, Driver, Fix, Invocation, Location, Log, Logical, Message, Notification, Outcome,
    PartialFingerprints, Physical, Region, Replacement, Run, Tool,
};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn render(entries: &[Entry<'_>], view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let catalogue = Catalogue::of(entries, view.rules);
    let mut results = Vec::new();
    let mut prints = Fingerprints::default();
    let mut notifications = Vec::new();
    for entry in entries {
        match entry {
            Entry::Judged(judged) => {
                let prints = prints.of(judged.path, &judged.report.findings);
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
                logical_locations: Vec::new(),
                message: None,
            }],
        }
    }
}

impl Outcome {
    fn of(judged: &Judged<'_>, finding: &Diagnostic, fingerprint: Fingerprint, catalogue: &Catalogue) -> Outcome {
        let related = finding.related.iter().enumerate().map(|(at, related)| Location {
            id: Some(at + 1),
            message: Some(Message { text: one_line(&related.message) }),
            ..Location::of(judged, &related.spans)
        });
        // What is encoded for transfer cannot be replaced by its words.
        let plain = |fix: &&crate::diagnostic::Fix| {
            !fix.edits.is_empty() && fix.edits.iter().all(|edit| part(judged, &[edit.span]).is_none())
        };
        let fixes = finding.fixes.iter().filter(plain).map(|fix| Fix {
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
            locations: [Location::of(judged, &finding.spans)],
            related_locations: related.collect(),
            partial_fingerprints: PartialFingerprints { line: fingerprint.to_string(), own: fingerprint.to_string() },
            fixes: fixes.collect(),
        }
    }
}

fn part<'a>(judged: &Judged<'a>, spans: &[Span]) -> Option<PartPlace<'a>> {
    region::Region::of(judged, spans, Unit::Utf16).part
}

impl Location {
    fn of(judged: &Judged<'_>, spans: &[Span]) -> Location {
        let artifact_location = Artifact::of(judged.path);
        Location {
            id: None,
            physical_location: Physical { artifact_location, region: Some(Region::of(judged, spans)) },
            logical_locations: part(judged, spans).iter().map(Logical::of).collect(),
            message: None,
        }
    }
}

impl Logical {
    fn of(part: &PartPlace<'_>) -> Logical {
        Logical {
            name: format!("パート {}", one_line(part.number)),
            fully_qualified_name: one_line(&part.words()),
            kind: "part",
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
        let region = region::Region::of(judged, spans, Unit::Utf16);
        let region::Region { line, column, end_line, end_column, part } = region;
        if part.is_some() {
            return Region { start_line: line, start_column: None, end_line: None, end_column: None };
        }
        Region { start_line: line, start_column: Some(column), end_line: Some(end_line), end_column: Some(end_column) }
    }
}
