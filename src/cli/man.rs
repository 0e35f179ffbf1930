//! `mailint man`: the manual page, made from the arguments.
//!
//! It must not name an option: all comes from there.

use std::io;

use clap::{Args, CommandFactory as _};
use clap_mangen::Man;

use crate::report::visible::one_line;

use super::{ExitStatus, Streams, usage};

/// マニュアルページ（roff）を標準出力に書きます
///
/// 例: mailint man check | man -l -
#[derive(Debug, Args)]
#[command(name = "man", help_template = usage::HELP, override_usage = "mailint man [コマンド]")]
pub(super) struct Manual {
    /// コマンドの名前。省くと mailint 全体のページを書きます
    #[arg(value_name = "コマンド", help_heading = usage::ARGUMENTS)]
    command: Option<String>,
}

impl Manual {
    pub(super) fn run(&self, streams: &mut Streams) -> io::Result<ExitStatus> {
        let mut all = super::Args::command();
        // Gives each subcommand its whole name, `mailint-check`.
        all.build();
        let page = match &self.command {
            None => all,
            Some(name) => match all.find_subcommand(name) {
                Some(command) => command.clone(),
                None => {
                    let name = one_line(name);
                    streams.troubles(|_, err| writeln!(err, "mailint: {name} というコマンドはありません。"))?;
                    return Ok(ExitStatus::Trouble);
                }
            },
        };
        let mut roff = Vec::new();
        Man::new(page).render(&mut roff)?;
        streams.results(|_, out| out.write_all(&roff))?;
        Ok(ExitStatus::Clean)
    }
}
