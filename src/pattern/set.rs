//! All patterns together: one pass over a sentence's units finds what any of them matches.
//!
//! Each program is entered under a word that every match of it holds (its anchor), each list entry under its first
//! word. A sentence runs only the programs whose anchors stand in it, so the cost hardly grows with their number.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use regex::Regex;

use crate::mail::Sentence;
use crate::text::{Span, Text};
use crate::unit::Unit;

use super::compile::{Compiler, Unmatchable};
use super::program::{Found, Ground, ListHit, ListId, Program, TokenItem};

/// A pattern's number in its [`PatternSet`].
pub type PatternId = u32;

/// A regular expression and what it looks at.
#[derive(Clone, Debug)]
pub struct RegexSource {
    /// In the syntax of the `regex` crate.
    pub pattern: String,
    /// On the text as written instead of the normalised one.
    pub on_source: bool,
}

/// A place that a pattern matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Index of the sentence.
    pub sentence: usize,
    /// The units it covers.
    pub units: Range<usize>,
    /// What to underline: byte ranges of the sentence's normalised text, at least one.
    pub marks: Vec<Range<usize>>,
    /// What to underline instead, where the pattern looked at the text as written.
    pub source: Option<Span>,
    /// Words bound to names.
    pub captures: Vec<(Arc<str>, String)>,
}

impl Match {
    /// From the first underlined byte of the normalised text to the last.
    pub fn bytes(&self) -> Range<usize> {
        let start = self.marks.iter().map(|mark| mark.start).min().unwrap_or(0);
        let end = self.marks.iter().map(|mark| mark.end).max().unwrap_or(start);
        start..end
    }
}

#[derive(Debug)]
struct Expression {
    pattern: PatternId,
    source: RegexSource,
    /// One of these must stand in the text for the expression to match; empty where nothing certain is known.
    literals: Vec<String>,
    /// Compiled when first needed: two hundred of them would cost 30 ms at start.
    compiled: OnceLock<Option<Regex>>,
}

#[derive(Debug)]
struct Entry {
    list: ListId,
    program: Program,
    /// The same with its last word's negation turned round: a phrase may write の@listではない.
    turned: Program,
}

/// Every pattern of a rule set.
#[derive(Debug, Default)]
pub struct PatternSet {
    programs: Vec<(PatternId, Program)>,
    by_key: HashMap<String, Vec<u32>>,
    by_list: HashMap<ListId, Vec<u32>>,
    always: Vec<u32>,
    entries: Vec<Entry>,
    entries_by_key: HashMap<String, Vec<u32>>,
    expressions: Vec<Expression>,
    count: PatternId,
    lists: ListId,
}

impl PatternSet {
    /// Declares a list, so that phrases can name it. Its entries come with [`PatternSet::add_entry`].
    pub fn declare_list(&mut self, compiler: &mut Compiler<'_>, name: &str) {
        let lists = &mut self.lists;
        compiler.lists.entry(name.to_owned()).or_insert_with(|| {
            *lists += 1;
            *lists
        });
    }

    /// Adds an entry, a phrase without lists, to a declared list.
    ///
    /// # Errors
    /// Where the phrase cannot be read, names a list, or does not begin with a word.
    pub fn add_entry(&mut self, compiler: &mut Compiler<'_>, list: &str, phrase: &str) -> Result<(), Unmatchable> {
        let id = *compiler.lists.get(list).ok_or_else(|| Unmatchable::UnknownList(list.to_owned()))?;
        let program = compiler.phrase(phrase)?;
        let Some(keys) = program.first_keys() else { return Err(Unmatchable::Empty) };
        let at = index(self.entries.len());
        for key in keys {
            let of_key = self.entries_by_key.entry(key.to_owned()).or_default();
            if of_key.last() != Some(&at) {
                of_key.push(at);
            }
        }
        let turned = program.turned();
        self.entries.push(Entry { list: id, program, turned });
        Ok(())
    }

