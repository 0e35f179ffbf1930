//! Findings that are known: what tells one from another when the text around it moves.
//!
//! It must not know files, options or output formats.

pub mod fingerprint;
