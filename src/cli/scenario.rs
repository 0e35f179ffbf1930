//! The value of `--scenario`: `ID` or `ID/VARIANT`. Whether there is such a scenario the rules know.

use std::str::FromStr;

use crate::rule::{RuleSet, ScenarioRef};
use crate::scenario::ScenarioSource;

/// A scenario that the user names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ScenarioName {
    /// Scenario id.
    pub(super) id: String,
    /// Variant id.
    pub(super) variant: Option<String>,
}

impl ScenarioName {
    /// The scenario as settings hold it.
    ///
    /// # Errors
    /// In Japanese, with the names there are, where there is no such scenario or variant.
    pub(super) fn given(&self, rules: &RuleSet) -> Result<(ScenarioRef, ScenarioSource), String> {
        let Some(scenario) = rules.scenario(&self.id) else {
            let known: Vec<&str> = rules.scenarios.iter().map(|scenario| scenario.id.as_str()).collect();
            return Err(format!("シナリオ「{}」はありません。使えるのは {} です。", self.id, known.join(", ")));
        };
        if let Some(variant) = &self.variant
            && !scenario.variants.iter().any(|known| known.id == *variant)
        {
            let known: Vec<&str> = scenario.variants.iter().map(|variant| variant.id.as_str()).collect();
            let known = if known.is_empty() { "種別なし".to_owned() } else { known.join(", ") };
            return Err(format!("「{}」に種別「{variant}」はありません。使えるのは {known} です。", self.id));
        }
        let scenario = ScenarioRef { id: self.id.clone(), variant: self.variant.clone() };
        Ok((scenario, ScenarioSource::Option))
    }
}

impl FromStr for ScenarioName {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<ScenarioName, &'static str> {
        let (id, variant) = match name.split_once('/') {
            Some((id, variant)) => (id, Some(variant)),
            None => (name, None),
        };
        let kebab = |part: &str| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        };
        if !kebab(id) || !variant.is_none_or(kebab) {
            return Err("stockout や stockout/restock のように書きます");
        }
        Ok(ScenarioName { id: id.to_owned(), variant: variant.map(str::to_owned) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variant_may_follow() {
        let name: ScenarioName = "stockout/restock".parse().expect("valid");
        assert_eq!((name.id.as_str(), name.variant.as_deref()), ("stockout", Some("restock")));
        for bad in ["", "/", "stockout/", "在庫切れ", "a/b/c"] {
            assert!(bad.parse::<ScenarioName>().is_err(), "{bad}");
        }
    }
}
