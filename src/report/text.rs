//! One line for each finding, as compilers write it: `path:line:column: severity: message [rule]`. For editors, `grep`
//! and logs.
//!
//! It must not write anything on more than one line.

use std::io::{self, Write};

use crate::diagnostic::Diagnostic;
use crate::text::Unit;

use super::region::Region;
use super::visible::{file_name, one_line};
use super::{Entry, Judged, Trouble, View};

pub(super) fn render(entries: &[Entry<'_>], view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    for entry in entries {
        match entry {
            Entry::Judged(judged) => {
                for finding in &judged.report.findings {
                    writeln!(out, "{}", line(judged, finding, view))?;
                }
            }
            Entry::Failed(failed) => writeln!(out, "{}", trouble(failed))?,
        }
    }
    Ok(())
}

/// The line of one finding.
pub(super) fn line(judged: &Judged<'_>, finding: &Diagnostic, view: &View<'_>) -> String {
    let region = Region::of(judged, &finding.spans, view.unit.unwrap_or(Unit::Char));
    let (path, severity) = (file_name(judged.path), finding.severity.as_str());
    let message = one_line(&(finding.message.clone() + &region.note()));
    let end = if view.ends { format!("-{}:{}", region.end_line, region.end_column) } else { String::new() };
    format!("{path}:{}:{}{end}: {severity}: {message} [{}]", region.line, region.column, finding.rule)
}

/// The line of a file that could not be judged.
pub(super) fn trouble(trouble: &Trouble<'_>) -> String {
    let (path, message) = (file_name(trouble.path), one_line(trouble.message));
    match trouble.line() {
        Some(line) => format!("{path}:{line}:1: error: {message}"),
        None => format!("{path}: error: {message}"),
    }
}
