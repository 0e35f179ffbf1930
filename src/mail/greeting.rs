//! The set phrases a mail begins with, and the sentence that says who we are.

use super::shape::ends_in_predicate;
use super::{Part, Sentence};

/// Most greeting sentences a mail has.
const MOST: usize = 4;

/// How such a sentence begins.
const OPENINGS: [&str; 46] = [
    "お世話に",
    "いつもお世話",
    "いつも大変お世話",
    "いつもたいへんお世話",
    "大変お世話",
    "たいへんお世話",
    "平素",
    "日頃",
    "日ごろ",
    "初めて",
    "はじめて",
    "始めて",
    "突然",
    "拝啓",
    "拝復",
    "謹啓",
    "前略",
    "時下",
    "貴社ますます",
    "貴社益々",
    "御社ますます",
    "おはよう",
    "お疲れ",
    "おつかれ",
    "こんにちは",
    "こんばんは",
    "ご無沙汰",
    "ごぶさた",
    "お久しぶり",
    "新年",
    "明けまして",
    "謹賀新年",
    "残暑",
    "暑中",
    "寒中",
    "常々",
    "毎度",
    "いつもあり",
    "いつもご",
    "いつも当",
    "いつも弊",
    "先日来",
    "夜分",
    "早朝",
    "はじめまして",
    "初めまして",
];

/// What makes a sentence one of content, however it begins.
const CONTENT: [&str; 17] = [
    "申し訳",
    "お詫び",
    "おわび",
    "ご検討",
    "お見積",
    "ご提案",
    "ご返信",
    "ご連絡をいただ",
    "ご連絡いただ",
    "キャンセル",
    "欠品",
    "在庫",
    "遅れ",
    "お断り",
    "見送",
    "にもかかわらず",
    "ご指摘",
];

/// Whether a line or a sentence begins as a greeting does.
pub(super) fn opens(words: &str) -> bool {
    let words = words.trim_start();
    OPENINGS.iter().any(|opening| words.starts_with(opening)) || is_always(words) || is_season(words)
}

/// 「いつもみなと書店をご利用いただき…」
fn is_always(words: &str) -> bool {
    let thanks = ["ありがとう", "有難う", "有り難う", "御礼", "お礼", "感謝", "お世話に"];
    let custom = [
        "ご利用",
        "ご愛顧",
        "お引き立て",
        "お引立て",
        "お買い上げ",
        "ご用命",
        "お世話に",
        "ご愛用",
        "ご厚情",
        "ご高配",
        "ご支援",
        "お取引",
        "ご愛読",
    ];
    let always = ["いつも", "日頃", "平素", "毎度", "常々", "長年"];
    let begins = always.iter().any(|word| words.starts_with(word));
    begins && custom.iter().any(|word| words.contains(word)) && thanks.iter().any(|word| words.contains(word))
}

/// 「秋冷の候、貴社ますますご清栄のことと…」
fn is_season(words: &str) -> bool {
    let season = words.char_indices().take(12).any(|(at, _)| words[at..].starts_with("の候"));
    season
        || ["お慶び", "お喜び申し", "ご清栄", "ご清祥", "ご健勝のことと", "ご隆盛"]
            .iter()
            .any(|word| words.contains(word))
}

/// Marks the first sentences of the text that greet or say who we are.
/// In a text without any other frame a sentence that merely sounds like
/// an introduction is none.
pub(super) fn mark(sentences: &mut [Sentence], framed: bool) {
    let text: Vec<usize> = (0..sentences.len()).filter(|&at| sentences[at].part == Part::Body).take(MOST).collect();
    let mut greeted = false;
    let mut strange = false;
    for (index, at) in text.into_iter().enumerate() {
        let words = sentences[at].text();
        let introduces = is_introduction(words, greeted, framed && index == usize::from(strange));
        // We may name ourselves right behind a first sentence of thanks, but greet only before any content.
        let greets = introduces || !strange && is_greeting(words);
        if sentences[at].bullet || !greets && strange {
            return;
        }
        if greets {
            sentences[at].part = Part::Greeting;
            greeted = true;
            if strange {
                return;
            }
        } else if greeted {
            return;
        } else {
            // A title over the letter says nothing yet.
            let title = sentences[at].terminator.is_none() && words.chars().count() <= 30 && !ends_in_predicate(words);
            strange |= !title;
        }
    }
}

