//! `mailint check`: judges drafts and shows what was found.

use std::io;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::input::{self, Failure, Found, Options, Place as Where};
use crate::mail::{Kind, KindSource};
use crate::report::visible::one_line;
use crate::report::{Entry, Judged, Place, Tally, Trouble};

use super::baseline::Kept;
use super::changed::{Changed, Changes};
use super::judge::{Judgement, Outcome, judge, judge_each, options_for};
use super::output::Output;
use super::scenario::ScenarioName;
use super::setup::{Asked, Houses, Task};
use super::{ExitStatus, Streams, allowed, records, usage};

/// 下書きを調べ、直したほうがよい言葉を指摘します
///
/// 終了コード: 0 は指摘なし、1 は `--fail-on` 以上の指摘あり、2 は調べられないファイルや誤った指定あり。
#[derive(Debug, Args)]
#[command(help_template = usage::HELP, override_usage = "mailint check [オプション] <パス>...")]
pub(super) struct Check {
    /// 調べるファイルまたはフォルダー（フォルダーでは .txt .eml .html .md などを調べます）。`-` は標準入力
    #[arg(required_unless_present_any = ["stdin_format", "staged", "diff_base"], value_name = "パス",
          help_heading = usage::ARGUMENTS)]
    paths: Vec<PathBuf>,
    /// メールの種類（例: stockout、stockout/restock）。省くと文面から判断します
    #[arg(long, value_name = "ID[/VARIANT]", help_heading = usage::OPTIONS)]
    scenario: Option<ScenarioName>,
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
    #[arg(long, value_enum, hide_possible_values = true, value_name = "jsonl", help_heading = usage::OPTIONS,
          conflicts_with_all = ["staged", "diff_base", "output_file", "report", "statistics"])]
    stdin_format: Option<StdinFormat>,
    /// CSV・TSV で文面の入っている列の名前
    #[arg(long, value_name = "列", help_heading = usage::OPTIONS)]
    column: Option<String>,
    #[command(flatten)]
    changed: Changed,
    #[command(flatten)]
    output: Output,
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
        let mut changes = match self.changed.find() {
            Ok(changes) => changes,
            Err(message) => {
                streams.troubles(|_, err| writeln!(err, "mailint: {}", one_line(&message)))?;
                return Ok(ExitStatus::Trouble);
            }
        };
        let here = [PathBuf::from(".")];
        let paths = if self.paths.is_empty() && self.changed.is_asked() { &here[..] } else { &self.paths };
        let mut found = input::find(paths, self.stdin_filename.as_deref());
        if let Some(changes) = &mut changes {
            found = changes.narrow(found);
        }
        let judged = named_files(&found);
        let Some(tasks) = houses.tasks(found, streams)? else { return Ok(ExitStatus::Trouble) };
        let status = if known.is_none() && self.output.is_by_file() {
            self.show_each(tasks, (&options, changes.as_ref()), streams)?
        } else {
            let mut outcomes = judge(tasks, &options, changes.as_ref())?;
            let left_out = known.map(|known| known.leave_out(&mut outcomes));
            let entries: Vec<Entry<'_>> = outcomes.iter().map(entry).collect();
            let status = self.output.show(&entries, &houses.rules(), streams)?;
            if let Some(summary) = left_out {
                streams.troubles(|_, err| writeln!(err, "{summary}"))?;
            }
            status
        };
        // Where only changes are asked for, much is not judged that may use an entry.
        if changes.is_none() {
            allowed::tell_unused(&houses, &self.paths, &judged, streams)?;
        }
        // The process ends here: to give back the rules piece by piece would only cost time.
        std::mem::forget(houses);
        Ok(status)
    }

    /// Judges, and writes of each batch what there is before the next one: only what failed is kept, to be told at the
    /// end.
    fn show_each(
        &self,
        tasks: Vec<Result<Task, Failure>>,
        (options, changes): (&Options, Option<&Changes>),
        streams: &mut Streams,
    ) -> io::Result<ExitStatus> {
        let style = streams.out_style;
        let make = |outcome: Outcome| (self.output.share(entry(&outcome), style), outcome.err());
        let (mut tally, mut failed) = (Tally::default(), Vec::new());
        judge_each(tasks, (options, changes), make, |batch| {
            streams.results(|_, out| {
                batch.into_iter().try_for_each(|(share, failure)| {
                    tally.add(share.tally);
                    failed.extend(failure.map(Err));
                    out.write_all(&share.written)
                })
            })
        })?;
        let status = self.output.end(tally, streams)?;
        let failed: Vec<Entry<'_>> = failed.iter().map(entry).collect();
        streams.failures(&failed)?;
        Ok(status)
    }
}

/// The files of a run, for what has to know which were judged.
pub(super) fn named_files(found: &[Result<Found, Failure>]) -> Vec<PathBuf> {
    let file = |found: &Found| match &found.place {
        Where::File(path) => Some(path.clone()),
        Where::Stdin | Where::Content(_) => None,
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
