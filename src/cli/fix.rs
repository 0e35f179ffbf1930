//! `mailint fix`: applies fixes to drafts, in place and whole, or shows what they would be.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::fix::{self, Allow, Fixed};
use crate::input::{self, Charset, Failure, Found, Options, Place, Source};
use crate::report::{self, Trouble, visible};

use super::judge::options_for;
use super::scenario::ScenarioName;
use super::setup::{Asked, Houses, Task};
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
        let scenario = self.scenario.as_ref();
        let mut houses = Houses::new(Asked { scenario, no_config: self.no_config, ..Asked::default() });
        let allow = if self.all { Allow::All } else { Allow::Safe };
        let mut status = ExitStatus::Clean;
        let found = input::find(&self.paths, None);
        let Some(tasks) = houses.tasks(found, streams)? else { return Ok(ExitStatus::Trouble) };
        for task in tasks {
            let told = task.and_then(|Task { found, given }| {
                let source = verbatim(&found, &options_for(&Options::default(), &given))?;
                let fixed = fix::fix(&source.text, &given.loaded.rules, &given.settings, allow);
                put(&found, &fixed, source.about.charset, streams)
            });
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

/// The text of a file whose words stand in it as they are judged: only such a file can be written back.
fn verbatim(found: &Found, options: &Options) -> Result<Source, Failure> {
    let source = input::read(found, options).into_iter().next();
    let not_plain = || {
        let help = "`mailint check` の「書き換え」を見て、元のファイルを直してください。";
        Failure::new(&found.shown, "この形式のファイルは書き換えません。", help)
    };
    source.ok_or_else(not_plain)?.and_then(|source| if source.is_verbatim() { Ok(source) } else { Err(not_plain()) })
}

/// Writes the text where it came from, in the encoding that it came in.
fn put(found: &Found, fixed: &Fixed, charset: Charset, streams: &mut Streams) -> Result<(), Failure> {
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
                let bytes = input::encode(fixed.text.as_str(), charset).ok_or_else(|| {
                    let message = format!("{} にない文字を含むため、書き込めませんでした。", charset.name);
                    Failure::new(&found.shown, message, "元のファイルは変わっていません。")
                })?;
                replace(path, &bytes).map_err(failure)?;
            }
            let shown = visible::one_line(&found.shown);
            streams.results(|_, out| writeln!(out, "{shown}: {} か所を直しました。", fixed.count)).map_err(failure)
        }
    }
}

/// Replaces a file whole. A byte order mark stays.
fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    const MARKS: [&[u8]; 3] = ["\u{feff}".as_bytes(), b"\xff\xfe", b"\xfe\xff"];
    let old = std::fs::read(path)?;
    let mark = MARKS.into_iter().find(|mark| old.starts_with(mark)).unwrap_or_default();
    whole::replace(path, &[mark, content])
}
