//! The model: two real programs and the network between them, as a discrete-event simulation.
//!
//! Pure: std, serde and libm. Nothing here knows that a screen exists, reads a clock, or depends on the order of a
//! hash map. The question that decides whether a line lives here: can it change what the simulation computes?
//!
//! Read [`event`] first (everything that can happen), then [`shop`] (the common part), then the two wirings.

pub mod about;
pub mod arrivals;
mod async_shop;
mod books;
pub mod broker;
pub mod cable;
pub mod calendar;
mod checkout;
pub mod choice;
pub mod config;
pub mod costs;
pub mod cpu;
pub mod digest;
pub mod dist;
pub mod draw;
pub mod engine;
pub mod event;
pub mod fault;
pub mod happening;
pub mod http;
pub mod journey;
pub mod ledger;
pub mod metrics;
pub mod order;
pub mod parts;
mod payment;
mod read;
pub mod room;
pub mod script;
pub mod shop;
pub mod slab;
mod stale;
mod standstill;
pub mod station;
mod sync_shop;
pub mod tally;
pub mod theory;
pub mod time;
pub mod trace;
pub mod wrong;
