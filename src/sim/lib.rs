//! The model: two real programs and the network between them, as a discrete-event simulation.
//!
//! Pure: std, serde and libm. Nothing here knows that a screen exists, reads a clock, or depends on the order of a
//! hash map. The question that decides whether a line lives here: can it change what the simulation computes?
//!
//! Read [`event`] first (everything that can happen), then [`shop`] (the parts; which event is whose stands in
//! `below.rs`), then the parts.

pub mod about;
pub mod arrivals;
mod below;
mod books;
mod broken;
pub mod broker;
pub mod cable;
pub mod calendar;
mod carriers;
mod checkout;
pub mod choice;
pub mod config;
pub mod costs;
pub mod course;
pub mod cpu;
pub mod digest;
pub mod dist;
pub mod draw;
pub mod engine;
pub mod event;
pub mod fault;
mod floor;
pub mod happening;
pub mod http;
mod job;
pub mod journey;
pub mod ledger;
pub mod line;
pub mod metrics;
pub mod order;
pub mod part;
pub mod parts;
pub mod pool;
mod process;
mod read;
pub mod room;
pub mod script;
pub mod sealed;
mod service;
pub mod shop;
pub mod slab;
mod stale;
pub mod station;
pub mod tally;
pub mod task;
pub mod theory;
pub mod time;
pub mod trace;
mod users;
pub mod wire;
mod wired;
pub mod wiring;
mod workers;
pub mod wrong;
