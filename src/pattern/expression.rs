//! The regular expressions of a pattern set: found by their needs, run as [`Machine`]s. Those that no machine runs, and
//! very long texts, are left to the `regex` crate.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use regex::Regex;
use regex_syntax::hir::{Hir, HirKind};
use smallvec::smallvec;

use crate::frozen::{Freezer, Frozen, Thawer, frozen};
use crate::mail::Sentence;
use crate::text::{Span, Text};
use crate::unit::Unit;

use super::gate::{Gate, Look};
use super::machine::{Buffers, Groups, Machine, group};
use super::need::{self, Need};
use super::set::{Match, PatternId};

/// A regular expression and what it looks at.
#[derive(Clone, Debug)]
pub struct RegexSource {
    /// In the syntax of the `regex` crate.
    pub pattern: String,
    /// On the text as written instead of the normalised one.
    pub on_source: bool,
}

/// A regular expression that has been read.
#[derive(Debug)]
pub(super) struct Expression {
    pattern: PatternId,
    regex: Cow<'static, str>,
    /// The names of groups with their numbers.
    names: Vec<(Cow<'static, str>, usize)>,
    machine: Option<Machine>,
    compiled: OnceLock<Option<Regex>>,
}

/// A machine notes each step at each place: memory for a long sentence.
const LONGEST: usize = 1 << 12;

impl Frozen for Expression {
    fn freeze(&self, to: &mut Freezer) {
        self.pattern.freeze(to);
        self.regex.freeze(to);
        self.names.freeze(to);
        self.machine.freeze(to);
    }

