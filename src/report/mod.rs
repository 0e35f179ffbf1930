//! What mailint found, written for people and for programs: one file for each format.
//!
//! Rendering is a pure function of what it is given. It must not open files, ask about the terminal, or judge.

mod checkstyle;
mod escape;
mod excerpt;
mod full;
mod github;
mod gitlab;
mod html;
mod json;
mod json_about;
mod jsonl;
mod junit;
mod part;
mod rdjsonl;
mod read_as;
mod region;
mod sarif;
mod statistics;
mod text;
mod uri;
pub mod visible;
mod xml;

use std::io::{self, Write};

use crate::diagnostic::Severity;
use crate::input::About;
use crate::lint::Report;
use crate::rule::Rule;
use crate::text::{Span, Text, Unit};

pub use full::trouble;
pub use jsonl::{Record, record};
pub use statistics::statistics;

/// A text and what mailint says about it.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// Where the text comes from, as it is shown.
    pub path: &'a str,
    /// The text the report's spans belong to.
    pub text: &'a Text,
    /// The verdict.
    pub report: &'a Report,
    /// How it was read, where it is from a file.
    pub about: Option<&'a About>,
}

/// Why mailint could not do its work on a file: a draft it cannot read, a rule file with a mistake.
#[derive(Clone, Copy, Debug)]
pub struct Trouble<'a> {
    /// The file, as it is shown.
    pub path: &'a str,
    /// What is wrong, one line of Japanese. May hold words of the file.
    pub message: &'a str,
    /// What to do about it; may be empty.
    pub help: &'a str,
    /// Where it stands, if anywhere.
    pub place: Option<Place<'a>>,
}

impl Trouble<'_> {
    /// The line it stands on, from 1.
    pub fn line(&self) -> Option<usize> {
        self.place.map(|place| place.text.line_index(place.span.start()) + place.first_line)
    }
}

/// A place in a file that is shown with its words.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The text, or the part of it that begins at `first_line`.
    pub text: &'a Text,
    /// The words in it.
    pub span: Span,
    /// The number, from 1, that the text's first line has in the file.
    pub first_line: usize,
}

/// One file of a run.
#[derive(Clone, Copy, Debug)]
pub enum Entry<'a> {
    /// It was judged.
    Judged(Judged<'a>),
    /// It was not.
    Failed(Trouble<'a>),
}

/// An output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people: the words underlined where they stand.
    Full,
    /// For editors: one line for each finding, `path:line:column: severity: message [rule]`.
    Text,
    /// For people: a page with each mail and its findings marked in place.
    Html,
    /// For programs: `schema/report.schema.json`.
    Json,
    /// For programs: one line for each file.
    Jsonl,
    /// SARIF 2.1.0: code scanning.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// GitLab Code Quality.
    Gitlab,
    /// reviewdog.
    Rdjsonl,
    /// Checkstyle's XML.
    Checkstyle,
    /// JUnit's XML.
    Junit,
}

impl Format {
    /// Every format, the ones for people first.
    pub const ALL: [Format; 11] = [
        Format::Full,
        Format::Text,
        Format::Html,
        Format::Json,
        Format::Jsonl,
        Format::Sarif,
        Format::Github,
        Format::Gitlab,
        Format::Rdjsonl,
        Format::Checkstyle,
        Format::Junit,
    ];

    /// Whether what is written of a file depends on no other file: it can be written before the next one is judged.
    pub fn is_by_file(self) -> bool {
        matches!(self, Format::Full | Format::Text | Format::Jsonl | Format::Rdjsonl)
    }

    /// The word in options.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Full => "full",
            Format::Text => "text",
            Format::Html => "html",
            Format::Json => "json",
            Format::Jsonl => "jsonl",
            Format::Sarif => "sarif",
            Format::Github => "github",
            Format::Gitlab => "gitlab",
            Format::Rdjsonl => "rdjsonl",
            Format::Checkstyle => "checkstyle",
            Format::Junit => "junit",
        }
    }
}

/// How output for people may look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether escape sequences for colour are written.
    pub color: bool,
}

/// How the entries are to be shown.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// How output for people may look.
    pub style: Style,
    /// What columns count, where the format leaves that open; `None` is the format's own choice.
    pub unit: Option<Unit>,
    /// Whether lines of text tell where a finding ends, too: `path:line:column-line:column: …`.
    pub ends: bool,
    /// The rules that spoke, for formats that describe them. A finding of a rule that is not here describes itself.
    pub rules: &'a [&'a Rule],
}

impl View<'_> {
    /// As it is when nothing is asked for.
    pub fn plain(style: Style) -> View<'static> {
        View { style, unit: None, ends: false, rules: &[] }
    }
}

/// How many there are of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Files, read or not.
    pub files: usize,
    /// Files that could not be judged.
    pub failed: usize,
    /// Findings: do not send.
    pub error: usize,
    /// Findings: fix before sending.
    pub warning: usize,
    /// Findings: consider.
    pub info: usize,
}

impl Tally {
    /// Counts files and their findings.
    pub fn of(entries: &[Entry<'_>]) -> Tally {
        let mut tally = Tally { files: entries.len(), ..Tally::default() };
        for entry in entries {
            match entry {
                Entry::Judged(judged) => tally.count(judged.report),
                Entry::Failed(_) => tally.failed += 1,
            }
        }
        tally
    }

    /// Takes in what was counted of other files.
    pub fn add(&mut self, other: Tally) {
        let Tally { files, failed, error, warning, info } = other;
        self.files += files;
        self.failed += failed;
        self.error += error;
        self.warning += warning;
        self.info += info;
    }

    /// Findings of this severity or a graver one.
    pub fn at_least(&self, severity: Severity) -> usize {
        match severity {
            Severity::Info => self.error + self.warning + self.info,
            Severity::Warning => self.error + self.warning,
            Severity::Error => self.error,
        }
    }

    fn count(&mut self, report: &Report) {
        for finding in &report.findings {
            match finding.severity {
                Severity::Error => self.error += 1,
                Severity::Warning => self.warning += 1,
                Severity::Info => self.info += 1,
            }
        }
    }
}

/// Writes what there is to say about all files of a run.
///
/// # Errors
/// Those of the writer.
pub fn render(format: Format, entries: &[Entry<'_>], view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    share(format, entries, view, out)?;
    end(format, Tally::of(entries), out)
}

/// Writes a share of a run's files, in a format that goes file by file ([`Format::is_by_file`]). All shares one behind the
/// other, and [`end`], are what [`render`] writes.
///
/// # Errors
/// Those of the writer.
pub fn share(format: Format, entries: &[Entry<'_>], view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Full => full::render(entries, view.style, out),
        Format::Text => text::render(entries, view, out),
        Format::Html => html::render(entries, view, out),
        Format::Json => json::render(entries, out),
        Format::Jsonl => jsonl::render(entries, out),
        Format::Sarif => sarif::render(entries, view, out),
        Format::Github => github::render(entries, view, out),
        Format::Gitlab => gitlab::render(entries, view, out),
        Format::Rdjsonl => rdjsonl::render(entries, out),
        Format::Checkstyle => checkstyle::render(entries, view, out),
        Format::Junit => junit::render(entries, view, out),
    }
}

/// Writes what stands behind the last file of a run.
///
/// # Errors
/// Those of the writer.
pub fn end(format: Format, tally: Tally, out: &mut dyn Write) -> io::Result<()> {
    if format == Format::Full { full::end(tally, out) } else { Ok(()) }
}
