#![allow(unreachable_pub, reason = "one file shared by an example and a test")]
//! Reads the corpus and compares mailint's findings with its labels. Used by `examples/score.rs` and `tests/corpus.rs`.
//!
//! A finding is right where a label of its category is not yet taken and, if the label has words, the words overlap.
//! A second finding on words that a label covers already counts neither way. Fragments are judged in their scenario
//! (what they lack says nothing); whole mails in the scenario that mailint detects.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use mailint::builtin;
use mailint::calendar::Date;
use mailint::config::Settings;
use mailint::diagnostic::{Diagnostic, Severity};
use mailint::lint::lint;
use mailint::morph::Tokenizer;
use mailint::rule::{RuleSet, ScenarioRef, SourceFile, load};
use mailint::scenario::ScenarioSource;
use mailint::text::{Span, Text};
use serde::Deserialize;

/// What to show.
#[derive(Debug, Default)]
pub struct Options {
    pub part: Option<String>,
    /// A folder of items outside the project, instead of the parts.
    pub corpus: Option<PathBuf>,
    pub category: Option<String>,
    pub misses: bool,
    pub false_alarms: bool,
    pub rules: Option<PathBuf>,
}

impl Options {
    pub fn parse(mut args: impl Iterator<Item = String>) -> Result<Options, String> {
        let mut options = Options::default();
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or_else(|| format!("{arg} needs a value"));
            match arg.as_str() {
                "--part" => options.part = Some(value()?),
                "--corpus" => options.corpus = Some(PathBuf::from(value()?)),
                "--category" => options.category = Some(value()?),
                "--rules" => options.rules = Some(PathBuf::from(value()?)),
                "--misses" => options.misses = true,
                "--false-alarms" => options.false_alarms = true,
                _ => return Err(format!("unknown option {arg}")),
            }
        }
        Ok(options)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    item: Vec<Item>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    id: String,
    kind: Kind,
    pub scenario: String,
    variant: Option<String>,
    pub text: String,
    pub findings: Vec<Label>,
    #[serde(default, rename = "note")]
    _note: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Mail,
    Fragment,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    pub category: String,
    text: Option<String>,
}

impl Label {
    /// Where its words stand.
    pub fn places(&self, text: &Text) -> impl Iterator<Item = Span> {
        let words = self.text.as_deref().unwrap_or_default();
        let found = text.as_str().match_indices(words).filter(|(_, words)| !words.is_empty());
        found.filter_map(|(at, words)| text.span(at, at + words.len()))
    }
}

pub struct Corpus {
    /// In the order of the files, each with its file's name.
    pub items: Vec<(String, Item)>,
}

/// The built-in rules, or those of a folder.
pub fn rules(folder: Option<&Path>) -> Result<RuleSet, Vec<String>> {
    let Some(folder) = folder else { return Ok(builtin::rules()) };
    let mut sources = Vec::new();
    collect(folder, folder, &mut sources).map_err(|error| vec![error.to_string()])?;
    load(Tokenizer::embedded(), sources).map_err(|errors| errors.iter().map(ToString::to_string).collect())
}

fn collect(root: &Path, folder: &Path, sources: &mut Vec<SourceFile>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, sources)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            let inside: Vec<_> =
                path.strip_prefix(root).unwrap_or(&path).iter().map(|part| part.to_string_lossy()).collect();
            let text = std::fs::read_to_string(&path)?;
            sources.push(SourceFile { path: inside.join("/"), shown: path.display().to_string(), text });
        }
    }
    Ok(())
}

impl Corpus {
    /// Reads one of the project's parts.
    pub fn part(part: &str) -> Result<Corpus, String> {
        Corpus::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(part))
    }

    /// Reads all files of a folder.
    pub fn read(folder: &Path) -> Result<Corpus, String> {
        let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
            .map_err(|error| format!("{}: {error}", folder.display()))?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
            .collect();
        files.sort();
        let mut items = Vec::new();
        for path in files {
            let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            let file: File = toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
            let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
            items.extend(file.item.into_iter().map(|item| (name.clone(), item)));
        }
        Ok(Corpus { items })
    }

    pub fn score(&self, rules: &RuleSet) -> Score {
        let mut score = Score::default();
        for (file, item) in &self.items {
            score.add(file, item, rules);
        }
        score
    }
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    pub found: usize,
    pub missed: usize,
    pub wrong: usize,
    /// Of the wrong ones, those at warning and above.
    pub wrong_grave: usize,
    /// Of the found ones, those at warning and above.
    pub found_grave: usize,
}

impl Counts {
    pub fn recall(self) -> f64 {
        ratio(self.found, self.found + self.missed)
    }

    pub fn precision(self) -> f64 {
        ratio(self.found, self.found + self.wrong)
    }

    pub fn precision_grave(self) -> f64 {
        ratio(self.found_grave, self.found_grave + self.wrong_grave)
    }

    pub fn f1(self) -> f64 {
        ratio(2 * self.found, 2 * self.found + self.missed + self.wrong)
    }

