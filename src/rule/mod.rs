//! Rules as data: TOML files in, a validated [`RuleSet`] out, and the evaluation of detectors over a read mail.
//!
//! A rule knows words, parts, scenarios' names and messages. It does not know how a mail's scenario is found, what a
//! user's settings change, or how findings are shown.

mod actor;
mod decode;
mod detect;
mod error;
mod guard;
mod house;
mod item;
mod load;
mod model;
mod stored;
mod table;

pub use actor::resolve as resolve_actor;
pub(crate) use decode::CODED;
pub use detect::{Detection, Matches, Sighting};
pub(crate) use error::suggest;
pub use error::{LoadError, SourceFile};
pub(crate) use house::{OVERRIDE_KEYS, TABLES as HOUSE_TABLES};
pub(crate) use item::KINDS;
pub use load::{load, load_over, load_with};
pub use model::{
    Actor, Actors, All, Check, Condition, Cue, Detector, Doubt, Element, ElementId, Examples, FixRule, Guards, Limit,
    Matcher, Near, Order, Per, Place, Reference, Require, Rule, RuleSet, Scenario, ScenarioRef, Scope, Unit, Variant,
};
pub(crate) use table::{Located, Reader, Table};
