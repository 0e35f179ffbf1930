//! Auxiliaries: ます です た たい ない ん う だ.

use crate::morph::{Form, Pos};

use super::{Features, Fold, Kind, Word};

impl<'a> Fold<'a, '_> {
    pub(super) fn auxiliary(&mut self, word: Word<'a>) {
        if self.units.is_empty() {
            if word.is(&["ある", "ござる", "御座る"]) {
                return self.exist(word);
            }
            return self.opening(word);
        }
        match word.lemma {
            "ます" => self.fold(word, Features::POLITE | imperative(word)),
            "です" => self.desu(word),
            "だ" | "じゃ" | "や" => self.da(word),
            "た" | "り" => {
                let feature = if word.form == Form::Hypothetical || word.surface.ends_with('ら') {
                    Features::CONDITION
                } else {
                    Features::PAST
                };
                self.fold(word, feature);
            }
            "たい" => self.fold(word, Features::DESIRE),
            "ない" | "無い" => self.nai(word),
            "ん" | "ぬ" | "まい" | "ず" => self.negate(word),
            "う" | "よう" => {
                let conjecture = self.before().is_some_and(|before| before.is(&["です", "だ"]));
                self.fold(word, if conjecture { Features::CONJECTURE } else { Features::VOLITION });
            }
            "らしい" | "みたい" => self.fold(word, Features::CONJECTURE),
            "べし" => self.fold(word, Features::MUST),
            "ある" | "ござる" | "御座る" => self.exist(word),
            _ => self.fold(word, Features::NONE),
        }
    }

    /// A sentence may open with ですが, ですから, だから: one conjunction.
    fn opening(&mut self, word: Word<'a>) {
        let joins = self.next().is_some_and(|next| {
            next.pos_is_particle()
                && matches!(next.surface, "が" | "から" | "けど" | "けれど" | "けれども" | "ので" | "のに")
        });
        if joins && word.is(&["です", "だ"]) {
            self.push(word, Kind::Conjunction);
        }
    }

    fn desu(&mut self, word: Word<'a>) {
        let nominal = self.units.last().is_some_and(|unit| unit.kind.is_nominal());
        let verbal = self.before().is_some_and(|before| {
            matches!(before.pos, Pos::Auxiliary | Pos::Verb | Pos::VerbDependent | Pos::Adjective | Pos::VerbSuffix)
                && before.lemma != "の"
        });
        let copula = if nominal && !verbal { Features::COPULA } else { Features::NONE };
        self.fold(word, Features::POLITE | copula);
    }

    fn da(&mut self, word: Word<'a>) {
        // な before a noun only joins; before のです it is the copula.
        let joins = word.form == Form::Attributive
            && !self.next().is_some_and(|next| next.pos == Pos::NounDependent && matches!(next.surface, "の" | "ん"));
        // で is the copula only before ある and ない; those fold it themselves. Elsewhere the particle で is meant as often.
        if word.surface == "で" {
            let exists = self.next().is_some_and(|next| {
                next.is(&["ある", "ござる", "ない", "有る", "御座る", "無い", "いらっしゃる"])
                    || next.pos_is_particle() && matches!(next.surface, "は" | "も")
            });
            if exists {
                self.fold(word, Features::NONE);
            } else {
                self.push(word, Kind::Particle);
                if let Some(last) = self.units.last_mut() {
                    (last.key, last.lemma) = ("デ", "で");
                }
            }
            return;
        }
        let mut features = if joins { Features::NONE } else { Features::COPULA };
        if word.form == Form::Hypothetical || word.surface.starts_with("なら") {
            features |= Features::CONDITION;
        }
        if matches!(word.surface, "だったら") {
            features |= Features::CONDITION;
        }
        self.fold(word, features);
    }
}

fn imperative(word: Word<'_>) -> Features {
    if word.form == Form::Imperative { Features::IMPERATIVE } else { Features::NONE }
}
