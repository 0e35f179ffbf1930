//! IPADIC's names for parts of speech and conjugated forms, in terms of `morph::Pos` and `morph::Form`.

use super::Result;

/// The name of the `Pos` of a class such as 「動詞,自立,*,*,一段,連用形」.
pub(super) fn pos(class: &str) -> Result<&'static str> {
    let parts: Vec<&str> = class.split(',').collect();
    let [first, second, third, ..] = parts[..] else {
        return Err(format!("no part of speech: {class}").into());
    };
    Ok(match (first, second, third) {
        ("名詞", "固有名詞", "人名") => "NounPerson",
        ("名詞", "固有名詞", "組織") => "NounOrg",
        ("名詞", "固有名詞", "地域") => "NounPlace",
        ("名詞", "固有名詞", _) => "NounProper",
        ("名詞", "サ変接続", _) => "NounSuru",
        ("名詞", "形容動詞語幹", _) => "NounAdj",
        ("名詞", "数", _) => "NounNumber",
        ("名詞", "副詞可能", _) => "NounAdverbial",
        ("名詞", "非自立" | "特殊" | "動詞非自立的", _) => "NounDependent",
        ("名詞", "接尾", _) => "NounSuffix",
        ("名詞", "代名詞", _) => "Pronoun",
        ("名詞", _, _) => "Noun",
        ("動詞", "自立", _) => "Verb",
        ("動詞", "非自立", _) => "VerbDependent",
        ("動詞", "接尾", _) => "VerbSuffix",
        ("形容詞", "自立", _) => "Adjective",
        ("形容詞", "非自立", _) => "AdjectiveDependent",
        ("形容詞", "接尾", _) => "AdjectiveSuffix",
        ("副詞", _, _) => "Adverb",
        ("連体詞", _, _) => "Adnominal",
        ("接続詞", _, _) => "Conjunction",
        ("感動詞", _, _) => "Interjection",
        ("接頭詞", _, _) => "Prefix",
        ("助詞", "格助詞", _) => "ParticleCase",
        ("助詞", "係助詞", _) => "ParticleTopic",
        ("助詞", "接続助詞", _) => "ParticleConjunctive",
        ("助詞", "終助詞" | "副助詞／並立助詞／終助詞", _) => "ParticleFinal",
        ("助詞", "副助詞", _) => "ParticleAdverbial",
        ("助詞", "連体化", _) => "ParticleNominal",
        ("助詞", _, _) => "ParticleOther",
        ("助動詞", _, _) => "Auxiliary",
        ("記号", "句点", _) => "Period",
        ("記号", "読点", _) => "Comma",
        ("記号", "括弧開", _) => "OpenBracket",
        ("記号", "括弧閉", _) => "CloseBracket",
        ("記号", "空白", _) => "Space",
        ("記号", _, _) => "Symbol",
        ("フィラー", _, _) => "Filler",
        ("その他", _, _) => "Other",
        _ => return Err(format!("a part of speech without a name: {class}").into()),
    })
}

/// The name of the `Form` of a class.
pub(super) fn form(class: &str) -> Result<&'static str> {
    Ok(match class.rsplit(',').next().unwrap_or_default() {
        "*" => "None",
        "基本形" | "基本形-促音便" | "現代基本形" | "音便基本形" => "Base",
        "文語基本形" => "ClassicalBase",
        "未然形" | "未然ヌ接続" | "未然レル接続" | "未然特殊" => "Irrealis",
        "未然ウ接続" => "IrrealisU",
        "連用形" | "連用ニ接続" => "Continuative",
        "連用タ接続" => "ContinuativeTa",
        "連用テ接続" | "連用デ接続" => "ContinuativeTe",
        "連用ゴザイ接続" => "ContinuativeGozai",
        "仮定形" => "Hypothetical",
        "仮定縮約１" | "仮定縮約２" => "HypotheticalShort",
        "命令ｅ" | "命令ｉ" | "命令ｒｏ" | "命令ｙｏ" => "Imperative",
        "体言接続" | "体言接続特殊" | "体言接続特殊２" => "Attributive",
        "ガル接続" => "Garu",
        other => return Err(format!("a form without a name: {other} in {class}").into()),
    })
}
