//! How `check` shows what it found, and what its exit status says: one set of options, whatever was judged.
//!
//! It must not judge, nor know where texts come from.

use std::io;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use crate::report::{self, Entry, Format, Style, Tally, View};
use crate::rule::Rule;
use crate::text::Unit;

use super::{ExitStatus, Streams, usage, whole};

/// What is asked of the output.
#[derive(Debug, Args)]
pub(super) struct Output {
    /// 出力の形式。人のためには full（既定）、text、html、プログラムのためには json、jsonl、sarif、github、gitlab、
    /// rdjsonl、checkstyle、junit
    #[arg(long, value_enum, default_value = "full", hide_default_value = true, hide_possible_values = true,
          value_name = "形式", help_heading = usage::OUTPUT)]
    format: Format,
    /// 結果を書くファイル（既定は標準出力）。書き終えてから置き換えます
    #[arg(long, value_name = "パス", help_heading = usage::OUTPUT)]
    output_file: Option<PathBuf>,
    /// 別の形式でもファイルに書きます（例: sarif=mailint.sarif）。何度でも指定できます
    #[arg(long, value_name = "形式=パス", value_parser = extra, help_heading = usage::OUTPUT)]
    report: Vec<(Format, PathBuf)>,
    /// 列の数え方（text、github、gitlab、checkstyle、junit。既定は char）。ほかの形式では決まっています
    #[arg(long, value_enum, hide_possible_values = true, value_name = "char|utf16|byte|display",
          help_heading = usage::OUTPUT)]
    column_unit: Option<ColumnUnit>,
    /// text と junit で、終わりの位置も「行:列-行:列」のように書きます
    #[arg(long, help_heading = usage::OUTPUT)]
    end_columns: bool,
    /// 規則ごとの件数を標準エラー出力に書きます
    #[arg(long, help_heading = usage::OUTPUT)]
    statistics: bool,
    /// この重さ以上の指摘があれば終了コードを 1 にします（既定は warning）
    #[arg(long, value_enum, default_value = "warning", hide_default_value = true, hide_possible_values = true,
          value_name = "error|warning|info|never", help_heading = usage::OUTPUT)]
    fail_on: FailOn,
    /// 警告がこの数までなら終了コードを 1 にしません
    #[arg(long, value_name = "件数", help_heading = usage::OUTPUT)]
    max_warnings: Option<usize>,
    /// 指摘があっても終了コードを 0 にします（調べられないときの 2 は変わりません）
    #[arg(long, help_heading = usage::OUTPUT)]
    exit_zero: bool,
}

/// What there is to write and to count of one file.
pub(super) struct Share {
    pub(super) written: Vec<u8>,
    pub(super) tally: Tally,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ColumnUnit {
    Char,
    Utf16,
    Byte,
    Display,
}

impl From<ColumnUnit> for Unit {
    fn from(unit: ColumnUnit) -> Unit {
        match unit {
            ColumnUnit::Char => Unit::Char,
            ColumnUnit::Utf16 => Unit::Utf16,
            ColumnUnit::Byte => Unit::Byte,
            ColumnUnit::Display => Unit::Cell,
        }
    }
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Format] {
        &Format::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.as_str()))
    }
}

/// `FORMAT=PATH`.
fn extra(value: &str) -> Result<(Format, PathBuf), String> {
    let (format, path) = value.split_once('=').ok_or("sarif=mailint.sarif のように書きます")?;
    let format = <Format as ValueEnum>::from_str(format, false).map_err(|_| {
        let known: Vec<&str> = Format::ALL.iter().map(|format| format.as_str()).collect();
        format!("使える形式は {} です", known.join(", "))
    })?;
    if path.is_empty() { Err("パスがありません".to_owned()) } else { Ok((format, path.into())) }
}

