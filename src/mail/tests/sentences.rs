//! Sentences: lines joined, ends found, quotes and anchors.

use super::super::{Anchor, Document, Part, Subject};
use super::text;

fn sentences(content: &str) -> Vec<String> {
    let text = text(content);
    Document::parse(&text).sentences().iter().map(|sentence| sentence.text().to_owned()).collect()
}

fn quotes(content: &str) -> Vec<String> {
    let text = text(content);
    let document = Document::parse(&text);
    let quoted = |sentence: &super::super::Sentence| {
        sentence.quotes.iter().map(|range| sentence.text()[range.clone()].to_owned()).collect::<Vec<_>>()
    };
    document.sentences().iter().flat_map(quoted).collect()
}

#[test]
fn words_wrapped_in_their_middle_are_whole() {
    let mail = "このたびは、ご注文いただきました商品の納期が遅れており、誠に申し訳ご\n\
                ざいません。注文が集中したため、製造に通常よりも日数がかかっておりま\nす。";
    let expected = [
        "このたびは、ご注文いただきました商品の納期が遅れており、誠に申し訳ございません。",
        "注文が集中したため、製造に通常よりも日数がかかっております。",
    ];
    assert_eq!(sentences(mail), expected);
}

#[test]
fn phrases_on_lines_of_their_own_are_joined() {
    let mail = "このたびは、\nご注文いただきましたのに\nお届けできず\n申し訳ございません。";
    assert_eq!(sentences(mail), ["このたびは、ご注文いただきましたのにお届けできず申し訳ございません。"]);
}

#[test]
fn lines_without_full_stops_stay_apart() {
    let mail = "お世話になっております\n株式会社東の原です\n\n日程のご連絡ありがとうございます\n承知しました";
    let expected = ["お世話になっております", "株式会社東の原です", "日程のご連絡ありがとうございます", "承知しました"];
    assert_eq!(sentences(mail), expected);
}

#[test]
fn bullets_headings_and_labels_are_sentences_of_their_own() {
    let mail = "次のとおりです。\n・代金は全額お返し\nします\n・手数料はかかりません\n■ お届け先\n\
                住所：東京都港区\n氏名：山田\n【商品名】青い椅子\n以上";
    let expected = [
        "次のとおりです。",
        "代金は全額お返しします",
        "手数料はかかりません",
        "お届け先",
        "住所:東京都港区",
        "氏名:山田",
        "【商品名】青い椅子",
        "以上",
    ];
    assert_eq!(sentences(mail), expected);
}

#[test]
fn a_full_stop_in_brackets_does_not_end_the_sentence() {
    let mail = "「もう注文しません。二度と。」とのお言葉、重く受け止めます（以下同じ。）。次です。「終わり。」";
    let expected =
        ["「もう注文しません。二度と。」とのお言葉、重く受け止めます(以下同じ。)。", "次です。", "「終わり。」"];
    assert_eq!(sentences(mail), expected);
}

#[test]
fn a_lone_bracket_swallows_nothing() {
    assert_eq!(
        sentences("お詫びします」。「次に参ります。終わります。"),
        ["お詫びします」。", "「次に参ります。", "終わります。"]
    );
}

#[test]
fn terminators_are_told_whatever_their_width() {
    let text = text("本当ですか?はい! なぜ！？そう。すみません💦 Yahoo!ショッピングのhttps://a.example/?b=c です");
    let document = Document::parse(&text);
    let seen: Vec<Option<char>> = document.sentences().iter().map(|sentence| sentence.terminator).collect();
    assert_eq!(seen, [Some('？'), Some('！'), Some('？'), Some('。'), Some('💦'), None]);
}

#[test]
fn quotes_that_report_words_are_told_from_names() {
    assert_eq!(quotes("「なぜ届かないのですか」とのご指摘、ごもっともです。"), ["「なぜ届かないのですか」"]);
    assert_eq!(quotes("「話が違う、説明してほしい」というお声をいただきました。").len(), 1);
    assert_eq!(quotes("次のご意見をいただきました。\n・「店員の態度が悪い」\n・「電話がつながらない」").len(), 2);
    assert!(quotes("「青いカップ」と「赤い皿セット」をお送りします。").is_empty());
    assert!(quotes("『日本語の作法入門』をお届けします。「了解」と書きました。").is_empty());
}

