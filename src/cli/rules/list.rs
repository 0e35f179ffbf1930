//! `mailint rules list`: every rule in a line.

use std::io;

use clap::Args;

use crate::report::visible::one_line;
use crate::rule::Rule;

use super::super::describe::{pad, scope, widest};
use super::super::{ExitStatus, Streams, explain, pack, usage};

/// 規則を一覧にします
///
/// 列は、規則、重さ、働くシナリオ（`-` はどのメールでも、`*` は種類のわかるどのメールでも、`!` は除く）、指摘の言葉。
#[derive(Debug, Args)]
#[command(help_template = usage::HELP, override_usage = "mailint rules list [オプション]")]
pub(super) struct List {
    /// この分類の規則だけ（例: rebuttal）
    #[arg(long, value_name = "分類", help_heading = usage::OPTIONS)]
    category: Option<String>,
}

impl List {
    pub(super) fn run(&self, streams: &mut Streams) -> io::Result<ExitStatus> {
        let rules = match pack::load(&[]) {
            Ok(rules) => rules,
            Err(trouble) => {
                pack::tell(&trouble, streams)?;
                return Ok(ExitStatus::Trouble);
            }
        };
        let chosen: Vec<&Rule> = match &self.category {
            None => rules.rules.iter().collect(),
            Some(category) => explain::in_category(&rules, category),
        };
        if let (Some(category), true) = (&self.category, chosen.is_empty()) {
            let message = explain::unknown(&rules, category);
            streams.troubles(|_, err| writeln!(err, "mailint: {message}"))?;
            return Ok(ExitStatus::Trouble);
        }
        streams.results(|_, out| {
            let scopes: Vec<String> = chosen.iter().map(|rule| scope(rule)).collect();
            let of_ids = widest(chosen.iter().map(|rule| rule.id.as_str()));
            let of_scopes = widest(scopes.iter().map(String::as_str));
            chosen.iter().zip(&scopes).try_for_each(|(rule, scope)| {
                let (id, severity) = (pad(rule.id.as_str(), of_ids), rule.severity.as_str());
                writeln!(out, "{id}  {severity:7}  {}  {}", pad(scope, of_scopes), one_line(&rule.message))
            })
        })?;
        Ok(ExitStatus::Clean)
    }
}
