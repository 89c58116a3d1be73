//! What the model does, argued from the domain, and the proof that it would be noticed if it did not.
//!
//! | module | argued from |
//! |---|---|
//! | `alarm` | RabbitMQ's guides to memory alarms and blocked connections |
//! | `arithmetic` | the table that anybody can check on paper; the command line |
//! | `failures` | the specification's paragraphs on what breaks, and who is told what |
//! | `http_side` | thread pools, timeouts and retries: one setting, one sum |
//! | `broker` | RabbitMQ's documentation |
//! | `dead` | the guide to dead letters: retry queues, redriving, rings |
//! | `one_way` | TCP and heartbeats when only one direction is cut |
//! | `quorum` | what RabbitMQ's quorum queues were seen to do |
//! | `services` | several services: sums, the slowest, who tells whom |
//! | `pool` | the connections of one shared client: clocks, who is woken, what it costs |
//! | `silence` | RabbitMQ's guides to consumers and heartbeats |
//! | `traffic` | rates that change by themselves, services that are slow or fail |
//! | `wire` | TCP on a wire that is long, uneven or lossy: what is sent again, when |
//! | `wrong` | engines that are wrong on purpose: which of these tests fail with them, by name |
//!
//! They are one program, so that `wrong` can ask the tests themselves, and not copies of them.

#[path = "../common/mod.rs"]
mod common;

mod alarm;
mod arithmetic;
mod broker;
mod dead;
mod failures;
mod http_side;
mod one_way;
mod pool;
mod quorum;
mod services;
mod silence;
mod traffic;
mod wire;
mod wrong;
