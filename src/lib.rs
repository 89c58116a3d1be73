//! Sync vs Async Showdown.

pub mod app;
pub mod charts;
#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
pub mod code;
pub mod experiment;
#[cfg(target_arch = "wasm32")]
mod panels;
pub mod recorded;
pub mod replay;
pub mod share;
pub use showdown_sim as sim;
pub mod stage;
pub mod story;
#[cfg(target_arch = "wasm32")]
pub mod view;
#[cfg(target_arch = "wasm32")]
mod web;
pub mod words;
