//! `mailint completions`: what a shell needs to complete mailint's arguments, made from the arguments themselves.
//!
//! It must not name an option: all comes from the arguments.

use std::io;

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::{ExitStatus, Streams, usage};

/// シェルの入力補完の設定を標準出力に書きます
///
/// 例: mailint completions bash > ~/.local/share/bash-completion/completions/mailint
#[derive(Debug, Args)]
#[command(help_template = usage::HELP, override_usage = "mailint completions <シェル>")]
pub(super) struct Completions {
    /// シェルの名前
    #[arg(value_enum, hide_possible_values = true, value_name = "bash|zsh|fish|powershell|elvish",
          help_heading = usage::ARGUMENTS)]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self, streams: &mut Streams) -> io::Result<ExitStatus> {
        // Into memory first: the generator would panic where the reader has gone.
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::Args::command(), "mailint", &mut script);
        streams.results(|_, out| out.write_all(&script))?;
        Ok(ExitStatus::Clean)
    }
}
