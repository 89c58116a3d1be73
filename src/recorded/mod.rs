//! Recorded runs on the page: a chunk of the program, loaded when a reader asks for it.
//!
//! ```text
//! a file · one beside the page ──▶ text ──▶ Replay::within ──▶ [html]: verdict, [curves], figures ──▶ #recorded
//! ```
//!
//! Nobody who does not press the button loads it. It keeps no state but the run it shows, so it needs no framework: the
//! panel is HTML, written once for each run. Nothing leaves the page.

pub mod curves;
pub mod html;
#[cfg(target_arch = "wasm32")]
mod panel;

#[cfg(target_arch = "wasm32")]
pub(crate) use self::panel::start;

/// Recorded runs beside the page (scripts/finish-page.mjs puts them there), by their files.
pub const SHIPPED: [&str; 2] = ["06b-overload-sync-timeouts", "07b-outage-async-killed"];
