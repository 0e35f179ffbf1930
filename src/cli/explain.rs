//! `mailint explain`: why a rule speaks, what to write instead, and examples.

use std::io::{self, Write};

use clap::Args;

use crate::diagnostic::Confidence;
use crate::report::visible::one_line;
use crate::rule::{self, Check, Rule, RuleSet};

use super::describe::{meaning, pad, scenario, scope, widest};
use super::{ExitStatus, Streams, pack, usage};

/// 規則の理由、書き換え方、例を示します
#[derive(Debug, Args)]
#[command(help_template = usage::HELP, override_usage = "mailint explain [オプション] <規則>...")]
pub(super) struct Explain {
    /// 規則（例: rebuttal/contradiction）または分類（例: rebuttal）
    #[arg(required = true, value_name = "規則", help_heading = usage::ARGUMENTS)]
    names: Vec<String>,
    /// 規則のフォルダー。組み込みの規則に重ねて読みます
    #[arg(long, value_name = "フォルダー", help_heading = usage::OPTIONS)]
    rules: Option<std::path::PathBuf>,
}

impl Explain {
    pub(super) fn run(&self, streams: &mut Streams) -> io::Result<ExitStatus> {
        let rules = match pack::load(self.rules.as_slice()) {
            Ok(rules) => rules,
            Err(trouble) => {
                pack::tell(&trouble, streams)?;
                return Ok(ExitStatus::Trouble);
            }
        };
        let mut status = ExitStatus::Clean;
        let mut shown = 0;
        for name in &self.names {
            let of_category = in_category(&rules, name);
            let gap = if shown > 0 { "\n" } else { "" };
            if let Some(rule) = rules.rule(name) {
                streams.results(|_, out| write!(out, "{gap}").and_then(|()| explain(rule, out)))?;
                shown += 1;
            } else if !of_category.is_empty() {
                streams.results(|_, out| write!(out, "{gap}").and_then(|()| category(name, &of_category, out)))?;
                shown += 1;
            } else {
                status = ExitStatus::Trouble;
                let message = unknown(&rules, name);
                streams.troubles(|_, err| writeln!(err, "mailint: {message}"))?;
            }
        }
        Ok(status)
    }
}

/// The rules of a category: `rebuttal`, `missing`.
pub(super) fn in_category<'r>(rules: &'r RuleSet, name: &str) -> Vec<&'r Rule> {
    rules.rules.iter().filter(|rule| folder(rule) == name).collect()
}

fn folder(rule: &Rule) -> &str {
    rule.id.as_str().split_once('/').map_or(rule.id.as_str(), |(folder, _)| folder)
}

/// What to say of a name that is no rule and no category.
pub(super) fn unknown(rules: &RuleSet, name: &str) -> String {
    let ids = || rules.rules.iter().map(|rule| rule.id.as_str());
    let by_name = ids().find(|id| id.split_once('/').is_some_and(|(_, rest)| rest == name));
    let near = by_name.or_else(|| {
        // A short word is near to a category sooner than to any id.
        let categories = rules.rules.iter().map(folder);
        if name.contains('/') { rule::suggest(name, ids()) } else { rule::suggest(name, categories) }
    });
    let hint = near.map_or_else(
        || "`mailint rules list` で一覧を見られます。".to_owned(),
        |near| format!("{near} のことでしょうか。"),
    );
    format!("{} という規則や分類はありません。{hint}", one_line(name))
}

fn category(name: &str, of_category: &[&Rule], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{name}: {} 件の規則", of_category.len())?;
    let width = widest(of_category.iter().map(|rule| rule.id.as_str()));
    for rule in of_category {
        writeln!(out, "  {}  {:7}  {}", pad(rule.id.as_str(), width), rule.severity.as_str(), one_line(&rule.message))?;
    }
    writeln!(out, "くわしくは `mailint explain {}` のように規則を指定します。", of_category[0].id)
}

