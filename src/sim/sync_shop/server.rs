//! Payment's side: read the call, get a thread, serve, answer; a call nobody waits for is served all the same.

use crate::cpu::{Begun, Task};
use crate::event::Event;
use crate::http::CallPhase;
use crate::journey::Moment;
use crate::ledger::Reason;
use crate::shop::Shop;
use crate::slab::Key;
use crate::time::Micros;
use crate::trace::Leg;
use crate::wrong::Wrong;

impl Shop {
    pub(crate) fn call_reached_payment(&mut self, call: Key) {
        self.note_call(call, Moment::ReachedPayment);
        if !self.process.up {
            return self.refuse(call, Reason::Refused);
        }
        self.reach(call, CallPhase::InLine);
        if !self.entered_payment() {
            return;
        }
        let task = Task {
            job: (),
            key: call,
            cost: self.costs.payment_accept,
        };
        match self.calling.server.cpu.request(task, false) {
            Begun::Done => self.payment_accepted(call),
            Begun::Running(slice) => self.payment_slice(slice),
            Begun::Waits => {}
        }
    }

    pub(crate) fn payment_slice_over(&mut self) {
        let done = self.calling.server.cpu.slice_over();
        if let Some(slice) = self.calling.server.cpu.begin_next() {
            self.payment_slice(slice);
        }
        if let Some(task) = done {
            self.payment_accepted(task.key);
        }
    }

    pub(super) fn payment_slice(&mut self, slice: Micros) {
        let life = self.process.life;
        self.after(slice, Event::PaymentSliceOver { life });
    }

    pub(super) fn payment_accepted(&mut self, call: Key) {
        let ahead = self.calling.server.threads.line().len() as u32;
        self.note_call(call, Moment::AskedForPaymentThread { ahead });
        if let Some(thread) = self.calling.server.threads.request(call, self.now) {
            self.serve(call, thread);
        }
    }

    pub(super) fn serve(&mut self, call: Key, thread: u32) {
        if self.calling.calls[call].phase == CallPhase::Answering {
            return self.validate(call, thread);
        }
        if self.is_wrong(Wrong::AbandonedCancelled) && !self.calling.calls[call].awaited {
            self.cancel(call);
            return self.calling.server.threads.release(thread);
        }
        self.note_call(call, Moment::ServiceBegan { server: thread });
        self.reach(call, CallPhase::Serving);
        self.calling.calls[call].thread = Some(thread);
        let c = &self.calling.calls[call];
        let (service, fails) = self.service_began(c.order, c.attempt);
        self.calling.calls[call].failed = fails;
        let span = self.costs.payment_dispatch + service + self.costs.payment_overrun;
        self.calling.calls[call].until = self.now + span;
        self.after(span, Event::CallServed { call });
    }

    pub(crate) fn call_served(&mut self, call: Key) {
        let c = &self.calling.calls[call];
        let (order, since, failed, awaited) = (c.order, c.since, c.failed, c.awaited);
        let server = c.thread.expect("a served call held a thread");
        self.process.inside -= 1;
        let forgotten = !awaited && self.is_wrong(Wrong::AbandonedUncharged);
        if forgotten || failed {
            self.note_call(call, Moment::ServiceFailed { server });
            self.books.totals.wasted_work += self.now - since;
            self.stop_carrying(call, Reason::Failed);
        } else {
            self.note_call(call, Moment::Charged { server });
            self.charge(order, since);
            self.stop_carrying(call, Reason::None);
            if self.config.payment_return_type && !self.is_wrong(Wrong::NoSecondTrip) {
                self.note_call(call, Moment::AnswerMade);
                self.reach(call, CallPhase::Answering);
                return self.after(self.costs.payment_release, Event::CallLeftThread { call });
            }
        }
        self.calling.calls[call].thread = None;
        self.answer_call(call);
        self.free_payment_thread(server);
    }

    /// The thread is free, and the call asks for one again: behind those that have not begun.
    pub(crate) fn call_left_thread(&mut self, call: Key) {
        let thread = self.calling.calls[call].thread.take();
        let thread = thread.expect("a served call held a thread");
        self.calling.server.threads.release(thread);
        let ahead = self.calling.server.threads.line().len() as u32;
        self.note_call(call, Moment::AskedForPaymentThreadAgain { ahead });
        if let Some(thread) = self.calling.server.threads.request(call, self.now) {
            self.validate(call, thread);
        }
        self.admit_to_payment();
    }

    /// An answer is validated, on a thread.
    fn validate(&mut self, call: Key, thread: u32) {
        self.note_call(call, Moment::GotPaymentThreadAgain);
        self.calling.calls[call].thread = Some(thread);
        self.after(self.costs.validate, Event::CallValidated { call });
    }

    pub(crate) fn call_validated(&mut self, call: Key) {
        let thread = self.calling.calls[call].thread.take();
        let thread = thread.expect("an answer is validated on a thread");
        self.answer_call(call);
        self.payment_thread_freed(thread);
    }

    /// The answer sets out, if anybody waits for it.
    fn answer_call(&mut self, call: Key) {
        if self.calling.calls[call].awaited {
            self.return_call(call, false);
        } else {
            self.note_call(call, Moment::AnsweredNobody);
            self.calling.calls.remove(call);
        }
    }

    fn free_payment_thread(&mut self, token: u32) {
        match self.costs.payment_release {
            0 => self.payment_thread_freed(token),
            span => {
                let life = self.process.life;
                self.after(span, Event::PaymentThreadFreed { token, life });
            }
        }
    }

    /// The answer, or the news of a failure, sets out for Checkout.
    pub(super) fn return_call(&mut self, call: Key, refused: bool) {
        self.reach(call, CallPhase::Returning);
        self.calling.calls[call].refused = refused;
        if self.is_payment_cut_off() {
            self.note_call(call, Moment::AnswerHeld);
            self.cable.hold(call);
        } else {
            self.depart_back(call);
        }
    }

    pub(super) fn depart_back(&mut self, call: Key) {
        let c = &self.calling.calls[call];
        let (refused, failed) = (c.refused, c.failed);
        let moment = match failed && !refused {
            true => Moment::FailureLeft,
            false => Moment::AnswerLeft { refused },
        };
        self.note_call(call, moment);
        let (base, event) = if refused {
            (self.costs.refused, Event::CallRefused { call })
        } else {
            (self.costs.call_back, Event::AnswerReachedCheckout { call })
        };
        let span = base + self.config.link_latency;
        self.call_hop(call, Leg::Return, span, u16::from(refused || failed));
        self.after(span, event);
    }

    pub(crate) fn payment_thread_freed(&mut self, token: u32) {
        self.calling.server.threads.release(token);
        self.admit_to_payment();
    }

    pub(super) fn admit_to_payment(&mut self) {
        let next = self.next_in_line();
        while let Some((call, token)) = next(&mut self.calling.server.threads, self.now) {
            self.serve(call, token);
        }
    }

    /// Nobody listens, or the peer died: the caller, if there is one, will know.
    pub(crate) fn refuse(&mut self, call: Key, reason: Reason) {
        self.note_call(call, Moment::Refused { reason });
        self.stop_carrying(call, reason);
        if !self.calling.calls[call].awaited {
            self.calling.calls.remove(call);
            return;
        }
        self.return_call(call, true);
    }
}
