//! The file of a recorded run, as it is written by whoever recorded it: `docs/recorded-runs.md` is the whole format.
//!
//! Times are milliseconds since the start of the run. Parameters that nobody knows are kept, to be told.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

/// The longest span a file may prescribe, in milliseconds: a day.
pub const SPAN_LIMIT_MS: f64 = 86_400_000.0;

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
    pub outages_measured: Vec<Json>,
    /// What happened to each order.
    pub orders: Vec<Recorded>,
    /// How near is near enough.
    pub judge: Judge,
}

/// How the stack was set up.
#[derive(Clone, Debug)]
pub struct Parameters {
    /// `sync` or `async`.
    pub mode: String,
    /// How long Payment works on o0, o1, …
    pub service_ms: Vec<f64>,
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
    pub timeout_s: Option<f64>,
    pub retries: Option<u32>,
    pub backoff_s: Option<f64>,
    pub response_model: bool,
    /// `thread_local`, `per_request`, `global` or `global_lock`.
    pub pika: Option<String>,
    pub confirms: bool,
    pub rest: Map<String, Json>,
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

/// A planned outage.
#[derive(Clone, Debug)]
pub struct Outage {
    /// `kill` or `freeze`.
    pub kind: String,
    pub from_ms: f64,
    pub to_ms: f64,
}

/// What happened to one order.
#[derive(Clone, Debug, Default)]
pub struct Recorded {
    /// `o17`: the 18th of the parameters' lists.
    pub id: String,
    pub t_submit: f64,
    pub t_response: Option<f64>,
    /// The HTTP status, or `user-timeout`.
    pub status: String,
    /// The error's name.
    pub error: Option<String>,
    pub t_payment_start: Option<f64>,
    pub t_payment_done: Option<f64>,
    pub deliveries: u32,
    pub payments_completed: u32,
    pub t_dead: Option<f64>,
    pub final_state: String,
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
