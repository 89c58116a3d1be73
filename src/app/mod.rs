//! The page without the page: what a reader can do, and what it does to the run.
//!
//! ```text
//! Msg ──▶ Model::update ──▶ Run (the experiment grows) ──▶ Readout, Setup (what a screen may know)
//! ```
//!
//! Pure: no browser, no clock of its own; a frame is told how much time has passed and asks how much it may spend.

pub mod fairness;
pub mod follower;
pub mod found;
pub mod model;
pub mod readout;
pub mod shopper;
pub mod slider;
pub mod voice;
