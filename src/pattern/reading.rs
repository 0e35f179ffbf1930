//! A mail with the units of its sentences and what the patterns find in it: what rules look at.

use std::ops::Range;

use crate::mail::{Document, Sentence};
use crate::text::Span;
use crate::unit::Unit;

use super::compile::Analyzer;
use super::field::{Field, is_judged};
use super::set::{Match, PatternId, PatternSet};

/// The units of one sentence.
pub type SentenceUnits<'a> = Vec<Unit<'a>>;

/// A read mail. Sentences of front matter and quotation have no units and no matches.
pub struct Reading<'a> {
    document: &'a Document<'a>,
    units: Vec<SentenceUnits<'a>>,
    /// Of the set, and of the one behind it where there is one.
    fields: Vec<Field<'a>>,
    /// Patterns, in order, with the numbers of their chances, those of the second field behind those of the first.
    chances: Vec<(PatternId, u32)>,
}

impl<'a> Reading<'a> {
    /// Tokenises and folds every sentence that is judged, and finds what may match in it.
    pub fn new(document: &'a Document<'a>, analyzer: &mut Analyzer<'a>, patterns: &'a PatternSet) -> Reading<'a> {
        let units_of = |sentence: &'a Sentence| match is_judged(sentence.part) {
            true => analyzer.units(sentence.text()),
            false => Vec::new(),
        };
        let units: Vec<_> = document.sentences().iter().map(units_of).collect();
        let (field, mut chances) = Field::of(patterns, document, &units, None);
        let mut fields = vec![field];
        if let Some(more) = &patterns.more {
            let (field, more) = Field::of(more, document, &units, fields.first());
            let before = super::index(fields[0].len());
            chances.extend(more.into_iter().map(|(pattern, number)| (pattern, before + number)));
            fields.push(field);
        }
        Reading { document, units, fields, chances }
    }

    /// The mail.
    pub fn document(&self) -> &'a Document<'a> {
        self.document
    }

    /// Every sentence.
    pub fn sentences(&self) -> &'a [Sentence] {
        self.document.sentences()
    }

    /// The units of a sentence.
    pub fn units(&self, sentence: usize) -> &[Unit<'a>] {
        self.units.get(sentence).map_or(&[], Vec::as_slice)
    }

    /// What a pattern matches, in the order of the text.
    pub fn hits(&self, pattern: PatternId) -> Hits<'_> {
        self.hits_among(pattern, pattern)
    }

    /// What the patterns from the first to the last match, one pattern after the other.
    pub fn hits_among(&self, first: PatternId, last: PatternId) -> Hits<'_> {
        self.hits_within(first, last, 0..self.units.len())
    }

    /// The same in some sentences only, without a look at others.
    pub fn hits_within(&self, first: PatternId, last: PatternId, sentences: Range<usize>) -> Hits<'_> {
        Hits { reading: self, chances: self.chances_of(first, last), here: &[], sentences }
    }

    /// Whether any of the patterns from the first to the last may match in these sentences; told without a try.
    pub fn may_hit(&self, first: PatternId, last: PatternId, sentences: &Range<usize>) -> bool {
        self.chances_of(first, last).iter().any(|&(_, chance)| self.may_match(chance, sentences))
    }

    fn chances_of(&self, first: PatternId, last: PatternId) -> &[(PatternId, u32)] {
        let start = self.chances.partition_point(|&(pattern, _)| pattern < first);
        let behind = self.chances.get(start..).unwrap_or_default();
        let count = behind.iter().take_while(|&&(pattern, _)| pattern <= last).count();
        behind.get(..count).unwrap_or_default()
    }

    fn may_match(&self, chance: u32, sentences: &Range<usize>) -> bool {
        self.field_of(chance).is_some_and(|(field, number)| field.may_match(number, sentences))
    }

    fn matches(&self, chance: u32) -> &[Match] {
        self.field_of(chance).map_or(&[], |(field, number)| field.matches(number, &self.units))
    }

    /// The field of a chance, and its number there.
    fn field_of(&self, chance: u32) -> Option<(&Field<'a>, usize)> {
        let mut number = chance as usize;
        for field in &self.fields {
            match number.checked_sub(field.len()) {
                None => return Some((field, number)),
                Some(behind) => number = behind,
            }
        }
        None
    }

    /// The places of a match in the source, one for each line's share.
    pub fn spans(&self, found: &Match) -> Vec<Span> {
        if let Some(source) = found.source {
            return vec![source];
        }
        let sentence = &self.sentences()[found.sentence];
        let spans: Vec<Span> = found.marks.iter().flat_map(|mark| sentence.normal.spans(mark.clone())).collect();
        if spans.is_empty() { vec![sentence.span()] } else { spans }
    }
}

/// Matches of some patterns in some sentences. A pattern is tried when its turn comes.
#[derive(Clone)]
pub struct Hits<'r> {
    reading: &'r Reading<'r>,
    chances: &'r [(PatternId, u32)],
    /// What is left of the matches of the chance before these.
    here: &'r [Match],
    sentences: Range<usize>,
}

impl<'r> Iterator for Hits<'r> {
    type Item = &'r Match;

    fn next(&mut self) -> Option<&'r Match> {
        let Hits { reading, chances, here, sentences } = self;
        loop {
            if let Some((found, rest)) = here.split_first() {
                *here = rest;
                return Some(found);
            }
            let (&(_, chance), rest) = chances.split_first()?;
            *chances = rest;
            if reading.may_match(chance, sentences) {
                let found = reading.matches(chance);
                let start = found.partition_point(|found| found.sentence < sentences.start);
                let end = found.partition_point(|found| found.sentence < sentences.end);
                *here = found.get(start..end).unwrap_or_default();
            }
        }
    }
}
