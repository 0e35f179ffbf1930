//! Which kind of mail this is: cues are weighed by where they stand and who acts, and beside them how like the mail is to
//! others of that kind. The scenario that reaches furthest over its threshold wins, or none.
//!
//! It knows the scenarios' names and cues from the rule set. It must not know which rules follow from the choice.

use serde::Serialize;

use crate::likeness::{self, NONE};
use crate::mail::Part;
use crate::rule::{Cue, Detection, Scenario, ScenarioRef};
use crate::text::Span;

/// The kind of mail, and how it is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScenarioChoice {
    /// Scenario id; `None` when it is not sure.
    pub id: Option<String>,
    /// Variant id, where one was recognised.
    pub variant: Option<String>,
    /// Japanese title of scenario and variant, for people; empty when not sure.
    pub title: String,
    /// Who chose it.
    pub source: ScenarioSource,
    /// From 0 to 1; 1 when it was given.
    pub confidence: f64,
    /// What was weighed, the heaviest scenario first; empty when it was given.
    pub candidates: Vec<Candidate>,
}

impl ScenarioChoice {
    /// Whether the mail is of this kind.
    pub fn is(&self, scenario: &ScenarioRef) -> bool {
        self.id.as_deref().is_some_and(|id| scenario.covers(id, self.variant.as_deref()))
    }
}

/// Who chose the scenario.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScenarioSource {
    /// `--scenario`.
    Option,
    /// The draft's front matter.
    FrontMatter,
    /// The configuration.
    Config,
    /// mailint, from the words.
    #[default]
    Detected,
}

/// A scenario with what speaks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Scenario id.
    pub id: String,
    /// What the signs and the likeness add up to. Signs do not count so far from the threshold that likeness had no say.
    pub score: f64,
    /// The least score with which it may be chosen.
    pub threshold: f64,
    /// What the likeness to other mails of this kind counts, against likeness to mails of no kind; 0 where no mails of this
    /// kind were written to learn from.
    pub likeness: f64,
    /// The signs found.
    pub evidence: Vec<Evidence>,
}

impl Candidate {
    /// How far it lies over its threshold.
    fn reach(&self) -> f64 {
        self.score - self.threshold
    }
}

/// A sign found in the mail.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Where.
    pub spans: Vec<Span>,
    /// What it counts.
    pub weight: f64,
}

/// What a piece of a mail must reach of a scenario's threshold: it has room for one or two signs only.
const EXCERPT_SHARE: f64 = 0.6;
/// What one natural unit of log-odds of likeness counts, in the measure of the cues' weights.
const UNIT: f64 = 3.0;
/// However many signs there are, likeness still has a say.
const REACH: f64 = 3.0;

/// Takes the scenario that is given, else weighs the words.
pub fn choose(detection: &Detection<'_>, given: Option<(ScenarioRef, ScenarioSource)>) -> ScenarioChoice {
    let scenarios = &detection.rules().scenarios;
    if let Some((wanted, source)) = given
        && let Some(scenario) = scenarios.iter().find(|scenario| scenario.id == wanted.id)
    {
        let variant = wanted.variant.or_else(|| variant(detection, scenario));
        return chosen(scenario, variant, source, 1.0, Vec::new());
    }
    let excerpt = detection.reading().document().is_excerpt();
    let alike = alike(detection);
    let mut candidates: Vec<(Candidate, &Scenario)> = scenarios
        .iter()
        .map(|scenario| {
            let evidence = weigh(detection, &scenario.cues);
            let threshold = if excerpt { scenario.threshold * EXCERPT_SHARE } else { scenario.threshold };
            let signs: f64 = evidence.iter().map(|e| e.weight).sum();
            let likeness = alike.iter().find(|(kind, _)| *kind == scenario.id).map_or(0.0, |(_, odds)| odds * UNIT);
            let score = signs.clamp(threshold - REACH, threshold + REACH) + likeness;
            (Candidate { id: scenario.id.clone(), score, threshold, likeness, evidence }, scenario)
        })
        .collect();
    candidates.sort_by(|(a, sa), (b, sb)| b.reach().total_cmp(&a.reach()).then(sb.priority.cmp(&sa.priority)));
    let sure = candidates.first().filter(|(best, _)| best.reach() >= 0.0);
    let Some(&(ref best, scenario)) = sure else {
        let candidates = candidates.into_iter().map(|(candidate, _)| candidate).collect();
        return ScenarioChoice { candidates, ..ScenarioChoice::default() };
    };
    let rival = candidates.get(1).map_or(0.0, |(second, _)| second.reach().max(0.0));
    let confidence = confidence(best.reach() - rival);
    let variant = variant(detection, scenario);
    chosen(scenario, variant, ScenarioSource::Detected, confidence, candidates.into_iter().map(|(c, _)| c).collect())
}

