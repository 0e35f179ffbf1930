//! Cuts the text of a mail into sentences, its wrapped lines joined first.

use crate::text::{Normal, Span};

use super::addressee::Inline;
use super::bracket::pairs;
use super::shape::{Shape, is_hiragana};
use super::sheet::Sheet;
use super::wrap::{Measure, runs_on};
use super::{Part, Sentence};

/// Most characters of a sentence; a longer one is cut at a comma, or anywhere.
const LONGEST: usize = 4000;

/// The sentences of everything but front matter and quotation, in order of the text.
pub(super) fn sentences(sheet: &Sheet<'_>, subject: Option<Span>, inline: Option<Inline>) -> Vec<Sentence> {
    let mut cutter = Cutter { sheet, sentences: Vec::new(), paragraph: 0 };
    let mut pending = subject;
    let measure = Measure::of(sheet);
    let mut line = 0;
    let mut before: Option<usize> = None;
    while line < sheet.len() {
        if pending.is_some_and(|span| span.start() < sheet.span(line).end() || sheet.part(line) == Some(Part::Subject))
        {
            cutter.whole(pending.take(), Part::Subject);
        }
        let part = sheet.part(line);
        let silent = matches!(part, Some(Part::FrontMatter | Part::Quotation | Part::Subject));
        if silent || sheet.is_blank(line) {
            line += 1;
            continue;
        }
        let apart = before.is_some_and(|before| before + 1 != line || sheet.part(before) != part);
        cutter.paragraph += usize::from(apart);
        before = Some(match part {
            Some(part) => {
                cutter.line(line, part);
                line
            }
            None => cutter.unit(line, measure, inline),
        });
        line = before.unwrap_or(line) + 1;
    }
    cutter.whole(pending, Part::Subject);
    cutter.sentences
}

struct Cutter<'s, 't> {
    sheet: &'s Sheet<'t>,
    sentences: Vec<Sentence>,
    paragraph: usize,
}

impl Cutter<'_, '_> {
    /// A span that is one sentence.
    fn whole(&mut self, span: Option<Span>, part: Part) {
        if let Some(span) = span {
            self.push(span.start(), span.end(), part, None, false);
        }
    }

    /// A line of a part that has no running text.
    fn line(&mut self, line: usize, part: Part) {
        if self.sheet.shape(line) != Shape::Rule {
            let span = self.sheet.span(line);
            self.running(span.start(), span.end(), part, false, false);
        }
    }

    /// The text that begins on a line, with the lines it runs on into. Returns its last line.
    fn unit(&mut self, first: usize, measure: Measure, inline: Option<Inline>) -> usize {
        let sheet = self.sheet;
        let mut last = first;
        while last + 1 < sheet.len() && sheet.part(last + 1).is_none() && runs_on(sheet, last, measure) {
            last += 1;
        }
        let (shape, raw) = (sheet.shape(first), sheet.raw(first));
        let indent = raw.len() - raw.trim_start().len();
        let sign = match shape {
            Shape::Rule => return last,
            Shape::Bullet { sign } | Shape::Heading { sign } => sign,
            _ => 0,
        };
        let mut start = sheet.span(first).start() + indent + sign;
        if let Some(inline) = inline.filter(|inline| inline.line == first && inline.end >= start) {
            self.push(start, inline.end, Part::Addressee, None, false);
            start = inline.end;
        }
        let bullet = matches!(shape, Shape::Bullet { .. });
        self.running(start, sheet.span(last).end(), Part::Body, bullet, true);
        last
    }

    /// Cuts running text after each sentence's end.
    fn running(&mut self, start: usize, end: usize, part: Part, bullet: bool, cut: bool) {
        let Some(span) = self.sheet.text().span(start, end) else { return };
        let slice = self.sheet.text().slice(span);
        let mut from = 0;
        for stop in stops(slice, cut) {
            self.push(start + from, start + stop.end, part, stop.terminator, bullet);
            from = stop.end;
        }
        self.push(start + from, end, part, None, bullet);
    }

