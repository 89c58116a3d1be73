//! The stage: what is drawn of a run, as values; only `painter` touches a canvas.
//!
//! ```text
//! parts ─▶ layout (where) ─▶ scene (what) ─▶ painter (pixels)
//!             choreography (what passes) ─┘
//!          ├▶ places (which order is where) ─▶ a click
//!          └▶ labels (which word is where) ─▶ the document
//! ```

pub mod area;
pub mod choreography;
pub mod grid;
pub mod labels;
pub mod layout;
pub mod marks;
#[cfg(target_arch = "wasm32")]
pub mod painter;
mod passing;
pub mod people;
pub mod places;
pub mod scene;
pub mod sight;
mod standing;
mod text;
