//! Bytes → text, whatever Japanese encoding they are in, and how that is known. It must not touch files, nor know which
//! formats there are.

mod jis;
mod label;

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, DecoderResult, EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

/// An encoding and how it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charset {
    /// As the WHATWG writes it: `UTF-8`, `Shift_JIS`, `EUC-JP`, `ISO-2022-JP`, `UTF-16LE` …
    pub name: &'static str,
    /// How it is known.
    pub known: Known,
}

/// How an encoding is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// By the byte order mark.
    Mark,
    /// The file says so, and the bytes do not contradict.
    Label,
    /// By the escape sequences of ISO-2022-JP.
    Escapes,
    /// Every byte above 127 belongs to valid UTF-8, or there is none.
    Valid,
    /// By how often characters occur.
    Guess,
}

impl Known {
    /// The word in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Known::Mark => "mark",
            Known::Label => "label",
            Known::Escapes => "escapes",
            Known::Valid => "valid",
            Known::Guess => "guess",
        }
    }
}

/// Decoded bytes.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The text, with neither a byte order mark nor a replacement character that was not there.
    pub(super) text: String,
    /// What it was decoded from.
    pub(super) charset: Charset,
    /// Whether the file calls itself something that the bytes are not.
    pub(super) mislabelled: bool,
}

/// Why bytes are no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// They are not text at all: a picture, an archive.
    Binary,
    /// They look like this encoding up to the offset, where no character of it stands.
    Broken {
        /// The encoding's name.
        charset: &'static str,
        /// Offset of the first wrong byte.
        at: usize,
        /// Whether the text just ends inside a character.
        cut: bool,
    },
}

/// Decodes bytes. `label` is what the file itself calls its encoding.
pub(super) fn decode(bytes: &[u8], label: Option<&str>) -> Result<Decoded, Unreadable> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let text = strictly(&bytes[mark..], encoding).map_err(|broken| broken.moved(mark))?;
        let labelled = label.and_then(label::encoding);
        let wide = encoding == UTF_16LE || encoding == UTF_16BE;
        let mislabelled = labelled.is_some_and(|labelled| labelled != encoding && !wide);
        return Ok(Decoded { text, charset: Charset { name: encoding.name(), known: Known::Mark }, mislabelled });
    }
    if is_binary(bytes) {
        return Err(Unreadable::Binary);
    }
    let (sniffed, known) = sniff(bytes);
    let plain = known == Known::Valid && bytes.is_ascii();
    let claimed = label.and_then(label::encoding);
    let found = |encoding: &'static Encoding, known, mislabelled| {
        let text = strictly(bytes, encoding)?;
        Ok(Decoded { text, charset: Charset { name: encoding.name(), known }, mislabelled })
    };
    match claimed {
        Some(claimed) if claimed == sniffed => found(claimed, Known::Label, false),
        // Nothing but ASCII, whatever it is called, unless it is UTF-16 without a sign of it.
        _ if plain => found(UTF_8, if claimed.is_some() { Known::Label } else { Known::Valid }, false),
        // Characters of the one encoding may be valid in the other; only where nothing proves it, the label is believed.
        Some(claimed) if known == Known::Guess && claimed.is_ascii_compatible() => {
            found(claimed, Known::Label, false).or_else(|broken| found(sniffed, known, true).map_err(|_| broken))
        }
        Some(_) => found(sniffed, known, true),
        None => found(sniffed, known, label.is_some_and(label::is_ascii)),
    }
}

