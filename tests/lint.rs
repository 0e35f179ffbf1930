//! How a finding is told: what is unsure is told one step milder, what stands together is underlined together.

use mailint::builtin;
use mailint::config::Settings;
use mailint::diagnostic::{Diagnostic, Severity};
use mailint::lint::lint;
use mailint::morph::Tokenizer;
use mailint::rule::{RuleSet, ScenarioRef, SourceFile, load};
use mailint::scenario::ScenarioSource;
use mailint::text::Text;

/// One rule, with the built-in elements and scenarios.
fn only(id: &str, rule: &str) -> RuleSet {
    let mut sources = builtin::sources();
    let path = format!("{id}.toml");
    sources.push(SourceFile { shown: path.clone(), path, text: rule.to_owned() });
    let mut rules = load(Tokenizer::embedded(), sources).expect("valid rules");
    // Of two findings of a category one speaks for both.
    rules.rules.retain(|rule| rule.id.as_str() == id);
    rules
}

fn of_rule(rules: &RuleSet, id: &str, scenario: &str, text: &str) -> Vec<Diagnostic> {
    let scenario = ScenarioRef { id: scenario.to_owned(), variant: None };
    let settings = Settings { scenario: Some((scenario, ScenarioSource::Option)), ..Settings::default() };
    let text = Text::new(text).expect("short");
    lint(&text, rules, &settings).findings.into_iter().filter(|finding| finding.rule.as_str() == id).collect()
}

/// A whole mail with this in its body.
fn mail(body: &str) -> String {
    format!(
        "件名：お見積もりの件\n\n株式会社ヒノデ商会\n岩瀬様\n\nカナメ木工の溝口です。\n{body}\n\n\
         カナメ木工　溝口 聡\n電話 0596-55-0148\n"
    )
}

#[test]
fn an_absence_is_a_hint_where_a_sentence_nearly_says_it() {
    // Nothing is enough.
    let rules = only(
        "missing/any-thanks",
        r#"
        severity = "warning"
        message = "感謝が見当たりません。"
        help = "「ありがとうございました」と書きます。"
        scenarios = ["decline-reply"]
        require = { elements = ["thanks"], min = 9, like = { labels = ["thanks"], enough = 1.0 }, anchor = "body.start" }
        "#,
    );
    let severity = |body: &str| {
        let found = of_rule(&rules, "missing/any-thanks", "decline-reply", &mail(body));
        found.iter().map(|finding| finding.severity).collect::<Vec<_>>()
    };
    assert_eq!(severity("ご検討いただき、ありがとうございました。"), [Severity::Info]);
    assert_eq!(severity("板の厚みは30ミリでございます。"), [Severity::Warning]);
}

#[test]
fn words_unlike_their_category_are_a_hint() {
    let rules = only(
        "excuse/any-board",
        r#"
        severity = "warning"
        likeness = 0.00001
        message = "板の話です。"
        help = "「板」と書きません。"
        scenarios = ["complaint"]
        any = ["板", "繁忙期"]
        "#,
    );
    let severity = |text: &str| {
        let found = of_rule(&rules, "excuse/any-board", "complaint", text);
        found.iter().map(|finding| finding.severity).collect::<Vec<_>>()
    };
    assert_eq!(severity("板の厚みは30ミリでございます。"), [Severity::Info]);
    let excuse = "ただ、繁忙期で人手が足りず、とても確認まで手が回らなかったのです。";
    assert_eq!(severity(excuse), [Severity::Warning]);
}

#[test]
fn apologies_in_a_row_are_underlined_together() {
    let body = "お待たせして申し訳ございません。ご不便をおかけし、お詫び申し上げます。重ねてお詫び申し上げます。";
    let found = of_rule(&builtin::rules(), "over-apology/in-a-row", "delay", &mail(body));
    let spans: Vec<usize> = found.iter().map(|finding| finding.spans.len()).collect();
    assert_eq!(spans, [3], "{found:?}");
}
