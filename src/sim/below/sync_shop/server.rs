//! A service's HTTP server: read the call, get a thread, serve, answer; a call nobody waits for is served all the same.

use super::calls::Calls;
use crate::cable::Cable;
use crate::config::Config;
use crate::cpu::{Begun, Cpu, Task};
use crate::event::Event;
use crate::floor::Floor;
use crate::http::CallPhase;
use crate::journey::Moment;
use crate::ledger::Reason;
use crate::process::Process;
use crate::slab::Key;
use crate::station::Station;
use crate::time::Micros;
use crate::wrong::Wrong;

/// Its process: an interpreter that reads requests, and the threads that work on them.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    pub(crate) process: Process,
    pub(crate) threads: Station,
    pub(crate) cpu: Cpu<()>,
    /// The call that was one too many, until the process has died of it.
    pub(super) entering: Option<Key>,
}

impl Server {
    /// An idle one.
    pub(super) fn new(config: &Config, service: u8) -> Self {
        Self {
            process: Process::new(service),
            threads: Station::new(config.of(service).threads),
            cpu: Cpu::default(),
            entering: None,
        }
    }

    /// A call arrived. `false`: that was one too many, and the process crashes of it.
    pub(super) fn call_reached(
        &mut self,
        floor: &mut Floor,
        calls: &mut Calls,
        cable: &mut Cable,
        call: Key,
    ) -> bool {
        calls.note(floor, call, Moment::ReachedPayment);
        if !self.process.up {
            self.refuse(floor, calls, cable, call, Reason::Refused);
            return true;
        }
        calls.reach(floor, call, CallPhase::InLine);
        if !self.process.enter(floor) {
            self.entering = Some(call);
            return false;
        }
        let task = Task {
            job: (),
            key: call,
            cost: floor.costs.payment_accept,
        };
        match self.cpu.request(task, false) {
            Begun::Done => self.accepted(floor, calls, call),
            Begun::Running(slice) => self.slice_began(floor, slice),
            Begun::Waits => {}
        }
        true
    }

    pub(super) fn slice_over(&mut self, floor: &mut Floor, calls: &mut Calls) {
        let done = self.cpu.slice_over();
        if let Some(slice) = self.cpu.begin_next() {
            self.slice_began(floor, slice);
        }
        if let Some(task) = done {
            self.accepted(floor, calls, task.key);
        }
    }

    fn slice_began(&self, floor: &mut Floor, slice: Micros) {
        let Process { service, life, .. } = self.process;
        floor.seldom_after(slice, Event::PaymentSliceOver { service, life });
    }

    fn accepted(&mut self, floor: &mut Floor, calls: &mut Calls, call: Key) {
        let ahead = self.threads.line().len() as u32;
        calls.note(floor, call, Moment::AskedForPaymentThread { ahead });
        if let Some(thread) = self.threads.request(call, floor.now) {
            self.serve(floor, calls, call, thread);
        }
    }

    fn serve(&mut self, floor: &mut Floor, calls: &mut Calls, call: Key, thread: u32) {
        if calls[call].phase == CallPhase::Answering {
            return validate(floor, calls, call, thread);
        }
        if floor.is_wrong(Wrong::AbandonedCancelled) && !calls[call].awaited {
            self.cancel(floor, calls, call);
            return self.threads.release(thread);
        }
        calls.note(floor, call, Moment::ServiceBegan { server: thread });
        calls.reach(floor, call, CallPhase::Serving);
        let c = &mut calls[call];
        c.thread = Some(thread);
        let (service, fails) = self.process.begin(floor, c.order, c.attempt);
        c.failed = fails;
        let span = floor.costs.payment_dispatch + service + floor.costs.payment_overrun;
        c.until = floor.now + span;
        floor.after(span, Event::CallServed { call });
    }

