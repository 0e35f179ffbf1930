//! Nouns and what counts as one.

use crate::morph::{Form, Pos};

use super::{Features, Fold, Kind, Marker, Word};

impl<'a> Fold<'a, '_> {
    pub(super) fn noun(&mut self, word: Word<'a>) {
        match word.pos {
            Pos::NounDependent => self.formal(word),
            // 間に合いそう: how it looks, said of the verb.
            Pos::NounSuffix if word.surface == "そう" && self.behind_stem() => self.fold(word, Features::CONJECTURE),
            Pos::NounSuffix => self.push(word, Kind::Suffix),
            Pos::NounNumber => self.number(word),
            Pos::Unknown | Pos::Other if word.surface.chars().all(|c| !c.is_alphanumeric()) => {}
            Pos::Unknown | Pos::Other => self.push(word, Kind::Other),
            _ if word.key == "ネガイ" => {
                self.push(word, Kind::Noun);
                self.ask_for();
            }
            _ => self.push(word, Kind::Noun),
        }
    }

    /// の of のです explains and is folded; the others stand for themselves.
    fn formal(&mut self, word: Word<'a>) {
        if matches!(word.surface, "の" | "ん") {
            let explains = self.next().is_some_and(|next| {
                next.is(&["だ", "です"]) || (matches!(next.surface, "で" | "か") && next.pos_is_particle())
            });
            if explains && !self.units.is_empty() {
                self.fold(word, Features::EXPLAIN);
                return;
            }
        }
        self.push(word, Kind::Formal);
    }

    fn behind_stem(&self) -> bool {
        self.before().is_some_and(|before| {
            before.form == Form::Continuative && matches!(before.pos, Pos::Verb | Pos::VerbDependent | Pos::VerbSuffix)
        })
    }

    /// １ and ０ are two morphemes and one number.
    fn number(&mut self, word: Word<'a>) {
        let joins = self.before().is_some_and(|before| before.pos == Pos::NounNumber && before.end == word.start);
        match self.units.last_mut() {
            Some(last) if joins && last.kind == Kind::Number => {
                last.end = word.end;
                last.core_end = word.end;
            }
            _ => self.push(word, Kind::Number),
        }
    }

    /// お願い has come: what is asked for stands before it (ご検討のほど, ご検討を, ご検討くださいますよう).
    pub(super) fn ask_for(&mut self) {
        let request = self.units.len().saturating_sub(1);
        let mut at = request;
        // Over のほど, よう and に to the word that is asked for.
        while let Some(before) = at.checked_sub(1) {
            let unit = &self.units[before];
            let between = unit.kind == Kind::Formal && matches!(unit.lemma, "よう" | "ほど" | "程" | "様")
                || unit.kind == Kind::Particle && matches!(unit.lemma, "の" | "に" | "ほど" | "程" | "と")
                || unit.kind == Kind::Adverb
                || unit.kind == Kind::Noun && unit.lemma == "程";
            if !between {
                break;
            }
            at = before;
        }
        let Some(asked) = at.checked_sub(1) else { return };
        let crossed = at != request;
        let names_act = self.names_act(self.units[asked].core_end);
        let unit = &mut self.units[asked];
        let verbal = unit.features.intersects(Features::SURU.union(Features::RECEIVE).union(Features::PREFIX))
            || matches!(unit.kind, Kind::Verb);
        let object = unit.marker == Marker::Wo;
        if verbal && (object || unit.marker == Marker::None && (crossed || unit.features.contains(Features::PREFIX)))
            || object && names_act
        {
            unit.features |= Features::REQUEST;
        }
    }
}
