//! Every output format on one sample: it looks as expected, it is true, and nothing raw reaches a terminal.
//!
//! `MAILINT_BLESS=1 cargo test --test report` rewrites the expected outputs; read the difference before committing.

use std::path::Path;

use mailint::diagnostic::{Confidence, Diagnostic, Edit, Fix, Related, RuleId, Severity};
use mailint::lint::Report;
use mailint::report::{Entry, Format, Judged, Place, Style, Trouble, render, trouble};
use mailint::text::{Span, Text};
use proptest::prelude::*;
use serde_json::Value;

#[path = "report/sample.rs"]
mod sample;

const PLAIN: Style = Style { color: false };

/// The sample, a clean draft of no kind, and one that could not be read.
fn rendered(format: Format, style: Style) -> String {
    let (text, clean, broken) = (sample::text(), Text::new("拝啓\n").expect("short"), broken());
    let (report, nothing) = (sample::report(&text), Report::default());
    let entries = [
        Entry::Judged(Judged { path: "下書き/返信\u{1b}[7m.txt", text: &text, report: &report, about: None }),
        Entry::Judged(Judged { path: "::error::.txt", text: &clean, report: &nothing, about: None }),
        Entry::Failed(unread(&broken)),
    ];
    let mut out = Vec::new();
    render(format, &entries, style, &mut out).expect("a vector takes all");
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
fn programs_get_one_document() {
    expect("report.json", &rendered(Format::Json, PLAIN));
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
    for format in [Format::Full, Format::Json] {
        let out = rendered(format, PLAIN);
        let raw: Vec<char> = out.chars().filter(|&c| c != '\n' && mailint::report::visible::is_hidden(c)).collect();
        assert!(raw.is_empty(), "{format:?}: {raw:?}");
        for line in out.lines() {
            let command = line.trim_start().strip_prefix("::").is_some_and(|rest| rest.contains("::"));
            assert!(!command, "a CI runner would obey {line:?}");
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
        PLAIN,
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

#[test]
fn json_fits_its_schema() {
    let schema: Value = serde_json::from_str(include_str!("../schema/report.schema.json")).expect("JSON");
    jsonschema::meta::validate(&schema).expect("a valid schema");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let report: Value = serde_json::from_str(&rendered(Format::Json, PLAIN)).expect("JSON");
    let wrong: Vec<String> = validator.iter_errors(&report).map(|error| format!("{error}")).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let mut other = report;
    other["files"][0]["findings"][0]["span"]["start"]["column"] = 0.into();
    assert!(!validator.is_valid(&other), "a schema that forbids nothing");
}

#[test]
fn json_regions_hold_the_flagged_words() {
    let text = sample::text();
    let report: Value = serde_json::from_str(&rendered(Format::Json, PLAIN)).expect("JSON");
    let findings = report["files"][0]["findings"].as_array().expect("a list");
    assert_eq!(findings.len(), sample::FLAGGED.len());
    for (finding, flagged) in findings.iter().zip(sample::FLAGGED) {
        assert_eq!(finding["text"], flagged);
        // A wrapped finding's region holds the line break and the indent that its words do not.
        let words = |region: &str| region.replace("\r\n　", "");
        assert_eq!(words(&by_bytes(&text, &finding["span"])), flagged);
        assert_eq!(words(&by_columns(&text, &finding["span"], "column")), flagged);
        assert_eq!(words(&by_columns(&text, &finding["span"], "utf16")), flagged);
    }
    let start = &findings[0]["span"]["start"];
    assert_eq!((number(start, "column"), number(start, "utf16")), (6, 7));
    let edit = &findings[2]["fixes"][0]["edits"][0];
    assert_eq!(by_bytes(&text, &edit["span"]), "了解しました");
    let related = &findings[5]["related"][1];
    assert_eq!(by_columns(&text, &related["span"], "column"), "弊社は忙しく、ご返信");
}

fn number(place: &Value, unit: &str) -> usize {
    place[unit].as_u64().and_then(|number| usize::try_from(number).ok()).expect("a number")
}

fn by_bytes(text: &Text, span: &Value) -> String {
    text.as_str()[number(&span["start"], "byte")..number(&span["end"], "byte")].to_owned()
}

/// Slices as an editor does, from line and column, without asking [`Text`] where a line begins.
fn by_columns(text: &Text, span: &Value, unit: &str) -> String {
    let offset = |place: &Value| {
        let mut rest = text.as_str();
        for _ in 1..number(place, "line") {
            let end = rest.find(['\r', '\n']).expect("a line more");
            rest = &rest[end..];
            rest = rest.strip_prefix("\r\n").unwrap_or_else(|| &rest[1..]);
        }
        let mut left = number(place, unit) - 1;
        let mut chars = rest.chars();
        while left > 0 {
            let c = chars.next().expect("a character more");
            left -= if unit == "utf16" { c.len_utf16() } else { 1 };
        }
        text.len() - chars.as_str().len()
    };
    text.as_str()[offset(&span["start"])..offset(&span["end"])].to_owned()
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
        for format in [Format::Full, Format::Json] {
            let mut out = Vec::new();
            render(format, &[Entry::Judged(Judged { path: "x", text: &text, report: &report, about: None })], PLAIN, &mut out)
                .expect("a vector takes all");
            let out = String::from_utf8(out).expect("UTF-8");
            prop_assert!(!out.chars().any(|c| c != '\n' && mailint::report::visible::is_hidden(c)), "{out:?}");
        }
    }
}
