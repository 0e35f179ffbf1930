//! Every output format on one sample: it looks as expected, it is true, and nothing raw reaches a terminal.
//!
//! `MAILINT_BLESS=1 cargo test --test report` rewrites the expected outputs; read the difference before committing.

use std::path::Path;

use mailint::diagnostic::{Confidence, Diagnostic, Edit, Fix, Identity, Related, RuleId, Severity};
use mailint::lint::Report;
use mailint::report::{Entry, Format, Judged, Place, Style, Trouble, View, render, trouble};
use mailint::text::{Span, Text};
use proptest::prelude::*;

#[path = "report/regions.rs"]
mod regions;
#[path = "report/sample.rs"]
mod sample;
#[path = "report/schemas.rs"]
mod schemas;

const PLAIN: Style = Style { color: false };

/// The sample, a clean draft of no kind, and one that could not be read.
fn rendered(format: Format, style: Style) -> String {
    viewed(format, &View::plain(style))
}

fn viewed(format: Format, view: &View<'_>) -> String {
    let (text, clean, broken) = (sample::text(), Text::new("拝啓\n").expect("short"), broken());
    let (report, nothing) = (sample::report(&text), Report::default());
    let entries = [
        Entry::Judged(Judged { path: "下書き/返信\u{1b}[7m.txt", text: &text, report: &report, about: None }),
        Entry::Judged(Judged { path: "::error::.txt", text: &clean, report: &nothing, about: None }),
        Entry::Failed(unread(&broken)),
    ];
    let mut out = Vec::new();
    render(format, &entries, view, &mut out).expect("a vector takes all");
    String::from_utf8(out).expect("UTF-8")
}

fn broken() -> Text {
    Text::new("拝啓\u{fffd}\u{fffd}\u{1b}").expect("short")
}

fn unread(text: &Text) -> Trouble<'_> {
    let span = text.span(6, 9).expect("on boundaries");
    let place = Place { text, span, first_line: 12 };
    Trouble {
        path: "sjis.txt",
        message: "12 行目に UTF-8 として読めない文字があります。",
        help: "UTF-8 で保存し直してください。",
        place: Some(place),
    }
}

