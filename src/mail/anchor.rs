//! Places for findings about what a mail lacks: always in the mail, and on words that can be underlined.

use crate::text::Span;

use super::{Document, Part, Subject};

/// A place in the frame of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Anchor {
    /// The last sentence of the greeting.
    GreetingEnd,
    /// The first sentence of the body.
    BodyStart,
    /// The last sentence of the body.
    BodyEnd,
    /// The first sentence of the closing.
    ClosingStart,
    /// The subject's value, or the empty subject line.
    Subject,
    /// The addressee's first line.
    Addressee,
    /// The last words of our own mail, before any quotation.
    End,
}

impl Anchor {
    /// All anchors.
    pub const ALL: [Anchor; 7] = [
        Anchor::GreetingEnd,
        Anchor::BodyStart,
        Anchor::BodyEnd,
        Anchor::ClosingStart,
        Anchor::Subject,
        Anchor::Addressee,
        Anchor::End,
    ];

    /// The name in rule files.
    pub fn as_str(self) -> &'static str {
        match self {
            Anchor::GreetingEnd => "greeting.end",
            Anchor::BodyStart => "body.start",
            Anchor::BodyEnd => "body.end",
            Anchor::ClosingStart => "closing.start",
            Anchor::Subject => "subject",
            Anchor::Addressee => "addressee",
            Anchor::End => "end",
        }
    }

    /// The anchor of that name.
    pub fn parse(name: &str) -> Option<Anchor> {
        Anchor::ALL.into_iter().find(|anchor| anchor.as_str() == name)
    }
}

pub(super) fn place(document: &Document<'_>, anchor: Anchor) -> Span {
    let found = match anchor {
        Anchor::GreetingEnd => last(document, &[Part::Greeting]).or_else(|| first(document, TEXT)),
        Anchor::BodyStart => first(document, &[Part::Body]).or_else(|| first(document, TEXT)),
        Anchor::BodyEnd => last(document, &[Part::Body]).or_else(|| last(document, TEXT)),
        Anchor::ClosingStart => first(document, &[Part::Closing]).or_else(|| last(document, TEXT)),
        Anchor::Subject => match document.subject() {
            Subject::Given(sentence) => Some(sentence.span()),
            Subject::Empty(line) => Some(line),
            Subject::Absent => None,
        },
        Anchor::Addressee => first(document, &[Part::Addressee]),
        Anchor::End => last(document, OWN),
    };
    found.or_else(|| first(document, OWN)).unwrap_or_else(|| anywhere(document))
}

/// The parts that are sentences of the mail.
const TEXT: &[Part] = &[Part::Greeting, Part::Body, Part::Closing];

/// The parts that are ours, without the header.
const OWN: &[Part] = &[Part::Addressee, Part::Greeting, Part::Body, Part::Closing, Part::Signature];

fn first(document: &Document<'_>, parts: &[Part]) -> Option<Span> {
    document.sentences().iter().find(|sentence| parts.contains(&sentence.part)).map(super::Sentence::span)
}

fn last(document: &Document<'_>, parts: &[Part]) -> Option<Span> {
    document.sentences().iter().rev().find(|sentence| parts.contains(&sentence.part)).map(super::Sentence::span)
}

/// A mail without a sentence of ours: its first line with anything on it, else the end of the text.
fn anywhere(document: &Document<'_>) -> Span {
    let mut lines = document.lines().iter();
    let written = lines.find(|line| !document.text().slice(line.span).trim().is_empty());
    written.map_or_else(|| document.text().whole().at_end(), |line| line.span)
}
