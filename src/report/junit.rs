//! JUnit's XML: one suite for each file, one failed case for each finding, a passed one for a file without any.
//!
//! It must not know severities: a test passes or fails, and the exit status says what counts.

use std::io::{self, Write};

use crate::diagnostic::Diagnostic;

use super::visible::{file_name, one_line, unwrapped};
use super::xml::escaped;
use super::{Entry, Judged, Tally, Trouble, View, text};

pub(super) fn render(entries: &[Entry<'_>], view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let tally = Tally::of(entries);
    let findings = tally.error + tally.warning + tally.info;
    let clean = entries.iter().filter(|entry| is_clean(entry)).count();
    let tests = findings + clean + tally.failed;
    let counts = format!("tests=\"{tests}\" failures=\"{findings}\" errors=\"{}\"", tally.failed);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"mailint\" {counts}>")?;
    for entry in entries {
        match entry {
            Entry::Judged(judged) => suite(judged, view, out)?,
            Entry::Failed(failed) => unread(failed, out)?,
        }
    }
    writeln!(out, "</testsuites>")
}

fn is_clean(entry: &Entry<'_>) -> bool {
    matches!(entry, Entry::Judged(judged) if judged.report.findings.is_empty())
}

fn suite(judged: &Judged<'_>, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let name = escaped(&file_name(judged.path));
    let findings = &judged.report.findings;
    let tests = findings.len().max(1);
    writeln!(out, "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{}\" errors=\"0\">", findings.len())?;
    if findings.is_empty() {
        writeln!(out, "    <testcase name=\"{name}\" classname=\"mailint\"/>")?;
    }
    for finding in findings {
        case(judged, finding, view, out)?;
    }
    writeln!(out, "  </testsuite>")
}

fn case(judged: &Judged<'_>, finding: &Diagnostic, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let line = text::line(judged, finding, view);
    let told = if finding.help.is_empty() { line } else { format!("{line}\n{}", unwrapped(&finding.help)) };
    let (rule, message) = (finding.rule.as_str(), escaped(&one_line(&finding.message)));
    let class = escaped(&file_name(judged.path));
    writeln!(out, "    <testcase name=\"{rule}\" classname=\"{class}\">")?;
    let severity = finding.severity.as_str();
    writeln!(out, "      <failure type=\"{severity}\" message=\"{message}\">{}</failure>", escaped(&told))?;
    writeln!(out, "    </testcase>")
}

fn unread(trouble: &Trouble<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (name, message) = (escaped(&file_name(trouble.path)), escaped(&one_line(trouble.message)));
    writeln!(out, "  <testsuite name=\"{name}\" tests=\"1\" failures=\"0\" errors=\"1\">")?;
    writeln!(out, "    <testcase name=\"{name}\" classname=\"mailint\">")?;
    writeln!(
        out,
        "      <error type=\"unreadable\" message=\"{message}\">{}</error>",
        escaped(&text::trouble(trouble))
    )?;
    writeln!(out, "    </testcase>\n  </testsuite>")
}
