//! The service both shops need.

use super::{choice, chosen, count, ms, span, spanned, whole};
use crate::experiment::settings::{Kind, Part, Setting};
use crate::experiment::value::Value;
use crate::sim::config::OnFail;
use crate::sim::dist::Spread;
use crate::sim::time::MILLI;

const SPREAD: &[(&str, &str)] = &[("fixed", "always the same"), ("exponential", "exponential")];
const SPREAD_V: &[Spread] = &[Spread::Fixed, Spread::Exponential];
const ON_FAIL: &[(&str, &str)] = &[("requeue", "is requeued (nack)"), ("reject", "is rejected")];
const ON_FAIL_V: &[OnFail] = &[OnFail::Requeue, OnFail::Reject];

pub(super) const ROWS: [Setting; 9] = [
    Setting {
        name: "payment_time_ms",
        part: Part::Payment,
        label: "Payment takes",
        unit: "ms",
        kind: ms(0.0, 60_000.0, 3_000.0),
        rare: false,
        help: "Mean time Payment works on one order, in both shops.",
        source: "the original demo's 3 s",
        get: |c| spanned(c.payment_time, MILLI),
        set: |c, v| c.payment_time = span(v, MILLI),
    },
    Setting {
        name: "payment_time_spread",
        part: Part::Payment,
        label: "Its time varies",
        unit: "",
        kind: Kind::Choice {
            options: SPREAD,
            default: "fixed",
        },
        rare: true,
        help: "Fixed, or exponential: many short ones and a few very long ones. The k-th order gets the same luck in both shops.",
        source: "the original demo sleeps for a fixed time",
        get: |c| choice(&c.payment_spread, SPREAD, SPREAD_V),
        set: |c, v| c.payment_spread = chosen(v, SPREAD, SPREAD_V),
    },
    Setting {
        name: "payment_threads",
        part: Part::Payment,
        label: "Payment threads (sync)",
        unit: "",
        kind: whole(1.0, 1_000.0, 40.0),
        rare: false,
        help: "Orders Payment can work on at once over HTTP; others wait in line, first in first out.",
        source: "anyio's default of 40 thread tokens, which Starlette uses for def endpoints",
        get: |c| Value::Number(f64::from(c.payment_threads)),
        set: |c, v| c.payment_threads = count(v),
    },
    Setting {
        name: "payment_return_type",
        part: Part::Payment,
        label: "Payment declares its return type",
        unit: "",
        kind: Kind::Flag { default: false },
        rare: true,
        help: "As at Checkout, over HTTP: an order that was charged stands in the line for a thread a second time, behind those that have not begun.",
        source: "the original demo declares none",
        get: |c| Value::Flag(c.payment_return_type),
        set: |c, v| c.payment_return_type = *v == Value::Flag(true),
    },
    Setting {
        name: "consumers",
        part: Part::Payment,
        label: "Payment workers (async)",
        unit: "",
        kind: whole(1.0, 1_000.0, 1.0),
        rare: false,
        help: "Workers that consume from the queue, each one order at a time.",
        source: "the original demo starts one worker",
        get: |c| Value::Number(f64::from(c.consumers)),
        set: |c, v| c.consumers = count(v),
    },
    Setting {
        name: "payment_crash_above",
        part: Part::Payment,
        label: "Crashes above",
        unit: "orders inside",
        kind: whole(0.0, 10_000.0, 0.0),
        rare: true,
        help: "Payment crashes when more orders than this are inside it at once (served, in its line, or in its workers' buffers); 0 = never.",
        source: "off: a real Payment queues; the original demo's README claims that it crashes, so you can try it",
        get: |c| Value::Number(f64::from(c.payment_crash_above)),
        set: |c, v| c.payment_crash_above = count(v),
    },
    Setting {
        name: "payment_restart_ms",
        part: Part::Payment,
        label: "Restarts after",
        unit: "ms",
        kind: ms(100.0, 600_000.0, 5_000.0),
        rare: true,
        help: "How long Payment stays down after a crash from overload.",
        source: "a container restart takes seconds",
        get: |c| spanned(c.payment_restart, MILLI),
        set: |c, v| c.payment_restart = span(v, MILLI),
    },
    Setting {
        name: "worker_threads",
        part: Part::Payment,
        label: "Workers per process",
        unit: "",
        kind: whole(0.0, 1_000.0, 0.0),
        rare: true,
        help: "Workers that share a process, and die together when one order kills it; 0 = all of them.",
        source: "the original demo's worker is one process",
        get: |c| Value::Number(f64::from(c.worker_threads)),
        set: |c, v| c.worker_threads = count(v),
    },
    Setting {
        name: "on_fail",
        part: Part::Payment,
        label: "A failed order",
        unit: "",
        kind: Kind::Choice {
            options: ON_FAIL,
            default: "requeue",
        },
        rare: true,
        help: "What a worker does with an order that failed in its hands: back to its place in the queue, to be tried again at once, or away with it.",
        source: "basic.nack requeues unless it is told not to (AMQP 0-9-1)",
        get: |c| choice(&c.on_fail, ON_FAIL, ON_FAIL_V),
        set: |c, v| c.on_fail = chosen(v, ON_FAIL, ON_FAIL_V),
    },
];
