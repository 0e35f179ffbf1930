//! `mailint.toml`: keys, types, and whether what it names exists.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::diagnostic::Severity;
use crate::rule::{RuleSet, ScenarioRef, suggest};
use crate::scenario::ScenarioSource;

use super::Settings;

/// The file as written. Unknown keys are errors.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The kind of the mails, `ID` or `ID/VARIANT`.
    scenario: Option<Spanned<String>>,
    /// Rules or categories that are off.
    #[serde(default)]
    disable: Vec<Spanned<String>>,
    /// Folders of rules over the built-in ones, relative to the file.
    #[serde(default)]
    rules: Vec<String>,
    /// Changes to rules or categories.
    #[serde(default, rename = "override")]
    overrides: BTreeMap<Spanned<String>, Override>,
    /// Words of the house.
    #[serde(default)]
    dictionary: Dictionary,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Override {
    severity: Severity,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Dictionary {
    user: Option<String>,
}

/// Something wrong in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// In Japanese, one line.
    pub message: String,
    /// Byte range in the file.
    pub span: Range<usize>,
}

impl Config {
    /// Reads the file's text.
    ///
    /// # Errors
    /// Where it is not TOML, or has keys or types that there are not.
    pub fn parse(text: &str) -> Result<Config, ConfigError> {
        toml::from_str(text).map_err(|error| ConfigError {
            message: format!("設定として読めません: {}", error.message().lines().next().unwrap_or_default()),
            span: error.span().unwrap_or(0..0),
        })
    }

    /// Folders of rules, as written.
    pub fn rule_folders(&self) -> &[String] {
        &self.rules
    }

    /// The user dictionary, as written.
    pub fn dictionary(&self) -> Option<&str> {
        self.dictionary.user.as_deref()
    }

    /// The settings, given the rules that are loaded.
    ///
    /// # Errors
    /// Everything that names a rule, category or scenario that does not exist.
    pub fn settings(&self, rules: &RuleSet) -> Result<Settings, Vec<ConfigError>> {
        let mut settings = Settings::default();
        let mut errors = Vec::new();
        let mut enter = |name: &Spanned<String>, severity: Option<Severity>| {
            if names_rule(rules, name.get_ref()) {
                settings.severities.insert(name.get_ref().clone(), severity);
            } else {
                let known = rules.rules.iter().flat_map(|rule| [rule.id.as_str(), rule.id.category()]);
                errors.push(unknown("規則", name, known));
            }
        };
        for (name, change) in &self.overrides {
            enter(name, Some(change.severity));
        }
        for name in &self.disable {
            enter(name, None);
        }
        if let Some(name) = &self.scenario {
            match ScenarioRef::named(name.get_ref(), rules) {
                Some(scenario) => settings.scenario = Some((scenario, ScenarioSource::Config)),
                None => errors.push(unknown("シナリオ", name, rules.scenarios.iter().map(|s| s.id.as_str()))),
            }
        }
        if errors.is_empty() { Ok(settings) } else { Err(errors) }
    }
}

fn names_rule(rules: &RuleSet, name: &str) -> bool {
    rules.rules.iter().any(|rule| rule.id.as_str() == name || rule.id.category() == name)
}

fn unknown<'k>(what: &str, name: &Spanned<String>, known: impl IntoIterator<Item = &'k str>) -> ConfigError {
    let near = suggest(name.get_ref(), known).map_or_else(String::new, |near| format!("「{near}」ではありませんか。"));
    ConfigError { message: format!("{what}「{}」はありません。{near}", name.get_ref()), span: name.span() }
}
