//! What the part to work with teaches: its sentences, as `sentences/corpus.tsv` holds them. It knows the labels of the
//! corpus and how a mail is cut into sentences, and nothing of rules.

use mailint::likeness::{Label, NONE};
use mailint::mail::{Document, Part};
use mailint::text::Text;

use crate::score::{Corpus, Item};

/// The parts whose words are judged.
const SAID: [Part; 4] = [Part::Subject, Part::Greeting, Part::Body, Part::Closing];

/// Every sentence with its label and its mail's scenario, one a line; a blank line parts the items. A text that comes twice
/// teaches once.
pub(crate) fn sentences(corpus: &Corpus) -> String {
    let mut pieces: Vec<String> = Vec::new();
    for (_, item) in &corpus.items {
        let lines = lines(item);
        if !lines.is_empty() && !pieces.contains(&lines) {
            pieces.push(lines);
        }
    }
    pieces.join("\n")
}

fn lines(item: &Item) -> String {
    let text = Text::new(item.text.clone()).expect("short");
    let document = Document::parse(&text);
    let said = document.sentences().iter().filter(|sentence| SAID.contains(&sentence.part));
    let lines = said.map(|sentence| {
        let hurts = item.findings.iter().find(|label| {
            Label::named(&label.category).is_some() && label.places(&text).any(|place| place.overlaps(sentence.span()))
        });
        let fault = hurts.map_or(NONE, |label| label.category.as_str());
        let role = if sentence.part == Part::Subject { ":subject" } else { "" };
        format!("{fault}{role}\t{}\t{}\n", item.scenario, sentence.text())
    });
    lines.collect()
}
