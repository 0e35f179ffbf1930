//! Rule sets as bytes. [`load`](super::load) makes them; what is read here is what it made, without the files' texts.

use crate::diagnostic::{Confidence, RuleId, Severity};
use crate::frozen::{Freezer, Frozen, Thawer, frozen};
use crate::mail::{Anchor, Envelope, Kind, Part};
use crate::morph::Tokenizer;

use super::error::SourceFile;
use super::model::{
    Actor, Actors, Alike, All, Check, Condition, Cue, Detector, Doubt, Element, Examples, FixRule, Guards, Limit,
    Matcher, Near, Order, Per, Place, Reference, Require, Rule, RuleSet, Scenario, ScenarioRef, Scope, Unit, Variant,
};

impl RuleSet {
    /// Writes everything but the tokeniser.
    pub fn freeze(&self, to: &mut Freezer) {
        let RuleSet { tokenizer: _, rules, elements, scenarios, patterns, folder, actors, lists } = self;
        rules.freeze(to);
        elements.freeze(to);
        scenarios.freeze(to);
        patterns.freeze(to);
        folder.freeze(to);
        actors.freeze(to);
        lists.freeze(to);
    }

    /// Reads a set that was written, for the tokeniser it was loaded with; `None` where the bytes hold none.
    pub fn thaw(tokenizer: Tokenizer, from: &mut Thawer) -> Option<RuleSet> {
        Some(RuleSet {
            tokenizer,
            rules: Frozen::thaw(from)?,
            elements: Frozen::thaw(from)?,
            scenarios: Frozen::thaw(from)?,
            patterns: Frozen::thaw(from)?,
            folder: Frozen::thaw(from)?,
            actors: Frozen::thaw(from)?,
            lists: Frozen::thaw(from)?,
        })
    }
}

/// Without its text, which only errors and tests of rules show.
impl Frozen for SourceFile {
    fn freeze(&self, to: &mut Freezer) {
        self.path.freeze(to);
        self.shown.freeze(to);
    }

    fn thaw(from: &mut Thawer) -> Option<SourceFile> {
        Some(SourceFile { path: Frozen::thaw(from)?, shown: Frozen::thaw(from)?, text: String::new() })
    }
}

impl Frozen for RuleId {
    fn freeze(&self, to: &mut Freezer) {
        to.text(self.as_str());
    }

    fn thaw(from: &mut Thawer) -> Option<RuleId> {
        RuleId::new(from.text()?)
    }
}

frozen!(struct Rule {
    id, severity, confidence, likeness, message, help, why, scope, kind, severity_in, check, fixes, tags, refs, examples,
    file,
});
frozen!(struct Element { name, title, detector, examples, file });
frozen!(struct Scenario { id, title, threshold, priority, cues, variants, required, recommended, file });
frozen!(struct Variant { id, title, cues });
frozen!(struct Cue { detector, weight });
frozen!(struct Actors { us, reader, third });
frozen!(struct Reference { title, url });
frozen!(struct ScenarioRef { id, variant });
frozen!(struct FixRule { from, to, safe });
frozen!(struct Examples { scenario, bad, good, bad_mail, good_mail, envelope });
frozen!(struct Envelope { kind, attachments, charset });
frozen!(struct Detector { any, parts, actor, actor_unknown, in_quotes, guards, unless, only_if });
frozen!(struct Guards { negated, conditional, reported, question });
frozen!(struct All { groups, within, ordered, mark });
frozen!(struct Condition { near, any });
frozen!(struct Require { elements, min, parts, alike, anchor, unless, only_if });
frozen!(struct Alike { labels, enough, hurting, needed });
frozen!(struct Order { element, within, before, unless });
frozen!(struct Limit { what, unit, per, parts, max, max_in, min, ratio, unless, only_if });

frozen!(enum Check { 0 => Stands(detector), 1 => Lacks(require), 2 => Late(order), 3 => Limit(limit), 4 => Coded { name, parts } });
frozen!(enum Scope { 0 => Every, 1 => Scenarios { only, not } });
frozen!(enum Matcher { 0 => Patterns { first, last }, 1 => All(all), 2 => Element(element), 3 => Like { label, least } });
frozen!(enum Place { 0 => Anchor(anchor), 1 => Element(element) });
frozen!(enum Actor { 0 => Us, 1 => Reader, 2 => Third });
frozen!(enum Doubt { 0 => Skip, 1 => Soften, 2 => Keep });
frozen!(enum Near {
    0 => Match, 1 => Clause, 2 => Sentence, 3 => Next, 4 => Previous, 5 => Neighbour, 6 => Paragraph, 7 => Part, 8 => Mail,
});
frozen!(enum Unit { 0 => Match, 1 => Sentence, 2 => Char, 3 => Line });
frozen!(enum Per { 0 => Mail, 1 => Paragraph, 2 => Sentence });
frozen!(enum Kind { 0 => Draft, 1 => Template });
frozen!(enum Severity { 0 => Info, 1 => Warning, 2 => Error });
frozen!(enum Confidence { 0 => Low, 1 => Medium, 2 => High });
frozen!(enum Part {
    0 => FrontMatter, 1 => Header, 2 => Subject, 3 => Addressee, 4 => Greeting, 5 => Body, 6 => Closing, 7 => Signature,
    8 => Quotation,
});
frozen!(enum Anchor {
    0 => GreetingEnd, 1 => BodyStart, 2 => BodyEnd, 3 => ClosingStart, 4 => Subject, 5 => Addressee, 6 => End,
});
