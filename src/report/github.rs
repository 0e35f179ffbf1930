//! Workflow commands of GitHub Actions: annotations on the lines of a pull request.
//!
//! The runner shows ten of each kind for a step and cuts messages at 4096 UTF-16 units, so the gravest come first, the
//! rest are ordinary lines of the log, and a last notice says how many those are.
//!
//! It must not ask the environment: it writes the same wherever it runs.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Unit;

use super::region::Region;
use super::visible::{clipped, file_name, one_line, unwrapped};
use super::{Entry, Judged, Trouble, View, text};

/// Annotations of one kind that the runner shows.
const MOST: usize = 10;
/// Characters of a message, so that it stays under the runner's limit when each is two UTF-16 units.
const MESSAGE: usize = 1900;

pub(super) fn render(entries: &[Entry<'_>], view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut left = Left { error: MOST, warning: MOST, info: MOST - 1 };
    let mut more = Vec::new();
    for entry in entries {
        if let Entry::Failed(failed) = entry {
            match left.take(Severity::Error) {
                true => writeln!(out, "{}", trouble(failed))?,
                false => more.push(text::trouble(failed)),
            }
        }
    }
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        for (judged, finding) in findings(entries).filter(|(_, finding)| finding.severity == severity) {
            match left.take(severity) {
                true => writeln!(out, "{}", annotation(judged, finding, view))?,
                false => more.push(text::line(judged, finding, view)),
            }
        }
    }
    if !more.is_empty() {
        // What does not fit is told whole, as text in the log.
        more.iter().try_for_each(|line| writeln!(out, "{line}"))?;
        writeln!(
            out,
            "::notice title=mailint::ほかに {} 件の指摘があります。ジョブのログをご覧ください。",
            more.len()
        )?;
    }
    Ok(())
}

/// How many annotations of each kind the runner will still show.
struct Left {
    error: usize,
    warning: usize,
    info: usize,
}

impl Left {
    fn take(&mut self, severity: Severity) -> bool {
        let left = match severity {
            Severity::Error => &mut self.error,
            Severity::Warning => &mut self.warning,
            Severity::Info => &mut self.info,
        };
        let is_left = *left > 0;
        *left = left.saturating_sub(1);
        is_left
    }
}

fn findings<'a>(entries: &'a [Entry<'a>]) -> impl Iterator<Item = (&'a Judged<'a>, &'a Diagnostic)> {
    entries.iter().flat_map(|entry| match entry {
        Entry::Judged(judged) => judged.report.findings.iter().map(move |finding| (judged, finding)).collect(),
        Entry::Failed(_) => Vec::new(),
    })
}

fn annotation(judged: &Judged<'_>, finding: &Diagnostic, view: &View<'_>) -> String {
    let region = Region::of(judged, &finding.spans, view.unit.unwrap_or(Unit::Char));
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let mut line = format!("::{command} file={},line={}", property(judged.path), region.line);
    let _infallible = write!(line, ",endLine={}", region.end_line);
    // The runner drops columns that do not belong to one line.
    if region.line == region.end_line && region.part.is_none() {
        let _infallible = write!(line, ",col={},endColumn={}", region.column, region.end_column);
    }
    let mut message = clipped(&(finding.message.clone() + &region.note()), MESSAGE);
    if !finding.help.is_empty() {
        message += "\n";
        message += &clipped(&unwrapped(&finding.help), MESSAGE);
    }
    let _infallible = write!(line, ",title={}::{}", property(finding.rule.as_str()), data(&message));
    line
}

fn trouble(trouble: &Trouble<'_>) -> String {
    let line = trouble.line().map_or_else(String::new, |line| format!(",line={line}"));
    format!("::error file={}{line},title=mailint::{}", property(trouble.path), data(&one_line(trouble.message)))
}

/// What stands behind `::` in a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What stands behind `=` in a command.
fn property(text: &str) -> String {
    data(&file_name(text)).replace(':', "%3A").replace(',', "%2C")
}
