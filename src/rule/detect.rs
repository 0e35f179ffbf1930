//! Evaluates detectors over a read mail: which matches stand in the right part, by the right actor, in the right company.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use crate::likeness::{Label, Likeness};
use crate::mail::Part;
use crate::pattern::{Hits, Match, Reading};

use super::actor::{Mention, mentions, resolve_among};
use super::guard;
use super::model::{Actor, All, Condition, Detector, Doubt, ElementId, Matcher, Near, RuleSet};

/// A match that passed its detector.
#[derive(Clone, Debug)]
pub struct Sighting {
    /// Where.
    pub found: Match,
    /// How many severities lower, for doubt about actor or context.
    pub lowered: u8,
    /// Whether the actor was asked for and is known.
    pub actor_known: bool,
}

/// Detectors over one mail; elements are evaluated once.
pub struct Detection<'r> {
    rules: &'r RuleSet,
    reading: &'r Reading<'r>,
    mentions: Vec<Mention>,
    elements: RefCell<Vec<Evaluated>>,
    /// The kind of mail, once it is chosen.
    kind: OnceCell<String>,
    /// What was weighed in each sentence, before and after the kind was known.
    likeness: Vec<[OnceCell<Likeness>; 2]>,
}

/// Sentences of fewer bytes say too little to be like anything.
const SHORTEST: usize = 18;

#[derive(Clone, Default)]
enum Evaluated {
    #[default]
    NotYet,
    /// Being evaluated: an element that names itself finds nothing there.
    Now,
    Done(Rc<[Match]>),
}

impl<'r> Detection<'r> {
    /// Over that mail.
    pub fn new(rules: &'r RuleSet, reading: &'r Reading<'r>) -> Detection<'r> {
        let elements = RefCell::new(vec![Evaluated::NotYet; rules.elements.len()]);
        let likeness = vec![<[OnceCell<Likeness>; 2]>::default(); reading.sentences().len()];
        let mentions = mentions(&rules.actors, reading);
        Detection { rules, reading, mentions, elements, kind: OnceCell::new(), likeness }
    }

    /// Says which kind of mail it is; the same words are another fault in another kind. The first word counts.
    pub fn set_kind(&self, scenario: &str) {
        self.kind.get_or_init(|| scenario.to_owned());
    }

    /// What was weighed in a sentence; `None` where there is none or it is too short to be like anything.
    pub fn likeness(&self, sentence: usize) -> Option<&Likeness> {
        let text = self.reading.sentences().get(sentence)?.text();
        let kind = self.kind.get().map(String::as_str);
        let cell = &self.likeness.get(sentence)?[usize::from(kind.is_some())];
        (text.len() >= SHORTEST).then(|| cell.get_or_init(|| Likeness::of(text, kind)))
    }

    /// The mail.
    pub fn reading(&self) -> &'r Reading<'r> {
        self.reading
    }

    /// The rules.
    pub fn rules(&self) -> &'r RuleSet {
        self.rules
    }

    /// Everything a detector finds, in the order of the text.
    pub fn detect(&self, detector: &Detector) -> Vec<Sighting> {
        let mut sightings: Vec<Sighting> = detector
            .any
            .iter()
            .map(|matcher| self.matches(matcher))
            .flat_map(|matches| matches.iter().filter_map(|found| self.judge(detector, found)).collect::<Vec<_>>())
            .collect();
        sightings.sort_by_key(|s| (s.found.sentence, s.found.bytes().start, std::cmp::Reverse(s.found.bytes().end)));
        sightings.dedup_by(|b, a| a.found.sentence == b.found.sentence && a.found.marks == b.found.marks);
        sightings
    }

