//! From what stands on the command line to texts: paths, folders, standard input, decoding.
//!
//! It reads and never writes. One file that cannot be read is a [`Failure`] among the others, never the end of a run.
//! It must not know what a mail is, nor how a failure is shown.

mod decode;
mod walk;

use std::fs::File;
use std::io::{self, Read};

use crate::text::{Span, Text};

pub use walk::{Found, Place, find};

/// Files of more bytes than this are not mails.
pub const MOST_BYTES: u64 = 16 << 20;

/// A decoded text and where it comes from.
#[derive(Clone, Debug)]
pub struct Source {
    /// As it is shown.
    pub path: String,
    /// What stands in it.
    pub text: Text,
}

/// Why there is no text.
#[derive(Clone, Debug)]
pub struct Failure {
    /// As it is shown.
    pub path: String,
    /// What is wrong: one line of Japanese.
    pub message: String,
    /// What to do about it; may be empty.
    pub help: String,
    /// The place where it stops being readable.
    pub broken: Option<Box<Broken>>,
}

/// A place that cannot be decoded.
#[derive(Clone, Debug)]
pub struct Broken {
    /// The line's number, from 1.
    pub line: usize,
    /// What can be read of the line.
    pub text: Text,
    /// The first unreadable bytes in it, which stand there as U+FFFD.
    pub span: Span,
}

impl Failure {
    fn new(path: &str, message: impl Into<String>, help: impl Into<String>) -> Failure {
        Failure { path: path.to_owned(), message: message.into(), help: help.into(), broken: None }
    }

    fn io(path: &str, error: &io::Error) -> Failure {
        let (message, help) = match error.kind() {
            io::ErrorKind::NotFound => ("ファイルが見つかりません。".to_owned(), "パスの綴りを確かめてください。"),
            io::ErrorKind::PermissionDenied => {
                ("読み取りが許可されていません。".to_owned(), "ファイルの権限を確かめてください。")
            }
            _ => (format!("読み取れませんでした（{error}）。"), ""),
        };
        Failure::new(path, message, help)
    }
}

/// Reads and decodes one place that [`find`] found.
///
/// # Errors
/// A [`Failure`] where it cannot be read, is too big or is not UTF-8.
pub fn read(found: &Found) -> Result<Source, Failure> {
    let bytes = match &found.place {
        Place::Stdin => bounded(io::stdin().lock()),
        Place::File(path) => File::open(path).and_then(bounded),
        Place::Content(bytes) => Ok(bytes.clone()),
    };
    let bytes = bytes.map_err(|error| Failure::io(&found.shown, &error))?;
    if bytes.len() as u64 > MOST_BYTES {
        let message = format!("大きすぎます（{} MiB まで調べられます）。", MOST_BYTES >> 20);
        return Err(Failure::new(&found.shown, message, "メールの下書きかどうかを確かめてください。"));
    }
    decode::utf8(&found.shown, bytes).map(|text| Source { path: found.shown.clone(), text })
}

/// Reads one byte more than is accepted, so that an endless device ends.
fn bounded(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
