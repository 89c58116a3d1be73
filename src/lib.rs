//! Sync vs Async Showdown.

#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
pub mod experiment;
pub mod sim;
