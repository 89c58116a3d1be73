//! The sync wiring: Checkout calls Payment and waits.
//!
//! ```text
//! handler ──▶ [pool] ──▶ CPU ──▶ connect ──▶ link ──▶ Payment: CPU, line, thread, service ──▶ link ──▶ conclude
//! ```
//!
//! What a timeout ends is the waiting, never the work: Payment is not told, and charges.

use std::collections::VecDeque;

use super::config::{Config, HttpClient};
use super::cpu::{Begun, Cpu, Task};
use super::event::Event;
use super::http::{Call, Connection, Pool, Stage};
use super::ledger::Reason;
use super::shop::{Failure, Job, Shop};
use super::slab::{Key, Slab};
use super::station::Station;
use super::time::Micros;
use super::trace::Leg;

/// Everything between Checkout's handler and Payment's threads.
#[derive(Clone, Debug)]
pub(super) struct Calling {
    pub(super) calls: Slab<Call>,
    pub(super) pool: Pool,
    pub(super) payment: Station,
    pub(super) payment_cpu: Cpu<()>,
}

impl Calling {
    pub(super) fn new(payment_threads: u32) -> Self {
        Self {
            calls: Slab::default(),
            pool: Pool::default(),
            payment: Station::new(payment_threads),
            payment_cpu: Cpu::default(),
        }
    }
}

impl Shop {
    // ---- Checkout's side ----------------------------------------------------------------------------------------

    pub(super) fn call_payment(&mut self, order: Key) {
        let pooled = self.config.http_client == HttpClient::Shared;
        let call = self.calling.calls.insert(Call {
            order,
            number: self.orders[order].number,
            attempt: 0,
            stage: Stage::Pooled,
            since: self.now,
            until: self.now,
            awaited: true,
            carrying: true,
            refused: false,
            pooled,
            fresh: true,
            thread: None,
        });
        self.orders[order].call = Some(call);
        self.add_carrier(order);
        if !pooled {
            return self.build_call(call, Connection::New);
        }
        let limit = self.config.http_connections;
        match self.calling.pool.acquire(call, limit, self.now) {
            Some(connection) => self.build_call(call, connection),
            None => self.timeout(
                self.now + self.config.pool_timeout,
                Event::PoolTimedOut { call },
            ),
        }
    }

    fn build_call(&mut self, call: Key, connection: Connection) {
        self.reach(call, Stage::Building);
        let c = &mut self.calling.calls[call];
        c.fresh = connection == Connection::New;
        let order = c.order;
        let cost = match c.pooled {
            true => self.costs.call,
            false => self.client_cost(order),
        };
        self.checkout_work(Job::Call, call, cost);
    }

    /// CPU to build a client for one call; more for the first one in a thread.
    fn client_cost(&mut self, order: Key) -> Micros {
        let place = self.handler_place(order);
        if place >= self.clients_built.len() {
            self.clients_built.resize(place + 1, false);
        }
        let first = !std::mem::replace(&mut self.clients_built[place], true);
        self.costs.build_client
            + if first {
                self.costs.build_client_first
            } else {
                0
            }
    }

    pub(super) fn call_built(&mut self, call: Key) {
        if !self.calling.calls[call].fresh {
            return self.send_call(call);
        }
        self.reach(call, Stage::Connecting);
        let cut = self.link.is_cut();
        if cut || self.config.link_latency > 0 {
            let deadline = self.now + self.config.connect_timeout;
            self.timeout(deadline, Event::ConnectTimedOut { call });
        }
        if cut {
            self.link.hold(call);
        } else {
            self.dial_payment(call);
        }
    }

    /// The dialling leaves for Payment's machine.
    fn dial_payment(&mut self, call: Key) {
        match 2 * self.config.link_latency {
            0 => self.connection_made(call),
            round_trip => self.after(round_trip, Event::ConnectionMade { call }),
        }
    }

    /// The dialling came back: with a connection, which costs CPU to set up, or with a refusal, which does not.
    pub(super) fn connection_made(&mut self, call: Key) {
        if !self.payment_up {
            self.stop_carrying(call, Reason::Refused);
            self.reach(call, Stage::Returning);
            let span = self.costs.refused;
            self.call_hop(call, Leg::Return, span, 1);
            return self.after(span, Event::CallRefused { call });
        }
        if self.calling.calls[call].pooled {
            self.reach(call, Stage::Building);
            self.checkout_work(Job::OpenHttp, call, self.costs.open_http);
        } else {
            // Paid for when the client was built.
            self.send_call(call);
        }
    }

