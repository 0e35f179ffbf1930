//! `mailint baseline`: freezes today's findings, and says what is new, gone and stale. `check --baseline` leaves the
//! frozen ones out.

use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use clap::Args;

use crate::input::{self, Failure, Options};
use crate::report::visible::{clipped, one_line};
use crate::suppress::baseline::{Baseline, Compared, Entry};
use crate::suppress::fingerprint::Fingerprints;

use super::judge::{Judgement, judge};
use super::scenario::ScenarioName;
use super::setup::{Asked, Houses, absolute};
use super::{ExitStatus, Streams, check, usage, whole};

/// Words of a finding are kept up to this many characters.
const WORDS: usize = 40;

/// 今ある指摘をファイルに控え、次からは新しい指摘だけを見られるようにします
///
/// 控えは `mailint check --baseline ファイル` で使います。規則と文で覚えるため、行が動いても変わりません。
#[derive(Debug, Args)]
#[command(help_template = usage::HELP, override_usage = "mailint baseline [オプション] <パス>...")]
pub(super) struct BaselineArgs {
    /// 調べるファイルまたはフォルダー
    #[arg(required = true, value_name = "パス", help_heading = usage::ARGUMENTS)]
    paths: Vec<PathBuf>,
    /// 控えるファイル（既定は mailint-baseline.json）
    #[arg(long, value_name = "パス", default_value = "mailint-baseline.json", hide_default_value = true,
          help_heading = usage::OPTIONS)]
    file: PathBuf,
    /// なくなった指摘を消すだけで、新しい指摘は控えません
    #[arg(long, help_heading = usage::OPTIONS)]
    prune: bool,
    /// メールの種類（例: stockout、stockout/restock）。省くと文面から判断します
    #[arg(long, value_name = "ID[/VARIANT]", help_heading = usage::OPTIONS)]
    scenario: Option<ScenarioName>,
    /// 規則のフォルダー。組み込みの規則に重ねて読みます
    #[arg(long, value_name = "フォルダー", help_heading = usage::OPTIONS)]
    rules: Option<PathBuf>,
    /// CSV・TSV で文面の入っている列の名前
    #[arg(long, value_name = "列", help_heading = usage::OPTIONS)]
    column: Option<String>,
    /// 設定ファイルを読みません
    #[arg(long, help_heading = usage::OPTIONS)]
    no_config: bool,
}

impl BaselineArgs {
    pub(super) fn run(&self, streams: &mut Streams) -> io::Result<ExitStatus> {
        let old = if self.file.exists() { Kept::read(&self.file) } else { Ok(Kept::empty(&self.file)) };
        let old = match old {
            Ok(old) => old,
            Err(message) => {
                streams.troubles(|_, err| writeln!(err, "mailint: {message}"))?;
                return Ok(ExitStatus::Trouble);
            }
        };
        let (rules, scenario) = (self.rules.as_deref(), self.scenario.as_ref());
        let mut houses = Houses::new(Asked { rules, scenario, no_config: self.no_config, ..Asked::default() });
        let Some(tasks) = houses.tasks(input::find(&self.paths, None), streams)? else {
            return Ok(ExitStatus::Trouble);
        };
        let outcomes = judge(tasks, &Options { kind: None, column: self.column.clone() }, None)?;
        let (found, compared) = old.compare(&outcomes);
        let kept: Vec<Entry> = if self.prune {
            let new: BTreeSet<&Entry> = compared.new.iter().collect();
            found.iter().filter(|entry| !new.contains(entry)).chain(&compared.unseen).cloned().collect()
        } else {
            found.iter().chain(&compared.unseen).cloned().collect()
        };
        let shown = one_line(&self.file.display().to_string());
        if let Err(error) = whole::write(&self.file, Baseline::of(kept).to_json().as_bytes()) {
            streams.troubles(|_, err| writeln!(err, "mailint: {shown} に書き込めませんでした（{error}）。"))?;
            return Ok(ExitStatus::Trouble);
        }
        streams.results(|_, out| tell(&compared, self.prune, &shown, out))?;
        let entries: Vec<_> = outcomes.iter().map(check::entry).collect();
        streams.failures(&entries)?;
        Ok(if outcomes.iter().any(Result::is_err) { ExitStatus::Trouble } else { ExitStatus::Clean })
    }
}

