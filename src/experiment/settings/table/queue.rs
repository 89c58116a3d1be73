//! The broker's queue, and how it is used.

use super::{by_factors, choice, chosen, count, span, spanned, whole};
use crate::experiment::settings::{Kind, Part, Setting, Zero};
use crate::experiment::value::Value;
use crate::sim::config::{AckMode, Overflow, QueueType};
use crate::sim::time::MILLI;

const ACK: &[(&str, &str)] = &[
    ("manual", "after the work"),
    ("auto", "on delivery (auto-ack)"),
];
const ACK_V: &[AckMode] = &[AckMode::Manual, AckMode::Auto];
const QUEUE_TYPE: &[(&str, &str)] = &[("classic", "classic"), ("quorum", "quorum (Raft)")];
const QUEUE_TYPE_V: &[QueueType] = &[QueueType::Classic, QueueType::Quorum];
const OVERFLOW: &[(&str, &str)] = &[
    ("drop-head", "drops its oldest message"),
    ("reject-publish", "refuses new ones"),
];
const OVERFLOW_V: &[Overflow] = &[Overflow::DropHead, Overflow::RejectPublish];

pub(super) const ROWS: [Setting; 11] = [
    Setting {
        name: "prefetch_count",
        part: Part::Queue,
        label: "Prefetch",
        unit: "",
        kind: whole(0.0, 1_000.0, 1.0).or(Zero::NoLimit),
        rare: false,
        help: "Unacknowledged messages a worker may hold; 0 = no limit. Ignored under auto-ack.",
        source: "1, the fair choice for slow work; pika sets none, which means 0",
        get: |c| Value::Number(f64::from(c.prefetch_count)),
        set: |c, v| c.prefetch_count = count(v),
    },
    Setting {
        name: "ack_mode",
        part: Part::Queue,
        label: "A message is acknowledged",
        unit: "",
        kind: Kind::Choice {
            options: ACK,
            default: "manual",
        },
        rare: false,
        help: "After the work: a crash brings it back (and may charge twice). On delivery: a crash loses it.",
        source: "RabbitMQ's default; the original demo uses auto-ack",
        get: |c| choice(&c.ack_mode, ACK, ACK_V),
        set: |c, v| c.ack_mode = chosen(v, ACK, ACK_V),
    },
    Setting {
        name: "queue_durable",
        part: Part::Queue,
        label: "Queue is durable",
        unit: "",
        kind: Kind::Flag { default: true },
        rare: false,
        help: "Does the queue survive a broker restart? Its messages survive only if they are persistent too.",
        source: "what RabbitMQ's documentation advises; the original demo's queue is not durable",
        get: |c| Value::Flag(c.queue_durable),
        set: |c, v| c.queue_durable = *v == Value::Flag(true),
    },
    Setting {
        name: "messages_persistent",
        part: Part::Queue,
        label: "Messages are persistent",
        unit: "",
        kind: Kind::Flag { default: true },
        rare: false,
        help: "Are messages written to disk (delivery_mode 2)? Applies to messages published from now on.",
        source: "what RabbitMQ's documentation advises; the original demo's messages are transient",
        get: |c| Value::Flag(c.messages_persistent),
        set: |c, v| c.messages_persistent = *v == Value::Flag(true),
    },
    Setting {
        name: "queue_type",
        part: Part::Queue,
        label: "Queue type",
        unit: "",
        kind: Kind::Choice {
            options: QUEUE_TYPE,
            default: "classic",
        },
        rare: true,
        help: "Classic, or quorum: written to a Raft log before it counts. A quorum queue is always durable, keeps every message, knows no priorities and counts deliveries.",
        source: "RabbitMQ's default",
        get: |c| choice(&c.queue_type, QUEUE_TYPE, QUEUE_TYPE_V),
        set: |c, v| c.queue_type = chosen(v, QUEUE_TYPE, QUEUE_TYPE_V),
    },
    Setting {
        name: "delivery_limit",
        part: Part::Queue,
        label: "Delivery limit",
        unit: "returns",
        kind: whole(0.0, 1_000.0, 20.0).or(Zero::Never),
        rare: true,
        help: "A quorum queue gives up a message that came back more often than this; 0 = never. Classic queues do not count.",
        source: "RabbitMQ 4's default",
        get: |c| Value::Number(f64::from(c.delivery_limit)),
        set: |c, v| c.delivery_limit = count(v),
    },
    Setting {
        name: "dead_letter_exchange",
        part: Part::Queue,
        label: "Keeps dead messages",
        unit: "",
        kind: Kind::Flag { default: false },
        rare: true,
        help: "Do messages that were rejected, expired, one too many or delivered too often go to a queue of their own? Without it they vanish.",
        source: "no dead-letter exchange unless one is declared",
        get: |c| Value::Flag(c.dead_letter),
        set: |c, v| c.dead_letter = *v == Value::Flag(true),
    },
    Setting {
        name: "max_length",
        part: Part::Queue,
        label: "Longest queue",
        unit: "messages",
        kind: whole(0.0, 100_000.0, 0.0).or(Zero::NoLimit),
        rare: true,
        help: "Ready messages the queue takes; those that workers hold do not count. 0 = no limit.",
        source: "no limit unless set",
        get: |c| Value::Number(f64::from(c.max_length)),
        set: |c, v| c.max_length = count(v),
    },
    Setting {
        name: "overflow",
        part: Part::Queue,
        label: "A full queue",
        unit: "",
        kind: Kind::Choice {
            options: OVERFLOW,
            default: "drop-head",
        },
        rare: true,
        help: "Throws away its oldest message, whose user was told 202; or refuses the new one: an error with publisher confirms, lost without a word without them.",
        source: "RabbitMQ's default",
        get: |c| choice(&c.overflow, OVERFLOW, OVERFLOW_V),
        set: |c, v| c.overflow = chosen(v, OVERFLOW, OVERFLOW_V),
    },
    Setting {
        name: "queue_ttl_ms",
        part: Part::Queue,
        label: "Queue forgets after",
        unit: "ms",
        kind: by_factors(0.0, 600_000.0, 1.0, 0.0).or(Zero::Never),
        rare: true,
        help: "A message that was ready for this long expires, whether anybody asks for it or not; 0 = never. In a worker's buffer nothing expires.",
        source: "no limit unless set",
        get: |c| spanned(c.queue_ttl, MILLI),
        set: |c, v| c.queue_ttl = span(v, MILLI),
    },
    Setting {
        name: "max_priority",
        part: Part::Queue,
        label: "Priorities",
        unit: "",
        kind: whole(0.0, 255.0, 0.0).or(Zero::None),
        rare: true,
        help: "The highest priority the queue knows; 0 = none: first in, first out. It acts only on messages that are still in the broker.",
        source: "0: a queue knows no priorities unless it is declared with them",
        get: |c| Value::Number(f64::from(c.max_priority)),
        set: |c, v| c.max_priority = count(v),
    },
];
