//! JSON with nothing hidden in it: characters that a terminal or a CI runner would obey are escaped.
//!
//! It must not know what is written.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;

use super::visible::is_hidden;

/// Writes a value on one line, without a line break behind it.
pub(super) fn json(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    Ok(value.serialize(&mut serde_json::Serializer::with_formatter(out, Escaping))?)
}

/// Compact output in which hidden characters are escaped, not only those that JSON asks for.
///
/// Some readers split lines at U+0085, U+2028 and U+2029, and a terminal obeys U+009B and turns text at U+202E. GitHub
/// and Azure obey `##[…]` and `##vso[…]` anywhere in a line.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut written = 0;
        let mut before = ' ';
        for (at, c) in fragment.char_indices() {
            if is_hidden(c) || (c == '#' && before == '#') {
                writer.write_all(&fragment.as_bytes()[written..at])?;
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
                written = at + c.len_utf8();
            }
            before = c;
        }
        writer.write_all(&fragment.as_bytes()[written..])
    }
}
