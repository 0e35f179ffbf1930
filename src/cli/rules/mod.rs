//! `mailint rules`: for people who write rules.

mod list;
mod probe;
mod test;

use std::io;

use clap::{Args, Subcommand};

use super::{ExitStatus, Streams, usage};

/// 規則を書く人のための道具です
#[derive(Debug, Args)]
#[command(
    help_template = usage::HELP,
    override_usage = "mailint rules <コマンド>",
    subcommand_help_heading = "コマンド",
    subcommand_value_name = "コマンド",
    disable_help_subcommand = true,
    arg_required_else_help = true
)]
pub(super) struct Rules {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::List),
    Test(test::Test),
    Probe(probe::Probe),
}

impl Rules {
    pub(super) fn run(&self, streams: &mut Streams) -> io::Result<ExitStatus> {
        match &self.command {
            Command::List(list) => list.run(streams),
            Command::Test(test) => test.run(streams),
            Command::Probe(probe) => probe.run(streams),
        }
    }
}
