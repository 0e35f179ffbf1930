//! What mailint found, written for people and for programs: one file for each format.
//!
//! Rendering is a pure function of what it is given. It must not open files, ask about the terminal, or judge.

mod excerpt;
mod full;
mod json;
mod json_about;
mod read_as;
mod record;
pub mod visible;

use std::io::{self, Write};

use crate::diagnostic::Severity;
use crate::input::About;
use crate::lint::Report;
use crate::text::{Span, Text};

pub use full::trouble;
pub use record::{Record, record};

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
    /// For programs: `schema/report.schema.json`.
    Json,
}

/// How output for people may look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether escape sequences for colour are written.
    pub color: bool,
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
                Entry::Judged(judged) => tally.add(judged.report),
                Entry::Failed(_) => tally.failed += 1,
            }
        }
        tally
    }

    /// Findings of this severity or a graver one.
    pub fn at_least(&self, severity: Severity) -> usize {
        match severity {
            Severity::Info => self.error + self.warning + self.info,
            Severity::Warning => self.error + self.warning,
            Severity::Error => self.error,
        }
    }

    fn add(&mut self, report: &Report) {
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
pub fn render(format: Format, entries: &[Entry<'_>], style: Style, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Full => full::render(entries, style, out),
        Format::Json => json::render(entries, out),
    }
}
