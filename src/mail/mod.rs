//! Reads a text as a mail: which line belongs to which part, and the sentences with wrapped lines joined.
//!
//! Parts are found by how lines look and where they stand, never by what words mean: this layer must not know of
//! morphemes, rules, scenarios or settings. Everything runs in time linear in the text, and no text is refused.

mod addressee;
mod anchor;
mod bracket;
mod closing;
mod cut;
mod envelope;
mod greeting;
mod header;
mod look;
mod part;
mod quotation;
mod shape;
mod sheet;
mod signature;
mod variable;
mod wrap;

#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::text::{Normal, Span, Text};

pub use anchor::Anchor;
pub use envelope::{Envelope, Kind, KindSource};
pub(crate) use look::reaches_us;
pub use part::Part;
pub(crate) use shape::fold;

use sheet::Sheet;

/// One line of the text as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line without its terminator, in bytes of the text.
    pub span: Span,
    /// The part of the first sentence that touches the line; for a blank line that of the lines around it.
    pub part: Part,
}

/// One sentence, its wrapped lines joined.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// The part it stands in.
    pub part: Part,
    /// Number of its paragraph, counted from 0 over the whole mail. Blank lines and changes between the outer parts
    /// (header, addressee, text, signature) separate paragraphs; greeting and body may share one.
    pub paragraph: usize,
    /// The normalised view. The sign of a bullet or heading (・, -, ■) is left out, a number (1., ①) is not.
    pub normal: Normal,
    /// What ends it, as `。` `！` `？` whatever the width in the text, or an emoji or `♪` in that place; `None` for a
    /// sentence that just stops. A run such as `！？` counts as `？`.
    pub terminator: Option<char>,
    /// Whether it stands in an item of a list, behind a sign or a number.
    pub bullet: bool,
    /// Byte ranges of the normalised view, brackets included, that report somebody's words.
    pub quotes: Vec<Range<usize>>,
    span: Span,
}

impl Sentence {
    /// The normalised text, without line breaks.
    pub fn text(&self) -> &str {
        self.normal.as_str()
    }

    /// The place in the text, from the first character to the last; over several lines for a wrapped one.
    pub fn span(&self) -> Span {
        self.span
    }
}

/// What the mail says about its subject.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'d> {
    /// There is no subject line.
    Absent,
    /// There is a subject line with nothing on it; the span is that line (`件名：`).
    Empty(Span),
    /// The subject's value.
    Given(&'d Sentence),
}

/// A text read as a mail.
#[derive(Clone, Debug)]
pub struct Document<'t> {
    text: &'t Text,
    lines: Vec<Line>,
    sentences: Vec<Sentence>,
    front_matter: Vec<(String, String)>,
    /// The empty subject line, where there is one.
    empty_subject: Option<Span>,
    /// Whether the addressee stands on lines of its own, not only before the first words.
    addressee_lines: bool,
}

impl<'t> Document<'t> {
    /// Reads the text. Never fails: a text that is no mail at all is all body.
    pub fn parse(text: &'t Text) -> Document<'t> {
        let mut sheet = Sheet::new(text);
        let front_matter = header::front_matter(&mut sheet);
        let subject = header::header(&mut sheet, &front_matter);
        quotation::mark(&mut sheet);
        signature::mark(&mut sheet);
        let inline = addressee::mark(&mut sheet);

        let front_matter = front_matter.into_iter().map(|field| (field.key, field.value)).collect();
        let mut sentences = cut::sentences(&sheet, subject.value(), inline);
        let framed = subject.is_there()
            || [Part::Header, Part::Addressee, Part::Signature].into_iter().any(|part| sheet.has(part));
        greeting::mark(&mut sentences, framed);
        closing::mark(&mut sentences);
        bracket::mark_reported(&mut sentences);

        let addressee_lines = sheet.has(Part::Addressee);
        let lines = lines(&sheet, &sentences);
        Document { text, lines, sentences, front_matter, empty_subject: subject.empty_line(), addressee_lines }
    }

    /// The text it was read from.
    pub fn text(&self) -> &'t Text {
        self.text
    }

