//! Everything a run can be told, in the units of the model.
//!
//! Plain data: names, ranges, defaults and sources live in one table, [`crate::experiment::settings`], which fills
//! this struct. A live change replaces the whole struct and applies to what starts after it: a busy thread
//! finishes, a running call keeps its timeout.

use super::costs::Overheads;
use super::dist::Spread;
use super::time::Micros;

/// How orders arrive besides the reader's own clicks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrivals {
    /// Only by clicks.
    ByHand,
    /// Evenly spaced.
    Constant,
    /// A Poisson process: independent exponential gaps.
    Poisson,
    /// A crowd of `burst_size` at once, as often as the rate asks.
    Burst,
    /// One user in a closed loop: the next order a gap after the answer to the last one.
    OneByOne,
}

/// How Checkout's endpoint is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// `def`: each request holds one token of the thread pool until it is answered.
    Def,
    /// `async def`: no thread per waiting request.
    AsyncDef,
}

/// Who owns the HTTP connections from Checkout to Payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HttpClient {
    /// One client with one pool of kept-alive connections.
    Shared,
    /// `httpx.post()`: a client, and so a connection, for each call.
    PerCall,
}

/// Which status a failed checkout is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorStyle {
    /// No handling at all, as in the README's snippet: any exception is a 500.
    Snippet,
    /// As in the demo's own code: any request error, timeouts too, is a 503.
    Demo,
    /// Refused is 503, timed out is 504.
    Production,
}

/// When a message counts as consumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AckMode {
    /// The worker acknowledges after the work.
    Manual,
    /// The broker forgets a message as it sends it; prefetch does not apply.
    Auto,
}

/// The settings in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// How orders arrive besides clicks.
    pub arrivals: Arrivals,
    /// Mean arrival rate in orders per second, to each shop.
    pub arrival_rate_per_s: f64,
    /// Orders that arrive together under [`Arrivals::Burst`].
    pub burst_size: u32,
    /// Generated arrivals stop this long after they began.
    pub arrivals_stop: Micros,
    /// Mean time Payment works on one order.
    pub payment_time: Micros,
    /// How that time varies.
    pub payment_spread: Spread,
    /// Thread tokens of Payment's HTTP endpoint (sync).
    pub payment_threads: u32,
    /// Payment workers that consume from the queue (async); each works on one order at a time.
    pub consumers: u32,
    /// Payment crashes when more orders than this are inside it at once; 0 = never.
    pub payment_crash_above: u32,
    /// How long Payment stays down after such a crash.
    pub payment_restart: Micros,
    /// Were there requests before the first order, so that one thread of Checkout has a connection and a client?
    pub warm_start: bool,
    /// How Checkout's endpoint is written.
    pub endpoint: Endpoint,
    /// Thread tokens of Checkout.
    pub checkout_threads: u32,
    /// Does Checkout's endpoint declare what it returns? A `def` endpoint then takes a thread a second time, to have
    /// its answer validated.
    pub checkout_return_type: bool,
    /// Does Payment's? (sync)
    pub payment_return_type: bool,
    /// Further attempts after a failed call to Payment (sync).
    pub retries: u32,
    /// The pause before each of them.
    pub retry_backoff: Micros,
    /// How long users wait for an answer before they hang up; 0 = for ever.
    pub user_patience: Micros,
    /// Who owns the connections to Payment.
    pub http_client: HttpClient,
    /// Connections of a shared client; 0 = no limit, and none is closed for being one too many.
    pub http_connections: u32,
    /// Longest wait for a connection to be made.
    pub connect_timeout: Micros,
    /// Longest wait for an answer on a connection.
    pub read_timeout: Micros,
    /// Longest wait for a free connection of a shared client.
    pub pool_timeout: Micros,
    /// Which status a failed checkout is told.
    pub error_style: ErrorStyle,
    /// Does the queue survive a broker restart?
    pub queue_durable: bool,
    /// Are messages published as persistent?
    pub messages_persistent: bool,
    /// When a message counts as consumed.
    pub ack_mode: AckMode,
    /// Unacknowledged messages a consumer may hold; 0 = no limit.
    pub prefetch_count: u32,
    /// What the machinery itself costs.
    pub overheads: Overheads,
    /// Extra one-way delay between Checkout and Payment or the broker, and between the broker and its workers.
    pub link_latency: Micros,
}
