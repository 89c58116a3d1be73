//! The broker's queue, and how it is used.

use super::{choice, chosen, count, whole};
use crate::experiment::settings::{Kind, Part, Setting};
use crate::experiment::value::Value;
use crate::sim::config::AckMode;

const ACK: &[(&str, &str)] = &[
    ("manual", "after the work"),
    ("auto", "on delivery (auto-ack)"),
];
const ACK_V: &[AckMode] = &[AckMode::Manual, AckMode::Auto];

pub(super) const ROWS: [Setting; 4] = [
    Setting {
        name: "prefetch_count",
        part: Part::Queue,
        label: "Prefetch",
        unit: "",
        kind: whole(0.0, 1_000.0, 1.0),
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
];
