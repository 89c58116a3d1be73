//! What lies between.

use super::{Row, choice, chosen, ms, span, spanned};
use crate::experiment::settings::{Kind, Part};
use crate::sim::costs::Overheads;
use crate::sim::time::MILLI;

const OVERHEADS: &[&str] = &["none", "measured", "slow-links"];
const OVERHEADS_V: &[Overheads] = &[Overheads::None, Overheads::Measured, Overheads::SlowLinks];

pub(super) const ROWS: [Row; 2] = [
    Row {
        name: "overheads",
        part: Part::Network,
        unit: "",
        kind: Kind::Choice {
            options: OVERHEADS,
            default: "measured",
        },
        rare: false,
        source: "measured on a real stack over loopback",
        get: |c| choice(&c.overheads, OVERHEADS, OVERHEADS_V),
        set: |c, v| c.overheads = chosen(v, OVERHEADS, OVERHEADS_V),
    },
    Row {
        name: "link_latency_ms",
        part: Part::Network,
        unit: "ms",
        kind: ms(0.0, 5_000.0, 0.0),
        rare: false,
        source: "none: services in one rack",
        get: |c| spanned(c.link_latency, MILLI),
        set: |c, v| c.link_latency = span(v, MILLI),
    },
];
