//! What can be said only when the whole chain is known: requests, and where clauses end.

use super::{Features, Kind, Unit};

pub(super) fn finish(units: &mut [Unit<'_>]) {
    for at in 0..units.len() {
        // いただけないものでしょうか
        let wonders = units.get(at + 1).is_some_and(|next| next.lemma == "もの" && next.has(Features::QUESTION));
        let unit = &mut units[at];
        if wonders && unit.has(Features::RECEIVE) {
            unit.features |= Features::QUESTION;
        }
        request(unit);
        rhetoric(unit);
    }
    clauses(units);
}

/// いただけますか, くださいませんか, いただきたい, いただければ ask for the act, and a negation in them is only polite.
fn request(unit: &mut Unit<'_>) {
    let f = unit.features;
    if f.contains(Features::RECEIVE) {
        let asks_politely = f.contains(Features::QUESTION)
            && (f.intersects(Features::POTENTIAL | Features::NEG))
            && !f.contains(Features::EXPLAIN | Features::NEG)
            && !f.contains(Features::PAST);
        if f.intersects(Features::IMPERATIVE | Features::DESIRE)
            || asks_politely
            || f.contains(Features::POTENTIAL | Features::CONDITION)
        {
            unit.features |= Features::REQUEST;
            unit.features.remove(Features::DESIRE);
            if asks_politely {
                unit.features.remove(Features::NEG);
            }
        }
    } else if f.contains(Features::IMPERATIVE) {
        unit.features |= Features::REQUEST;
    }
}

/// 〜のではないでしょうか, 誤解ではないかと: not a negation but a veiled assertion. So is おかしくありませんか.
fn rhetoric(unit: &mut Unit<'_>) {
    let f = unit.features;
    let of_copula = f.contains(Features::COPULA) || unit.kind == Kind::Adjective;
    if of_copula && f.contains(Features::NEG | Features::QUESTION) && !f.contains(Features::REQUEST) {
        unit.features.remove(Features::NEG);
        unit.features |= Features::CONJECTURE;
    }
}

/// A clause ends behind a connector, a condition, and a て or continuative form with a comma.
fn clauses(units: &mut [Unit<'_>]) {
    let mut clause = 0u16;
    for unit in units {
        unit.clause = clause;
        let ends = unit.kind == Kind::Connector
            || unit.features.intersects(Features::CONDITION | Features::CONCESSION)
            || unit.comma
                && (matches!(unit.kind, Kind::Verb | Kind::Adjective | Kind::Conjunction)
                    || unit.features.intersects(Features::SURU | Features::TE | Features::COPULA | Features::NEG));
        if ends {
            clause = clause.saturating_add(1);
        }
    }
}
