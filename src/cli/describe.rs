//! Words and columns that several subcommands show: severities, scenarios, display width.

use unicode_width::UnicodeWidthStr as _;

use crate::diagnostic::Severity;
use crate::rule::{Rule, ScenarioRef, Scope};

/// The text with spaces behind it to this display width.
pub(super) fn pad(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(missing))
}

/// The widest display width.
pub(super) fn widest<'a>(texts: impl IntoIterator<Item = &'a str>) -> usize {
    texts.into_iter().map(|text| text.width()).max().unwrap_or(0)
}

/// `stockout` or `stockout/restock`.
pub(super) fn scenario(named: &ScenarioRef) -> String {
    named.variant.as_ref().map_or_else(|| named.id.clone(), |variant| format!("{}/{variant}", named.id))
}

/// In which mails a rule speaks, in the words of its file: `*` for every scenario, `-` for a rule that names none.
pub(super) fn scope(rule: &Rule) -> String {
    let Scope::Scenarios { only, not } = &rule.scope else { return "-".to_owned() };
    let mut words = match only {
        None => vec!["*".to_owned()],
        Some(only) => only.iter().map(scenario).collect(),
    };
    words.extend(not.iter().map(|not| format!("!{}", scenario(not))));
    words.join(",")
}

/// What a severity asks of the writer.
pub(super) fn meaning(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "送る前に必ず直す",
        Severity::Warning => "送る前に直す",
        Severity::Info => "見直してみる",
    }
}

#[cfg(test)]
mod tests {
    use super::pad;

    #[test]
    fn full_width_characters_take_two_columns() {
        assert_eq!(pad("件名", 6), "件名  ");
        assert_eq!(pad("subject", 3), "subject");
    }
}
