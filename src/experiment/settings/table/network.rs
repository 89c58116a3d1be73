//! What lies between.

use super::{choice, chosen, ms, span, spanned};
use crate::experiment::settings::{Kind, Part, Setting};
use crate::sim::costs::Overheads;
use crate::sim::time::MILLI;

const OVERHEADS: &[(&str, &str)] = &[
    ("none", "none (arithmetic)"),
    ("measured", "as measured"),
    ("slow-links", "slow links (teaching)"),
];
const OVERHEADS_V: &[Overheads] = &[Overheads::None, Overheads::Measured, Overheads::SlowLinks];

pub(super) const ROWS: [Setting; 2] = [
    Setting {
        name: "overheads",
        part: Part::Network,
        label: "Cost of the machinery",
        unit: "",
        kind: Kind::Choice {
            options: OVERHEADS,
            default: "measured",
        },
        rare: false,
        help: "None: pure arithmetic. As measured: network, interpreter and broker of a real FastAPI and RabbitMQ stack. Slow links: a quarter of a second per hop.",
        source: "measured on a real stack over loopback",
        get: |c| choice(&c.overheads, OVERHEADS, OVERHEADS_V),
        set: |c, v| c.overheads = chosen(v, OVERHEADS, OVERHEADS_V),
    },
    Setting {
        name: "link_latency_ms",
        part: Part::Network,
        label: "Extra link latency",
        unit: "ms",
        kind: ms(0.0, 5_000.0, 0.0),
        rare: false,
        help: "Extra one-way delay between Checkout and Payment or the broker, and between the broker and its workers. A new TCP connection costs two of them, an AMQP connection eight.",
        source: "none: services in one rack",
        get: |c| spanned(c.link_latency, MILLI),
        set: |c, v| c.link_latency = span(v, MILLI),
    },
];
