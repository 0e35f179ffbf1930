//! What the checks' tests share: the built-in rules, and the words that one of them flags.

use std::sync::OnceLock;

use crate::builtin;
use crate::calendar::Date;
use crate::config::Settings;
use crate::lint::lint;
use crate::rule::{Check, RuleSet, ScenarioRef};
use crate::scenario::ScenarioSource;
use crate::text::Text;

fn rules() -> &'static RuleSet {
    static RULES: OnceLock<RuleSet> = OnceLock::new();
    RULES.get_or_init(|| {
        let mut rules = builtin::rules();
        // Of two findings on the same words one speaks for both; rules that are written in words are not tested here.
        rules.rules.retain(|rule| matches!(*rule.check, Check::Coded { .. }));
        rules
    })
}

/// The words that a rule flags, with the severities.
pub(super) fn found(rule: &str, text: &str, settings: &Settings) -> Vec<(String, &'static str)> {
    let text = Text::new(text).expect("short");
    let report = lint(&text, rules(), settings);
    let of_rule = report.findings.iter().filter(|finding| finding.rule.as_str() == rule);
    of_rule
        .map(|finding| {
            let words: Vec<&str> = finding.spans.iter().map(|&span| text.slice(span)).collect();
            (words.concat(), finding.severity.as_str())
        })
        .collect()
}

fn words(rule: &str, text: &str, settings: &Settings) -> Vec<String> {
    found(rule, text, settings).into_iter().map(|(words, _)| words).collect()
}

fn of_scenario(id: &str) -> Settings {
    let scenario = ScenarioRef { id: id.to_owned(), variant: None };
    Settings { scenario: Some((scenario, ScenarioSource::Option)), ..Settings::default() }
}

/// The words that a rule flags in a text of no given kind.
pub(super) fn flagged(rule: &str, text: &str) -> Vec<String> {
    words(rule, text, &Settings::default())
}

/// The words that a rule flags in a text of that kind.
pub(super) fn flagged_in(scenario: &str, rule: &str, text: &str) -> Vec<String> {
    words(rule, text, &of_scenario(scenario))
}

/// The words that a rule flags on that day in a mail about a delay.
pub(super) fn flagged_on(rule: &str, text: &str, (year, month, day): (i32, u32, u32)) -> Vec<String> {
    words(rule, text, &Settings { today: Date::new(year, month, day), ..of_scenario("delay") })
}
