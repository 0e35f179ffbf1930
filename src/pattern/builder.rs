//! Puts patterns together to a [`PatternSet`].
//!
//! Each program is entered under a word that every match of it holds (its anchor) and under the words that a match may
//! begin with, each list entry under its first word.

use std::collections::HashMap;

use crate::frozen::{Index, Table};
use crate::idle::Idle;

use super::code::{CodeBuilder, Pc};
use super::compile::{Compiler, Unmatchable};
use super::expression::{Expressions, Read, RegexSource, read};
use super::index;
use super::pool::UNKNOWN;
use super::program::{ListId, Program, TokenItem};
use super::set::{PatternId, PatternSet};

/// Collects patterns.
#[derive(Debug, Default)]
pub struct PatternBuilder {
    programs: Vec<(PatternId, Program)>,
    entries: Vec<(ListId, Program)>,
    /// Each with whether it looks at the text as written.
    expressions: Vec<(Read, bool)>,
    first: PatternId,
    count: PatternId,
    lists: ListId,
}

impl PatternBuilder {
    /// Begins behind a set: patterns that are added to it without compiling it again. Its lists are to be declared in the
    /// order in which they were, and get no entries.
    pub fn behind(set: &PatternSet) -> PatternBuilder {
        PatternBuilder { first: set.count, count: set.count, ..PatternBuilder::default() }
    }

    /// Declares a list, so that phrases can name it. Its entries come with [`PatternBuilder::add_entry`].
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
        if program.first_keys().is_none() {
            return Err(Unmatchable::Empty);
        }
        self.entries.push((id, program));
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
    /// As [`PatternBuilder::add_phrase`], for the phrases in it.
    pub fn add_tokens(&mut self, compiler: &mut Compiler<'_>, items: &[TokenItem]) -> Result<PatternId, Unmatchable> {
        let program = compiler.tokens(items)?;
        Ok(self.add_program(program))
    }

    /// Adds a regular expression.
    ///
    /// # Errors
    /// In Japanese, where it is not one or matches the empty text.
    pub fn add_regex(&mut self, source: &RegexSource) -> Result<PatternId, String> {
        let read = read(self.count, &source.pattern)?;
        self.expressions.push((read, source.on_source));
        Ok(self.next_id())
    }

    fn add_program(&mut self, program: Program) -> PatternId {
        let pattern = self.next_id();
        self.programs.push((pattern, program));
        pattern
    }

    fn next_id(&mut self) -> PatternId {
        self.count += 1;
        self.count - 1
    }

    /// For `rules probe`: what one phrase asks for, as text.
    pub fn describe(&self, pattern: PatternId) -> String {
        let program = self.programs.iter().find(|(id, _)| *id == pattern);
        program.map_or_else(String::new, |(_, program)| program.describe())
    }

    /// The set, ready to scan sentences.
    pub fn finish(self) -> PatternSet {
        let mut code = CodeBuilder::default();
        let mut rows = Rows::default();
        for (pattern, program) in &self.programs {
            rows.program(program, *pattern, &mut code);
        }
        for (list, program) in &self.entries {
            rows.entry(program, *list, &mut code);
        }
        let (code, pool) = code.finish();
        let expressions = Expressions::of(self.expressions);
        let programs = index(rows.programs.len());
        rows.patterns.extend((programs..).zip(expressions.patterns()).map(|(what, pattern)| (pattern, what)));
        let patterns: Vec<u32> = (self.first..self.count).map(|pattern| rows.patterns[&pattern]).collect();
        PatternSet {
            first: self.first,
            count: self.count,
            code,
            pool: pool.finish(),
            programs: Table::from(rows.programs),
            patterns: Table::from(patterns),
            always: Table::from(rows.always),
            by_anchor: Index::of(&rows.by_anchor),
            by_anchor_list: Index::of(&rows.by_anchor_list),
            roaming: Table::from(rows.roaming),
            by_first: Index::of(&rows.by_first),
            by_first_list: Index::of(&rows.by_first_list),
            first_tokens: Index::of(&rows.first_tokens),
            first_surfaces: Index::of(&rows.first_surfaces),
            by_first_token: Index::of(&rows.by_first_token),
            entries: Table::from(rows.entries),
            lists: Index::of(&rows.lists),
            entries_by_first: Index::of(&rows.entries_by_first),
            expressions,
            idle: Idle::default(),
            more: None,
        }
    }
}

/// The tables of a set while they are filled; [`PatternSet`] says what they hold.
#[derive(Default)]
struct Rows {
    programs: Vec<u32>,
    /// For each pattern its program.
    patterns: HashMap<PatternId, u32>,
    always: Vec<u32>,
    by_anchor: Vec<(u32, u32)>,
    by_anchor_list: Vec<(u32, u32)>,
    roaming: Vec<u32>,
    by_first: Vec<(u32, u32)>,
    by_first_list: Vec<(u32, u32)>,
    first_tokens: Vec<(u32, u32)>,
    first_surfaces: Vec<(u32, u32)>,
    by_first_token: Vec<(u32, u32)>,
    entries: Vec<u32>,
    lists: Vec<(u32, u32)>,
    entries_by_first: Vec<(u32, u32)>,
    /// The numbers of programs and entries by where they begin.
    known_programs: HashMap<Pc, u32>,
    known_entries: HashMap<(Pc, Pc), u32>,
    /// The numbers of token tests by where their arguments stand.
    known_tokens: HashMap<u32, u32>,
}

