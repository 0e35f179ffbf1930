//! The mails under `examples/`: a good one has nothing at warning or above, of a faulty one exactly what its file says
//! is found. Each NAME.txt has a NAME.toml beside it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use mailint::config::Settings;
use mailint::diagnostic::{Diagnostic, Severity};
use mailint::lint::{Report, lint};
use mailint::text::{Span, Text};
use serde::Deserialize;

#[path = "builtin/mod.rs"]
mod builtin;

use builtin::RULES;

/// The issue asks for so many mails.
const LEAST_MAILS: usize = 24;

/// What is expected of a mail.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    scenario: String,
    variant: Option<String>,
    #[serde(default, rename = "finding")]
    findings: Vec<Finding>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Finding {
    category: String,
    /// The words; none for what is absent.
    text: Option<String>,
}

struct Mail {
    name: String,
    text: Text,
    expected: Expected,
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)
}

fn with_extension(name: &str, extension: &str) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(folder(name)).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .map(|path| path.with_extension(""))
        .collect()
}

fn mails(name: &str) -> Vec<Mail> {
    with_extension(name, "txt")
        .into_iter()
        .map(|path| {
            let shown = path.display().to_string();
            let read = |extension| {
                fs::read_to_string(path.with_extension(extension)).unwrap_or_else(|e| panic!("{shown}: {e}"))
            };
            let expected = toml::from_str(&read("toml")).unwrap_or_else(|error| panic!("{shown}.toml: {error}"));
            Mail {
                name: format!("{name}/{}", shown.rsplit('/').next().unwrap_or(&shown)),
                text: Text::new(read("txt")).expect("short"),
                expected,
            }
        })
        .collect()
}

/// What is not as expected, a line each.
fn judge(mail: &Mail) -> Vec<String> {
    let report = lint(&mail.text, &RULES, &Settings::default());
    let mut wrong = Vec::new();
    wrong.extend(scenario(mail, &report));
    for expected in &mail.expected.findings {
        if !report.findings.iter().any(|finding| fits(mail, expected, finding)) {
            wrong.push(format!("not found: {} 「{}」", expected.category, expected.text.as_deref().unwrap_or("")));
        }
    }
    for finding in report.findings.iter().filter(|finding| finding.severity >= Severity::Warning) {
        if !mail.expected.findings.iter().any(|expected| fits(mail, expected, finding)) {
            let words: String = finding.spans.iter().map(|&span| mail.text.slice(span)).collect();
            wrong.push(format!("not expected: {} 「{words}」", finding.rule));
        }
    }
    wrong.into_iter().map(|what| format!("{}: {what}", mail.name)).collect()
}

fn scenario(mail: &Mail, report: &Report) -> Option<String> {
    let expected = (Some(mail.expected.scenario.as_str()), mail.expected.variant.as_deref());
    let found = (report.scenario.id.as_deref(), report.scenario.variant.as_deref());
    let right = found.0 == expected.0 && (expected.1.is_none() || found.1 == expected.1);
    (!right).then(|| format!("taken for {found:?}, but is {expected:?}"))
}

/// Of that category, and on some of the words.
fn fits(mail: &Mail, expected: &Finding, finding: &Diagnostic) -> bool {
    let Some(words) = &expected.text else { return finding.rule.category() == expected.category };
    let on_words = |place: Span| finding.spans.iter().any(|span| span.overlaps(place));
    finding.rule.category() == expected.category && places(&mail.text, words).into_iter().any(on_words)
}

/// Where the words stand, line breaks in the mail or in the words left aside.
fn places(text: &Text, words: &str) -> Vec<Span> {
    let is_break = |c: &char| matches!(c, '\n' | '\r');
    let (mut joined, mut offsets) = (String::new(), Vec::new());
    for (at, c) in text.as_str().char_indices().filter(|(_, c)| !is_break(c)) {
        offsets.extend(std::iter::repeat_n(at, c.len_utf8()));
        joined.push(c);
    }
    let words: String = words.chars().filter(|c| !is_break(c)).collect();
    let place = |(start, found): (usize, &str)| {
        let last = found.chars().next_back()?;
        let end = offsets[start + found.len() - 1] + last.len_utf8();
        text.span(offsets[start], end)
    };
    joined.match_indices(words.as_str()).filter_map(place).collect()
}

fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn good_mails_pass() {
    none(&mails("good").iter().flat_map(judge).collect::<Vec<_>>());
}

#[test]
fn faulty_mails_are_found_out() {
    none(&mails("faulty").iter().flat_map(judge).collect::<Vec<_>>());
}

#[test]
fn what_is_expected_can_be_found() {
    let known: BTreeSet<&str> = RULES.rules.iter().map(|rule| rule.id.category()).collect();
    let mut wrong = Vec::new();
    for mail in mails("good") {
        if !mail.expected.findings.is_empty() {
            wrong.push(format!("{}: a good mail expects findings", mail.name));
        }
    }
    for mail in mails("faulty") {
        if mail.expected.findings.is_empty() {
            wrong.push(format!("{}: a faulty mail expects no finding", mail.name));
        }
        for expected in &mail.expected.findings {
            let written = expected.text.as_ref().is_none_or(|words| !places(&mail.text, words).is_empty());
            if !written || !known.contains(expected.category.as_str()) {
                wrong.push(format!("{}: {expected:?}", mail.name));
            }
        }
    }
    none(&wrong);
}

#[test]
fn there_are_good_and_faulty_mails_for_every_scenario() {
    let mut count = 0;
    for name in ["good", "faulty"] {
        assert_eq!(with_extension(name, "txt"), with_extension(name, "toml"), "each mail has its expectations");
        let mails = mails(name);
        count += mails.len();
        for scenario in &RULES.scenarios {
            let there = mails.iter().any(|mail| mail.expected.scenario == scenario.id);
            assert!(there, "no {name} mail for {}", scenario.id);
        }
    }
    assert!(count >= LEAST_MAILS, "{count} mails only");
    for scenario in &RULES.scenarios {
        for variant in scenario.variants.iter() {
            let of_variant = |mail: &Mail| {
                mail.expected.variant.as_ref() == Some(&variant.id) && mail.expected.scenario == scenario.id
            };
            let there = mails("good").iter().chain(&mails("faulty")).any(of_variant);
            assert!(there, "no mail for {}/{}", scenario.id, variant.id);
        }
    }
}
