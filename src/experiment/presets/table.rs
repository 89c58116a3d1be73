//! The presets, group by group.

use super::Deed::{Break, Click, Heal, Set};
use super::Setting::{Flag, Name, Number};
use super::{Deed, Group, Preset, Setting};
use crate::sim::config::lineup::PAYMENT;
use crate::sim::engine::Side;
use crate::sim::fault::{Fault, Outage};
use crate::sim::time::{MILLI, Micros, SECOND};

const PAYMENT_DOWN: Outage = of(Fault::PaymentDown, PAYMENT);
const BROKER_DOWN: Outage = of(Fault::BrokerDown, PAYMENT);
const MEMORY_ALARM: Outage = of(Fault::MemoryAlarm, PAYMENT);
const PAYMENT_FROZEN: Outage = of(Fault::PaymentFrozen, PAYMENT);
const SHIPPING_DOWN: Outage = of(Fault::PaymentDown, SHIPPING);

/// By its number (`sim/config/lineup.rs`).
const SHIPPING: u8 = 2;

/// The service that a scenario is about: its reader acts on it first.
pub fn is_about(name: &str) -> u8 {
    match name {
        "one-slow-of-four" | "third-service-dies" | "choreography" => SHIPPING,
        _ => PAYMENT,
    }
}

const fn of(fault: Fault, service: u8) -> Outage {
    Outage { fault, service }
}

const TWENTY_AT_ONCE: &[(Micros, Deed)] = &[(0, Click(Side::Both, 20))];
const THOUSAND_AT_ONCE: &[(Micros, Deed)] = &[(0, Click(Side::Both, 1000))];

