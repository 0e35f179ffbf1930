//! Where a judged text stands in the file that is shown: which bytes of the one come from which of the other.
//!
//! The words that are judged are those a reader will see: without tags, with entities and transfer encodings decoded. A
//! finding belongs where the author wrote it. It must not know which format made the pieces.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Edit, Fix, Related};
use crate::text::{Span, Text};

/// A run of the judged text and where it comes from. In an exact run every byte corresponds; another one (an entity, a
/// variable) comes from its source as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    judged: usize,
    judged_len: usize,
    shown: usize,
    shown_len: usize,
    exact: bool,
}

impl Piece {
    fn judged_end(&self) -> usize {
        self.judged + self.judged_len
    }

    fn shown_end(&self) -> usize {
        self.shown + self.shown_len
    }

    /// The source of a range of the judged text, as much of it as lies in this piece.
    fn source(&self, range: &Range<usize>) -> Range<usize> {
        if !self.exact {
            return self.shown..self.shown_end();
        }
        let start = range.start.clamp(self.judged, self.judged_end()) - self.judged;
        let end = range.end.clamp(self.judged, self.judged_end()) - self.judged;
        self.shown + start..self.shown + end
    }
}

/// Judged text while it is put together, from the beginning to the end.
#[derive(Debug, Default)]
pub(super) struct Builder {
    judged: String,
    pieces: Vec<Piece>,
}

impl Builder {
    /// Words that stand in the shown text exactly so, from byte `at` on.
    pub(super) fn copy(&mut self, words: &str, at: usize) {
        let length = words.len();
        self.piece(words, at..at + length, true);
    }

    /// Words that another range of the shown text stands for.
    pub(super) fn stand_in(&mut self, words: &str, source: Range<usize>) {
        self.piece(words, source, false);
    }

    /// Words that do not stand in the shown text: the line break of a `<br>` or of a paragraph.
    pub(super) fn insert(&mut self, words: &str) {
        self.judged.push_str(words);
    }

    fn piece(&mut self, words: &str, source: Range<usize>, exact: bool) {
        if words.is_empty() {
            return;
        }
        let judged = self.judged.len();
        self.judged.push_str(words);
        if let Some(last) = self.pieces.last_mut() {
            let follows = last.judged_end() == judged && last.shown_end() == source.start;
            if exact && last.exact && follows {
                last.judged_len += words.len();
                last.shown_len += words.len();
                return;
            }
        }
        self.pieces.push(Piece {
            judged,
            judged_len: words.len(),
            shown: source.start,
            shown_len: source.len(),
            exact,
        });
    }

    /// What there is so far.
    pub(super) fn judged(&self) -> &str {
        &self.judged
    }

    /// Takes off what stands behind a byte of the judged text, which must be a character boundary.
    pub(super) fn truncate(&mut self, length: usize) {
        self.judged.truncate(length);
        while let Some(last) = self.pieces.last_mut() {
            if last.judged >= length {
                self.pieces.pop();
            } else {
                let gone = last.judged_end().saturating_sub(length);
                last.judged_len -= gone;
                if last.exact {
                    last.shown_len -= gone;
                }
                break;
            }
        }
    }

    /// The pieces moved into a longer shown text, behind what there is.
    pub(super) fn append(&mut self, other: &Builder, shown_by: usize) {
        let base = self.judged.len();
        self.judged.push_str(&other.judged);
        let moved = |piece: &Piece| Piece { judged: piece.judged + base, shown: piece.shown + shown_by, ..*piece };
        self.pieces.extend(other.pieces.iter().map(moved));
    }

    /// The judged text, and the way back to the shown one.
    pub(super) fn finish(self, shown: Text) -> (String, Origin) {
        (self.judged, Origin { shown, pieces: self.pieces })
    }
}

/// The way back from a judged text to the shown one.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    shown: Text,
    pieces: Vec<Piece>,
}

impl Origin {
    pub(super) fn shown(&self) -> &Text {
        &self.shown
    }

    /// A finding of the judged text as one of the shown text.
    pub(super) fn place(&self, finding: Diagnostic) -> Diagnostic {
        Diagnostic {
            spans: self.spans(&finding.spans),
            related: finding
                .related
                .into_iter()
                .map(|related| Related { message: related.message, spans: self.spans(&related.spans) })
                .collect(),
            fixes: finding.fixes.into_iter().filter_map(|fix| self.fix(fix)).collect(),
            ..finding
        }
    }

