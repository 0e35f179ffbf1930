//! Whatever a draft holds: no panic, no more than linear time, and no control character raw in what people see.

use std::time::{Duration, Instant};

use mailint::config::Settings;
use mailint::lint::{Report, lint, outline};
use mailint::report::{Entry, Format, Judged, Style, render};
use mailint::text::Text;
use proptest::prelude::*;

#[path = "builtin/mod.rs"]
mod builtin;

use builtin::RULES;

/// Twice the text may take so many times as long; quadratic time would be 4.
const MOST_GROWTH: f64 = 3.5;

/// More is a hang to whoever waits for it.
const LONGEST: Duration = Duration::from_secs(60);

fn judge(text: &Text) -> Report {
    lint(text, &RULES, &Settings::default())
}

/// What people and programs see of it.
fn shown(text: &Text, report: &Report) -> [String; 2] {
    [Format::Full, Format::Json].map(|format| {
        let entry = Entry::Judged(Judged { path: "draft.txt", text, report, about: None });
        let mut out = Vec::new();
        render(format, &[entry], Style { color: false }, &mut out).expect("a vector takes all");
        String::from_utf8(out).expect("UTF-8")
    })
}

/// Judges, outlines and renders; checks what must hold for every text.
fn survives(content: &str) {
    let text = Text::new(content).expect("short");
    let report = judge(&text);
    let _outline = outline(&text, &RULES, &Settings::default());
    for finding in &report.findings {
        assert!(!finding.spans.is_empty(), "{} stands nowhere in {content:?}", finding.rule);
        for fix in &finding.fixes {
            let ordered = fix.edits.windows(2).all(|pair| pair[0].span.end() <= pair[1].span.start());
            assert!(ordered && !fix.edits.is_empty(), "{} mends words twice in {content:?}", finding.rule);
        }
    }
    for out in shown(&text, &report) {
        let raw = out.chars().find(|&c| c != '\n' && mailint::report::visible::is_hidden(c));
        assert_eq!(raw, None, "{content:?} gets through in {out:?}");
    }
}

/// Pieces that mean something to one layer or another.
const PIECES: &[&str] = &[
    "件名：",
    "Subject: ",
    "株式会社山田商事",
    "営業部 佐藤様",
    "各位",
    "御中",
    "お世話になっております。",
    "申し訳ございません",
    "ですが、",
    "ありがとうございます",
    "ご検討いただき",
    "間違っておりました",
    "了解しました",
    "〇〇",
    "{{name}}",
    "【会社名】",
    "12月31日(月)",
    "2月30日",
    "「",
    "」",
    "『",
    "（",
    "）",
    "(",
    ")",
    "。",
    "、",
    "！？",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "　",
    " ",
    "\t",
    "> ",
    ">>>",
    "-----Original Message-----\n",
    "On 2026/01/05 佐藤 wrote:\n",
    "---\nscenario: stockout\n---\n",
    "記\n",
    "以上\n",
    "・",
    "- ",
    "1. ",
    "■",
    "────────\n",
    "敬具\n",
    "TEL 03-1234-5678\n",
    "ｶﾞ",
    "か\u{3099}",
    "㈱",
    "①",
    "𠮷",
    "👨‍👩‍👧",
    "~",
    "〜",
    "～",
    "\u{0}",
    "\u{1b}[31m",
    "\u{9b}",
    "\u{85}",
    "\u{2028}",
    "\u{202e}",
    "\u{feff}",
    "\u{200d}",
    "\u{fffd}",
    "\u{10ffff}",
    "a",
    "Ａ",
    "ない",
    "か",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_unicode(content in any::<Vec<char>>()) {
        survives(&content.into_iter().collect::<String>());
    }

    #[test]
    fn any_mixture_of_pieces(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..80)) {
        survives(&pieces.concat());
    }

    #[test]
    fn any_mixture_of_characters_that_matter(content in "[「」『』（）()。、\n\r 　>・:：様件名記以上〇{}×あのはがをご申し訳ないですますんか0-9/年月日\u{0}\u{1b}\u{3099}]{0,120}") {
        survives(&content);
    }

    /// A mail, cut and stitched together anywhere.
    #[test]
    fn any_damaged_mail(cuts in prop::collection::vec((0_usize..400, 0_usize..400), 1..6), noise in any::<char>()) {
        let chars: Vec<char> = include_str!("../examples/faulty/draft.txt").chars().collect();
        let mut content = String::new();
        for (a, b) in cuts {
            let (from, to) = (a.min(b).min(chars.len()), a.max(b).min(chars.len()));
            content.extend(&chars[from..to]);
            content.push(noise);
        }
        survives(&content);
    }
}

#[test]
fn single_strange_texts() {
    for content in [
        "",
        "\0",
        "」",
        "「",
        "\n",
        "\r",
        "\u{feff}",
        "\u{3099}",
        "件名：",
        "様",
        "。",
        "> ",
        "---\n",
        "---\n---\n",
        "\u{1b}[2J",
    ] {
        survives(content);
    }
}

fn repeated(piece: &str, times: usize) -> String {
    piece.repeat(times)
}

