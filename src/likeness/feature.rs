//! What of a sentence is weighed: the runs of one to four characters in it. Shared by the build script, which learns
//! their weights, and the library, which uses them; it must know nothing of either.

/// Longest run of characters.
const LONGEST: usize = 4;

/// Spellings that mean the same, so that one teaches the other. Longer ones first where one begins another.
const SPELLINGS: &[(&str, &str)] = &[
    ("下さ", "くださ"),
    ("頂", "いただ"),
    ("戴", "いただ"),
    ("致", "いた"),
    ("出来", "でき"),
    ("有難", "ありがた"),
    ("有り難", "ありがた"),
    ("御座", "ござ"),
    ("御", "ご"),
    ("為", "ため"),
    ("事が", "ことが"),
    ("事を", "ことを"),
    ("事に", "ことに"),
    ("事で", "ことで"),
    ("尚", "なお"),
    ("又", "また"),
    ("更に", "さらに"),
    ("只今", "ただいま"),
    ("宜し", "よろし"),
    ("無い", "ない"),
    ("無く", "なく"),
    ("何卒", "なにとぞ"),
];

/// Each of them begins with a kanji, which most characters come before.
const KANJI: char = '一';

/// One run of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Feature {
    /// Hash of its characters.
    pub(crate) hash: u32,
    /// Byte of the sentence at which it begins.
    pub(crate) start: u32,
    /// Byte after its end.
    pub(crate) end: u32,
}

/// Where FNV-1a begins.
const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// The hash that stands for a kind of mail. No run of characters begins with its sign.
pub(crate) fn kind_hash(kind: &str) -> u32 {
    high(kind.chars().fold(step(OFFSET, '\u{1}'), step))
}

/// The hash that stands for a run of a subject, beside that of the run.
pub(crate) fn subject_hash(run: u32) -> u32 {
    high(step(u64::from(run), '\u{2}'))
}

/// Fills `found` with the runs of a sentence, in the order of their beginnings. A run may come twice.
pub(crate) fn features(sentence: &str, found: &mut Vec<Feature>) {
    found.clear();
    let characters = folded(sentence);
    found.reserve(LONGEST * characters.len());
    for first in 0..characters.len() {
        let mut hash = OFFSET;
        let begin = characters[first].1;
        for &(character, _, end) in characters.iter().skip(first).take(LONGEST) {
            hash = step(hash, character);
            found.push(Feature { hash: high(hash), start: begin, end });
        }
    }
}

/// FNV-1a over characters.
fn step(hash: u64, character: char) -> u64 {
    (hash ^ u64::from(u32::from(character))).wrapping_mul(0x0100_0000_01b3)
}

/// Mixed so that the bits that are kept depend on all of them.
fn high(hash: u64) -> u32 {
    let mixed = (hash ^ (hash >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed >> 32) as u32
}

/// The characters that count, with their places: no spaces, figures alike, one spelling for one word, and a sign before the first.
fn folded(sentence: &str) -> Vec<(char, u32, u32)> {
    let mut characters = Vec::with_capacity(1 + sentence.len() / 3);
    characters.push(('^', 0, 0));
    let mut rest = sentence;
    let place = |rest: &str| u32::try_from(sentence.len() - rest.len()).unwrap_or(u32::MAX);
    while let Some(first) = rest.chars().next() {
        let start = place(rest);
        let spelling = SPELLINGS.iter().find(|(from, _)| first >= KANJI && rest.starts_with(from));
        if let Some((from, to)) = spelling {
            rest = &rest[from.len()..];
            characters.extend(to.chars().map(|character| (character, start, place(rest))));
            continue;
        }
        rest = &rest[first.len_utf8()..];
        let character = match first {
            '0'..='9' | '０'..='９' => '0',
            _ if first.is_whitespace() => continue,
            _ => first.to_ascii_lowercase(),
        };
        characters.push((character, start, place(rest)));
    }
    characters
}

#[cfg(test)]
mod tests {
    use super::{KANJI, SPELLINGS};

    #[test]
    fn spellings_begin_with_a_kanji() {
        assert!(SPELLINGS.iter().all(|(from, _)| from.chars().next() >= Some(KANJI)));
    }
}
