//! Rules as they are used: validated, with patterns and elements as numbers.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Confidence, RuleId, Severity};
use crate::frozen::Late;
use crate::mail::{Anchor, Envelope, Kind, Part};
use crate::morph::Tokenizer;
use crate::pattern::{Analyzer, PatternId, PatternSet};
use crate::unit::Folder;

use super::error::SourceFile;

/// An element's number in its [`RuleSet`].
pub type ElementId = usize;

/// Everything that was loaded.
#[derive(Debug)]
pub struct RuleSet {
    /// Cuts sentences into words.
    pub tokenizer: Tokenizer,
    /// The rules, sorted by id.
    pub rules: Vec<Rule>,
    /// The elements, sorted by name.
    pub elements: Vec<Element>,
    /// The scenarios, sorted by id.
    pub scenarios: Vec<Scenario>,
    /// Every pattern of rules, elements, scenarios and actors.
    pub patterns: PatternSet,
    /// Folds words into units, with the table of spellings.
    pub folder: Folder,
    /// Who is who.
    pub actors: Actors,
    /// The lists by name with their entries, those of other lists included.
    pub lists: Late<BTreeMap<String, Vec<String>>>,
}

impl RuleSet {
    /// Reads sentences as the rules' phrases were read.
    pub fn analyzer(&self) -> Analyzer<'_> {
        Analyzer::new(&self.tokenizer, &self.folder)
    }

    /// The rule of that id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id.as_str() == id)
    }

    /// The element of that name.
    pub fn element(&self, name: &str) -> Option<ElementId> {
        self.elements.iter().position(|element| element.name == name)
    }

    /// The scenario of that id.
    pub fn scenario(&self, id: &str) -> Option<&Scenario> {
        self.scenarios.iter().find(|scenario| scenario.id == id)
    }
}

/// The words that stand for each side.
#[derive(Clone, Debug, Default)]
pub struct Actors {
    /// The writer's side.
    pub us: Vec<PatternId>,
    /// The reader's side.
    pub reader: Vec<PatternId>,
    /// Anybody else.
    pub third: Vec<PatternId>,
}

/// Whose act the words are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The writer's side.
    Us,
    /// The reader's side.
    Reader,
    /// Anybody else.
    Third,
}

impl Actor {
    /// The word in rule files.
    pub fn as_str(self) -> &'static str {
        match self {
            Actor::Us => "us",
            Actor::Reader => "reader",
            Actor::Third => "third",
        }
    }
}

/// A rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its id, which is its path.
    pub id: RuleId,
    /// Severity before context.
    pub severity: Severity,
    /// How sure a finding is when nothing speaks against it.
    pub confidence: Confidence,
    /// How like the sentences of its category, from 0 to 1, a sentence must at least be; see [`crate::likeness`].
    pub likeness: f64,
    /// One line, with placeholders.
    pub message: Cow<'static, str>,
    /// What to write instead.
    pub help: Cow<'static, str>,
    /// Why it hurts.
    pub why: Late<String>,
    /// In which scenarios it speaks.
    pub scope: Scope,
    /// Whether it speaks in drafts or in templates alone.
    pub kind: Option<Kind>,
    /// Other severities in some scenarios; `None` is off.
    pub severity_in: Vec<(ScenarioRef, Option<Severity>)>,
    /// What it looks for. Of a rule for other mails nobody asks.
    pub check: Late<Check, false>,
    /// Ways to mend it.
    pub fixes: Vec<FixRule>,
    /// Words to select it by.
    pub tags: Late<Vec<String>>,
    /// Where it is from.
    pub refs: Late<Vec<Reference>>,
    /// Its tests.
    pub examples: Late<Examples>,
    /// Its file.
    pub file: Late<Arc<SourceFile>>,
}

/// A source of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Title.
    pub title: String,
    /// Address, if it has one.
    pub url: Option<String>,
}

/// A scenario or one of its variants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioRef {
    /// Scenario id.
    pub id: String,
    /// Variant id.
    pub variant: Option<String>,
}

impl ScenarioRef {
    /// The scenario `ID` or `ID/VARIANT`, if the rules know it.
    pub fn named(name: &str, rules: &RuleSet) -> Option<ScenarioRef> {
        let (id, variant) = name.split_once('/').map_or((name, None), |(id, variant)| (id, Some(variant)));
        let scenario = rules.scenario(id)?;
        let known = variant.is_none_or(|variant| scenario.variants.iter().any(|v| v.id == variant));
        known.then(|| ScenarioRef { id: id.to_owned(), variant: variant.map(str::to_owned) })
    }

