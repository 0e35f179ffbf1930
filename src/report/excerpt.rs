//! Cuts the few lines out of a text that a finding is about, cleaned, with the marks moved along.
//!
//! Two reasons not to hand a renderer the whole text: it would read all of it for every finding, which is quadratic,
//! and it would see control characters and lone carriage returns. It must not know who draws the lines.

use std::ops::Range;

use crate::text::{Span, Text};

use super::visible::visible_at;

/// A line of more bytes than this is shown in part.
const LONG_LINE: usize = 4096;
/// What is shown of a long line, in characters before and from the first mark.
const AROUND: (usize, usize) = (30, 120);
/// Marks further apart than this many lines are shown in separate excerpts.
const FAR: usize = 6;
/// No finding shows more underlined pieces than this; primary ones come first.
const MOST_MARKS: usize = 24;
/// No single mark is shown on more lines than this.
const MOST_LINES: usize = 8;

/// A place to underline.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    /// Where; an empty span is a place between two characters.
    pub(super) span: Span,
    /// Whether it is the finding itself, not a related place.
    pub(super) primary: bool,
    /// Said beside it.
    pub(super) label: Option<String>,
}

/// A mark's share of one line, by offsets into the excerpt.
#[derive(Debug)]
pub(super) struct Underline {
    pub(super) range: Range<usize>,
    pub(super) primary: bool,
    pub(super) label: Option<String>,
}

/// Some consecutive lines with the marks on them.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// Index of the first line, from 0.
    pub(super) first_line: usize,
    /// The lines; each ends in one `\n`, nothing else in it is a control character but tabs.
    pub(super) source: String,
    /// Start of the first mark in the text, the primary one if there is one.
    pub(super) start: usize,
    /// Whether a line's beginning is not shown, so that columns in the excerpt are not those of the text.
    pub(super) shifted: bool,
    /// In the order of their places, none crossing a line.
    pub(super) underlines: Vec<Underline>,
}

/// The excerpts that show the marks, those with a primary mark first.
pub(super) fn excerpts(text: &Text, marks: &[Mark]) -> Vec<Excerpt> {
    let mut shares: Vec<Share<'_>> = Vec::new();
    for mark in marks.iter().filter(|mark| mark.primary).chain(marks.iter().filter(|mark| !mark.primary)) {
        shares.extend(by_line(text, mark));
        if shares.len() >= MOST_MARKS {
            shares.truncate(MOST_MARKS);
            break;
        }
    }
    shares.sort_by_key(|share| (share.line, share.start, share.end));
    let mut excerpts: Vec<Excerpt> =
        shares.chunk_by(|before, after| after.line - before.line <= FAR).map(|near| excerpt(text, near)).collect();
    excerpts.sort_by_key(|excerpt| !excerpt.underlines.iter().any(|underline| underline.primary));
    excerpts
}

/// The part of a mark that stands on one line.
struct Share<'a> {
    line: usize,
    start: usize,
    end: usize,
    mark: &'a Mark,
    label: Option<&'a str>,
}

fn by_line<'a>(text: &Text, mark: &'a Mark) -> impl Iterator<Item = Share<'a>> {
    let (start, end) = (mark.span.start(), mark.span.end());
    let first = text.line_index(start);
    let last = if mark.span.is_empty() { first } else { text.line_index(end.saturating_sub(1)) };
    let spans: Vec<Span> = (first..=last).take(MOST_LINES).map(|line| text.line(line)).collect();
    spans.into_iter().enumerate().filter_map(move |(nth, line)| {
        let start = start.clamp(line.start(), line.end());
        let end = end.clamp(start, line.end());
        // A span that begins at a line's end has no words there; an absence or a flagged line break has no words at all.
        let shown = start < end || first == last;
        let label = mark.label.as_deref().filter(|_| nth == 0);
        shown.then_some(Share { line: first + nth, start, end, mark, label })
    })
}