    fn judge(&self, detector: &Detector, found: &Match) -> Option<Sighting> {
        let sentence = &self.reading.sentences()[found.sentence];
        if !detector.parts.contains(&sentence.part) {
            return None;
        }
        let bytes = found.bytes();
        let quoted = sentence.quotes.iter().any(|quote| quote.start <= bytes.start && bytes.end <= quote.end);
        if quoted && !detector.in_quotes {
            return None;
        }
        let mut lowered = guard::weigh(detector.guards, sentence, self.reading.units(found.sentence), found)?;
        let mut actor_known = false;
        if let Some(wanted) = detector.actor {
            match self.actor(found) {
                Some(actor) if actor == wanted => actor_known = true,
                Some(_) => return None,
                None => match detector.actor_unknown {
                    Doubt::Skip => return None,
                    Doubt::Soften => lowered += 1,
                    Doubt::Keep => {}
                },
            }
        }
        let company = detector.only_if.iter().all(|condition| self.holds(condition, found))
            && !detector.unless.iter().any(|condition| self.holds(condition, found));
        company.then(|| Sighting { found: found.clone(), lowered, actor_known })
    }

    /// Whose act a match is about.
    pub fn actor(&self, found: &Match) -> Option<Actor> {
        resolve_among(self.reading, &self.mentions, found)
    }