    fn thaw(from: &mut Thawer) -> Option<Expression> {
        Some(Expression {
            pattern: Frozen::thaw(from)?,
            regex: Frozen::thaw(from)?,
            names: Frozen::thaw(from)?,
            machine: Frozen::thaw(from)?,
            compiled: OnceLock::new(),
        })
    }
}

/// All expressions of a pattern set.
#[derive(Debug, Default)]
pub(super) struct Expressions {
    /// Of all of them: mostly a sentence is written as it is normalised, and one look at it tells which may match.
    gate: Gate,
    all: Vec<Expression>,
    /// So many of them look at the normalised text, those behind them at the text as written.
    on_normal: usize,
}

frozen!(struct Expressions { gate, all, on_normal });

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
    /// Of expressions with whether they look at the text as written.
    pub(super) fn of(mut all: Vec<(Read, bool)>) -> Expressions {
        all.sort_by_key(|&(_, on_source)| on_source);
        let on_normal = all.partition_point(|&(_, on_source)| !on_source);
        let (all, needs): (Vec<_>, Vec<_>) = all.into_iter().map(|(read, _)| (read.expression, read.needs)).unzip();
        Expressions { gate: Gate::of(&needs), all, on_normal }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// Says which may match a sentence, in order.
    pub(super) fn open(&self, site: Site<'_>, look: &mut Look, open: impl FnMut(u32)) {
        let (normal, written) = (site.sentence.text(), site.text.slice(as_written(site.text, site.sentence)));
        self.gate.open(normal, look);
        if normal != written {
            look.open.retain(|&at| !self.is_on_source(at));
            let of_normal = std::mem::take(&mut look.open);
            self.gate.open(written, look);
            look.open.retain(|&at| self.is_on_source(at));
            look.open.splice(0..0, of_normal);
        }
        look.open.iter().copied().for_each(open);
    }

    fn is_on_source(&self, at: u32) -> bool {
        at as usize >= self.on_normal
    }

    /// The pattern that each of them is.
    pub(super) fn patterns(&self) -> impl Iterator<Item = PatternId> {
        self.all.iter().map(|expression| expression.pattern)
    }

    /// Adds every match of an expression in a sentence.
    pub(super) fn search(&self, at: u32, site: Site<'_>, buffers: &mut Buffers, found: &mut Vec<Match>) {
        if let Some(expression) = self.all.get(at as usize) {
            let written = self.is_on_source(at).then(|| as_written(site.text, site.sentence));
            expression.search(site, written, buffers, found);
        }
    }
}

/// An expression with what each of its ways needs.
#[derive(Debug)]
pub(super) struct Read {
    expression: Expression,
    needs: Vec<Vec<Need>>,
}

/// Reads an expression.
///
/// # Errors
/// In Japanese, where it is not one or matches the empty text.
pub(super) fn read(pattern: PatternId, regex: &str) -> Result<Read, String> {
    let hir = regex_syntax::parse(regex).map_err(|error| format!("正規表現として読めません: {}", one_line(&error)))?;
    if hir.properties().minimum_len().unwrap_or(0) == 0 {
        return Err("空の文字列に一致する正規表現は使えません".to_owned());
    }
    let mut names = Vec::new();
    collect_names(&hir, &mut names);
    let expression = Expression {
        pattern,
        regex: regex.to_owned().into(),
        names,
        machine: Machine::of(&hir),
        compiled: OnceLock::new(),
    };
    Ok(Read { expression, needs: need::ways(&hir) })
}

fn one_line(error: &regex_syntax::Error) -> String {
    error.to_string().lines().last().unwrap_or_default().trim().to_owned()
}

/// The named groups in the order of their numbers.
fn collect_names(hir: &Hir, names: &mut Vec<(Cow<'static, str>, usize)>) {
    if let HirKind::Capture(capture) = hir.kind()
        && let Some(name) = &capture.name
    {
        names.push((name.to_string().into(), capture.index as usize));
    }
    hir.kind().subs().iter().for_each(|sub| collect_names(sub, names));
}

impl Expression {
    /// Adds every match in a sentence, or in the text as written.
    fn search(&self, site: Site<'_>, written: Option<Span>, buffers: &mut Buffers, found: &mut Vec<Match>) {
        let Site { text, at, sentence, units } = site;
        let haystack = written.map_or(sentence.text(), |written| text.slice(written));
        for groups in self.matches(haystack, buffers) {
            let named = |wanted: &str| self.names.iter().find(|(name, _)| name == wanted).map(|&(_, number)| number);
            let mark = named("mark").and_then(|number| group(&groups, number));
            let Some(place) = mark.or_else(|| group(&groups, 0)) else { continue };
            let names = self.names.iter().filter(|(name, _)| name != "mark");
            let words = |range: Range<usize>| haystack.get(range).unwrap_or_default().to_owned();
            let captures = names
                .filter_map(|(name, number)| Some((Arc::from(&**name), words(group(&groups, *number)?))))
                .collect();
            let (range, source) = if let Some(written) = written {
                let (start, end) = (written.start() + place.start, written.start() + place.end);
                // The sign of a bullet stands before the view, what is cut off at the end behind it.
                let before = |byte| byte <= sentence.span().start();
                let view = |byte| match sentence.normal.offset_of(byte) {
                    Some(offset) => offset,
                    None if before(byte) => 0,
                    None => sentence.text().len(),
                };
                (view(start)..view(end).max(view(start)), text.span(start, end))
            } else {
                (place, None)
            };
            let first = units.partition_point(|unit| unit.end as usize <= range.start);
            let last = units.partition_point(|unit| (unit.start as usize) < range.end).max(first);
            let units = first..last;
            found.push(Match { sentence: at, units, marks: smallvec![range], source, captures });
        }
    }

    /// Every match.
    fn matches(&self, text: &str, buffers: &mut Buffers) -> Vec<Groups> {
        match &self.machine {
            Some(machine) if text.len() <= LONGEST => machine.matches(text, buffers),
            _ => self.matches_compiled(text),
        }
    }

    fn matches_compiled(&self, text: &str) -> Vec<Groups> {
        let Some(regex) = self.compiled.get_or_init(|| Regex::new(&self.regex).ok()) else { return Vec::new() };
        let groups = |captures: regex::Captures<'_>| {
            captures.iter().flat_map(|group| [group.map(|g| g.start()), group.map(|g| g.end())]).collect()
        };
        regex.captures_iter(text).map(groups).collect()
    }
}

/// Bytes that a bullet or heading with its indent may have.
const SIGN: usize = 48;

/// The sentence with the sign of a bullet or heading before it, which the normalised text leaves out.
fn as_written(text: &Text, sentence: &Sentence) -> Span {
    let span = sentence.span();
    let line = text.line(text.line_index(span.start()));
    // A sign is short: whoever writes a whole line of them is not looked at again for each sentence in it.
    let before = text.span(line.start(), span.start()).filter(|before| before.len() <= SIGN);
    match before {
        Some(before) if !text.slice(before).contains(char::is_alphanumeric) => before.cover(span),
        _ => span,
    }
}

/// For tests of the built-in rules, which this module must not know.
#[cfg(test)]
impl super::PatternSet {
    /// Asserts that gate and machines find in a text, and in each sentence of it, what the `regex` crate finds by
    /// itself.
    pub(crate) fn assert_expressions_agree(&self, content: &str) {
        self.expressions.assert_agree(content);
        let text = Text::new(content).expect("short");
        for sentence in crate::mail::Document::parse(&text).sentences() {
            self.expressions.assert_agree(sentence.text());
            self.expressions.assert_agree(text.slice(as_written(&text, sentence)));
        }
    }

    /// How many expressions there are, and those that no machine runs.
    pub(crate) fn expressions_without_machine(&self) -> (usize, Vec<&str>) {
        let all = &self.expressions.all;
        (all.len(), all.iter().filter(|e| e.machine.is_none()).map(|e| &*e.regex).collect())
    }
}

#[cfg(test)]
impl Expressions {
    fn assert_agree(&self, text: &str) {
        let mut look = Look::default();
        self.gate.open(text, &mut look);
        for (at, expression) in (0..).zip(&self.all) {
            let found = expression.matches_compiled(text);
            assert!(
                found.is_empty() || look.open.contains(&at),
                "the gate is shut for {} on {text:?}",
                expression.regex
            );
            if let Some(machine) = &expression.machine {
                assert_eq!(machine.matches(text, &mut Buffers::default()), found, "{} on {text:?}", expression.regex);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn an_expression_that_matches_nothing_is_refused() {
        assert!(read(0, "遅*").is_err());
        assert!(read(0, "(遅").is_err());
    }
}
