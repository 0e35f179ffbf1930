//! The regular expressions of a pattern set: found by their needs, compiled when first needed.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use regex::Regex;

use crate::frozen::{Freezer, Frozen, Thawer, frozen};
use crate::mail::Sentence;
use crate::text::{Span, Text};
use crate::unit::Unit;

use super::gate::Gate;
use super::need::Need;
use super::set::{Match, PatternId};

/// A regular expression and what it looks at.
#[derive(Clone, Debug)]
pub struct RegexSource {
    /// In the syntax of the `regex` crate.
    pub pattern: String,
    /// On the text as written instead of the normalised one.
    pub on_source: bool,
}

#[derive(Debug)]
struct Expression {
    pattern: PatternId,
    regex: Cow<'static, str>,
    /// Two hundred of them would cost 30 ms at start.
    compiled: OnceLock<Option<Regex>>,
}

impl Frozen for Expression {
    fn freeze(&self, to: &mut Freezer) {
        self.pattern.freeze(to);
        self.regex.freeze(to);
    }

    fn thaw(from: &mut Thawer) -> Option<Expression> {
        Some(Expression { pattern: Frozen::thaw(from)?, regex: Frozen::thaw(from)?, compiled: OnceLock::new() })
    }
}

/// Expressions that look at the same text.
#[derive(Debug, Default)]
struct Group {
    gate: Gate,
    expressions: Vec<Expression>,
}

frozen!(struct Group { gate, expressions });

/// All expressions of a pattern set.
#[derive(Debug, Default)]
pub(super) struct Expressions {
    on_normal: Group,
    on_source: Group,
}

frozen!(struct Expressions { on_normal, on_source });

/// Where expressions look.
#[derive(Clone, Copy)]
pub(super) struct Site<'s> {
    pub(super) text: &'s Text,
    /// Index of the sentence.
    pub(super) at: usize,
    pub(super) sentence: &'s Sentence,
    pub(super) units: &'s [Unit<'s>],
}

impl Expressions {
    /// Of expressions with their pattern and needs.
    pub(super) fn of(all: Vec<(PatternId, RegexSource, Vec<Need>)>) -> Expressions {
        let (on_source, on_normal) = all.into_iter().partition(|(_, source, _)| source.on_source);
        Expressions { on_normal: Group::of(on_normal), on_source: Group::of(on_source) }
    }

    /// Everything that any of them matches in a sentence.
    pub(super) fn scan(&self, site: Site<'_>, found: &mut Vec<(PatternId, Match)>) {
        for expression in self.on_normal.open(site.sentence.text()) {
            expression.scan(site, None, found);
        }
        if !self.on_source.gate.is_empty() {
            let written = as_written(site.text, site.sentence);
            for expression in self.on_source.open(site.text.slice(written)) {
                expression.scan(site, Some(written), found);
            }
        }
    }
}

impl Group {
    fn of(all: Vec<(PatternId, RegexSource, Vec<Need>)>) -> Group {
        let (mut expressions, mut needs) = (Vec::new(), Vec::new());
        for (pattern, source, need) in all {
            expressions.push(Expression { pattern, regex: source.pattern.into(), compiled: OnceLock::new() });
            needs.push(need);
        }
        Group { gate: Gate::of(&needs), expressions }
    }

    fn open(&self, text: &str) -> impl Iterator<Item = &Expression> {
        self.gate.open(text).into_iter().filter_map(|at| self.expressions.get(at))
    }
}

impl Expression {
    fn scan(&self, site: Site<'_>, written: Option<Span>, found: &mut Vec<(PatternId, Match)>) {
        let Site { text, at, sentence, units } = site;
        let haystack = written.map_or(sentence.text(), |written| text.slice(written));
        let Some(regex) = self.compiled.get_or_init(|| Regex::new(&self.regex).ok()) else { return };
        for captures in regex.captures_iter(haystack) {
            let Some(place) = captures.name("mark").or_else(|| captures.get(0)) else { continue };
            let names = regex.capture_names().flatten().filter(|&name| name != "mark");
            let bound = names
                .filter_map(|name| Some((Arc::from(name), captures.name(name)?.as_str().to_owned())))
                .collect();
            let (range, source) = if let Some(written) = written {
                let start = written.start() + place.start();
                let end = written.start() + place.end();
                let view = |byte| sentence.normal.offset_of(byte).unwrap_or(sentence.text().len());
                (view(start)..view(end).max(view(start)), text.span(start, end))
            } else {
                (place.range(), None)
            };
            let first = units.partition_point(|unit| unit.end as usize <= range.start);
            let last = units.partition_point(|unit| (unit.start as usize) < range.end).max(first);
            let found_here =
                Match { sentence: at, units: first..last, marks: vec![range], source, captures: bound };
            found.push((self.pattern, found_here));
        }
    }
}

/// The sentence with the sign of a bullet or heading before it, which the normalised text leaves out.
fn as_written(text: &Text, sentence: &Sentence) -> Span {
    let span = sentence.span();
    let line = text.line(text.line_index(span.start()));
    let before = text.span(line.start(), span.start());
    match before {
        Some(before) if !text.slice(before).contains(char::is_alphanumeric) => before.cover(span),
        _ => span,
    }
}
