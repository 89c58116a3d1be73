//! The file of a recorded run, as it is written by whoever recorded it: `docs/recorded-runs.md` is the whole format.
//!
//! Times are milliseconds since the start of the run. Parameters that nobody knows are kept, to be told.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::line::Line;

/// The longest span a file may prescribe, in milliseconds: a day.
pub const SPAN_LIMIT_MS: f64 = 86_400_000.0;

/// The latest instant of a file, in milliseconds: 1,000 days.
pub const TIME_LIMIT_MS: f64 = 1_000.0 * SPAN_LIMIT_MS;

/// What `allow_ms` may name.
pub const JUDGED: [&str; 5] = [
    "user_response_ms_all",
    "user_response_ms_ok",
    "user_response_ms_failed",
    "completion_ms",
    "all_done_ms",
];

/// What may be judged of each.
pub const PERCENTILES: [&str; 6] = ["p50", "p90", "p99", "mean", "max", "min"];

/// Every measure of a judge.
pub const MEASURES: [&str; 7] = [
    "allow_ms",
    "final_states_slack",
    "orders_exact",
    "poison_deliveries_share",
    "start_rank_within",
    "dead_within_ms",
    "failed_response_within_ms",
];

/// What may have become of an order.
pub const STATES: [&str; 13] = [
    "ok",
    "failed",
    "failed-but-charged",
    "completed",
    "refused",
    "refused-but-charged",
    "lost",
    "still-queued",
    "unfinished",
    "dead:rejected",
    "dead:expired",
    "dead:maxlen",
    "dead:delivery_limit",
];

/// What recorders call the instant at which an outage began.
pub const BEGAN: [&str; 4] = ["down_at", "frozen_at", "stopped_at", "alarm_at"];
/// What recorders call the instant at which it ended.
pub const ENDED: [&str; 4] = ["listening_at", "thawed_at", "resumed_at", "clear_at"];

/// A recorded run.
#[derive(Clone, Debug)]
pub struct Recording {
    /// Its name.
    pub name: String,
    /// What it shows, in a sentence.
    pub description: String,
    /// How the stack was set up, and what was planned.
    pub parameters: Parameters,
    /// What it came to, in the recorder's own figures; where one is missing it is taken from `orders`.
    pub summary: Json,
    /// The same of another recording of the same run: their difference is the stack's own noise.
    pub repeat_summary: Json,
    /// When outages really began and ended.
    pub outages_measured: Vec<Measured>,
    /// What happened to each order.
    pub orders: Vec<Line>,
    /// How near is near enough.
    pub judge: Judge,
    /// Everything else.
    pub rest: Map<String, Json>,
}

/// How the stack was set up.
#[derive(Clone, Debug)]
pub struct Parameters {
    /// `sync` or `async`.
    pub mode: String,
    /// How long Payment works on o0, o1, …
    pub service_ms: Vec<f64>,
    /// The same of each of several services, by name.
    pub service_ms_by: BTreeMap<String, Vec<f64>>,
    /// Threads of each service that is called, by name.
    pub services: BTreeMap<String, Option<u32>>,
    /// Each service's workers, by name.
    pub workers: BTreeMap<String, Group>,
    /// The kind of exchange that is published to, if it is not the default one.
    pub exchange_type: Option<String>,
    /// What all queues are bound to it with.
    pub binding_key: Option<String>,
    /// When the user hangs up.
    pub user_timeout_s: Option<f64>,
    pub checkout: Checkout,
    pub payment: Payment,
    pub worker: Worker,
    /// When the workers start consuming.
    pub workers_late_ms: Option<f64>,
    /// The queue's x-arguments.
    pub queue_args: BTreeMap<String, Json>,
    pub order_fails: Vec<Option<Vec<bool>>>,
    pub order_poison: Vec<Option<bool>>,
    pub order_priority: Vec<Option<u8>>,
    pub order_ttl: Vec<Option<f64>>,
    pub outages: Vec<Outage>,
    /// The wire between two parts.
    pub link: Option<Link>,
    /// Was each order sent once the one before was answered?
    pub ordered_submit: bool,
    /// How long the recorder watched after the last answer, at most.
    pub drain_max_s: Option<f64>,
    /// Everything else.
    pub rest: Map<String, Json>,
}

