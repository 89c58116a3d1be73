//! Everything a run can be told, in the units of the model.
//!
//! Plain data: names, ranges, defaults and sources live in one table, `experiment::settings`, which fills
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

/// What a worker does with an order that failed in its hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnFail {
    /// `basic.nack` with requeue: the message goes back to its old place, to be tried again.
    Requeue,
    /// `basic.reject` without: the message is dead.
    Reject,
}

/// What a full queue does with one message too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overflow {
    /// Throws away the oldest ready message.
    DropHead,
    /// Refuses the new one.
    RejectPublish,
}

/// How the queue keeps its messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueType {
    /// In one broker.
    Classic,
    /// In a Raft log; always durable, without priorities, and it counts deliveries.
    Quorum,
}

/// How Checkout holds its AMQP channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// A connection and channel for each thread (one for the event loop of an `async def`).
    PerThread,
    /// Opened for each request, and closed after it.
    PerRequest,
    /// One for all threads, without a lock: pika's connections are not for that.
    Shared,
    /// One for all threads, one publish at a time.
    SharedLocked,
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
    /// Workers that share a process, and die with it; 0 = all of them.
    pub worker_threads: u32,
    /// What a worker does with an order that failed.
    pub on_fail: OnFail,
    /// How Checkout holds its AMQP channel.
    pub channel: Channel,
    /// Does Checkout wait until the broker has the message?
    pub confirms: bool,
    /// How the queue keeps its messages.
    pub queue_type: QueueType,
    /// A quorum queue gives up a message that came back more often than this; 0 = never.
    pub delivery_limit: u32,
    /// Ready messages the queue takes; 0 = no limit.
    pub max_length: u32,
    /// What a full queue does.
    pub overflow: Overflow,
    /// How long the queue keeps a ready message; 0 = for ever.
    pub queue_ttl: Micros,
    /// How long Checkout lets each message wait; 0 = for ever.
    pub message_ttl: Micros,
    /// Levels of priority above 0 the queue knows; 0 = it knows none.
    pub max_priority: u32,
    /// Every so many orders one is published with the highest priority; 0 = none is.
    pub urgent_every: u32,
    /// Do dead messages go to a queue of their own?
    pub dead_letter: bool,
    /// What the machinery itself costs.
    pub overheads: Overheads,
    /// Extra one-way delay between Checkout and Payment or the broker, and between the broker and its workers.
    pub link_latency: Micros,
}

impl Config {
    /// Does the queue itself survive a broker restart?
    pub fn is_durable(&self) -> bool {
        self.queue_durable || self.queue_type == QueueType::Quorum
    }

    /// Do all messages survive with it, persistent or not? (A Raft log knows no transient ones.)
    pub fn keeps_everything(&self) -> bool {
        self.queue_type == QueueType::Quorum
    }
}
