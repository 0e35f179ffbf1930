//! Words: Lindera with IPADIC behind our own [`Morpheme`]. The only importer of Lindera.
//!
//! The dictionary is embedded, without its text: what the layers above ask for stands in tables of eight bytes for each
//! word, which `build/dictionary.rs` writes. A word has a *class* (part of speech and form), a *lemma*, and a *key* that
//! words are compared by: the reading of the lemma, so that 致す, 致し and いたします have one key.
//!
//! Surfaces in the dictionary are NFKC with one wave dash, as [`Normal`](crate::text::Normal) makes them; text that is
//! not gets unknown words for its full-width letters and digits.

mod class;
mod table;
#[cfg(test)]
mod tests;
mod user;

use lindera_dictionary::mode::Mode;
use lindera_dictionary::viterbi::{Lattice, LatticeOptions, LexType, WordId};

pub use class::{Form, Pos};
pub use user::UserWordsError;

use crate::idle::{Idle, Taken};

use table::{Dictionary, Record, SURFACE};
use user::UserWords;

/// The most characters that are looked at together. Mails stay far below; a text without any punctuation is cut here,
/// so that memory is bounded and time linear.
const PIECE: usize = 1024;

/// A part of speech with a conjugated form, within one [`Tokenizer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClassId(u16);

/// A lemma or key: the id of a string, or "the surface itself", which [`Tokenizer::lemma`] and [`Tokenizer::key`]
/// resolve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WordStr(u32);

impl WordStr {
    const SURFACE: WordStr = WordStr(SURFACE);

    /// The id, equal for equal strings of one tokenizer; `None` where the string is the surface.
    pub fn id(self) -> Option<KeyId> {
        (self != WordStr::SURFACE).then_some(KeyId(self.0))
    }

    /// Whether the string is the surface. Two such are equal when their surfaces are.
    pub fn is_surface(self) -> bool {
        self == WordStr::SURFACE
    }
}

/// The id of a string within one [`Tokenizer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyId(u32);

impl KeyId {
    /// As a number, for tables by key.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One word of a sentence.
#[derive(Clone, Copy, Debug)]
pub struct Morpheme {
    /// First byte in the sentence.
    pub start: u32,
    /// The byte behind the last one.
    pub end: u32,
    /// Part of speech and form.
    pub class: ClassId,
    /// The base form; the surface for what is not conjugated.
    pub lemma: WordStr,
    /// What the word is compared by: the reading of the lemma in katakana. The surface for names and unknown words.
    pub key: WordStr,
    unknown: bool,
}

impl Morpheme {
    /// The words themselves; empty for another sentence that it does not fit.
    pub fn surface(self, sentence: &str) -> &str {
        sentence.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// Whether no dictionary has the word. Its class is guessed from its characters.
    pub fn is_unknown(self) -> bool {
        self.unknown
    }
}

/// What [`Tokenizer::tokenize`] works with: one for each thread, kept from sentence to sentence.
#[derive(Clone, Default)]
pub struct Worker {
    lattice: Lattice,
    offsets: Vec<(usize, WordId)>,
}

impl Worker {
    /// A new one; memory grows to what the longest sentence needs, within bounds.
    pub fn new() -> Worker {
        Worker::default()
    }
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Worker").field("capacity", &self.lattice.capacity()).finish_non_exhaustive()
    }
}

/// Cuts sentences into words.
pub struct Tokenizer {
    dictionary: Dictionary,
    user: Option<UserWords>,
    idle: Idle<Worker>,
}

impl std::fmt::Debug for Tokenizer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words = self.user.as_ref().map_or(0, |user| user.records.len());
        f.debug_struct("Tokenizer").field("user_words", &words).finish_non_exhaustive()
    }
}

impl Tokenizer {
    /// The embedded dictionary, in well under a millisecond.
    pub fn embedded() -> Tokenizer {
        Tokenizer { dictionary: Dictionary::embedded(), user: None, idle: Idle::default() }
    }

    /// The embedded dictionary and a house's own words: lines of `surface,reading,pos` or rows with the thirteen columns
    /// of IPADIC; empty lines and lines that start with `#` say nothing.
    ///
    /// # Errors
    /// The first line that is neither, with its number.
    pub fn with_user_words(csv: &str) -> Result<Tokenizer, UserWordsError> {
        Ok(Tokenizer { user: Some(UserWords::parse(csv)?), ..Tokenizer::embedded() })
    }

    /// Whether there are words beside those of the embedded dictionary.
    pub fn has_user_words(&self) -> bool {
        self.user.is_some()
    }

    /// The same, with a table that takes a millisecond to build and saves some time from about 200 kB of text on.
    #[must_use]
    pub fn for_bulk(mut self) -> Tokenizer {
        self.dictionary.build_character_table();
        self
    }

