//! Evaluates detectors over a read mail: which matches stand in the right part, by the right actor, in the right company.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use smallvec::smallvec;

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
    /// Asked for where it is asked who acts.
    mentions: OnceCell<Vec<Mention>>,
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
        Detection { rules, reading, mentions: OnceCell::new(), elements, kind: OnceCell::new(), likeness }
    }

    /// Says which kind of mail it is; the same words are another fault in another kind. The first word counts.
    pub fn set_kind(&self, scenario: &str) {
        self.kind.get_or_init(|| scenario.to_owned());
    }

    /// What was weighed in a sentence; `None` where there is none or it is too short to be like anything.
    pub fn likeness(&self, sentence: usize) -> Option<&Likeness> {
        let long = self.reading.sentences().get(sentence)?.text().len() >= SHORTEST;
        let anywhere = long.then(|| self.weighed(sentence))??;
        let [_, in_kind] = self.likeness.get(sentence)?;
        Some(self.kind.get().map_or(anywhere, |kind| in_kind.get_or_init(|| anywhere.in_kind(kind))))
    }

    /// What was weighed in a sentence, however short, in a mail of unknown kind.
    pub fn weighed(&self, sentence: usize) -> Option<&Likeness> {
        let text = self.reading.sentences().get(sentence)?.text();
        let [anywhere, _] = self.likeness.get(sentence)?;
        Some(anywhere.get_or_init(|| Likeness::of(text)))
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
        let mentions = self.mentions.get_or_init(|| mentions(&self.rules.actors, self.reading));
        resolve_among(self.reading, mentions, found)
    }

    /// What a matcher finds, before any context.
    pub fn matches(&self, matcher: &Matcher) -> Matches<'_> {
        match matcher {
            Matcher::Patterns { first, last } => Matches::Hits(self.reading.hits_among(*first, *last)),
            Matcher::Element(element) => Matches::Shared(self.element(*element)),
            Matcher::All(all) => Matches::Own(self.all(all, self.every())),
            Matcher::Like { label, least } => Matches::Own(self.like(label, *least, self.every())),
        }
    }

    /// The same in some sentences only, without a look at others: a mail of a thousand findings asks a thousand times.
    fn matches_in(&self, matcher: &Matcher, sentences: Range<usize>) -> Vec<Match> {
        match matcher {
            Matcher::Patterns { first, last } => self.reading.hits_within(*first, *last, sentences).cloned().collect(),
            Matcher::Element(element) => {
                let found = self.element(*element);
                let start = found.partition_point(|found| found.sentence < sentences.start);
                let end = found.partition_point(|found| found.sentence < sentences.end);
                found.get(start..end).unwrap_or_default().to_vec()
            }
            Matcher::All(all) => self.all(all, sentences),
            Matcher::Like { label, least } => self.like(label, *least, sentences),
        }
    }

    fn every(&self) -> Range<usize> {
        0..self.reading.sentences().len()
    }

    /// The sentences in which something may stand that near to a match in one of these.
    fn reach(&self, near: Near, of: &Range<usize>) -> Range<usize> {
        let sentences = self.reading.sentences();
        let last = of.end.saturating_sub(1);
        let reach = match near {
            Near::Match | Near::Clause | Near::Sentence => of.clone(),
            Near::Next => of.start + 1..of.end + 1,
            Near::Previous => of.start.saturating_sub(1)..last,
            Near::Neighbour => of.start.saturating_sub(1)..of.end + 1,
            Near::Paragraph => {
                let paragraph = |at: usize| sentences.get(at).map_or(0, |sentence| sentence.paragraph);
                let (first, last) = (paragraph(of.start), paragraph(last));
                let start = sentences.partition_point(|sentence| sentence.paragraph < first);
                start..sentences.partition_point(|sentence| sentence.paragraph <= last)
            }
            Near::Part | Near::Mail => self.every(),
        };
        reach.start..reach.end.min(sentences.len())
    }

    /// The sentences whose share of a label is at least this.
    fn like(&self, label: &str, least: f64, within: Range<usize>) -> Vec<Match> {
        let Some(label) = Label::named(label) else { return Vec::new() };
        let sentences = self.reading.sentences().iter().enumerate().take(within.end).skip(within.start);
        let judged = sentences.filter(|(_, s)| !matches!(s.part, Part::FrontMatter | Part::Quotation));
        judged
            .filter_map(|(at, sentence)| {
                let likeness = self.likeness(at).filter(|found| f64::from(found.share(label)) >= least)?;
                let place = likeness.place(sentence.text(), label);
                let units = self.reading.units(at);
                let first = units.partition_point(|unit| unit.end as usize <= place.start);
                let last = units.partition_point(|unit| (unit.start as usize) < place.end).max(first);
                let (units, marks) = (first..last, smallvec![place]);
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
        let reach = self.reach(condition.near, &(found.sentence..found.sentence + 1));
        let any_near = |matcher: &Matcher| match matcher {
            Matcher::Patterns { first, last } => {
                let mut others = self.reading.hits_within(*first, *last, reach.clone());
                others.any(|other| self.near(found, other, condition.near))
            }
            matcher => {
                self.matches_in(matcher, reach.clone()).iter().any(|other| self.near(found, other, condition.near))
            }
        };
        condition.any.iter().any(any_near)
    }

    /// Whether something of the condition stands in the mail; of its distance only the mail counts.
    pub fn stands(&self, condition: &Condition) -> bool {
        condition.any.iter().any(|matcher| !self.matches(matcher).is_empty())
    }

    /// One match of each group, near each other: one result for each match of the group that is underlined and stands in
    /// these sentences.
    fn all(&self, all: &All, sentences: Range<usize>) -> Vec<Match> {
        let base = all.mark.unwrap_or(0);
        let reach = self.reach(all.within, &sentences);
        let reach_of = |at: usize| if at == base { &sentences } else { &reach };
        // Mostly some group has nothing there: told before anything is gathered, or even tried.
        let has = |at: usize, may: &dyn Fn(u32, u32, &Range<usize>) -> bool| {
            let has = |matcher: &Matcher| match matcher {
                Matcher::Patterns { first, last } => may(*first, *last, reach_of(at)),
                _ => true,
            };
            all.groups[at].iter().any(has)
        };
        let may_hit = |first, last, within: &Range<usize>| self.reading.may_hit(first, last, within);
        let hits =
            |first, last, within: &Range<usize>| self.reading.hits_within(first, last, within.clone()).next().is_some();
        let every_group = |may: &dyn Fn(u32, u32, &Range<usize>) -> bool| (0..all.groups.len()).all(|at| has(at, may));
        if !every_group(&may_hit) || !every_group(&hits) {
            return Vec::new();
        }
        let mut groups: Vec<Vec<(usize, Match)>> = Vec::with_capacity(all.groups.len());
        for (at, group) in all.groups.iter().enumerate() {
            let found = group.iter().flat_map(|matcher| self.matches_in(matcher, reach_of(at).clone()));
            let mut found: Vec<(usize, Match)> = found.enumerate().collect();
            if found.is_empty() {
                return Vec::new();
            }
            // The base keeps its order, the others are looked up by sentence.
            if at != base {
                found.sort_by_key(|(_, found)| found.sentence);
            }
            groups.push(found);
        }
        groups[base].iter().filter_map(|(_, first)| self.join(all, &groups, base, first)).collect()
    }

    fn join(&self, all: &All, groups: &[Vec<(usize, Match)>], base: usize, first: &Match) -> Option<Match> {
        let mut chosen: Vec<&Match> = vec![first];
        let reach = self.reach(all.within, &(first.sentence..first.sentence + 1));
        for (at, group) in groups.iter().enumerate() {
            if at == base {
                continue;
            }
            let start = group.partition_point(|(_, other)| other.sentence < reach.start);
            let end = group.partition_point(|(_, other)| other.sentence < reach.end);
            let fits = |(_, other): &&(usize, Match)| {
                let apart = chosen.iter().all(|c| c.sentence != other.sentence || !overlap(c, other));
                let in_order = !all.ordered || (at < base) == (place(other) < place(first));
                apart && in_order && self.within(first, other, all.within)
            };
            // Of equally near ones the first that was found.
            let distance = |(number, other): &&(usize, Match)| {
                let bytes = place(other).1.abs_diff(place(first).1);
                (bytes + 10_000 * other.sentence.abs_diff(first.sentence), *number)
            };
            let nearest = group.get(start..end).unwrap_or_default().iter().filter(fits).min_by_key(distance)?;
            chosen.push(&nearest.1);
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
#[derive(Clone)]
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
            Matches::Hits(hits) => (Some(hits.clone()), &[][..]),
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