    /// The sources of some spans: one for each unbroken piece, so that the words between tags are had and not the tags.
    fn spans(&self, judged: &[Span]) -> Vec<Span> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for span in judged {
            for range in self.ranges(span.start()..span.end()) {
                match ranges.last_mut() {
                    Some(last) if *last == range => {}
                    Some(last) if last.end == range.start && range.start < range.end && last.start < last.end => {
                        last.end = range.end;
                    }
                    _ => ranges.push(range),
                }
            }
        }
        let spans: Vec<Span> = ranges.into_iter().filter_map(|range| self.shown.span(range.start, range.end)).collect();
        if spans.is_empty() { vec![self.shown.whole().at_start()] } else { spans }
    }

    fn ranges(&self, range: Range<usize>) -> Vec<Range<usize>> {
        if range.is_empty() {
            let at = self.place_of(range.start);
            return std::iter::once(at..at).collect();
        }
        let first = self.pieces.partition_point(|piece| piece.judged_end() <= range.start);
        let touched = self.pieces[first..].iter().take_while(|piece| piece.judged < range.end);
        let ranges: Vec<Range<usize>> = touched.map(|piece| piece.source(&range)).collect();
        if ranges.is_empty() {
            let at = self.place_of(range.start);
            return std::iter::once(at..at).collect();
        }
        ranges
    }

    /// The shown byte of a place between two characters of the judged text: behind the words before it where there are
    /// some, else before those that follow.
    fn place_of(&self, at: usize) -> usize {
        let behind = self.pieces.partition_point(|piece| piece.judged < at);
        match behind.checked_sub(1).and_then(|index| self.pieces.get(index)) {
            Some(piece) if piece.exact => piece.source(&(at..at)).start,
            Some(piece) => piece.shown_end(),
            None => self.pieces.first().map_or(0, |piece| piece.shown),
        }
    }

    /// A fix whose edits replace plain words of the file; one that would reach into tags is none.
    fn fix(&self, fix: Fix) -> Option<Fix> {
        let edits: Option<Vec<Edit>> = fix
            .edits
            .into_iter()
            .map(|edit| {
                let range = edit.span.start()..edit.span.end();
                let index = self.pieces.partition_point(|piece| piece.judged_end() < range.end);
                let piece = self.pieces.get(index)?;
                let inside = piece.exact && piece.judged <= range.start && range.end <= piece.judged_end();
                let source = piece.source(&range);
                let span = self.shown.span(source.start, source.end)?;
                inside.then_some(Edit { span, text: edit.text })
            })
            .collect();
        Some(Fix { safe: fix.safe, edits: edits? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `お詫び<b>申し</b>上げ&amp;` judged as `お詫び申し上げ&` and a line break.
    fn sample() -> (Text, Origin) {
        let shown = "お詫び<b>申し</b>上げ&amp;";
        let mut builder = Builder::default();
        let mut copy = |words: &str| builder.copy(words, shown.find(words).expect("there"));
        copy("お詫び");
        copy("申し");
        copy("上げ");
        builder.stand_in("&", 28..33);
        builder.insert("\n");
        let (judged, origin) = builder.finish(Text::new(shown).expect("short"));
        (Text::new(judged).expect("short"), origin)
    }

    fn shown(words: &str) -> Vec<String> {
        let (judged, origin) = sample();
        let at = judged.as_str().find(words).expect("there");
        let spans = origin.spans(&[judged.span(at, at + words.len()).expect("valid")]);
        spans.iter().map(|&span| origin.shown.slice(span).to_owned()).collect()
    }

    #[test]
    fn words_are_found_without_the_tags_between_them() {
        assert_eq!(shown("詫び申し上"), ["詫び", "申し", "上"]);
        assert_eq!(shown("上げ&"), ["上げ&amp;"]);
        assert_eq!(shown("\n"), [""]);
    }

    #[test]
    fn a_place_between_characters_stays_with_the_words_before_it() {
        let (judged, origin) = sample();
        let place = |at| origin.spans(&[judged.span(at, at).expect("valid")])[0].start();
        assert_eq!((place(0), place(9), place(11 - 2), place(judged.len())), (0, 9, 9, 33));
    }

    #[test]
    fn a_fix_must_not_reach_into_tags() {
        let (judged, origin) = sample();
        let fix = |start, end| {
            let edit = Edit { span: judged.span(start, end).expect("valid"), text: "x".to_owned() };
            origin.fix(Fix { safe: true, edits: vec![edit] })
        };
        assert!(fix(0, 9).is_some());
        assert!(fix(3, 12).is_none());
        assert_eq!(fix(9, 15).expect("plain").edits[0].span.start(), 12);
    }

    #[test]
    fn what_is_taken_off_is_forgotten() {
        let mut builder = Builder::default();
        builder.copy("一二", 0);
        builder.copy("三", 20);
        builder.truncate(3);
        builder.copy("四", 30);
        assert_eq!(builder.judged(), "一四");
        let (_, origin) = builder.finish(Text::new("x".repeat(40)).expect("short"));
        assert_eq!(origin.ranges(0..6), [0..3, 30..33]);
    }
}
