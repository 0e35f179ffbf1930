//! Compiled matchers over units and text: phrases, token patterns, lists and regular expressions, all found in one pass.
//!
//! A pattern knows words and their features, nothing of rules, scenarios or messages. Phrases are written in plain
//! Japanese (`rules/README.md`) and compiled with the same tokeniser and folder that read the mail.

mod anchor;
mod builder;
mod code;
mod compile;
mod expression;
mod field;
mod gate;
mod machine;
mod need;
mod phrase;
mod pool;
mod program;
mod reading;
mod run;
mod set;

pub use builder::PatternBuilder;
pub use compile::{Analyzer, Compiler, Unmatchable};
pub use expression::RegexSource;
pub use phrase::SyntaxError;
pub use program::{Stop, TokenItem, TokenTest};
pub use reading::{Hits, Reading, SentenceUnits};
pub use set::{Match, PatternId, PatternSet};

/// A number in a table. A mail has far fewer units, a rule set far fewer patterns.
fn index(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
