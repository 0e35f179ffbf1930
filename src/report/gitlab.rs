//! GitLab's Code Quality report: one JSON array, shown in merge requests.
//!
//! It must not know a merge request: GitLab itself tells old issues from new ones by their fingerprints.

use std::io::{self, Write};

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};
use crate::suppress::fingerprint::{Fingerprint, Fingerprints};
use crate::text::Unit;

use super::region::Region;
use super::visible::{file_name, one_line};
use super::{Entry, Judged, Trouble, View, escape};

pub(super) fn render(entries: &[Entry<'_>], view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut issues = Vec::new();
    let mut prints = Fingerprints::default();
    for entry in entries {
        match entry {
            Entry::Judged(judged) => {
                let prints = prints.of(judged.path, &judged.report.findings);
                let findings = judged.report.findings.iter().zip(prints);
                issues.extend(findings.map(|(finding, print)| Issue::of(judged, finding, print, view)));
            }
            Entry::Failed(failed) => issues.push(Issue::failed(failed)),
        }
    }
    escape::json(&issues, out)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    /// The one that GitLab needs.
    lines: Lines,
    positions: Positions,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

#[derive(Serialize)]
struct Positions {
    begin: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

impl Issue {
    fn of(judged: &Judged<'_>, finding: &Diagnostic, fingerprint: Fingerprint, view: &View<'_>) -> Issue {
        let region = Region::of(judged, &finding.spans, view.unit.unwrap_or(Unit::Char));
        Issue {
            // GitLab does not show `check_name`.
            description: format!("{}: {}", finding.rule, one_line(&(finding.message.clone() + &region.note()))),
            check_name: finding.rule.to_string(),
            fingerprint: fingerprint.to_string(),
            severity: match finding.severity {
                Severity::Error => "critical",
                Severity::Warning => "major",
                Severity::Info => "info",
            },
            location: Location::of(judged.path, &region),
        }
    }

    fn failed(trouble: &Trouble<'_>) -> Issue {
        let line = trouble.line().unwrap_or(1);
        let path = file_name(trouble.path);
        Issue {
            description: format!("mailint: {}", one_line(trouble.message)),
            check_name: "mailint/unreadable".to_owned(),
            fingerprint: format!("mailint/unreadable:{path}"),
            severity: "blocker",
            location: Location::of(
                trouble.path,
                &Region { line, column: 1, end_line: line, end_column: 1, part: None },
            ),
        }
    }
}

impl Location {
    fn of(path: &str, region: &Region<'_>) -> Location {
        Location {
            path: file_name(path).trim_start_matches("./").to_owned(),
            lines: Lines { begin: region.line, end: region.end_line },
            positions: Positions {
                begin: Position { line: region.line, column: region.column },
                end: Position { line: region.end_line, column: region.end_column },
            },
        }
    }
}