#[test]
fn a_monster_sentence_is_cut() {
    let mail = "あいうえお、".repeat(5000);
    let cut = sentences(&mail);
    assert!(cut.len() > 5);
    assert!(cut.iter().all(|sentence| sentence.chars().count() <= 4000));
    assert!(cut.iter().all(|sentence| sentence.ends_with('、')));
}

#[test]
fn a_subject_is_absent_empty_or_given() {
    let absent = text("山田様\n\n承知しました。");
    assert!(matches!(Document::parse(&absent).subject(), Subject::Absent));
    let empty = text("件名：\n\n山田様\n\n承知しました。");
    let document = Document::parse(&empty);
    assert!(matches!(document.subject(), Subject::Empty(line) if empty.slice(line) == "件名："));
    let given = text("件名：Re: お詫び\n\n山田様");
    let document = Document::parse(&given);
    let Subject::Given(subject) = document.subject() else { panic!("a subject") };
    assert_eq!((subject.text(), given.slice(subject.span())), ("Re: お詫び", "Re: お詫び"));
}

#[test]
fn front_matter_is_read_and_may_hold_the_subject() {
    let mail = text("---\nscenario: stockout\nsubject: '欠品のお詫び'\n---\n山田様\n\n承知しました。");
    let document = Document::parse(&mail);
    assert_eq!(document.front_matter("scenario"), Some("stockout"));
    assert_eq!(document.front_matter("variant"), None);
    assert!(matches!(document.subject(), Subject::Given(subject) if subject.text() == "欠品のお詫び"));
    assert!(document.sentences().iter().all(|sentence| sentence.part != Part::FrontMatter));
    assert_eq!(Document::parse(&text("---\nお詫びします。\n---\n")).front_matter("a"), None);
}

#[test]
fn a_piece_of_a_mail_is_no_mail() {
    let excerpt = |content: &str| Document::parse(&text(content)).is_excerpt();
    assert!(excerpt("申し訳ございません。取り急ぎ、メールにて失礼いたします。お詫びまで。"));
    assert!(excerpt("通常は許されず、確認を怠った当店の責任でございます。本日から改めました。"));
    assert!(excerpt("井口様、先日はありがとうございました。"));
    assert!(excerpt(""));
    assert!(!excerpt("井口様\n\n承知しました。"));
    assert!(!excerpt("件名：\n承知しました。"));
    assert!(excerpt("お世話になっております。承知しました。"), "too little to say what it lacks");
    assert!(!excerpt("承知しました。\n\n今後ともよろしくお願いいたします。"));
    assert!(!excerpt("承知しました。\n\n株式会社みなと 佐藤\nTEL 03-0000-0000"));
}

#[test]
fn anchors_are_real_places() {
    let whole = text(
        "件名：御礼\n\n山田様\n\nお世話になっております。みなとの佐藤です。\n\n承知しました。また伺います。\n\n\
         今後ともよろしくお願いいたします。\n\n株式会社みなと 佐藤\n03-0000-0000\n\n> なぜですか。",
    );
    let document = Document::parse(&whole);
    let words = |anchor| whole.slice(document.anchor(anchor));
    assert_eq!(words(Anchor::Subject), "御礼");
    assert_eq!(words(Anchor::Addressee), "山田様");
    assert_eq!(words(Anchor::GreetingEnd), "みなとの佐藤です。");
    assert_eq!(words(Anchor::BodyStart), "承知しました。");
    assert_eq!(words(Anchor::BodyEnd), "また伺います。");
    assert_eq!(words(Anchor::ClosingStart), "今後ともよろしくお願いいたします。");
    assert_eq!(words(Anchor::End), "03-0000-0000");
    let bare = text("\n\n承知しました。また。\n");
    let document = Document::parse(&bare);
    let words = |anchor| bare.slice(document.anchor(anchor));
    assert_eq!(words(Anchor::Addressee), "承知しました。");
    assert_eq!(words(Anchor::ClosingStart), "また。");
    for anchor in Anchor::ALL {
        assert!(!document.anchor(anchor).is_empty());
        assert_eq!(Anchor::parse(anchor.as_str()), Some(anchor));
    }
}

#[test]
fn paragraphs_are_counted_by_blank_lines() {
    let mail = text("山田様\n\nお世話になっております。\n一つ目です。\n\n二つ目です。\n二つ目の続きです。");
    let document = Document::parse(&mail);
    let paragraphs: Vec<usize> = document.sentences().iter().map(|sentence| sentence.paragraph).collect();
    assert_eq!(paragraphs, [0, 1, 1, 2, 2]);
}
