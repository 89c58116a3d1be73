//! Every word of the page: the one room that speaks a language.
//!
//! ```text
//! a run ─▶ facts with numbers ─▶ words ─▶ the page
//! ```
//!
//! What is told is decided in `facts`, and nobody reads words again to find a fact. How it is said is a table: `en`. The
//! rest of the program says `words::…`, and no language by its name.

mod en;
pub mod facts;

/// The language of this build. Another one is another table beside `en`, with the same names (the compiler knows which
/// are missing), and a choice in this line: the same program built with another table, in a folder of its own, which a
/// browser loads when its reader wants it. So no page carries words that it does not say.
pub use self::en::*;

/// Characters of a shop's sentence, at most.
pub const SENTENCE: usize = 118;

/// Characters of the line below, at most.
pub const WHY: usize = 150;
