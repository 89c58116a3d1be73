//! Payment's side: read the call, get a thread, serve, answer; a call nobody waits for is served all the same.

use crate::sim::cpu::{Begun, Task};
use crate::sim::event::Event;
use crate::sim::http::Stage;
use crate::sim::journey::Moment;
use crate::sim::ledger::Reason;
use crate::sim::shop::Shop;
use crate::sim::slab::Key;
use crate::sim::time::Micros;
use crate::sim::trace::Leg;

impl Shop {
    pub(in crate::sim) fn call_reached_payment(&mut self, call: Key) {
        self.note_call(call, Moment::ReachedPayment);
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

    pub(in crate::sim) fn payment_slice_over(&mut self) {
        let done = self.calling.payment_cpu.slice_over();
        if let Some(slice) = self.calling.payment_cpu.begin_next() {
            self.payment_slice(slice);
        }
        if let Some(task) = done {
            self.payment_accepted(task.key);
        }
    }

    pub(super) fn payment_slice(&mut self, slice: Micros) {
        let life = self.payment_life;
        self.after(slice, Event::PaymentSliceOver { life });
    }

    pub(super) fn payment_accepted(&mut self, call: Key) {
        let ahead = self.calling.payment.line().len() as u32;
        self.note_call(call, Moment::AskedForPaymentThread { ahead });
        if let Some(thread) = self.calling.payment.request(call, self.now) {
            self.serve(call, thread);
        }
    }

    pub(super) fn serve(&mut self, call: Key, thread: u32) {
        self.note_call(call, Moment::ServiceBegan { server: thread });
        self.reach(call, Stage::Serving);
        self.calling.calls[call].thread = Some(thread);
        let order = self.calling.calls[call].order;
        let service = self.service_began(order);
        let span = self.costs.payment_dispatch + service + self.costs.payment_overrun;
        self.calling.calls[call].until = self.now + span;
        self.after(span, Event::CallServed { call });
    }

    pub(in crate::sim) fn call_served(&mut self, call: Key) {
        let c = &mut self.calling.calls[call];
        let (order, since, awaited) = (c.order, c.since, c.awaited);
        let token = c.thread.take().expect("a served call held a thread");
        self.inside_payment -= 1;
        self.note_call(call, Moment::Charged { server: token });
        self.charge(order, since);
        self.stop_carrying(call, Reason::None);
        if awaited {
            self.return_call(call, false);
        } else {
            self.note_call(call, Moment::AnsweredNobody);
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
    pub(super) fn return_call(&mut self, call: Key, refused: bool) {
        self.reach(call, Stage::Returning);
        self.calling.calls[call].refused = refused;
        if self.link.is_cut() {
            self.note_call(call, Moment::AnswerHeld);
            self.link.hold(call);
        } else {
            self.depart_back(call);
        }
    }

    pub(super) fn depart_back(&mut self, call: Key) {
        let c = &self.calling.calls[call];
        let refused = c.refused;
        self.note_call(call, Moment::AnswerLeft { refused });
        let (base, event) = if refused {
            (self.costs.refused, Event::CallRefused { call })
        } else {
            (self.costs.call_back, Event::AnswerReachedCheckout { call })
        };
        let span = base + self.config.link_latency;
        self.call_hop(call, Leg::Return, span, u16::from(refused));
        self.after(span, event);
    }

    pub(in crate::sim) fn payment_thread_freed(&mut self, token: u32) {
        self.calling.payment.release(token);
        self.admit_to_payment();
    }

    pub(super) fn admit_to_payment(&mut self) {
        while let Some((call, token)) = self.calling.payment.admit(self.now) {
            self.serve(call, token);
        }
    }

    /// Nobody listens, or the peer died: the caller, if there is one, will know.
    pub(super) fn refuse(&mut self, call: Key, reason: Reason) {
        self.note_call(call, Moment::Refused { reason });
        self.stop_carrying(call, reason);
        if !self.calling.calls[call].awaited {
            self.calling.calls.remove(call);
            return;
        }
        self.return_call(call, true);
    }
}
