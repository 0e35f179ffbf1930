//! How often each rule spoke: the table behind `--statistics`, for people who look for what to teach.
//!
//! It must not know rules beyond their ids.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::diagnostic::Severity;

use super::Entry;

/// Rules by how often they spoke, the most frequent first, each with the gravest severity it spoke in.
pub(super) fn by_rule<'a>(entries: &[Entry<'a>]) -> Vec<(&'a str, Severity, usize)> {
    let mut rules: BTreeMap<&'a str, (Severity, usize)> = BTreeMap::new();
    for entry in entries {
        if let Entry::Judged(judged) = *entry {
            for finding in &judged.report.findings {
                let (severity, count) = rules.entry(finding.rule.as_str()).or_insert((finding.severity, 0));
                *severity = finding.severity.max(*severity);
                *count += 1;
            }
        }
    }
    let mut rules: Vec<_> = rules.into_iter().map(|(rule, (severity, count))| (rule, severity, count)).collect();
    rules.sort_by_key(|&(_, severity, count)| (std::cmp::Reverse(count), std::cmp::Reverse(severity)));
    rules
}

/// Writes the table: count, severity, rule; with the sum in the last line.
///
/// # Errors
/// Those of the writer.
pub fn statistics(entries: &[Entry<'_>], out: &mut dyn Write) -> io::Result<()> {
    let rules = by_rule(entries);
    for (rule, severity, count) in &rules {
        writeln!(out, "{count:>6}  {:<7}  {rule}", severity.as_str())?;
    }
    let sum: usize = rules.iter().map(|&(_, _, count)| count).sum();
    writeln!(out, "{sum:>6}  件（{} 件の規則、{} ファイル）", rules.len(), entries.len())
}
