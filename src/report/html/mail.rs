//! A mail as it is written, its findings marked and told under their lines.
//!
//! It must not know other mails of the run, but for how many findings came before.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Severity};
use crate::text::{Span, Text};

use super::super::Judged;
use super::super::part::PartPlace;
use super::super::visible::{clipped, one_line, unwrapped, visible};
use super::super::xml::escaped;

/// Lines around those with findings that are shown of a very long text.
const AROUND: usize = 3;
/// A text of more bytes is shown in part.
const LONG: usize = 100_000;
/// Bytes of a line that are shown, at least where nothing is marked.
const LONG_LINE: usize = 20_000;
/// Characters of a suggestion.
const QUOTED: usize = 200;

/// Writes the mail. Findings are numbered on from `number`.
pub(super) fn write(judged: &Judged<'_>, number: &mut usize, out: &mut dyn Write) -> io::Result<()> {
    let text = judged.text;
    let findings = &judged.report.findings;
    let first_number = *number + 1;
    *number += findings.len();
    let mut marks = Marks::of(findings);
    let mut notes: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (nth, finding) in findings.iter().enumerate() {
        notes.entry(last_line(text, finding.span())).or_default().push(nth);
    }
    let shown = shown_lines(text, &notes);
    writeln!(out, "<div class=\"mail\">")?;
    let mut next = 0;
    for line in shown {
        if line > next {
            writeln!(out, "<p class=\"left-out\">…</p>")?;
        }
        next = line + 1;
        write!(out, "<p class=\"line\"><span class=\"no\">{}</span><span class=\"words\">", number_of(judged, line))?;
        marks.write_line(text, line, first_number, out)?;
        writeln!(out, "</span></p>")?;
        for &nth in notes.get(&line).into_iter().flatten() {
            note(judged, &findings[nth], first_number + nth, out)?;
        }
    }
    writeln!(out, "</div>")
}

/// A line's number in the file; for a part that is encoded for transfer, in its words.
fn number_of(judged: &Judged<'_>, line: usize) -> usize {
    let start = judged.text.line(line).at_start();
    PartPlace::of(judged.about, judged.text, start).map_or(judged.text.first_line() + line, |part| part.line)
}

fn last_line(text: &Text, span: Span) -> usize {
    text.line_index(if span.is_empty() { span.end() } else { span.end() - 1 })
}