    /// Every line of the text, in order.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The sentences in order of the text. Front matter (but for a subject in it) and quotation have none.
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// The number of the sentence that holds a byte of the text. Where none does, that of the next one; behind the last
    /// one, how many there are.
    pub fn sentence_at(&self, byte: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.span().end() <= byte)
    }

    /// The value of a key of the front matter, its quotation marks taken off; the last one where it is repeated.
    pub fn front_matter(&self, key: &str) -> Option<&str> {
        self.front_matter.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// What the mail says about its subject.
    pub fn subject(&self) -> Subject<'_> {
        match (self.sentences.iter().find(|sentence| sentence.part == Part::Subject), self.empty_subject) {
            (Some(sentence), _) => Subject::Given(sentence),
            (None, Some(line)) => Subject::Empty(line),
            (None, None) => Subject::Absent,
        }
    }

    /// Whether a line or a sentence of the part is there. An empty subject line counts as a subject here.
    pub fn has(&self, part: Part) -> bool {
        self.sentences.iter().any(|sentence| sentence.part == part) || self.lines.iter().any(|line| line.part == part)
    }

    /// From the first to the last place of a part; what stands between (a quotation in the body) is covered as well.
    pub fn part_span(&self, part: Part) -> Option<Span> {
        let sentences = self.sentences.iter().filter(|sentence| sentence.part == part).map(Sentence::span);
        let lines = self.lines.iter().filter(|line| line.part == part && !self.is_blank(line)).map(|line| line.span);
        match sentences.reduce(Span::cover) {
            Some(span) => Some(span),
            None => lines.reduce(Span::cover),
        }
    }

    /// Where to draw a finding about something that is not there: a real, where possible non-empty place.
    pub fn anchor(&self, anchor: Anchor) -> Span {
        anchor::place(self, anchor)
    }

    /// Whether the text has no frame at all and so is a piece of a mail: what it lacks says nothing.
    pub fn is_excerpt(&self) -> bool {
        let framed = self.empty_subject.is_some()
            || self.addressee_lines
            || self.has(Part::Greeting) && self.has_some_text()
            || [Part::Header, Part::Subject, Part::Signature].into_iter().any(|part| self.has(part));
        !framed && !self.closing_stands_apart()
    }

    /// More sentences than a piece that happens to begin with a greeting would have.
    fn has_some_text(&self) -> bool {
        self.sentences.iter().filter(|sentence| matches!(sentence.part, Part::Body | Part::Closing)).count() > 2
    }

    /// Whether the closing opens a paragraph behind others, as in a mail; a piece of a body may end in the same words.
    fn closing_stands_apart(&self) -> bool {
        let closing = self.sentences.iter().position(|sentence| sentence.part == Part::Closing);
        closing.is_some_and(|at| at > 0 && self.sentences[at - 1].paragraph != self.sentences[at].paragraph)
    }

    fn is_blank(&self, line: &Line) -> bool {
        self.text.slice(line.span).trim().is_empty()
    }
}

/// The part of every line: what the sheet says, refined by the first sentence that touches the line.
fn lines(sheet: &Sheet<'_>, sentences: &[Sentence]) -> Vec<Line> {
    let mut parts: Vec<Option<Part>> = (0..sheet.len()).map(|line| sheet.part(line)).collect();
    let mut reached = 0;
    for sentence in sentences.iter().filter(|sentence| sentence.part != Part::Subject) {
        let first = sheet.text().line_index(sentence.span.start()).max(reached);
        let last = sheet.text().line_index(sentence.span.end().saturating_sub(1).max(sentence.span.start()));
        for part in parts.iter_mut().take(last + 1).skip(first) {
            *part = Some(sentence.part);
        }
        reached = reached.max(last + 1);
    }
    let mut known: Option<Part> = None;
    for (line, part) in parts.iter_mut().enumerate() {
        if sheet.is_blank(line) && *part != Some(Part::FrontMatter) {
            *part = known;
        }
        known = (*part).or(known);
    }
    let first = parts.iter().copied().flatten().next().unwrap_or(Part::Body);
    let mut previous = first;
    let fill = |(line, part): (usize, Option<Part>)| {
        previous = part.unwrap_or(previous);
        Line { span: sheet.span(line), part: previous }
    };
    parts.into_iter().enumerate().map(fill).collect()
}