    /// Whether the mail is of this kind.
    pub fn covers(&self, id: &str, variant: Option<&str>) -> bool {
        self.id == id && (self.variant.is_none() || self.variant.as_deref() == variant)
    }
}

/// In which mails a rule speaks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// In every mail, of any kind.
    #[default]
    Every,
    /// In the mails of any scenario but these.
    Scenarios {
        /// `None`: all of them.
        only: Option<Vec<ScenarioRef>>,
        /// Not in these.
        not: Vec<ScenarioRef>,
    },
}

/// What a rule looks for.
#[derive(Clone, Debug)]
pub enum Check {
    /// Words that stand in the mail.
    Stands(Detector),
    /// Something that the mail lacks.
    Lacks(Require),
    /// Something that comes too late.
    Late(Order),
    /// Too much or too long.
    Limit(Limit),
    /// Coded under `src/lint/check/`, by name.
    Coded {
        /// The check.
        name: String,
        /// The parts it looks at.
        parts: Vec<Part>,
    },
}

/// A check that finds nothing.
impl Default for Check {
    fn default() -> Check {
        Check::Stands(Detector::default())
    }
}

/// Finds words and judges their context.
#[derive(Clone, Debug, Default)]
pub struct Detector {
    /// Any of these.
    pub any: Vec<Matcher>,
    /// In these parts.
    pub parts: Vec<Part>,
    /// Whose act it must be.
    pub actor: Option<Actor>,
    /// What to do when nobody says whose act it is.
    pub actor_unknown: Doubt,
    /// Whether words in 「」 that report are looked at.
    pub in_quotes: bool,
    /// What context takes away.
    pub guards: Guards,
    /// Not near these. Asked for only where something is found, as the next.
    pub unless: Late<Vec<Condition>>,
    /// Only near these, each of them.
    pub only_if: Late<Vec<Condition>>,
}

/// What to do in doubt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Doubt {
    /// No finding.
    Skip,
    /// One severity lower.
    #[default]
    Soften,
    /// As if there were none.
    Keep,
}

/// What is done with words that are negated, conditional, reported or asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guards {
    /// …わけではない, …つもりはない
    pub negated: Doubt,
    /// …なら, …場合
    pub conditional: Doubt,
    /// …とのご指摘, …と伺い
    pub reported: Doubt,
    /// …か
    pub question: Doubt,
}

impl Default for Guards {
    fn default() -> Self {
        Guards { negated: Doubt::Skip, conditional: Doubt::Skip, reported: Doubt::Skip, question: Doubt::Keep }
    }
}

impl Guards {
    /// Nothing is taken away.
    pub const NONE: Guards =
        Guards { negated: Doubt::Keep, conditional: Doubt::Keep, reported: Doubt::Keep, question: Doubt::Keep };
}

/// One thing to look for.
#[derive(Clone, Debug)]
pub enum Matcher {
    /// Phrases, token patterns and expressions, which have been numbered one behind the other.
    Patterns {
        /// The first of them.
        first: PatternId,
        /// The last of them.
        last: PatternId,
    },
    /// Several things near each other.
    All(Box<All>),
    /// An element.
    Element(ElementId),
    /// A sentence that is like those of a label, see [`crate::likeness`].
    Like {
        /// The label's name: its number is another one after new sentences.
        label: Cow<'static, str>,
        /// The least share of the label.
        least: f64,
    },
}

/// Several things near each other.
#[derive(Clone, Debug)]
pub struct All {
    /// One of each group.
    pub groups: Vec<Vec<Matcher>>,
    /// How near.
    pub within: Near,
    /// Only in the order of the groups.
    pub ordered: bool,
    /// Which group to underline; from the first to the last where none is named.
    pub mark: Option<usize>,
}

/// How near two things stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Near {
    /// They overlap.
    Match,
    /// In one clause.
    Clause,
    /// In one sentence.
    Sentence,
    /// In the sentence behind.
    Next,
    /// In the sentence before.
    Previous,
    /// In the sentence or one beside it.
    Neighbour,
    /// In one paragraph.
    Paragraph,
    /// In one part.
    Part,
    /// Anywhere.
    Mail,
}

/// Something that must or must not stand near.
#[derive(Clone, Debug)]
pub struct Condition {
    /// How near.
    pub near: Near,
    /// Any of these.
    pub any: Vec<Matcher>,
}

/// What the mail must hold.
#[derive(Clone, Debug)]
pub struct Require {
    /// Any of these elements …
    pub elements: Vec<ElementId>,
    /// … so many times …
    pub min: usize,
    /// … in these parts.
    pub parts: Vec<Part>,
    /// What a sentence that is one of them is like.
    pub alike: Option<Alike>,
    /// Where to draw its absence.
    pub anchor: Place,
    /// Silent where this stands, or does not stand, in the mail.
    pub unless: Vec<Condition>,
    /// Only where each of these stands in the mail.
    pub only_if: Vec<Condition>,
}

