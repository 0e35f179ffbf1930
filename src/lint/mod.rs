//! The one entrance: a text, rules and settings in, a [`Report`] out. No files, no clock, no globals.

mod allowed;
mod check;
mod context;
pub mod examples;
mod lacks;
mod late;
mod limit;
mod merge;
mod message;
mod report;
mod stands;

use std::cell::OnceCell;

use crate::config::Settings;
use crate::mail::{Document, Envelope};
use crate::pattern::Reading;
use crate::rule::{Check, Detection, RuleSet, ScenarioRef};
use crate::scenario::{self, ScenarioSource};
use crate::suppress::fingerprint;
use crate::text::Text;

pub use allowed::allow_by_comments;
pub use report::{ElementPlace, Outline, OutlineSentence, Report};

use context::Context;

/// Judges one text.
pub fn lint(text: &Text, rules: &RuleSet, settings: &Settings) -> Report {
    lint_mail(text, &Envelope::default(), rules, settings)
}

/// Judges one text of which more is known than its words.
pub fn lint_mail(text: &Text, envelope: &Envelope, rules: &RuleSet, settings: &Settings) -> Report {
    with_context(text, envelope, rules, settings, |context| {
        let mut findings = Vec::new();
        for rule in &rules.rules {
            let Some(severity) = context.severity_of(rule) else { continue };
            match &*rule.check {
                Check::Stands(detector) => stands::judge(context, rule, severity, detector, &mut findings),
                Check::Lacks(require) => lacks::judge(context, rule, severity, require, &mut findings),
                Check::Late(order) => late::judge(context, rule, severity, order, &mut findings),
                Check::Limit(limit) => limit::judge(context, rule, severity, limit, &mut findings),
                Check::Coded { name, parts } => check::judge(context, rule, severity, (name, parts), &mut findings),
            }
        }
        let mut findings = merge::settle(findings, context.detection);
        for finding in &mut findings {
            finding.identity = fingerprint::identity(context.document, finding);
        }
        let report = Report { scenario: context.scenario.clone(), findings, allowed: Vec::new() };
        allowed::by_settings(text, report, rules, settings)
    })
}

/// What mailint sees in a text, for rule authors.
pub fn outline(text: &Text, rules: &RuleSet, settings: &Settings) -> Outline {
    with_context(text, &Envelope::default(), rules, settings, report::outline)
}

fn with_context<T>(
    text: &Text,
    envelope: &Envelope,
    rules: &RuleSet,
    settings: &Settings,
    work: impl FnOnce(&Context<'_>) -> T,
) -> T {
    let document = Document::parse(text);
    let mut analyzer = rules.analyzer();
    let reading = Reading::new(&document, &mut analyzer, &rules.patterns);
    let detection = Detection::new(rules, &reading);
    let given = given_scenario(&document, settings);
    let scenario = scenario::choose(&detection, given);
    if let Some(id) = &scenario.id {
        detection.set_kind(id);
    }
    work(&Context { document: &document, envelope, detection: &detection, scenario, settings, dates: OnceCell::new() })
}

/// `--scenario` before front matter before configuration.
fn given_scenario(document: &Document<'_>, settings: &Settings) -> Option<(ScenarioRef, ScenarioSource)> {
    let by_option = settings.scenario.clone().filter(|(_, source)| *source == ScenarioSource::Option);
    let written = || {
        let value = document.front_matter("scenario")?;
        let (id, variant) = value.split_once('/').map_or((value, None), |(id, variant)| (id, Some(variant)));
        let scenario = ScenarioRef { id: id.trim().to_owned(), variant: variant.map(|v| v.trim().to_owned()) };
        Some((scenario, ScenarioSource::FrontMatter))
    };
    by_option.or_else(written).or_else(|| settings.scenario.clone())
}
