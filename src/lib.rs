//! mailint reads a Japanese mail that apologises, answers a refusal or refuses, and says which words will hurt.

pub mod cli;
pub mod diagnostic;
pub mod input;
pub mod lint;
pub mod report;
pub mod text;
