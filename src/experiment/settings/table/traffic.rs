//! How orders come.

use super::{by_factors, choice, chosen, count, number, span, spanned, whole};
use crate::experiment::settings::{Kind, Part, Setting, Zero};
use crate::experiment::value::Value;
use crate::sim::config::Arrivals;
use crate::sim::time::SECOND;

const ARRIVALS: &[(&str, &str)] = &[
    ("by-hand", "only when I click"),
    ("constant", "evenly spaced"),
    ("poisson", "at random (Poisson)"),
    ("burst", "in crowds"),
    ("one-by-one", "from one user, after each answer"),
];
const ARRIVALS_V: &[Arrivals] = &[
    Arrivals::ByHand,
    Arrivals::Constant,
    Arrivals::Poisson,
    Arrivals::Burst,
    Arrivals::OneByOne,
];

pub(super) const ROWS: [Setting; 5] = [
    Setting {
        name: "arrivals",
        part: Part::Traffic,
        label: "Orders arrive",
        unit: "",
        kind: Kind::Choice {
            options: ARRIVALS,
            default: "by-hand",
        },
        rare: false,
        help: "How orders come besides your own clicks; both shops get the same ones.",
        source: "nothing moves on this page before you press a button",
        get: |c| choice(&c.arrivals, ARRIVALS, ARRIVALS_V),
        set: |c, v| c.arrivals = chosen(v, ARRIVALS, ARRIVALS_V),
    },
    Setting {
        name: "arrival_rate_per_s",
        part: Part::Traffic,
        label: "Arrival rate",
        unit: "orders/s",
        kind: by_factors(0.01, 1_000.0, 0.01, 2.0),
        rare: false,
        help: "Mean arrival rate, to each shop.",
        source: "a small shop; 40 threads at 3 s could take 13 per second",
        get: |c| Value::Number(c.arrival_rate_per_s),
        set: |c, v| c.arrival_rate_per_s = number(v),
    },
    Setting {
        name: "burst_size",
        part: Part::Traffic,
        label: "Orders in a crowd",
        unit: "",
        kind: whole(1.0, 10_000.0, 50.0),
        rare: true,
        help: "How many orders arrive at the same instant when orders come in crowds; the rate stays what it is.",
        source: "more than the 40 threads of one process",
        get: |c| Value::Number(f64::from(c.burst_size)),
        set: |c, v| c.burst_size = count(v),
    },
    Setting {
        name: "arrivals_stop_s",
        part: Part::Traffic,
        label: "Arrivals stop after",
        unit: "s",
        kind: by_factors(1.0, 86_400.0, 1.0, 60.0),
        rare: true,
        help: "Generated arrivals stop this long after they began, so that a run has an end.",
        source: "a minute is enough to see a pattern",
        get: |c| spanned(c.arrivals_stop, SECOND),
        set: |c, v| c.arrivals_stop = span(v, SECOND),
    },
    Setting {
        name: "user_patience_s",
        part: Part::Traffic,
        label: "Users hang up after",
        unit: "s",
        kind: by_factors(0.0, 3_600.0, 0.001, 0.0).or(Zero::Never),
        rare: true,
        help: "How long a user waits for an answer before hanging up; 0 = never. Checkout and Payment are not told, and go on: the order may be charged.",
        source: "for ever: what a timeout does is better seen alone",
        get: |c| spanned(c.user_patience, SECOND),
        set: |c, v| c.user_patience = span(v, SECOND),
    },
];