/// All presets, in the order of the menu: group by group.
pub static PRESETS: [Preset; 26] = [
    Preset {
        name: "one-order",
        group: Group::Start,
        settings: &[],
        log: &[],
    },
    Preset {
        name: "payment-outage",
        group: Group::Start,
        settings: &[
            ("arrivals", Name("poisson")),
            ("arrivals_stop_s", Number(30.0)),
            ("payment_time_ms", Number(1000.0)),
            ("consumers", Number(4.0)),
            ("payment_threads", Number(4.0)),
        ],
        log: &[
            (5 * SECOND, Break(PAYMENT_DOWN)),
            (15 * SECOND, Heal(PAYMENT_DOWN)),
        ],
    },
    Preset {
        name: "broker-outage",
        group: Group::Start,
        settings: &[
            ("arrivals", Name("constant")),
            ("arrivals_stop_s", Number(20.0)),
            ("payment_time_ms", Number(1000.0)),
            ("consumers", Number(4.0)),
            ("payment_threads", Number(4.0)),
        ],
        log: &[
            (5 * SECOND, Break(BROKER_DOWN)),
            (12 * SECOND, Heal(BROKER_DOWN)),
        ],
    },
    Preset {
        name: "slow-payment",
        group: Group::Start,
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
        settings: SNIPPET,
        log: THOUSAND_AT_ONCE,
    },
    Preset {
        name: "timeout-cliff",
        group: Group::Thousand,
        settings: CLIFF,
        log: THOUSAND_AT_ONCE,
    },
    Preset {
        name: "crash-under-load",
        group: Group::Thousand,
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
        name: "six-calls",
        group: Group::Several,
        settings: SIX,
        log: &[(0, Click(Side::Both, 24))],
    },
    Preset {
        name: "one-slow-of-four",
        group: Group::Several,
        settings: ONE_SLOW,
        log: &[],
    },
    Preset {
        name: "in-parallel",
        group: Group::Several,
        settings: SIX_AT_ONCE,
        log: &[(0, Click(Side::Both, 16))],
    },
    Preset {
        name: "third-service-dies",
        group: Group::Several,
        settings: CHAIN,
        log: &[
            (5 * SECOND, Break(SHIPPING_DOWN)),
            (12 * SECOND, Heal(SHIPPING_DOWN)),
        ],
    },
    Preset {
        name: "add-a-consumer",
        group: Group::Several,
        settings: &[
            ("arrivals", Name("constant")),
            ("arrivals_stop_s", Number(20.0)),
            ("exchange", Name("fanout")),
            ("payment_time_ms", Number(200.0)),
            ("email.time_ms", Number(1000.0)),
            ("email.consumers", Number(3.0)),
        ],
        log: &[(10 * SECOND, Set("services", Name("payment.email")))],
    },
    Preset {
        name: "choreography",
        group: Group::Several,
        settings: &[
            ("services", Name("payment.shipping")),
            ("async_events", Name("choreography")),
            ("payment_time_ms", Number(200.0)),
            ("consumers", Number(2.0)),
            ("shipping.time_ms", Number(150.0)),
            ("shipping.consumers", Number(2.0)),
        ],
        log: &[(0, Click(Side::Both, 30))],
    },
    Preset {
        name: "transient-queue",
        group: Group::Broken,
        settings: &[
            ("queue_durable", Flag(false)),
            ("messages_persistent", Flag(false)),
        ],
        log: &[
            (0, Click(Side::Both, 50)),
            (10 * SECOND, Break(BROKER_DOWN)),
            (12 * SECOND, Heal(BROKER_DOWN)),
        ],
    },
    Preset {
        name: "memory-alarm",
        group: Group::Broken,
        settings: CONFIRMED,
        log: SHORT_OF_MEMORY,
    },
    Preset {
        name: "blocked-timeout",
        group: Group::Broken,
        settings: CONFIRMED_FOR_A_SECOND,
        log: SHORT_OF_MEMORY,
    },
    Preset {
        name: "poison-message",
        group: Group::Broken,
        settings: &[
            ("payment_time_ms", Number(1000.0)),
            ("poison_order", Number(3.0)),
            ("queue_type", Name("quorum")),
            ("dead_letter_exchange", Flag(true)),
        ],
        log: TWENTY_AT_ONCE,
    },
    // (The ten seconds are the settings' own, from a report on such rings.)
    Preset {
        name: "retry-queue",
        group: Group::Broken,
        settings: &[
            ("arrivals", Name("constant")),
            ("arrivals_stop_s", Number(15.0)),
            ("payment_time_ms", Number(200.0)),
            ("fail_percent", Number(20.0)),
            ("poison_order", Number(3.0)),
            ("on_fail", Name("reject")),
            ("dead_letter_exchange", Flag(true)),
            ("dead_letters", Name("retried")),
            ("retry_limit", Number(3.0)),
        ],
        log: &[],
    },
    Preset {
        name: "prefetch-trap",
        group: Group::Broken,
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
        settings: FULL,
        log: &[],
    },
    Preset {
        name: "reject-unconfirmed",
        group: Group::Broken,
        settings: FULL_REJECTS,
        log: &[],
    },
    Preset {
        name: "crash-before-ack",
        group: Group::Broken,
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
        settings: &[
            ("payment_time_ms", Number(250.0)),
            ("consumers", Number(4.0)),
            ("payment_threads", Number(4.0)),
        ],
        log: &[
            (0, Click(Side::Both, 40)),
            (1_100 * MILLI, Break(PAYMENT_FROZEN)),
            (10 * SECOND, Heal(PAYMENT_FROZEN)),
        ],
    },
    Preset {
        name: "retry-storm",
        group: Group::Broken,
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
    Preset {
        name: "lossy-link",
        group: Group::Broken,
        settings: &[
            ("arrivals", Name("constant")),
            ("arrival_rate_per_s", Number(5.0)),
            ("arrivals_stop_s", Number(20.0)),
            ("payment_time_ms", Number(100.0)),
            ("read_timeout_ms", Number(500.0)),
            ("wire_out_ms", Number(50.0)),
            ("wire_back_ms", Number(50.0)),
            ("wire_out_jitter_ms", Number(10.0)),
            ("wire_back_jitter_ms", Number(10.0)),
            ("wire_out_loss_percent", Number(5.0)),
            ("wire_back_loss_percent", Number(5.0)),
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

/// Ten orders a second for fifteen seconds, for two servers of a tenth of a second; with confirms.
const CONFIRMED: &[(&str, Setting)] = &[
    ("arrivals", Name("constant")),
    ("arrival_rate_per_s", Number(10.0)),
    ("arrivals_stop_s", Number(15.0)),
    ("payment_time_ms", Number(100.0)),
    ("consumers", Number(2.0)),
    ("payment_threads", Number(2.0)),
    ("publisher_confirms", Flag(true)),
];

const CONFIRMED_FOR_A_SECOND: &[(&str, Setting)] = &[
    ("arrivals", Name("constant")),
    ("arrival_rate_per_s", Number(10.0)),
    ("arrivals_stop_s", Number(15.0)),
    ("payment_time_ms", Number(100.0)),
    ("consumers", Number(2.0)),
    ("payment_threads", Number(2.0)),
    ("publisher_confirms", Flag(true)),
    ("blocked_connection_timeout_s", Number(1.0)),
];

const SHORT_OF_MEMORY: &[(Micros, Deed)] = &[
    (3 * SECOND, Break(MEMORY_ALARM)),
    (10 * SECOND, Heal(MEMORY_ALARM)),
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

/// Six services of half a second each, one call after the other; and four workers each.
const SIX: &[(&str, Setting)] = &[
    (
        "services",
        Name("inventory.payment.shipping.invoice.email.loyalty"),
    ),
    ("exchange", Name("fanout")),
    ("payment_time_ms", Number(500.0)),
    ("consumers", Number(4.0)),
    ("inventory.time_ms", Number(500.0)),
    ("inventory.consumers", Number(4.0)),
    ("shipping.time_ms", Number(500.0)),
    ("shipping.consumers", Number(4.0)),
    ("invoice.time_ms", Number(500.0)),
    ("invoice.consumers", Number(4.0)),
    ("email.time_ms", Number(500.0)),
    ("email.consumers", Number(4.0)),
    ("loyalty.time_ms", Number(500.0)),
    ("loyalty.consumers", Number(4.0)),
];

/// The same, called at once.
const SIX_AT_ONCE: &[(&str, Setting)] = &[
    (
        "services",
        Name("inventory.payment.shipping.invoice.email.loyalty"),
    ),
    ("sync_calls", Name("in-parallel")),
    ("checkout_endpoint", Name("async-def")),
    ("exchange", Name("fanout")),
    ("payment_time_ms", Number(500.0)),
    ("consumers", Number(4.0)),
    ("inventory.time_ms", Number(500.0)),
    ("inventory.consumers", Number(4.0)),
    ("shipping.time_ms", Number(500.0)),
    ("shipping.consumers", Number(4.0)),
    ("invoice.time_ms", Number(500.0)),
    ("invoice.consumers", Number(4.0)),
    ("email.time_ms", Number(500.0)),
    ("email.consumers", Number(4.0)),
    ("loyalty.time_ms", Number(500.0)),
    ("loyalty.consumers", Number(4.0)),
];

/// Three services of a tenth of a second, and one of two: as many hands as four orders a second need.
const ONE_SLOW: &[(&str, Setting)] = &[
    ("services", Name("inventory.payment.shipping.invoice")),
    ("exchange", Name("fanout")),
    ("arrivals", Name("constant")),
    ("arrival_rate_per_s", Number(4.0)),
    ("arrivals_stop_s", Number(20.0)),
    ("payment_time_ms", Number(100.0)),
    ("inventory.time_ms", Number(100.0)),
    ("shipping.time_ms", Number(2000.0)),
    ("shipping.consumers", Number(10.0)),
    ("invoice.time_ms", Number(100.0)),
];

/// Three orders a second for twenty seconds; times as in the recorded chains (tests/reference/20a).
const CHAIN: &[(&str, Setting)] = &[
    ("services", Name("inventory.payment.shipping")),
    ("exchange", Name("fanout")),
    ("arrivals", Name("constant")),
    ("arrival_rate_per_s", Number(3.0)),
    ("arrivals_stop_s", Number(20.0)),
    ("payment_time_ms", Number(500.0)),
    ("consumers", Number(2.0)),
    ("inventory.time_ms", Number(200.0)),
    ("inventory.consumers", Number(2.0)),
    ("shipping.time_ms", Number(300.0)),
    ("shipping.consumers", Number(2.0)),
];