fn excerpt(text: &Text, shares: &[Share<'_>]) -> Excerpt {
    let first_line = shares.first().map_or(0, |share| share.line);
    let last_line = shares.last().map_or(first_line, |share| share.line);
    let mut source = String::new();
    let mut underlines = Vec::with_capacity(shares.len());
    let mut shifted = false;
    for index in first_line..=last_line {
        let on_line: Vec<&Share<'_>> = shares.iter().filter(|share| share.line == index).collect();
        let line = text.line(index);
        let anchor = on_line.iter().find(|share| share.mark.primary).or(on_line.first());
        let window = window(text, line, anchor.map_or(line.start(), |share| share.start));
        shifted |= window.start > line.start();
        let clean = Clean::of(text, line, &window, &mut source);
        underlines.extend(on_line.iter().filter_map(|share| {
            let outside = share.end < window.start || share.start > window.end;
            (!outside).then(|| Underline {
                range: clean.offset(share.start)..clean.offset(share.end),
                primary: share.mark.primary,
                label: share.label.map(str::to_owned),
            })
        }));
    }
    let start = shares.iter().find(|share| share.mark.primary).or(shares.first()).map_or(0, |share| share.start);
    Excerpt { first_line, source, start, shifted, underlines }
}

/// The part of a line that is shown.
fn window(text: &Text, line: Span, anchor: usize) -> Range<usize> {
    if line.len() <= LONG_LINE {
        return line.start()..line.end();
    }
    let all = text.as_str();
    let before = all.get(line.start()..anchor).unwrap_or_default();
    let behind = all.get(anchor..line.end()).unwrap_or_default();
    let start = before.char_indices().rev().nth(AROUND.0 - 1).map_or(0, |(at, _)| at);
    let end = behind.char_indices().nth(AROUND.1).map_or(behind.len(), |(at, _)| at);
    line.start() + start..anchor + end
}

/// The cleaned form of a line's window, with the way from the text's offsets to the excerpt's.
struct Clean {
    offsets: Vec<(usize, usize)>,
    end: usize,
}

impl Clean {
    /// Appends the window to the source.
    fn of(text: &Text, line: Span, window: &Range<usize>, source: &mut String) -> Clean {
        if window.start > line.start() {
            source.push('…');
        }
        let mut offsets = Vec::new();
        let shown = text.as_str().get(window.clone()).unwrap_or_default();
        for (at, c) in shown.char_indices() {
            offsets.push((window.start + at, source.len()));
            source.push(visible_at(shown, at, c));
        }
        let end = source.len();
        if window.end < line.end() {
            source.push('…');
        }
        source.push('\n');
        Clean { offsets, end }
    }

    fn offset(&self, byte: usize) -> usize {
        let index = self.offsets.partition_point(|&(at, _)| at < byte);
        self.offsets.get(index).map_or(self.end, |&(_, offset)| offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(content: &str, words: &[&str]) -> Vec<(usize, String, Vec<String>)> {
        let text = Text::new(content).expect("short");
        let mark = |words: &&str| {
            let start = content.find(words).expect("there");
            let span = text.span(start, start + words.len()).expect("valid");
            Mark { span, primary: true, label: None }
        };
        let marks: Vec<Mark> = words.iter().map(mark).collect();
        excerpts(&text, &marks)
            .into_iter()
            .map(|excerpt| {
                let words = excerpt.underlines.iter().map(|mark| excerpt.source[mark.range.clone()].to_owned());
                (excerpt.first_line, excerpt.source.clone(), words.collect())
            })
            .collect()
    }

    #[test]
    fn marks_move_with_what_is_made_visible() {
        let shown = shown("一\r\n\u{1b}二\u{202e}三\r\n四", &["二\u{202e}三"]);
        assert_eq!(shown, [(1, "␛二\u{fffd}三\n".to_owned(), vec!["二\u{fffd}三".to_owned()])]);
    }

    #[test]
    fn a_mark_over_lines_is_underlined_on_each() {
        let shown = shown("前\n間違って\r\nおります", &["違って\r\nおり"]);
        assert_eq!(shown, [(1, "間違って\nおります\n".to_owned(), vec!["違って".to_owned(), "おり".to_owned()])]);
    }

    #[test]
    fn far_lines_are_not_read() {
        let shown = shown(&format!("一{}二", "\n".repeat(50)), &["一", "二"]);
        assert_eq!(shown.iter().map(|excerpt| excerpt.0).collect::<Vec<_>>(), [0, 50]);
    }

    #[test]
    fn a_long_line_is_shown_in_part() {
        let shown = shown(&format!("{0}間違い{0}", "あ".repeat(100_000)), &["間違い"]);
        assert!(shown[0].1.chars().count() < 160, "{}", shown[0].1);
        assert_eq!(shown[0].2, ["間違い"]);
    }

    #[test]
    fn an_empty_place_at_the_very_end_is_shown() {
        for content in ["", "\n", "一\n", "一\n\n"] {
            let text = Text::new(content).expect("short");
            let mark = Mark { span: text.whole().at_end(), primary: true, label: None };
            let excerpts = excerpts(&text, &[mark]);
            assert_eq!(excerpts.len(), 1);
            assert_eq!(excerpts[0].underlines.len(), 1, "{content:?}");
        }
    }
}
