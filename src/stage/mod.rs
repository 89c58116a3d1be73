//! The stage: what is drawn of a run, as values; only `painter` touches a canvas.
//!
//! ```text
//! shop ─▶ layout (where) ─▶ scene (what) ─▶ painter (pixels)
//!            choreography (what passes) ─┘
//! ```

pub mod choreography;
pub mod layout;
#[cfg(target_arch = "wasm32")]
pub mod painter;
pub mod scene;
