//! Why there is no text: files that cannot be opened, are too big, or hold no text. It must not know how a failure is
//! shown.

use std::io;

use crate::text::{Span, Text};

use super::charset::{self, Unreadable};

/// As many bytes of an unreadable line are shown, at most.
const SHOWN: usize = 400;

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
    /// One with a message and a help, both Japanese; the help may be empty.
    pub fn new(path: &str, message: impl Into<String>, help: impl Into<String>) -> Failure {
        Failure { path: path.to_owned(), message: message.into(), help: help.into(), broken: None }
    }

    pub(super) fn io(path: &str, error: &io::Error) -> Failure {
        let (message, help) = match error.kind() {
            io::ErrorKind::NotFound => ("ファイルが見つかりません。".to_owned(), "パスの綴りを確かめてください。"),
            io::ErrorKind::PermissionDenied => {
                ("読み取りが許可されていません。".to_owned(), "ファイルの権限を確かめてください。")
            }
            _ => (format!("読み取れませんでした（{error}）。"), ""),
        };
        Failure::new(path, message, help)
    }

    pub(super) fn too_big(path: &str, most: u64) -> Failure {
        let message = format!("大きすぎます（{} MiB まで調べられます）。", most >> 20);
        Failure::new(path, message, "メールの下書きかどうかを確かめてください。")
    }

    /// `first_line` is the number, from 1, that the first of the bytes' lines has in the file.
    pub(super) fn unreadable(path: &str, bytes: &[u8], first_line: usize, why: &Unreadable) -> Failure {
        match *why {
            Unreadable::Binary => Failure::new(
                path,
                "文章ではないデータ（バイナリー）のようです。",
                "メールの下書きかどうかを確かめてください。UTF-16 の文章なら、UTF-8 で保存し直してください。",
            ),
            Unreadable::Broken { charset, at, cut } => broken(path, (bytes, first_line), charset, at, cut),
        }
    }
}

fn broken(path: &str, (bytes, first_line): (&[u8], usize), charset: &str, at: usize, cut: bool) -> Failure {
    let ends = |&byte: &u8| byte == b'\n' || byte == b'\r';
    let (before, rest) = bytes.split_at(at.min(bytes.len()));
    let before = before.strip_prefix("\u{feff}".as_bytes()).unwrap_or(before);
    let line_start = before.iter().rposition(ends).map_or(0, |at| at + 1);
    let line_end = rest.iter().take(SHOWN).position(ends).unwrap_or(rest.len().min(SHOWN));
    // A line of megabytes is not shown whole.
    let shown = &before[line_start.max(before.len().saturating_sub(SHOWN))..];
    let head = charset::lossy(shown, charset).into_owned();
    let tail = charset::lossy(&rest[..line_end], charset).into_owned();
    let line = first_line + line_breaks(&before[..line_start]);
    let span = head.len()..head.len() + tail.chars().next().map_or(0, char::len_utf8);
    let (message, help) = if cut {
        let message = format!("{line} 行目で、文字（{charset}）の途中でファイルが終わっています。");
        (message, "ファイルが途中で切れていないか、元のファイルと見比べてください。")
    } else {
        let message = format!("{line} 行目に {charset} として読めない文字があります。");
        (message, "文字コードを確かめ、UTF-8 で保存し直してください。")
    };
    let mut failure = Failure::new(path, message, help);
    failure.broken = Text::new(head + &tail)
        .ok()
        .and_then(|text| Some(Box::new(Broken { line, span: text.span(span.start, span.end)?, text })));
    failure
}

/// `\n`, `\r\n` and a lone `\r` each end a line, as in [`Text`].
pub(super) fn line_breaks(bytes: &[u8]) -> usize {
    let feeds = bytes.iter().filter(|&&byte| byte == b'\n').count();
    let returns = bytes.windows(2).filter(|two| two[0] == b'\r' && two[1] != b'\n').count();
    feeds + returns + usize::from(bytes.last() == Some(&b'\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(bytes: &[u8]) -> Failure {
        Failure::unreadable("x", bytes, 1, &charset::decode(bytes, None).expect_err("unreadable"))
    }

    #[test]
    fn the_place_where_it_stops_is_told() {
        let mut bytes = "\u{feff}一\r\n\r二".as_bytes().to_vec();
        bytes.extend(b"\x82\xa0");
        bytes.extend("三、お世話になっております\n".as_bytes());
        let broken = failure(&bytes).broken.expect("a place");
        assert_eq!((broken.line, broken.text.as_str()), (3, "二\u{fffd}\u{fffd}三、お世話になっております"));
        assert_eq!((broken.text.slice(broken.span), broken.span.start()), ("\u{fffd}", 3));
    }

    #[test]
    fn a_cut_character_at_the_end_is_shown() {
        let mut bytes = "お世話になって".as_bytes().to_vec();
        bytes.pop();
        let failure = failure(&bytes);
        assert!(failure.message.contains("途中で"), "{}", failure.message);
        assert_eq!(failure.broken.expect("a place").text.as_str(), "お世話になっ\u{fffd}");
    }
}
