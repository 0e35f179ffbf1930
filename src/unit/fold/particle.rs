//! Particles: those that mark the unit before, those that join clauses, and those that are words of a phrase.

use crate::morph::Pos;

use super::{Features, Fold, Kind, Marker, Word};

/// Compound particles in one form each.
const COMPOUND: &[(&str, &str, &str)] = &[
    ("により", "によって", "ニヨッテ"),
    ("による", "によって", "ニヨッテ"),
    ("によって", "によって", "ニヨッテ"),
    ("によりまして", "によって", "ニヨッテ"),
    ("について", "について", "ニツイテ"),
    ("につき", "について", "ニツイテ"),
    ("につきまして", "について", "ニツイテ"),
    ("に関して", "に関して", "ニカンシテ"),
    ("に関し", "に関して", "ニカンシテ"),
    ("に関する", "に関して", "ニカンシテ"),
    ("に対して", "に対して", "ニタイシテ"),
    ("に対し", "に対して", "ニタイシテ"),
    ("に対する", "に対して", "ニタイシテ"),
    ("にて", "で", "デ"),
];

/// Particles that join clauses, with the form in which they are compared.
const CONNECTOR: &[(&str, &str, &str)] = &[
    ("が", "が", "ガ"),
    ("けれど", "けれど", "ケレド"),
    ("けれども", "けれど", "ケレド"),
    ("けど", "けれど", "ケレド"),
    ("けども", "けれど", "ケレド"),
    ("のに", "のに", "ノニ"),
    ("ので", "ので", "ノデ"),
    ("んで", "ので", "ノデ"),
    ("から", "から", "カラ"),
    ("し", "し", "シ"),
    ("ものの", "ものの", "モノノ"),
    ("ながら", "ながら", "ナガラ"),
    ("つつ", "つつ", "ツツ"),
    ("くせに", "くせに", "クセニ"),
];

/// Particles that say nothing a phrase compares.
const EMPTY: &[&str] = &["など", "なんて", "なんか", "とか", "って", "や", "なり", "やら", "等", "ぞ", "ったら"];

impl<'a> Fold<'a, '_> {
    pub(super) fn particle(&mut self, word: Word<'a>) {
        match (word.pos, word.surface) {
            (Pos::ParticleConjunctive, "て" | "で" | "ちゃ" | "じゃ" | "って") => self.fold(word, Features::TE),
            (Pos::ParticleConjunctive, "ては" | "では" | "ちゃあ") => {
                self.fold(word, Features::TE | Features::CONDITION)
            }
            (Pos::ParticleConjunctive, "ても" | "でも" | "とも" | "たって") => {
                self.fold(word, Features::CONCESSION);
            }
            (Pos::ParticleConjunctive, "ば" | "と" | "なら") => self.condition(word),
            (Pos::ParticleConjunctive, "たり" | "だり" | "なり") => self.fold(word, Features::NONE),
            (_, "のに" | "ので" | "けれど" | "けれども" | "けど" | "ものの" | "くせに")
            | (Pos::ParticleConjunctive, _) => {
                self.connector(word);
            }
            (Pos::ParticleFinal, _) | (Pos::ParticleOther, "か" | "ね" | "よ" | "な" | "わ" | "よね") => {
                self.ending(word)
            }
            (_, "か") => self.ending(word),
            (_, "かも") => self.fold(word, Features::CONJECTURE),
            (_, "は") => self.mark(word, Marker::Wa),
            (_, "も") => self.mark(word, Marker::Mo),
            (_, "を") => self.mark(word, Marker::Wo),
            (_, "が") => self.mark(word, Marker::Ga),
            (_, surface) if EMPTY.contains(&surface) => self.fold(word, Features::NONE),
            _ => self.own(word),
        }
    }

    /// は も が を belong to the unit before; behind another particle they say nothing new.
    fn mark(&mut self, word: Word<'a>, marker: Marker) {
        if let Some(last) = self.units.last_mut() {
            if last.kind != Kind::Particle {
                last.marker = marker;
            }
            if marker == Marker::Mo && last.has(Features::TE) {
                last.features |= Features::CONCESSION;
            }
            let _ = word;
        }
    }

    fn condition(&mut self, word: Word<'a>) {
        // と behind a noun is no condition, whatever the dictionary says.
        self.fold(word, Features::CONDITION);
    }

    fn connector(&mut self, word: Word<'a>) {
        if self.units.last().is_some_and(|last| {
            last.kind == Kind::Conjunction && last.end == word.start && matches!(last.lemma, "です" | "だ")
        }) {
            // ですが, ですから at the start of a sentence.
            if let Some(last) = self.units.last_mut() {
                last.end = word.end;
                (last.key, last.lemma) = match (last.lemma, word.surface) {
                    ("です", "から") => ("デスカラ", "ですから"),
                    ("です", "が") => ("デスガ", "ですが"),
                    (_, "から") => ("ダカラ", "だから"),
                    (_, "ので") => ("ナノデ", "なので"),
                    (_, "のに") => ("ナノニ", "なのに"),
                    _ => ("ダガ", "だが"),
                };
            }
            return;
        }
        let found = CONNECTOR.iter().find(|&&(surface, ..)| surface == word.surface);
        self.push(word, Kind::Connector);
        if let (Some(&(_, lemma, key)), Some(last)) = (found, self.units.last_mut()) {
            (last.key, last.lemma) = (key, lemma);
        }
    }

    fn ending(&mut self, word: Word<'a>) {
        // 誤解かと存じます asserts, politely; どうか is no question.
        let asserts = word.surface == "か" && self.next().is_some_and(|next| next.surface == "と");
        let feature = match word.surface {
            "か" if self.units.last().is_some_and(|last| last.kind == Kind::Adverb) => Features::NONE,
            "か" if asserts
                && self.units.last().is_some_and(|last| last.kind == Kind::Noun && !last.has(Features::COPULA)) =>
            {
                Features::COPULA | Features::CONJECTURE
            }
            "か" | "かい" | "かしら" => Features::QUESTION,
            "ね" | "よ" | "よね" | "わ" | "な" | "なあ" | "ねえ" | "さ" => Features::TONE,
            _ => Features::NONE,
        };
        self.fold(word, feature);
    }

    /// A particle that is a word of the phrase.
    fn own(&mut self, word: Word<'a>) {
        let compound = COMPOUND.iter().find(|&&(surface, ..)| surface == word.surface);
        self.push(word, Kind::Particle);
        if let (Some(&(_, lemma, key)), Some(last)) = (compound, self.units.last_mut()) {
            (last.key, last.lemma) = (key, lemma);
        }
    }
}