    pub(super) fn send_call(&mut self, call: Key) {
        self.reach(call, Stage::Sent);
        self.timeout(
            self.now + self.config.read_timeout,
            Event::ReadTimedOut { call },
        );
        if self.link.is_cut() {
            self.link.hold(call);
        } else {
            self.depart(call);
        }
    }

    fn depart(&mut self, call: Key) {
        let span = self.costs.call_out + self.config.link_latency;
        self.call_hop(call, Leg::Call, span, 0);
        self.after(span, Event::CallReachedPayment { call });
    }

    pub(super) fn answer_reached_checkout(&mut self, call: Key) {
        let call = self.close_call(call, true);
        self.conclude(call.order, 200, Reason::None);
    }

    pub(super) fn call_refused(&mut self, call: Key) {
        let call = self.close_call(call, false);
        let status = self.status_of(Failure::Refused);
        self.conclude(call.order, status, Reason::None);
    }

    pub(super) fn pool_timed_out(&mut self, call: Key) {
        self.calling.pool.leave(call);
        self.calling.calls[call].pooled = false;
        self.abandon(call);
    }

    pub(super) fn connect_timed_out(&mut self, call: Key) {
        self.abandon(call);
    }

    pub(super) fn read_timed_out(&mut self, call: Key) {
        self.abandon(call);
    }

    /// Checkout stops waiting. What Payment has, or will get, it works on all the same.
    fn abandon(&mut self, call: Key) {
        let held = self.link.forget(call);
        let c = &self.calling.calls[call];
        let (order, stage) = (c.order, c.stage);
        let goes_on = match stage {
            Stage::Sent => !held,
            Stage::InLine | Stage::Serving => true,
            _ => false,
        };
        if goes_on {
            self.let_go(call, false);
        } else {
            self.stop_carrying(call, Reason::Timeout);
            self.close_call(call, false);
        }
        let status = self.status_of(Failure::TimedOut);
        self.conclude(order, status, Reason::None);
    }

    // ---- Payment's side -----------------------------------------------------------------------------------------

    pub(super) fn call_reached_payment(&mut self, call: Key) {
        if !self.payment_up {
            return self.refuse(call, Reason::Refused);
        }
        self.reach(call, Stage::InLine);
        if !self.entered_payment() {
            return;
        }
        let task = Task {
            job: (),
            key: call,
            cost: self.costs.payment_accept,
        };
        match self.calling.payment_cpu.request(task, false) {
            Begun::Done => self.payment_accepted(call),
            Begun::Running(slice) => self.payment_slice(slice),
            Begun::Waits => {}
        }
    }

    pub(super) fn payment_slice_over(&mut self) {
        let done = self.calling.payment_cpu.slice_over();
        if let Some(slice) = self.calling.payment_cpu.begin_next() {
            self.payment_slice(slice);
        }
        if let Some(task) = done {
            self.payment_accepted(task.key);
        }
    }

    fn payment_slice(&mut self, slice: Micros) {
        let life = self.payment_life;
        self.after(slice, Event::PaymentSliceOver { life });
    }

    fn payment_accepted(&mut self, call: Key) {
        if let Some(thread) = self.calling.payment.request(call, self.now) {
            self.serve(call, thread);
        }
    }

    fn serve(&mut self, call: Key, thread: u32) {
        self.reach(call, Stage::Serving);
        self.calling.calls[call].thread = Some(thread);
        let order = self.calling.calls[call].order;
        let service = self.service_began(order);
        let span = self.costs.payment_dispatch + service + self.costs.payment_overrun;
        self.calling.calls[call].until = self.now + span;
        self.after(span, Event::CallServed { call });
    }

    pub(super) fn call_served(&mut self, call: Key) {
        let c = &mut self.calling.calls[call];
        let (order, since, awaited) = (c.order, c.since, c.awaited);
        let token = c.thread.take().expect("a served call held a thread");
        self.inside_payment -= 1;
        self.charge(order, since);
        self.stop_carrying(call, Reason::None);
        if awaited {
            self.return_call(call, false);
        } else {
            self.calling.calls.remove(call);
        }
        match self.costs.payment_release {
            0 => self.payment_thread_freed(token),
            span => {
                let life = self.payment_life;
                self.after(span, Event::PaymentThreadFreed { token, life });
            }
        }
    }

    /// The answer, or the news of a failure, sets out for Checkout.
    fn return_call(&mut self, call: Key, refused: bool) {
        self.reach(call, Stage::Returning);
        self.calling.calls[call].refused = refused;
        if self.link.is_cut() {
            self.link.hold(call);
        } else {
            self.depart_back(call);
        }
    }

