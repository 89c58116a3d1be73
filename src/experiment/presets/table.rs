//! The presets, group by group.

use super::Deed::{Break, Click, Heal};
use super::Setting::{Flag, Name, Number};
use super::{Deed, Group, Preset, Setting};
use crate::sim::engine::Side;
use crate::sim::fault::Fault;
use crate::sim::time::{MILLI, Micros, SECOND};

const TWENTY_AT_ONCE: &[(Micros, Deed)] = &[(0, Click(Side::Both, 20))];
const THOUSAND_AT_ONCE: &[(Micros, Deed)] = &[(0, Click(Side::Both, 1000))];

/// All presets, in the order of the menu: group by group.
pub static PRESETS: [Preset; 16] = [
    Preset {
        name: "one-order",
        group: Group::Start,
        title: "One order",
        about: "Press a button on each side. The sync user waits as long as Payment takes; the async user is told at once, and the payment is made just as late.",
        settings: &[],
        log: &[],
    },
    Preset {
        name: "payment-outage",
        group: Group::Start,
        title: "Payment is down for ten seconds",
        about: "Two orders a second. Payment is killed at 5 s and comes back at 15 s. Sync users are refused meanwhile; async orders wait in the queue and are paid late.",
        settings: &[
            ("arrivals", Name("poisson")),
            ("arrivals_stop_s", Number(30.0)),
            ("payment_time_ms", Number(1000.0)),
            ("consumers", Number(4.0)),
            ("payment_threads", Number(4.0)),
        ],
        log: &[
            (5 * SECOND, Break(Fault::PaymentDown)),
            (15 * SECOND, Heal(Fault::PaymentDown)),
        ],
    },
    Preset {
        name: "broker-outage",
        group: Group::Start,
        title: "The broker is down: sync wins",
        about: "The broker is killed at 5 s and comes back at 12 s. Now it is the async users who are refused, and orders that were being worked on are charged again; sync users notice nothing.",
        settings: &[
            ("arrivals", Name("constant")),
            ("arrivals_stop_s", Number(20.0)),
            ("payment_time_ms", Number(1000.0)),
            ("consumers", Number(4.0)),
            ("payment_threads", Number(4.0)),
        ],
        log: &[
            (5 * SECOND, Break(Fault::BrokerDown)),
            (12 * SECOND, Heal(Fault::BrokerDown)),
        ],
    },
    Preset {
        name: "slow-payment",
        group: Group::Start,
        title: "Payment gets too slow",
        about: "Six orders a second for forty threads at eight seconds each. Sync users are told an error after five seconds, and charged all the same.",
        settings: &[
            ("arrivals", Name("poisson")),
            ("arrival_rate_per_s", Number(6.0)),
            ("arrivals_stop_s", Number(30.0)),
            ("payment_time_ms", Number(8000.0)),
            ("consumers", Number(40.0)),
        ],
        log: &[],
    },
    Preset {
        name: "demo-code",
        group: Group::Thousand,
        title: "1000 at once: the demo's own code",
        about: "An async def Checkout lets all 1000 calls go at once to 40 Payment threads; after its 10 s timeout 880 users are told an error, and all 1000 are charged. The queue's one consumer needs 50 minutes.",
        settings: &[
            ("overheads", Name("none")),
            ("checkout_endpoint", Name("async-def")),
            ("http_client", Name("per-call")),
            ("connect_timeout_ms", Number(10_000.0)),
            ("read_timeout_ms", Number(10_000.0)),
            ("pool_timeout_ms", Number(10_000.0)),
            ("error_style", Name("demo")),
            ("ack_mode", Name("auto")),
            ("prefetch_count", Number(0.0)),
            ("queue_durable", Flag(false)),
            ("messages_persistent", Flag(false)),
        ],
        log: THOUSAND_AT_ONCE,
    },
    Preset {
        name: "readme-snippet",
        group: Group::Thousand,
        title: "1000 at once: the README's snippet",
        about: "A def Checkout with 40 threads calls a Payment with 40: nobody times out, because waiting for a thread is in no timeout. The last user waits 75 s.",
        settings: SNIPPET,
        log: THOUSAND_AT_ONCE,
    },
    Preset {
        name: "timeout-cliff",
        group: Group::Thousand,
        title: "1000 at once: the timeout cliff",
        about: "The same, but Payment takes 6 s and the timeout is 5 s: all 1000 users are told an error, and all 1000 are charged.",
        settings: CLIFF,
        log: THOUSAND_AT_ONCE,
    },
    Preset {
        name: "crash-under-load",
        group: Group::Thousand,
        title: "Payment crashes under the load",
        about: "Payment dies when more than 100 orders are inside it. An async def Checkout pushes 1000 at it; a queue with prefetch 1 never hands out more than its workers can hold.",
        settings: &[
            ("checkout_endpoint", Name("async-def")),
            ("http_connections", Number(1000.0)),
            ("payment_crash_above", Number(100.0)),
            ("payment_time_ms", Number(1000.0)),
            ("consumers", Number(40.0)),
        ],
        log: THOUSAND_AT_ONCE,
    },
    Preset {
        name: "transient-queue",
        group: Group::Broken,
        title: "A restart forgets a transient queue",
        about: "Fifty orders wait in a queue that is not durable when the broker restarts. Their users were told 202; they will never be charged.",
        settings: &[
            ("queue_durable", Flag(false)),
            ("messages_persistent", Flag(false)),
        ],
        log: &[
            (0, Click(Side::Both, 50)),
            (10 * SECOND, Break(Fault::BrokerDown)),
            (12 * SECOND, Heal(Fault::BrokerDown)),
        ],
    },
    Preset {
        name: "poison-message",
        group: Group::Broken,
        title: "Poison message",
        about: "Order 3 fails every time. Requeued to the head, it is the only worker's next order again, and nobody gets \
                past it until the queue gives it up, after 21 deliveries; a classic queue never does. Over HTTP one user \
                gets an error.",
        settings: &[
            ("payment_time_ms", Number(1000.0)),
            ("poison_order", Number(3.0)),
            ("queue_type", Name("quorum")),
            ("dead_letter_exchange", Flag(true)),
        ],
        log: TWENTY_AT_ONCE,
    },
    Preset {
        name: "prefetch-trap",
        group: Group::Broken,
        title: "Prefetch trap",
        about: "With prefetch 0, 32 orders are dealt to four workers at once. Ready reads 0, and orders wait behind slow \
                ones while other workers idle. Compare: prefetch 1.",
        settings: &[
            ("payment_time_ms", Number(500.0)),
            ("payment_time_spread", Name("exponential")),
            ("prefetch_count", Number(0.0)),
            ("consumers", Number(4.0)),
            ("payment_threads", Number(4.0)),
        ],
        log: &[(0, Click(Side::Both, 32))],
    },
    Preset {
        name: "drop-head",
        group: Group::Broken,
        title: "Drop-head",
        about: "Five orders a second; Payment can do two, and the queue holds ten. Each message too many throws the oldest \
                away: its user was told 202, and is never charged.",
        settings: FULL,
        log: &[],
    },
    Preset {
        name: "reject-unconfirmed",
        group: Group::Broken,
        title: "Reject, unconfirmed",
        about: "The full queue refuses new messages, but Checkout does not wait for publisher confirms: it has told its \
                users 202. With confirms they are told 503.",
        settings: FULL_REJECTS,
        log: &[],
    },
    Preset {
        name: "crash-before-ack",
        group: Group::Broken,
        title: "Crash before ack",
        about: "The worker with order 3 charges it, and dies before its ack. The broker hands the order to the other \
                worker, who charges it again.",
        settings: &[
            ("payment_time_ms", Number(1000.0)),
            ("crash_order", Number(3.0)),
            ("consumers", Number(2.0)),
            ("worker_threads", Number(1.0)),
            ("payment_threads", Number(2.0)),
        ],
        log: &[(0, Click(Side::Both, 8))],
    },
    Preset {
        name: "frozen-payment",
        group: Group::Broken,
        title: "Frozen Payment",
        about: "Payment stands still from 1.1 s to 10 s, in the middle of 40 orders. Sync users are told an error after 5 s, \
                and charged when it thaws; async users are only paid late.",
        settings: &[
            ("payment_time_ms", Number(250.0)),
            ("consumers", Number(4.0)),
            ("payment_threads", Number(4.0)),
        ],
        log: &[
            (0, Click(Side::Both, 40)),
            (1_100 * MILLI, Break(Fault::PaymentFrozen)),
            (10 * SECOND, Heal(Fault::PaymentFrozen)),
        ],
    },
    Preset {
        name: "retry-storm",
        group: Group::Broken,
        title: "Retry storm",
        about: "Five orders a second; Payment can do four. Sync calls time out after 2 s and are tried three times more, \
                and each attempt is work: most users are told an error, and charged again and again. The queue only grows \
                for a while.",
        settings: &[
            ("arrivals", Name("constant")),
            ("arrival_rate_per_s", Number(5.0)),
            ("arrivals_stop_s", Number(20.0)),
            ("payment_time_ms", Number(1000.0)),
            ("consumers", Number(4.0)),
            ("payment_threads", Number(4.0)),
            ("read_timeout_ms", Number(2000.0)),
            ("retries", Number(3.0)),
        ],
        log: &[],
    },
];

const SNIPPET: &[(&str, Setting)] = &[
    ("overheads", Name("none")),
    ("http_client", Name("per-call")),
    ("error_style", Name("snippet")),
];

const CLIFF: &[(&str, Setting)] = &[
    ("overheads", Name("none")),
    ("http_client", Name("per-call")),
    ("error_style", Name("snippet")),
    ("payment_time_ms", Number(6000.0)),
];

/// Five orders a second for twelve seconds, half a second each, for one server and a queue of ten.
const FULL: &[(&str, Setting)] = &[
    ("arrivals", Name("constant")),
    ("arrival_rate_per_s", Number(5.0)),
    ("arrivals_stop_s", Number(12.0)),
    ("payment_time_ms", Number(500.0)),
    ("payment_threads", Number(1.0)),
    ("max_length", Number(10.0)),
];

const FULL_REJECTS: &[(&str, Setting)] = &[
    ("arrivals", Name("constant")),
    ("arrival_rate_per_s", Number(5.0)),
    ("arrivals_stop_s", Number(12.0)),
    ("payment_time_ms", Number(500.0)),
    ("payment_threads", Number(1.0)),
    ("max_length", Number(10.0)),
    ("overflow", Name("reject-publish")),
];
