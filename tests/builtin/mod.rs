//! The built-in rules, loaded once for all tests of a file.

use std::sync::LazyLock;

use mailint::builtin;
use mailint::morph::Tokenizer;
use mailint::rule::{RuleSet, load};

/// The built-in rules; where they do not load, every mistake is told.
pub(crate) static RULES: LazyLock<RuleSet> = LazyLock::new(|| {
    load(Tokenizer::embedded(), builtin::sources()).unwrap_or_else(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        panic!("the built-in rules do not load:\n{}", lines.join("\n"))
    })
});
