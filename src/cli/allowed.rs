//! Findings that somebody allows: taken out of a report, with what allowances allow nothing told in their place.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Confidence, Diagnostic};
use crate::input::{Format, Source};
use crate::lint::Report;
use crate::mail::Kind;
use crate::report::visible::one_line;
use crate::rule::RuleSet;
use crate::suppress::{Comments, Idle, Settled, Why, settle};
use crate::text::Text;

use super::Streams;
use super::setup::{Given, Houses, absolute};

/// The rule under which a comment that allows nothing is told.
const RULE: &str = "hygiene/disable-comment";

/// Takes out of a report on the shown text of a source what its comments, its front matter or the configuration allow.
pub(super) fn apply(source: &Source, report: Report, given: &Given) -> Report {
    let rules = &given.loaded.rules;
    let markup = matches!(source.about.format, Format::Html | Format::Markdown);
    let comments = Comments { markup, template: source.about.kind.0 == Kind::Template };
    let known = |name: &str| rules.rules.iter().any(|rule| is_named(rule.id.as_str(), rule.id.category(), name));
    let settled = settle(source.shown(), comments, report.findings, &given.settings.allows, &known);
    let Settled { kept: mut findings, allowed, used, idle } = settled;
    used.into_iter().for_each(|entry| given.loaded.mark_used(entry));
    findings.extend(idle.iter().filter_map(|idle| told(idle, source.shown(), rules, given)));
    findings.sort_by(|a, b| a.span().cmp(&b.span()).then_with(|| a.rule.cmp(&b.rule)));
    Report { findings, allowed, ..report }
}

fn is_named(id: &str, category: &str, name: &str) -> bool {
    id == name || category == name || id.split_once('/').is_some_and(|(folder, _)| folder == name)
}

/// A comment that allows nothing, as a finding; `None` where the user wants to know nothing of it.
fn told(idle: &Idle, text: &Text, rules: &RuleSet, given: &Given) -> Option<Diagnostic> {
    let rule = rules.rule(RULE)?;
    let severity = given.settings.severity(&rule.id).unwrap_or(Some(rule.severity))?;
    let (message, help) = match &idle.why {
        Why::NoRule => (
            "このコメントには、許す規則が書かれていません。".to_owned(),
            "`mailint-disable 規則 -- 理由` のように書きます。".to_owned(),
        ),
        Why::NoReason => (
            "このコメントには理由がないため、働いていません。".to_owned(),
            "後で読む人のために、`mailint-disable 規則 -- 理由` のように理由を書きます。".to_owned(),
        ),
        Why::Unknown(name) => {
            let ids = rules.rules.iter().map(|rule| rule.id.as_str());
            let near = crate::rule::suggest(name, ids);
            let near = near.map_or_else(
                || "`mailint rules list` で一覧を見られます。".to_owned(),
                |near| format!("「{near}」ではありませんか。"),
            );
            (format!("「{name}」という規則や分類はありません。"), near)
        }
        Why::Unused(name) => (
            format!("「{name}」の指摘はないため、このコメントは要りません。"),
            "コメントから規則の名前を消します。".to_owned(),
        ),
    };
    Some(Diagnostic {
        rule: rule.id.clone(),
        severity,
        confidence: Confidence::High,
        message,
        help,
        spans: vec![text.span(idle.place.start, idle.place.end)?],
        related: Vec::new(),
        fixes: Vec::new(),
    })
}

/// Tells which `[[allow]]` entries allowed nothing, of those whose files were all judged: named one by one, or below a
/// folder that was asked for.
pub(super) fn tell_unused(
    houses: &Houses<'_>,
    asked: &[PathBuf],
    judged: &[PathBuf],
    streams: &mut Streams,
) -> std::io::Result<()> {
    let folders: Vec<PathBuf> = asked.iter().filter(|path| path.is_dir()).map(|path| absolute(path)).collect();
    let judged: Vec<PathBuf> = judged.iter().map(|path| absolute(path)).collect();
    for loaded in houses.all() {
        for (number, (allow, origin, globs)) in loaded.house.allows().enumerate() {
            let places: Vec<PathBuf> = if globs.is_empty() {
                vec![loaded.folder.clone()]
            } else {
                globs.iter().map(|glob| base(&loaded.folder, glob)).collect()
            };
            let is_covered =
                |place: &PathBuf| folders.iter().any(|folder| place.starts_with(folder)) || judged.contains(place);
            if loaded.is_used(number) || !places.iter().all(is_covered) {
                continue;
            }
            let (place, rules) = (one_line(&origin.to_string()), one_line(&allow.rules.join(", ")));
            streams.troubles(|_, err| {
                writeln!(
                    err,
                    "mailint: {place} の [[allow]]（{rules}）が許す指摘は、もうありません。項目を消してください。"
                )
            })?;
        }
    }
    Ok(())
}

/// The part of a pattern before its first sign, in the folder from which it counts.
fn base(folder: &Path, glob: &str) -> PathBuf {
    let names = glob.trim_start_matches("./").split('/').take_while(|name| !name.contains(['*', '?', '[', '{']));
    folder.join(names.collect::<PathBuf>())
}
