//! Folds the morphemes of one sentence into units, from left to right: every function word either becomes a feature of
//! the unit before it or a unit of its own.

mod auxiliary;
mod finish;
mod noun;
mod particle;
mod verb;

use crate::frozen::frozen;
use crate::morph::{Form, Morpheme, Pos, Tokenizer};

use super::{Features, Kind, Marker, Unit, Variants};

/// Folds sentences, given the table of spellings.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    variants: Variants,
}

frozen!(struct Folder { variants });

/// A morpheme with what folding asks of it.
#[derive(Clone, Copy)]
struct Word<'a> {
    start: u32,
    end: u32,
    surface: &'a str,
    lemma: &'a str,
    key: &'a str,
    pos: Pos,
    form: Form,
}

/// The work on one sentence.
struct Fold<'a, 'f> {
    variants: &'a Variants,
    words: Vec<Word<'a>>,
    at: usize,
    units: &'f mut Vec<Unit<'a>>,
    /// Start of an honorific prefix that waits for its word.
    prefix: Option<u32>,
    /// かも or ねば stood here: the しれない or ならない that follows is no negation.
    idle_negation: bool,
}

impl Folder {
    /// A folder with that table.
    pub fn new(variants: Variants) -> Folder {
        Folder { variants }
    }

    /// Folds the morphemes of `sentence` and puts the units into `units`, which is emptied first.
    pub fn fold<'a>(
        &'a self,
        tokenizer: &'a Tokenizer,
        sentence: &'a str,
        morphemes: &[Morpheme],
        units: &mut Vec<Unit<'a>>,
    ) {
        units.clear();
        let words = morphemes
            .iter()
            .map(|m| Word {
                start: m.start,
                end: m.end,
                surface: &sentence[m.start as usize..m.end as usize],
                lemma: tokenizer.lemma(m, sentence),
                key: tokenizer.key(m, sentence),
                pos: tokenizer.pos(m.class),
                form: tokenizer.form(m.class),
            })
            .filter(|word| word.pos != Pos::Space)
            .collect();
        let mut fold = Fold { variants: &self.variants, words, at: 0, units, prefix: None, idle_negation: false };
        while fold.at < fold.words.len() {
            let word = fold.words[fold.at];
            fold.step(word);
            fold.at += 1;
        }
        finish::finish(units);
    }
}

impl<'a> Fold<'a, '_> {
    fn step(&mut self, word: Word<'a>) {
        match word.pos {
            Pos::Prefix if is_honorific_prefix(word.surface) => {
                self.prefix = Some(word.start);
                return;
            }
            Pos::Verb | Pos::VerbDependent | Pos::VerbSuffix => self.verb(word),
            Pos::Adjective | Pos::AdjectiveDependent | Pos::AdjectiveSuffix => self.adjective(word),
            Pos::Auxiliary => self.auxiliary(word),
            Pos::ParticleCase
            | Pos::ParticleTopic
            | Pos::ParticleConjunctive
            | Pos::ParticleFinal
            | Pos::ParticleAdverbial
            | Pos::ParticleNominal
            | Pos::ParticleOther => self.particle(word),
            Pos::Comma => {
                if let Some(last) = self.units.last_mut() {
                    last.comma = true;
                }
            }
            Pos::Period | Pos::Symbol | Pos::OpenBracket | Pos::CloseBracket | Pos::Space | Pos::Filler => {}
            Pos::Adverb => self.push(word, Kind::Adverb),
            Pos::Adnominal => self.push(word, Kind::Adnominal),
            Pos::Conjunction => self.push(word, Kind::Conjunction),
            Pos::Interjection => self.push(word, Kind::Interjection),
            _ => self.noun(word),
        }
        self.prefix = None;
    }

    /// A new unit.
    fn push(&mut self, word: Word<'a>, kind: Kind) {
        let mut features = Features::NONE;
        let (mut lemma, mut key) = strip_prefix(word.lemma, word.key);
        if lemma.len() != word.lemma.len() || has_honorific(word.surface) && !has_honorific(word.lemma) {
            features |= Features::PREFIX;
        }
        let mut start = word.start;
        if let Some(at) = self.prefix.take() {
            start = at;
            features |= Features::PREFIX;
        }
        if let Some(variant) = self.variants.get(word.lemma).or_else(|| self.variants.get(lemma)) {
            (lemma, key) = (&variant.lemma, &variant.key);
            features |= variant.features;
        }
        self.units.push(Unit {
            start,
            end: word.end,
            core_end: word.end,
            key,
            lemma,
            kind,
            features,
            marker: Marker::None,
            clause: 0,
            comma: false,
        });
    }

    /// Adds features to the unit before and lets it reach over the word. Without a unit before there is nothing to say
    /// it of.
    fn fold(&mut self, word: Word<'a>, features: Features) {
        if let Some(last) = self.units.last_mut() {
            last.features |= features;
            last.end = word.end;
        }
    }

    fn negate(&mut self, word: Word<'a>) {
        if self.idle_negation {
            self.idle_negation = false;
            self.fold(word, Features::NONE);
        } else if let Some(last) = self.units.last_mut() {
            last.features.negate();
            last.end = word.end;
        }
    }

    fn last_has(&self, features: Features) -> bool {
        self.units.last().is_some_and(|unit| unit.has(features))
    }

    /// The word before, spaces and honorific prefixes not counted.
    fn before(&self) -> Option<Word<'a>> {
        self.before_by(1)
    }

    fn before_by(&self, steps: usize) -> Option<Word<'a>> {
        self.at.checked_sub(steps).map(|at| self.words[at])
    }

    fn next(&self) -> Option<Word<'a>> {
        self.next_by(1)
    }

    fn next_by(&self, steps: usize) -> Option<Word<'a>> {
        self.words.get(self.at + steps).copied()
    }

    /// Whether the unit before ends right before the current word (and its honorific prefix): nothing but は or も
    /// between, and で or に before those where `particles` allows.
    fn adjoins(&self) -> bool {
        self.before().is_some_and(|before| {
            self.units
                .last()
                .is_some_and(|unit| unit.end >= before.end || (unit.marker != Marker::None && before.pos_is_particle()))
                && !matches!(before.pos, Pos::Comma | Pos::Period)
        })
    }
}

impl Word<'_> {
    fn pos_is_particle(&self) -> bool {
        matches!(
            self.pos,
            Pos::ParticleCase
                | Pos::ParticleTopic
                | Pos::ParticleConjunctive
                | Pos::ParticleFinal
                | Pos::ParticleAdverbial
                | Pos::ParticleNominal
                | Pos::ParticleOther
        )
    }

    fn is(&self, lemmas: &[&str]) -> bool {
        lemmas.contains(&self.lemma)
    }
}

fn is_honorific_prefix(surface: &str) -> bool {
    matches!(surface, "お" | "ご" | "御" | "オ" | "ゴ")
}

fn has_honorific(word: &str) -> bool {
    word.starts_with(['お', 'ご', '御'])
}

/// お詫び → 詫び, お待ち → 待ち: an honorific prefix inside a word, before kanji. Kana words keep theirs (おそれ, ごみ).
fn strip_prefix<'a>(lemma: &'a str, key: &'a str) -> (&'a str, &'a str) {
    let mut chars = lemma.chars();
    let Some('お' | 'ご' | '御') = chars.next() else { return (lemma, key) };
    let rest = chars.as_str();
    if !rest.chars().next().is_some_and(super::is_kanji) {
        return (lemma, key);
    }
    match key.strip_prefix(['オ', 'ゴ']) {
        Some(key) if !key.is_empty() => (rest, key),
        _ => (lemma, key),
    }
}
