//! The format for programs, described by `schema/report.schema.json`: one JSON document for a run.
//!
//! Bytes count from 0 into the decoded text, lines and columns from 1; ends are exclusive. It must not leave a
//! control character raw: the document may be read line by line, or by a person on a terminal.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;

use crate::diagnostic::{Confidence, Diagnostic, Severity};
use crate::scenario::{ScenarioChoice, ScenarioSource};
use crate::text::{Position, Span, Text};

use super::json_about::{Facts, PartPlace};
use super::visible::is_hidden;
use super::{Entry, Judged, Tally, Trouble};

/// The version of the document's shape.
const VERSION: u32 = 1;

pub(super) fn render(entries: &[Entry<'_>], out: &mut dyn Write) -> io::Result<()> {
    let tally = Tally::of(entries);
    let document = Document {
        version: VERSION,
        mailint: env!("CARGO_PKG_VERSION"),
        files: entries.iter().map(File::of).collect(),
        summary: Summary { files: tally.files, error: tally.error, warning: tally.warning, info: tally.info },
    };
    document.serialize(&mut serde_json::Serializer::with_formatter(&mut *out, Escaping))?;
    writeln!(out)
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    mailint: &'static str,
    files: Vec<File<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    error: usize,
    warning: usize,
    info: usize,
}

/// One file of the report.
#[derive(Serialize)]
pub(super) struct File<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Failure<'a>>,
    #[serde(flatten)]
    about: Option<Facts<'a>>,
    scenario: Option<Scenario<'a>>,
    findings: Vec<Finding<'a>>,
}

impl<'a> File<'a> {
    pub(super) fn of(entry: &Entry<'a>) -> File<'a> {
        match *entry {
            Entry::Judged(judged) => File {
                path: judged.path,
                error: None,
                about: judged.about.map(Facts::of),
                scenario: Scenario::of(&judged.report.scenario),
                findings: judged.report.findings.iter().map(|finding| Finding::of(&judged, finding)).collect(),
            },
            Entry::Failed(trouble) => {
                let error = Some(Failure::of(&trouble));
                File { path: trouble.path, error, about: None, scenario: None, findings: Vec::new() }
            }
        }
    }
}

#[derive(Serialize)]
struct Failure<'a> {
    message: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    help: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
}

impl<'a> Failure<'a> {
    fn of(trouble: &Trouble<'a>) -> Failure<'a> {
        let line = trouble.place.map(|place| place.text.line_index(place.span.start()) + place.first_line);
        Failure { message: trouble.message, help: trouble.help, line }
    }
}

#[derive(Serialize)]
struct Scenario<'a> {
    id: &'a str,
    variant: Option<&'a str>,
    source: ScenarioSource,
    confidence: f64,
}

impl<'a> Scenario<'a> {
    fn of(choice: &'a ScenarioChoice) -> Option<Scenario<'a>> {
        Some(Scenario {
            id: choice.id.as_deref()?,
            variant: choice.variant.as_deref(),
            source: choice.source,
            confidence: rounded(choice.confidence),
        })
    }
}

/// Three decimals say all there is, and the same on every machine. JSON has no word for what is not a number.
fn rounded(confidence: f64) -> f64 {
    if confidence.is_nan() { 0.0 } else { (confidence.clamp(0.0, 1.0) * 1000.0).round() / 1000.0 }
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    category: &'a str,
    severity: Severity,
    confidence: Confidence,
    message: &'a str,
    help: &'a str,
    text: String,
    span: Region,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<PartPlace<'a>>,
    related: Vec<Related<'a>>,
    fixes: Vec<Fix<'a>>,
}

impl<'a> Finding<'a> {
    fn of(judged: &Judged<'a>, finding: &'a Diagnostic) -> Finding<'a> {
        let text = judged.text;
        Finding {
            part: judged.about.and_then(|about| PartPlace::of(about, text, finding.span())),
            rule: finding.rule.as_str(),
            category: finding.rule.category(),
            severity: finding.severity,
            confidence: finding.confidence,
            message: &finding.message,
            help: &finding.help,
            text: words(text, &finding.spans),
            span: Region::over(text, &finding.spans),
            related: finding
                .related
                .iter()
                .map(|related| Related { message: &related.message, span: Region::over(text, &related.spans) })
                .collect(),
            fixes: finding
                .fixes
                .iter()
                .map(|fix| Fix {
                    safe: fix.safe,
                    edits: fix
                        .edits
                        .iter()
                        .map(|edit| Edit { span: Region::over(text, &[edit.span]), text: &edit.text })
                        .collect(),
                })
                .collect(),
        }
    }
}

/// The flagged words without the line breaks between them.
fn words(text: &Text, spans: &[Span]) -> String {
    spans.iter().map(|&span| text.slice(span)).flat_map(|words| words.split(['\r', '\n'])).collect()
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    span: Region,
}

#[derive(Serialize)]
struct Fix<'a> {
    safe: bool,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    span: Region,
    text: &'a str,
}

#[derive(Serialize)]
struct Region {
    start: Point,
    end: Point,
}

impl Region {
    /// From the first span's start to the last one's end; the text's start where there is no span.
    fn over(text: &Text, spans: &[Span]) -> Region {
        let whole = spans.iter().copied().reduce(Span::cover).unwrap_or_else(|| text.whole().at_start());
        Region { start: text.position(whole.start()).into(), end: text.position(whole.end()).into() }
    }
}

#[derive(Serialize)]
struct Point {
    byte: usize,
    line: usize,
    column: usize,
    utf16: usize,
}

impl From<Position> for Point {
    fn from(Position { byte, line, column, utf16 }: Position) -> Point {
        Point { byte, line, column, utf16 }
    }
}

/// Compact output in which hidden characters are escaped, not only those that JSON asks for.
///
/// Some readers split lines at U+0085, U+2028 and U+2029, and a terminal obeys U+009B and turns text at U+202E.
pub(super) struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, c)) = rest.char_indices().find(|&(_, c)| is_hidden(c)) {
            writer.write_all(&rest.as_bytes()[..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = &rest[at + c.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }
}
