//! What `build/dictionary.rs` wrote: the dictionary's files in memory as they are on disk, and the tables by word id.

use lindera_dictionary::dictionary::character_definition::CharacterDefinition;
use lindera_dictionary::dictionary::connection_cost_matrix::ConnectionCostMatrix;
use lindera_dictionary::dictionary::prefix_dictionary::PrefixDictionary;
use lindera_dictionary::dictionary::unknown_dictionary::UnknownDictionary;

use super::class::{Form, Pos};

/// The bytes of a file that the build script wrote. `lib.rs` and `build.rs` each define `embedded!`: the library has
/// them in the binary, the build script reads what it has just written, since it makes the rules with this module.
macro_rules! files {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)*) => {
        $($(#[$doc])* fn $name() -> &'static [u8] {
            embedded!($file)
        })*
    };
}

files! {
    trie = "dictionary/dict.trie";
    values_index = "dictionary/dict.valsidx";
    values = "dictionary/dict.vals";
    matrix = "dictionary/matrix.mtx";
    char_def = "dictionary/char_def.bin";
    unknown_words = "dictionary/unk.bin";
    /// Eight bytes for each word.
    records = "dictionary/records.bin";
    /// Two bytes for each class: its part of speech and its form.
    classes = "dictionary/classes.bin";
    /// Two bytes for each entry for unknown words: its class.
    unknown_classes = "dictionary/unknown.bin";
    /// Four bytes for each string: where it ends.
    string_ends = "dictionary/string-ends.bin";
}

/// All strings behind each other, in order.
fn strings() -> &'static str {
    embedded_text!("dictionary/strings.txt")
}

/// IPADIC's six columns of each class, joined by commas, a line each.
fn class_names() -> std::str::Lines<'static> {
    embedded_text!("dictionary/classes.txt").lines()
}

/// "The surface itself" where a string id stands. `build/dictionary.rs` knows the same number.
pub(super) const SURFACE: u32 = (1 << 24) - 1;

/// The parts that Lindera's lattice asks for.
pub(super) struct Dictionary {
    pub(super) prefix: PrefixDictionary,
    pub(super) characters: CharacterDefinition,
    pub(super) unknown: UnknownDictionary,
    pub(super) costs: ConnectionCostMatrix,
}

impl Dictionary {
    /// Looks into the embedded bytes; nothing big is read or copied.
    pub(super) fn embedded() -> Dictionary {
        // The four loads only fail on files that Lindera's builder, of the same version, did not write.
        const BUILT: &str = "the build wrote it and the tests loaded it";
        let nothing: &'static [u8] = &[];
        Dictionary {
            prefix: PrefixDictionary::load(trie(), values_index(), values(), nothing, nothing).expect(BUILT),
            characters: characters().expect(BUILT),
            unknown: UnknownDictionary::load(unknown_words()).expect(BUILT),
            costs: ConnectionCostMatrix::load(matrix()).expect(BUILT),
        }
    }

    /// Builds the table of the categories of 65,536 characters: a millisecond that pays from some 200 kB of text on.
    pub(super) fn build_character_table(&mut self) {
        if let Ok(characters) = CharacterDefinition::load(char_def()) {
            self.characters = characters;
        }
    }
}

/// The character categories without the table that [`CharacterDefinition::load`] spends a millisecond on.
fn characters() -> Result<CharacterDefinition, rkyv::rancor::Error> {
    let mut aligned = rkyv::util::AlignedVec::<16>::new();
    aligned.extend_from_slice(char_def());
    rkyv::from_bytes(&aligned)
}

/// One word: its class, lemma and key.
#[derive(Clone, Copy)]
pub(super) struct Record(u64);

impl Record {
    /// The record of a word id; that of no word for an id behind the last.
    pub(super) fn of(id: u32) -> Record {
        let at = id as usize * 8;
        let bytes = records().get(at..at + 8).and_then(|bytes| bytes.try_into().ok());
        Record(bytes.map_or(u64::MAX, u64::from_le_bytes))
    }

    pub(super) fn class(self) -> u16 {
        (self.0 & 0xffff) as u16
    }

    pub(super) fn lemma(self) -> u32 {
        (self.0 >> 16 & 0xff_ffff) as u32
    }

    pub(super) fn key(self) -> u32 {
        (self.0 >> 40) as u32
    }
}

/// Number of strings; their ids count from 0.
pub(super) fn string_count() -> u32 {
    (string_ends().len() / 4) as u32
}

/// The string of an id; empty for an id that has none.
pub(super) fn string(id: u32) -> &'static str {
    let start = id.checked_sub(1).map_or(0, string_end);
    strings().get(start..string_end(id)).unwrap_or_default()
}

fn string_end(id: u32) -> usize {
    let at = id as usize * 4;
    let bytes = string_ends().get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
    bytes.map_or(0, |bytes| u32::from_le_bytes(bytes) as usize)
}

/// The id of a string, which are in order.
pub(super) fn find(text: &str) -> Option<u32> {
    let (mut low, mut high) = (0, string_count());
    while low < high {
        let middle = low + (high - low) / 2;
        match string(middle).cmp(text) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => return Some(middle),
        }
    }
    None
}

/// Part of speech and form of a class.
pub(super) fn class(id: u16) -> (Pos, Form) {
    match classes().get(2 * usize::from(id)..) {
        Some(&[pos, form, ..]) => (Pos::of(pos), Form::of(form)),
        _ => (Pos::Unknown, Form::None),
    }
}

/// IPADIC's name of a class; empty for none.
pub(super) fn class_name(id: u16) -> &'static str {
    class_names().nth(usize::from(id)).unwrap_or_default()
}

/// The class that IPADIC names so.
pub(super) fn class_named(name: &str) -> Option<u16> {
    (0..).zip(class_names()).find(|&(_, known)| known == name).map(|(id, _)| id)
}

/// The class of an entry for unknown words.
pub(super) fn unknown_class(id: u32) -> u16 {
    let bytes = unknown_classes().get(2 * id as usize..).and_then(<[u8]>::first_chunk);
    bytes.map_or(u16::MAX, |&bytes| u16::from_le_bytes(bytes))
}
