//! The value of `--scenario`: `ID` or `ID/VARIANT`. Whether there is such a scenario is not known here.

use std::str::FromStr;

/// A scenario that the user names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ScenarioName {
    /// Scenario id.
    pub(super) id: String,
    /// Variant id.
    pub(super) variant: Option<String>,
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
