//! Units: a content word with all its endings, as one thing with a key and features.
//!
//! Japanese carries politeness, time, negation and requests in chains of function words. Matching on words alone finds
//! one register; this layer folds the chain into features of the word before it, so that ご検討いただけますでしょうか is
//! the unit 検討 with *request*. What is folded and what stays is design.md section 4. It knows no patterns and no rules.

mod features;
mod fold;
mod variants;

pub use features::Features;
pub use fold::Folder;
pub use variants::{Variant, Variants};

/// What sort of word a unit is. Patterns compare it only where an author asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A noun, pronoun or the stem of a na-adjective.
    Noun,
    /// A verb.
    Verb,
    /// An i-adjective.
    Adjective,
    /// An adverb; may be skipped between the words of a phrase.
    Adverb,
    /// その, この, 大きな …
    Adnominal,
    /// A case or adverbial particle that is a word of its own: に で と から より まで だけ こそ …
    Particle,
    /// A particle that joins clauses: が けれど のに ので から し ものの …
    Connector,
    /// しかし, ですから …
    Conjunction,
    /// ありがとう, はい …
    Interjection,
    /// Digits and numerals, joined.
    Number,
    /// 様, 日, 円, 的 …
    Suffix,
    /// こと, もの, はず, つもり, わけ, よう …
    Formal,
    /// Latin words and everything unknown.
    Other,
}

impl Kind {
    /// The word in rule files and in `rules probe`.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Noun => "noun",
            Kind::Verb => "verb",
            Kind::Adjective => "adjective",
            Kind::Adverb => "adverb",
            Kind::Adnominal => "adnominal",
            Kind::Particle => "particle",
            Kind::Connector => "connector",
            Kind::Conjunction => "conjunction",
            Kind::Interjection => "interjection",
            Kind::Number => "number",
            Kind::Suffix => "suffix",
            Kind::Formal => "formal",
            Kind::Other => "other",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Kind> {
        [
            Kind::Noun,
            Kind::Verb,
            Kind::Adjective,
            Kind::Adverb,
            Kind::Adnominal,
            Kind::Particle,
            Kind::Connector,
            Kind::Conjunction,
            Kind::Interjection,
            Kind::Number,
            Kind::Suffix,
            Kind::Formal,
            Kind::Other,
        ]
        .into_iter()
        .find(|kind| kind.as_str() == name)
    }

    /// Whether だ behind it makes a predicate.
    fn is_nominal(self) -> bool {
        !matches!(self, Kind::Verb | Kind::Adjective | Kind::Connector | Kind::Conjunction)
    }
}

/// The topic or case particle behind a unit, of those that phrases do not compare.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Marker {
    /// None of them.
    #[default]
    None,
    /// は
    Wa,
    /// も
    Mo,
    /// が (subject)
    Ga,
    /// を
    Wo,
}

impl Marker {
    /// The particle itself; empty for none.
    pub fn as_str(self) -> &'static str {
        match self {
            Marker::None => "",
            Marker::Wa => "は",
            Marker::Mo => "も",
            Marker::Ga => "が",
            Marker::Wo => "を",
        }
    }
}

/// A content word with its endings. Offsets are bytes into the sentence's normalised text.
#[derive(Clone, Debug)]
pub struct Unit<'a> {
    /// First byte, an honorific お or ご included.
    pub start: u32,
    /// End of the last folded ending.
    pub end: u32,
    /// End of the word itself.
    pub core_end: u32,
    /// The reading of the lemma (of a verb: of its continuative form, so that 詫び and 詫びる agree).
    pub key: &'a str,
    /// The lemma.
    pub lemma: &'a str,
    /// What sort of word.
    pub kind: Kind,
    /// What the endings say.
    pub features: Features,
    /// は も が を behind it.
    pub marker: Marker,
    /// Number of the clause in the sentence, from 0.
    pub clause: u16,
    /// Whether a comma stands behind it.
    pub comma: bool,
}

impl Unit<'_> {
    /// The byte range.
    pub fn range(&self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether this unit has the feature.
    pub fn has(&self, feature: Features) -> bool {
        self.features.contains(feature)
    }
}

/// Whether two lemmas with the same key are the same word: equal, one of them in kana, or, where okurigana is written,
/// with a kanji in common. 以外 and 意外, 会う and 合う are not; 申し訳 and 申訳, 取り引き and 取引 are.
pub fn same_word(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (mut kanji_a, mut kana_a) = (0, false);
    let (mut kanji_b, mut kana_b, mut shared) = (0, false, false);
    for c in a.chars() {
        if is_kanji(c) { kanji_a += 1 } else { kana_a = true }
    }
    for c in b.chars() {
        if is_kanji(c) {
            kanji_b += 1;
            shared |= a.contains(c);
        } else {
            kana_b = true;
        }
    }
    if kanji_a == 0 || kanji_b == 0 {
        // ひび is 日々 as little as 罅: one or two kana are too few to tell nouns apart.
        let (kana, written) = if kanji_a == 0 { (a, kana_b) } else { (b, kana_a) };
        return kanji_a + kanji_b == 0 || written || kana.chars().count() > 2;
    }
    shared && (kana_a || kana_b)
}

fn is_kanji(c: char) -> bool {
    matches!(c, '々' | '〆' | '㐀'..='䶿' | '一'..='鿿' | '豈'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::same_word;

    #[test]
    fn kanji_tell_homophones_apart() {
        assert!(same_word("申し訳", "申訳"));
        assert!(same_word("致す", "いたす"));
        assert!(same_word("取引", "取り引き"));
        assert!(same_word("待ち", "待つ"));
        assert!(!same_word("以外", "意外"));
        assert!(!same_word("会う", "合う"));
        assert!(!same_word("公正", "構成"));
        assert!(!same_word("ひび", "日々"));
        assert!(same_word("わび", "詫び"));
    }
}
