//! `mailint fix`: applies fixes to drafts, in place and whole, or shows what they would be.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::fix::{self, Allow, Fixed};
use crate::input::{self, Failure, Found, Place};
use crate::report::{self, Trouble, visible};

use super::scenario::ScenarioName;
use super::setup::{Asked, prepare};
use super::{ExitStatus, Streams, usage, whole};

/// 直し方が一つに決まる指摘を、下書きに書き込んで直します
///
/// 標準入力（`-`）を指定すると、直した文を標準出力に書きます。
#[derive(Debug, Args)]
#[command(help_template = usage::HELP, override_usage = "mailint fix [オプション] <パス>...")]
pub(super) struct Fix {
    /// 直すファイル。`-` は標準入力
    #[arg(required = true, value_name = "パス", help_heading = usage::ARGUMENTS)]
    paths: Vec<PathBuf>,
    /// 文を読んで確かめるべき「書き換えの案」も当てはめます
    #[arg(long, help_heading = usage::OPTIONS)]
    all: bool,
    /// メールの種類（例: stockout、stockout/restock）。省くと文面から判断します
    #[arg(long, value_name = "ID[/VARIANT]", help_heading = usage::OPTIONS)]
    scenario: Option<ScenarioName>,
    /// 設定ファイルを読みません
    #[arg(long, help_heading = usage::OPTIONS)]
    no_config: bool,
}

impl Fix {
    pub(super) fn run(&self, streams: &mut Streams) -> io::Result<ExitStatus> {
        let asked = Asked { rules: None, scenario: self.scenario.as_ref(), no_config: self.no_config };
        let Some((rules, settings)) = prepare(&asked, streams)? else { return Ok(ExitStatus::Trouble) };
        let allow = if self.all { Allow::All } else { Allow::Safe };
        let mut status = ExitStatus::Clean;
        for found in input::find(&self.paths, None) {
            let outcome = found.and_then(|found| {
                let source = input::read(&found)?;
                let fixed = fix::fix(&source.text, &rules, &settings, allow);
                Ok((found, fixed))
            });
            let told = outcome.and_then(|(found, fixed)| put(&found, &fixed, streams));
            if let Err(failure) = told {
                status = ExitStatus::Trouble;
                let (path, message, help) = (&failure.path, &failure.message, &failure.help);
                streams.troubles(|style, err| {
                    report::trouble(&Trouble { path, message, help, place: None }, style, err)
                })?;
            }
        }
        Ok(status)
    }
}

/// Writes the text where it came from.
fn put(found: &Found, fixed: &Fixed, streams: &mut Streams) -> Result<(), Failure> {
    let failure = |error: io::Error| Failure {
        path: found.shown.clone(),
        message: format!("書き込めませんでした（{error}）。"),
        help: "元のファイルは変わっていません。".to_owned(),
        broken: None,
    };
    match &found.place {
        Place::Stdin | Place::Content(_) => {
            streams.results(|_, out| out.write_all(fixed.text.as_str().as_bytes())).map_err(failure)
        }
        Place::File(path) => {
            if fixed.count > 0 {
                replace(path, fixed.text.as_str()).map_err(failure)?;
            }
            let shown = visible::one_line(&found.shown);
            streams.results(|_, out| writeln!(out, "{shown}: {} か所を直しました。", fixed.count)).map_err(failure)
        }
    }
}

/// Replaces a file whole. A byte order mark stays.
fn replace(path: &Path, content: &str) -> io::Result<()> {
    const MARK: &[u8] = "\u{feff}".as_bytes();
    let mark = if std::fs::read(path)?.starts_with(MARK) { MARK } else { b"" };
    whole::replace(path, &[mark, content.as_bytes()])
}
