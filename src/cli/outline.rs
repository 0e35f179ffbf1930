//! `mailint outline`: what mailint sees in a draft, for people who write rules or wonder about a finding.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use crate::config::Settings;
use crate::input::{self, Failure, Options, Source};
use crate::lint::{Outline, outline};
use crate::mail::Part;
use crate::report::visible::{clipped, one_line};
use crate::report::{self, Place, Trouble};
use crate::rule::RuleSet;
use crate::scenario::{Candidate, ScenarioChoice, ScenarioSource};
use crate::text::{Span, Text};

use super::describe::{pad, widest};
use super::judge::options_for;
use super::scenario::ScenarioName;
use super::setup::{Asked, Given, Houses, Task};
use super::{ExitStatus, Streams, usage};

/// Longer evidence is cut.
const QUOTED: usize = 24;

/// Candidates with no evidence are not listed; of the others, so many.
const CANDIDATES: usize = 6;

/// 下書きの読み取り方（部分、文、要素、シナリオ）を示します
#[derive(Debug, Args)]
#[command(help_template = usage::HELP, override_usage = "mailint outline [オプション] <パス>...")]
pub(super) struct OutlineArgs {
    /// 読み取るファイルまたはフォルダー。`-` は標準入力
    #[arg(required = true, value_name = "パス", help_heading = usage::ARGUMENTS)]
    paths: Vec<PathBuf>,
    /// メールの種類（例: stockout、stockout/restock）。省くと文面から判断します
    #[arg(long, value_name = "ID[/VARIANT]", help_heading = usage::OPTIONS)]
    scenario: Option<ScenarioName>,
    /// 規則のフォルダー。組み込みの規則に重ねて読みます
    #[arg(long, value_name = "フォルダー", help_heading = usage::OPTIONS)]
    rules: Option<PathBuf>,
    /// 設定ファイルを読みません
    #[arg(long, help_heading = usage::OPTIONS)]
    no_config: bool,
}

impl OutlineArgs {
    pub(super) fn run(&self, streams: &mut Streams) -> io::Result<ExitStatus> {
        let (rules, scenario) = (self.rules.as_deref(), self.scenario.as_ref());
        let mut houses = Houses::new(Asked { rules, scenario, no_config: self.no_config, ..Asked::default() });
        let found = input::find(&self.paths, None);
        let Some(tasks) = houses.tasks(found, streams)? else { return Ok(ExitStatus::Trouble) };
        let mut status = ExitStatus::Clean;
        let mut shown = 0;
        for task in tasks {
            let sources: Vec<Result<(Source, Given), Failure>> = match task {
                Err(failure) => vec![Err(failure)],
                Ok(Task { found, given }) => {
                    let sources = input::read(&found, &options_for(&Options::default(), &given));
                    sources.into_iter().map(|source| source.map(|source| (source, given.clone()))).collect()
                }
            };
            for source in sources {
                match source {
                    Ok((source, given)) => {
                        let gap = if shown > 0 { "\n" } else { "" };
                        shown += 1;
                        streams.results(|_, out| {
                            write!(out, "{gap}").and_then(|()| show(&source, &given.loaded.rules, &given.settings, out))
                        })?;
                    }
                    Err(failure) => {
                        status = ExitStatus::Trouble;
                        tell(&failure, streams)?;
                    }
                }
            }
        }
        Ok(status)
    }
}

fn tell(failure: &input::Failure, streams: &mut Streams) -> io::Result<()> {
    let place = failure.broken.as_deref();
    let place = place.map(|broken| Place { text: &broken.text, span: broken.span, first_line: broken.line });
    let trouble = Trouble { path: &failure.path, message: &failure.message, help: &failure.help, place };
    streams.troubles(|style, err| report::trouble(&trouble, style, err))
}

fn show(
    Source { path, text, .. }: &Source,
    rules: &RuleSet,
    settings: &Settings,
    out: &mut dyn Write,
) -> io::Result<()> {
    let seen = outline(text, rules, settings);
    writeln!(out, "{}\n", one_line(path))?;
    lines(text, &seen, out)?;
    sentences(text, &seen, out)?;
    scenario(text, &seen.scenario, out)?;
    required(rules, &seen, out)?;
    excerpt(&seen, out)
}

/// Every line with its part; the part is written where it begins.
fn lines(text: &Text, seen: &Outline, out: &mut dyn Write) -> io::Result<()> {
    let width = widest(Part::ALL.into_iter().map(Part::as_str));
    let digits = seen.lines.len().to_string().len();
    writeln!(out, "行")?;
    let mut before = None;
    for (index, (span, part)) in seen.lines.iter().enumerate() {
        let name = if before == Some(*part) { "" } else { part.as_str() };
        before = Some(*part);
        let line = format!("  {} {:digits$} | {}", pad(name, width), index + 1, one_line(text.slice(*span)));
        writeln!(out, "{}", line.trim_end())?;
    }
    writeln!(out)
}

