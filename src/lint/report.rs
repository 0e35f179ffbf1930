//! What comes out: the findings, and the outline that shows a rule author what mailint sees.

use crate::diagnostic::Diagnostic;
use crate::mail::Part;
use crate::scenario::ScenarioChoice;
use crate::suppress::Allowed;
use crate::text::Span;

use super::context::Context;

/// What mailint has to say about one text.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Which kind of mail it takes the text for.
    pub scenario: ScenarioChoice,
    /// The findings, in the order of their places.
    pub findings: Vec<Diagnostic>,
    /// Findings that somebody allows.
    pub allowed: Vec<Allowed>,
}

/// What mailint sees in a text.
#[derive(Clone, Debug)]
pub struct Outline {
    /// Which kind of mail, and what was weighed.
    pub scenario: ScenarioChoice,
    /// Whether the text is taken for a piece of a mail: what it lacks says nothing then.
    pub excerpt: bool,
    /// Each line with its part.
    pub lines: Vec<(Span, Part)>,
    /// Each sentence.
    pub sentences: Vec<OutlineSentence>,
    /// Each place of an element.
    pub elements: Vec<ElementPlace>,
}

/// A sentence as mailint reads it.
#[derive(Clone, Debug)]
pub struct OutlineSentence {
    /// The part it stands in.
    pub part: Part,
    /// Its words, unwrapped and normalised.
    pub text: String,
    /// Its place.
    pub span: Span,
}

/// A place where an element was found.
#[derive(Clone, Debug)]
pub struct ElementPlace {
    /// The element's name.
    pub name: String,
    /// Its Japanese title.
    pub title: String,
    /// The words.
    pub spans: Vec<Span>,
    /// Index of the sentence.
    pub sentence: usize,
}

pub(super) fn outline(context: &Context<'_>) -> Outline {
    let reading = context.reading();
    let mut elements = Vec::new();
    for (id, element) in context.detection.rules().elements.iter().enumerate() {
        for found in context.detection.element(id).iter() {
            elements.push(ElementPlace {
                name: element.name.clone(),
                title: element.title.clone(),
                spans: reading.spans(found),
                sentence: found.sentence,
            });
        }
    }
    elements.sort_by_key(|place| place.spans.first().copied());
    Outline {
        scenario: context.scenario.clone(),
        excerpt: context.document.is_excerpt(),
        lines: context.document.lines().iter().map(|line| (line.span, line.part)).collect(),
        sentences: reading
            .sentences()
            .iter()
            .map(|s| OutlineSentence { part: s.part, text: s.text().to_owned(), span: s.span() })
            .collect(),
        elements,
    }
}
