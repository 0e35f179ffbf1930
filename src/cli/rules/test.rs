//! `mailint rules test`: runs the examples that rules carry.

use std::io;
use std::path::PathBuf;

use clap::Args;

use crate::lint::examples;

use super::super::{ExitStatus, Streams, pack, usage};

/// 規則に書かれた例（bad と good）がそのとおりになるか確かめます
#[derive(Debug, Args)]
#[command(help_template = usage::HELP, override_usage = "mailint rules test [フォルダー]")]
pub(super) struct Test {
    /// 規則のフォルダー。組み込みの規則に重ねて読みます。省くと組み込みの規則だけを調べます
    #[arg(value_name = "フォルダー", help_heading = usage::ARGUMENTS)]
    pack: Option<PathBuf>,
}

impl Test {
    pub(super) fn run(&self, streams: &mut Streams) -> io::Result<ExitStatus> {
        let rules = match pack::load_sources(self.pack.as_slice()) {
            Ok(rules) => rules,
            Err(trouble) => {
                pack::tell(&trouble, streams)?;
                return Ok(ExitStatus::Trouble);
            }
        };
        let failures = examples::run(&rules, &|path| std::fs::read_to_string(path).ok());
        for failure in &failures {
            pack::show(&failure.file, &failure.message, "", failure.place(), streams)?;
        }
        let count: usize = rules.rules.iter().map(|rule| rule.examples.bad.len() + rule.examples.good.len()).sum();
        streams.results(|_, out| {
            writeln!(
                out,
                "規則 {} 件、要素 {} 件、例 {count} 件を調べました。合わない例は {} 件です。",
                rules.rules.len(),
                rules.elements.len(),
                failures.len()
            )
        })?;
        Ok(if failures.is_empty() { ExitStatus::Clean } else { ExitStatus::Findings })
    }
}
