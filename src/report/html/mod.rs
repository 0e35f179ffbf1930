//! One page for people who would rather look than read: counts, then each mail with its findings marked in place.
//!
//! The page needs nothing else: no script, no picture, no address. What it shows is untrusted, so that every word goes
//! through [`escaped`], and the page forbids the browser to load anything.

mod count;
mod mail;

use std::io::{self, Write};

use crate::diagnostic::Severity;
use crate::scenario::{ScenarioChoice, ScenarioSource};

use super::read_as::read_as;
use super::visible::{file_name, one_line};
use super::xml::escaped;
use super::{Entry, Judged, Tally, Trouble, View};

const STYLE: &str = include_str!("style.css");

pub(super) fn render(entries: &[Entry<'_>], view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let tally = Tally::of(entries);
    head(out)?;
    summary(tally, out)?;
    count::tables(entries, view, out)?;
    failed(entries, out)?;
    let mut number = 0;
    for (nth, entry) in entries.iter().enumerate() {
        if let Entry::Judged(judged) = entry
            && !judged.report.findings.is_empty()
        {
            file(nth, judged, &mut number, out)?;
        }
    }
    clean(entries, out)?;
    writeln!(out, "</main>\n<footer>mailint {}</footer>\n</body>\n</html>", env!("CARGO_PKG_VERSION"))
}

fn head(out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"ja\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>mailint の結果</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>メールの点検結果</h1>"
    )
}

fn summary(tally: Tally, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<ul class=\"tally\">")?;
    writeln!(out, "<li><b>{}</b> 通</li>", tally.files)?;
    let counts = [(Severity::Error, tally.error), (Severity::Warning, tally.warning), (Severity::Info, tally.info)];
    for (severity, count) in counts {
        let (class, word) = (severity.as_str(), word(severity));
        writeln!(out, "<li class=\"{class}\">{word} <b>{count}</b></li>")?;
    }
    if tally.failed > 0 {
        writeln!(out, "<li class=\"error\">読めないファイル <b>{}</b></li>", tally.failed)?;
    }
    writeln!(out, "</ul>")?;
    if tally.at_least(Severity::Info) + tally.failed == 0 {
        writeln!(out, "<p>指摘はありません。</p>")?;
    }
    Ok(())
}

fn failed(entries: &[Entry<'_>], out: &mut dyn Write) -> io::Result<()> {
    let failed: Vec<&Trouble<'_>> = entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Failed(failed) => Some(failed),
            Entry::Judged(_) => None,
        })
        .collect();
    if failed.is_empty() {
        return Ok(());
    }
    writeln!(out, "<section>\n<h2>調べられなかったファイル</h2>\n<ul>")?;
    for trouble in failed {
        let (path, message) = (escaped(&file_name(trouble.path)), escaped(&one_line(trouble.message)));
        writeln!(out, "<li><b>{path}</b> {message} {}</li>", escaped(&one_line(trouble.help)))?;
    }
    writeln!(out, "</ul>\n</section>")
}

fn file(nth: usize, judged: &Judged<'_>, number: &mut usize, out: &mut dyn Write) -> io::Result<()> {
    let path = escaped(&file_name(judged.path));
    writeln!(out, "<section class=\"file\" id=\"file-{nth}\">\n<h2>{path}</h2>")?;
    let read_as = judged.about.map(read_as).filter(|words| !words.is_empty());
    let read_as = read_as.map_or_else(String::new, |words| format!("。{words}"));
    writeln!(out, "<p class=\"kind\">{}{}</p>", escaped(&kind(&judged.report.scenario)), escaped(&read_as))?;
    mail::write(judged, number, out)?;
    writeln!(out, "</section>")
}

fn clean(entries: &[Entry<'_>], out: &mut dyn Write) -> io::Result<()> {
    let clean: Vec<&Judged<'_>> = entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Judged(judged) if judged.report.findings.is_empty() => Some(judged),
            _ => None,
        })
        .collect();
    if clean.is_empty() {
        return Ok(());
    }
    writeln!(out, "<section>\n<h2>指摘のないメール（{} 通）</h2>\n<ul class=\"clean\">", clean.len())?;
    for judged in clean {
        let (path, kind) = (escaped(&file_name(judged.path)), escaped(&kind(&judged.report.scenario)));
        writeln!(out, "<li>{path} <small>{kind}</small></li>")?;
    }
    writeln!(out, "</ul>\n</section>")
}

/// The kind of mail in words.
fn kind(choice: &ScenarioChoice) -> String {
    let Some(id) = &choice.id else {
        return "種類は不明（種類を問わない規則だけで調べました）".to_owned();
    };
    let title = if choice.title.is_empty() { id } else { &choice.title };
    match choice.source {
        ScenarioSource::Detected => {
            format!("{}（確度 {:.0} %）", one_line(title), choice.confidence.clamp(0.0, 1.0) * 100.0)
        }
        _ => format!("{}（指定）", one_line(title)),
    }
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "エラー",
        Severity::Warning => "警告",
        Severity::Info => "参考",
    }
}