fn explain(rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", rule.id)?;
    head(rule, out)?;
    paragraph("指摘", &[one_line(&rule.message)], out)?;
    paragraph("なぜ", &lines(&rule.why), out)?;
    paragraph("どう書くか", &lines(&rule.help), out)?;
    let examples = &rule.examples;
    paragraph("悪い例（«» が指摘される言葉）", &listed(&examples.bad, &examples.bad_mail), out)?;
    paragraph("よい例", &listed(&examples.good, &examples.good_mail), out)?;
    let fixes: Vec<String> = rule.fixes.iter().map(fix).collect();
    paragraph("書き換え", &fixes, out)?;
    let refs = rule.refs.iter().map(|source| match &source.url {
        Some(url) => format!("{} <{}>", one_line(&source.title), one_line(url)),
        None => one_line(&source.title),
    });
    paragraph("出典", &refs.collect::<Vec<_>>(), out)?;
    let tags: Vec<String> = rule.tags.iter().map(|tag| one_line(tag)).collect();
    let tags = if tags.is_empty() { Vec::new() } else { vec![tags.join("、")] };
    paragraph("タグ", &tags, out)?;
    paragraph("ファイル", &[one_line(&rule.file.shown)], out)
}

/// Severity, scenarios, parts: a line each.
fn head(rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = vec![("重さ", format!("{}（{}）", rule.severity.as_str(), meaning(rule.severity)))];
    for (named, severity) in &rule.severity_in {
        rows.push(("", format!("{} では {}", scenario(named), severity.map_or("off", |severity| severity.as_str()))));
    }
    rows.push(("種類", scenarios(rule)));
    rows.push(("部分", parts(rule)));
    rows.push(("方法", method(&rule.check).to_owned()));
    if rule.confidence != Confidence::High {
        rows.push(("確度", rule.confidence.as_str().to_owned()));
    }
    rows.into_iter().try_for_each(|(label, value)| writeln!(out, "  {} {value}", pad(label, 4)))
}

fn scenarios(rule: &Rule) -> String {
    match scope(rule).as_str() {
        "-" => "どのメールでも".to_owned(),
        "*" => "種類のわかるどのメールでも".to_owned(),
        named => {
            named.split(',').collect::<Vec<_>>().join("、").replace('!', "除く ").replace('*', "種類のわかるメール")
        }
    }
}

fn parts(rule: &Rule) -> String {
    let parts = match &*rule.check {
        Check::Stands(detector) => &detector.parts,
        Check::Lacks(require) => &require.parts,
        Check::Limit(limit) => &limit.parts,
        Check::Coded { parts, .. } => parts,
        Check::Late(_) => return "greeting、body、closing".to_owned(),
    };
    parts.iter().map(|part| part.as_str()).collect::<Vec<_>>().join("、")
}

fn method(check: &Check) -> &'static str {
    match check {
        Check::Stands(_) => "メールの中の言葉",
        Check::Lacks(_) => "足りない要素",
        Check::Late(_) => "要素の順序",
        Check::Limit(_) => "数や長さ",
        Check::Coded { .. } => "専用の検査",
    }
}

fn fix(fix: &rule::FixRule) -> String {
    let from = fix.from.as_deref().map_or_else(|| "指摘の全体".to_owned(), |from| format!("「{}」", one_line(from)));
    let safe = if fix.safe { "" } else { "（読んで確かめてから）" };
    if fix.to.is_empty() {
        format!("{from} を消す{safe}")
    } else {
        format!("{from} → 「{}」{safe}", one_line(&fix.to))
    }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().filter(|line| !line.trim().is_empty()).map(one_line).collect()
}

/// Sentences with a sign before them; of whole mails each line, or the name of the file.
fn listed(texts: &[String], mails: &[String]) -> Vec<String> {
    let mut listed: Vec<String> = texts.iter().map(|text| format!("- {}", one_line(text))).collect();
    for mail in mails {
        let body = mail.trim_matches('\n');
        let sign = |at: usize| if at == 0 { "- " } else { "  " };
        listed.extend(body.lines().enumerate().map(|(at, line)| format!("{}{}", sign(at), one_line(line))));
    }
    listed
}

fn paragraph(label: &str, lines: &[String], out: &mut dyn Write) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{label}")?;
    lines.iter().try_for_each(|line| writeln!(out, "{}", format!("  {line}").trim_end()))
}
