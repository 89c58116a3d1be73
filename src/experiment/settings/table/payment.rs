//! The service both shops need.

use super::{Row, choice, chosen, count, ms, number, span, spanned, whole};
use crate::experiment::settings::{Kind, Part, Zero};
use crate::experiment::value::Value;
use crate::sim::config::{CrashWhen, OnFail};
use crate::sim::dist::Spread;
use crate::sim::time::MILLI;

const SPREAD: &[&str] = &["fixed", "exponential"];
const SPREAD_V: &[Spread] = &[Spread::Fixed, Spread::Exponential];
const ON_FAIL: &[&str] = &["requeue", "reject"];
const ON_FAIL_V: &[OnFail] = &[OnFail::Requeue, OnFail::Reject];
const CRASH: &[&str] = &["before-ack", "mid-work"];
const CRASH_V: &[CrashWhen] = &[CrashWhen::BeforeAck, CrashWhen::MidWork];

pub(super) const ROWS: [Row; 13] = [
    Row {
        name: "payment_time_ms",
        part: Part::Payment,
        unit: "ms",
        kind: ms(0.0, 60_000.0, 3_000.0),
        rare: false,
        source: "the original demo's 3 s",
        get: |c| spanned(c.payment_time, MILLI),
        set: |c, v| c.payment_time = span(v, MILLI),
    },
    Row {
        name: "payment_time_spread",
        part: Part::Payment,
        unit: "",
        kind: Kind::Choice {
            options: SPREAD,
            default: "fixed",
        },
        rare: true,
        source: "the original demo sleeps for a fixed time",
        get: |c| choice(&c.payment_spread, SPREAD, SPREAD_V),
        set: |c, v| c.payment_spread = chosen(v, SPREAD, SPREAD_V),
    },
    Row {
        name: "payment_threads",
        part: Part::Payment,
        unit: "",
        kind: whole(1.0, 1_000.0, 40.0),
        rare: false,
        source: "anyio's default of 40 thread tokens, which Starlette uses for def endpoints",
        get: |c| Value::Number(f64::from(c.payment_threads)),
        set: |c, v| c.payment_threads = count(v),
    },
    Row {
        name: "payment_return_type",
        part: Part::Payment,
        unit: "",
        kind: Kind::Flag { default: false },
        rare: true,
        source: "the original demo declares none",
        get: |c| Value::Flag(c.payment_return_type),
        set: |c, v| c.payment_return_type = *v == Value::Flag(true),
    },
    Row {
        name: "consumers",
        part: Part::Payment,
        unit: "",
        kind: whole(1.0, 1_000.0, 1.0),
        rare: false,
        source: "the original demo starts one worker",
        get: |c| Value::Number(f64::from(c.consumers)),
        set: |c, v| c.consumers = count(v),
    },
    Row {
        name: "payment_crash_above",
        part: Part::Payment,
        unit: "orders inside",
        kind: whole(0.0, 10_000.0, 0.0).or(Zero::Never),
        rare: true,
        source: "off: a real Payment queues; the original demo's README claims that it crashes, so you can try it",
        get: |c| Value::Number(f64::from(c.payment_crash_above)),
        set: |c, v| c.payment_crash_above = count(v),
    },
    Row {
        name: "payment_restart_ms",
        part: Part::Payment,
        unit: "ms",
        kind: ms(100.0, 600_000.0, 5_000.0),
        rare: true,
        source: "a container restart takes seconds",
        get: |c| spanned(c.payment_restart, MILLI),
        set: |c, v| c.payment_restart = span(v, MILLI),
    },
    Row {
        name: "worker_threads",
        part: Part::Payment,
        unit: "",
        kind: whole(0.0, 1_000.0, 0.0).or(Zero::All),
        rare: true,
        source: "the original demo's worker is one process",
        get: |c| Value::Number(f64::from(c.worker_threads)),
        set: |c, v| c.worker_threads = count(v),
    },
    Row {
        name: "fail_percent",
        part: Part::Payment,
        unit: "%",
        kind: Kind::Number {
            min: 0.0,
            max: 100.0,
            step: 0.1,
            by_factors: false,
            default: 0.0,
            zero: None,
        },
        rare: true,
        source: "off: what fails is better seen alone",
        get: |c| Value::Number(c.fail_percent),
        set: |c, v| c.fail_percent = number(v),
    },
    Row {
        name: "poison_order",
        part: Part::Payment,
        unit: "",
        kind: whole(0.0, 10_000.0, 0.0).or(Zero::None),
        rare: true,
        source: "off: it is an accident",
        get: |c| Value::Number(f64::from(c.poison_order)),
        set: |c, v| c.poison_order = count(v),
    },
    Row {
        name: "crash_order",
        part: Part::Payment,
        unit: "",
        kind: whole(0.0, 10_000.0, 0.0).or(Zero::None),
        rare: true,
        source: "off: it is an accident",
        get: |c| Value::Number(f64::from(c.crash_order)),
        set: |c, v| c.crash_order = count(v),
    },
    Row {
        name: "crash_when",
        part: Part::Payment,
        unit: "",
        kind: Kind::Choice {
            options: CRASH,
            default: "before-ack",
        },
        rare: true,
        source: "the worse of the two",
        get: |c| choice(&c.crash_when, CRASH, CRASH_V),
        set: |c, v| c.crash_when = chosen(v, CRASH, CRASH_V),
    },
    Row {
        name: "on_fail",
        part: Part::Payment,
        unit: "",
        kind: Kind::Choice {
            options: ON_FAIL,
            default: "requeue",
        },
        rare: true,
        source: "basic.nack requeues unless it is told not to (AMQP 0-9-1)",
        get: |c| choice(&c.on_fail, ON_FAIL, ON_FAIL_V),
        set: |c, v| c.on_fail = chosen(v, ON_FAIL, ON_FAIL_V),
    },
];
