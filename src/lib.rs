//! mailint reads a Japanese mail that apologises, answers a refusal or refuses, and says which words will hurt.

pub mod diagnostic;
pub mod lint;
pub mod mail;
pub mod text;
