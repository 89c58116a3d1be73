//! One HTTP call. (The client's pool of connections is in `pool.rs`.)
//!
//! ```text
//!  pool wait ──▶ connect ──▶ sent ──▶ line at Payment ──▶ served ──▶ answer ──▶ Checkout
//!  └ pool        └ connect    └ read timeout ─────────────────────────────┘
//!    timeout       timeout
//! ```
//!
//! A timeout is per phase and never a deadline; waiting for a Checkout thread is in none of them. A call that timed
//! out is only *abandoned*: Payment is not told, works on it and charges it.

use super::slab::Key;
use super::time::{Micros, SECOND};

/// A server closes an idle connection after this long (uvicorn's `timeout_keep_alive`).
pub const SERVER_KEEP_ALIVE: Micros = 5 * SECOND;

/// Where a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallPhase {
    /// Waiting for a free connection of the shared client.
    Pooled,
    /// Checkout's CPU builds the request.
    Building,
    /// Waiting for a connection to be made.
    Connecting,
    /// Under way to Payment (or held by a cut).
    Sent,
    /// At Payment, waiting for CPU or a thread.
    InLine,
    /// Payment works on it.
    Serving,
    /// Payment has worked on it, and has its answer validated: it waits for a thread again, or holds one.
    Answering,
    /// The answer, or the news of a failure, is under way back.
    Returning,
}

/// One attempt of one order to be paid over HTTP.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// Whose.
    pub order: Key,
    /// The k-th order of its shop: the address of its draws.
    pub number: u64,
    /// Which service is called, from 0.
    pub service: u8,
    /// 0 for the first attempt.
    pub attempt: u32,
    /// Where it is.
    pub phase: CallPhase,
    /// Since when.
    pub since: Micros,
    /// Until when, where that is known: while it is being served.
    pub until: Micros,
    /// Does Checkout still wait for it?
    pub awaited: bool,
    /// May it still charge its order?
    pub carrying: bool,
    /// Is what comes back the news of a failure?
    pub refused: bool,
    /// Will Payment answer it with a 500? Decided as the service begins.
    pub failed: bool,
    /// Does it use a connection of the shared client?
    pub pooled: bool,
    /// Was its connection new?
    pub fresh: bool,
    /// If not: since when the connection had been idle.
    pub idle_since: Micros,
    /// The thread it holds at Payment.
    pub thread: Option<u32>,
}