/// Checkout.
#[derive(Clone, Debug, Default)]
pub struct Checkout {
    pub threads: Option<u32>,
    /// `shared` or `toplevel`.
    pub client: Option<String>,
    /// Of each phase.
    pub timeout_s: Timeouts,
    pub retries: Option<u32>,
    pub backoff_s: Option<f64>,
    pub response_model: bool,
    /// `def` or `async def`.
    pub endpoint: Option<String>,
    /// The services that are called.
    pub chain: Vec<String>,
    /// `sequential` or `parallel`.
    pub chain_mode: Option<String>,
    pub limits: Limits,
    /// The exchange's name; its kind says how it routes.
    pub exchange: Option<String>,
    pub routing_key: Option<String>,
    pub mandatory: bool,
    /// `thread_local`, `per_request`, `global` or `global_lock`.
    pub pika: Option<String>,
    pub confirms: bool,
    /// How long it bears a connection that the broker does not read.
    pub blocked_timeout_s: Option<f64>,
    pub rest: Map<String, Json>,
}

/// A client's timeouts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Timeouts {
    pub connect: Option<f64>,
    pub read: Option<f64>,
    pub pool: Option<f64>,
}

/// A client's connections (`httpx.Limits`); 0: unlimited.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub connections: u32,
    pub kept: u32,
}

impl Limits {
    /// As many as are wanted.
    pub const NONE: Self = Self {
        connections: 0,
        kept: 0,
    };
}

impl Default for Limits {
    /// httpx's.
    fn default() -> Self {
        Self {
            connections: 100,
            kept: 20,
        }
    }
}

/// Payment over HTTP.
#[derive(Clone, Debug, Default)]
pub struct Payment {
    pub concurrency: Option<u32>,
    pub response_model: bool,
    pub rest: Map<String, Json>,
}

/// Payment's workers.
#[derive(Clone, Debug, Default)]
pub struct Worker {
    pub procs: Option<u32>,
    /// Consumers in each process.
    pub threads: Option<u32>,
    pub prefetch: Option<u32>,
    /// `reject`: without requeue; where absent, nack with requeue.
    pub on_fail: Option<String>,
    /// By order: `["mid", ms after start]` or `["after", 0]`.
    pub crash: BTreeMap<String, (String, f64)>,
    pub rest: Map<String, Json>,
}

/// The workers of one of several services.
#[derive(Clone, Debug, Default)]
pub struct Group {
    pub queue: Option<String>,
    pub procs: Option<u32>,
    /// Consumers in each process.
    pub threads: Option<u32>,
    pub prefetch: Option<u32>,
    /// The queue that they tell when they are done.
    pub publishes: Option<String>,
}

/// A wire that is long, uneven or lossy, the same in either direction.
#[derive(Clone, Debug)]
pub struct Link {
    pub one_way_delay_ms: f64,
    pub jitter_ms: f64,
    /// The share of packets that is dropped.
    pub loss: f64,
    /// `Checkout and Payment`, for one.
    pub between: String,
}

/// A planned outage.
#[derive(Clone, Debug)]
pub struct Outage {
    /// Which service's; Payment's where absent.
    pub service: Option<String>,
    /// `kill`, `freeze`, or the broker's `memory_alarm`.
    pub kind: String,
    pub from_ms: f64,
    pub to_ms: f64,
}

/// When an outage really began and ended; the plan stands in for what is missing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Measured {
    pub from_ms: Option<f64>,
    pub to_ms: Option<f64>,
}

/// How near is near enough. What is not there is not judged, but for percentiles and states: see [`super::judge`].
#[derive(Clone, Debug, Default)]
pub struct Judge {
    /// For percentiles of `user_response_ms_all` and `completion_ms`: how many milliseconds off.
    pub allow_ms: Option<BTreeMap<String, BTreeMap<String, f64>>>,
    /// For each state: how many orders off.
    pub final_states_slack: BTreeMap<String, f64>,
    pub orders_exact: bool,
    pub poison_deliveries_share: Option<f64>,
    pub start_rank_within: Option<f64>,
    pub dead_within_ms: Option<f64>,
    pub failed_response_within_ms: Option<f64>,
}