    /// Adds a phrase.
    ///
    /// # Errors
    /// Where it cannot be read, names an unknown list, or has nothing to match.
    pub fn add_phrase(&mut self, compiler: &mut Compiler<'_>, phrase: &str) -> Result<PatternId, Unmatchable> {
        let program = compiler.phrase(phrase)?;
        Ok(self.add_program(program))
    }

    /// Adds a token pattern.
    ///
    /// # Errors
    /// As [`PatternSet::add_phrase`], for the phrases in it.
    pub fn add_tokens(&mut self, compiler: &mut Compiler<'_>, items: &[TokenItem]) -> Result<PatternId, Unmatchable> {
        let program = compiler.tokens(items)?;
        Ok(self.add_program(program))
    }

    /// Adds a regular expression.
    ///
    /// # Errors
    /// In Japanese, where it is not one or matches the empty text.
    pub fn add_regex(&mut self, source: RegexSource) -> Result<PatternId, String> {
        let literals = required_literals(&source.pattern)?;
        let pattern = self.next_id();
        self.expressions.push(Expression { pattern, source, literals, compiled: OnceLock::new() });
        Ok(pattern)
    }

    fn add_program(&mut self, program: Program) -> PatternId {
        let pattern = self.next_id();
        let at = index(self.programs.len());
        let anchor = program.anchor();
        for key in &anchor.keys {
            self.by_key.entry(key.clone()).or_default().push(at);
        }
        for &list in &anchor.lists {
            self.by_list.entry(list).or_default().push(at);
        }
        if anchor.keys.is_empty() && anchor.lists.is_empty() {
            self.always.push(at);
        }
        self.programs.push((pattern, program));
        pattern
    }

    fn next_id(&mut self) -> PatternId {
        self.count += 1;
        self.count - 1
    }

