//! The one table of settings: what each service has, with its workers and its queue.
//!
//! Payment's names in links and files are older than the others, and have stayed as they were: where they differ, a row
//! says both. Those of another service begin with its own name: `shipping.time_ms`.

use super::choices::*;
use super::made::settings;
use super::row::{Zero, by_factors, evenly, ms, whole};
use crate::time::{MILLI, Micros, nearest};

settings! {
    /// What each service has, with its workers and its queue.
    Service;

    /// Its work, whoever does it.
    Service {
        /// Mean time Payment works on one order.
        time: Micros {
            name: "payment_time_ms" / "time_ms", unit: "ms", takes: ms(0.0, 60_000.0), default: 3_000 * MILLI,
            source: "the original demo's 3 s",
        }
        /// How that time varies.
        spread: Spread {
            name: "payment_time_spread" / "time_spread", default: Spread::Fixed, rare: true,
            source: "the original demo sleeps for a fixed time",
        }
        /// So many times that time is what it takes.
        slow_down: f64 {
            name: "slow_down", unit: "times", takes: by_factors(1.0, 100.0, 0.1), default: 1.0, rare: true,
            source: "1: as fast as it is",
        }
        /// Thread tokens of Payment's HTTP endpoint (sync).
        threads: u32 {
            name: "payment_threads" / "threads", takes: whole(1.0, 1_000.0), default: 40,
            source: "anyio's default of 40 thread tokens, which Starlette uses for def endpoints",
        }
        /// Does Payment's endpoint declare what it returns? (sync)
        return_type: bool {
            name: "payment_return_type" / "return_type", default: false, rare: true,
            source: "the original demo declares none",
        }
        /// Payment workers that consume from the queue (async); each works on one order at a time.
        consumers: u32 {
            name: "consumers", takes: whole(1.0, 1_000.0), default: 1,
            source: "the original demo starts one worker",
        }
        /// Payment crashes when more orders than this are inside it at once; 0 = never.
        crash_above: u32 {
            name: "payment_crash_above" / "crash_above", unit: "orders inside",
            takes: whole(0.0, 10_000.0).or(Zero::Never), default: 0, rare: true,
            source: "off: a real Payment queues; the original demo's README claims that it crashes, so you can try it",
        }
        /// How long Payment stays down after such a crash.
        restart: Micros {
            name: "payment_restart_ms" / "restart_ms", unit: "ms", takes: ms(100.0, 600_000.0), default: 5_000 * MILLI, rare: true,
            source: "a container restart takes seconds",
        }
        /// Workers that share a process, and die with it; 0 = all of them.
        worker_threads: u32 {
            name: "worker_threads", takes: whole(0.0, 1_000.0).or(Zero::All), default: 0, rare: true,
            source: "the original demo's worker is one process",
        }
        /// Of a hundred services so many fail, at their end.
        fail_percent: f64 {
            name: "fail_percent", unit: "%", takes: evenly(0.0, 100.0, 0.1), default: 0.0, rare: true,
            source: "off: what fails is better seen alone",
        }
        /// Every service of the order of this number fails, counted from 1; 0 = of none.
        poison_order: u32 {
            name: "poison_order", takes: whole(0.0, 10_000.0).or(Zero::None), default: 0, rare: true,
            source: "off: it is an accident",
        }
        /// A worker that is sent the order of this number, counted from 1, for the first time dies of it; 0 = of none.
        crash_order: u32 {
            name: "crash_order", takes: whole(0.0, 10_000.0).or(Zero::None), default: 0, rare: true,
            source: "off: it is an accident",
        }
        /// When it does.
        crash_when: CrashWhen {
            name: "crash_when", default: CrashWhen::BeforeAck, rare: true,
            source: "the worse of the two",
        }
        /// What a worker does with an order that failed.
        on_fail: OnFail {
            name: "on_fail", default: OnFail::Requeue, rare: true,
            source: "basic.nack requeues unless it is told not to (AMQP 0-9-1)",
        }
    }

    /// Its queue.
    Queue {
        /// Unacknowledged messages a consumer may hold; 0 = no limit.
        prefetch_count: u32 {
            name: "prefetch_count", takes: whole(0.0, 1_000.0).or(Zero::NoLimit), default: 1,
            source: "1, the fair choice for slow work; pika sets none, which means 0",
        }
        /// The key that it is bound to the exchange with.
        binding_key: BindingKey {
            name: "binding_key", default: BindingKey::OrderCreated, rare: true,
            source: "the key that Checkout publishes with",
        }
        /// When a message counts as consumed.
        ack_mode: AckMode {
            name: "ack_mode", default: AckMode::Manual,
            source: "RabbitMQ's default; the original demo uses auto-ack",
        }
        /// Does the queue survive a broker restart?
        queue_durable: bool {
            name: "queue_durable", default: true,
            source: "what RabbitMQ's documentation advises; the original demo's queue is not durable",
        }
        /// How the queue keeps its messages.
        queue_type: QueueType {
            name: "queue_type", default: QueueType::Classic, rare: true,
            source: "RabbitMQ's default",
        }
        /// A quorum queue gives up a message that came back more often than this; 0 = never.
        delivery_limit: u32 {
            name: "delivery_limit", unit: "returns",
            takes: whole(0.0, 1_000.0).or(Zero::Never), default: 20, rare: true,
            source: "RabbitMQ 4's default",
        }
        /// Do dead messages go to a queue of their own?
        dead_letter: bool {
            name: "dead_letter_exchange", default: false, rare: true,
            source: "no dead-letter exchange unless one is declared",
        }
        /// What becomes of them there.
        dead_letters: DeadLetters {
            name: "dead_letters", default: DeadLetters::Parked, rare: true,
            source: "nobody consumes from a queue for dead messages unless somebody was told to",
        }
        /// How long a dead message waits before it goes back to its queue, where they are retried.
        retry_ttl: Micros {
            name: "retry_ttl_ms", unit: "ms", takes: by_factors(1.0, 600_000.0, 1.0), default: 10_000 * MILLI, rare: true,
            source: "the 10 s of rabbitmq-server#1061, which describes such a ring",
        }
        /// How long the worker takes that publishes a dead message anew, where they are redriven.
        redrive_time: Micros {
            name: "redrive_ms", unit: "ms", takes: ms(0.0, 60_000.0), default: 1_000 * MILLI, rare: true,
            source: "slow enough to be seen; a script takes a millisecond or two",
        }
        /// A message that came back from the dead so often is left there; 0 = no limit.
        retry_limit: u32 {
            name: "retry_limit", unit: "times", takes: whole(0.0, 1_000.0).or(Zero::NoLimit), default: 0, rare: true,
            source: "RabbitMQ counts deaths (x-death) and limits none; who wants a limit reads the count",
        }
        /// Ready messages the queue takes; 0 = no limit.
        max_length: u32 {
            name: "max_length", unit: "messages",
            takes: whole(0.0, 100_000.0).or(Zero::NoLimit), default: 0, rare: true,
            source: "no limit unless set",
        }
        /// What a full queue does.
        overflow: Overflow {
            name: "overflow", default: Overflow::DropHead, rare: true,
            source: "RabbitMQ's default",
        }
        /// How long the queue keeps a ready message; 0 = for ever.
        queue_ttl: Micros {
            name: "queue_ttl_ms", unit: "ms",
            takes: by_factors(0.0, 600_000.0, 1.0).or(Zero::Never), default: 0, rare: true,
            source: "no limit unless set",
        }
        /// Levels of priority above 0 the queue knows; 0 = it knows none.
        max_priority: u32 {
            name: "max_priority", takes: whole(0.0, 255.0).or(Zero::None), default: 0, rare: true,
            source: "0: a classic queue knows no priorities unless it is declared with them",
        }
    }
}

impl Service {
    /// Mean time that it takes for one order, slowed down as it is.
    #[inline]
    pub fn work(&self) -> Micros {
        self.slowed(self.time)
    }

    /// What a piece of work takes.
    #[inline]
    pub fn slowed(&self, span: Micros) -> Micros {
        match self.slow_down == 1.0 {
            true => span,
            false => nearest(span as f64 * self.slow_down),
        }
    }
}
