//! English: one module for each room of the page, so that a room's words are loaded with it and not before.

pub mod faults;
pub mod figures;
pub mod keys;
pub mod lessons;
pub mod outcomes;
pub mod panels;
pub mod presets;
pub(super) mod sentence;
pub mod settings;
pub mod shopper;
pub mod spine;
pub mod stage;
pub mod steps;
