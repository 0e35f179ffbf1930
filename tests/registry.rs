//! What must hold for every built-in rule, element and scenario, whoever wrote it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use mailint::config::Settings;
use mailint::diagnostic::{Confidence, Diagnostic, Fix, RuleId, Severity};
use mailint::lint::{examples, lint, lint_mail};
use mailint::rule::{Rule, RuleSet};
use mailint::scenario::ScenarioSource;
use mailint::text::Text;

#[path = "builtin/mod.rs"]
mod builtin;

use builtin::RULES;

/// The categories of design.md section 2. A rule in another one is a mistake, a category without a rule a gap.
const CATEGORIES: &[&str] = &[
    "rebuttal",
    "interrogation",
    "excuse",
    "blame-shift",
    "hard-sell",
    "overpromise",
    "guilt-trip",
    "vague-prevention",
    "conditional-apology",
    "minimizing",
    "demanding",
    "impersonal",
    "casual-tone",
    "keigo-error",
    "placeholder",
    "ambiguous-refusal",
    "over-apology",
    "legal-risk",
    "hygiene",
    "missing/thanks",
    "missing/next-contact",
    "missing/respect",
    "missing/apology",
    "missing/cause",
    "missing/prevention",
    "missing/follow-up",
    "missing/alternative",
    "missing/refund",
    "missing/date",
    "missing/addressee",
    "missing/signature",
    "missing/subject",
    "late/thanks",
    "late/apology",
    "length/too-long",
    "length/curt",
    "length/sentence",
];

/// The scenarios of design.md section 2 with their variants.
const SCENARIOS: &[(&str, &[&str])] = &[
    ("appointment-cancel", &[]),
    ("complaint", &["billing-error", "conduct", "data-leak", "defect", "wrong-shipment"]),
    ("decline-reply", &["discount", "estimate", "meeting", "order-cancel", "proposal"]),
    ("delay", &[]),
    ("refusal", &[]),
    ("stockout", &["defect", "discontinued", "partial", "restock", "substitute"]),
];

/// Names that messages and helps may have filled in, besides a rule's own captures.
const PLACEHOLDERS: &[&str] = &["match", "count", "max", "found", "within", "scenario", "expected"];

/// The most of a message's line: more is not read.
const LONGEST_MESSAGE: usize = 100;

/// Tells all that is wrong at once.
fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Of each rule, what is wrong with it, if anything.
fn each(judge: impl Fn(&Rule) -> Vec<String>) {
    let told = |rule: &Rule| judge(rule).into_iter().map(|what| format!("{}: {what}", rule.id)).collect::<Vec<_>>();
    none(&RULES.rules.iter().flat_map(told).collect::<Vec<_>>());
}

fn is_japanese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, 'ぁ'..='ヿ'))
}

fn counted(rule: &Rule) -> (usize, usize) {
    let examples = &rule.examples;
    (examples.bad.len() + examples.bad_mail.len(), examples.good.len() + examples.good_mail.len())
}

/// A file that an example names, by its path in the repository.
fn read(path: &str) -> Option<String> {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).ok()
}

#[test]
fn ids_are_paths_sorted_and_unique() {
    each(|rule| {
        let path = format!("{}.toml", rule.id);
        if rule.file.path == path && RuleId::new(rule.id.as_str()).is_some() {
            Vec::new()
        } else {
            vec![format!("its file is {}", rule.file.path)]
        }
    });
    let ids: Vec<&str> = RULES.rules.iter().map(|rule| rule.id.as_str()).collect();
    assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "not sorted, or twice the same: {ids:?}");
    let names: Vec<&str> = RULES.elements.iter().map(|element| element.name.as_str()).collect();
    assert!(names.windows(2).all(|pair| pair[0] < pair[1]), "not sorted, or twice the same: {names:?}");
}

#[test]
fn every_category_has_a_rule_and_no_rule_another_category() {
    let there: BTreeSet<&str> = RULES.rules.iter().map(|rule| rule.id.category()).collect();
    let designed: BTreeSet<&str> = CATEGORIES.iter().copied().collect();
    assert_eq!(there, designed);
}

