//! A finding stands however the fault is worded, and a clean sentence stays clean: `ablation.toml` varies ten of each in
//! five ways. Run with `--nocapture` for the table.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use mailint::config::Settings;
use mailint::diagnostic::Severity;
use mailint::lint::lint;
use mailint::rule::{RuleSet, ScenarioRef};
use mailint::scenario::ScenarioSource;
use mailint::text::Text;
use serde::Deserialize;

static RULES: LazyLock<RuleSet> = LazyLock::new(mailint::builtin::rules);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    scenario: String,
    /// Empty for a clean sentence.
    category: String,
    original: String,
    variants: BTreeMap<String, String>,
}

/// The ways in which every case is varied.
const WAYS: [&str; 5] = ["kana", "order", "register", "synonym", "wrapped"];

/// Of a hundred, how many variants of faults must be found, and variants of clean sentences be left alone.
const FOUND: usize = 80;
const LEFT_ALONE: usize = 90;

/// Whether the text is judged as the case says.
fn right(case: &Case, content: &str) -> bool {
    let scenario = ScenarioRef { id: case.scenario.clone(), variant: None };
    let settings = Settings { scenario: Some((scenario, ScenarioSource::Option)), ..Settings::default() };
    let report = lint(&Text::new(content).expect("short"), &RULES, &settings);
    if case.category.is_empty() {
        report.findings.iter().all(|finding| finding.severity < Severity::Warning)
    } else {
        report.findings.iter().any(|finding| finding.rule.category() == case.category)
    }
}

#[test]
#[allow(clippy::print_stdout, reason = "the table is asked for with --nocapture")]
fn wording_changes_nothing() {
    let File { case: cases } = toml::from_str(include_str!("ablation.toml")).expect("cases");
    let mut rights = BTreeMap::from([(false, Vec::new()), (true, Vec::new())]);
    for case in &cases {
        assert!(case.variants.keys().map(String::as_str).eq(WAYS), "{}: varied in other ways", case.id);
        let judged: Vec<bool> = case.variants.values().map(|variant| right(case, variant)).collect();
        let shown: Vec<String> = WAYS
            .iter()
            .zip(&judged)
            .map(|(way, right)| format!("{way} {}", if *right { "ok" } else { "--" }))
            .collect();
        let original = if right(case, &case.original) { "ok" } else { "--" };
        println!("{:24} {:20} original {original}  {}", case.id, case.category, shown.join("  "));
        rights.entry(case.category.is_empty()).or_default().extend(judged);
    }
    for (clean, rights) in rights {
        let (least, what) = if clean { (LEFT_ALONE, "clean variants left alone") } else { (FOUND, "faults found") };
        let share = 100 * rights.iter().filter(|right| **right).count() / rights.len().max(1);
        println!("{what}: {share} of 100");
        assert!(rights.len() >= 50, "{what}: only {} variants", rights.len());
        assert!(share >= least, "{what}: {share} of 100, but at least {least} were");
    }
}
