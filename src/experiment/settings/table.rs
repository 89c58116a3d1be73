//! The table itself: a row for every setting, by part, and how a row reads and writes its field.

use super::{Kind, Part, Setting};
use crate::experiment::value::Value;
use crate::sim::config::{AckMode, Arrivals, Endpoint, ErrorStyle, HttpClient};
use crate::sim::costs::Overheads;
use crate::sim::dist::Spread;
use crate::sim::time::{MILLI, Micros, SECOND};

fn number(value: &Value) -> f64 {
    match value {
        Value::Number(number) => *number,
        _ => 0.0,
    }
}

fn count(value: &Value) -> u32 {
    number(value) as u32
}

fn span(value: &Value, unit: Micros) -> Micros {
    libm::round(number(value) * unit as f64) as Micros
}

fn spanned(span: Micros, unit: Micros) -> Value {
    Value::Number(span as f64 / unit as f64)
}

/// A choice's variants stand in the same order as its options.
fn chosen<T: Copy>(value: &Value, options: &[(&str, &str)], variants: &[T]) -> T {
    let at = match value {
        Value::Choice(name) => options.iter().position(|(option, _)| option == name),
        _ => None,
    };
    variants[at.unwrap_or(0)]
}

fn choice<T: PartialEq>(variant: &T, options: &[(&str, &str)], variants: &[T]) -> Value {
    let at = variants.iter().position(|v| v == variant).unwrap_or(0);
    Value::Choice(options[at].0.to_owned())
}

const ARRIVALS: &[(&str, &str)] = &[
    ("by-hand", "only when I click"),
    ("constant", "evenly spaced"),
    ("poisson", "at random (Poisson)"),
    ("burst", "in crowds"),
];
const ARRIVALS_V: &[Arrivals] = &[
    Arrivals::ByHand,
    Arrivals::Constant,
    Arrivals::Poisson,
    Arrivals::Burst,
];
const SPREAD: &[(&str, &str)] = &[("fixed", "always the same"), ("exponential", "exponential")];
const SPREAD_V: &[Spread] = &[Spread::Fixed, Spread::Exponential];
const ENDPOINT: &[(&str, &str)] = &[("def", "def (threads)"), ("async-def", "async def")];
const ENDPOINT_V: &[Endpoint] = &[Endpoint::Def, Endpoint::AsyncDef];
const CLIENT: &[(&str, &str)] = &[
    ("shared", "one shared client"),
    ("per-call", "httpx.post() per call"),
];
const CLIENT_V: &[HttpClient] = &[HttpClient::Shared, HttpClient::PerCall];
const STYLE: &[(&str, &str)] = &[
    ("snippet", "always 500 (no handling)"),
    ("demo", "always 503"),
    ("production", "503 refused, 504 timed out"),
];
const STYLE_V: &[ErrorStyle] = &[
    ErrorStyle::Snippet,
    ErrorStyle::Demo,
    ErrorStyle::Production,
];
const ACK: &[(&str, &str)] = &[
    ("manual", "after the work"),
    ("auto", "on delivery (auto-ack)"),
];
const ACK_V: &[AckMode] = &[AckMode::Manual, AckMode::Auto];
const OVERHEADS: &[(&str, &str)] = &[
    ("none", "none (arithmetic)"),
    ("measured", "as measured"),
    ("slow-links", "slow links (teaching)"),
];
const OVERHEADS_V: &[Overheads] = &[Overheads::None, Overheads::Measured, Overheads::SlowLinks];

/// A whole number from 1 (or 0) to a limit.
const fn whole(min: f64, max: f64, default: f64) -> Kind {
    Kind::Number {
        min,
        max,
        step: 1.0,
        by_factors: max > 100.0,
        default,
    }
}

const fn ms(min: f64, max: f64, default: f64) -> Kind {
    by_factors(min, max, 0.001, default)
}

const fn by_factors(min: f64, max: f64, step: f64, default: f64) -> Kind {
    Kind::Number {
        min,
        max,
        step,
        by_factors: true,
        default,
    }
}