/// From 0.5 for no lead towards 1: the logistic function, in the measure in which log-odds of likeness count.
fn confidence(lead: f64) -> f64 {
    (1.0 / (1.0 + (-lead / UNIT).exp())).min(0.99)
}

/// Log-odds of every kind of mail that is learnt against mails of none.
fn alike(detection: &Detection<'_>) -> Vec<(&'static str, f64)> {
    let told = [Part::Subject, Part::Greeting, Part::Body, Part::Closing];
    let sentences = detection.reading().sentences().iter().enumerate();
    let told = sentences.filter(|(_, sentence)| told.contains(&sentence.part));
    let excerpt = detection.reading().document().is_excerpt();
    // A few characters are no piece of a mail; in a mail they are of it.
    let weigh = |at| if excerpt { detection.likeness(at) } else { detection.weighed(at) };
    let weighed = told.filter_map(|(at, sentence)| Some((weigh(at)?, sentence.part == Part::Subject)));
    let shares = likeness::kinds(weighed, !excerpt);
    let odds = |shares: &[(&str, f32)], kind: &str| {
        let share = |kind: &str| shares.iter().find(|(named, _)| *named == kind).map_or(LEAST, |&(_, share)| share);
        f64::from(share(kind).max(LEAST) / share(NONE).max(LEAST)).ln()
    };
    let mut alike: Vec<(&str, f64)> =
        shares.iter().filter(|(kind, _)| *kind != NONE).map(|&(kind, _)| (kind, odds(&shares, kind))).collect();
    // A whole mail is one of those that people write; a piece of text may be anything, and must say itself what it is of.
    if excerpt {
        let said_nothing = likeness::kinds(std::iter::empty(), false);
        alike.iter_mut().for_each(|(kind, found)| *found -= odds(&said_nothing, kind));
    }
    alike
}

/// Smaller shares are noise.
const LEAST: f32 = 1e-3;

fn chosen(
    scenario: &Scenario,
    variant: Option<String>,
    source: ScenarioSource,
    confidence: f64,
    candidates: Vec<Candidate>,
) -> ScenarioChoice {
    let of_variant = scenario.variants.iter().find(|known| Some(&known.id) == variant.as_ref());
    let title = match of_variant {
        Some(known) => format!("{}（{}）", scenario.title, known.title),
        None => scenario.title.clone(),
    };
    ScenarioChoice { id: Some(scenario.id.clone()), variant, title, source, confidence, candidates }
}

/// The variant for which most speaks, if anything does; the first of equals.
fn variant(detection: &Detection<'_>, scenario: &Scenario) -> Option<String> {
    let mut best: Option<(f64, &str)> = None;
    for variant in scenario.variants.iter() {
        let score: f64 = weigh(detection, &variant.cues).iter().map(|e| e.weight).sum();
        if score > 0.0 && best.is_none_or(|(highest, _)| score > highest) {
            best = Some((score, &variant.id));
        }
    }
    best.map(|(_, id)| id.to_owned())
}

/// Each cue once, twice as heavy where it stands in the subject.
fn weigh(detection: &Detection<'_>, cues: &[Cue]) -> Vec<Evidence> {
    let reading = detection.reading();
    let of_cue = |cue: &Cue| {
        let sightings = detection.detect(&cue.detector);
        let in_subject =
            sightings.iter().find(|sighting| reading.sentences()[sighting.found.sentence].part == Part::Subject);
        let found = in_subject.or(sightings.first())?;
        let weight = if in_subject.is_some() { 2.0 * cue.weight } else { cue.weight };
        Some(Evidence { spans: reading.spans(&found.found), weight })
    };
    cues.iter().filter_map(of_cue).collect()
}
