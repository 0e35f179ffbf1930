//! `mailint rules list`: every rule in a line.

use std::io;

use clap::Args;

use super::super::{ExitStatus, Streams, pack, usage};

/// 規則を一覧にします
#[derive(Debug, Args)]
#[command(help_template = usage::HELP, override_usage = "mailint rules list")]
pub(super) struct List {}

impl List {
    #[allow(clippy::unused_self, reason = "every subcommand runs the same way")]
    pub(super) fn run(&self, streams: &mut Streams) -> io::Result<ExitStatus> {
        let rules = match pack::load(None) {
            Ok(rules) => rules,
            Err(trouble) => {
                pack::tell(&trouble, streams)?;
                return Ok(ExitStatus::Trouble);
            }
        };
        streams.results(|_, out| {
            let width = rules.rules.iter().map(|rule| rule.id.as_str().len()).max().unwrap_or(0);
            rules.rules.iter().try_for_each(|rule| {
                writeln!(out, "{:width$}  {:7}  {}", rule.id.as_str(), rule.severity.as_str(), rule.message)
            })
        })?;
        Ok(ExitStatus::Clean)
    }
}
