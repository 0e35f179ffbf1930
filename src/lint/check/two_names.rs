//! The mail is addressed to one name and speaks to another: 佐藤様 above, 斎藤様 below.

use crate::diagnostic::{Confidence, Related};
use crate::mail::{Part, Sentence};
use crate::text::Span;

use super::super::context::{Context, Found};
use super::person::{Addressed, addressed};

pub(super) fn check(context: &Context<'_>, parts: &[Part]) -> Vec<Found> {
    let sentences = context.document.sentences();
    let of_parts = |parts: &'_ [Part]| -> Vec<(&Sentence, Addressed)> {
        let chosen = sentences.iter().filter(|sentence| parts.contains(&sentence.part));
        chosen
            .flat_map(|sentence| addressed(sentence.text()).into_iter().map(move |person| (sentence, person)))
            .collect()
    };
    let heads = of_parts(&[Part::Addressee]);
    let [(_, reader)] = heads.as_slice() else { return Vec::new() };
    // A second addressee may be anybody: with 先生, in Latin letters, in the copy line.
    if several(sentences) {
        return Vec::new();
    }
    let spoken_to = of_parts(parts);
    let head = addressee_text(sentences);
    let is_reader =
        |person: &Addressed| same(&reader.name, &person.name) || is_house(&head, &reader.name, &person.name);
    let own = spoken_to.iter().any(|(_, person)| is_reader(person));
    let others: Vec<&(&Sentence, Addressed)> = spoken_to.iter().filter(|(_, person)| !is_reader(person)).collect();
    let Some((first_in, first)) = others.first() else { return Vec::new() };
    let similar = similar(&reader.name, &first.name);
    let mistaken = |(sentence, person): &(&Sentence, Addressed)| {
        let writes = begin_alike(&reader.name, &person.name) && writes_to_us(sentence, person);
        person.name == first.name && (writes || !is_third_party(sentence, person))
    };
    let one = others.iter().all(|other| mistaken(other));
    // Somebody else who is named beside the reader is most likely just that.
    if !one || own && !similar {
        return Vec::new();
    }
    let Some((head_in, _)) = heads.first() else { return Vec::new() };
    let mut found = Found::at(spans(first_in, first)).with("found", format!("{}様", reader.name));
    found.related.push(Related { message: "宛名はこちらです".to_owned(), spans: spans(head_in, reader) });
    if !similar {
        found.lowered = 1;
        found.confidence = Confidence::Medium;
    }
    vec![found]
}

fn spans(sentence: &Sentence, person: &Addressed) -> Vec<Span> {
    sentence.normal.spans(person.bytes.clone())
}

/// Whether the mail goes to more people than one, or to a group.
fn several(sentences: &[Sentence]) -> bool {
    let mut heads = sentences.iter().filter(|s| matches!(s.part, Part::Addressee | Part::Header));
    heads.any(|sentence| {
        let text = sentence.text();
        let group = ["各位", "皆様", "みなさま", "ご一同", "御中", "先生", "さん", "殿", "CC", "Cc", "cc"];
        group.iter().any(|word| text.contains(word))
    })
}

fn addressee_text(sentences: &[Sentence]) -> String {
    let lines = sentences.iter().filter(|sentence| sentence.part == Part::Addressee);
    lines.flat_map(|sentence| sentence.text().chars().filter(|c| *c != ' ')).collect()
}

/// The reader's house by its short form, 連盟様 for 日本書道連盟, or the house with the reader's name, 双葉製版高井様.
fn is_house(head: &str, reader: &str, other: &str) -> bool {
    let with_reader = || {
        let cuts = other.char_indices().skip(1).map(|(at, _)| other.split_at(at));
        cuts.into_iter().any(|(house, name)| reader.starts_with(name) && head.contains(house))
    };
    head.contains(other) || with_reader()
}

/// Family name alone, or with the given name.
fn same(reader: &str, other: &str) -> bool {
    reader == other || reader.starts_with(other) || other.starts_with(reader) || reader.ends_with(other)
}

/// Words before a name that make it somebody else's.
const OF_OTHERS: &[&str] = &["の", "弊社", "当社", "当店", "貴社", "御社", "担当", "前任", "後任", "で", "が", "・"];

/// Words behind 様 that only stand with somebody else.
const BY_OTHERS: &[&str] = &[
    "より",
    "から",
    "経由",
    "のご紹介",
    "ご紹介",
    "にもよろしく",
    "にもお伝え",
    "とも",
    "にも",
    "宛",
    "方",
    "を通じ",
    "ほか",
    "と",
];

fn is_third_party(sentence: &Sentence, person: &Addressed) -> bool {
    let text = sentence.text();
    let (before, behind) = (&text[..person.bytes.start], &text[person.bytes.end..]);
    let quoted = sentence.quotes.iter().any(|quote| quote.start <= person.bytes.start && person.bytes.end <= quote.end);
    quoted
        || OF_OTHERS.iter().any(|word| before.trim_end_matches(' ').ends_with(word))
        || BY_OTHERS.iter().any(|word| behind.starts_with(word))
        || before.ends_with('と')
}

/// 「杉村様からご連絡をいただき」 to 杉浦様: who has written to us is the reader, unless somebody was introduced.
fn writes_to_us(sentence: &Sentence, person: &Addressed) -> bool {
    let text = sentence.text();
    let from = ["から", "より"].iter().find_map(|from| text[person.bytes.end..].strip_prefix(from));
    let said =
        ["ご連絡", "ご依頼", "ご注文", "お返事", "ご返信", "ご返事", "ご指摘", "お問い合わせ", "メール", "お電話"];
    let before = &text[..person.bytes.start];
    let opens = before.trim().is_empty() || before.ends_with(['、', '日', '度', 'び']);
    let what = |rest: &str| said.iter().any(|word| rest.trim_start_matches(['の', 'は', '、']).starts_with(word));
    opens && from.is_some_and(what)
}