#[test]
fn every_scenario_and_variant_is_there() {
    let there: BTreeMap<&str, BTreeSet<&str>> = RULES
        .scenarios
        .iter()
        .map(|scenario| (scenario.id.as_str(), scenario.variants.iter().map(|variant| variant.id.as_str()).collect()))
        .collect();
    let designed: BTreeMap<&str, BTreeSet<&str>> =
        SCENARIOS.iter().map(|(id, variants)| (*id, variants.iter().copied().collect())).collect();
    assert_eq!(there, designed);
    for scenario in &RULES.scenarios {
        assert!(
            !scenario.cues.is_empty() && !scenario.required.is_empty(),
            "{} has no cues or no elements",
            scenario.id
        );
        assert!(is_japanese(&scenario.title), "{} has no title", scenario.id);
        for variant in scenario.variants.iter() {
            assert!(!variant.cues.is_empty() && !variant.title.is_empty(), "{}/{}", scenario.id, variant.id);
        }
    }
}

#[test]
fn messages_are_one_japanese_line() {
    each(|rule| {
        let message = &rule.message;
        let mut wrong = Vec::new();
        if message.trim().is_empty() || message.lines().count() != 1 || message.trim() != message {
            wrong.push(format!("the message is not one line: {message:?}"));
        }
        if !is_japanese(message) || !message.ends_with('。') {
            wrong.push(format!("the message is not a Japanese sentence: {message:?}"));
        }
        if message.chars().count() > LONGEST_MESSAGE {
            wrong.push(format!("the message is too long to be read: {message:?}"));
        }
        wrong
    });
}

#[test]
fn placeholders_are_known() {
    let known = |rule: &Rule, name: &str| {
        PLACEHOLDERS.contains(&name)
            || rule.file.text.contains(&format!("capture = \"{name}\""))
            || rule.file.text.contains(&format!("?<{name}>"))
    };
    each(|rule| {
        let names = [&rule.message, &rule.help].into_iter().flat_map(|text| braced(text));
        names.filter(|name| !known(rule, name)).map(|name| format!("nothing fills {{{name}}}")).collect()
    });
}

/// The names between single braces. `{{name}}` is shown as an example of a template.
fn braced(text: &str) -> Vec<String> {
    let single = text.replace("{{", "").replace("}}", "");
    single.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect()
}

#[test]
fn helps_give_a_sentence_to_write_and_whys_say_why() {
    each(|rule| {
        let mut wrong = Vec::new();
        if !is_japanese(&rule.help) || rule.help.lines().count() != 1 {
            wrong.push(format!("the help is not a Japanese line: {:?}", rule.help));
        }
        // Where the words themselves say what comes instead, or a correction of characters is all there is to do.
        let plain = !rule.fixes.is_empty() || matches!(rule.id.category(), "hygiene" | "placeholder");
        if !plain && !rule.help.contains('「') && !rule.help.contains("例:") && !rule.help.contains("例：") {
            wrong.push(format!("the help gives no sentence to write: {:?}", rule.help));
        }
        if !is_japanese(&rule.why) {
            wrong.push("no why".to_owned());
        }
        if *rule.why == rule.message || *rule.why == rule.help {
            wrong.push("the why only repeats".to_owned());
        }
        wrong
    });
}

#[test]
fn rules_carry_tags_and_examples() {
    each(|rule| {
        let mut wrong = Vec::new();
        if rule.tags.is_empty() || rule.tags.iter().any(|tag| tag.trim().is_empty()) {
            wrong.push("no tags".to_owned());
        }
        let (bad, good) = counted(rule);
        if bad < 2 || good < 2 {
            wrong.push(format!("{bad} bad and {good} good examples, but two of each are needed"));
        }
        let all = rule.examples.bad.iter().chain(&rule.examples.good);
        let all: Vec<&String> = all.chain(&rule.examples.bad_mail).chain(&rule.examples.good_mail).collect();
        if all.iter().collect::<BTreeSet<_>>().len() < all.len() {
            wrong.push("an example twice".to_owned());
        }
        wrong
    });
}

#[test]
fn elements_carry_titles_and_examples() {
    let told = RULES.elements.iter().filter_map(|element| {
        let (bad, good) = (element.examples.bad.len(), element.examples.good.len());
        let right = bad >= 2 && good >= 1 && is_or_has_kanji(&element.title);
        (!right).then(|| format!("{}: title {:?}, {bad} bad and {good} good examples", element.name, element.title))
    });
    none(&told.collect::<Vec<_>>());
}

fn is_or_has_kanji(text: &str) -> bool {
    is_japanese(text) || text.chars().any(|c| matches!(c, '一'..='鿿'))
}

