//! Whose act the words are about: a hint from names, particles and honorifics, never a proof.
//!
//! In this order: a word for one side, marked by は が も の, before the act in its sentence; else the act's own
//! honorifics; else nobody knows.

use crate::pattern::{Match, Reading};
use crate::unit::{Features, Kind, Marker, Unit};

use super::model::{Actor, Actors};

/// A word for one side in a sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    sentence: usize,
    /// The unit behind its last one.
    end: usize,
    actor: Actor,
}

/// Every mention in the mail, in the order of the text.
pub(super) fn mentions(actors: &Actors, reading: &Reading<'_>) -> Vec<Mention> {
    let sides = [(Actor::Us, &actors.us), (Actor::Reader, &actors.reader), (Actor::Third, &actors.third)];
    let mut found: Vec<Mention> = sides
        .into_iter()
        .flat_map(|(actor, patterns)| patterns.iter().map(move |&pattern| (actor, pattern)))
        .flat_map(|(actor, pattern)| {
            reading.hits(pattern).map(move |hit| Mention { sentence: hit.sentence, end: hit.units.end, actor })
        })
        .collect();
    found.sort_by_key(|mention| (mention.sentence, mention.end));
    found
}

/// Whose act a match is about.
pub fn resolve(reading: &Reading<'_>, actors: &Actors, found: &Match) -> Option<Actor> {
    resolve_among(reading, &mentions(actors, reading), found)
}

pub(super) fn resolve_among(reading: &Reading<'_>, mentions: &[Mention], found: &Match) -> Option<Actor> {
    let units = reading.units(found.sentence);
    named(units, mentions, found).or_else(|| by_honorifics(units, found))
}

fn named(units: &[Unit<'_>], mentions: &[Mention], found: &Match) -> Option<Actor> {
    let act = found.units.end.checked_sub(1)?;
    let clause = units.get(act)?.clause;
    let from = mentions.partition_point(|mention| mention.sentence < found.sentence);
    let before: Vec<&Mention> = mentions[from..]
        .iter()
        .take_while(|mention| mention.sentence == found.sentence && mention.end <= act)
        .filter(|mention| marked(units, mention.end))
        .collect();
    let in_clause = before.iter().rev().find(|mention| units[mention.end - 1].clause == clause);
    in_clause
        .or_else(|| before.iter().rev().find(|mention| units[mention.end - 1].marker == Marker::Wa))
        .map(|m| m.actor)
}

/// Whether は が も の (or より, から: written by them) stands behind the unit before `end`.
fn marked(units: &[Unit<'_>], end: usize) -> bool {
    let by_marker = end > 0 && matches!(units[end - 1].marker, Marker::Wa | Marker::Ga | Marker::Mo);
    by_marker
        || units
            .get(end)
            .is_some_and(|next| next.kind == Kind::Particle && matches!(next.lemma, "の" | "より" | "から" | "側"))
}

fn by_honorifics(units: &[Unit<'_>], found: &Match) -> Option<Actor> {
    let last = units.get(found.units.end.checked_sub(1)?)?;
    let predicate = units[found.units.end..].iter().take_while(|unit| unit.clause == last.clause).last();
    [Some(last), predicate].into_iter().flatten().find_map(side_of)
}

fn side_of(unit: &Unit<'_>) -> Option<Actor> {
    if unit.features.intersects(Features::HUMBLE | Features::GIVE) {
        Some(Actor::Us)
    } else if unit.features.intersects(Features::HONORIFIC | Features::RECEIVE)
        || unit.has(Features::PREFIX) && !unit.has(Features::SURU)
    {
        Some(Actor::Reader)
    } else {
        None
    }
}
