//! ISO-2022-JP and its relatives (CP50220 to CP50222, ISO-2022-JP-1, -3, -2004, -MS), 7 and 8 bits → EUC-JP, which
//! encoding_rs decodes: the web's own ISO-2022-JP knows neither shift-out kana nor JIS X 0212.

/// Which set the bytes stand for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Set {
    Ascii,
    /// One byte each: half-width kana.
    Kana,
    /// Two bytes each: JIS X 0208, with the rows that NEC and IBM added.
    Kanji,
    /// Two bytes each: JIS X 0212.
    Supplement,
}

/// Escape sequences behind the ESC, and what they turn on. JIS-Roman is read as ASCII, as Japanese mail means it.
const ESCAPES: [(&[u8], Set); 12] = [
    (b"(B", Set::Ascii),
    (b"(J", Set::Ascii),
    (b"(H", Set::Ascii),
    (b"(I", Set::Kana),
    (b"$@", Set::Kanji),
    (b"$B", Set::Kanji),
    (b"$(@", Set::Kanji),
    (b"$(B", Set::Kanji),
    (b"$(O", Set::Kanji),
    (b"$(Q", Set::Kanji),
    (b"$(D", Set::Supplement),
    (b"&@", Set::Kanji),
];

const ESCAPE: u8 = 0x1b;
const SHIFT_OUT: u8 = 0x0e;
const SHIFT_IN: u8 = 0x0f;

/// Whether there is an escape sequence to or from a Japanese set.
pub(super) fn escapes(bytes: &[u8]) -> bool {
    memchr_escape(bytes).any(|at| {
        let behind = &bytes[at + 1..];
        ESCAPES.iter().any(|(sequence, set)| *set != Set::Ascii && behind.starts_with(sequence))
    })
}

fn memchr_escape(bytes: &[u8]) -> impl Iterator<Item = usize> + '_ {
    bytes.iter().enumerate().filter(|&(_, &byte)| byte == ESCAPE).map(|(at, _)| at)
}

/// The same text in EUC-JP.
///
/// # Errors
/// The offset of the first byte that belongs to no character.
pub(super) fn to_euc(bytes: &[u8]) -> Result<Vec<u8>, usize> {
    let mut euc = Vec::with_capacity(bytes.len());
    let (mut set, mut shifted) = (Set::Ascii, false);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += match byte {
            ESCAPE => {
                let found = ESCAPES.iter().find(|(sequence, _)| bytes[at + 1..].starts_with(sequence));
                let Some((sequence, next)) = found else {
                    // Colours of a terminal and the like: a control character among the others.
                    euc.push(byte);
                    at += 1;
                    continue;
                };
                set = *next;
                1 + sequence.len()
            }
            SHIFT_OUT | SHIFT_IN => {
                shifted = byte == SHIFT_OUT;
                1
            }
            // Half-width kana in eight bits.
            0xa1..=0xdf if set == Set::Ascii || set == Set::Kana => {
                euc.extend([0x8e, byte]);
                1
            }
            0x80.. => return Err(at),
            0x21..=0x5f if shifted || set == Set::Kana => {
                euc.extend([0x8e, byte | 0x80]);
                1
            }
            0x21..=0x7e if set == Set::Kanji || set == Set::Supplement => {
                let second = bytes.get(at + 1).copied().filter(|second| (0x21..=0x7e).contains(second)).ok_or(at)?;
                if set == Set::Supplement {
                    euc.push(0x8f);
                }
                euc.extend([byte | 0x80, second | 0x80]);
                2
            }
            _ => {
                euc.push(byte);
                1
            }
        };
    }
    Ok(euc)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> String {
        let euc = to_euc(bytes).expect("valid");
        encoding_rs::EUC_JP.decode_without_bom_handling_and_without_replacement(&euc).expect("valid").into_owned()
    }

    #[test]
    fn every_way_to_write_half_width_kana_is_read() {
        for bytes in [&b"\x1b(I6^\x1b(B!"[..], b"\x0e6^\x0f!", b"\xb6\xde!", b"\x1b(I\xb6\xde\x1b(B!"] {
            assert_eq!(decoded(bytes), "ｶﾞ!", "{bytes:?}");
        }
    }

    #[test]
    fn added_rows_and_the_supplement_are_read() {
        assert_eq!(decoded(b"\x1b$B-!-j\x1b(B"), "①㈱");
        assert_eq!(decoded(b"\x1b$(D0!\x1b(B"), "丂");
    }

    #[test]
    fn a_cut_character_is_told_by_its_place() {
        assert_eq!(to_euc(b"ab\x1b$B8f\x38"), Err(7));
        assert_eq!(to_euc(b"\x1b$B8\n"), Err(3));
    }

    #[test]
    fn other_escapes_are_no_sign_of_japanese() {
        assert!(!escapes(b"\x1b[31m\x1b(B"));
        assert!(escapes(b"x\x1b$B8f"));
    }
}
