//! The format for people: each finding with its words underlined where they stand, why it hurts, what to write
//! instead, and at the end what kind of mail it was taken for.
//!
//! The only importer of annotate-snippets. It hands that library cleaned excerpts only, never a draft: a span inside
//! a character or behind the end would make it panic, and some of its texts reach the terminal as they are.

use std::io::{self, Write};

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::lint::Report;
use crate::scenario::{ScenarioChoice, ScenarioSource};
use crate::text::Text;

use super::excerpt::{Excerpt, Mark, excerpts};
use super::read_as::read_as;
use super::visible::{clipped, file_name, one_line, unwrapped};
use super::{Entry, Judged, Place, Style, Tally, Trouble};

/// Words of a draft are quoted in a suggestion up to this many characters.
const QUOTED: usize = 60;

pub(super) fn render(entries: &[Entry<'_>], style: Style, out: &mut dyn Write) -> io::Result<()> {
    for entry in entries {
        match entry {
            Entry::Judged(judged) => file(judged, style, out)?,
            // Told on the error stream, with `trouble`.
            Entry::Failed(_) => {}
        }
    }
    Ok(())
}

/// Writes the sum of more than one file.
pub(super) fn end(tally: Tally, out: &mut dyn Write) -> io::Result<()> {
    if tally.files > 1 { writeln!(out, "{}", total(tally)) } else { Ok(()) }
}

/// Writes why a file could not be used, with the place shown like a finding's.
///
/// # Errors
/// Those of the writer.
pub fn trouble(trouble: &Trouble<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let path = file_name(trouble.path);
    let title = Level::ERROR.with_name("実行エラー").primary_title(one_line(trouble.message));
    let mut group = match &trouble.place {
        Some(Place { text, span, first_line }) => {
            let mark = Mark { span: *span, primary: true, label: None };
            show(Group::with_title(title), &path, text, first_line.saturating_sub(1), &[mark])
        }
        None => title.element(Origin::path(path)),
    };
    if !trouble.help.is_empty() {
        group = group.element(Level::HELP.with_name("対処").message(unwrapped(trouble.help)));
    }
    writeln!(out, "{}\n", renderer(style).render(&[group]))
}

fn file(judged: &Judged<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let renderer = renderer(style);
    for finding in &judged.report.findings {
        writeln!(out, "{}\n", renderer.render(&[group(judged, finding)]))?;
    }
    let read_as = judged.about.map(read_as).unwrap_or_default();
    writeln!(out, "{}: {}{read_as}", file_name(judged.path), summary(judged.report))
}

fn renderer(style: Style) -> Renderer {
    if style.color { Renderer::styled() } else { Renderer::plain() }
}

fn group<'a>(judged: &Judged<'_>, finding: &Diagnostic) -> Group<'a> {
    let title = level(finding.severity).primary_title(one_line(&finding.message)).id(finding.rule.as_str().to_owned());
    let mut marks: Vec<Mark> = Vec::new();
    for &span in &finding.spans {
        let label = span.is_empty().then(|| "ここに補います".to_owned());
        marks.push(Mark { span, primary: true, label });
    }
    for related in &finding.related {
        let mut label = Some(one_line(&related.message));
        marks.extend(related.spans.iter().map(|&span| Mark { span, primary: false, label: label.take() }));
    }
    let lines_before = judged.text.first_line() - 1;
    let mut group = show(Group::with_title(title), &file_name(judged.path), judged.text, lines_before, &marks);
    if !finding.help.is_empty() {
        group = group.element(Level::HELP.with_name("直し方").message(unwrapped(&finding.help)));
    }
    for fix in finding.fixes.iter().filter(|fix| !fix.edits.is_empty()) {
        let name = if fix.safe { "書き換え" } else { "書き換えの案" };
        group = group.element(Level::HELP.with_name(name).message(suggestion(judged.text, fix)));
    }
    group
}