    pub(super) fn served(
        &mut self,
        floor: &mut Floor,
        calls: &mut Calls,
        cable: &mut Cable,
        call: Key,
    ) {
        if cable.stops_back() && floor.is_wrong(Wrong::HeldAnswerNeverMade) {
            calls[call].failed = true;
        }
        let c = &calls[call];
        let (order, since, failed, awaited) = (c.order, c.since, c.failed, c.awaited);
        let server = c.thread.expect("a served call held a thread");
        self.process.inside -= 1;
        let forgotten = !awaited && floor.is_wrong(Wrong::AbandonedUncharged);
        if forgotten || failed {
            calls.note(floor, call, Moment::ServiceFailed { server });
            floor.books.totals.wasted_work += floor.now - since;
            calls.stop_carrying(floor, call, Reason::Failed);
        } else {
            calls.note(floor, call, Moment::Charged { server });
            floor.done(self.process.service, order, since);
            calls.stop_carrying(floor, call, Reason::None);
            if floor.config.of(self.process.service).return_type
                && !floor.is_wrong(Wrong::NoSecondTrip)
            {
                calls.note(floor, call, Moment::AnswerMade);
                calls.reach(floor, call, CallPhase::Answering);
                let span = floor.costs.payment_release;
                return floor.seldom_after(span, Event::CallLeftThread { call });
            }
        }
        calls[call].thread = None;
        self.answer(floor, calls, cable, call);
        self.free_thread(floor, calls, server);
    }

    /// The thread is free, and the call asks for one again: behind those that have not begun.
    pub(super) fn left_thread(&mut self, floor: &mut Floor, calls: &mut Calls, call: Key) {
        let thread = calls[call].thread.take();
        let thread = thread.expect("a served call held a thread");
        self.threads.release(thread);
        let ahead = self.threads.line().len() as u32;
        calls.note(floor, call, Moment::AskedForPaymentThreadAgain { ahead });
        if let Some(thread) = self.threads.request(call, floor.now) {
            validate(floor, calls, call, thread);
        }
        self.admit(floor, calls);
    }

    pub(super) fn validated(
        &mut self,
        floor: &mut Floor,
        calls: &mut Calls,
        cable: &mut Cable,
        call: Key,
    ) {
        let thread = calls[call].thread.take();
        let thread = thread.expect("an answer is validated on a thread");
        self.answer(floor, calls, cable, call);
        self.thread_freed(floor, calls, thread);
    }

    fn free_thread(&mut self, floor: &mut Floor, calls: &mut Calls, token: u32) {
        match floor.costs.payment_release {
            0 => self.thread_freed(floor, calls, token),
            span => {
                let Process { service, life, .. } = self.process;
                let freed = Event::PaymentThreadFreed {
                    service,
                    token,
                    life,
                };
                floor.seldom_after(span, freed);
            }
        }
    }

    pub(super) fn thread_freed(&mut self, floor: &mut Floor, calls: &mut Calls, token: u32) {
        self.threads.release(token);
        self.admit(floor, calls);
    }

    fn admit(&mut self, floor: &mut Floor, calls: &mut Calls) {
        let next = floor.flaw.next_in_line();
        while let Some((call, token)) = next(&mut self.threads, floor.now) {
            self.serve(floor, calls, call, token);
        }
    }

    /// The settings changed: there are more threads than before, or less.
    pub(super) fn reconfigure(&mut self, floor: &mut Floor, calls: &mut Calls, old: &Config) {
        let service = self.process.service;
        let threads = floor.config.of(service).threads;
        if old.of(service).threads != threads {
            self.threads.set_capacity(threads);
            self.admit(floor, calls);
        }
    }
}

/// An answer is validated, on a thread.
fn validate(floor: &mut Floor, calls: &mut Calls, call: Key, thread: u32) {
    calls.note(floor, call, Moment::GotPaymentThreadAgain);
    calls[call].thread = Some(thread);
    floor.seldom_after(floor.costs.validate, Event::CallValidated { call });
}