#[test]
fn what_a_rule_refers_to_exists() {
    each(|rule| {
        let refs = rule.refs.iter().filter(|reference| {
            reference.title.trim().is_empty() || reference.url.as_ref().is_some_and(|url| !url.starts_with("https://"))
        });
        refs.map(|reference| format!("a source without title or with a doubtful address: {reference:?}")).collect()
    });
}

#[test]
fn all_examples_come_out_as_their_files_say() {
    let failures = examples::run(&RULES, &read);
    let told = failures.iter().map(|failure| {
        let line = failure.file.text[..failure.place().start].matches('\n').count() + 1;
        format!("{}:{line}: {}: {}", failure.file.shown, failure.message, failure.example)
    });
    none(&told.collect::<Vec<_>>());
}

#[test]
fn safe_fixes_name_the_words_they_replace() {
    each(|rule| {
        let blind = rule.fixes.iter().filter(|fix| fix.safe && fix.from.as_ref().is_none_or(String::is_empty));
        let idle = rule.fixes.iter().filter(|fix| fix.from.as_ref() == Some(&fix.to));
        let blind = blind.map(|fix| format!("the safe fix to 「{}」 has no `from`", fix.to));
        blind.chain(idle.map(|fix| format!("the fix to 「{}」 changes nothing", fix.to))).collect()
    });
}

#[test]
fn no_two_safe_fixes_undo_each_other() {
    let safe: Vec<(&RuleId, &str, &str)> = RULES
        .rules
        .iter()
        .flat_map(|rule| rule.fixes.iter().filter(|fix| fix.safe).map(move |fix| (&rule.id, fix)))
        .filter_map(|(id, fix)| Some((id, fix.from.as_deref()?, fix.to.as_str())))
        .collect();
    let mut wrong = Vec::new();
    for (id, from, _) in &safe {
        let mut words = (*from).to_owned();
        let mut seen = BTreeSet::from([words.clone()]);
        while let Some((by, from, to)) = safe.iter().find(|(_, from, _)| words.contains(from)) {
            words = words.replacen(from, to, 1);
            if seen.len() > 100 || !seen.insert(words.clone()) {
                wrong.push(format!(
                    "{id}: 「{}」 is mended for ever, lastly by {by} to 「{words}」",
                    seen.iter().next().map_or("", |s| s)
                ));
                break;
            }
        }
    }
    none(&wrong);
}

/// A rule's bad examples, plain, with the settings they are judged in.
fn bad_texts(rule: &Rule) -> (Vec<String>, Settings) {
    let given = rule.examples.scenario.clone().map(|scenario| (scenario, ScenarioSource::Option));
    let mails = rule
        .examples
        .bad_mail
        .iter()
        .filter_map(|mail| if mail.contains('\n') { Some(mail.clone()) } else { read(mail) });
    let texts = rule.examples.bad.iter().cloned().chain(mails).map(|text| text.replace(['«', '»'], ""));
    (texts.collect(), Settings { scenario: given, ..Settings::default() })
}

/// The text with a fix's edits in it.
fn mended(text: &Text, fix: &Fix) -> String {
    let mut content = text.as_str().to_owned();
    for edit in fix.edits.iter().rev() {
        content.replace_range(edit.span.start()..edit.span.end(), &edit.text);
    }
    content
}

/// What is at warning or above, by rule, with how often.
fn grave(findings: &[Diagnostic]) -> BTreeMap<&RuleId, usize> {
    let mut count = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.severity >= Severity::Warning) {
        *count.entry(&finding.rule).or_default() += 1;
    }
    count
}

fn of_rule(findings: &[Diagnostic], rule: &Rule) -> usize {
    findings.iter().filter(|finding| finding.rule == rule.id).count()
}

#[test]
fn a_fix_mends_its_finding_and_makes_no_new_one() {
    let mut tried = 0;
    let mut wrong = Vec::new();
    for rule in RULES.rules.iter().filter(|rule| !rule.fixes.is_empty()) {
        let (texts, settings) = bad_texts(rule);
        for content in texts {
            let text = Text::new(content).expect("short");
            let before = lint(&text, &RULES, &settings);
            for fix in before.findings.iter().filter(|finding| finding.rule == rule.id).flat_map(|f| &f.fixes) {
                tried += 1;
                let content = mended(&text, fix);
                let text = Text::new(content.clone()).expect("short");
                let after = lint(&text, &RULES, &settings);
                if of_rule(&after.findings, rule) >= of_rule(&before.findings, rule) {
                    wrong.push(format!("{}: still there in 「{content}」", rule.id));
                }
                let known = grave(&before.findings);
                for (id, count) in grave(&after.findings) {
                    if count > known.get(id).copied().unwrap_or(0) {
                        wrong.push(format!("{}: the fix brings {id} in 「{content}」", rule.id));
                    }
                }
            }
        }
    }
    assert!(tried > 0, "no example of any rule with fixes has one");
    none(&wrong);
}

