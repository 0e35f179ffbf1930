//! What a run is asked to do: the user's `mailint.toml` as written ([`Config`]), with those that it extends ([`House`]),
//! and as the engine reads it ([`Settings`]). It finds and opens no files and knows no command line.

mod block;
mod file;
mod house;

use std::collections::BTreeMap;

use crate::calendar::Date;
use crate::diagnostic::{RuleId, Severity};
use crate::mail::{Kind, KindSource};
use crate::rule::ScenarioRef;
use crate::scenario::ScenarioSource;
use crate::suppress::Allow;

pub use file::{Config, Named};
pub use house::{Effective, House, Origin};

/// Settings for one text.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The scenario, where the user names it, and who named it. The front matter of a draft comes before the
    /// configuration, an option before both.
    pub scenario: Option<(ScenarioRef, ScenarioSource)>,
    /// Whether the texts are drafts or templates, where the user says so, and where. The front matter of a text comes
    /// before the configuration, an option before both.
    pub kind: Option<(Kind, KindSource)>,
    /// The day of the run, where it may be known: dates without a year are then taken near to it.
    pub today: Option<Date>,
    /// Severities by rule id or category; `None` is off. A rule's own entry comes before its category's.
    pub severities: BTreeMap<String, Option<Severity>>,
    /// Findings that the configuration allows, each entry with its number in [`House::allows`].
    pub allows: Vec<(usize, Allow)>,
}

impl Settings {
    /// The severity that the user gave a rule: `None` none, `Some(None)` off.
    pub fn severity(&self, rule: &RuleId) -> Option<Option<Severity>> {
        self.severities.get(rule.as_str()).or_else(|| self.severities.get(rule.category())).copied()
    }
}