/// Adds the lines with their underlines, each excerpt under a header that says where its first mark stands.
fn show<'a>(mut group: Group<'a>, path: &str, text: &Text, lines_before: usize, marks: &[Mark]) -> Group<'a> {
    for Excerpt { first_line, source, start, shifted, underlines } in excerpts(text, marks) {
        let annotations = underlines.into_iter().map(|underline| -> Annotation<'a> {
            let kind = if underline.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            kind.span(underline.range).label(underline.label)
        });
        let snippet = Snippet::source(source).line_start(lines_before + first_line + 1).annotations(annotations);
        group = if shifted {
            // The renderer would count columns from where the excerpt begins.
            let (line, column) = (lines_before + 1 + text.line_index(start), text.position(start).column);
            let origin = Origin::path(path.to_owned()).line(line).char_column(column);
            group.element(origin).element(snippet)
        } else {
            group.element(snippet.path(path.to_owned()))
        };
    }
    group
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR.with_name(word(severity)),
        Severity::Warning => Level::WARNING.with_name(word(severity)),
        Severity::Info => Level::INFO.with_name(word(severity)),
    }
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "エラー",
        Severity::Warning => "警告",
        Severity::Info => "参考",
    }
}

/// 「了解しました」→「承知いたしました」
fn suggestion(text: &Text, fix: &Fix) -> String {
    let edits = fix.edits.iter().map(|edit| {
        let (old, new) = (clipped(text.slice(edit.span), QUOTED), clipped(&edit.text, QUOTED));
        match (edit.span.is_empty(), edit.text.is_empty()) {
            (_, true) => format!("「{old}」を消す"),
            (true, false) => format!("「{new}」を加える"),
            (false, false) => format!("「{old}」→「{new}」"),
        }
    });
    edits.collect::<Vec<_>>().join("、")
}

fn summary(report: &Report) -> String {
    let mut tally = Tally::default();
    tally.count(report);
    let allowed = match report.allowed.len() {
        0 => String::new(),
        count => format!("許可された指摘 {count} 件を除きました。"),
    };
    format!("{}{}{allowed}", scenario(&report.scenario), counts(tally))
}

fn scenario(choice: &ScenarioChoice) -> String {
    let Some(id) = &choice.id else {
        return "どの種類のメールか判断できませんでした。種類を問わない規則だけで調べました\
            （`--scenario` で種類を指定できます）。"
            .to_owned();
    };
    let title = match (&choice.variant, choice.title.is_empty()) {
        (_, false) => one_line(&choice.title),
        (Some(variant), true) => format!("{id}/{variant}"),
        (None, true) => id.clone(),
    };
    let given = match choice.source {
        ScenarioSource::Detected => {
            return format!("{title}と判断しました（確度 {:.0} %）。", choice.confidence.clamp(0.0, 1.0) * 100.0);
        }
        ScenarioSource::Option => "`--scenario` の指定",
        ScenarioSource::FrontMatter => "下書きの指定",
        ScenarioSource::Config => "設定ファイルの指定",
    };
    format!("{title}として調べました（{given}）。")
}

fn counts(tally: Tally) -> String {
    let found = [(Severity::Error, tally.error), (Severity::Warning, tally.warning), (Severity::Info, tally.info)];
    let found: Vec<String> = found
        .iter()
        .filter(|&&(_, count)| count > 0)
        .map(|&(severity, count)| format!("{} {count} 件", word(severity)))
        .collect();
    if found.is_empty() { "指摘はありません。".to_owned() } else { format!("{}。", found.join("、")) }
}

fn total(tally: Tally) -> String {
    let failed = match tally.failed {
        0 => String::new(),
        count => format!("{count} ファイルは調べられませんでした。"),
    };
    let counts = if tally.failed == tally.files { String::new() } else { counts(tally) };
    format!("合計 {} ファイル: {counts}{failed}", tally.files)
}