    /// What a matcher finds, before any context.
    pub fn matches(&self, matcher: &Matcher) -> Matches<'_> {
        match matcher {
            Matcher::Patterns { first, last } => Matches::Hits(self.reading.hits_among(*first, *last)),
            Matcher::Element(element) => Matches::Shared(self.element(*element)),
            Matcher::All(all) => Matches::Own(self.all(all)),
            Matcher::Like { label, least } => Matches::Own(self.like(label, *least)),
        }
    }

    /// The sentences whose share of a label is at least this.
    fn like(&self, label: &str, least: f64) -> Vec<Match> {
        let Some(label) = Label::named(label) else { return Vec::new() };
        let sentences = self.reading.sentences().iter().enumerate();
        let judged = sentences.filter(|(_, s)| !matches!(s.part, Part::FrontMatter | Part::Quotation));
        judged
            .filter_map(|(at, sentence)| {
                let likeness = self.likeness(at).filter(|found| f64::from(found.share(label)) >= least)?;
                let place = likeness.place(sentence.text(), label);
                let units = self.reading.units(at);
                let first = units.partition_point(|unit| unit.end as usize <= place.start);
                let last = units.partition_point(|unit| (unit.start as usize) < place.end).max(first);
                let (units, marks) = (first..last, vec![place]);
                Some(Match { sentence: at, units, marks, source: None, captures: Vec::new() })
            })
            .collect()
    }

    /// Where an element stands.
    pub fn element(&self, element: ElementId) -> Rc<[Match]> {
        let state = self.elements.borrow().get(element).cloned().unwrap_or_default();
        match state {
            Evaluated::Done(found) => found,
            Evaluated::Now => Rc::from([]),
            Evaluated::NotYet => {
                if let Some(slot) = self.elements.borrow_mut().get_mut(element) {
                    *slot = Evaluated::Now;
                }
                let Some(definition) = self.rules.elements.get(element) else { return Rc::from([]) };
                let found: Rc<[Match]> =
                    self.detect(&definition.detector).into_iter().map(|sighting| sighting.found).collect();
                if let Some(slot) = self.elements.borrow_mut().get_mut(element) {
                    *slot = Evaluated::Done(Rc::clone(&found));
                }
                found
            }
        }
    }

    /// Whether something of the condition stands near the match.
    pub fn holds(&self, condition: &Condition, found: &Match) -> bool {
        condition
            .any
            .iter()
            .any(|matcher| self.matches(matcher).iter().any(|other| self.near(found, other, condition.near)))
    }

    /// Whether something of the condition stands in the mail; of its distance only the mail counts.
    pub fn stands(&self, condition: &Condition) -> bool {
        condition.any.iter().any(|matcher| !self.matches(matcher).is_empty())
    }

    /// One match of each group, near each other: one result for each match of the group that is underlined.
    fn all(&self, all: &All) -> Vec<Match> {
        let mut groups: Vec<Vec<Match>> = Vec::with_capacity(all.groups.len());
        for group in &all.groups {
            let found: Vec<Match> = group.iter().flat_map(|matcher| self.matches(matcher).into_vec()).collect();
            if found.is_empty() {
                return Vec::new();
            }
            groups.push(found);
        }
        let base = all.mark.unwrap_or(0);
        groups[base].iter().filter_map(|first| self.join(all, &groups, base, first)).collect()
    }

    fn join(&self, all: &All, groups: &[Vec<Match>], base: usize, first: &Match) -> Option<Match> {
        let mut chosen: Vec<&Match> = vec![first];
        for (at, group) in groups.iter().enumerate() {
            if at == base {
                continue;
            }
            let fits = |other: &&Match| {
                let apart = chosen.iter().all(|c| c.sentence != other.sentence || !overlap(c, other));
                let in_order = !all.ordered || (at < base) == (place(other) < place(first));
                apart && in_order && self.within(first, other, all.within)
            };
            let distance = |other: &&Match| {
                place(other).1.abs_diff(place(first).1) + 10_000 * other.sentence.abs_diff(first.sentence)
            };
            chosen.push(group.iter().filter(fits).min_by_key(distance)?);
        }
        let mut joined = first.clone();
        if all.mark.is_none() && chosen.iter().all(|c| c.sentence == first.sentence) {
            let start = chosen.iter().map(|c| c.bytes().start).min()?;
            let end = chosen.iter().map(|c| c.bytes().end).max()?;
            joined.marks = std::iter::once(start..end).collect();
            joined.units = chosen.iter().map(|c| c.units.start).min()?..chosen.iter().map(|c| c.units.end).max()?;
        }
        for other in &chosen[1..] {
            joined.captures.extend(other.captures.iter().cloned());
        }
        Some(joined)
    }

    /// As [`Detection::near`], but a neighbour stands behind.
    fn within(&self, a: &Match, b: &Match, near: Near) -> bool {
        match near {
            Near::Neighbour => a.sentence.abs_diff(b.sentence) <= 1,
            near => self.near(a, b, near),
        }
    }

    /// Whether `b` stands that near to `a`.
    fn near(&self, a: &Match, b: &Match, near: Near) -> bool {
        let sentences = self.reading.sentences();
        match near {
            Near::Match => a.sentence == b.sentence && overlap(a, b),
            Near::Clause => a.sentence == b.sentence && self.share_clause(a, b),
            Near::Sentence => a.sentence == b.sentence,
            Near::Next => b.sentence == a.sentence + 1,
            Near::Previous => b.sentence + 1 == a.sentence,
            Near::Neighbour => a.sentence.abs_diff(b.sentence) <= 1,
            Near::Paragraph => sentences[a.sentence].paragraph == sentences[b.sentence].paragraph,
            Near::Part => sentences[a.sentence].part == sentences[b.sentence].part,
            Near::Mail => true,
        }
    }

    fn share_clause(&self, a: &Match, b: &Match) -> bool {
        let units = self.reading.units(a.sentence);
        let clauses = |m: &Match| {
            let first = units.get(m.units.start).map_or(0, |unit| unit.clause);
            let last = m.units.end.checked_sub(1).and_then(|at| units.get(at)).map_or(first, |unit| unit.clause);
            (first, last)
        };
        let ((a_first, a_last), (b_first, b_last)) = (clauses(a), clauses(b));
        a_first <= b_last && b_first <= a_last
    }
}

/// What a matcher found.
#[derive(Clone, Debug)]
pub enum Matches<'d> {
    /// Matches of patterns.
    Hits(Hits<'d>),
    /// An element's places.
    Shared(Rc<[Match]>),
    /// Made for whoever asked.
    Own(Vec<Match>),
}

impl Matches<'_> {
    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = &Match> {
        let (hits, made) = match self {
            Matches::Hits(hits) => (Some(*hits), &[][..]),
            Matches::Shared(made) => (None, &made[..]),
            Matches::Own(made) => (None, &made[..]),
        };
        hits.into_iter().flatten().chain(made)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// To keep.
    pub fn into_vec(self) -> Vec<Match> {
        match self {
            Matches::Own(made) => made,
            others => others.iter().cloned().collect(),
        }
    }
}

fn place(found: &Match) -> (usize, usize) {
    (found.sentence, found.bytes().start)
}

fn overlap(a: &Match, b: &Match) -> bool {
    let (a, b) = (a.bytes(), b.bytes());
    a.start < b.end && b.start < a.end
}
