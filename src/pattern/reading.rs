//! A mail with the units of its sentences and everything that the patterns found in it: what rules look at.

use crate::mail::{Document, Part, Sentence};
use crate::text::Span;
use crate::unit::Unit;

use super::compile::Analyzer;
use super::set::{Match, PatternId, PatternSet};

/// The units of one sentence.
pub type SentenceUnits<'a> = Vec<Unit<'a>>;

/// A read mail. Sentences of front matter and quotation have no units and no matches.
pub struct Reading<'a> {
    document: &'a Document<'a>,
    units: Vec<SentenceUnits<'a>>,
    hits: Vec<Vec<Match>>,
}

impl<'a> Reading<'a> {
    /// Tokenises, folds and scans every sentence that is judged.
    pub fn new(document: &'a Document<'a>, analyzer: &mut Analyzer<'a>, patterns: &PatternSet) -> Reading<'a> {
        let mut hits = vec![Vec::new(); patterns.len()];
        let mut units = Vec::with_capacity(document.sentences().len());
        for (at, sentence) in document.sentences().iter().enumerate() {
            let judged = !matches!(sentence.part, Part::FrontMatter | Part::Quotation);
            let of_sentence = if judged { analyzer.units(sentence.text()) } else { Vec::new() };
            if judged {
                patterns.scan(document.text(), at, sentence, &of_sentence, &mut hits);
            }
            units.push(of_sentence);
        }
        Reading { document, units, hits }
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
    pub fn hits(&self, pattern: PatternId) -> &[Match] {
        self.hits.get(pattern as usize).map_or(&[], Vec::as_slice)
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
