//! The sync wiring: Checkout calls Payment and waits.
//!
//! ```text
//! handler ──▶ [pool] ──▶ CPU ──▶ connect ──▶ cable ──▶ Payment: CPU, line, thread, service ──▶ cable ──▶ conclude
//! ```
//!
//! What a timeout ends is the waiting, never the work: Payment is not told, and charges.

mod caller;
mod outside;
mod server;

use crate::config::Config;
use crate::cpu::Cpu;
use crate::http::{Call, CallPhase, Line, Pool};
use crate::ledger::Reason;
use crate::shop::Shop;
use crate::slab::{Key, Slab};
use crate::station::Station;
use crate::time::Micros;
use crate::trace::Leg;

/// Everything between Checkout's handler and Payment's threads.
#[derive(Clone, Debug)]
pub(crate) struct Calling {
    pub(crate) calls: Slab<Call>,
    pub(crate) pool: Pool,
    /// Orders that pause before another attempt.
    pub(crate) pausing: Line,
    pub(crate) server: Server,
}

/// Payment's HTTP server: an interpreter that reads requests, and the threads that work on them.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    pub(crate) threads: Station,
    pub(crate) cpu: Cpu<()>,
}

impl Calling {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            calls: Slab::default(),
            pool: Pool::new(config.http_connections, config.warm_start),
            pausing: Line::default(),
            server: Server {
                threads: Station::new(config.payment_threads),
                cpu: Cpu::default(),
            },
        }
    }
}

impl Shop {
    pub(super) fn call_hop(&mut self, call: Key, leg: Leg, span: Micros, status: u16) {
        if !self.books.trace.is_on() {
            return;
        }
        let c = &self.calling.calls[call];
        let thread = self.orders.get(c.order).and_then(|o| o.thread);
        self.hop(c.number, leg, thread, span, status);
    }

    pub(super) fn reach(&mut self, call: Key, phase: CallPhase) {
        let c = &mut self.calling.calls[call];
        c.phase = phase;
        c.since = self.now;
    }

    pub(super) fn stop_carrying(&mut self, call: Key, reason: Reason) {
        let c = &mut self.calling.calls[call];
        if std::mem::take(&mut c.carrying) {
            let order = c.order;
            self.drop_carrier(order, reason);
        }
    }

    /// Checkout lets go of a call and its connection; `alive`: the connection can be used again.
    pub(super) fn let_go(&mut self, call: Key, alive: bool) {
        let c = &mut self.calling.calls[call];
        c.awaited = false;
        let pooled = std::mem::take(&mut c.pooled);
        let order = c.order;
        self.orders[order].call = None;
        if pooled {
            self.calling.pool.release(alive, self.now);
            self.admit_to_pool();
        }
    }

    /// Both sides are done with a call.
    pub(super) fn close_call(&mut self, call: Key, alive: bool) -> Call {
        self.let_go(call, alive);
        let closed = self.calling.calls.remove(call);
        closed.expect("a call is closed once")
    }

    pub(super) fn admit_to_pool(&mut self) {
        while let Some((call, connection)) = self.calling.pool.admit(self.now) {
            self.build_call(call, connection);
        }
    }
}
