//! The broker, after RabbitMQ.
//!
//! ```text
//! publish ──▶ exchange ──▶ queue: ready ▮▮▮▮ ──▶ deliver (prefetch) ──▶ consumer: buffer ▮▮, working ▮
//!                │                │ unacked ▮▮ ◀────── ack, nack ───────────┘
//!                │                └─▶ rejected, expired, one too many, come back too often: dead
//!                └─▶ no such queue: dropped without a word (the message was not mandatory)
//! ```
//!
//! `process.rs` owns the queues; how a message goes in (`intake.rs`), out (`dealing.rs`) and away (`settling.rs`) are its methods.

pub(crate) mod alarm;
pub mod aside;
pub mod balance;
pub mod consumer;
mod dealing;
pub mod exchange;
pub(crate) mod intake;
mod levels;
pub(crate) mod messages;
pub(crate) mod process;
pub mod queue;
mod revival;
mod settling;
pub mod word;
