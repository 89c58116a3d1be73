//! Checkout's side: get a connection, call, wait, give up.

use crate::config::HttpClient;
use crate::event::Event;
use crate::http::{self, Call, CallPhase, Connection};
use crate::journey::{self, Fate, Moment};
use crate::ledger::Reason;
use crate::shop::{Failure, Job, Shop};
use crate::slab::Key;
use crate::time::Micros;
use crate::trace::Leg;
use crate::wrong::Wrong;

impl Shop {
    pub(crate) fn call_payment(&mut self, order: Key) {
        let pooled = self.config.http_client == HttpClient::Shared;
        let o = &mut self.orders[order];
        let (number, attempt) = (o.number, o.attempts);
        o.attempts += 1;
        let call = self.calling.calls.insert(Call {
            order,
            number,
            attempt,
            phase: CallPhase::Pooled,
            since: self.now,
            until: self.now,
            awaited: true,
            carrying: true,
            refused: false,
            failed: false,
            pooled,
            fresh: true,
            idle_since: 0,
            thread: None,
        });
        self.orders[order].call = Some(call);
        self.add_carrier(order);
        if !pooled {
            return self.build_call(call, Connection::New);
        }
        let ahead = self.calling.pool.waiting() as u32;
        self.note_call(call, Moment::AskedForConnection { ahead });
        match self.calling.pool.acquire(call, self.now) {
            Some(connection) => self.build_call(call, connection),
            None => self.timeout(
                self.now + self.config.pool_timeout,
                Event::PoolTimedOut { call },
            ),
        }
    }

    pub(super) fn build_call(&mut self, call: Key, connection: Connection) {
        self.reach(call, CallPhase::Building);
        let c = &mut self.calling.calls[call];
        if let Connection::Kept { idle_since } = connection {
            c.fresh = false;
            c.idle_since = idle_since;
        }
        let order = c.order;
        let connection = match (c.pooled, connection) {
            (false, _) => journey::Connection::Own,
            (true, Connection::Kept { .. }) => journey::Connection::Kept,
            (true, Connection::New) => journey::Connection::New,
        };
        self.note_call(call, Moment::GotConnection { connection });
        let cost = match connection {
            journey::Connection::Own => self.client_cost(order),
            journey::Connection::Kept | journey::Connection::New => self.costs.call,
        };
        self.checkout_work(Job::Call, call, cost);
    }

    /// CPU to build a client for one call; more for the first one in a thread.
    pub(super) fn client_cost(&mut self, order: Key) -> Micros {
        let place = self.handler_place(order);
        if place >= self.checkout.clients_built.len() {
            self.checkout.clients_built.resize(place + 1, false);
        }
        let first = !std::mem::replace(&mut self.checkout.clients_built[place], true);
        self.costs.build_client
            + if first {
                self.costs.build_client_first
            } else {
                0
            }
    }

    pub(crate) fn call_built(&mut self, call: Key) {
        if !self.calling.calls[call].fresh {
            return self.send_call(call);
        }
        self.note_call(call, Moment::Dialled);
        self.reach(call, CallPhase::Connecting);
        let cut = self.is_payment_cut_off();
        if cut || self.config.link_latency > 0 {
            let deadline = self.now + self.config.connect_timeout;
            self.timeout(deadline, Event::ConnectTimedOut { call });
        }
        if cut {
            self.cable.hold(call);
        } else {
            self.dial_payment(call);
        }
    }

    /// The dialling leaves for Payment's machine.
    pub(super) fn dial_payment(&mut self, call: Key) {
        match 2 * self.config.link_latency {
            0 => self.connection_made(call),
            round_trip => self.after(round_trip, Event::ConnectionMade { call }),
        }
    }

    /// The dialling came back: with a connection, which costs CPU to set up, or with a refusal, which does not.
    pub(crate) fn connection_made(&mut self, call: Key) {
        if !self.process.up {
            self.note_call(call, Moment::DialRefused);
            self.stop_carrying(call, Reason::Refused);
            self.reach(call, CallPhase::Returning);
            let span = self.costs.refused;
            self.call_hop(call, Leg::Return, span, 1);
            return self.after(span, Event::CallRefused { call });
        }
        if self.calling.calls[call].pooled {
            self.reach(call, CallPhase::Building);
            self.checkout_work(Job::OpenHttp, call, self.costs.open_http);
        } else {
            // Paid for when the client was built.
            self.send_call(call);
        }
    }

