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
    entries.iter().try_for_each(|entry| record(None, entry, out))
}

/// Writes the line of one file, or of one record by its `id`, which is given back as it was written.
///
/// # Errors
/// Those of the writer.
pub fn record(id: Option<&serde_json::Value>, entry: &Entry<'_>, out: &mut dyn Write) -> io::Result<()> {
    let ok = matches!(entry, Entry::Judged(_));
    let line = Line { version: VERSION, mailint: env!("CARGO_PKG_VERSION"), id, ok, file: File::of(entry) };
    escape::json(&line, out)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Line<'a> {
    version: u32,
    mailint: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a serde_json::Value>,
    /// Whether it was judged.
    ok: bool,
    #[serde(flatten)]
    file: File<'a>,
}
