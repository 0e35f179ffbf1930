//! The set phrases a mail ends with.

use super::{Part, Sentence};

/// Most closing sentences a mail has, words that stand alone (敬具, 以上) apart.
const MOST: usize = 3;

/// Marks the last sentences before the signature that close the mail.
pub(super) fn mark(sentences: &mut [Sentence]) {
    let is_text = |sentence: &Sentence| sentence.part == Part::Body;
    let mut end = sentences.len();
    // A postscript comes after the closing and is none.
    if let Some(postscript) = sentences.iter().rposition(|sentence| is_text(sentence) && is_postscript(sentence.text()))
    {
        let behind = sentences[postscript..].iter().filter(|sentence| is_text(sentence)).count();
        end = if behind <= 4 { postscript } else { end };
    }
    let mut closed = 0;
    let text: Vec<usize> = (0..end).rev().filter(|&at| is_text(&sentences[at])).take(MOST + 3).collect();
    for (index, at) in text.iter().copied().enumerate() {
        let words = sentences[at].text();
        let stands_alone = is_farewell(words);
        let last = index == 0;
        if !stands_alone && (closed >= MOST || sentences[at].bullet || !is_closing(words, last)) {
            return;
        }
        closed += usize::from(!stands_alone);
        sentences[at].part = Part::Closing;
    }
}

fn is_postscript(words: &str) -> bool {
    ["追伸", "追記", "P.S.", "PS:", "p.s.", "PS "].iter().any(|head| words.starts_with(head))
}

fn is_farewell(words: &str) -> bool {
    let word: String = words.chars().filter(|c| !c.is_whitespace()).take(8).collect();
    let word = word.trim_end_matches('。');
    ["敬具", "敬白", "謹白", "謹言", "草々", "早々", "不一", "かしこ", "以上", "以上です", "以上でございます"]
        .contains(&word)
}

fn is_closing(words: &str, last: bool) -> bool {
    let words = words.trim_end_matches(['。', '!', ' ']);
    let greets = ["よろしく", "宜しく", "よろしゅう"].iter().any(|word| words.contains(word));
    if greets && is_request_end(words) {
        return true;
    }
    let begins = [
        "まずは",
        "取り急ぎ",
        "取急ぎ",
        "とり急ぎ",
        "とりいそぎ",
        "略儀ながら",
        "末筆ながら",
        "末筆では",
        "以上、",
        "以上 ",
        "書面にて",
        "メールにて",
    ];
    let until = words.ends_with("まで") || words.ends_with("までに") || words.contains("かたがた");
    if begins.iter().any(|word| words.starts_with(word)) {
        return words.chars().count() <= 80;
    }
    if until && words.chars().count() <= 30 {
        return true;
    }
    let set = [
        "ご自愛",
        "お体",
        "お身体",
        "御身",
        "引き立てのほど",
        "お引き立て",
        "ご愛顧",
        "ご健勝",
        "ご発展",
        "ご活躍",
        "ご多幸",
        "ご盛栄",
        "メールにて失礼",
        "略儀ながら",
        "お祈り申し上げ",
    ];
    let wishes = [
        "お祈り",
        "ますように",
        "ください",
        "下さい",
        "ませ",
        "賜り",
        "申し上げます",
        "失礼いたします",
        "願い",
        "お待ち",
    ];
    if set.iter().any(|word| words.contains(word))
        && wishes.iter().any(|word| words.contains(word))
        && words.chars().count() <= 80
    {
        return true;
    }
    let again = ["重ねて", "改めて", "あらためて", "最後に"].iter().any(|word| words.starts_with(word))
        || words.contains("重ねて");
    last && again
        && ["お詫び", "おわび", "御礼", "お礼", "申し訳", "感謝"].iter().any(|word| words.contains(word))
        && words.chars().count() <= 60
}

/// Whether the sentence ends in the request itself, so that it is not a part of another.
fn is_request_end(words: &str) -> bool {
    let ends = [
        "お願いいたします",
        "お願い致します",
        "お願い申し上げます",
        "お願い申しあげます",
        "お願いします",
        "お願い申し上げる次第です",
        "よろしく",
        "宜しく",
        "お願いできますでしょうか",
        "お願いいたしたく存じます",
        "お願いいたしますとともに",
        "お願いできれば幸いです",
        "お願いもうしあげます",
        "願います",
        "お頼み申します",
        "お願いね",
        "お伝えください",
    ];
    ends.iter().any(|end| words.ends_with(end))
}