impl Output {
    /// Writes the results where they are asked for, tells what kept mailint from its work, and says how the run ended.
    pub(super) fn show(&self, entries: &[Entry<'_>], rules: &[&Rule], streams: &mut Streams) -> io::Result<ExitStatus> {
        let mut status = self.status(Tally::of(entries));
        match &self.output_file {
            None => streams
                .results(|style, out| report::render(self.format, entries, &View { style, ..self.view(rules) }, out))?,
            Some(path) => status = status.max(self.put(self.format, path, entries, rules, streams)?),
        }
        for (format, path) in &self.report {
            status = status.max(self.put(*format, path, entries, rules, streams)?);
        }
        streams.failures(entries)?;
        if self.statistics {
            streams.troubles(|_, err| report::statistics(entries, err))?;
        }
        Ok(status)
    }

    /// Whether everything asked for is written file by file, so that nothing of a file need be kept.
    pub(super) fn is_by_file(&self) -> bool {
        self.format.is_by_file() && self.output_file.is_none() && self.report.is_empty() && !self.statistics
    }

    /// What is written of one file, where that goes file by file.
    pub(super) fn share(&self, entry: Entry<'_>, style: Style) -> Share {
        let (entries, view, mut written) = ([entry], View { style, ..self.view(&[]) }, Vec::new());
        let rendered = report::share(self.format, &entries, &view, &mut written);
        rendered.expect("memory takes all");
        Share { written, tally: Tally::of(&entries) }
    }

    /// Writes what stands behind the last file, and says how the run ended.
    pub(super) fn end(&self, tally: Tally, streams: &mut Streams) -> io::Result<ExitStatus> {
        streams.results(|_, out| report::end(self.format, tally, out))?;
        Ok(self.status(tally))
    }

    /// A view without colour, for files.
    fn view<'a>(&self, rules: &'a [&'a Rule]) -> View<'a> {
        let unit = self.column_unit.map(Unit::from);
        View { style: Style { color: false }, unit, ends: self.end_columns, rules }
    }

    /// Writes one format to a file, whole or not at all.
    fn put(
        &self,
        format: Format,
        path: &Path,
        entries: &[Entry<'_>],
        rules: &[&Rule],
        streams: &mut Streams,
    ) -> io::Result<ExitStatus> {
        let mut content = Vec::new();
        report::render(format, entries, &self.view(rules), &mut content)?;
        let Err(error) = whole::write(path, &content) else { return Ok(ExitStatus::Clean) };
        let path = report::visible::one_line(&path.display().to_string());
        streams.troubles(|_, err| writeln!(err, "mailint: {path} に書き込めませんでした（{error}）。"))?;
        Ok(ExitStatus::Trouble)
    }

    fn status(&self, tally: Tally) -> ExitStatus {
        if tally.failed > 0 {
            return ExitStatus::Trouble;
        }
        // With a number of warnings allowed, they count by that number alone.
        let warnings = if self.max_warnings.is_some() { 0 } else { tally.warning };
        let found = match self.fail_on {
            FailOn::Error => tally.error,
            FailOn::Warning => tally.error + warnings,
            FailOn::Info => tally.error + warnings + tally.info,
            FailOn::Never => 0,
        };
        let many = self.max_warnings.is_some_and(|most| tally.warning > most);
        if (found > 0 || many) && !self.exit_zero { ExitStatus::Findings } else { ExitStatus::Clean }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        output: Output,
    }

    fn status(options: &str, tally: Tally) -> ExitStatus {
        let arguments = std::iter::once("mailint").chain(options.split_whitespace());
        Line::try_parse_from(arguments).expect("valid").output.status(tally)
    }

    const WARNED: Tally = Tally { files: 1, failed: 0, error: 0, warning: 2, info: 1 };
    const GRAVE: Tally = Tally { error: 1, ..WARNED };
    const FAILED: Tally = Tally { failed: 1, ..GRAVE };

    #[test]
    fn the_exit_status_follows_the_gravest_finding() {
        assert_eq!(status("--fail-on error", WARNED), ExitStatus::Clean);
        assert_eq!(status("", WARNED), ExitStatus::Findings);
        assert_eq!(status("--fail-on info", WARNED), ExitStatus::Findings);
        assert_eq!(status("--fail-on never", GRAVE), ExitStatus::Clean);
    }

    #[test]
    fn an_unread_file_outweighs_findings() {
        for options in ["", "--fail-on never", "--exit-zero", "--max-warnings 9"] {
            assert_eq!(status(options, FAILED), ExitStatus::Trouble, "{options}");
        }
    }

    #[test]
    fn some_warnings_can_be_allowed() {
        assert_eq!(status("--max-warnings 2", WARNED), ExitStatus::Clean);
        assert_eq!(status("--max-warnings 1", WARNED), ExitStatus::Findings);
        assert_eq!(status("--max-warnings 1 --fail-on never", WARNED), ExitStatus::Findings);
        assert_eq!(status("--max-warnings 2 --fail-on info", WARNED), ExitStatus::Findings);
        assert_eq!(status("--max-warnings 2", GRAVE), ExitStatus::Findings);
        assert_eq!(status("--max-warnings 1 --exit-zero", GRAVE), ExitStatus::Clean);
    }

    #[test]
    fn a_further_report_is_a_format_and_a_path() {
        assert_eq!(extra("sarif=a=b"), Ok((Format::Sarif, PathBuf::from("a=b"))));
        for wrong in ["sarif", "sarif=", "=a", "yaml=a"] {
            assert!(extra(wrong).is_err(), "{wrong}");
        }
    }
}
