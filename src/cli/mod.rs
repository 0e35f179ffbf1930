//! The command line: what may be asked for, and the exit status. One file for each subcommand.
//!
//! A subcommand is one file with a `clap::Args` struct that has `run`, and one line each in `Command` and
//! `Command::run`. It must not judge: that is `lint`'s work, and showing is `report`'s.

mod allowed;
mod baseline;
mod cache;
mod chain;
mod changed;
mod check;
mod completions;
mod config;
mod describe;
mod explain;
mod fix;
mod init;
mod judge;
mod man;
mod outline;
mod output;
mod pack;
mod records;
mod rules;
mod scenario;
mod schema;
mod setup;
mod today;
mod usage;
mod whole;

use std::io::{self, Write};
use std::process::ExitCode;

use anstream::AutoStream;
use clap::{ArgAction, Parser, Subcommand, ValueEnum};

use crate::report;

/// How a run ended. The numbers are public interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExitStatus {
    /// Nothing at or above `--fail-on`.
    Clean = 0,
    /// Findings.
    Findings = 1,
    /// mailint could not do its work, or not all of it.
    Trouble = 2,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> ExitCode {
        ExitCode::from(status as u8)
    }
}

/// お詫び・お断りへの返信など、日本語メールの下書きを調べ、相手を傷つける言葉を指摘します。
///
/// 下書きの内容が外部へ送られることはありません。
#[derive(Debug, Parser)]
#[command(
    name = "mailint",
    version,
    max_term_width = 100,
    help_template = usage::HELP,
    override_usage = "mailint <コマンド> [オプション]",
    subcommand_help_heading = "コマンド",
    subcommand_value_name = "コマンド",
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    arg_required_else_help = true
)]
struct Args {
    #[command(subcommand)]
    command: Command,
    /// 使い方を表示します
    #[arg(short, long, global = true, action = ArgAction::Help, help_heading = usage::COMMON)]
    help: Option<bool>,
    /// バージョンを表示します
    #[arg(short = 'V', long, action = ArgAction::Version, help_heading = usage::COMMON)]
    version: Option<bool>,
    /// 色を付けるか（既定は auto）
    #[arg(long, global = true, value_enum, default_value = "auto", hide_default_value = true,
          hide_possible_values = true, value_name = "auto|always|never", help_heading = usage::COMMON)]
    color: Color,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Check),
    Fix(fix::Fix),
    Outline(outline::OutlineArgs),
    Explain(explain::Explain),
    Init(init::Init),
    Config(config::ConfigArgs),
    Baseline(baseline::BaselineArgs),
    Rules(rules::Rules),
    Schema(schema::SchemaArgs),
    Completions(completions::Completions),
    Man(man::Manual),
}

impl Command {
    fn run(&self, streams: &mut Streams) -> io::Result<ExitStatus> {
        match self {
            Command::Check(check) => check.run(streams),
            Command::Fix(fix) => fix.run(streams),
            Command::Outline(outline) => outline.run(streams),
            Command::Explain(explain) => explain.run(streams),
            Command::Init(init) => init.run(streams),
            Command::Config(config) => config.run(streams),
            Command::Baseline(baseline) => baseline.run(streams),
            Command::Rules(rules) => rules.run(streams),
            Command::Schema(schema) => schema.run(streams),
            Command::Completions(completions) => completions.run(streams),
            Command::Man(manual) => manual.run(streams),
        }
    }
}

/// When output is coloured.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Color {
    /// On a terminal that shows colours, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl From<Color> for anstream::ColorChoice {
    fn from(color: Color) -> anstream::ColorChoice {
        match color {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
    }
}

/// Where a subcommand writes: results to `out`, what kept it from its work to `err`.
struct Streams {
    out: Box<dyn Write>,
    err: Box<dyn Write>,
    out_style: report::Style,
    err_style: report::Style,
}

impl Streams {
    /// Writes results and sees them off.
    fn results(&mut self, write: impl FnOnce(report::Style, &mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        unless_closed(write(self.out_style, &mut self.out).and_then(|()| self.out.flush()))
    }

    /// Writes what kept mailint from its work, and sees it off.
    fn troubles(&mut self, write: impl FnOnce(report::Style, &mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        unless_closed(write(self.err_style, &mut self.err).and_then(|()| self.err.flush()))
    }

    /// Tells which files of a run could not be judged.
    fn failures(&mut self, entries: &[report::Entry<'_>]) -> io::Result<()> {
        self.troubles(|style, err| {
            entries.iter().try_for_each(|entry| match entry {
                report::Entry::Failed(trouble) => report::trouble(trouble, style, err),
                report::Entry::Judged(_) => Ok(()),
            })
        })
    }

    fn standard(color: Color) -> Streams {
        let out = AutoStream::new(io::stdout().lock(), color.into());
        // Not locked: a bar of progress and a panic's message come from other threads, which would wait for ever.
        let err = AutoStream::new(io::stderr(), color.into());
        let style = |choice| report::Style { color: choice != anstream::ColorChoice::Never };
        Streams {
            out_style: style(out.current_choice()),
            err_style: style(err.current_choice()),
            out: Box::new(io::BufWriter::new(out)),
            err: Box::new(io::BufWriter::new(err)),
        }
    }
}

/// `mailint … | head`: a reader that has seen enough is nobody's mistake.
fn unless_closed(written: io::Result<()>) -> io::Result<()> {
    written.or_else(|error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })
}

/// Parses the process's arguments and runs what they ask for.
pub fn run() -> ExitStatus {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return usage::tell(&error),
    };
    let mut streams = Streams::standard(args.color);
    match args.command.run(&mut streams) {
        Ok(status) => status,
        Err(error) => {
            // Where the error stream fails too there is nobody left to tell.
            let _told = writeln!(streams.err, "mailint: 結果を書き出せませんでした（{error}）。");
            let _flushed = streams.err.flush();
            ExitStatus::Trouble
        }
    }
}
