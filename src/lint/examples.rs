//! Runs the examples that rules and elements carry: each `bad` is found at its marked words, each `good` is silent under
//! every rule of its scenario.

use std::sync::Arc;

use crate::config::Settings;
use crate::diagnostic::Severity;
use crate::rule::{Examples, Rule, RuleSet, ScenarioRef, SourceFile};
use crate::scenario::ScenarioSource;
use crate::text::Text;

use super::{lint_mail, outline};

/// An example that does not come out as its file says.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The file that holds it.
    pub file: Arc<SourceFile>,
    /// The example as written.
    pub example: String,
    /// What is wrong, in Japanese.
    pub message: String,
}

impl Failure {
    /// Where the example stands in its file; empty where it cannot be found as written.
    pub fn place(&self) -> std::ops::Range<usize> {
        let start = self.file.text.find(self.example.lines().next().unwrap_or_default());
        start.map_or(0..0, |start| start..start + self.example.lines().next().unwrap_or_default().len())
    }
}

/// Runs every example; what is not as it should be comes back. `read` gives the text of a mail file that is named.
pub fn run(rules: &RuleSet, read: &dyn Fn(&str) -> Option<String>) -> Vec<Failure> {
    let mut failures = Vec::new();
    for rule in &rules.rules {
        of_rule(rules, rule, read, &mut failures);
    }
    for (id, element) in rules.elements.iter().enumerate() {
        of_element(rules, (id, &element.examples, &element.file), &mut failures);
    }
    failures
}

fn of_rule(rules: &RuleSet, rule: &Rule, read: &dyn Fn(&str) -> Option<String>, failures: &mut Vec<Failure>) {
    let settings = settings(&rule.examples);
    let mut fail = |example: &str, message: String| {
        failures.push(Failure { file: Arc::clone(&rule.file), example: example.to_owned(), message });
    };
    let bad_mails = rule.examples.bad_mail.iter().map(|mail| (mail, mail_text(mail, read)));
    let bads = rule.examples.bad.iter().map(|text| (text, Some(text.clone()))).chain(bad_mails);
    for (shown, content) in bads {
        match content {
            None => fail(shown, "ファイルが読めません".to_owned()),
            Some(content) => {
                if let Some(message) = bad(rules, rule, &content, &settings) {
                    fail(shown, message);
                }
            }
        }
    }
    let good_mails = rule.examples.good_mail.iter().map(|mail| (mail, mail_text(mail, read)));
    let goods = rule.examples.good.iter().map(|text| (text, Some(text.clone()))).chain(good_mails);
    for (shown, content) in goods {
        match content {
            None => fail(shown, "ファイルが読めません".to_owned()),
            Some(content) => {
                if let Some(message) = good(rules, rule, &content, &settings) {
                    fail(shown, message);
                }
            }
        }
    }
}

/// A mail is written in the rule file where it has a line break, else it is a path.
fn mail_text(mail: &str, read: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    if mail.contains('\n') { Some(mail.to_owned()) } else { read(mail) }
}

fn settings(examples: &Examples) -> Settings {
    let given = |scenario: &ScenarioRef| (scenario.clone(), ScenarioSource::Option);
    Settings { scenario: examples.scenario.as_ref().map(given), ..Settings::default() }
}

fn bad(rules: &RuleSet, rule: &Rule, marked: &str, settings: &Settings) -> Option<String> {
    let (plain, wanted) = unmark(marked);
    let text = Text::new(plain).ok()?;
    let report = lint_mail(&text, &rule.examples.envelope, rules, settings);
    let of_rule: Vec<_> =
        report.findings.iter().filter(|finding| finding.rule.category() == rule.id.category()).collect();
    if of_rule.is_empty() {
        return Some("指摘されるはずの例ですが、指摘されません".to_owned());
    }
    let touches = |range: &std::ops::Range<usize>| {
        let Some(span) = text.span(range.start, range.end) else { return false };
        of_rule.iter().any(|finding| finding.spans.iter().any(|s| s.overlaps(span)))
    };
    let missed = wanted.iter().find(|range| !touches(range))?;
    Some(format!("「{}」が指摘されません", &text.as_str()[missed.clone()]))
}

fn good(rules: &RuleSet, rule: &Rule, content: &str, settings: &Settings) -> Option<String> {
    let text = Text::new(content).ok()?;
    let report = lint_mail(&text, &rule.examples.envelope, rules, settings);
    let grave = report.findings.iter().filter(|finding| finding.severity >= Severity::Warning);
    let told: Vec<String> = grave
        .map(|finding| {
            let words: String = finding.spans.iter().map(|&span| text.slice(span)).collect();
            format!("{} が「{words}」", finding.rule)
        })
        .collect();
    (!told.is_empty()).then(|| format!("指摘されないはずの例ですが、{}を指摘します", told.join("、")))
}

fn of_element(
    rules: &RuleSet,
    (id, examples, file): (usize, &Examples, &Arc<SourceFile>),
    failures: &mut Vec<Failure>,
) {
    let name = &rules.elements[id].name;
    let settings = settings(examples);
    let holds = |content: &str| {
        let text = Text::new(unmark(content).0).ok()?;
        Some(outline(&text, rules, &settings).elements.iter().any(|place| &place.name == name))
    };
    for example in &examples.bad {
        if holds(example) == Some(false) {
            let message = "この要素があるはずの例ですが、見つかりません".to_owned();
            failures.push(Failure { file: Arc::clone(file), example: example.clone(), message });
        }
    }
    for example in &examples.good {
        if holds(example) == Some(true) {
            let message = "この要素がないはずの例ですが、見つかります".to_owned();
            failures.push(Failure { file: Arc::clone(file), example: example.clone(), message });
        }
    }
}

/// The text without «», and the byte ranges they enclosed.
fn unmark(marked: &str) -> (String, Vec<std::ops::Range<usize>>) {
    let mut plain = String::new();
    let mut ranges = Vec::new();
    let mut open = None;
    for c in marked.chars() {
        match c {
            '«' => open = Some(plain.len()),
            '»' => ranges.extend(open.take().map(|start| start..plain.len())),
            c => plain.push(c),
        }
    }
    (plain, ranges)
}