/// Compares with a file under `tests/report/`, or rewrites it when asked to.
fn expect(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/report").join(name);
    if std::env::var_os("MAILINT_BLESS").is_some() {
        std::fs::write(&path, actual).expect("writable");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(expected == actual, "{} differs; it is now:\n{actual}", path.display());
}

#[test]
fn people_see_the_words_underlined() {
    expect("full.txt", &rendered(Format::Full, PLAIN));
}

#[test]
fn programs_get_what_they_read() {
    for (format, name) in [
        (Format::Text, "lines.txt"),
        (Format::Html, "page.html"),
        (Format::Json, "report.json"),
        (Format::Jsonl, "report.jsonl"),
        (Format::Sarif, "report.sarif"),
        (Format::Github, "github.txt"),
        (Format::Gitlab, "gitlab.json"),
        (Format::Rdjsonl, "report.rdjsonl"),
        (Format::Checkstyle, "checkstyle.xml"),
        (Format::Junit, "junit.xml"),
    ] {
        let mut out = rendered(format, PLAIN);
        // How the page looks is not compared.
        if let Some(style) = out.find("<style>\n").zip(out.find("</style>")) {
            out.replace_range(style.0 + "<style>\n".len()..style.1, "");
        }
        expect(name, &out);
    }
}

#[test]
fn a_trouble_shows_its_place() {
    let (text, mut out) = (broken(), Vec::new());
    trouble(&unread(&text), PLAIN, &mut out).expect("a vector takes all");
    trouble(
        &Trouble { path: "none.txt", message: "ファイルが見つかりません。", help: "", place: None },
        PLAIN,
        &mut out,
    )
    .expect("a vector takes all");
    expect("trouble.txt", &String::from_utf8(out).expect("UTF-8"));
}

#[test]
fn nothing_raw_reaches_a_terminal() {
    for format in Format::ALL {
        let out = rendered(format, PLAIN);
        let raw: Vec<char> = out.chars().filter(|&c| c != '\n' && mailint::report::visible::is_hidden(c)).collect();
        assert!(raw.is_empty(), "{format:?}: {raw:?}");
        for line in out.lines() {
            let command = line.trim_start().strip_prefix("::").is_some_and(|rest| rest.contains("::"));
            let ours = ["::error file=", "::warning file=", "::notice file="];
            let ours = format == Format::Github && ours.iter().any(|start| line.starts_with(start));
            assert!(ours || !command, "{format:?}: a CI runner would obey {line:?}");
            assert!(!line.contains("##["), "{format:?}: a CI runner would obey {line:?}");
        }
    }
}

#[test]
fn a_very_long_line_is_shown_in_part_with_its_true_column() {
    let draft = format!("{0}了解しました{0}", "𠮷".repeat(50_000));
    let text = Text::new(draft).expect("short");
    let mut report = sample::report(&sample::text());
    report.findings.truncate(3);
    let mut finding = report.findings.pop().expect("three");
    finding.fixes.clear();
    finding.spans = vec![text.span(200_000, 200_018).expect("on boundaries")];
    report.findings = vec![finding];
    let mut out = Vec::new();
    render(
        Format::Full,
        &[Entry::Judged(Judged { path: "long.txt", text: &text, report: &report, about: None })],
        &View::plain(PLAIN),
        &mut out,
    )
    .expect("a vector takes all");
    expect("long.txt", &String::from_utf8(out).expect("UTF-8"));
}

#[test]
fn colour_is_only_added() {
    let mut colored = rendered(Format::Full, Style { color: true });
    assert!(colored.contains('\u{1b}'), "no colour");
    while let Some(start) = colored.find("\u{1b}[") {
        let end = colored[start..].find('m').expect("only colours are set");
        let codes = &colored[start + 2..start + end];
        assert!(codes.chars().all(|c| c.is_ascii_digit() || c == ';'), "{codes:?}");
        colored.replace_range(start..=start + end, "");
    }
    let plain = rendered(Format::Full, PLAIN);
    assert_eq!(colored, plain);
}

/// Places between characters, as a finding on the text.
fn anywhere(text: &Text, places: &[(usize, usize)]) -> Diagnostic {
    let boundaries: Vec<usize> = (0..=text.len()).filter(|&at| text.as_str().is_char_boundary(at)).collect();
    let at = |place: usize| boundaries[place % boundaries.len()];
    let spans: Vec<Span> = places.iter().filter_map(|&(a, b)| text.span(at(a).min(at(b)), at(a).max(at(b)))).collect();
    let words = text.slice(spans[0]);
    Diagnostic {
        rule: RuleId::new("hygiene/any").expect("valid"),
        severity: Severity::Info,
        confidence: Confidence::Low,
        message: format!("「{words}」"),
        help: words.to_owned(),
        related: vec![Related { message: words.to_owned(), spans: spans.clone() }],
        fixes: vec![Fix { safe: true, edits: vec![Edit { span: spans[0], text: words.to_owned() }] }],
        spans,
        identity: Identity::default(),
    }
}

proptest! {
    #[test]
    fn no_text_and_no_place_panics_or_gets_through_raw(
        draft in "[あ𠮷ｶﾞか\u{3099}a :#\\[\t\r\n\u{0}\u{1b}\u{9b}\u{85}\u{2028}\u{202e}\u{200d}\u{feff}👨①]{0,60}",
        places in prop::collection::vec((0_usize..99, 0_usize..99), 1..4),
    ) {
        let text = Text::new(draft).expect("short");
        let report = Report { findings: vec![anywhere(&text, &places)], ..Report::default() };
        for format in Format::ALL {
            let mut out = Vec::new();
            let entry = Entry::Judged(Judged { path: "x", text: &text, report: &report, about: None });
            render(format, &[entry], &View::plain(PLAIN), &mut out)
                .expect("a vector takes all");
            let out = String::from_utf8(out).expect("UTF-8");
            prop_assert!(!out.chars().any(|c| c != '\n' && mailint::report::visible::is_hidden(c)), "{out:?}");
        }
    }
}