fn tell(compared: &Compared, prune: bool, file: &str, out: &mut dyn Write) -> io::Result<()> {
    let list = |title: &str, entries: &[Entry], out: &mut dyn Write| -> io::Result<()> {
        if entries.is_empty() {
            return Ok(());
        }
        writeln!(out, "{title} {} 件", entries.len())?;
        entries.iter().try_for_each(|entry| {
            let words =
                if entry.words.is_empty() { String::new() } else { format!(" 「{}」", one_line(&entry.words)) };
            writeln!(out, "  {}: {}{words}", one_line(&entry.path), one_line(&entry.rule))
        })
    };
    list(if prune { "新しい指摘（控えていません）" } else { "新しく控えた指摘" }, &compared.new, out)?;
    list("なくなった指摘（控えから消しました）", &compared.gone, out)?;
    list("ファイルがなくなった指摘（控えから消しました）", &compared.stale, out)?;
    let unseen = match compared.unseen.len() {
        0 => String::new(),
        count => format!("、今回調べていないファイルの指摘 {count} 件"),
    };
    let new = if prune { 0 } else { compared.new.len() };
    writeln!(out, "{file}: 前からの指摘 {} 件{unseen}、新しい指摘 {new} 件を控えています。", compared.known)
}

/// A baseline and the folder from which its paths count.
pub(super) struct Kept {
    baseline: Baseline,
    file: PathBuf,
    folder: PathBuf,
}

impl Kept {
    fn empty(file: &Path) -> Kept {
        let folder = absolute(file).parent().map(Path::to_owned).unwrap_or_default();
        Kept { baseline: Baseline::default(), file: file.to_owned(), folder }
    }

    /// Reads a baseline's file.
    ///
    /// # Errors
    /// What is wrong, in one line of Japanese.
    pub(super) fn read(file: &Path) -> Result<Kept, String> {
        let shown = one_line(&file.display().to_string());
        let text = std::fs::read_to_string(file).map_err(|error| format!("{shown} を読めません（{error}）。"))?;
        let baseline = Baseline::parse(&text).map_err(|why| format!("{shown}: {why}"))?;
        Ok(Kept { baseline, ..Kept::empty(file) })
    }

    /// Takes the findings that it knows out of what was judged.
    pub(super) fn leave_out(&self, outcomes: &mut [Result<Judgement, Failure>]) -> LeftOut {
        let (_, compared) = self.compare(outcomes);
        let known = self.baseline.known();
        let mut fingerprints = Fingerprints::default();
        for judgement in outcomes.iter_mut().filter_map(|outcome| outcome.as_mut().ok()) {
            let path = self.path_of(judgement);
            let prints = fingerprints.of(&path, &judgement.report.findings);
            let mut prints = prints.iter().map(ToString::to_string);
            judgement.report.findings.retain(|_| {
                let print = prints.next().unwrap_or_default();
                !known.contains(&(path.as_str(), print.as_str()))
            });
        }
        let (gone, stale) = (compared.gone.len(), compared.stale.len());
        LeftOut { file: one_line(&self.file.display().to_string()), known: compared.known, gone: gone + stale }
    }

    /// What was found, and how that compares.
    fn compare(&self, outcomes: &[Result<Judgement, Failure>]) -> (Vec<Entry>, Compared) {
        let (mut found, mut judged) = (Vec::new(), BTreeSet::new());
        let mut fingerprints = Fingerprints::default();
        for judgement in outcomes.iter().filter_map(|outcome| outcome.as_ref().ok()) {
            let path = self.path_of(judgement);
            let findings = &judgement.report.findings;
            let prints = fingerprints.of(&path, findings);
            found.extend(findings.iter().zip(prints).map(|(finding, print)| Entry {
                path: path.clone(),
                rule: finding.rule.as_str().to_owned(),
                words: finding.spans.iter().map(|&span| clipped(judgement.text.slice(span), WORDS)).collect(),
                fingerprint: print.to_string(),
            }));
            judged.insert(path);
        }
        let exists = |path: &str| self.folder.join(path).exists();
        let compared = self.baseline.compare(&found, &judged, &exists);
        (found, compared)
    }

    /// The mail's file as the baseline names it.
    fn path_of(&self, judgement: &Judgement) -> String {
        let path = relative(&self.folder, &absolute(Path::new(&judgement.path)));
        match judgement.about.item {
            Some(item) => format!("{path}#{item}"),
            None => path,
        }
    }
}

/// What a baseline took out of a report, in a line.
pub(super) struct LeftOut {
    file: String,
    known: usize,
    gone: usize,
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: 控えてある指摘 {} 件を除きました。", self.file, self.known)?;
        if self.gone > 0 {
            let hint = "`mailint baseline --prune` で控えから消せます";
            write!(f, "なくなった指摘が {} 件あります（{hint}）。", self.gone)?;
        }
        Ok(())
    }
}

/// The path from a folder, with `/` and as many `..` as it takes. Both are absolute.
fn relative(folder: &Path, path: &Path) -> String {
    let (from, to): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (folder.components().collect(), path.components().collect());
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..".to_owned(), from.len() - common);
    let down = to[common..].iter().map(|name| name.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_count_from_the_baseline() {
        assert_eq!(relative(Path::new("/a/b"), Path::new("/a/b/c/d.txt")), "c/d.txt");
        assert_eq!(relative(Path::new("/a/b"), Path::new("/a/c.txt")), "../c.txt");
    }
}
