//! mailint reads a Japanese mail that apologises, answers a refusal or refuses, and says which words will hurt.

pub mod calendar;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod fix;
pub mod input;
pub mod lint;
pub mod mail;
pub mod morph;
pub mod pattern;
pub mod report;
pub mod rule;
pub mod scenario;
pub mod suppress;
pub mod text;
pub mod unit;

/// The readme's example, tested.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
