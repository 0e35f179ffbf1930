//! The one entrance: a text, rules and settings in, a [`Report`] out. No files, no clock, no globals.

use crate::diagnostic::Diagnostic;

/// What mailint has to say about one text.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Which kind of mail it takes the text for.
    pub scenario: ScenarioChoice,
    /// The findings, in the order of their places.
    pub findings: Vec<Diagnostic>,
}

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
}

/// Who chose the scenario.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
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
