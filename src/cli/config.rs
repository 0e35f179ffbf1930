//! `mailint config`: the settings that a mail is judged with, and where each of them is from.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use crate::config::Effective;
use crate::report::visible::one_line;

use super::describe::{pad, scenario, widest};
use super::setup::{Asked, Houses, Loaded};
use super::{ExitStatus, Streams, usage};

/// ファイルに効いている設定と、それがどこに書かれているかを示します
#[derive(Debug, Args)]
#[command(help_template = usage::HELP, override_usage = "mailint config [オプション] <ファイル>")]
pub(super) struct ConfigArgs {
    /// メールのファイル。まだなくてもかまいません
    #[arg(required = true, value_name = "ファイル", help_heading = usage::ARGUMENTS)]
    file: PathBuf,
    /// 設定ファイル。省くと、ファイルのフォルダーから上へ mailint.toml を探します
    #[arg(long, value_name = "パス", help_heading = usage::OPTIONS)]
    config: Option<PathBuf>,
}

impl ConfigArgs {
    pub(super) fn run(&self, streams: &mut Streams) -> io::Result<ExitStatus> {
        let mut houses = Houses::new(Asked { config: self.config.as_deref(), ..Asked::default() });
        let Some((loaded, effective)) = houses.effective(&self.file, streams)? else {
            return Ok(ExitStatus::Trouble);
        };
        let file = one_line(&self.file.display().to_string());
        streams.results(|_, out| show(&file, &loaded, &effective, out))?;
        Ok(ExitStatus::Clean)
    }
}

fn show(file: &str, loaded: &Loaded, effective: &Effective, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{file}")?;
    let layers = loaded.house.layers();
    if layers.is_empty() {
        return writeln!(out, "  設定ファイルはありません。`mailint init` で作れます。");
    }
    let mut rows: Vec<(&str, String, String)> = Vec::new();
    for config in layers {
        let shown = one_line(&config.file().shown);
        rows.push(("設定ファイル", shown.clone(), String::new()));
        rows.extend(config.rule_folders().map(|named| ("規則のフォルダー", one_line(&named.path), shown.clone())));
        rows.extend(config.dictionary().map(|named| ("ユーザー辞書", one_line(&named.path), shown.clone())));
        if config.changes_rules() {
            rows.push(("規則への追加", "lists、actors、elements、override".to_owned(), shown));
        }
    }
    let (named, origin) = match &effective.scenario {
        Some((named, origin)) => (scenario(named), one_line(&origin.to_string())),
        None => ("文面から判断".to_owned(), "既定".to_owned()),
    };
    rows.push(("種類", named, origin));
    let (kind, origin) = match &effective.kind {
        Some((kind, origin)) => (kind.as_str().to_owned(), one_line(&origin.to_string())),
        None => ("ファイルの形式による".to_owned(), "既定".to_owned()),
    };
    rows.push(("下書きかひな形か", kind, origin));
    table(&rows, out)?;

    let off = effective.severities.values().filter(|(severity, _)| severity.is_none()).count();
    let total = loaded.rules.rules.len();
    let changed = effective.severities.len();
    writeln!(out, "\n規則 {total} 件のうち {} 件が働きます（変えた規則 {changed} 件）。", total - off.min(total))?;
    let severities: Vec<(&str, String, String)> = effective
        .severities
        .iter()
        .map(|(id, (severity, origin))| {
            let severity = severity.map_or("off", |severity| severity.as_str());
            (id.as_str(), severity.to_owned(), one_line(&origin.to_string()))
        })
        .collect();
    table(&severities, out)?;
    let allows: Vec<_> = loaded.house.allows().collect();
    let allows: Vec<_> = effective.allows.iter().filter_map(|&at| allows.get(at)).collect();
    if !allows.is_empty() {
        writeln!(out, "\n許されている指摘 {} 件", allows.len())?;
    }
    allows.into_iter().try_for_each(|(allow, origin, _)| {
        let text = allow.text.as_ref().map_or_else(String::new, |text| format!(" 「{}」", one_line(text)));
        let (rules, reason) = (one_line(&allow.rules.join(", ")), one_line(&allow.reason));
        writeln!(out, "  {rules}{text}: {reason}  {}", one_line(&origin.to_string()))
    })
}

fn table(rows: &[(&str, String, String)], out: &mut dyn Write) -> io::Result<()> {
    let first = widest(rows.iter().map(|row| row.0));
    let second = widest(rows.iter().map(|row| row.1.as_str()));
    rows.iter().try_for_each(|(name, value, origin)| {
        let line = format!("  {}  {}  {origin}", pad(name, first), pad(value, second));
        writeln!(out, "{}", line.trim_end())
    })
}
