//! Header values → text: encoded words (RFC 2047) as Japanese mail programs write them, split inside characters and
//! between the escape sequences of JIS, and values in eight bits that have no label at all.

use super::super::charset;

/// More of a value is not read: no subject is as long.
const LONGEST_VALUE: usize = 16 << 10;

/// The text of a header's value, its line breaks unfolded.
pub(super) fn decode(value: &[u8]) -> String {
    let value = unfolded(&value[..value.len().min(LONGEST_VALUE)]);
    let mut text = String::new();
    // Adjacent words of one charset are one run of bytes: only whole it has whole characters.
    let mut run: Option<(String, Vec<u8>)> = None;
    let mut rest = value.as_slice();
    while !rest.is_empty() {
        let start = rest.windows(2).position(|two| two == b"=?").unwrap_or(rest.len());
        let word = word(&rest[start..]);
        let between = &rest[..start];
        let joins = word.is_some() && between.iter().all(u8::is_ascii_whitespace);
        if !joins {
            end_run(&mut run, &mut text);
        }
        if !(joins && run.is_some()) {
            text.push_str(&unlabelled(between));
        }
        match word {
            Some(word) => {
                match &mut run {
                    Some((charset, bytes)) if charset.eq_ignore_ascii_case(&word.charset) => bytes.extend(word.bytes),
                    _ => {
                        end_run(&mut run, &mut text);
                        run = Some((word.charset, word.bytes));
                    }
                }
                rest = &rest[start + word.length..];
            }
            None => {
                // A sign that opens no word.
                let taken = (start + 2).min(rest.len());
                text.push_str(&unlabelled(&rest[start..taken]));
                rest = &rest[taken..];
            }
        }
    }
    end_run(&mut run, &mut text);
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

/// A name that a parser has taken out of a header, where mail programs put encoded words against the rules.
pub(super) fn plain(name: &str) -> String {
    decode(name.as_bytes())
}

fn end_run(run: &mut Option<(String, Vec<u8>)>, text: &mut String) {
    if let Some((charset, bytes)) = run.take() {
        match charset::decode(&bytes, Some(&charset)) {
            Ok(decoded) => text.push_str(&decoded.text),
            Err(_) => text.push_str(&charset::lossy(&bytes, &charset)),
        }
    }
}

fn unlabelled(bytes: &[u8]) -> String {
    charset::decode(bytes, None).map_or_else(|_| charset::lossy(bytes, "utf-8").into_owned(), |decoded| decoded.text)
}

/// Without the line breaks that fold it.
fn unfolded(value: &[u8]) -> Vec<u8> {
    value.iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect()
}

struct Word {
    charset: String,
    bytes: Vec<u8>,
    length: usize,
}

/// `=?charset?B?…?=` at the start.
fn word(from: &[u8]) -> Option<Word> {
    const LONGEST: usize = 4096;
    let inside = from.get(2..from.len().min(LONGEST))?;
    let mut fields = inside.splitn(3, |&byte| byte == b'?');
    let (charset, encoding, rest) = (fields.next()?, fields.next()?, fields.next()?);
    let end = rest.windows(2).position(|two| two == b"?=")?;
    let bytes = match encoding {
        b"B" | b"b" => base64(&rest[..end])?,
        b"Q" | b"q" => quoted(&rest[..end]),
        _ => return None,
    };
    // A language may follow the charset (RFC 2231).
    let charset = charset.split(|&byte| byte == b'*').next()?;
    let charset = std::str::from_utf8(charset).ok()?.to_owned();
    let length = 2 + (rest.as_ptr() as usize - inside.as_ptr() as usize) + end + 2;
    Some(Word { charset, bytes, length })
}

fn base64(text: &[u8]) -> Option<Vec<u8>> {
    mail_parser::decoders::base64::base64_decode(text)
}

fn quoted(text: &[u8]) -> Vec<u8> {
    let digit =
        |at: usize| text.get(at).and_then(|&byte| char::from(byte).to_digit(16)).and_then(|d| u8::try_from(d).ok());
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'=', Some(high), Some(low)) => {
                bytes.push(high << 4 | low);
                at += 3;
            }
            (b'_', ..) => {
                bytes.push(b' ');
                at += 1;
            }
            _ => {
                bytes.push(byte);
                at += 1;
            }
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_split_inside_characters_are_joined() {
        // 「返信」 in UTF-8 is e8bf94 e4bfa1: cut in the second character.
        assert_eq!(decode(b"=?UTF-8?B?6L+U5A==?=\r\n =?utf-8?B?v6E=?="), "返信");
        assert_eq!(decode(b"=?UTF-8?Q?=E8=BF?= =?UTF-8?Q?=94_A?="), "返 A");
    }

    #[test]
    fn the_state_of_jis_is_carried_over() {
        // ESC $ B JV | ?. ESC ( B
        assert_eq!(decode(b"=?ISO-2022-JP?B?GyRCSlY=?= =?ISO-2022-JP?B?Py4bKEI=?="), "返信");
    }

    #[test]
    fn unlabelled_bytes_and_broken_words_are_shown_as_they_can_be() {
        assert_eq!(decode(b"Re: \x82\xa8\x98l\x82\xd1\x82\xcc\x8c\x8f"), "Re: お詫びの件");
        assert_eq!(decode(b"a =?x =?utf-8?Z?a?= b"), "a =?x =?utf-8?Z?a?= b");
        assert_eq!(decode(b"=?iso-2022-jp?B?GyRC"), "=?iso-2022-jp?B?GyRC");
    }

    #[test]
    fn plain_words_keep_their_spaces() {
        assert_eq!(decode(b"Re: =?UTF-8?B?6L+U5L+h?= (2)"), "Re: 返信 (2)");
    }
}
