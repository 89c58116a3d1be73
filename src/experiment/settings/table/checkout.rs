//! The service users talk to.

use super::{Row, by_factors, choice, chosen, count, ms, span, spanned, whole};
use crate::experiment::settings::{Kind, Part, Zero};
use crate::experiment::value::Value;
use crate::sim::config::{Channel, Endpoint, ErrorStyle, HttpClient};
use crate::sim::time::MILLI;

const ENDPOINT: &[&str] = &["def", "async-def"];
const ENDPOINT_V: &[Endpoint] = &[Endpoint::Def, Endpoint::AsyncDef];
const CLIENT: &[&str] = &["shared", "per-call"];
const CLIENT_V: &[HttpClient] = &[HttpClient::Shared, HttpClient::PerCall];
const STYLE: &[&str] = &["snippet", "demo", "production"];
const STYLE_V: &[ErrorStyle] = &[
    ErrorStyle::Snippet,
    ErrorStyle::Demo,
    ErrorStyle::Production,
];
const CHANNEL: &[&str] = &["per-thread", "per-request", "shared", "shared-locked"];
const CHANNEL_V: &[Channel] = &[
    Channel::PerThread,
    Channel::PerRequest,
    Channel::Shared,
    Channel::SharedLocked,
];

pub(super) const ROWS: [Row; 16] = [
    Row {
        name: "checkout_endpoint",
        part: Part::Checkout,
        unit: "",
        kind: Kind::Choice {
            options: ENDPOINT,
            default: "def",
        },
        rare: true,
        source: "the README's snippet of the original demo is a def",
        get: |c| choice(&c.endpoint, ENDPOINT, ENDPOINT_V),
        set: |c, v| c.endpoint = chosen(v, ENDPOINT, ENDPOINT_V),
    },
    Row {
        name: "checkout_threads",
        part: Part::Checkout,
        unit: "",
        kind: whole(1.0, 1_000.0, 40.0),
        rare: false,
        source: "anyio's default of 40 thread tokens",
        get: |c| Value::Number(f64::from(c.checkout_threads)),
        set: |c, v| c.checkout_threads = count(v),
    },
    Row {
        name: "read_timeout_ms",
        part: Part::Checkout,
        unit: "ms",
        kind: ms(10.0, 600_000.0, 5_000.0),
        rare: false,
        source: "httpx's default of 5 s",
        get: |c| spanned(c.read_timeout, MILLI),
        set: |c, v| c.read_timeout = span(v, MILLI),
    },
    Row {
        name: "connect_timeout_ms",
        part: Part::Checkout,
        unit: "ms",
        kind: ms(10.0, 600_000.0, 5_000.0),
        rare: true,
        source: "httpx's default of 5 s",
        get: |c| spanned(c.connect_timeout, MILLI),
        set: |c, v| c.connect_timeout = span(v, MILLI),
    },
    Row {
        name: "http_client",
        part: Part::Checkout,
        unit: "",
        kind: Kind::Choice {
            options: CLIENT,
            default: "shared",
        },
        rare: true,
        source: "what httpx's documentation advises; the original demo builds one per call",
        get: |c| choice(&c.http_client, CLIENT, CLIENT_V),
        set: |c, v| c.http_client = chosen(v, CLIENT, CLIENT_V),
    },
    Row {
        name: "http_connections",
        part: Part::Checkout,
        unit: "",
        kind: whole(0.0, 10_000.0, 100.0).or(Zero::NoLimit),
        rare: true,
        source: "httpx's default of 100",
        get: |c| Value::Number(f64::from(c.http_connections)),
        set: |c, v| c.http_connections = count(v),
    },
    Row {
        name: "pool_timeout_ms",
        part: Part::Checkout,
        unit: "ms",
        kind: ms(10.0, 600_000.0, 5_000.0),
        rare: true,
        source: "httpx's default of 5 s",
        get: |c| spanned(c.pool_timeout, MILLI),
        set: |c, v| c.pool_timeout = span(v, MILLI),
    },
    Row {
        name: "error_style",
        part: Part::Checkout,
        unit: "",
        kind: Kind::Choice {
            options: STYLE,
            default: "production",
        },
        rare: true,
        source: "what the status codes mean (RFC 9110); the original snippet lets every exception become a 500",
        get: |c| choice(&c.error_style, STYLE, STYLE_V),
        set: |c, v| c.error_style = chosen(v, STYLE, STYLE_V),
    },
    Row {
        name: "amqp_channel",
        part: Part::Checkout,
        unit: "",
        kind: Kind::Choice {
            options: CHANNEL,
            default: "per-thread",
        },
        rare: true,
        source: "pika: a connection is for one thread",
        get: |c| choice(&c.channel, CHANNEL, CHANNEL_V),
        set: |c, v| c.channel = chosen(v, CHANNEL, CHANNEL_V),
    },
    Row {
        name: "publisher_confirms",
        part: Part::Checkout,
        unit: "",
        kind: Kind::Flag { default: false },
        rare: false,
        source: "off unless asked for (confirm.select is RabbitMQ's extension)",
        get: |c| Value::Flag(c.confirms),
        set: |c, v| c.confirms = *v == Value::Flag(true),
    },
    Row {
        name: "message_ttl_ms",
        part: Part::Checkout,
        unit: "ms",
        kind: by_factors(0.0, 600_000.0, 1.0, 0.0).or(Zero::Never),
        rare: true,
        source: "none unless set",
        get: |c| spanned(c.message_ttl, MILLI),
        set: |c, v| c.message_ttl = span(v, MILLI),
    },
    Row {
        name: "urgent_every",
        part: Part::Checkout,
        unit: "th order",
        kind: whole(0.0, 1_000.0, 0.0).or(Zero::None),
        rare: true,
        source: "no message has a priority unless it is set",
        get: |c| Value::Number(f64::from(c.urgent_every)),
        set: |c, v| c.urgent_every = count(v),
    },
    Row {
        name: "checkout_return_type",
        part: Part::Checkout,
        unit: "",
        kind: Kind::Flag { default: false },
        rare: true,
        source: "the original demo declares none",
        get: |c| Value::Flag(c.checkout_return_type),
        set: |c, v| c.checkout_return_type = *v == Value::Flag(true),
    },
    Row {
        name: "retries",
        part: Part::Checkout,
        unit: "",
        kind: whole(0.0, 10.0, 0.0),
        rare: true,
        source: "httpx does not retry a request",
        get: |c| Value::Number(f64::from(c.retries)),
        set: |c, v| c.retries = count(v),
    },
    Row {
        name: "retry_backoff_ms",
        part: Part::Checkout,
        unit: "ms",
        kind: ms(0.0, 60_000.0, 200.0),
        rare: true,
        source: "the recorded runs' 0.2 s",
        get: |c| spanned(c.retry_backoff, MILLI),
        set: |c, v| c.retry_backoff = span(v, MILLI),
    },
    Row {
        name: "warm_start",
        part: Part::Checkout,
        unit: "",
        kind: Kind::Flag { default: false },
        rare: true,
        source: "a program that was just started; the recorded runs were preceded by three requests",
        get: |c| Value::Flag(c.warm_start),
        set: |c, v| c.warm_start = *v == Value::Flag(true),
    },
];