fn is_greeting(words: &str) -> bool {
    if words.chars().count() > 120 {
        return false;
    }
    let content =
        CONTENT.iter().any(|word| words.contains(word)) && !words.starts_with("突然の") && !words.starts_with("初めて");
    let thanks_for_answer =
        words.contains("にもかかわらず") || words.starts_with("突然の") && words.contains("ありがとう");
    if content || thanks_for_answer {
        return false;
    }
    // 「初めて」 and 「いつも」 begin other sentences too.
    let vague = [
        "初めて",
        "はじめて",
        "始めて",
        "突然",
        "いつもご",
        "いつも当",
        "いつも弊",
        "日頃",
        "日ごろ",
        "平素",
        "新年",
        "常々",
        "先日来",
        "毎度",
        "残暑",
        "寒中",
        "夜分",
        "早朝",
    ];
    if vague.iter().any(|opening| words.starts_with(opening)) {
        let set = [
            "連絡",
            "メール",
            "お便り",
            "失礼",
            "恐れ入",
            "申し上げ",
            "お世話",
            "ありがとう",
            "有難う",
            "御礼",
            "お礼",
            "感謝",
            "と申します",
            "賜り",
            "おめでとう",
            "見舞い",
        ];
        return set.iter().any(|word| words.contains(word));
    }
    opens(words) || is_custom(words)
}

/// 「このたびは当店をご利用いただき、誠にありがとうございます。」, with nothing more to it.
fn is_custom(words: &str) -> bool {
    let begins =
        ["このたびは", "この度は", "本日は", "当店を", "弊社を", "当社を"].iter().any(|word| words.starts_with(word));
    let used = words.contains("ご利用") && !words.contains("ご注文");
    begins && used && (words.contains("ありがとう") || words.contains("有難う")) && words.chars().count() <= 48
}

/// 「株式会社みなとの佐藤です」
fn is_introduction(words: &str, greeted: bool, first: bool) -> bool {
    let words = words.trim_end_matches(['。', '.', '!', ' ', '♪']);
    let length = words.chars().count();
    if length > 80 {
        return false;
    }
    if words.ends_with("と申します") || words.ends_with("と申し上げます") || words.ends_with("と申す者です")
    {
        return true;
    }
    let ends = ["でございます", "です", "であります"];
    let Some(name) = ends.iter().find_map(|end| words.strip_suffix(end)) else { return false };
    if length > 60 || is_noun_of_content(name) {
        return false;
    }
    let company = ["株式会社", "有限会社", "合同会社", "(株)", "法人"].iter().any(|word| name.contains(word));
    let firm = [
        "担当",
        "店長",
        "代表",
        "係",
        "課",
        "部の",
        "店の",
        "社の",
        "サポート",
        "事務局",
        "窓口",
        "センター",
        "ショップ",
        "店",
        "屋の",
    ];
    let named = company || firm.iter().any(|word| name.contains(word));
    let of = name.contains('の') || name.contains('、') || name.contains(' ');
    // 「お届け日は12月8日です」 and 「…を怠った当店の責任です」 speak of something.
    let topic = name.char_indices().any(|(at, c)| at > 0 && c == 'は' && !named) || name.contains("は、");
    let acts =
        name.contains('を') && !["を担当", "を務め", "をつとめ", "をして"].iter().any(|word| name.contains(word));
    let own =
        ["当店の", "当社の", "弊社の", "弊店の", "当方の", "私どもの", "私の"].iter().any(|word| name.contains(word));
    if topic || acts || own || name.contains('が') || name.chars().any(|c| c.is_ascii_digit()) {
        return false;
    }
    company || named && (greeted || first) || (greeted || first) && of && length <= 32 || greeted && length <= 20
}

/// Whether what stands before です is a thing rather than a person.
fn is_noun_of_content(name: &str) -> bool {
    let things = [
        "件",
        "お願い",
        "連絡",
        "案内",
        "知らせ",
        "詫び",
        "報告",
        "次第",
        "とおり",
        "通り",
        "ため",
        "こと",
        "もの",
        "はず",
        "予定",
        "状況",
        "ところ",
        "円",
        "日",
        "時",
        "個",
        "不要",
        "無料",
        "幸い",
        "残念",
        "可能",
        "必要",
        "限り",
        "所存",
        "お返事",
        "返信",
        "未定",
        "メール",
        "内容",
        "見込み",
        "以上",
        "相談",
        "回答",
        "質問",
        "の",
        "ん",
        "よう",
        "べき",
        "わけ",
        "幸甚",
        "御礼",
        "お礼",
    ];
    things.iter().any(|thing| name.ends_with(thing))
}
