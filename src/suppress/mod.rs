//! Findings that are known: those that somebody allows with a reason, those that a baseline holds, and what tells one
//! from another when the text around it moves.
//!
//! It must not know files, options or output formats. Nothing of it is ever written into a draft.

mod allow;
pub mod baseline;
mod comment;
pub mod fingerprint;

pub use allow::{Allow, Allowed, Idle, Settled, Why, settle};
pub use comment::{Comments, Written, WrittenScope, comments, front_matter};
