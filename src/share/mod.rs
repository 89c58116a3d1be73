//! What a reader hands to another reader, and the page inside another page.
//!
//! ```text
//! experiment, moment, order ──▶ link ──▶ address, chat, documentation ──▶ link ──▶ the same run
//! ```
//!
//! A link carries the cause and not the effect: no figure is in it, because the engine finds them again.

pub mod embed;
pub mod link;
pub mod panels;