    /// Number of patterns.
    pub fn len(&self) -> usize {
        self.count as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Appends every match in one sentence to `hits`, which holds a list for each pattern.
    pub fn scan(&self, text: &Text, at: usize, sentence: &Sentence, units: &[Unit<'_>], hits: &mut [Vec<Match>]) {
        let list_hits = self.list_hits(sentence.text(), units);
        let ground = Ground { sentence: sentence.text(), units, hits: &list_hits };
        for program in self.candidates(units, &list_hits) {
            let (pattern, program) = &self.programs[program as usize];
            let into = &mut hits[*pattern as usize];
            for start in 0..units.len() {
                if let Some(found) = program.run(&ground, start) {
                    keep(into, to_match(at, found, &ground));
                }
            }
        }
        for expression in &self.expressions {
            expression.scan(text, at, sentence, units, &mut hits[expression.pattern as usize]);
        }
    }

    /// The list entries in the sentence, sorted for lookup by list and start.
    fn list_hits(&self, sentence: &str, units: &[Unit<'_>]) -> Vec<ListHit> {
        let mut list_hits = Vec::new();
        let ground = Ground { sentence, units, hits: &[] };
        for (start, unit) in units.iter().enumerate() {
            for &entry in self.entries_by_key.get(unit.key).into_iter().flatten() {
                let Entry { list, program, turned } = &self.entries[entry as usize];
                for (program, agrees) in [(program, true), (turned, false)] {
                    if let Some(found) = program.run(&ground, start) {
                        let end = index(found.units.end);
                        list_hits.push(ListHit { list: *list, start: index(start), end, agrees });
                    }
                }
            }
        }
        list_hits.sort_unstable();
        list_hits.dedup();
        list_hits
    }

    /// The programs whose anchors stand in the sentence, each once, in order.
    fn candidates(&self, units: &[Unit<'_>], list_hits: &[ListHit]) -> Vec<u32> {
        let mut candidates = self.always.clone();
        for unit in units {
            candidates.extend(self.by_key.get(unit.key).into_iter().flatten());
        }
        let mut last = None;
        for hit in list_hits {
            if last != Some(hit.list) {
                last = Some(hit.list);
                candidates.extend(self.by_list.get(&hit.list).into_iter().flatten());
            }
        }
        candidates.sort_unstable();
        candidates.dedup();
        candidates
    }

    /// For `rules probe`: what one phrase asks for, as text.
    pub fn describe(&self, pattern: PatternId) -> String {
        let program = self.programs.iter().find(|(id, _)| *id == pattern);
        program.map_or_else(String::new, |(_, program)| program.describe())
    }
}

/// Keeps a match unless one with the same end is there already: a phrase with an optional start matches twice.
fn keep(into: &mut Vec<Match>, found: Match) {
    let same = into
        .iter()
        .rev()
        .take_while(|other| other.sentence == found.sentence)
        .any(|other| other.units.end == found.units.end && other.units.start <= found.units.start);
    if !same {
        into.push(found);
    }
}

fn to_match(sentence: usize, found: Found, ground: &Ground<'_, '_>) -> Match {
    let unit_range = |unit: &usize| ground.units[*unit].range();
    let marks = if found.marks.is_empty() {
        let (first, last) = (&ground.units[found.units.start], &ground.units[found.units.end - 1]);
        std::iter::once(first.start as usize..last.end as usize).collect()
    } else {
        found.marks.iter().map(unit_range).collect()
    };
    let words = |unit: usize| ground.sentence.get(ground.units[unit].range()).unwrap_or_default().to_owned();
    let captures = found.captures.iter().map(|(name, unit)| (Arc::clone(name), words(*unit))).collect();
    Match { sentence, units: found.units, marks, source: None, captures }
}

impl Expression {
    fn scan(&self, text: &Text, at: usize, sentence: &Sentence, units: &[Unit<'_>], into: &mut Vec<Match>) {
        let written = as_written(text, sentence);
        let haystack = if self.source.on_source { text.slice(written) } else { sentence.text() };
        if !self.literals.is_empty() && !self.literals.iter().any(|literal| haystack.contains(literal)) {
            return;
        }
        let Some(regex) = self.compiled.get_or_init(|| Regex::new(&self.source.pattern).ok()) else { return };
        for captures in regex.captures_iter(haystack) {
            let Some(place) = captures.name("mark").or_else(|| captures.get(0)) else { continue };
            let names = regex.capture_names().flatten().filter(|&name| name != "mark");
            let bound =
                names.filter_map(|name| Some((Arc::from(name), captures.name(name)?.as_str().to_owned()))).collect();
            let (range, source) = if self.source.on_source {
                let start = written.start() + place.start();
                let end = written.start() + place.end();
                // The sign of a bullet stands before the view, what is cut off at the end behind it.
                let before = |byte| byte <= sentence.span().start();
                let view = |byte| match sentence.normal.offset_of(byte) {
                    Some(offset) => offset,
                    None if before(byte) => 0,
                    None => sentence.text().len(),
                };
                (view(start)..view(end).max(view(start)), text.span(start, end))
            } else {
                (place.range(), None)
            };
            let first = units.partition_point(|unit| unit.end as usize <= range.start);
            let last = units.partition_point(|unit| (unit.start as usize) < range.end).max(first);
            into.push(Match { sentence: at, units: first..last, marks: vec![range], source, captures: bound });
        }
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

/// Literals of which every match begins with one; empty where there is no short list of them.
fn required_literals(pattern: &str) -> Result<Vec<String>, String> {
    use regex_syntax::hir::literal::Extractor;
    let hir =
        regex_syntax::parse(pattern).map_err(|error| format!("正規表現として読めません: {}", one_line(&error)))?;
    if hir.properties().minimum_len().unwrap_or(0) == 0 {
        return Err("空の文字列に一致する正規表現は使えません".to_owned());
    }
    let literals = Extractor::new().extract(&hir);
    let Some(literals) = literals.literals() else { return Ok(Vec::new()) };
    let texts: Option<Vec<String>> =
        literals.iter().map(|literal| String::from_utf8(literal.as_bytes().to_vec()).ok()).collect();
    Ok(texts.filter(|texts| texts.iter().all(|text| !text.is_empty())).unwrap_or_default())
}

fn one_line(error: &regex_syntax::Error) -> String {
    error.to_string().lines().last().unwrap_or_default().trim().to_owned()
}

/// A mail has far fewer units, a rule set far fewer patterns.
fn index(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