    fn depart_back(&mut self, call: Key) {
        let c = &self.calling.calls[call];
        let refused = c.refused;
        let (base, event) = if refused {
            (self.costs.refused, Event::CallRefused { call })
        } else {
            (self.costs.call_back, Event::AnswerReachedCheckout { call })
        };
        let span = base + self.config.link_latency;
        self.call_hop(call, Leg::Return, span, u16::from(refused));
        self.after(span, event);
    }

    pub(super) fn payment_thread_freed(&mut self, token: u32) {
        self.calling.payment.release(token);
        self.admit_to_payment();
    }

    fn admit_to_payment(&mut self) {
        while let Some((call, token)) = self.calling.payment.admit(self.now) {
            self.serve(call, token);
        }
    }

    /// Nobody listens, or the peer died: the caller, if there is one, will know.
    fn refuse(&mut self, call: Key, reason: Reason) {
        self.stop_carrying(call, reason);
        if !self.calling.calls[call].awaited {
            self.calling.calls.remove(call);
            return;
        }
        self.return_call(call, true);
    }

    // ---- changes from outside -----------------------------------------------------------------------------------

    /// Payment's process died: what was inside vanishes uncharged.
    pub(super) fn kill_calls(&mut self) {
        self.calling.payment.clear();
        self.calling.payment_cpu.clear();
        self.calling.pool.forget_idle();
        for call in self.calling.calls.keys() {
            let c = &self.calling.calls[call];
            match c.stage {
                Stage::Serving => {
                    self.totals.wasted_work += self.now - c.since;
                    self.refuse(call, Reason::LostInCrash);
                }
                Stage::InLine => self.refuse(call, Reason::LostInCrash),
                _ => {}
            }
        }
    }

    /// The cable is back: what was held leaves.
    pub(super) fn resume_calls(&mut self, held: VecDeque<Key>) {
        for call in held {
            match self.calling.calls[call].stage {
                Stage::Connecting => self.dial_payment(call),
                Stage::Sent => self.depart(call),
                _ => self.depart_back(call),
            }
        }
    }

    pub(super) fn reconfigure_calling(&mut self, old: &Config) {
        if old.payment_threads != self.config.payment_threads {
            let threads = self.config.payment_threads;
            self.calling.payment.set_capacity(threads);
            self.admit_to_payment();
        }
        self.admit_to_pool();
    }

    // ---- books --------------------------------------------------------------------------------------------------

    fn call_hop(&mut self, call: Key, leg: Leg, span: Micros, status: u16) {
        let c = &self.calling.calls[call];
        let thread = self.orders.get(c.order).and_then(|o| o.thread);
        self.hop(c.number, leg, thread, span, status);
    }

    fn reach(&mut self, call: Key, stage: Stage) {
        let c = &mut self.calling.calls[call];
        c.stage = stage;
        c.since = self.now;
    }

    fn stop_carrying(&mut self, call: Key, reason: Reason) {
        let c = &mut self.calling.calls[call];
        if std::mem::take(&mut c.carrying) {
            let order = c.order;
            self.drop_carrier(order, reason);
        }
    }

    /// Checkout lets go of a call and its connection; `alive`: the connection can be used again.
    fn let_go(&mut self, call: Key, alive: bool) {
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
    fn close_call(&mut self, call: Key, alive: bool) -> Call {
        self.let_go(call, alive);
        let closed = self.calling.calls.remove(call);
        closed.expect("a call is closed once")
    }

    fn admit_to_pool(&mut self) {
        let limit = self.config.http_connections;
        while let Some((call, connection)) = self.calling.pool.admit(limit, self.now) {
            self.build_call(call, connection);
        }
    }

    pub(super) fn is_stale_call(&self, event: Event) -> bool {
        let at = |call, stages: &[Stage]| {
            let call = self.calling.calls.get(call);
            call.is_none_or(|c| !stages.contains(&c.stage))
        };
        match event {
            Event::PoolTimedOut { call } => at(call, &[Stage::Pooled]),
            Event::ConnectTimedOut { call } | Event::ConnectionMade { call } => {
                at(call, &[Stage::Connecting])
            }
            Event::ReadTimedOut { call } => self.calling.calls.get(call).is_none_or(|c| !c.awaited),
            Event::CallReachedPayment { call } => at(call, &[Stage::Sent]),
            Event::CallServed { call } => at(call, &[Stage::Serving]),
            Event::AnswerReachedCheckout { call } | Event::CallRefused { call } => {
                at(call, &[Stage::Returning])
            }
            _ => false,
        }
    }
}
