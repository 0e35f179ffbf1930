//! What `build/dictionary.rs` wrote: the dictionary's files in memory as they are on disk, and the tables by word id.

use lindera_dictionary::dictionary::character_definition::CharacterDefinition;
use lindera_dictionary::dictionary::connection_cost_matrix::ConnectionCostMatrix;
use lindera_dictionary::dictionary::prefix_dictionary::PrefixDictionary;
use lindera_dictionary::dictionary::unknown_dictionary::UnknownDictionary;

use super::class::{Class, Form, Pos};

include!(concat!(env!("OUT_DIR"), "/dictionary/classes.rs"));

/// Bytes at an address that costs can be read from in place; Lindera copies a matrix that is not aligned.
#[repr(C, align(16))]
struct Aligned<B: ?Sized>(B);

macro_rules! embed {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/dictionary/", $name))
    };
}

static TRIE: &[u8] = embed!("dict.trie");
static VALUES_INDEX: &[u8] = embed!("dict.valsidx");
static VALUES: &[u8] = embed!("dict.vals");
static MATRIX: &Aligned<[u8]> = &Aligned(*embed!("matrix.mtx"));
static CHARACTERS: &[u8] = embed!("char_def.bin");
static UNKNOWN_WORDS: &[u8] = embed!("unk.bin");
static RECORDS: &[u8] = embed!("records.bin");
static STRING_ENDS: &[u8] = embed!("string-ends.bin");
static STRINGS: &str = include_str!(concat!(env!("OUT_DIR"), "/dictionary/strings.txt"));

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
            prefix: PrefixDictionary::load(TRIE, VALUES_INDEX, VALUES, nothing, nothing).expect(BUILT),
            characters: characters().expect(BUILT),
            unknown: UnknownDictionary::load(UNKNOWN_WORDS).expect(BUILT),
            costs: ConnectionCostMatrix::load(&MATRIX.0).expect(BUILT),
        }
    }

    /// Builds the table of the categories of 65,536 characters: a millisecond that pays from some 200 kB of text on.
    pub(super) fn build_character_table(&mut self) {
        if let Ok(characters) = CharacterDefinition::load(CHARACTERS) {
            self.characters = characters;
        }
    }
}

/// The character categories without the table that [`CharacterDefinition::load`] spends a millisecond on.
fn characters() -> Result<CharacterDefinition, rkyv::rancor::Error> {
    let mut aligned = rkyv::util::AlignedVec::<16>::new();
    aligned.extend_from_slice(CHARACTERS);
    rkyv::from_bytes(&aligned)
}

/// One word: its class, lemma and key.
#[derive(Clone, Copy)]
pub(super) struct Record(u64);

impl Record {
    /// The record of a word id; that of no word for an id behind the last.
    pub(super) fn of(id: u32) -> Record {
        let at = id as usize * 8;
        let bytes = RECORDS.get(at..at + 8).and_then(|bytes| bytes.try_into().ok());
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
    (STRING_ENDS.len() / 4) as u32
}

/// The string of an id; empty for an id that has none.
pub(super) fn string(id: u32) -> &'static str {
    let start = id.checked_sub(1).map_or(0, string_end);
    STRINGS.get(start..string_end(id)).unwrap_or_default()
}

fn string_end(id: u32) -> usize {
    let at = id as usize * 4;
    let bytes = STRING_ENDS.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
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
