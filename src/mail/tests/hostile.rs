//! Whatever the text is: no panic, every sentence a real place, and time in proportion.

use std::time::{Duration, Instant};

use proptest::prelude::{ProptestConfig, prop};
use proptest::proptest;

use super::super::{Anchor, Document};
use super::text;

/// Parses and checks what must hold for any text; returns the number of sentences.
fn check(content: &str) -> usize {
    let text = text(content);
    let document = Document::parse(&text);
    assert_eq!(document.lines().len(), text.line_count());
    let mut end = 0;
    for sentence in document.sentences() {
        assert!(sentence.span().start() >= end, "sentences in order, apart from each other");
        end = sentence.span().end();
        assert!(!sentence.text().is_empty());
        assert!(text.slice(sentence.span()).chars().count() <= 4000 || sentence.terminator.is_none());
        assert!(sentence.quotes.iter().all(|range| sentence.text().get(range.clone()).is_some()));
    }
    let written = !content.trim_start_matches('\u{feff}').trim().is_empty();
    for anchor in Anchor::ALL {
        assert!(!written || !document.anchor(anchor).is_empty(), "{anchor:?}");
    }
    document.is_excerpt();
    document.sentences().len()
}

#[test]
fn odd_texts_are_read() {
    let odd = [
        "",
        " ",
        "\n",
        "\n\n　\t\n",
        "」",
        "「",
        "件名",
        "件名：",
        "---",
        "---\n---",
        "---\na: b",
        "---\na: b\n---",
        ">",
        ">>>>",
        "|",
        "||",
        "-",
        "--",
        "-- ",
        "\0\0\0",
        "\u{feff}",
        "様",
        "\r",
        "\r\r\n",
        "。",
        "。。。",
        "！？",
        "・",
        "■",
        "①",
        "1.",
        "【】",
        "【",
        "::",
        "From:",
        "差出人: a\n件名: b\n宛先: c",
        "On \nwrote:",
        "\u{3099}",
        "**",
        "# ",
        "以上",
        "件名：a\n  \n b",
        "{{",
        "<%",
        "TEL",
        "「」",
        "「。」",
        "(。",
        "\u{200d}",
        "💦",
        "あ💦💦",
        "佐藤",
        "\u{fdfa}",
    ];
    for content in odd {
        check(content);
        check(&format!("山田様\n\n{content}\n承知しました。\n{content}\n佐藤\n{content}"));
    }
}

#[test]
fn huge_texts_take_time_in_proportion() {
    let huge = [
        "あ".repeat(350_000),
        "申し訳ございません。".repeat(35_000),
        "「".repeat(350_000),
        "（「".repeat(60_000) + &"」）".repeat(60_000),
        "」".repeat(350_000),
        "あ、\n".repeat(100_000),
        "\n".repeat(1_000_000),
        "> ".repeat(500_000),
        "> 引用\n".repeat(100_000),
        "-----Original Message-----\n> あ\n".repeat(30_000),
        "差出人: a\n件名: b\n宛先: c\n> あ\n".repeat(30_000),
        "差出人: a\n\n".repeat(60_000),
        "----------\n".repeat(90_000),
        "株式会社みなと\n".repeat(50_000),
        "山田様\n".repeat(100_000),
        "---\n".to_owned() + &"a: b\n".repeat(200_000),
        "\u{1f4a6}".repeat(250_000),
        "あ\u{1f4a6}".repeat(140_000),
        "\"".repeat(1_000_000),
        "!".repeat(1_000_000),
        "a:".repeat(500_000),
        "です".repeat(170_000),
        "・\n".repeat(250_000),
        "本メール\nあ\n".repeat(60_000),
    ];
    for content in huge {
        let start = Instant::now();
        check(&content);
        let head: String = content.chars().take(20).collect();
        // A second in an unoptimised build on a slow machine; quadratic work takes minutes.
        assert!(start.elapsed() < Duration::from_secs(8), "{head}: {:?}", start.elapsed());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(content in "\\PC*") {
        check(&content);
    }

    #[test]
    fn any_heap_of_mail_pieces_is_read(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        check(&pieces.concat());
    }
}

const PIECES: &[&str] = &[
    "\n",
    "\n",
    "\r\n",
    "　",
    " ",
    "\t",
    "件名：",
    "件名",
    "---\n",
    "--\n",
    "────\n",
    "> ",
    "|",
    "・",
    "- ",
    "■",
    "【",
    "】",
    "「",
    "」",
    "『",
    "』",
    "（",
    "）",
    "\"",
    "。",
    "、",
    "！",
    "？",
    "!",
    "?",
    "山田様",
    "株式会社みなと",
    "佐藤",
    "佐藤 花子",
    "お世話になっております",
    "申し訳ございません",
    "よろしくお願いいたします",
    "以上",
    "敬具",
    "記",
    "TEL 03-1234-5678",
    "a@b.example",
    "-----Original Message-----\n",
    "差出人: a\n",
    "件名: b\n",
    "宛先: c\n",
    "On x\n",
    "wrote:",
    "{{name}}様",
    "です",
    "ｶﾞ",
    "㈱",
    "💦",
    "\0",
    "\u{3099}",
    "ー",
    "お詫びまで",
    "※本メールは送信専用です",
    "追伸",
];
