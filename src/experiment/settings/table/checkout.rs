//! The service users talk to.

use super::{choice, chosen, count, ms, span, spanned, whole};
use crate::experiment::settings::{Kind, Part, Setting};
use crate::experiment::value::Value;
use crate::sim::config::{Endpoint, ErrorStyle, HttpClient};
use crate::sim::time::MILLI;

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

pub(super) const ROWS: [Setting; 9] = [
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
        kind: whole(0.0, 10_000.0, 100.0),
        rare: true,
        help: "Connections of a shared client; a call that finds none free waits, at most for the pool timeout. 0 = no limit.",
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
        name: "warm_start",
        part: Part::Checkout,
        label: "Warmed up",
        unit: "",
        kind: Kind::Flag { default: false },
        rare: true,
        help: "Were there requests before the first order? Then one thread of Checkout has built a client, and has a connection to Payment.",
        source: "a program that was just started; the recorded runs were preceded by three requests",
        get: |c| Value::Flag(c.warm_start),
        set: |c, v| c.warm_start = *v == Value::Flag(true),
    },
];