    /// What to tokenise with: what another has left, or new.
    pub(crate) fn worker(&self) -> Taken<'_, Worker> {
        self.idle.take()
    }

    /// Puts the words of a sentence into `out`, in place of what it holds. They cover the sentence without a gap: white
    /// space is a word of its own ([`Pos::Space`]).
    pub fn tokenize(&self, worker: &mut Worker, sentence: &str, out: &mut Vec<Morpheme>) {
        out.clear();
        let mut start = 0;
        while start < sentence.len() {
            let rest = &sentence[start..];
            let end = start + piece_end(rest);
            self.tokenize_piece(worker, &sentence[start..end], start, out);
            start = end;
        }
    }

    fn tokenize_piece(&self, worker: &mut Worker, piece: &str, start: usize, out: &mut Vec<Morpheme>) {
        let Dictionary { prefix, characters, unknown, costs } = &self.dictionary;
        let user = self.user.as_ref().map(|user| &user.prefix);
        let Worker { lattice, offsets } = worker;
        let options = LatticeOptions::new(&Mode::Normal);
        lattice.set_text_with_options(prefix, &user, characters, unknown, costs, piece, &options);
        lattice.tokens_offset_into(offsets);

        out.reserve(offsets.len());
        let ends = offsets.iter().skip(1).map(|&(at, _)| at).chain([piece.len()]);
        for (&(at, word), end) in offsets.iter().zip(ends) {
            out.push(self.morpheme(word, start + at, start + end));
        }
    }

    fn morpheme(&self, word: WordId, start: usize, end: usize) -> Morpheme {
        let (class, lemma, key) = match word.lex_type() {
            LexType::System => {
                let record = Record::of(word.id());
                (record.class(), record.lemma(), record.key())
            }
            LexType::User => {
                let record = self.user.as_ref().and_then(|user| user.records.get(word.id() as usize));
                record.copied().unwrap_or((u16::MAX, SURFACE, SURFACE))
            }
            LexType::Unknown => (table::unknown_class(word.id()), SURFACE, SURFACE),
        };
        Morpheme {
            start: offset(start),
            end: offset(end),
            class: ClassId(class),
            lemma: WordStr(lemma),
            key: WordStr(key),
            unknown: word.is_unknown(),
        }
    }

    /// The base form of a word of `sentence`.
    pub fn lemma<'a>(&'a self, morpheme: &Morpheme, sentence: &'a str) -> &'a str {
        self.resolve(morpheme.lemma, morpheme, sentence)
    }

    /// The key of a word of `sentence`.
    pub fn key<'a>(&'a self, morpheme: &Morpheme, sentence: &'a str) -> &'a str {
        self.resolve(morpheme.key, morpheme, sentence)
    }

    fn resolve<'a>(&'a self, word: WordStr, morpheme: &Morpheme, sentence: &'a str) -> &'a str {
        match word.id() {
            Some(id) => self.string(id),
            None => morpheme.surface(sentence),
        }
    }

    /// The string of an id.
    pub fn string(&self, id: KeyId) -> &str {
        match &self.user {
            Some(user) if id.0 >= table::string_count() => user.string(id.0),
            _ => table::string(id.0),
        }
    }

    /// The id of a reading in katakana, if any word has it. Lemmas that differ from their surface have ids as well.
    pub fn key_id(&self, reading: &str) -> Option<KeyId> {
        let user = self.user.as_ref().and_then(|user| user.find(reading));
        user.or_else(|| table::find(reading)).map(KeyId)
    }

    /// How many keys there are: every [`KeyId::index`] is below.
    pub fn key_count(&self) -> usize {
        table::string_count() as usize + self.user.as_ref().map_or(0, UserWords::string_count)
    }

    /// The part of speech.
    pub fn pos(&self, class: ClassId) -> Pos {
        table::class(class.0).0
    }

    /// The conjugated form.
    pub fn form(&self, class: ClassId) -> Form {
        table::class(class.0).1
    }

    /// IPADIC's own name of the class, such as 「動詞,自立,*,*,一段,連用形」. For showing, not for judging.
    pub fn raw_class(&self, class: ClassId) -> &'static str {
        table::class_name(class.0)
    }
}

/// Where the piece ends that `text` begins with. Lindera's own segmentation cuts at the same four characters.
fn piece_end(text: &str) -> usize {
    // A cut in a blank or behind punctuation harms no word, so the last such place is taken where a cut must be.
    let mut soft = None;
    for (count, (at, c)) in text.char_indices().enumerate() {
        if count == PIECE {
            return soft.unwrap_or(at);
        }
        let end = at + c.len_utf8();
        match c {
            '\n' | '\t' | '。' | '、' => return end,
            ' ' | '!' | '?' | ',' | '.' | '・' | '」' | ')' => soft = Some(end),
            _ => {}
        }
    }
    text.len()
}

/// An offset into a sentence; a `Text` is below 4 GiB.
fn offset(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
