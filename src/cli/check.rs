//! `mailint check`: judges drafts and shows what was found.

use std::io;
use std::path::PathBuf;

use clap::Args;

use crate::input::{self, Failure, Source};
use crate::lint::{Report, lint};
use crate::report::visible::one_line;
use crate::report::{Entry, Judged, Place, Trouble};

use super::changed::Changed;
use super::output::Output;
use super::scenario::ScenarioName;
use super::setup::{Asked, prepare};
use super::{ExitStatus, Streams, usage};

/// 下書きを調べ、直したほうがよい言葉を指摘します
///
/// 終了コード: 0 は指摘なし、1 は `--fail-on` 以上の指摘あり、2 は調べられないファイルや誤った指定あり。
#[derive(Debug, Args)]
#[command(help_template = usage::HELP, override_usage = "mailint check [オプション] <パス>...")]
pub(super) struct Check {
    /// 調べるファイルまたはフォルダー（フォルダーでは .txt を調べます）。`-` は標準入力
    #[arg(required_unless_present_any = ["staged", "diff_base"], value_name = "パス", help_heading = usage::ARGUMENTS)]
    paths: Vec<PathBuf>,
    /// メールの種類（例: stockout、stockout/restock）。省くと文面から判断します
    #[arg(long, value_name = "ID[/VARIANT]", help_heading = usage::OPTIONS)]
    scenario: Option<ScenarioName>,
    /// 規則のフォルダー。組み込みの規則に重ねて読みます
    #[arg(long, value_name = "フォルダー", help_heading = usage::OPTIONS)]
    rules: Option<PathBuf>,
    /// 設定ファイルを読みません
    #[arg(long, help_heading = usage::OPTIONS)]
    no_config: bool,
    /// 標準入力を表示するときのファイル名
    #[arg(long, value_name = "パス", help_heading = usage::OPTIONS)]
    stdin_filename: Option<PathBuf>,
    #[command(flatten)]
    changed: Changed,
    #[command(flatten)]
    output: Output,
}

impl Check {
    pub(super) fn run(&self, streams: &mut Streams) -> io::Result<ExitStatus> {
        let scenario = self.scenario.as_ref();
        let asked = Asked { rules: self.rules.as_deref(), scenario, no_config: self.no_config };
        let Some((rules, settings)) = prepare(&asked, streams)? else { return Ok(ExitStatus::Trouble) };
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
        let outcomes: Vec<Result<(Source, Report), Failure>> = found
            .into_iter()
            .map(|found| {
                let source = input::read(&found?)?;
                let mut report = lint(&source.text, &rules, &settings);
                if let Some(changes) = &changes {
                    changes.filter(&source.path, &source.text, &mut report, &rules);
                }
                Ok((source, report))
            })
            .collect();
        let entries: Vec<Entry<'_>> = outcomes.iter().map(entry).collect();
        self.output.show(&entries, &rules.rules, streams)
    }
}

fn entry(outcome: &Result<(Source, Report), Failure>) -> Entry<'_> {
    match outcome {
        Ok((Source { path, text }, report)) => Entry::Judged(Judged { path, text, report }),
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