/// The encoding that the bytes themselves speak for. They need not be valid in it.
fn sniff(bytes: &[u8]) -> (&'static Encoding, Known) {
    if jis::escapes(bytes) && (bytes.is_ascii() || jis::to_euc(bytes).is_ok()) {
        return (ISO_2022_JP, Known::Escapes);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return (UTF_8, Known::Valid);
    }
    if is_mostly_utf8(bytes) {
        return (UTF_8, Known::Guess);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // Not the last bytes: a character that is cut at the end must not speak against the encoding.
    detector.feed(bytes, false);
    let guess = detector.guess(Some(b"jp"), Utf8Detection::Deny);
    let first = if [SHIFT_JIS, EUC_JP].contains(&guess) { guess } else { SHIFT_JIS };
    let other = if first == SHIFT_JIS { EUC_JP } else { SHIFT_JIS };
    let encoding = match (strictly(bytes, first), strictly(bytes, other)) {
        // A text that is cut inside a character is still what it looks like: many bytes of EUC-JP are kana of Shift_JIS.
        (Ok(_) | Err(Unreadable::Broken { cut: true, .. }), _) => first,
        (Err(_), Ok(_)) => other,
        (Err(wrong), Err(other_wrong)) if wrong.offset() < other_wrong.offset() => other,
        (Err(_), Err(_)) => first,
    };
    (encoding, Known::Guess)
}

/// Whether there are far more whole characters of UTF-8 than places where none is: then it is UTF-8 with a fault in it,
/// or cut inside a character, and reading it as another encoding would make words of it that nobody wrote.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut wrong) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    whole > 4 * wrong
}

/// More control characters than a text has, or the zeros of a file that is none.
fn is_binary(bytes: &[u8]) -> bool {
    let mut controls = 0_usize;
    for &byte in bytes {
        match byte {
            0 => return true,
            0x01..=0x08 | 0x10..=0x1a | 0x1c..=0x1f | 0x7f => controls += 1,
            _ => {}
        }
    }
    controls > 8 && controls > bytes.len() / 50
}

/// Decodes with no replacement.
fn strictly(bytes: &[u8], encoding: &'static Encoding) -> Result<String, Unreadable> {
    let name = encoding.name();
    if encoding == ISO_2022_JP {
        let broken = |at| Unreadable::Broken { charset: name, at, cut: at + 2 >= bytes.len() };
        let euc = jis::to_euc(bytes).map_err(broken)?;
        // A place in the EUC-JP is none in the file; the line is near enough where only gaiji are unknown.
        return strictly(&euc, EUC_JP).map_err(|inner| broken(inner.offset().min(bytes.len())));
    }
    if encoding == UTF_8 {
        return match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => {
                Err(Unreadable::Broken { charset: name, at: error.valid_up_to(), cut: error.error_len().is_none() })
            }
        };
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(bytes.len());
    let mut text = String::with_capacity(room);
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    match result {
        DecoderResult::InputEmpty | DecoderResult::OutputFull => Ok(text),
        DecoderResult::Malformed(wrong, behind) => {
            let at = read.saturating_sub(usize::from(wrong) + usize::from(behind));
            Err(Unreadable::Broken { charset: name, at, cut: read >= bytes.len() })
        }
    }
}

/// Decodes what can be decoded, for showing it.
pub(super) fn lossy<'b>(bytes: &'b [u8], charset: &str) -> Cow<'b, str> {
    let encoding = Encoding::for_label(charset.as_bytes()).unwrap_or(UTF_8);
    encoding.decode_without_bom_handling(bytes).0
}