/// Every sentence, unwrapped, and below it the elements with their words.
fn sentences(text: &Text, seen: &Outline, out: &mut dyn Write) -> io::Result<()> {
    let width = widest(Part::ALL.into_iter().map(Part::as_str));
    let digits = seen.lines.len().to_string().len();
    writeln!(out, "文と要素")?;
    // The places come in the order of the text, but an element may stand in a sentence more than once.
    let mut of_sentence: Vec<Vec<usize>> = vec![Vec::new(); seen.sentences.len()];
    for (at, place) in seen.elements.iter().enumerate() {
        if let Some(places) = of_sentence.get_mut(place.sentence) {
            places.push(at);
        }
    }
    for (sentence, places) in seen.sentences.iter().zip(of_sentence) {
        let line = text.position(sentence.span.start()).line;
        writeln!(out, "  {} {line:digits$} | {}", pad(sentence.part.as_str(), width), one_line(&sentence.text))?;
        for place in places.into_iter().filter_map(|at| seen.elements.get(at)) {
            let indent = " ".repeat(width + digits + 3);
            writeln!(out, "{indent} └ {} {} {}", place.name, one_line(&place.title), quoted(text, &place.spans))?;
        }
    }
    writeln!(out)
}

fn quoted(text: &Text, spans: &[Span]) -> String {
    let words: String = spans.iter().map(|&span| text.slice(span)).collect();
    format!("「{}」", clipped(&words, QUOTED))
}

fn scenario(text: &Text, choice: &ScenarioChoice, out: &mut dyn Write) -> io::Result<()> {
    let named = match (&choice.id, &choice.variant) {
        (Some(id), Some(variant)) => format!("{id}/{variant} {}", choice.title),
        (Some(id), None) => format!("{id} {}", choice.title),
        (None, _) => "判断できません（しきい値に届く種類がありません）".to_owned(),
    };
    let how = match choice.source {
        _ if choice.id.is_none() => String::new(),
        ScenarioSource::Detected => format!("（文面から、確度 {:.0} %）", choice.confidence * 100.0),
        ScenarioSource::Option => "（--scenario の指定）".to_owned(),
        ScenarioSource::FrontMatter => "（下書きの指定）".to_owned(),
        ScenarioSource::Config => "（設定ファイルの指定）".to_owned(),
    };
    writeln!(out, "シナリオ: {}{how}", one_line(&named))?;
    let weighed: Vec<&Candidate> = choice.candidates.iter().take(CANDIDATES).collect();
    let width = widest(weighed.iter().map(|candidate| candidate.id.as_str()));
    for candidate in weighed {
        let mark = if choice.id.as_ref() == Some(&candidate.id) { '*' } else { ' ' };
        let reached = if candidate.score >= candidate.threshold { ">=" } else { "< " };
        writeln!(
            out,
            "  {mark} {} {:5.1} {reached} {:4.1}  {}",
            pad(&candidate.id, width),
            candidate.score,
            candidate.threshold,
            evidence(text, candidate)
        )?;
    }
    Ok(())
}

fn evidence(text: &Text, candidate: &Candidate) -> String {
    let signs = candidate.evidence.iter().map(|sign| format!("{}{:+}", quoted(text, &sign.spans), sign.weight));
    signs.chain([format!("文例との近さ{:+.1}", candidate.likeness)]).collect::<Vec<_>>().join(" ")
}

/// What the scenario asks for, and whether it was found.
fn required(rules: &RuleSet, seen: &Outline, out: &mut dyn Write) -> io::Result<()> {
    let Some(scenario) = seen.scenario.id.as_deref().and_then(|id| rules.scenario(id)) else { return Ok(()) };
    for (label, wanted) in [("必須の要素", &scenario.required), ("望ましい要素", &scenario.recommended)] {
        let named: Vec<String> = wanted
            .iter()
            .filter_map(|&id| rules.elements.get(id))
            .map(|element| {
                let found = seen.elements.iter().any(|place| place.name == element.name);
                format!("{} {}", if found { "あり" } else { "なし" }, element.name)
            })
            .collect();
        if !named.is_empty() {
            writeln!(out, "{label}: {}", named.join("、"))?;
        }
    }
    Ok(())
}

fn excerpt(seen: &Outline, out: &mut dyn Write) -> io::Result<()> {
    let told = match (seen.excerpt, &seen.scenario.id) {
        (true, _) => {
            "はい。件名・宛名・挨拶・署名がどれもないため、足りないもの（missing/）と遅すぎるもの（late/）は指摘しません。"
        }
        (false, Some(_)) => "いいえ。足りないもの（missing/）と遅すぎるもの（late/）も指摘します。",
        (false, None) => "いいえ。ただしシナリオがわからないため、シナリオを限る規則は働きません。",
    };
    writeln!(out, "メールの一部: {told}")
}