/// The rule finds the words that its safe fix replaces, standing alone, and the fix mends them.
#[test]
fn every_safe_fix_is_made() {
    let mut wrong = Vec::new();
    for rule in &RULES.rules {
        let (_, settings) = bad_texts(rule);
        for from in rule.fixes.iter().filter(|fix| fix.safe).filter_map(|fix| fix.from.as_ref()) {
            let end = if from.ends_with(['。', '！', '!', '？', '?']) { "" } else { "。" };
            let text = Text::new(format!("{from}{end}")).expect("short");
            let report = lint(&text, &RULES, &settings);
            let own = report.findings.iter().filter(|finding| finding.rule == rule.id);
            let safe = own.flat_map(|finding| &finding.fixes).find(|fix| fix.safe);
            match safe.map(|fix| Text::new(mended(&text, fix)).expect("short")) {
                None => wrong.push(format!("{}: 「{}」 is not found with its fix", rule.id, text.as_str())),
                Some(after) if of_rule(&lint(&after, &RULES, &settings).findings, rule) > 0 => {
                    wrong.push(format!("{}: still found in 「{}」", rule.id, after.as_str()));
                }
                Some(_) => {}
            }
        }
    }
    none(&wrong);
}

/// Of two rules of a category on the same words one speaks for both; a rule that never speaks is one too many. What is only
/// likely speaks where no pattern names the words: in sentences that nobody thought of, not in examples.
#[test]
fn every_rule_speaks_for_itself_in_an_example() {
    each(|rule| {
        if rule.confidence < Confidence::High {
            return Vec::new();
        }
        let (texts, settings) = bad_texts(rule);
        let speaks = |content: &String| {
            let text = Text::new(content.clone()).expect("short");
            of_rule(&lint_mail(&text, &rule.examples.envelope, &RULES, &settings).findings, rule) > 0
        };
        if texts.iter().any(speaks) {
            Vec::new()
        } else {
            vec!["found in none of its bad examples under its own name".to_owned()]
        }
    });
}

/// Run as a command, since that is what people see; some rules for all, one process takes a tenth of a second.
#[test]
fn explain_tells_all_a_rule_says() {
    let chosen = first_of_each_category(&RULES);
    let mut wrong = Vec::new();
    for rule in chosen {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_mailint"))
            .args(["explain", rule.id.as_str(), "--color", "never"])
            .env("MAILINT_CACHE_DIR", "")
            .output()
            .expect("it starts");
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        // Long lines may be wrapped for the terminal.
        let flat: String = told.chars().filter(|c| !c.is_whitespace()).collect();
        let holds = |part: &str| flat.contains(&part.chars().filter(|c| !c.is_whitespace()).collect::<String>());
        if !output.status.success() {
            wrong.push(format!("{}: {}", rule.id, String::from_utf8_lossy(&output.stderr)));
            continue;
        }
        let parts = [rule.id.as_str(), rule.severity.as_str(), &rule.why, &rule.help];
        let examples = rule.examples.bad.iter().chain(&rule.examples.good).map(|text| text.replace(['«', '»'], ""));
        let examples: Vec<String> = examples.filter(|text| !text.contains('\n')).take(1).collect();
        let titles = rule.refs.iter().map(|reference| reference.title.as_str());
        let parts = parts.into_iter().chain(examples.iter().map(String::as_str)).chain(titles);
        let plain = flat.replace(['«', '»'], "");
        for part in parts {
            let flat_part: String = part.chars().filter(|c| !c.is_whitespace()).collect();
            // Severity may be told by its Japanese word.
            let severity = part == rule.severity.as_str() && ["エラー", "警告", "情報"].iter().any(|word| holds(word));
            if !severity && !plain.contains(&flat_part) {
                wrong.push(format!("{}: explain does not tell 「{part}」", rule.id));
            }
        }
    }
    none(&wrong);
}

fn first_of_each_category(rules: &RuleSet) -> Vec<&Rule> {
    let mut seen = BTreeSet::new();
    rules.rules.iter().filter(|rule| seen.insert(rule.id.category())).collect()
}
