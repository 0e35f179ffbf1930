//! A mail with the units of its sentences and everything that the patterns found in it: what rules look at.

use crate::mail::{Document, Part, Sentence};
use crate::text::Span;
use crate::unit::Unit;

use super::compile::Analyzer;
use super::expression::Site;
use super::set::{Match, PatternId, PatternSet, Scratch};

/// The units of one sentence.
pub type SentenceUnits<'a> = Vec<Unit<'a>>;

/// A read mail. Sentences of front matter and quotation have no units and no matches.
pub struct Reading<'a> {
    document: &'a Document<'a>,
    units: Vec<SentenceUnits<'a>>,
    /// All matches, in their [order](Match::order).
    hits: Vec<Match>,
    /// The patterns of the matches: nearly all patterns have none, and all are asked for.
    patterns: Vec<PatternId>,
}

impl<'a> Reading<'a> {
    /// Tokenises, folds and scans every sentence that is judged.
    pub fn new(document: &'a Document<'a>, analyzer: &mut Analyzer<'a>, patterns: &PatternSet) -> Reading<'a> {
        let mut found = Vec::new();
        let mut scratch = Scratch::default();
        let mut units = Vec::with_capacity(document.sentences().len());
        for (at, sentence) in document.sentences().iter().enumerate() {
            let judged = !matches!(sentence.part, Part::FrontMatter | Part::Quotation);
            let of_sentence = if judged { analyzer.units(sentence.text()) } else { Vec::new() };
            if judged {
                let site = Site { text: document.text(), at, sentence, units: &of_sentence };
                patterns.scan(site, &mut scratch, &mut found);
            }
            units.push(of_sentence);
        }
        found.sort_unstable_by(Match::order);
        let patterns = found.iter().map(|found| found.pattern).collect();
        Reading { document, units, hits: found, patterns }
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
        self.hits_among(pattern, pattern)
    }

    /// What the patterns from the first to the last matched, one pattern after the other.
    pub fn hits_among(&self, first: PatternId, last: PatternId) -> &[Match] {
        let start = self.patterns.partition_point(|&pattern| pattern < first);
        let behind = self.patterns.get(start..).unwrap_or_default();
        let count = behind.iter().take_while(|&&pattern| pattern <= last).count();
        self.hits.get(start..start + count).unwrap_or_default()
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
