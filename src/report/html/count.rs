//! The page's tables: how often each rule spoke, how each kind of mail fared, and where to find each mail.
//!
//! It must not show words of a mail.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::diagnostic::Severity;

use super::super::statistics::by_rule;
use super::super::visible::{file_name, one_line, without_words};
use super::super::xml::escaped;
use super::super::{Entry, Tally, View};

/// Rules shown at once; the others are a click away.
const SHOWN: usize = 10;

pub(super) fn tables(entries: &[Entry<'_>], view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let rules = by_rule(entries);
    if rules.is_empty() {
        return Ok(());
    }
    writeln!(out, "<div class=\"tables\">")?;
    writeln!(out, "<section>\n<h2>規則ごとの件数</h2>")?;
    let (first, rest) = rules.split_at(rules.len().min(SHOWN));
    table(first, view, out)?;
    if !rest.is_empty() {
        writeln!(out, "<details>\n<summary>ほかの {} 件の規則</summary>", rest.len())?;
        table(rest, view, out)?;
        writeln!(out, "</details>")?;
    }
    writeln!(out, "</section>")?;
    kinds(entries, out)?;
    writeln!(out, "</div>")?;
    index(entries, out)
}

/// The mails with findings, each a click away.
fn index(entries: &[Entry<'_>], out: &mut dyn Write) -> io::Result<()> {
    if entries.len() < 2 {
        return Ok(());
    }
    writeln!(out, "<section>\n<h2>指摘のあるメール</h2>\n<table>")?;
    writeln!(out, "<tr><th>エラー</th><th>警告</th><th>参考</th><th>ファイル</th></tr>")?;
    for (nth, entry) in entries.iter().enumerate() {
        if let Entry::Judged(judged) = entry
            && !judged.report.findings.is_empty()
        {
            let tally = Tally::of(std::slice::from_ref(entry));
            write!(out, "<tr>")?;
            for (class, count) in [("error", tally.error), ("warning", tally.warning), ("info", tally.info)] {
                let count = if count == 0 { "·".to_owned() } else { count.to_string() };
                write!(out, "<td class=\"count\"><span class=\"{class}\">{count}</span></td>")?;
            }
            writeln!(out, "<td><a href=\"#file-{nth}\">{}</a></td></tr>", escaped(&file_name(judged.path)))?;
        }
    }
    writeln!(out, "</table>\n</section>")
}

fn table(rules: &[(&str, Severity, usize)], view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<table>")?;
    for &(id, severity, count) in rules {
        let rule = view.rules.iter().find(|rule| rule.id.as_str() == id);
        let about = rule.map_or_else(String::new, |rule| escaped(&without_words(&rule.message)));
        let severity = format!("<span class=\"{}\">{}</span>", severity.as_str(), super::word(severity));
        let rule = format!("<code>{id}</code><small>{about}</small>");
        writeln!(out, "<tr><td class=\"count\">{count}</td><td>{severity}</td><td>{rule}</td></tr>")?;
    }
    writeln!(out, "</table>")
}

fn kinds(entries: &[Entry<'_>], out: &mut dyn Write) -> io::Result<()> {
    let mut kinds: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for entry in entries {
        if let Entry::Judged(judged) = entry {
            let scenario = &judged.report.scenario;
            let kind = match &scenario.id {
                None => "種類は不明".to_owned(),
                Some(id) if scenario.title.is_empty() => id.clone(),
                Some(_) => one_line(&scenario.title),
            };
            let (mails, findings) = kinds.entry(kind).or_default();
            *mails += 1;
            *findings += judged.report.findings.len();
        }
    }
    writeln!(out, "<section>\n<h2>メールの種類ごとの件数</h2>\n<table>")?;
    writeln!(out, "<tr><th>通数</th><th>指摘</th><th>種類</th></tr>")?;
    for (kind, (mails, findings)) in kinds {
        let kind = escaped(&kind);
        writeln!(out, "<tr><td class=\"count\">{mails}</td><td class=\"count\">{findings}</td><td>{kind}</td></tr>")?;
    }
    writeln!(out, "</table>\n</section>")
}
