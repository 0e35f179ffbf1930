//! Bytes → text. For now UTF-8 alone, with or without a byte order mark; what else it may be is told, not guessed at
//! silently. It must not touch files.

use crate::text::Text;

use super::{Broken, Failure};

const MARK: &[u8] = b"\xef\xbb\xbf";
/// As many bytes of an unreadable line are shown, at most.
const SHOWN: usize = 400;

pub(super) fn utf8(path: &str, bytes: Vec<u8>) -> Result<Text, Failure> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(Failure::new(path, "UTF-16 のファイルです。mailint は UTF-8 だけを読みます。", RESAVE));
    }
    if is_jis(&bytes) {
        let message = "ISO-2022-JP（JIS）のファイルのようです。mailint は UTF-8 だけを読みます。";
        return Err(Failure::new(path, message, RESAVE));
    }
    let content = match String::from_utf8(bytes) {
        Ok(content) => content,
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            return Err(not_utf8(path, error.as_bytes(), valid));
        }
    };
    Text::new(content).map_err(|error| Failure::new(path, format!("{error}。"), ""))
}

const RESAVE: &str = "UTF-8 で保存し直してください。";

/// ISO-2022-JP is pure ASCII to the eye of a UTF-8 decoder: it would be judged as gibberish and found clean.
fn is_jis(bytes: &[u8]) -> bool {
    bytes.is_ascii() && bytes.windows(3).any(|three| matches!(three, b"\x1b$B" | b"\x1b$@"))
}

fn not_utf8(path: &str, bytes: &[u8], valid: usize) -> Failure {
    let ends = |&byte: &u8| byte == b'\n' || byte == b'\r';
    let (before, rest) = bytes.split_at(valid);
    let before = before.strip_prefix(MARK).unwrap_or(before);
    let line_start = before.iter().rposition(ends).map_or(0, |at| at + 1);
    let line_end = rest.iter().take(SHOWN).position(ends).unwrap_or(rest.len().min(SHOWN));
    let head = String::from_utf8_lossy(&before[line_start..]).into_owned();
    let tail = String::from_utf8_lossy(&rest[..line_end]);
    let line = 1 + line_breaks(&before[..line_start]);
    let broken = head.len()..head.len() + tail.chars().next().map_or(0, char::len_utf8);
    let mut failure = Failure::new(path, format!("{line} 行目に UTF-8 として読めない文字があります。"), RESAVE);
    failure.broken = Text::new(head + &tail)
        .ok()
        .and_then(|text| Some(Box::new(Broken { line, span: text.span(broken.start, broken.end)?, text })));
    failure
}

/// `\n`, `\r\n` and a lone `\r` each end a line, as in [`Text`].
fn line_breaks(bytes: &[u8]) -> usize {
    let feeds = bytes.iter().filter(|&&byte| byte == b'\n').count();
    let returns = bytes.windows(2).filter(|two| two[0] == b'\r' && two[1] != b'\n').count();
    feeds + returns + usize::from(bytes.last() == Some(&b'\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_where_it_stops_is_told() {
        let failure = utf8("x", b"\xef\xbb\xbf\xe4\xb8\x80\r\n\r\xe4\xba\x8c\x82\xa0\xe4\xb8\x89\n\xff".to_vec());
        let broken = failure.expect_err("not UTF-8").broken.expect("a place");
        assert_eq!((broken.line, broken.text.as_str()), (3, "二\u{fffd}\u{fffd}三"));
        assert_eq!(broken.text.slice(broken.span), "\u{fffd}");
        assert_eq!(broken.span.start(), 3);
    }

    #[test]
    fn other_encodings_are_named() {
        let message = |bytes: &[u8]| utf8("x", bytes.to_vec()).expect_err("not UTF-8").message;
        assert!(message(b"\xff\xfeN\x00").contains("UTF-16"));
        assert!(message(b"\x1b$B8f\x1b(B").contains("ISO-2022-JP"));
    }

    #[test]
    fn a_cut_character_at_the_end_is_shown() {
        let failure = utf8("x", b"\xe4\xb8\x80\xe4\xb8".to_vec()).expect_err("not UTF-8");
        assert_eq!(failure.broken.expect("a place").text.as_str(), "一\u{fffd}");
    }
}
