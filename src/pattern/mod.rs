//! Compiled matchers over units and text: phrases, token patterns, lists and regular expressions, all found in one pass.
//!
//! A pattern knows words and their features, nothing of rules, scenarios or messages. Phrases are written in plain
//! Japanese (`rules/README.md`) and compiled with the same tokeniser and folder that read the mail.

mod anchor;
mod compile;
mod phrase;
mod program;
mod reading;
mod set;

pub use compile::{Analyzer, Compiler, Unmatchable};
pub use phrase::SyntaxError;
pub use program::{Stop, TokenItem, TokenTest};
pub use reading::{Reading, SentenceUnits};
pub use set::{Match, PatternId, PatternSet, RegexSource};
