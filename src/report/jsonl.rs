//! The format for programs that read line by line: one line for each file or record, in the order of the input.
//!
//! A line is a member of `files` in the JSON document, with the versions in front.
//!
//! It must not know where records come from.

use std::io::{self, Write};

use serde::Serialize;

use super::json::{File, VERSION};
use super::{Entry, escape};

pub(super) fn render(entries: &[Entry<'_>], out: &mut dyn Write) -> io::Result<()> {
    entries.iter().try_for_each(|entry| record(&Record { id: None, rules: None, entry: *entry }, out))
}

/// A file, or a record of a stream, and what became of it. Readers count lines, so there is one for each.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// A record's own id, given back as it was written: a string, a number, or null where it had none.
    pub id: Option<&'a serde_json::Value>,
    /// A digest of the rules that were asked, so that two runs can be compared.
    pub rules: Option<&'a str>,
    /// What became of it.
    pub entry: Entry<'a>,
}

/// Writes the line.
///
/// # Errors
/// Those of the writer.
pub fn record(record: &Record<'_>, out: &mut dyn Write) -> io::Result<()> {
    let line = Line {
        version: VERSION,
        mailint: env!("CARGO_PKG_VERSION"),
        rules: record.rules,
        id: record.id,
        ok: matches!(record.entry, Entry::Judged(_)),
        file: File::of(&record.entry),
    };
    escape::json(&line, out)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Line<'a> {
    version: u32,
    mailint: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a serde_json::Value>,
    /// Whether it was judged.
    ok: bool,
    #[serde(flatten)]
    file: File<'a>,
}
