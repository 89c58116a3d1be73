//! How orders come.

use super::{Row, by_factors, choice, chosen, count, number, span, spanned, whole};
use crate::experiment::settings::{Kind, Part, Zero};
use crate::experiment::value::Value;
use crate::sim::config::Arrivals;
use crate::sim::time::SECOND;

const ARRIVALS: &[&str] = &["by-hand", "constant", "poisson", "burst", "one-by-one"];
const ARRIVALS_V: &[Arrivals] = &[
    Arrivals::ByHand,
    Arrivals::Constant,
    Arrivals::Poisson,
    Arrivals::Burst,
    Arrivals::OneByOne,
];

pub(super) const ROWS: [Row; 5] = [
    Row {
        name: "arrivals",
        part: Part::Traffic,
        unit: "",
        kind: Kind::Choice {
            options: ARRIVALS,
            default: "by-hand",
        },
        rare: false,
        source: "nothing moves on this page before you press a button",
        get: |c| choice(&c.arrivals, ARRIVALS, ARRIVALS_V),
        set: |c, v| c.arrivals = chosen(v, ARRIVALS, ARRIVALS_V),
    },
    Row {
        name: "arrival_rate_per_s",
        part: Part::Traffic,
        unit: "orders/s",
        kind: by_factors(0.01, 1_000.0, 0.01, 2.0),
        rare: false,
        source: "a small shop; 40 threads at 3 s could take 13 per second",
        get: |c| Value::Number(c.arrival_rate_per_s),
        set: |c, v| c.arrival_rate_per_s = number(v),
    },
    Row {
        name: "burst_size",
        part: Part::Traffic,
        unit: "",
        kind: whole(1.0, 10_000.0, 50.0),
        rare: true,
        source: "more than the 40 threads of one process",
        get: |c| Value::Number(f64::from(c.burst_size)),
        set: |c, v| c.burst_size = count(v),
    },
    Row {
        name: "arrivals_stop_s",
        part: Part::Traffic,
        unit: "s",
        kind: by_factors(1.0, 86_400.0, 1.0, 60.0),
        rare: true,
        source: "a minute is enough to see a pattern",
        get: |c| spanned(c.arrivals_stop, SECOND),
        set: |c, v| c.arrivals_stop = span(v, SECOND),
    },
    Row {
        name: "user_patience_s",
        part: Part::Traffic,
        unit: "s",
        kind: by_factors(0.0, 3_600.0, 0.001, 0.0).or(Zero::Never),
        rare: true,
        source: "for ever: what a timeout does is better seen alone",
        get: |c| spanned(c.user_patience, SECOND),
        set: |c, v| c.user_patience = span(v, SECOND),
    },
];
