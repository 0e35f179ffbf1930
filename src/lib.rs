//! mailint reads a Japanese mail that apologises, answers a refusal or refuses, and says which words will hurt.

/// The bytes of a file that the build script wrote, at an address from which numbers can be read in place.
macro_rules! embedded {
    ($file:literal) => {{
        #[repr(C, align(16))]
        struct Aligned<B: ?Sized>(B);
        static FILE: &Aligned<[u8]> = &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/", $file)));
        &FILE.0
    }};
}

/// The text of a file that the build script wrote.
macro_rules! embedded_text {
    ($file:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/", $file))
    };
}

pub mod builtin;
pub mod calendar;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod fix;
pub mod frozen;
mod idle;
pub mod input;
pub mod likeness;
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
