//! The normalised view of a piece of text: widths folded (NFKC), line breaks and their indents gone, with a map back.
//!
//! Rules match on the view, reports show the source. Wave dashes 〜 and ～ are one character here; everything else
//! is NFKC of one character with the marks that combine with it, so that ｶﾞ is ガ, ㈱ is (株) and １０ is 10.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::{Span, Text, offset};

/// Normalised text with the offset map to its source. Offsets into the view are bytes, counted from 0.
#[derive(Clone, Debug, Default)]
pub struct Normal {
    text: String,
    segments: Vec<Segment>,
}

/// A run of the view and where it comes from. In an exact run every byte corresponds; in another one only the ends do.
#[derive(Clone, Copy, Debug)]
struct Segment {
    view: u32,
    source: u32,
    view_len: u32,
    source_len: u32,
    exact: bool,
}

impl Normal {
    /// The view of one span.
    pub fn of(text: &Text, span: Span) -> Normal {
        let mut normal = Normal::default();
        normal.push(text, span);
        normal
    }

    /// Appends the normalised form of a span that lies behind everything appended so far. Line terminators inside the
    /// span, and white space around them, are left out.
    pub fn push(&mut self, text: &Text, span: Span) {
        let slice = text.slice(span);
        let mut chars = slice.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if c == '\n' || c == '\r' {
                self.trim_end();
                while chars.next_if(|&(_, next)| next.is_whitespace()).is_some() {}
                continue;
            }
            let mut end = at + c.len_utf8();
            while let Some((mark, next)) = chars.next_if(|&(_, next)| joins(c, next)) {
                end = mark + next.len_utf8();
            }
            let source = span.start + offset(at);
            let cluster = &slice[at..end];
            if is_plain(c) && end == at + c.len_utf8() {
                self.push_segment(source, cluster.len(), cluster, true);
            } else {
                let folded: String = cluster.chars().map(fold_wave).nfkc().collect();
                let exact = folded == cluster;
                self.push_segment(source, cluster.len(), &folded, exact);
            }
        }
    }

    fn push_segment(&mut self, source: u32, source_len: usize, view: &str, exact: bool) {
        if view.is_empty() {
            return;
        }
        let (view_len, source_len) = (offset(view.len()), offset(source_len));
        match self.segments.last_mut() {
            Some(last) if last.exact && exact && last.source + last.source_len == source => {
                last.view_len += view_len;
                last.source_len += source_len;
            }
            _ => {
                let at = offset(self.text.len());
                self.segments.push(Segment { view: at, source, view_len, source_len, exact });
            }
        }
        self.text.push_str(view);
    }

    fn trim_end(&mut self) {
        let kept = offset(self.text.trim_end().len());
        while let Some(last) = self.segments.last_mut() {
            if last.view >= kept {
                self.segments.pop();
            } else {
                let gone = (last.view + last.view_len).saturating_sub(kept);
                last.view_len -= gone;
                if last.exact {
                    last.source_len -= gone;
                }
                break;
            }
        }
        self.text.truncate(kept as usize);
    }

    /// The normalised text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The source of a range of the view: one span for each unbroken piece, so one for each line's share of a wrapped
    /// sentence. A range that ends inside a folded character takes the whole character. Empty for an empty view.
    pub fn spans(&self, range: Range<usize>) -> Vec<Span> {
        let (start, end) = (offset(range.start), offset(range.end.max(range.start)));
        let mut spans: Vec<Span> = Vec::new();
        let first = self.segments.partition_point(|segment| segment.view + segment.view_len <= start);
        for segment in &self.segments[first.min(self.segments.len())..] {
            if segment.view >= end {
                break;
            }
            let piece = if segment.exact {
                let from = start.max(segment.view) - segment.view;
                let to = end.min(segment.view + segment.view_len) - segment.view;
                Span { start: segment.source + from, end: segment.source + to }
            } else {
                Span { start: segment.source, end: segment.source + segment.source_len }
            };
            match spans.last_mut() {
                Some(last) if last.end == piece.start => last.end = piece.end,
                _ => spans.push(piece),
            }
        }
        spans
    }

    /// The smallest span of the source that covers a range of the view; `None` for an empty range.
    pub fn span(&self, range: Range<usize>) -> Option<Span> {
        let spans = self.spans(range);
        Some(spans.first()?.cover(*spans.last()?))
    }

    /// The source of the whole view; `None` when it is empty.
    pub fn whole(&self) -> Option<Span> {
        let (first, last) = (self.segments.first()?, self.segments.last()?);
        Some(Span { start: first.source, end: last.source + last.source_len })
    }

    /// The offset in the view where a byte of the source stands; `None` for one that is not in the view.
    pub fn offset_of(&self, source: usize) -> Option<usize> {
        let source = offset(source);
        let found = self.segments.partition_point(|segment| segment.source + segment.source_len <= source);
        let segment = self.segments.get(found)?;
        if source < segment.source {
            return None;
        }
        let inside = if segment.exact { source - segment.source } else { 0 };
        Some((segment.view + inside) as usize)
    }
}

/// Whether NFKC leaves the character alone: kana, common kanji, Japanese punctuation and printable ASCII.
fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '、'..='〒' | 'ぁ'..='ゖ' | 'ァ'..='ー' | '一'..='鿿')
}

/// Whether `next` belongs to the character before it: combining marks, half-width voicing marks after half-width kana.
fn joins(c: char, next: char) -> bool {
    let half_kana = matches!(c, '\u{ff66}'..='\u{ff9d}') && matches!(next, '\u{ff9e}' | '\u{ff9f}');
    half_kana || (!is_plain(next) && is_combining_mark(next))
}

fn fold_wave(c: char) -> char {
    match c {
        '～' => '〜',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(content: &str) -> (Text, Normal) {
        let text = Text::new(content).expect("short");
        let normal = Normal::of(&text, text.whole());
        (text, normal)
    }

    fn source_of(content: &str, needle: &str) -> Vec<String> {
        let (text, normal) = view(content);
        let at = normal.as_str().find(needle).expect("in the view");
        normal.spans(at..at + needle.len()).into_iter().map(|span| text.slice(span).to_owned()).collect()
    }

    #[test]
    fn widths_fold_and_map_back() {
        assert_eq!(view("１０日　ｶﾞｿﾘﾝ㈱").1.as_str(), "10日 ガソリン(株)");
        assert_eq!(source_of("１０日　ｶﾞｿﾘﾝ", "ガソ"), ["ｶﾞｿ"]);
        assert_eq!(source_of("㈱山田", "株"), ["㈱"]);
        assert_eq!(source_of("か\u{3099}っこう", "が"), ["か\u{3099}"]);
    }

    #[test]
    fn wave_dashes_are_one() {
        assert_eq!(view("10〜12").1.as_str(), view("10～12").1.as_str());
    }

    #[test]
    fn a_wrapped_word_is_whole_and_each_line_keeps_its_share() {
        let (_, normal) = view("誠に申し訳ご \r\n　ざいません。");
        assert_eq!(normal.as_str(), "誠に申し訳ございません。");
        assert_eq!(source_of("誠に申し訳ご \r\n　ざいません。", "ございません"), ["ご", "ざいません"]);
    }

    #[test]
    fn offsets_are_found_both_ways() {
        let (text, normal) = view("ｱｲｳ\n　𠮷田");
        let at = text.as_str().find('𠮷').expect("there");
        let inside = normal.offset_of(at).expect("in the view");
        assert!(normal.as_str()[inside..].starts_with('𠮷'));
        assert_eq!(normal.offset_of(text.as_str().find('\n').expect("there")), None);
    }
}
