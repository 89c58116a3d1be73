//! How fast is the engine? The same models by the engine and by bare loops, natively and in WebAssembly.
//!
//! ```text
//! cases.rs ──▶ by_engine.rs ─┐
//!        └───▶ by_hand.rs ───┴─▶ check.rs: is the answer right? ──▶ main.rs, wasm.rs: how long did it take?
//!
//! memory.rs: how much room does the largest run take, and does a long one stop growing?
//! ```
//!
//! The engine is the package that ships, and the experiments' sources are compiled into this one as they are, without
//! the page around them: building it takes seconds.

pub mod by_engine;
pub mod by_hand;
pub mod cases;
pub mod check;
#[path = "../../../src/experiment/mod.rs"]
pub mod experiment;
pub mod memory;
pub mod wasm;
pub use showdown_sim as sim;
