//! `mailint check`: judges drafts and shows what was found.

use std::io;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::diagnostic::Severity;
use crate::input::{self, Failure, Found, Options, Place as Where};
use crate::mail::{Kind, KindSource};
use crate::report::{self, Entry, Format, Judged, Place, Tally, Trouble};

use super::baseline::Kept;
use super::judge::{Judgement, judge, options_for};
use super::scenario::ScenarioName;
use super::setup::{Asked, Houses};
use super::{ExitStatus, Streams, allowed, records, usage};

/// 下書きを調べ、直したほうがよい言葉を指摘します
///
/// 終了コード: 0 は指摘なし、1 は `--fail-on` 以上の指摘あり、2 は調べられないファイルや誤った指定あり。
#[derive(Debug, Args)]
#[command(help_template = usage::HELP, override_usage = "mailint check [オプション] <パス>...")]
pub(super) struct Check {
    /// 調べるファイルまたはフォルダー（フォルダーでは .txt .eml .html .md などを調べます）。`-` は標準入力
    #[arg(required_unless_present = "stdin_format", value_name = "パス", help_heading = usage::ARGUMENTS)]
    paths: Vec<PathBuf>,
    /// メールの種類（例: stockout、stockout/restock）。省くと文面から判断します
    #[arg(long, value_name = "ID[/VARIANT]", help_heading = usage::OPTIONS)]
    scenario: Option<ScenarioName>,
    /// この重さ以上の指摘があれば終了コードを 1 にします（既定は warning）
    #[arg(long, value_enum, default_value = "warning", hide_default_value = true, hide_possible_values = true,
          value_name = "error|warning|info|never", help_heading = usage::OPTIONS)]
    fail_on: FailOn,
    /// 出力の形式（既定は full）
    #[arg(long, value_enum, default_value = "full", hide_default_value = true, hide_possible_values = true,
          value_name = "full|json", help_heading = usage::OPTIONS)]
    format: OutputFormat,
    /// 規則のフォルダー。組み込みの規則に重ねて読みます
    #[arg(long, value_name = "フォルダー", help_heading = usage::OPTIONS)]
    rules: Option<PathBuf>,
    /// 設定ファイル。省くと、それぞれのファイルのフォルダーから上へ mailint.toml を探します
    #[arg(long, value_name = "パス", conflicts_with = "no_config", help_heading = usage::OPTIONS)]
    config: Option<PathBuf>,
    /// 設定ファイルを読みません
    #[arg(long, help_heading = usage::OPTIONS)]
    no_config: bool,
    /// `mailint baseline` が書いたファイル。そこにある指摘を除き、新しい指摘だけを示します
    #[arg(long, value_name = "パス", help_heading = usage::OPTIONS)]
    baseline: Option<PathBuf>,
    /// 標準入力を表示するときのファイル名。拡張子で形式も決まります
    #[arg(long, value_name = "パス", help_heading = usage::OPTIONS)]
    stdin_filename: Option<PathBuf>,
    /// 下書きかひな形か。ひな形では差し込みの記号を指摘しません（既定はファイルの種類による）
    #[arg(long, value_enum, hide_possible_values = true, value_name = "draft|template",
          help_heading = usage::OPTIONS)]
    kind: Option<KindName>,
    /// 標準入力の形式。jsonl では 1 行が 1 件で、結果も 1 行に 1 件の JSON になります
    #[arg(long, value_enum, hide_possible_values = true, value_name = "jsonl", help_heading = usage::OPTIONS)]
    stdin_format: Option<StdinFormat>,
    /// CSV・TSV で文面の入っている列の名前
    #[arg(long, value_name = "列", help_heading = usage::OPTIONS)]
    column: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum KindName {
    Draft,
    Template,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum StdinFormat {
    Jsonl,
}

impl From<KindName> for Kind {
    fn from(name: KindName) -> Kind {
        match name {
            KindName::Draft => Kind::Draft,
            KindName::Template => Kind::Template,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

impl FailOn {
    fn severity(self) -> Option<Severity> {
        match self {
            FailOn::Error => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Info => Some(Severity::Info),
            FailOn::Never => None,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum OutputFormat {
    Full,
    Json,
}

impl From<OutputFormat> for Format {
    fn from(format: OutputFormat) -> Format {
        match format {
            OutputFormat::Full => Format::Full,
            OutputFormat::Json => Format::Json,
        }
    }
}

impl Check {
    pub(super) fn run(&self, streams: &mut Streams) -> io::Result<ExitStatus> {
        let scenario = self.scenario.as_ref();
        let mut houses = Houses::new(Asked {
            rules: self.rules.as_deref(),
            scenario,
            config: self.config.as_deref(),
            no_config: self.no_config,
            stdin_filename: self.stdin_filename.as_deref(),
        });
        let kind = self.kind.map(|kind| (kind.into(), KindSource::Option));
        let options = Options { kind, column: self.column.clone() };
        if let Some(StdinFormat::Jsonl) = self.stdin_format {
            let Some(given) = houses.of(self.stdin_filename.as_deref(), streams)? else {
                return Ok(ExitStatus::Trouble);
            };
            return records::run(&mut io::stdin().lock(), &options_for(&options, &given), &given, streams);
        }
        let known = match self.baseline.as_deref().map(Kept::read).transpose() {
            Ok(known) => known,
            Err(message) => {
                streams.troubles(|_, err| writeln!(err, "mailint: {message}"))?;
                return Ok(ExitStatus::Trouble);
            }
        };
        let found = input::find(&self.paths, self.stdin_filename.as_deref());
        let judged = named_files(&found);
        let Some(tasks) = houses.tasks(found, streams)? else { return Ok(ExitStatus::Trouble) };
        let mut outcomes = judge(tasks, &options);
        let left_out = known.map(|known| known.leave_out(&mut outcomes));
        let entries: Vec<Entry<'_>> = outcomes.iter().map(entry).collect();
        streams.results(|style, out| report::render(self.format.into(), &entries, style, out))?;
        streams.troubles(|style, err| {
            entries.iter().try_for_each(|entry| match entry {
                Entry::Failed(trouble) => report::trouble(trouble, style, err),
                Entry::Judged(_) => Ok(()),
            })
        })?;
        if let Some(summary) = left_out {
            streams.troubles(|_, err| writeln!(err, "{summary}"))?;
        }
        allowed::tell_unused(&houses, &self.paths, &judged, streams)?;
        Ok(self.status(Tally::of(&entries)))
    }

    fn status(&self, tally: Tally) -> ExitStatus {
        let found = self.fail_on.severity().map_or(0, |severity| tally.at_least(severity));
        match (tally.failed, found) {
            (0, 0) => ExitStatus::Clean,
            (0, _) => ExitStatus::Findings,
            _ => ExitStatus::Trouble,
        }
    }
}

/// The files of a run, for what has to know which were judged.
pub(super) fn named_files(found: &[Result<Found, Failure>]) -> Vec<PathBuf> {
    let file = |found: &Found| match &found.place {
        Where::File(path) => Some(path.clone()),
        Where::Stdin => None,
    };
    found.iter().filter_map(|found| file(found.as_ref().ok()?)).collect()
}

pub(super) fn entry(outcome: &Result<Judgement, Failure>) -> Entry<'_> {
    match outcome {
        Ok(Judgement { path, text, report, about }) => Entry::Judged(Judged { path, text, report, about: Some(about) }),
        Err(failure) => Entry::Failed(Trouble {
            path: &failure.path,
            message: &failure.message,
            help: &failure.help,
            place: failure.broken.as_deref().map(|broken| Place {
                text: &broken.text,
                span: broken.span,
                first_line: broken.line,
            }),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(fail_on: FailOn, tally: Tally) -> ExitStatus {
        let check = Check {
            paths: Vec::new(),
            scenario: None,
            rules: None,
            fail_on,
            format: OutputFormat::Full,
            config: None,
            no_config: true,
            baseline: None,
            stdin_filename: None,
            kind: None,
            column: None,
            stdin_format: None,
        };
        check.status(tally)
    }

    #[test]
    fn the_exit_status_follows_the_gravest_finding() {
        let warned = Tally { files: 1, warning: 1, ..Tally::default() };
        assert_eq!(status(FailOn::Error, warned), ExitStatus::Clean);
        assert_eq!(status(FailOn::Warning, warned), ExitStatus::Findings);
        assert_eq!(status(FailOn::Info, warned), ExitStatus::Findings);
        assert_eq!(status(FailOn::Never, warned), ExitStatus::Clean);
    }

    #[test]
    fn an_unread_file_outweighs_findings() {
        let failed = Tally { files: 2, failed: 1, error: 1, ..Tally::default() };
        assert_eq!(status(FailOn::Warning, failed), ExitStatus::Trouble);
        assert_eq!(status(FailOn::Never, failed), ExitStatus::Trouble);
    }
}
