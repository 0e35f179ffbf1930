//! Puts findings in order and lets one speak for several on the same words.
//!
//! Words that hurt do so in one way: of findings about the writer's attitude that overlap, the likeliest is told. And a
//! sentence is told once of one fault, from its first word to its last.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::{Confidence, Diagnostic, Severity};
use crate::likeness::Label;
use crate::rule::Detection;
use crate::text::Span;

/// Sorted by place; of findings of one category that overlap, the gravest, then the surest and then the longest is kept.
pub(super) fn settle(findings: Vec<Diagnostic>, detection: &Detection<'_>) -> Vec<Diagnostic> {
    let mut kept = of_attitude(gravest(findings), detection);
    kept.sort_by(|a, b| a.span().cmp(&b.span()).then(a.rule.cmp(&b.rule)));
    kept
}

fn gravest(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    findings.sort_by(|a, b| {
        b.severity
            .cmp(&a.severity)
            .then(b.confidence.cmp(&a.confidence))
            .then(b.span().len().cmp(&a.span().len()))
            .then(a.rule.cmp(&b.rule))
    });
    let mut told: HashMap<String, Told> = HashMap::new();
    let mut kept: Vec<Diagnostic> = Vec::new();
    for finding in findings {
        let told = told.entry(finding.rule.category().to_owned()).or_default();
        if !finding.spans.iter().any(|&span| told.holds(span)) {
            finding.spans.iter().for_each(|&span| told.add(span));
            kept.push(finding);
        }
    }
    kept
}

/// A finding in a sentence, of a category that sentences were written for.
struct Attitude {
    sentence: usize,
    /// How sure it is that the words hurt in this way.
    weight: f64,
    finding: Diagnostic,
}

/// Lets one finding speak for a sentence's others of its category, and for those of other categories on the same words.
fn of_attitude(findings: Vec<Diagnostic>, detection: &Detection<'_>) -> Vec<Diagnostic> {
    let (mut kept, mut attitudes) = (Vec::new(), Vec::new());
    for finding in findings {
        match attitude(&finding, detection) {
            Some((sentence, weight)) => attitudes.push(Attitude { sentence, weight, finding }),
            None => kept.push(finding),
        }
    }
    attitudes.sort_by(|a, b| a.sentence.cmp(&b.sentence).then(b.weight.total_cmp(&a.weight)));
    let (mut sentence, mut from) = (None, kept.len());
    for Attitude { sentence: at, finding, .. } in attitudes {
        if sentence.replace(at) != Some(at) {
            from = kept.len();
        }
        let told = &mut kept[from..];
        if told.iter().any(|other| other.rule.category() != finding.rule.category() && overlap(other, &finding)) {
            continue;
        }
        match told.iter_mut().find(|other| other.rule.category() == finding.rule.category()) {
            // What is only likely adds nothing to words that are named.
            Some(other) if finding.confidence < other.confidence => {}
            Some(other) => other.spans = both(detection, &other.spans, &finding.spans),
            None => kept.push(finding),
        }
    }
    kept
}

/// The sentence and the weight of a finding about attitude. One that can be mended by itself speaks for itself.
fn attitude(finding: &Diagnostic, detection: &Detection<'_>) -> Option<(usize, f64)> {
    let label = Label::named(finding.rule.category()).filter(|_| finding.fixes.is_empty())?;
    let sentence = detection.reading().document().sentence_at(finding.span().start());
    let share = f64::from(detection.likeness(sentence)?.share(label));
    let named = if finding.confidence == Confidence::High { NAMED } else { 0.0 };
    let grave = if finding.severity == Severity::Error { GRAVE } else { 0.0 };
    Some((sentence, share + named + grave))
}

/// Everything from the first of two places in a sentence to the last, a span for each line.
fn both(detection: &Detection<'_>, spans: &[Span], others: &[Span]) -> Vec<Span> {
    let all = || spans.iter().chain(others);
    let whole = || {
        let (first, last) = (all().min()?, all().max_by_key(|span| span.end())?);
        let document = detection.reading().document();
        let normal = &document.sentences().get(document.sentence_at(first.start()))?.normal;
        let (start, end) = (normal.offset_of(first.start())?, normal.offset_of(last.end())?);
        Some(normal.spans(start..end)).filter(|spans| !spans.is_empty())
    };
    whole().unwrap_or_else(|| spans.to_vec())
}

/// What it weighs, in shares of likeness, that a pattern names the words.
pub(super) const NAMED: f64 = 0.2;
/// What an error weighs more than a warning.
const GRAVE: f64 = 0.1;

fn overlap(a: &Diagnostic, b: &Diagnostic) -> bool {
    a.spans.iter().any(|&span| b.spans.iter().any(|&other| span.overlaps(other)))
}

/// Places that findings of one category speak of: ends by starts. They do not overlap, so that the last one that begins
/// before a place's end tells whether any overlaps it.
#[derive(Default)]
struct Told(BTreeMap<usize, usize>);

impl Told {
    fn holds(&self, span: Span) -> bool {
        let (start, end) = bounds(span);
        self.0.range(..end).next_back().is_some_and(|(_, &last)| last > start)
    }

    fn add(&mut self, span: Span) {
        let (start, end) = bounds(span);
        self.0.entry(start).and_modify(|last| *last = end.max(*last)).or_insert(end);
    }
}

/// An empty place counts as one byte.
fn bounds(span: Span) -> (usize, usize) {
    (span.start(), span.end().max(span.start() + 1))
}