impl Rows {
    /// Rules ask for the same words again and again: a program that is known only gets one more pattern.
    fn program(&mut self, program: &Program, pattern: PatternId, code: &mut CodeBuilder) {
        let start = code.add(program);
        let new = index(self.programs.len());
        let at = *self.known_programs.entry(start).or_insert(new);
        self.patterns.insert(pattern, at);
        if at != new {
            return;
        }
        self.programs.push(start);
        let anchor = program.anchor();
        self.by_anchor.extend(anchor.keys.iter().map(|key| (code.pool.intern(key), at)));
        self.by_anchor_list.extend(anchor.lists.iter().map(|&list| (list, at)));
        if anchor.keys.is_empty() && anchor.lists.is_empty() {
            self.always.push(at);
        }
        let Some(mut firsts) = program.firsts() else {
            self.roaming.push(at);
            return;
        };
        firsts.keys.sort_unstable();
        firsts.keys.dedup();
        firsts.lists.sort_unstable();
        firsts.lists.dedup();
        self.by_first.extend(firsts.keys.iter().map(|key| (code.pool.intern(key), at)));
        self.by_first_list.extend(firsts.lists.iter().map(|&list| (list, at)));
        for test in firsts.tokens {
            let token = code.token(test);
            let new = index(self.known_tokens.len());
            let row = *self.known_tokens.entry(token).or_insert(new);
            self.by_first_token.push((row, at));
            if row != new {
                continue;
            }
            if test.surfaces.is_empty() {
                // 32 where it asks for none.
                let feature = test.with.bits().trailing_zeros();
                let numbers = [row, token].into_iter().chain(code.frame(token).iter().copied());
                self.first_tokens.extend(numbers.map(|number| (feature, number)));
            }
            self.first_surfaces.extend(test.surfaces.iter().flat_map(|word| {
                let word = code.pool.intern(word);
                [(word, row), (word, token)]
            }));
        }
    }

    fn entry(&mut self, program: &Program, list: ListId, code: &mut CodeBuilder) {
        let (start, turned) = (code.add(program), code.add(&program.turned()));
        let new = index(self.entries.len() / 3);
        let at = *self.known_entries.entry((start, turned)).or_insert(new);
        self.lists.push((at, list));
        if at != new {
            return;
        }
        let second = program.second_key().map_or(UNKNOWN, |key| code.pool.intern(key));
        self.entries.extend([start, turned, second]);
        let mut keys = program.first_keys().unwrap_or_default();
        keys.sort_unstable();
        keys.dedup();
        self.entries_by_first.extend(keys.into_iter().map(|key| (code.pool.intern(key), at)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::Document;
    use crate::morph::Tokenizer;
    use crate::pattern::{Analyzer, Reading};
    use crate::text::Text;
    use crate::unit::Folder;

    /// The words that a phrase matches.
    fn matched(phrase: &str, list: &[&str], text: &str) -> Vec<String> {
        let (tokenizer, folder) = (Tokenizer::embedded(), Folder::default());
        let mut compiler = Compiler::new(Analyzer::new(&tokenizer, &folder));
        let mut builder = PatternBuilder::default();
        builder.declare_list(&mut compiler, "list");
        for entry in list {
            builder.add_entry(&mut compiler, "list", entry).expect("an entry");
        }
        // Another pattern before it, so that numbers differ.
        builder.add_phrase(&mut compiler, "{返品|返金|交換}").expect("a phrase");
        let pattern = builder.add_phrase(&mut compiler, phrase).expect("a phrase");
        let set = builder.finish();
        let text = Text::new(text).expect("short");
        let document = Document::parse(&text);
        let reading = Reading::new(&document, &mut Analyzer::new(&tokenizer, &folder), &set);
        let words = |found| reading.spans(found).into_iter().map(|span| text.slice(span)).collect();
        reading.hits(pattern).map(words).collect()
    }

    const TEXT: &str = "返品は可能です。このたびの返金も可能です。ただし交換は別です。";

    #[test]
    fn a_phrase_is_found_wherever_it_may_begin() {
        assert_eq!(matched("可能", &[], TEXT), ["可能です", "可能です"]);
        assert_eq!(matched("{返品|返金}〜可能", &[], TEXT).len(), 2);
        assert_eq!(matched("(この)返金", &[], TEXT).len(), 1);
        assert_eq!(matched("^返品", &[], TEXT).len(), 1);
        assert_eq!(matched("^返金", &[], TEXT), [""; 0]);
        assert_eq!(matched("{見本|試供品}", &[], TEXT), [""; 0]);
    }

    #[test]
    fn a_list_stands_for_each_of_its_entries() {
        assert_eq!(matched("@list〜可能", &["返品", "返金", "交換"], TEXT).len(), 2);
        assert_eq!(matched("ただし@list", &["交換"], TEXT).len(), 1);
        assert_eq!(matched("@list〜可能", &["交換"], TEXT), [""; 0]);
    }
}
