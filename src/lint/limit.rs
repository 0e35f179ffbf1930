//! Too much of something, or too long: counted over the mail, a paragraph or a sentence, and reported once for each.

use crate::diagnostic::{Diagnostic, Related, Severity};
use crate::mail::{Part, Sentence};
use crate::pattern::Match;
use crate::rule::{Limit, Per, Rule, Unit};
use crate::text::Span;

use super::context::{Context, Found};

/// More related places than these help nobody.
const MAX_RELATED: usize = 8;

pub(super) fn judge(
    context: &Context<'_>,
    rule: &Rule,
    severity: Severity,
    limit: &Limit,
    findings: &mut Vec<Diagnostic>,
) {
    if !context.mail_allows(&limit.unless, &limit.only_if) {
        return;
    }
    let particular = limit.max_in.iter().find(|(scenario, _)| context.scenario.is(scenario)).map(|&(_, max)| max);
    let max = particular.or(limit.max);
    let sentences = context.reading().sentences();
    let inside: Vec<usize> = (0..sentences.len()).filter(|&at| limit.parts.contains(&sentences[at].part)).collect();
    let matches = places(context, limit);
    for group in groups(&inside, sentences, limit.per) {
        let of_group: Vec<&Match> = matches.iter().filter(|found| group.contains(&found.sentence)).collect();
        let count = count(context, limit, &group, &of_group);
        let whole = match limit.unit {
            Unit::Char | Unit::Line => group.iter().map(|&at| chars(&sentences[at])).sum(),
            Unit::Match | Unit::Sentence => group.len(),
        };
        if !exceeds(limit, max, count, whole) {
            continue;
        }
        let Some(mut found) = found(context, limit, &group, &of_group) else { continue };
        found = found.with("count", count).with("found", count).with("max", max.or(limit.min).unwrap_or(0));
        findings.push(context.diagnostic(rule, severity, found));
    }
}

fn places(context: &Context<'_>, limit: &Limit) -> Vec<Match> {
    let sentences = context.reading().sentences();
    let mut matches: Vec<Match> = limit
        .what
        .iter()
        .flat_map(|matcher| context.detection.matches(matcher).into_vec())
        .filter(|found| limit.parts.contains(&sentences[found.sentence].part))
        .collect();
    matches.sort_by_key(|found| (found.sentence, found.bytes().start));
    // Two ways to find the same words count once.
    matches.dedup_by(|b, a| a.sentence == b.sentence && b.bytes().start < a.bytes().end);
    matches
}

fn groups(inside: &[usize], sentences: &[Sentence], per: Per) -> Vec<Vec<usize>> {
    match per {
        Per::Mail if inside.is_empty() => Vec::new(),
        Per::Mail => vec![inside.to_vec()],
        Per::Sentence => inside.iter().map(|&at| vec![at]).collect(),
        Per::Paragraph => {
            inside.chunk_by(|&a, &b| sentences[a].paragraph == sentences[b].paragraph).map(<[usize]>::to_vec).collect()
        }
    }
}

fn count(context: &Context<'_>, limit: &Limit, group: &[usize], matches: &[&Match]) -> usize {
    let sentences = context.reading().sentences();
    let holding = || -> Vec<usize> {
        if limit.what.is_empty() {
            return group.to_vec();
        }
        let mut holding: Vec<usize> = matches.iter().map(|found| found.sentence).collect();
        holding.dedup();
        holding
    };
    match limit.unit {
        Unit::Match => matches.len(),
        Unit::Sentence => holding().len(),
        Unit::Char => holding().iter().map(|&at| chars(&sentences[at])).sum(),
        Unit::Line => {
            let document = context.document;
            let written = |line: &&crate::mail::Line| {
                limit.parts.contains(&line.part) && !document.text().slice(line.span).trim().is_empty()
            };
            document.lines().iter().filter(written).count()
        }
    }
}

fn exceeds(limit: &Limit, max: Option<usize>, count: usize, whole: usize) -> bool {
    let over = max.is_some_and(|max| count > max);
    #[allow(clippy::cast_precision_loss, reason = "counts of a mail are far below 2^52")]
    let dense = limit.ratio.is_some_and(|ratio| whole > 0 && count as f64 / whole as f64 > ratio);
    let enough = limit.min.is_none_or(|min| count >= min);
    match (max, limit.ratio) {
        (None, None) => limit.min.is_some() && enough,
        (Some(_), None) => over && enough,
        (None, Some(_)) => dense && enough,
        // Either is too much.
        (Some(_), Some(_)) => (over || dense) && enough,
    }
}

/// Characters of a sentence without spaces.
fn chars(sentence: &Sentence) -> usize {
    sentence.text().chars().filter(|c| !c.is_whitespace()).count()
}

/// What stands together is underlined together; of what is scattered over the mail the last place is, and the others are
/// related. A plain length is underlined where it begins.
fn found(context: &Context<'_>, limit: &Limit, group: &[usize], matches: &[&Match]) -> Option<Found> {
    let reading = context.reading();
    if limit.per != Per::Mail && !matches.is_empty() {
        return Some(Found::at(matches.iter().flat_map(|found| reading.spans(found)).collect()));
    }
    if let Some((last, before)) = matches.split_last() {
        let mut found = Found::at(reading.spans(last));
        let nearest = before.iter().rev().take(MAX_RELATED).rev();
        let related =
            nearest.map(|m| Related { message: "ここにもあります".to_owned(), spans: reading.spans(m) });
        found.related = related.collect();
        return Some(found);
    }
    let sentence = &reading.sentences()[*group.first()?];
    let spans: Vec<Span> = match limit.per {
        Per::Sentence => sentence.normal.spans(0..sentence.text().len()),
        Per::Mail | Per::Paragraph => {
            let body = reading.sentences().iter().find(|s| s.part == Part::Body).unwrap_or(sentence);
            body.normal.spans(0..body.text().len())
        }
    };
    Some(Found::at(if spans.is_empty() { vec![sentence.span()] } else { spans }))
}
