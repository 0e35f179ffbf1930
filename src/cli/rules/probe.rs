//! `mailint rules probe`: how a phrase is read, and why it matches a text or not.

use std::io::{self, Write};

use clap::Args;

use crate::mail::Document;
use crate::pattern::{Analyzer, Compiler, PatternBuilder, Reading, Unmatchable};
use crate::report::visible::one_line;
use crate::rule::RuleSet;
use crate::text::{Normal, Text};
use crate::unit::Unit;

use super::super::{ExitStatus, Streams, pack, usage};

/// 句がどの単位に読まれ、文に一致するか（しないか）を示します
#[derive(Debug, Args)]
#[command(help_template = usage::HELP, override_usage = "mailint rules probe <句> [文]")]
pub(super) struct Probe {
    /// 調べる句（規則の any に書くもの）
    #[arg(value_name = "句", help_heading = usage::ARGUMENTS)]
    phrase: String,
    /// 一致するか見る文
    #[arg(value_name = "文", help_heading = usage::ARGUMENTS)]
    text: Option<String>,
    /// 規則のフォルダー。組み込みの規則に重ねて読みます（リストの名前を使うとき）
    #[arg(long, value_name = "フォルダー", help_heading = usage::OPTIONS)]
    rules: Option<std::path::PathBuf>,
}

impl Probe {
    pub(super) fn run(&self, streams: &mut Streams) -> io::Result<ExitStatus> {
        let rules = match pack::load(self.rules.as_slice()) {
            Ok(rules) => rules,
            Err(trouble) => {
                pack::tell(&trouble, streams)?;
                return Ok(ExitStatus::Trouble);
            }
        };
        let mut status = ExitStatus::Clean;
        streams.results(|_, out| {
            status = self.probe(&rules, out)?;
            Ok(())
        })?;
        Ok(status)
    }

    fn probe(&self, rules: &RuleSet, out: &mut dyn Write) -> io::Result<ExitStatus> {
        writeln!(out, "句: {}", one_line(&self.phrase))?;
        let mut patterns = PatternBuilder::default();
        let mut compiler = Compiler::new(rules.analyzer());
        for name in rules.lists.keys() {
            patterns.declare_list(&mut compiler, name);
        }
        for (name, entries) in rules.lists.iter() {
            for entry in entries {
                // The entries were read when the rules were loaded.
                let _known_good = patterns.add_entry(&mut compiler, name, entry);
            }
        }
        show_units(&mut rules.analyzer(), &self.phrase, out)?;
        let pattern = match patterns.add_phrase(&mut compiler, &self.phrase) {
            Ok(pattern) => pattern,
            Err(error) => {
                writeln!(out, "この句は使えません: {}", reason(&error))?;
                return Ok(ExitStatus::Trouble);
            }
        };
        writeln!(out, "  型: {}", patterns.describe(pattern))?;
        let Some(text) = &self.text else { return Ok(ExitStatus::Clean) };
        writeln!(out, "文: {}", one_line(text))?;
        show_units(&mut rules.analyzer(), text, out)?;
        let Ok(text) = Text::new(text.clone()) else { return Ok(ExitStatus::Trouble) };
        let document = Document::parse(&text);
        let patterns = patterns.finish();
        let reading = Reading::new(&document, &mut rules.analyzer(), &patterns);
        let mut hits = reading.hits(pattern).peekable();
        if hits.peek().is_none() {
            writeln!(out, "一致しません。型の語と単位の見出し（読み）、neg などの特徴を見比べてください。")?;
            return Ok(ExitStatus::Findings);
        }
        for hit in hits {
            let words: String = reading.spans(hit).into_iter().map(|span| text.slice(span)).collect();
            writeln!(out, "一致: 「{}」", one_line(&words))?;
        }
        Ok(ExitStatus::Clean)
    }
}

fn reason(error: &Unmatchable) -> String {
    match error {
        Unmatchable::Syntax(error) => error.to_string(),
        Unmatchable::UnknownList(name) => format!("リスト「{name}」はありません"),
        Unmatchable::Empty => "一致させる語がありません".to_owned(),
    }
}

fn show_units(analyzer: &mut Analyzer<'_>, words: &str, out: &mut dyn Write) -> io::Result<()> {
    let Ok(text) = Text::new(words) else { return Ok(()) };
    let normal = Normal::of(&text, text.whole());
    for unit in analyzer.units(normal.as_str()) {
        writeln!(out, "  {}", describe(normal.as_str(), &unit))?;
    }
    Ok(())
}

fn describe(sentence: &str, unit: &Unit<'_>) -> String {
    let surface = one_line(sentence.get(unit.range()).unwrap_or_default());
    let features: Vec<&str> = unit.features.names().collect();
    format!(
        "{surface}\t{}({}) {} [{}]{}{} 節{}",
        one_line(unit.lemma),
        one_line(unit.key),
        unit.kind.as_str(),
        features.join(" "),
        if unit.marker.as_str().is_empty() { "" } else { " +" },
        unit.marker.as_str(),
        unit.clause
    )
}
