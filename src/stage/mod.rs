//! The stage: what is drawn of a run, as values; only `painter` touches a canvas.
//!
//! ```text
//! shop ─▶ layout (where) ─▶ scene (what) ─▶ painter (pixels)
//!            choreography (what passes) ─┘
//!          └▶ places (which order is where) ─▶ a click
//! ```

pub mod choreography;
pub mod layout;
#[cfg(target_arch = "wasm32")]
pub mod painter;
mod passing;
pub mod places;
pub mod scene;
