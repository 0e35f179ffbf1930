//! Verbs and adjectives: light verbs, auxiliaries behind て, benefactives, existence.

use crate::morph::{Form, Pos};

use super::{Features, Fold, Kind, Marker, Word};

const RECEIVE: &[&str] = &["いただく", "頂く", "戴く", "もらう", "貰う", "賜る", "賜わる", "たまわる", "頂戴"];
const CAN_RECEIVE: &[&str] = &["いただける", "頂ける", "戴ける", "もらえる", "貰える", "賜れる"];
const FAVOUR: &[&str] = &["くださる", "下さる", "くれる", "呉れる", "下さい", "ください"];
const GIVE: &[&str] = &["あげる", "上げる", "さしあげる", "差し上げる", "差上げる", "やる"];
const ASPECT: &[&str] =
    &["おく", "置く", "みる", "見る", "くる", "来る", "いく", "行く", "ゆく", "まいる", "参る", "とく", "く"];
const EXIST: &[&str] = &["ある", "有る", "ござる", "御座る", "在る"];
const CARRY_OUT: &[&str] = &["行う", "行なう", "おこなう", "図る", "はかる", "実施"];
const CAN: &[&str] = &["できる", "出来る"];

impl<'a> Fold<'a, '_> {
    pub(super) fn verb(&mut self, word: Word<'a>) {
        // 申せ of 申せません looks like one.
        let goes_on =
            self.next().is_some_and(|next| next.pos == Pos::Auxiliary && next.start == word.end && !next.is(&["だ"]))
                && !word.is(FAVOUR);
        let imperative = if word.form == Form::Imperative && !goes_on { Features::IMPERATIVE } else { Features::NONE };
        if word.pos == Pos::VerbSuffix {
            return self.verb_suffix(word);
        }
        if self.after_te() && self.behind_te(word, imperative) {
            return;
        }
        if self.must(word) || self.light(word, imperative) || self.modal(word) {
            return;
        }
        if word.is(EXIST) {
            return self.exist(word);
        }
        let asks = word.is(&["願う", "願える"]);
        self.push(word, Kind::Verb);
        if let Some(last) = self.units.last_mut() {
            last.features |= imperative;
        }
        if asks {
            self.ask_for();
        }
    }

    fn after_te(&self) -> bool {
        // で of 残念でならない has become a word of its own.
        if self.units.last().is_none_or(|last| last.kind == Kind::Particle) {
            return false;
        }
        self.before().is_some_and(|before| {
            let te = |w: Word<'_>| w.pos == Pos::ParticleConjunctive && matches!(w.surface, "て" | "で");
            te(before) || before.pos == Pos::ParticleTopic && self.before_by(2).is_some_and(te)
        })
    }

    /// ている, てしまう, ていただく …: what stands behind て says something of the verb before.
    fn behind_te(&mut self, word: Word<'a>, imperative: Features) -> bool {
        let features = if word.is(&["いる", "居る", "おる", "居る", "いらっしゃる", "る", "てる"]) {
            Features::PROGRESSIVE
        } else if word.is(&["しまう", "仕舞う", "ちまう"]) {
            Features::REGRET
        } else if word.is(CAN_RECEIVE) {
            Features::RECEIVE | Features::POTENTIAL
        } else if word.is(RECEIVE) {
            Features::RECEIVE
        } else if word.is(FAVOUR) {
            Features::RECEIVE | Features::HONORIFIC
        } else if word.is(GIVE) {
            Features::GIVE
        } else if word.is(&["いける"]) || word.pos == Pos::VerbDependent && word.is(&["なる"]) {
            // てはいけない, てはなりません: forbidden, so it must not.
            self.idle_negation = true;
            Features::MUST
        } else if word.is(ASPECT) || word.pos == Pos::VerbDependent && word.is(EXIST) {
            Features::NONE
        } else {
            return false;
        };
        let causative = self.last_has(Features::CAUSATIVE) && features.contains(Features::RECEIVE);
        self.fold(word, features | imperative);
        if causative {
            // させていただく: we act, humbly; nobody does it for us.
            if let Some(last) = self.units.last_mut() {
                last.features.remove(Features::CAUSATIVE.union(Features::RECEIVE));
                last.features |= Features::HUMBLE;
            }
        }
        true
    }

    fn verb_suffix(&mut self, word: Word<'a>) {
        let feature = if word.is(&["れる", "られる"]) {
            Features::PASSIVE
        } else if word.is(&["せる", "させる", "す", "さす"]) {
            Features::CAUSATIVE
        } else {
            Features::NONE
        };
        self.fold(word, feature);
    }

    /// なければならない, ざるを得ない: the negation before and the one behind make an obligation.
    fn must(&mut self, word: Word<'a>) -> bool {
        let negated = self.last_has(Features::NEG);
        let needs = word.is(&["なる", "成る", "いける", "いく"]) && self.last_has(Features::CONDITION)
            || word.is(&["得る", "える"])
                && self.before().is_some_and(|b| b.surface == "を")
                && self.before_by(2).is_some_and(|b| b.surface == "ざる");
        if !(negated && needs) {
            return false;
        }
        self.fold(word, Features::MUST);
        if let Some(last) = self.units.last_mut() {
            last.features.remove(Features::NEG.union(Features::CONDITION));
            last.marker = Marker::None;
        }
        self.idle_negation = true;
        true
    }

    /// する and its likes behind a noun that names the act, or behind お〜.
    fn light(&mut self, word: Word<'a>, imperative: Features) -> bool {
        let Some(last) = self.units.last() else { return false };
        let acts = last.kind == Kind::Noun
            || last.kind == Kind::Other
            || last.kind == Kind::Verb && last.has(Features::PREFIX);
        let bare = last.marker == Marker::None;
        let adjoins = acts && self.adjoins() && !last.has(Features::COPULA);
        let named = last.has(Features::PREFIX) || self.names_act(last.core_end);
        let features = if word.is(&["する", "為る", "なさる", "為さる", "いたす", "致す"]) {
            if !(adjoins && (bare || named)) {
                return false;
            }
            let humble = word.is(&["いたす", "致す"]) || last.kind == Kind::Verb && word.is(&["する"]);
            let polite = if word.is(&["なさる", "為さる"]) { Features::HONORIFIC } else { Features::NONE };
            Features::SURU | if humble { Features::HUMBLE } else { polite }
        } else if word.is(CAN) {
            if !(adjoins && (named || last.kind == Kind::Verb)) {
                return false;
            }
            Features::SURU | Features::POTENTIAL
        } else if word.is(CARRY_OUT) {
            // 確認を行う, 徹底を図る
            if !(adjoins && last.marker == Marker::Wo && self.names_act(last.core_end)) {
                return false;
            }
            Features::SURU
        } else if word.is(GIVE) {
            // ご連絡を差し上げる
            if !(adjoins && last.has(Features::PREFIX) && self.names_act(last.core_end)) {
                return false;
            }
            Features::SURU | Features::HUMBLE
        } else if word.is(&["申し上げる", "申しあげる", "もうしあげる"]) {
            if !(adjoins && (named || bare)) {
                return false;
            }
            Features::SURU | Features::HUMBLE
        } else if word.is(CAN_RECEIVE) && adjoins && (bare || named) {
            Features::SURU | Features::RECEIVE | Features::POTENTIAL
        } else if word.is(RECEIVE) && adjoins && (named && self.prefixed() || last.kind == Kind::Verb || bare && named)
        {
            Features::SURU | Features::RECEIVE
        } else if word.is(FAVOUR) && adjoins && (bare || named) {
            Features::SURU | Features::RECEIVE | Features::HONORIFIC
        } else {
            return self.become_honorific(word);
        };
        self.fold(word, features | imperative);
        if let Some(last) = self.units.last_mut() {
            last.marker = Marker::None;
        }
        true
    }

    fn prefixed(&self) -> bool {
        self.last_has(Features::PREFIX)
    }

    /// Whether the word that ends there is a noun with する.
    pub(super) fn names_act(&self, core_end: u32) -> bool {
        self.words[..self.at]
            .iter()
            .rev()
            .find(|word| word.end == core_end)
            .is_some_and(|word| word.pos == Pos::NounSuru)
    }

    /// お読みになる, ご覧になる.
    fn become_honorific(&mut self, word: Word<'a>) -> bool {
        if !word.is(&["なる", "成る"]) || self.before().is_none_or(|before| before.surface != "に") {
            return false;
        }
        let count = self.units.len();
        let Some(act) = count.checked_sub(2).map(|at| &self.units[at]) else { return false };
        let honorific = act.has(Features::PREFIX)
            && act.marker == Marker::None
            && (act.kind == Kind::Verb
                || act.lemma.ends_with(['い', 'き', 'し', 'ち', 'り', 'み', 'え', 'け', 'せ', 'め', 'れ', 'び', 'べ'])
                || matches!(act.lemma, "見る" | "覧" | "ご覧" | "利用"));
        if !honorific || self.units[count - 1].lemma != "に" {
            return false;
        }
        self.units.pop();
        self.fold(word, Features::HONORIFIC);
        true
    }

    /// かねる, ことができる, かもしれない, 〜すぎる.
    fn modal(&mut self, word: Word<'a>) -> bool {
        if word.is(&["かねる", "兼ねる"]) && self.before().is_some_and(|before| before.form == Form::Continuative)
        {
            self.fold(word, Features::POTENTIAL);
            self.negate(word);
            return true;
        }
        if word.is(CAN) {
            let count = self.units.len();
            if count >= 2
                && self.units[count - 1].kind == Kind::Formal
                && matches!(self.units[count - 1].lemma, "こと" | "事")
            {
                self.units.pop();
                self.fold(word, Features::POTENTIAL);
                return true;
            }
        }
        if word.is(&["しれる", "知れる"]) && self.before().is_some_and(|before| matches!(before.surface, "かも" | "も"))
        {
            self.idle_negation = true;
            self.fold(word, Features::CONJECTURE);
            return true;
        }
        if word.pos == Pos::VerbDependent
            && word.is(&[
                "続ける",
                "つづける",
                "始める",
                "はじめる",
                "終える",
                "終わる",
                "切る",
                "得る",
                "うる",
                "える",
                "出す",
            ])
            && self.before().is_some_and(|before| before.form == Form::Continuative)
        {
            self.fold(word, Features::NONE);
            return true;
        }
        false
    }

    /// ある and ございます: copula behind で, politeness behind an adjective or ありがとう, else existence.
    pub(super) fn exist(&mut self, word: Word<'a>) {
        if self.looks_like() {
            self.fold(word, Features::NONE);
        } else if self.copula_de() {
            let polite = if word.is(&["ある", "有る"]) { Features::NONE } else { Features::POLITE };
            self.fold_copula(word, polite);
        } else if self.units.last().is_some_and(|unit| {
            unit.kind == Kind::Interjection || unit.kind == Kind::Adjective && word.is(&["ござる", "御座る"])
        }) && self.adjoins()
        {
            self.fold(word, Features::POLITE);
        } else {
            self.push(word, Kind::Verb);
            self.as_existence();
        }
    }

    /// 間に合いそうに(も)ありません: what is denied is the verb. The に is no word of its own then.
    fn looks_like(&mut self) -> bool {
        let at = |steps| self.before_by(steps).map(|word: Word<'_>| word.surface);
        let sou_ni = |near: usize| at(near) == Some("に") && at(near + 1) == Some("そう");
        let looks = sou_ni(1) || matches!(at(1), Some("も" | "は")) && sou_ni(2);
        let last = self.units.len().checked_sub(2).map(|at| &self.units[at]);
        if !looks || !last.is_some_and(|verb| verb.has(Features::CONJECTURE)) {
            return false;
        }
        self.units.pop();
        true
    }

    /// Makes the last unit the one unit of existence, in which ある, ございます and ない meet.
    fn as_existence(&mut self) {
        if let Some(last) = self.units.last_mut() {
            (last.key, last.lemma) = ("アリ", "ある");
        }
    }

    /// Whether で (copula or particle), with は or も behind it or not, stands right before.
    fn copula_de(&self) -> bool {
        let de = |word: Word<'_>| {
            word.surface == "で" && matches!(word.pos, Pos::Auxiliary | Pos::ParticleCase | Pos::ParticleConjunctive)
                || word.surface == "じゃ"
        };
        match self.before() {
            Some(before) if de(before) => true,
            Some(before) if before.pos_is_particle() && matches!(before.surface, "は" | "も" | "すら" | "さえ") => {
                self.before_by(2).is_some_and(de)
            }
            Some(before) => before.surface == "では" || before.surface == "でも",
            None => false,
        }
    }

    fn fold_copula(&mut self, word: Word<'a>, features: Features) {
        // The で may have become a particle unit of its own: it was the copula after all.
        if self.units.len() >= 2
            && self.units.last().is_some_and(|unit| unit.kind == Kind::Particle && unit.lemma == "で")
        {
            self.units.pop();
        }
        self.fold(word, features | Features::COPULA);
        if let Some(last) = self.units.last_mut() {
            last.features.remove(Features::TE);
            last.marker = Marker::None;
        }
    }

    pub(super) fn adjective(&mut self, word: Word<'a>) {
        if word.is(&["ない", "無い"]) {
            return self.nai(word);
        }
        if word.is(&["ほしい", "欲しい"]) && self.after_te() {
            return self.fold(word, Features::REQUEST);
        }
        if word.is(&["よい", "良い", "いい", "よろしい", "宜しい"])
            && self.after_te()
            && self.before().is_some_and(|b| b.surface == "も")
        {
            return self.fold(word, Features::NONE);
        }
        self.push(word, Kind::Adjective);
    }

    /// ない: negates the verb, adjective or copula before it, or says that something does not exist.
    pub(super) fn nai(&mut self, word: Word<'a>) {
        let Some(before) = self.before() else {
            self.push(word, Kind::Verb);
            self.as_existence();
            return self.negate(word);
        };
        if self.looks_like() {
            return self.negate(word);
        }
        if self.copula_de() {
            self.fold_copula(word, Features::NONE);
            return self.negate(word);
        }
        let verbal = matches!(
            before.pos,
            Pos::Verb
                | Pos::VerbDependent
                | Pos::VerbSuffix
                | Pos::Auxiliary
                | Pos::Adjective
                | Pos::AdjectiveDependent
                | Pos::AdjectiveSuffix
        );
        let stands_behind_predicate = verbal && !before.is(&["な"])
            || before.pos_is_particle()
                && matches!(before.surface, "は" | "も")
                && self.before_by(2).is_some_and(|b| {
                    matches!(b.form, Form::Continuative | Form::ContinuativeTe)
                        && matches!(b.pos, Pos::Verb | Pos::VerbDependent | Pos::Adjective | Pos::Auxiliary)
                        || b.pos == Pos::ParticleConjunctive
                });
        if stands_behind_predicate || self.idle_negation {
            return self.negate(word);
        }
        self.push(word, Kind::Verb);
        self.as_existence();
        self.negate(word);
    }
}