/// All lines, or of a very long text those near to notes.
fn shown_lines(text: &Text, notes: &BTreeMap<usize, Vec<usize>>) -> Vec<usize> {
    if text.len() <= LONG {
        return (0..text.line_count()).collect();
    }
    let last = text.line_count() - 1;
    let mut lines: Vec<usize> =
        notes.keys().flat_map(|&line| line.saturating_sub(AROUND)..=(line + AROUND).min(last)).collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

/// Where marks begin and end, gone through once with the lines.
struct Marks {
    edges: Vec<Edge>,
    /// Edges gone by.
    passed: usize,
    /// Open marks by severity.
    open: [i32; 3],
}

struct Edge {
    at: usize,
    /// How the number of open marks of a severity changes.
    change: i32,
    severity: Severity,
    /// The finding whose first words begin here.
    begins: Option<usize>,
}

impl Marks {
    fn of(findings: &[Diagnostic]) -> Marks {
        let mut edges = Vec::new();
        for (nth, finding) in findings.iter().enumerate() {
            let severity = finding.severity;
            for (share, &span) in finding.spans.iter().enumerate() {
                let begins = (share == 0).then_some(nth);
                edges.push(Edge { at: span.start(), change: 1, severity, begins });
                edges.push(Edge { at: span.end(), change: -1, severity, begins: None });
            }
        }
        edges.sort_by_key(|edge| edge.at);
        Marks { edges, passed: 0, open: [0; 3] }
    }

    /// Writes a line; lines come in order, not all of them.
    fn write_line(&mut self, text: &Text, line: usize, first_number: usize, out: &mut dyn Write) -> io::Result<()> {
        let span = text.line(line);
        let next_line = (line + 1 < text.line_count()).then(|| text.line(line + 1).start());
        let mut at = span.start();
        while let Some(edge) = self.edges.get(self.passed)
            && next_line.is_none_or(|next| edge.at < next)
        {
            let to = edge.at.clamp(at, span.end().max(at));
            piece(text, at, to, &self.open, out)?;
            at = to;
            self.open[edge.severity as usize] += edge.change;
            self.passed += 1;
            if let Some(nth) = edge.begins {
                let (number, class) = (first_number + nth, edge.severity.as_str());
                write!(out, "<a class=\"ref {class}\" href=\"#finding-{number}\">{number}</a>")?;
            }
        }
        piece(text, at, span.end(), &self.open, out)
    }
}

/// Writes some words of one line, marked by the gravest finding on them.
fn piece(text: &Text, start: usize, end: usize, open: &[i32; 3], out: &mut dyn Write) -> io::Result<()> {
    if start >= end {
        return Ok(());
    }
    let words = text.as_str().get(start..end).unwrap_or_default();
    let class = [Severity::Error, Severity::Warning, Severity::Info].into_iter().find(|&s| open[s as usize] > 0);
    match class {
        Some(severity) => write!(out, "<mark class=\"{}\">{}</mark>", severity.as_str(), plain(words)),
        None if words.len() > LONG_LINE => {
            let cut = |at| (0..=at).rev().find(|&at| words.is_char_boundary(at)).unwrap_or(0);
            let (head, tail) = (cut(LONG_LINE / 2), cut(words.len() - LONG_LINE / 2));
            write!(out, "{}<i>…</i>{}", plain(&words[..head]), plain(&words[tail..]))
        }
        None => write!(out, "{}", plain(words)),
    }
}

/// Words of the mail with white space as it is.
fn plain(words: &str) -> String {
    escaped(&words.chars().map(visible).collect::<String>())
}

fn note(judged: &Judged<'_>, finding: &Diagnostic, number: usize, out: &mut dyn Write) -> io::Result<()> {
    let text = judged.text;
    let (class, word) = (finding.severity.as_str(), super::word(finding.severity));
    writeln!(out, "<div class=\"note {class}\" id=\"finding-{number}\">")?;
    writeln!(
        out,
        "<p class=\"what\"><span class=\"ref {class}\">{number}</span> <b>{word}</b> {}</p>",
        escaped(&one_line(&finding.message))
    )?;
    if !finding.help.is_empty() {
        writeln!(out, "<p class=\"help\"><b>直し方</b> {}</p>", escaped(&unwrapped(&finding.help)))?;
    }
    for fix in finding.fixes.iter().filter(|fix| !fix.edits.is_empty()) {
        let name = if fix.safe { "書き換え" } else { "書き換えの案" };
        let edits = fix.edits.iter().map(|edit| {
            let (old, new) = (clipped(text.slice(edit.span), QUOTED), clipped(&edit.text, QUOTED));
            let old = if old.is_empty() { String::new() } else { format!("<del>{}</del>", escaped(&old)) };
            let new = if new.is_empty() { "（削る）".to_owned() } else { format!("<ins>{}</ins>", escaped(&new)) };
            format!("{old} → {new}")
        });
        writeln!(out, "<p class=\"fix\"><b>{name}</b> {}</p>", edits.collect::<Vec<_>>().join("、"))?;
    }
    for related in &finding.related {
        let line = number_of(judged, related.spans.first().map_or(0, |span| text.line_index(span.start())));
        writeln!(out, "<p class=\"related\">{line} 行目: {}</p>", escaped(&one_line(&related.message)))?;
    }
    writeln!(out, "<p class=\"rule\"><code>{}</code></p>\n</div>", finding.rule)
}
