//! What a file calls its encoding → the encoding. It must not look at bytes of text.

use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16LE};

/// Names that Japanese mail and tools use and that the web's table of labels does not hold.
const ALIASES: [(&str, &Encoding); 41] = [
    ("cp932", SHIFT_JIS),
    ("ms932", SHIFT_JIS),
    ("windows-932", SHIFT_JIS),
    ("x-ms-cp932", SHIFT_JIS),
    ("ibm932", SHIFT_JIS),
    ("ibm943", SHIFT_JIS),
    ("cp943", SHIFT_JIS),
    ("cp943c", SHIFT_JIS),
    ("shiftjis", SHIFT_JIS),
    ("sjis-win", SHIFT_JIS),
    ("sjis-open", SHIFT_JIS),
    ("shift_jis-2004", SHIFT_JIS),
    ("shift_jisx0213", SHIFT_JIS),
    ("x-shift_jis", SHIFT_JIS),
    ("mskanji", SHIFT_JIS),
    ("iso-2022-jp-1", ISO_2022_JP),
    ("iso-2022-jp-2", ISO_2022_JP),
    ("iso-2022-jp-3", ISO_2022_JP),
    ("iso-2022-jp-2004", ISO_2022_JP),
    ("iso-2022-jp-ms", ISO_2022_JP),
    ("iso-2022-jp-ext", ISO_2022_JP),
    ("iso2022jp", ISO_2022_JP),
    ("iso2022-jp", ISO_2022_JP),
    ("jis", ISO_2022_JP),
    ("jis7", ISO_2022_JP),
    ("cp50220", ISO_2022_JP),
    ("cp50221", ISO_2022_JP),
    ("cp50222", ISO_2022_JP),
    ("x-windows-50220", ISO_2022_JP),
    ("x-windows-50221", ISO_2022_JP),
    ("x-windows-50222", ISO_2022_JP),
    ("x-windows-iso2022jp", ISO_2022_JP),
    ("eucjp", EUC_JP),
    ("euc_jp", EUC_JP),
    ("eucjp-ms", EUC_JP),
    ("euc-jp-ms", EUC_JP),
    ("eucjp-win", EUC_JP),
    ("cp51932", EUC_JP),
    ("cp20932", EUC_JP),
    ("utf8mb4", UTF_8),
    ("utf-16", UTF_16LE),
];

/// The encoding of a label, in any case; `None` for one that nobody knows and for US-ASCII, which says nothing: its
/// bytes are the same in every encoding that mail is written in.
pub(crate) fn encoding(label: &str) -> Option<&'static Encoding> {
    let label = label.trim().trim_matches(['"', '\'']).to_ascii_lowercase();
    let named = ALIASES.iter().find(|(alias, _)| *alias == label).map(|&(_, encoding)| encoding);
    // The web reads the labels of ASCII and Latin-1 as windows-1252.
    named.or_else(|| Encoding::for_label(label.as_bytes()).filter(|_| !is_ascii(&label)))
}

/// Whether the label promises that there is no byte above 127.
pub(crate) fn is_ascii(label: &str) -> bool {
    let label = label.trim().trim_matches(['"', '\'']);
    ["us-ascii", "ascii", "ansi_x3.4-1968", "iso646-us", "cp367"].iter().any(|name| label.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_aliases_are_known_in_any_case() {
        for (label, wanted) in [
            ("CP932", "Shift_JIS"),
            ("\"Windows-31J\"", "Shift_JIS"),
            ("x-sjis", "Shift_JIS"),
            ("cp50221", "ISO-2022-JP"),
            ("ISO-2022-JP-MS", "ISO-2022-JP"),
            ("csISO2022JP", "ISO-2022-JP"),
            ("eucJP-ms", "EUC-JP"),
            ("utf8", "UTF-8"),
        ] {
            assert_eq!(encoding(label).map(Encoding::name), Some(wanted), "{label}");
        }
    }

    #[test]
    fn ascii_and_nonsense_say_nothing() {
        for label in ["US-ASCII", "unknown-8bit", "", "default"] {
            assert!(encoding(label).is_none(), "{label}");
        }
    }
}
