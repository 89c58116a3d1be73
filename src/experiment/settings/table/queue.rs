//! The broker's queue, and how it is used.

use super::{Row, by_factors, choice, chosen, count, span, spanned, whole};
use crate::experiment::settings::{Kind, Part, Zero};
use crate::experiment::value::Value;
use crate::sim::config::{AckMode, Overflow, QueueType};
use crate::sim::time::MILLI;

const ACK: &[&str] = &["manual", "auto"];
const ACK_V: &[AckMode] = &[AckMode::Manual, AckMode::Auto];
const QUEUE_TYPE: &[&str] = &["classic", "quorum"];
const QUEUE_TYPE_V: &[QueueType] = &[QueueType::Classic, QueueType::Quorum];
const OVERFLOW: &[&str] = &["drop-head", "reject-publish"];
const OVERFLOW_V: &[Overflow] = &[Overflow::DropHead, Overflow::RejectPublish];

pub(super) const ROWS: [Row; 11] = [
    Row {
        name: "prefetch_count",
        part: Part::Queue,
        unit: "",
        kind: whole(0.0, 1_000.0, 1.0).or(Zero::NoLimit),
        rare: false,
        source: "1, the fair choice for slow work; pika sets none, which means 0",
        get: |c| Value::Number(f64::from(c.prefetch_count)),
        set: |c, v| c.prefetch_count = count(v),
    },
    Row {
        name: "ack_mode",
        part: Part::Queue,
        unit: "",
        kind: Kind::Choice {
            options: ACK,
            default: "manual",
        },
        rare: false,
        source: "RabbitMQ's default; the original demo uses auto-ack",
        get: |c| choice(&c.ack_mode, ACK, ACK_V),
        set: |c, v| c.ack_mode = chosen(v, ACK, ACK_V),
    },
    Row {
        name: "queue_durable",
        part: Part::Queue,
        unit: "",
        kind: Kind::Flag { default: true },
        rare: false,
        source: "what RabbitMQ's documentation advises; the original demo's queue is not durable",
        get: |c| Value::Flag(c.queue_durable),
        set: |c, v| c.queue_durable = *v == Value::Flag(true),
    },
    Row {
        name: "messages_persistent",
        part: Part::Queue,
        unit: "",
        kind: Kind::Flag { default: true },
        rare: false,
        source: "what RabbitMQ's documentation advises; the original demo's messages are transient",
        get: |c| Value::Flag(c.messages_persistent),
        set: |c, v| c.messages_persistent = *v == Value::Flag(true),
    },
    Row {
        name: "queue_type",
        part: Part::Queue,
        unit: "",
        kind: Kind::Choice {
            options: QUEUE_TYPE,
            default: "classic",
        },
        rare: true,
        source: "RabbitMQ's default",
        get: |c| choice(&c.queue_type, QUEUE_TYPE, QUEUE_TYPE_V),
        set: |c, v| c.queue_type = chosen(v, QUEUE_TYPE, QUEUE_TYPE_V),
    },
    Row {
        name: "delivery_limit",
        part: Part::Queue,
        unit: "returns",
        kind: whole(0.0, 1_000.0, 20.0).or(Zero::Never),
        rare: true,
        source: "RabbitMQ 4's default",
        get: |c| Value::Number(f64::from(c.delivery_limit)),
        set: |c, v| c.delivery_limit = count(v),
    },
    Row {
        name: "dead_letter_exchange",
        part: Part::Queue,
        unit: "",
        kind: Kind::Flag { default: false },
        rare: true,
        source: "no dead-letter exchange unless one is declared",
        get: |c| Value::Flag(c.dead_letter),
        set: |c, v| c.dead_letter = *v == Value::Flag(true),
    },
    Row {
        name: "max_length",
        part: Part::Queue,
        unit: "messages",
        kind: whole(0.0, 100_000.0, 0.0).or(Zero::NoLimit),
        rare: true,
        source: "no limit unless set",
        get: |c| Value::Number(f64::from(c.max_length)),
        set: |c, v| c.max_length = count(v),
    },
    Row {
        name: "overflow",
        part: Part::Queue,
        unit: "",
        kind: Kind::Choice {
            options: OVERFLOW,
            default: "drop-head",
        },
        rare: true,
        source: "RabbitMQ's default",
        get: |c| choice(&c.overflow, OVERFLOW, OVERFLOW_V),
        set: |c, v| c.overflow = chosen(v, OVERFLOW, OVERFLOW_V),
    },
    Row {
        name: "queue_ttl_ms",
        part: Part::Queue,
        unit: "ms",
        kind: by_factors(0.0, 600_000.0, 1.0, 0.0).or(Zero::Never),
        rare: true,
        source: "no limit unless set",
        get: |c| spanned(c.queue_ttl, MILLI),
        set: |c, v| c.queue_ttl = span(v, MILLI),
    },
    Row {
        name: "max_priority",
        part: Part::Queue,
        unit: "",
        kind: whole(0.0, 255.0, 0.0).or(Zero::None),
        rare: true,
        source: "0: a queue knows no priorities unless it is declared with them",
        get: |c| Value::Number(f64::from(c.max_priority)),
        set: |c, v| c.max_priority = count(v),
    },
];