    pub(crate) fn send_call(&mut self, call: Key) {
        self.note_call(call, Moment::CallSent);
        self.reach(call, CallPhase::Sent);
        let deadline = self.now + self.config.read_timeout;
        let deadline = self.mistaken_deadline(call).unwrap_or(deadline);
        self.timeout(deadline, Event::ReadTimedOut { call });
        if self.is_payment_cut_off() {
            self.note_call(call, Moment::CallHeld);
            self.cable.hold(call);
        } else {
            self.depart(call);
        }
    }

    pub(super) fn depart(&mut self, call: Key) {
        self.note_call(call, Moment::CallLeft);
        let span = self.costs.call_out + self.config.link_latency;
        self.call_hop(call, Leg::Call, span, 0);
        self.after(span, Event::CallReachedPayment { call });
    }

    pub(crate) fn answer_reached_checkout(&mut self, call: Key) {
        self.note_call(call, Moment::AnswerReachedCheckout);
        let call = self.close_call(call, true);
        if call.failed {
            self.attempt_failed(call.order, Failure::Failed);
        } else {
            self.conclude(call.order, 200, Reason::None);
        }
    }

    /// A call came to nothing: another attempt after a pause, on the same thread, or an error for the user.
    fn attempt_failed(&mut self, order: Key, failure: Failure) {
        if self.orders[order].attempts > self.config.retries {
            let status = self.status_of(failure);
            return self.conclude(order, status, Reason::None);
        }
        self.note(order, Moment::BackedOff);
        match self.config.retry_backoff {
            0 => self.call_payment(order),
            pause => {
                self.calling.pausing.push_back(order);
                self.after(pause, Event::RetryDue { order });
            }
        }
    }

    pub(crate) fn retry_due(&mut self, order: Key) {
        http::leave(&mut self.calling.pausing, order);
        self.call_payment(order);
    }

    pub(crate) fn call_refused(&mut self, call: Key) {
        self.note_call(call, Moment::RefusalReachedCheckout);
        let call = self.close_call(call, false);
        self.attempt_failed(call.order, Failure::Refused);
    }

    pub(crate) fn pool_timed_out(&mut self, call: Key) {
        self.note_call(call, Moment::PoolTimedOut);
        self.calling.pool.leave(call);
        self.calling.calls[call].pooled = false;
        self.abandon(call);
    }

    pub(crate) fn connect_timed_out(&mut self, call: Key) {
        self.note_call(call, Moment::ConnectTimedOut);
        self.abandon(call);
    }

    pub(crate) fn read_timed_out(&mut self, call: Key) {
        self.note_call(call, Moment::ReadTimedOut);
        self.abandon(call);
    }

    /// Checkout stops waiting. What Payment has, or will get, it works on all the same.
    pub(super) fn abandon(&mut self, call: Key) {
        let held = self.cable.forget(call);
        let c = &self.calling.calls[call];
        let (order, phase) = (c.order, c.phase);
        let fate = match phase {
            CallPhase::Sent if held => Fate::NeverLeft,
            CallPhase::Sent | CallPhase::InLine | CallPhase::Serving | CallPhase::Answering => {
                Fate::GoesOn
            }
            CallPhase::Returning => Fate::Unread,
            CallPhase::Pooled | CallPhase::Building | CallPhase::Connecting => Fate::NeverLeft,
        };
        self.note_call(call, Moment::LetGo { fate });
        if fate == Fate::GoesOn {
            self.let_go(call, false);
            if self.is_wrong(Wrong::AbandonedCancelled) {
                self.cancel_served(call);
            }
        } else {
            self.stop_carrying(call, Reason::Timeout);
            self.close_call(call, false);
        }
        self.attempt_failed(order, Failure::TimedOut);
    }
}