    fn push(&mut self, start: usize, end: usize, part: Part, terminator: Option<char>, bullet: bool) {
        let text = self.sheet.text();
        let Some(span) = text.span(start, end) else { return };
        let slice = text.slice(span);
        let trimmed = slice.trim();
        let start = start + (slice.len() - slice.trim_start().len());
        let Some(span) = text.span(start, start + trimmed.len()).filter(|span| !span.is_empty()) else { return };
        let normal = Normal::of(text, span);
        if normal.as_str().trim().is_empty() {
            return;
        }
        let paragraph = self.paragraph;
        self.sentences.push(Sentence { part, paragraph, normal, terminator, bullet, quotes: Vec::new(), span });
    }
}

/// An end of a sentence: the byte behind it.
struct Stop {
    end: usize,
    terminator: Option<char>,
}

/// Where the sentences of a text end; `cut` is false where only the length limit applies.
fn stops(text: &str, cut: bool) -> Vec<Stop> {
    let pairs = if cut { pairs(text) } else { Vec::new() };
    let mut pairs = pairs.into_iter().peekable();
    // The byte behind the outermost pair of brackets around the current character.
    let mut inside_until = 0;
    let mut stops = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut previous = ' ';
    let (mut length, mut comma) = (0_usize, None);
    while let Some((at, c)) = chars.next() {
        while let Some((_, close)) = pairs.next_if(|&(open, _)| open <= at) {
            inside_until = inside_until.max(close + 1);
        }
        length += 1;
        if matches!(c, '、' | '，' | ',') {
            comma = Some((at + c.len_utf8(), length));
        }
        let ends = cut && at >= inside_until && terminates(previous, c, &text[at + c.len_utf8()..]);
        previous = c;
        if ends {
            let mut seen = shown(c);
            let mut end = at + c.len_utf8();
            while length < LONGEST
                && let Some((at, c)) = chars.next_if(|&(_, next)| belongs_to_end(next))
            {
                length += 1;
                seen = if shown(c) == '？' { '？' } else { seen };
                end = at + c.len_utf8();
                previous = c;
            }
            stops.push(Stop { end, terminator: Some(seen) });
            (length, comma) = (0, None);
        } else if length >= LONGEST {
            let (end, used) = comma.take().unwrap_or((at + c.len_utf8(), length));
            stops.push(Stop { end, terminator: None });
            length -= used;
        }
    }
    stops
}

/// Whether a character ends the sentence, given what stands around it.
fn terminates(previous: char, c: char, behind: &str) -> bool {
    let next = behind.chars().next();
    let next_is = |test: fn(char) -> bool| next.is_some_and(test);
    match c {
        '。' | '｡' | '！' | '？' => true,
        // A URL's `?`, a name's `!` (Yahoo!ショッピング).
        '!' | '?' => !(previous.is_ascii_graphic() && next_is(char::is_alphanumeric) || next_is(|c| c == '=')),
        '．' => !previous.is_numeric() && !next_is(char::is_numeric) && !previous.is_ascii_alphanumeric(),
        '.' => {
            let follows = behind.trim_start().chars().next();
            previous.is_ascii_lowercase()
                && next_is(char::is_whitespace)
                && follows.is_some_and(|c| c.is_ascii_uppercase())
        }
        c if is_pictogram(c) => {
            let spoken = is_hiragana(previous) || matches!(previous, '〜' | '～' | 'ー' | 'っ');
            let after = behind.trim_start_matches(is_pictogram);
            spoken
                && !after
                    .trim_start()
                    .starts_with(['。', '、', '！', '？', '!', '?', '」', '』', 'の', 'を', 'が', 'に', 'と', 'は'])
        }
        _ => false,
    }
}

/// What may stand behind the first sign of an end and belongs to it.
fn belongs_to_end(c: char) -> bool {
    matches!(c, '。' | '｡' | '！' | '？' | '!' | '?' | '」' | '』' | '”' | '｣' | '*') || is_pictogram(c)
}

/// Emoji and the signs that are used like them, with what modifies them.
fn is_pictogram(c: char) -> bool {
    matches!(c, '♪' | '♡' | '♥' | '☆' | '\u{fe0f}' | '\u{200d}' | '\u{1f300}'..='\u{1faff}' | '\u{2600}'..='\u{2604}' | '\u{2728}')
}

fn shown(c: char) -> char {
    match c {
        '｡' | '．' | '.' => '。',
        '!' => '！',
        '?' => '？',
        c => c,
    }
}
