//! reviewdog's diagnostic format, one JSON object a line: comments and suggestions on pull requests.
//!
//! Its columns are bytes of UTF-8 whatever is asked for, since it cuts suggestions out of lines by them. It stops
//! reading without a word at a line of 64 KiB, so that nothing long may get through.

use std::io::{self, Write};

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};
use crate::text::{Span, Unit};

use super::region::Region;
use super::visible::{clipped, file_name, unwrapped};
use super::{Entry, Judged, Trouble, escape};

/// Characters of a message, a path or a suggestion. Escaped, none takes more than 12 bytes.
const MOST: usize = 500;
/// Suggestions for one finding.
const SUGGESTIONS: usize = 4;

pub(super) fn render(entries: &[Entry<'_>], out: &mut dyn Write) -> io::Result<()> {
    for entry in entries {
        match entry {
            Entry::Judged(judged) => {
                for finding in &judged.report.findings {
                    escape::json(&Line::of(judged, finding), out)?;
                    writeln!(out)?;
                }
            }
            Entry::Failed(failed) => {
                escape::json(&Line::failed(failed), out)?;
                writeln!(out)?;
            }
        }
    }
    Ok(())
}

#[derive(Serialize)]
struct Line {
    message: String,
    location: Location,
    severity: &'static str,
    source: Source,
    code: Code,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
}

#[derive(Serialize)]
struct Location {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize)]
struct Range {
    start: Place,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<Place>,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Code {
    value: String,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

const SOURCE: Source = Source { name: "mailint" };

impl Line {
    fn of(judged: &Judged<'_>, finding: &Diagnostic) -> Line {
        let whole = Region::of(judged, &finding.spans, Unit::Byte);
        let mut message = clipped(&(finding.message.clone() + &whole.note()), MOST);
        if !finding.help.is_empty() {
            message += "\n";
            message += &clipped(&unwrapped(&finding.help), MOST);
        }
        let range = |spans: &[Span]| Range::of(&Region::of(judged, spans, Unit::Byte));
        let alone = finding.fixes.iter().filter_map(|fix| match fix.edits.as_slice() {
            [edit] if whole.part.is_none() && edit.text.chars().nth(MOST).is_none() => {
                // A suggestion replaces a range, even one without words.
                let end = Region::of(judged, &[edit.span], Unit::Byte);
                let end = Some(Place { line: end.end_line, column: Some(end.end_column) });
                Some(Suggestion { range: Range { end, ..range(&[edit.span]) }, text: edit.text.clone() })
            }
            // Edits that belong together cannot be told as one suggestion.
            _ => None,
        });
        Line {
            message,
            location: Location { path: path(judged.path), range: Some(Range::of(&whole)) },
            severity: match finding.severity {
                Severity::Error => "ERROR",
                Severity::Warning => "WARNING",
                Severity::Info => "INFO",
            },
            source: SOURCE,
            code: Code { value: finding.rule.to_string() },
            suggestions: alone.take(SUGGESTIONS).collect(),
        }
    }

    fn failed(trouble: &Trouble<'_>) -> Line {
        let range = trouble.line().map(|line| Range { start: Place { line, column: None }, end: None });
        Line {
            message: clipped(trouble.message, MOST),
            location: Location { path: path(trouble.path), range },
            severity: "ERROR",
            source: SOURCE,
            code: Code { value: "mailint/unreadable".to_owned() },
            suggestions: Vec::new(),
        }
    }
}

impl Range {
    fn of(region: &Region<'_>) -> Range {
        if region.part.is_some() {
            return Range { start: Place { line: region.line, column: None }, end: None };
        }
        let end = Place { line: region.end_line, column: Some(region.end_column) };
        Range {
            start: Place { line: region.line, column: Some(region.column) },
            end: (!region.is_empty()).then_some(end),
        }
    }
}

fn path(path: &str) -> String {
    clipped(&file_name(path), MOST)
}
