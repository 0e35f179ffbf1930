//! The answer to one record of a stream: one line of JSON with the record's own id. Readers count lines, so there is one
//! for every record, whatever became of it.

use std::io::{self, Write};

use serde::Serialize;

use super::Entry;
use super::json::{Escaping, File};

/// A record of a stream and what became of it.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// The record's own id, given back as it came: a string, a number, or null where it had none.
    pub id: &'a serde_json::Value,
    /// What became of it.
    pub entry: Entry<'a>,
    /// A digest of the rules that were asked, so that two runs can be compared.
    pub rules: &'a str,
}

#[derive(Serialize)]
struct Line<'a> {
    id: &'a serde_json::Value,
    ok: bool,
    mailint: &'static str,
    rules: &'a str,
    #[serde(flatten)]
    file: File<'a>,
}

/// Writes the line.
///
/// # Errors
/// Those of the writer.
pub fn record(record: &Record<'_>, out: &mut dyn Write) -> io::Result<()> {
    let line = Line {
        id: record.id,
        ok: matches!(record.entry, Entry::Judged(_)),
        mailint: env!("CARGO_PKG_VERSION"),
        rules: record.rules,
        file: File::of(&record.entry),
    };
    line.serialize(&mut serde_json::Serializer::with_formatter(&mut *out, Escaping))?;
    writeln!(out)
}
