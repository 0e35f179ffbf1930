//! Parts of speech and forms under our own names.

/// A part of speech. The names say what the unit layer needs to know, not all that IPADIC knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pos {
    /// 名詞,一般 and the nouns that have no name of their own here (申し訳, 間違い).
    Noun,
    /// 名詞,サ変接続: becomes a verb with する.
    NounSuru,
    /// 名詞,形容動詞語幹: 迷惑(な).
    NounAdj,
    /// 名詞,固有名詞,一般.
    NounProper,
    /// 名詞,固有名詞,人名.
    NounPerson,
    /// 名詞,固有名詞,組織.
    NounOrg,
    /// 名詞,固有名詞,地域.
    NounPlace,
    /// 名詞,数.
    NounNumber,
    /// 名詞,副詞可能: 今回, 本日.
    NounAdverbial,
    /// 名詞,非自立 and its like: こと, ため, よう, ご覧.
    NounDependent,
    /// 名詞,接尾: 様, 日, 的.
    NounSuffix,
    /// 名詞,代名詞.
    Pronoun,
    /// 動詞,自立.
    Verb,
    /// 動詞,非自立: (て)いる, (て)ください.
    VerbDependent,
    /// 動詞,接尾: れる, られる, せる, させる.
    VerbSuffix,
    /// 形容詞,自立.
    Adjective,
    /// 形容詞,非自立: (て)ほしい, (し)にくい.
    AdjectiveDependent,
    /// 形容詞,接尾: っぽい.
    AdjectiveSuffix,
    /// 副詞.
    Adverb,
    /// 連体詞: この, 大きな.
    Adnominal,
    /// 接続詞.
    Conjunction,
    /// 感動詞: ありがとう.
    Interjection,
    /// 接頭詞: お, ご.
    Prefix,
    /// 助詞,格助詞: が, を, に, について.
    ParticleCase,
    /// 助詞,係助詞: は, も.
    ParticleTopic,
    /// 助詞,接続助詞: て, が, ので.
    ParticleConjunctive,
    /// 助詞,終助詞 and 副助詞／並立助詞／終助詞: ね, か.
    ParticleFinal,
    /// 助詞,副助詞: まで, ほど.
    ParticleAdverbial,
    /// 助詞,連体化: の.
    ParticleNominal,
    /// Any other 助詞: と, や, に of 副詞化.
    ParticleOther,
    /// 助動詞: ます, です, た, ない.
    Auxiliary,
    /// Any other 記号, and runs of symbols that are in no dictionary.
    Symbol,
    /// 記号,句点.
    Period,
    /// 記号,読点.
    Comma,
    /// 記号,括弧開.
    OpenBracket,
    /// 記号,括弧閉.
    CloseBracket,
    /// White space.
    Space,
    /// フィラー: えーと.
    Filler,
    /// その他.
    Other,
    /// A class that this tokenizer does not have. An unknown *word* has the part of speech its characters suggest;
    /// [`Morpheme::is_unknown`](super::Morpheme::is_unknown) tells it.
    Unknown,
}

/// A conjugated form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// Not conjugated.
    None,
    /// 基本形.
    Base,
    /// 文語基本形: 早し.
    ClassicalBase,
    /// 未然形, with 未然ヌ接続, 未然レル接続 and 未然特殊.
    Irrealis,
    /// 未然ウ接続: 行こ(う).
    IrrealisU,
    /// 連用形.
    Continuative,
    /// 連用タ接続: 行っ(た).
    ContinuativeTa,
    /// 連用テ接続: 早く(て).
    ContinuativeTe,
    /// 連用ゴザイ接続: 早う(ございます).
    ContinuativeGozai,
    /// 仮定形.
    Hypothetical,
    /// 仮定縮約: 行きゃ, 早けりゃ.
    HypotheticalShort,
    /// 命令ｅ, 命令ｉ, 命令ｒｏ, 命令ｙｏ.
    Imperative,
    /// 体言接続: (の)な.
    Attributive,
    /// ガル接続: 寒(がる).
    Garu,
}

impl Pos {
    /// All of them by number; the table of classes names them so.
    const ALL: [Pos; 40] = [
        Pos::Noun,
        Pos::NounSuru,
        Pos::NounAdj,
        Pos::NounProper,
        Pos::NounPerson,
        Pos::NounOrg,
        Pos::NounPlace,
        Pos::NounNumber,
        Pos::NounAdverbial,
        Pos::NounDependent,
        Pos::NounSuffix,
        Pos::Pronoun,
        Pos::Verb,
        Pos::VerbDependent,
        Pos::VerbSuffix,
        Pos::Adjective,
        Pos::AdjectiveDependent,
        Pos::AdjectiveSuffix,
        Pos::Adverb,
        Pos::Adnominal,
        Pos::Conjunction,
        Pos::Interjection,
        Pos::Prefix,
        Pos::ParticleCase,
        Pos::ParticleTopic,
        Pos::ParticleConjunctive,
        Pos::ParticleFinal,
        Pos::ParticleAdverbial,
        Pos::ParticleNominal,
        Pos::ParticleOther,
        Pos::Auxiliary,
        Pos::Symbol,
        Pos::Period,
        Pos::Comma,
        Pos::OpenBracket,
        Pos::CloseBracket,
        Pos::Space,
        Pos::Filler,
        Pos::Other,
        Pos::Unknown,
    ];

    pub(super) fn of(number: u8) -> Pos {
        Pos::ALL.get(usize::from(number)).copied().unwrap_or(Pos::Unknown)
    }
}

impl Form {
    /// All of them by number; the table of classes names them so.
    const ALL: [Form; 14] = [
        Form::None,
        Form::Base,
        Form::ClassicalBase,
        Form::Irrealis,
        Form::IrrealisU,
        Form::Continuative,
        Form::ContinuativeTa,
        Form::ContinuativeTe,
        Form::ContinuativeGozai,
        Form::Hypothetical,
        Form::HypotheticalShort,
        Form::Imperative,
        Form::Attributive,
        Form::Garu,
    ];

    pub(super) fn of(number: u8) -> Form {
        Form::ALL.get(usize::from(number)).copied().unwrap_or(Form::None)
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, Pos};

    #[test]
    fn each_stands_at_its_number() {
        assert!((0..).zip(Pos::ALL).all(|(number, pos)| pos as u8 == number));
        assert!((0..).zip(Form::ALL).all(|(number, form)| form as u8 == number));
        assert_eq!((Pos::of(u8::MAX), Form::of(u8::MAX)), (Pos::Unknown, Form::None));
    }
}
