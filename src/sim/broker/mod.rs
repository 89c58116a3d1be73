//! The broker and those who consume from it, after RabbitMQ.
//!
//! ```text
//! publish ──▶ exchange ──▶ queue: ready ▮▮▮▮ ──▶ deliver (prefetch) ──▶ consumer: buffer ▮▮, working ▮
//!                │                │ unacked ▮▮ ◀────── ack, nack ───────────┘
//!                │                └─▶ rejected, expired, one too many, come back too often: dead
//!                └─▶ no such queue: dropped without a word (the message was not mandatory)
//! ```

pub mod balance;
pub mod consumer;
pub mod exchange;
pub mod queue;