/// The best of some runs: what else the machine does only ever adds to it.
fn best(content: &str, runs: usize) -> Duration {
    let text = Text::new(content).expect("under the limit");
    let once = || {
        let start = Instant::now();
        let report = judge(&text);
        let time = start.elapsed();
        assert!(time < LONGEST, "{time:?} for {} bytes", text.len());
        drop(report);
        time
    };
    (0..runs).map(|_| once()).min().unwrap_or_default()
}

/// Shapes of text that could trap one layer or another, by a name and the piece that is repeated.
const SHAPES: &[(&str, &str)] = &[
    ("mail sentences", "このたびはご検討いただき、誠にありがとうございました。見送りとのこと、承知いたしました。\n"),
    ("one line of hiragana", "あ"),
    ("one line of kanji", "申"),
    ("one line of katakana", "ア"),
    ("one line of digits", "1"),
    ("one line of letters", "a"),
    ("one endless sentence", "申し訳ございませんが、ご検討いただき、間違っておりまして、"),
    ("findings in one sentence", "了解しました、すみません、"),
    ("findings in lines", "了解しました。\nすみません。\n"),
    ("opening brackets", "「"),
    ("closing brackets", "」"),
    ("brackets", "「あ」"),
    ("placeholders", "〇〇様"),
    ("braces", "{{"),
    ("quotation", "> "),
    ("quoted lines", "> お世話になっております。\n"),
    ("deeper and deeper lines", ">>>>>>>>>> >>>>>>>>>>\n"),
    ("blank lines", "\n"),
    ("carriage returns", "\r"),
    ("blanks", " "),
    ("wide blanks", "　"),
    ("bullets", "・ご用意できません\n"),
    ("rules", "────────\n"),
    ("wrapped lines", "このたびはご迷惑をおかけしまして申し訳ご\nざいません今後は気をつけますのでどうかよ\n"),
    ("subjects", "件名：お詫び\n"),
    ("addressees", "株式会社山田商事 営業部 佐藤様\n"),
    ("signatures", "TEL 03-1234-5678\n"),
    ("dates", "12月31日(月)"),
    ("NULs", "\0"),
    ("combining marks", "か\u{3099}"),
    ("emoji", "👨‍👩‍👧"),
    ("full stops", "。"),
    ("commas", "、"),
    ("question marks", "か？"),
    ("half-width kana", "ｶﾞ"),
];

/// The size of the smaller text: large enough that what grows faster shows, small enough that it can be waited for.
const SMALL: usize = 40_000;

/// Seconds below which a ratio says nothing.
const LEAST_TIME: f64 = 0.000_5;

#[test]
fn twice_the_text_takes_about_twice_the_time() {
    let mut wrong = Vec::new();
    for (name, piece) in SHAPES {
        let times = SMALL / piece.len();
        let (small, large) = (repeated(piece, times), repeated(piece, 2 * times));
        // What else the machine does can only make it look worse: what truly grows fails every time.
        let mut growths = (0..4).map(|_| {
            let (small, large) = (best(&small, 2), best(&large, 2));
            (large.as_secs_f64() / small.as_secs_f64().max(LEAST_TIME), small)
        });
        let mut worst = 0.0_f64;
        match growths.find(|&(growth, _)| {
            worst = worst.max(growth);
            growth < MOST_GROWTH
        }) {
            Some((growth, small)) => tell(name, growth, small),
            None => wrong.push(format!("{name}: {worst:.2}")),
        }
    }
    assert!(wrong.is_empty(), "grows faster than the text: {wrong:?}");
}

#[allow(clippy::print_stderr, reason = "figures for whoever runs the test with --nocapture")]
fn tell(name: &str, growth: f64, small: Duration) {
    eprintln!("{name:28} {growth:4.2}  {:7.1} ms for {SMALL} bytes", small.as_secs_f64() * 1e3);
}

#[test]
fn a_megabyte_in_one_line() {
    let sentences = repeated("このたびはご検討いただき、ありがとうございました。", (1 << 20) / 75);
    let endless = repeated("申し訳ございませんが、", (1 << 20) / 33);
    let letters = repeated("x", 1 << 20);
    for content in [sentences, endless, letters] {
        best(&content, 1);
    }
}

#[test]
fn a_hundred_thousand_lines() {
    best(&repeated("お世話になっております。\n", 100_000), 1);
    best(&repeated("\n", 100_000), 1);
    best(&repeated("・\r\n", 100_000), 1);
}

#[test]
fn deep_quotation() {
    best(&format!("お世話になっております。\n{}引用です。\n", repeated(">", 100_000)), 1);
    best(&format!("{}\n", repeated("> ", 100_000)), 1);
    best(&format!("{}あ{}\n", repeated("「", 100_000), repeated("」", 100_000)), 1);
}

#[test]
fn the_output_of_a_large_draft_can_be_had() {
    let text = Text::new(repeated("了解しました。すみません。〇〇\u{1b}[31m\n", 2_000)).expect("short");
    let report = judge(&text);
    assert!(!report.findings.is_empty());
    for out in shown(&text, &report) {
        assert!(!out.chars().any(|c| c != '\n' && mailint::report::visible::is_hidden(c)));
    }
}