/// All settings, by part.
pub static SETTINGS: [Setting; 24] = [
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
        name: "checkout_endpoint",
        part: Part::Checkout,
        label: "Checkout's endpoint",
        unit: "",
        kind: Kind::Choice {
            options: ENDPOINT,
            default: "def",
        },
        rare: true,
        help: "def holds a thread for every waiting request; async def holds none, only the connection.",
        source: "the README's snippet of the original demo is a def",
        get: |c| choice(&c.endpoint, ENDPOINT, ENDPOINT_V),
        set: |c, v| c.endpoint = chosen(v, ENDPOINT, ENDPOINT_V),
    },
    Setting {
        name: "checkout_threads",
        part: Part::Checkout,
        label: "Checkout threads",
        unit: "",
        kind: whole(1.0, 1_000.0, 40.0),
        rare: false,
        help: "Requests Checkout can handle at once when its endpoint is a def; others wait for a thread.",
        source: "anyio's default of 40 thread tokens",
        get: |c| Value::Number(f64::from(c.checkout_threads)),
        set: |c, v| c.checkout_threads = count(v),
    },
    Setting {
        name: "read_timeout_ms",
        part: Part::Checkout,
        label: "HTTP timeout",
        unit: "ms",
        kind: ms(10.0, 600_000.0, 5_000.0),
        rare: false,
        help: "Longest wait for Payment's answer. It ends the waiting, not the work: Payment still charges. Waiting for a Checkout thread is not counted.",
        source: "httpx's default of 5 s",
        get: |c| spanned(c.read_timeout, MILLI),
        set: |c, v| c.read_timeout = span(v, MILLI),
    },
    Setting {
        name: "connect_timeout_ms",
        part: Part::Checkout,
        label: "Connect timeout",
        unit: "ms",
        kind: ms(10.0, 600_000.0, 5_000.0),
        rare: true,
        help: "Longest wait for a connection to Payment to be made.",
        source: "httpx's default of 5 s",
        get: |c| spanned(c.connect_timeout, MILLI),
        set: |c, v| c.connect_timeout = span(v, MILLI),
    },
    Setting {
        name: "http_client",
        part: Part::Checkout,
        label: "HTTP client",
        unit: "",
        kind: Kind::Choice {
            options: CLIENT,
            default: "shared",
        },
        rare: true,
        help: "One client with one pool of kept-alive connections, or a client built for each call (26 ms of CPU each).",
        source: "what httpx's documentation advises; the original demo builds one per call",
        get: |c| choice(&c.http_client, CLIENT, CLIENT_V),
        set: |c, v| c.http_client = chosen(v, CLIENT, CLIENT_V),
    },
    Setting {
        name: "http_connections",
        part: Part::Checkout,
        label: "Client connections",
        unit: "",
        kind: whole(1.0, 10_000.0, 100.0),
        rare: true,
        help: "Connections of a shared client; a call that finds none free waits, at most for the pool timeout.",
        source: "httpx's default of 100",
        get: |c| Value::Number(f64::from(c.http_connections)),
        set: |c, v| c.http_connections = count(v),
    },
    Setting {
        name: "pool_timeout_ms",
        part: Part::Checkout,
        label: "Pool timeout",
        unit: "ms",
        kind: ms(10.0, 600_000.0, 5_000.0),
        rare: true,
        help: "Longest wait for a free connection of a shared client.",
        source: "httpx's default of 5 s",
        get: |c| spanned(c.pool_timeout, MILLI),
        set: |c, v| c.pool_timeout = span(v, MILLI),
    },
    Setting {
        name: "error_style",
        part: Part::Checkout,
        label: "A failure is told as",
        unit: "",
        kind: Kind::Choice {
            options: STYLE,
            default: "production",
        },
        rare: true,
        help: "Which status Checkout answers when its call or publish fails.",
        source: "what the status codes mean (RFC 9110); the original snippet lets every exception become a 500",
        get: |c| choice(&c.error_style, STYLE, STYLE_V),
        set: |c, v| c.error_style = chosen(v, STYLE, STYLE_V),
    },
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