/// The bytes of a text in an encoding, where they come out as the text again.
pub fn encode(text: &str, charset: Charset) -> Option<Vec<u8>> {
    let encoding = Encoding::for_label(charset.name.as_bytes())?;
    let mut encoder = encoding.new_encoder();
    if encoding == UTF_16LE || encoding == UTF_16BE {
        let units = text.encode_utf16();
        return Some(
            units.flat_map(|unit| if encoding == UTF_16LE { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect(),
        );
    }
    let room = encoder.max_buffer_length_from_utf8_if_no_unmappables(text.len())?;
    let mut bytes = Vec::with_capacity(room);
    let (result, _, unmappable) = encoder.encode_from_utf8_to_vec(text, &mut bytes, true);
    (result == CoderResult::InputEmpty && !unmappable).then_some(bytes)
}

impl Unreadable {
    fn offset(&self) -> usize {
        match self {
            Unreadable::Binary => 0,
            Unreadable::Broken { at, .. } => *at,
        }
    }

    fn moved(self, by: usize) -> Unreadable {
        match self {
            Unreadable::Broken { charset, at, cut } => Unreadable::Broken { charset, at: at + by, cut },
            Unreadable::Binary => Unreadable::Binary,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "いつもお世話になっております。髙橋です。①㈱、ｶﾞﾗｽの件、申し訳ございません。";

    fn bytes_of(encoding: &'static Encoding) -> Vec<u8> {
        let words = if encoding == EUC_JP { WORDS.replace('髙', "高") } else { WORDS.to_owned() };
        encoding.encode(&words).0.into_owned()
    }

    fn name(bytes: &[u8], label: Option<&str>) -> (&'static str, Known, bool) {
        let decoded = decode(bytes, label).expect("readable");
        (decoded.charset.name, decoded.charset.known, decoded.mislabelled)
    }

    #[test]
    fn every_japanese_encoding_is_known_by_its_bytes() {
        assert_eq!(name(WORDS.as_bytes(), None), ("UTF-8", Known::Valid, false));
        assert_eq!(name(&bytes_of(SHIFT_JIS), None), ("Shift_JIS", Known::Guess, false));
        assert_eq!(name(&bytes_of(EUC_JP), None), ("EUC-JP", Known::Guess, false));
        assert_eq!(name(b"\x1b$B8f\x1b(B", None), ("ISO-2022-JP", Known::Escapes, false));
        assert_eq!(name(b"\xef\xbb\xbfa", None), ("UTF-8", Known::Mark, false));
        assert_eq!(name(b"\xff\xfe\x00\x30", None), ("UTF-16LE", Known::Mark, false));
        assert_eq!(decode(&bytes_of(SHIFT_JIS), None).expect("readable").text, WORDS);
    }

    #[test]
    fn a_label_is_believed_only_where_the_bytes_allow_it() {
        let sjis = bytes_of(SHIFT_JIS);
        assert_eq!(name(&sjis, Some("cp932")), ("Shift_JIS", Known::Label, false));
        assert_eq!(name(&sjis, Some("utf-8")), ("Shift_JIS", Known::Guess, true));
        assert_eq!(name(&sjis, Some("us-ascii")), ("Shift_JIS", Known::Guess, true));
        assert_eq!(name(&sjis, Some("iso-2022-jp")), ("Shift_JIS", Known::Guess, true));
        assert_eq!(name(WORDS.as_bytes(), Some("shift_jis")), ("UTF-8", Known::Valid, true));
        assert_eq!(name(b"\x1b$B8f\x1b(B", Some("utf-8")), ("ISO-2022-JP", Known::Escapes, true));
        assert_eq!(name(b"plain", Some("iso-2022-jp")), ("UTF-8", Known::Label, false));
        assert_eq!(name(&sjis, Some("unknown-8bit")), ("Shift_JIS", Known::Guess, false));
    }

    #[test]
    fn a_text_cut_inside_a_character_is_not_read_as_something_else() {
        for encoding in [UTF_8, SHIFT_JIS, EUC_JP] {
            let mut bytes = encoding.encode("いつもお世話になっております。").0.into_owned();
            bytes.pop();
            let broken = decode(&bytes, None).expect_err("cut");
            let Unreadable::Broken { charset, at, cut } = broken else { panic!("{broken:?}") };
            let width = if encoding == UTF_8 { 2 } else { 1 };
            assert_eq!((charset, at, cut), (encoding.name(), bytes.len() - width, true));
        }
        assert!(matches!(decode(b"\x1b$B8f8", None), Err(Unreadable::Broken { charset: "ISO-2022-JP", .. })));
    }

    #[test]
    fn what_is_no_text_is_told_apart() {
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", None).err(), Some(Unreadable::Binary));
        assert!(decode(b"", None).is_ok());
    }

    #[test]
    fn what_was_decoded_is_encoded_again() {
        let sjis = bytes_of(SHIFT_JIS);
        let decoded = decode(&sjis, None).expect("readable");
        assert_eq!(encode(&decoded.text, decoded.charset), Some(sjis));
        assert_eq!(encode("𠮷", decoded.charset), None);
    }
}
