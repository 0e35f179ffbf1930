//! A mail with the units of its sentences and everything that the patterns found in it: what rules look at.

use std::ops::Range;

use crate::mail::{Document, Part, Sentence};
use crate::text::Span;
use crate::unit::Unit;

use super::compile::Analyzer;
use super::expression::Site;
use super::set::{Finds, Match, Pair, PatternId, PatternSet};

/// The units of one sentence.
pub type SentenceUnits<'a> = Vec<Unit<'a>>;

/// A read mail. Sentences of front matter and quotation have no units and no matches.
pub struct Reading<'a> {
    document: &'a Document<'a>,
    units: Vec<SentenceUnits<'a>>,
    matches: Vec<Match>,
    /// Patterns with the indices of their matches, sorted: those of a pattern are in the order of the text.
    hits: Vec<Pair>,
}

impl<'a> Reading<'a> {
    /// Tokenises, folds and scans every sentence that is judged.
    pub fn new(document: &'a Document<'a>, analyzer: &mut Analyzer<'a>, patterns: &PatternSet) -> Reading<'a> {
        let mut finds = Finds::default();
        let mut scratch = patterns.idle.take();
        let mut units = Vec::with_capacity(document.sentences().len());
        for (at, sentence) in document.sentences().iter().enumerate() {
            let judged = !matches!(sentence.part, Part::FrontMatter | Part::Quotation);
            let of_sentence = if judged { analyzer.units(sentence.text()) } else { Vec::new() };
            if judged {
                let site = Site { text: document.text(), at, sentence, units: &of_sentence };
                patterns.scan(site, &mut scratch, &mut finds);
            }
            units.push(of_sentence);
        }
        let Finds { matches, mut hits } = finds;
        hits.sort_unstable();
        Reading { document, units, matches, hits }
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

    /// What a pattern matched, in the order of the text.
    pub fn hits(&self, pattern: PatternId) -> Hits<'_> {
        self.hits_among(pattern, pattern)
    }

    /// What the patterns from the first to the last matched, one pattern after the other.
    pub fn hits_among(&self, first: PatternId, last: PatternId) -> Hits<'_> {
        let start = self.hits.partition_point(|pair| pair.numbers().0 < first);
        let behind = self.hits.get(start..).unwrap_or_default();
        let count = behind.iter().take_while(|pair| pair.numbers().0 <= last).count();
        Hits { matches: &self.matches, hits: behind.get(..count).unwrap_or_default() }
    }

    /// The same in some sentences only, without a look at others.
    pub fn hits_within(
        &self,
        first: PatternId,
        last: PatternId,
        sentences: Range<usize>,
    ) -> impl Iterator<Item = &Match> {
        let Hits { matches, hits } = self.hits_among(first, last);
        let sentence = |pair: &Pair| matches.get(pair.numbers().1 as usize).map_or(usize::MAX, |found| found.sentence);
        let of_pattern = hits.chunk_by(|a, b| a.numbers().0 == b.numbers().0);
        of_pattern.flat_map(move |hits| {
            let start = hits.partition_point(|pair| sentence(pair) < sentences.start);
            let behind = hits.get(start..).unwrap_or_default();
            let count = behind.partition_point(|pair| sentence(pair) < sentences.end);
            Hits { matches, hits: behind.get(..count).unwrap_or_default() }
        })
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

/// Matches of some patterns.
#[derive(Clone, Copy, Debug)]
pub struct Hits<'r> {
    matches: &'r [Match],
    hits: &'r [Pair],
}

impl<'r> Iterator for Hits<'r> {
    type Item = &'r Match;

    fn next(&mut self) -> Option<&'r Match> {
        let (pair, rest) = self.hits.split_first()?;
        self.hits = rest;
        self.matches.get(pair.numbers().1 as usize)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.hits.len(), Some(self.hits.len()))
    }
}

impl ExactSizeIterator for Hits<'_> {}