/// What sentences that do something are like, see [`crate::likeness`]: what is said in other words is not absent, and the same
/// words may say something else.
#[derive(Clone, Debug)]
pub struct Alike {
    /// The labels' names; a sentence's share is that of the likeliest.
    pub labels: Vec<String>,
    /// A sentence with this share counts, whatever its words.
    pub enough: f64,
    /// It counts even where it is more like a fault than like none: an excuse does name a cause.
    pub hurting: bool,
    /// A sentence with less than this share does not count, whatever its words.
    pub needed: f64,
}

/// Where to draw a finding about something that is not there.
#[derive(Clone, Debug)]
pub enum Place {
    /// A place in the frame of the mail.
    Anchor(Anchor),
    /// The first place of an element, else the body's start.
    Element(ElementId),
}

/// What must come early.
#[derive(Clone, Debug)]
pub struct Order {
    /// The element.
    pub element: ElementId,
    /// Among the first so many sentences of the body, if given.
    pub within: Option<usize>,
    /// Before the first of these.
    pub before: Vec<ElementId>,
    /// Silent where one of these stands.
    pub unless: Vec<Condition>,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Places of the element.
    Match,
    /// Sentences that hold it; without an element, all sentences.
    Sentence,
    /// Characters, spaces not counted; with an element those of the sentences that hold it.
    Char,
    /// Lines with something on them.
    Line,
}

/// Over what is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// The parts of the rule together.
    Mail,
    /// Each paragraph.
    Paragraph,
    /// Each sentence.
    Sentence,
}

/// How much is too much.
#[derive(Clone, Debug)]
pub struct Limit {
    /// What to find; none for plain length.
    pub what: Vec<Matcher>,
    /// What to count.
    pub unit: Unit,
    /// Over what.
    pub per: Per,
    /// In these parts.
    pub parts: Vec<Part>,
    /// More is too much.
    pub max: Option<usize>,
    /// More is too much in these scenarios.
    pub max_in: Vec<(ScenarioRef, usize)>,
    /// Fewer are nothing yet.
    pub min: Option<usize>,
    /// A greater share of the sentences or characters is too much.
    pub ratio: Option<f64>,
    /// Silent where one of these stands.
    pub unless: Vec<Condition>,
    /// Only where each of these stands.
    pub only_if: Vec<Condition>,
}

/// A way to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixRule {
    /// The exact words; without them the whole finding.
    pub from: Option<String>,
    /// What comes.
    pub to: String,
    /// Whether it may be applied unread.
    pub safe: bool,
}

/// A rule's tests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examples {
    /// The scenario they are judged in.
    pub scenario: Option<ScenarioRef>,
    /// Found, at «…» where marked.
    pub bad: Vec<String>,
    /// Not found, and silent under every other default rule.
    pub good: Vec<String>,
    /// Whole mails in which it is found.
    pub bad_mail: Vec<String>,
    /// Whole mails in which it is not.
    pub good_mail: Vec<String>,
    /// What is known of the mails in the examples beside their words.
    pub envelope: Envelope,
}

/// A named detector.
#[derive(Clone, Debug)]
pub struct Element {
    /// File name.
    pub name: String,
    /// Japanese title.
    pub title: String,
    /// What it finds. Of most elements a mail asks nothing.
    pub detector: Late<Detector, false>,
    /// Its tests.
    pub examples: Late<Examples>,
    /// Its file.
    pub file: Late<Arc<SourceFile>>,
}

/// A kind of mail.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// File name.
    pub id: String,
    /// Japanese title.
    pub title: String,
    /// Least score.
    pub threshold: f64,
    /// Wins a tie.
    pub priority: usize,
    /// What speaks for it.
    pub cues: Vec<Cue>,
    /// Its variants, in the order of the file. They are asked for once the scenario is chosen.
    pub variants: Late<Vec<Variant>, false>,
    /// Elements it must hold.
    pub required: Vec<ElementId>,
    /// Elements it should hold.
    pub recommended: Vec<ElementId>,
    /// Its file.
    pub file: Late<Arc<SourceFile>>,
}

/// A variant of a scenario.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Id.
    pub id: String,
    /// Japanese title.
    pub title: String,
    /// What speaks for it.
    pub cues: Vec<Cue>,
}

/// A sign of a scenario.
#[derive(Clone, Debug)]
pub struct Cue {
    /// What to find.
    pub detector: Detector,
    /// How much it speaks for it; negative: against it.
    pub weight: f64,
}