    /// Without what is only info and not labelled: hints are no alarms.
    pub fn f1_grave(self) -> f64 {
        ratio(2 * self.found, 2 * self.found + self.missed + self.wrong_grave)
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts of a corpus are far below 2^52")]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

#[derive(Debug, Default)]
pub struct Score {
    pub total: Counts,
    pub by_category: BTreeMap<String, Counts>,
    pub mails: usize,
    pub scenario_right: usize,
    pub clean: usize,
    pub clean_alarmed: usize,
    misses: Vec<(String, String)>,
    alarms: Vec<(String, String)>,
    scenarios_wrong: Vec<String>,
    /// How often words of one category were taken for another, where they were missed.
    taken_for: BTreeMap<(String, String), usize>,
}

impl Score {
    fn add(&mut self, file: &str, item: &Item, rules: &RuleSet) {
        let text = Text::new(item.text.clone()).expect("short");
        let given = (item.kind == Kind::Fragment && item.scenario != "none").then(|| {
            let scenario = ScenarioRef { id: item.scenario.clone(), variant: item.variant.clone() };
            (scenario, ScenarioSource::Option)
        });
        let report =
            lint(&text, rules, &Settings { scenario: given, today: Date::new(2026, 11, 21), ..Settings::default() });
        let place = format!("{file}/{}", item.id);
        if item.kind == Kind::Mail {
            self.mails += 1;
            let detected = report.scenario.id.clone().unwrap_or_else(|| "none".to_owned());
            if detected == item.scenario {
                self.scenario_right += 1;
            } else {
                self.scenarios_wrong.push(format!("{place}: {} taken for {detected}", item.scenario));
            }
        }
        let grave = report.findings.iter().filter(|f| f.severity >= Severity::Warning).count();
        if item.findings.is_empty() {
            self.clean += 1;
            self.clean_alarmed += usize::from(grave > 0);
        }
        self.compare(&place, item, &text, &report.findings);
    }

    fn compare(&mut self, place: &str, item: &Item, text: &Text, findings: &[Diagnostic]) {
        let mut taken: Vec<Option<Severity>> = vec![None; item.findings.len()];
        for finding in findings {
            let category = finding.rule.category();
            let fits: Vec<usize> = (0..item.findings.len())
                .filter(|&at| item.findings[at].category == category && overlaps(&item.findings[at], text, finding))
                .collect();
            if fits.is_empty() {
                let grave = finding.severity >= Severity::Warning;
                let counts = self.by_category.entry(category.to_owned()).or_default();
                for counts in [counts, &mut self.total] {
                    counts.wrong += 1;
                    counts.wrong_grave += usize::from(grave);
                }
                let words: String = finding.spans.iter().map(|&span| text.slice(span)).collect();
                let line = format!("{place}: {} {} 「{words}」", finding.severity.as_str(), finding.rule);
                self.alarms.push((category.to_owned(), line));
            }
            for at in fits {
                taken[at] = taken[at].max(Some(finding.severity));
            }
        }
        for (label, taken) in item.findings.iter().zip(taken) {
            let counts = self.by_category.entry(label.category.clone()).or_default();
            for counts in [counts, &mut self.total] {
                match taken {
                    Some(severity) => {
                        counts.found += 1;
                        counts.found_grave += usize::from(severity >= Severity::Warning);
                    }
                    None => counts.missed += 1,
                }
            }
            if taken.is_none() {
                let others = findings.iter().filter(|f| label.text.is_some() && overlaps(label, text, f));
                for other in others {
                    *self.taken_for.entry((label.category.clone(), other.rule.category().to_owned())).or_default() += 1;
                }
                let words = label.text.as_deref().unwrap_or_default();
                self.misses.push((label.category.clone(), format!("{place}: {} 「{words}」", label.category)));
            }
        }
    }

    /// The figures as text.
    pub fn table(&self, part: &str, options: &Options) -> String {
        let mut out = String::new();
        let wanted = |category: &str| options.category.as_deref().is_none_or(|only| category.starts_with(only));
        let _ = writeln!(out, "== {part}");
        let _ = writeln!(
            out,
            "{:22} {:>5} {:>6} {:>5} {:>7} {:>9} {:>6} {:>9}",
            "category", "found", "missed", "wrong", "recall", "precision", "F1", "P at >=W"
        );
        let rows = self.by_category.iter().filter(|(category, _)| wanted(category));
        for (category, counts) in rows.chain([(&"total".to_owned(), &self.total)]) {
            let _ = writeln!(
                out,
                "{category:22} {:5} {:6} {:5} {:7.3} {:9.3} {:6.3} {:9.3}",
                counts.found,
                counts.missed,
                counts.wrong,
                counts.recall(),
                counts.precision(),
                counts.f1(),
                counts.precision_grave()
            );
        }
        let _ = writeln!(
            out,
            "F1 with hints not counted as alarms {:.3}; scenario right in {} of {} mails ({:.3}); {} of {} clean items alarmed at warning or above ({:.3})",
            self.total.f1_grave(),
            self.scenario_right,
            self.mails,
            ratio(self.scenario_right, self.mails),
            self.clean_alarmed,
            self.clean,
            ratio(self.clean_alarmed, self.clean)
        );
        let taken_for = self.taken_for.iter().filter(|((label, found), _)| wanted(label) || wanted(found));
        for ((label, found), times) in taken_for {
            let _ = writeln!(out, "{label} taken for {found}: {times}");
        }
        if part != "measured" {
            let mut show = |title: &str, lines: &mut dyn Iterator<Item = &String>| {
                let _ = writeln!(out, "-- {title}");
                for line in lines {
                    let _ = writeln!(out, "{}", line.replace('\n', "⏎"));
                }
            };
            if options.misses {
                show("missed", &mut self.misses.iter().filter(|(c, _)| wanted(c)).map(|(_, line)| line));
            }
            if options.false_alarms {
                show("false alarms", &mut self.alarms.iter().filter(|(c, _)| wanted(c)).map(|(_, line)| line));
                show("scenarios", &mut self.scenarios_wrong.iter());
            }
        }
        out
    }
}

/// A label without words is about the mail; one with words must share some with the finding.
fn overlaps(label: &Label, text: &Text, finding: &Diagnostic) -> bool {
    label.text.is_none() || label.places(text).any(|place| finding.spans.iter().any(|span| span.overlaps(place)))
}