/// Kanji that are written for each other in names.
const TWINS: &[&str] = &[
    "斉斎齊齋",
    "辺邊邉",
    "高髙",
    "崎﨑嵜",
    "沢澤",
    "浜濱",
    "広廣",
    "島嶋嶌",
    "富冨",
    "吉𠮷",
    "桜櫻",
    "国國",
    "恵惠",
    "竜龍",
    "桧檜",
    "渕淵",
    "徳德",
    "真眞",
    "栄榮",
    "塚塚",
    "渡渉",
    "関關",
    "伊井",
    "藤籐",
    "河川",
    "大太",
    "阿安",
    "条條",
    "滝瀧",
    "芦蘆",
];

/// Whether two family names have the first kanji in common: 杉浦 and 杉村 are more easily mistaken than 佐藤 and 斎藤.
fn begin_alike(reader: &str, other: &str) -> bool {
    let (a, b) = (reader.chars().next(), other.chars().next());
    a.zip(b).is_some_and(|(a, b)| alike(a, b)) && similar(reader, other)
}

fn alike(a: char, b: char) -> bool {
    a == b || TWINS.iter().any(|twins| twins.contains(a) && twins.contains(b))
}

/// Whether two family names are easily taken for each other: their first or last characters agree, as many as the names
/// have in common.
fn similar(reader: &str, other: &str) -> bool {
    let family = |name: &str| -> Vec<char> { name.chars().take(2).collect() };
    let (a, b) = (family(reader), family(other));
    let agree = |x: Option<&char>, y: Option<&char>| x.zip(y).is_some_and(|(x, y)| alike(*x, *y));
    a.len() > 1 && b.len() > 1 && (agree(a.first(), b.first()) || agree(a.last(), b.last()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;
    use crate::config::Settings;

    fn severities(addressee: &str, body: &str) -> Vec<(String, &'static str)> {
        let mail = format!(
            "件名：お荷物の件\n\n{addressee}\n\nお世話になっております。山本商店の山本です。\n{body}\n\n山本商店 山本\n03-5555-0101\n"
        );
        found("hygiene/two-names", &mail, &Settings::default())
    }

    #[test]
    fn another_name_than_the_addressees_is_found() {
        assert_eq!(severities("佐藤様", "斎藤様のお荷物を発送しました。"), [("斎藤様".to_owned(), "warning")]);
        assert_eq!(severities("斉藤 花子 様", "斎藤様のお荷物を発送しました。"), [("斎藤様".to_owned(), "warning")]);
        assert_eq!(
            severities("株式会社みなと\n営業部 渡辺様", "渡邉様にお送りします。"),
            [("渡邉様".to_owned(), "warning")]
        );
        assert_eq!(severities("佐藤様", "鈴木様のお荷物を発送しました。"), [("鈴木様".to_owned(), "info")]);
        assert_eq!(severities("長谷川様", "長谷部様のお荷物を発送しました。"), [("長谷部様".to_owned(), "warning")]);
        assert_eq!(
            severities("杉浦様", "このたび杉村様からご注文をいただきました。"),
            [("杉村様".to_owned(), "warning")]
        );
    }

    #[test]
    fn others_may_be_named() {
        for (addressee, body) in [
            ("佐藤様", "佐藤様のお荷物を発送しました。"),
            ("佐藤 健 様", "佐藤様のお荷物を発送しました。"),
            ("佐藤様", "お客様のお荷物を発送しました。"),
            ("佐藤様", "弊社の斎藤様の件です。"),
            ("佐藤様", "ご担当の斎藤様にお渡ししました。"),
            ("佐藤様", "斎藤様よりご紹介いただきました。"),
            ("佐藤様", "斎藤さんがお届けします。"),
            ("佐藤様\n斎藤様", "斎藤様のお荷物を発送しました。"),
            ("佐藤様\nCC：斎藤様", "斎藤様のお荷物を発送しました。"),
            ("関係者各位", "斎藤様のお荷物を発送しました。"),
            ("佐藤様", "佐藤様と鈴木様にお送りしました。"),
            ("佐藤様", "近藤様と斎藤様の件です。遠藤様も同じです。"),
            ("日本書道連盟\n佐藤様", "連盟様のご都合に合わせます。"),
            ("日本書道連盟\n佐藤様", "書道連盟様のお名前を入れました。"),
            ("双葉製版\n高井 恵様", "双葉製版高井様のお荷物を発送しました。"),
            ("双葉製版 高井様", "双葉製版様のお荷物を発送しました。"),
            ("長谷部様", "長谷部様のお荷物を発送しました。"),
            ("長谷部 健様", "営業部長谷部様のお荷物を発送しました。"),
            ("杉浦様", "杉村様からご紹介いただきました。"),
            ("杉浦様", "同じ課の杉村様からご連絡をいただきました。"),
            ("杉浦様", "杉村様から伺いました。"),
            ("佐藤様", "斎藤様からご注文をいただきました。"),
            ("長谷川様", "営業部様のお荷物を発送しました。"),
        ] {
            assert_eq!(severities(addressee, body), [], "{addressee} / {body}");
        }
    }
}
