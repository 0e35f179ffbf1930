//! IPADIC's names for parts of speech and conjugated forms, in terms of `morph::Pos` and `morph::Form`.

use crate::morph::{Form, Pos};

use super::Result;

/// The `Pos` of a class such as 「動詞,自立,*,*,一段,連用形」.
pub(super) fn pos(class: &str) -> Result<Pos> {
    let parts: Vec<&str> = class.split(',').collect();
    let [first, second, third, ..] = parts[..] else {
        return Err(format!("no part of speech: {class}").into());
    };
    Ok(match (first, second, third) {
        ("名詞", "固有名詞", "人名") => Pos::NounPerson,
        ("名詞", "固有名詞", "組織") => Pos::NounOrg,
        ("名詞", "固有名詞", "地域") => Pos::NounPlace,
        ("名詞", "固有名詞", _) => Pos::NounProper,
        ("名詞", "サ変接続", _) => Pos::NounSuru,
        ("名詞", "形容動詞語幹", _) => Pos::NounAdj,
        ("名詞", "数", _) => Pos::NounNumber,
        ("名詞", "副詞可能", _) => Pos::NounAdverbial,
        ("名詞", "非自立" | "特殊" | "動詞非自立的", _) => Pos::NounDependent,
        ("名詞", "接尾", _) => Pos::NounSuffix,
        ("名詞", "代名詞", _) => Pos::Pronoun,
        ("名詞", _, _) => Pos::Noun,
        ("動詞", "自立", _) => Pos::Verb,
        ("動詞", "非自立", _) => Pos::VerbDependent,
        ("動詞", "接尾", _) => Pos::VerbSuffix,
        ("形容詞", "自立", _) => Pos::Adjective,
        ("形容詞", "非自立", _) => Pos::AdjectiveDependent,
        ("形容詞", "接尾", _) => Pos::AdjectiveSuffix,
        ("副詞", _, _) => Pos::Adverb,
        ("連体詞", _, _) => Pos::Adnominal,
        ("接続詞", _, _) => Pos::Conjunction,
        ("感動詞", _, _) => Pos::Interjection,
        ("接頭詞", _, _) => Pos::Prefix,
        ("助詞", "格助詞", _) => Pos::ParticleCase,
        ("助詞", "係助詞", _) => Pos::ParticleTopic,
        ("助詞", "接続助詞", _) => Pos::ParticleConjunctive,
        ("助詞", "終助詞" | "副助詞／並立助詞／終助詞", _) => Pos::ParticleFinal,
        ("助詞", "副助詞", _) => Pos::ParticleAdverbial,
        ("助詞", "連体化", _) => Pos::ParticleNominal,
        ("助詞", _, _) => Pos::ParticleOther,
        ("助動詞", _, _) => Pos::Auxiliary,
        ("記号", "句点", _) => Pos::Period,
        ("記号", "読点", _) => Pos::Comma,
        ("記号", "括弧開", _) => Pos::OpenBracket,
        ("記号", "括弧閉", _) => Pos::CloseBracket,
        ("記号", "空白", _) => Pos::Space,
        ("記号", _, _) => Pos::Symbol,
        ("フィラー", _, _) => Pos::Filler,
        ("その他", _, _) => Pos::Other,
        _ => return Err(format!("a part of speech without a name: {class}").into()),
    })
}

/// The `Form` of a class.
pub(super) fn form(class: &str) -> Result<Form> {
    Ok(match class.rsplit(',').next().unwrap_or_default() {
        "*" => Form::None,
        "基本形" | "基本形-促音便" | "現代基本形" | "音便基本形" => Form::Base,
        "文語基本形" => Form::ClassicalBase,
        "未然形" | "未然ヌ接続" | "未然レル接続" | "未然特殊" => Form::Irrealis,
        "未然ウ接続" => Form::IrrealisU,
        "連用形" | "連用ニ接続" => Form::Continuative,
        "連用タ接続" => Form::ContinuativeTa,
        "連用テ接続" | "連用デ接続" => Form::ContinuativeTe,
        "連用ゴザイ接続" => Form::ContinuativeGozai,
        "仮定形" => Form::Hypothetical,
        "仮定縮約１" | "仮定縮約２" => Form::HypotheticalShort,
        "命令ｅ" | "命令ｉ" | "命令ｒｏ" | "命令ｙｏ" => Form::Imperative,
        "体言接続" | "体言接続特殊" | "体言接続特殊２" => Form::Attributive,
        "ガル接続" => Form::Garu,
        other => return Err(format!("a form without a name: {other} in {class}").into()),
    })
}
