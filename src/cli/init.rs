//! `mailint init`: writes a configuration to begin with. What is there it leaves alone.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::report::visible::one_line;

use super::setup::NAME;
use super::{ExitStatus, Streams, usage};

/// What is written: prose behind `# `, settings to uncomment behind `#` alone.
const TEMPLATE: &str = include_str!("init.toml");

/// 説明の付いた設定ファイル mailint.toml を作ります（すでにあれば何もしません）
#[derive(Debug, Args)]
#[command(help_template = usage::HELP, override_usage = "mailint init [フォルダー]")]
pub(super) struct Init {
    /// 設定ファイルを置くフォルダー（既定は今のフォルダー）
    #[arg(value_name = "フォルダー", default_value = ".", hide_default_value = true, help_heading = usage::ARGUMENTS)]
    folder: PathBuf,
}

impl Init {
    pub(super) fn run(&self, streams: &mut Streams) -> io::Result<ExitStatus> {
        let file = self.folder.join(NAME);
        let shown = one_line(&super::chain::shown(&super::setup::absolute(&file)));
        match write(&file) {
            Ok(()) => {
                let next = "要る行の先頭の # を外して使います。効き目は `mailint config ファイル` で確かめられます。";
                streams.results(|_, out| writeln!(out, "{shown} を作りました。{next}"))?;
                Ok(ExitStatus::Clean)
            }
            Err(error) => {
                let why = match error.kind() {
                    io::ErrorKind::AlreadyExists => format!("{shown} はすでにあるため、書き換えません。"),
                    _ => format!("{shown} を作れませんでした（{error}）。"),
                };
                streams.troubles(|_, err| writeln!(err, "mailint: {why}"))?;
                Ok(ExitStatus::Trouble)
            }
        }
    }
}

fn write(file: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(file)?.write_all(TEMPLATE.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    use crate::config::Config;
    use crate::morph::Tokenizer;
    use crate::rule::{SourceFile, load_with};

    #[test]
    fn the_file_is_right_as_it_is_and_with_every_setting() {
        let all = uncommented();
        assert!(all.lines().filter(|line| !line.is_empty()).count() > 30);
        for text in [TEMPLATE.to_owned(), all] {
            let file = SourceFile { path: NAME.into(), shown: NAME.into(), text };
            let file = Arc::new(file);
            let config = Config::read(Arc::clone(&file)).expect("right");
            let rules = load_with(Tokenizer::embedded(), crate::builtin::sources(), &[file]).expect("right");
            assert_eq!(config.check(&rules), []);
        }
    }

    fn uncommented() -> String {
        let setting = |line: &str| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).map(str::to_owned);
        TEMPLATE.lines().filter_map(|line| setting(line).map(|line| line + "\n")).collect()
    }
}
