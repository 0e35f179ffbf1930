//! Checkstyle's XML, which many CI servers read.
//!
//! It must not write what XML forbids: a reader stops at the first such character.

use std::io::{self, Write};

use crate::text::Unit;

use super::region::Region;
use super::visible::{file_name, one_line};
use super::xml::escaped;
use super::{Entry, View};

pub(super) fn render(entries: &[Entry<'_>], view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">")?;
    for entry in entries {
        match entry {
            Entry::Judged(judged) if judged.report.findings.is_empty() => {}
            Entry::Judged(judged) => {
                writeln!(out, "  <file name=\"{}\">", escaped(&file_name(judged.path)))?;
                for finding in &judged.report.findings {
                    let region = Region::of(judged, &finding.spans, view.unit.unwrap_or(Unit::Char));
                    let (line, column, severity) = (region.line, region.column, finding.severity.as_str());
                    let message = escaped(&one_line(&(finding.message.clone() + &region.note())));
                    let place = format!("line=\"{line}\" column=\"{column}\"");
                    let source = format!("mailint.{}", finding.rule.as_str().replace('/', "."));
                    writeln!(
                        out,
                        "    <error {place} severity=\"{severity}\" message=\"{message}\" source=\"{source}\"/>"
                    )?;
                }
                writeln!(out, "  </file>")?;
            }
            Entry::Failed(failed) => {
                let (name, message) = (escaped(&file_name(failed.path)), escaped(&one_line(failed.message)));
                let line = failed.line().map_or_else(String::new, |line| format!("line=\"{line}\" "));
                writeln!(out, "  <file name=\"{name}\">")?;
                writeln!(out, "    <error {line}severity=\"error\" message=\"{message}\" source=\"mailint\"/>")?;
                writeln!(out, "  </file>")?;
            }
        }
    }
    writeln!(out, "</checkstyle>")
}
