//! Every word of the page: the one room that knows English.
//!
//! ```text
//! a run ─▶ facts with numbers ─▶ words ─▶ the page
//! ```
//!
//! A second language is one more [`Language`]. What is told stays the same: nothing here decides what is a fact, and
//! nobody reads these words again to find one.

mod en;
pub mod facts;
pub mod outcomes;

pub use self::en::faults::{RESET_KEEPS, fault};
pub use self::en::figures::*;
pub use self::en::outcomes as outcome;
pub use self::en::steps::step;
pub use self::en::{keys, lessons, panels, presets, settings, shopper, spine, stage};
use self::facts::{Facts, Scene};
use crate::sim::shop::Wiring;

/// A language: a table of what is said.
#[derive(Clone, Copy, Debug)]
pub struct Language {
    /// What is happening in one shop: one or two sentences, at most [`SENTENCE`] characters.
    pub says: fn(&Facts, Wiring) -> String,
    /// Below both: why, or what to try next; at most [`WHY`] characters.
    pub why: fn(&Facts, &Scene) -> String,
}

/// Characters of a shop's sentence, at most.
pub const SENTENCE: usize = 118;

/// Characters of the line below, at most.
pub const WHY: usize = 150;

/// English.
pub static ENGLISH: Language = Language {
    says: en::sentence::says,
    why: en::sentence::why,
};
