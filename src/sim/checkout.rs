//! Checkout: from the request to a thread, and from the handler's end to the answer.
//!
//! ```text
//! reached ──▶ accept (CPU) ──▶ thread ──▶ dispatch (CPU) ──▶ handler … the wiring … ──▶ answer (CPU) ──▶ user
//! ```
//!
//! Whoever gets orders paid for it, a caller or a publisher, lives in its process: they ask for the same CPU, and the
//! order they work for holds one of its threads. What concerns them at the same instant is not called from here: it is
//! returned, as what comes [next](Then), to where the parts are joined.

use super::config::lineup::PAYMENT;
use super::config::{Config, Endpoint};
use super::cpu::{Begun, Cpu, Task};
use super::event::Event;
use super::floor::Floor;
use super::job::{Job, Then};
use super::journey::Moment;
use super::ledger::Reason;
use super::order::Phase;
use super::slab::Key;
use super::station::{Station, UNLIMITED};
use super::time::Micros;
use super::trace::Leg;
use super::wire::{Between, Toward, Trip, What};
use super::wrong::Wrong;

/// Checkout's process: one interpreter, and the threads that its requests hold.
#[derive(Clone, Debug)]
pub(crate) struct Checkout {
    pub(crate) threads: Station,
    pub(crate) cpu: Cpu<Job>,
    /// Are those in line being let in?
    admitting: bool,
}

impl Checkout {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            threads: Station::new(capacity(config)),
            cpu: Cpu::default(),
            admitting: false,
        }
    }

    pub(crate) fn request_reached(&mut self, floor: &mut Floor, order: Key) -> Then {
        floor.note(order, Moment::ReachedCheckout);
        floor.enter(order, Phase::WaitingForThread);
        self.work(floor, Job::Accept, order, floor.costs.accept)
    }

    // ---- the interpreter ----------------------------------------------------------------------------------------

    /// Asks for the CPU, for an order.
    pub(crate) fn work(&mut self, floor: &mut Floor, job: Job, order: Key, cost: Micros) -> Then {
        match self.ask(floor, job, order, cost) {
            Begun::Done => self.worked(floor, job, order),
            Begun::Running(_) => {
                floor.note(order, Moment::GotCpu);
                Then::Nothing
            }
            Begun::Waits => Then::Nothing,
        }
    }

    /// Asks for the CPU, for an order or a call; accepting goes before everything else.
    #[inline]
    pub(crate) fn ask(&mut self, floor: &mut Floor, job: Job, key: Key, cost: Micros) -> Begun {
        let begun = self
            .cpu
            .request(Task { job, key, cost }, job == Job::Accept);
        if let Begun::Running(slice) = begun {
            floor.seldom_after(slice, Event::CheckoutSliceOver);
        }
        begun
    }

    /// A slice is over, and the next one begins: the task that is done, if one is.
    pub(crate) fn slice_over(&mut self, floor: &mut Floor) -> Option<Task<Job>> {
        let done = self.cpu.slice_over();
        if let Some(slice) = self.cpu.begin_next() {
            floor.seldom_after(slice, Event::CheckoutSliceOver);
        }
        done
    }

    /// The CPU is done with a task.
    pub(crate) fn worked(&mut self, floor: &mut Floor, job: Job, key: Key) -> Then {
        match job {
            Job::Accept => self.accepted(floor, key),
            Job::Dispatch => handler_began(floor, key),
            Job::Validate => self.work(floor, Job::Answer, key, floor.costs.answer),
            Job::Answer => self.answered(floor, key),
            Job::Call
            | Job::OpenHttp
            | Job::Wake
            | Job::OpenAmqp
            | Job::Publish
            | Job::ReadConfirm
            | Job::ReadNack
            | Job::ReadReturn => Then::Worked(job, key),
        }
    }

    // ---- threads ------------------------------------------------------------------------------------------------

    fn accepted(&mut self, floor: &mut Floor, order: Key) -> Then {
        let ahead = self.threads.line().len() as u32;
        floor.note(order, Moment::AskedForThread { ahead });
        match self.threads.request(order, floor.now) {
            Some(thread) => self.thread_granted(floor, order, thread),
            None => Then::Nothing,
        }
    }

    /// Those in line are about to be let in, one by one. Without overheads a request can be answered as soon as it has
    /// its thread, and frees it again: then they are being let in already (`false`).
    pub(crate) fn begin_admitting(&mut self) -> bool {
        !std::mem::replace(&mut self.admitting, true)
    }

    /// Whoever is next in line gets a thread, if one is free.
    pub(crate) fn admit(&mut self, floor: &mut Floor) -> Option<Then> {
        let next = floor.flaw.next_in_line();
        let granted = next(&mut self.threads, floor.now);
        self.admitting = granted.is_some();
        granted.map(|(order, thread)| self.thread_granted(floor, order, thread))
    }

    fn thread_granted(&mut self, floor: &mut Floor, order: Key, thread: u32) -> Then {
        let o = &mut floor.orders[order];
        o.thread = Some(thread);
        if o.validating {
            floor.note(order, Moment::GotThreadAgain { thread });
            return self.work(floor, Job::Validate, order, floor.costs.validate);
        }
        match floor.config.endpoint {
            Endpoint::Def => {
                o.client = thread;
                floor.note(order, Moment::GotThread { thread });
                self.work(floor, Job::Dispatch, order, floor.costs.dispatch)
            }
            Endpoint::AsyncDef => handler_began(floor, order),
        }
    }

    /// There are more threads than before, or less.
    pub(crate) fn reconfigure(&mut self, floor: &Floor, old: &Config) -> Then {
        let threads = capacity(&floor.config);
        if capacity(old) == threads {
            return Then::Nothing;
        }
        self.threads.set_capacity(threads);
        Then::ThreadFree
    }

    // ---- the answer ---------------------------------------------------------------------------------------------

    /// The handler is done with this order: its request carries no charge any more, and the answer is written.
    pub(crate) fn conclude(
        &mut self,
        floor: &mut Floor,
        order: Key,
        status: u16,
        reason: Reason,
    ) -> Then {
        floor.note(order, Moment::Concluded { status });
        floor.orders[order].status = status;
        floor.drop_request(order, reason);
        let threads = floor.config.endpoint == Endpoint::Def;
        let trip = floor.config.checkout_return_type && !floor.is_wrong(Wrong::NoSecondTrip);
        if threads && trip && status < 400 {
            self.take_thread_again(floor, order)
        } else {
            self.work(floor, Job::Answer, order, floor.costs.answer)
        }
    }

    /// The answer is validated in the thread pool: the thread that made it goes back, and the request joins the end
    /// of the line.
    fn take_thread_again(&mut self, floor: &mut Floor, order: Key) -> Then {
        let o = &mut floor.orders[order];
        o.validating = true;
        let thread = o.thread.take().expect("a handler holds a thread");
        self.threads.release(thread);
        floor.enter(order, Phase::WaitingForThread);
        let ahead = self.threads.line().len() as u32;
        floor.note(order, Moment::AskedForThreadAgain { ahead });
        if let Some(thread) = self.threads.request(order, floor.now) {
            let then = self.thread_granted(floor, order, thread);
            debug_assert!(matches!(then, Then::Nothing | Then::ThreadFree));
        }
        Then::ThreadFree
    }

    fn answered(&mut self, floor: &mut Floor, order: Key) -> Then {
        floor.enter(order, Phase::Answered);
        let o = &mut floor.orders[order];
        let (number, status) = (o.number, o.status);
        let thread = o.thread.take().expect("an answered request held a place");
        floor.note(order, Moment::Answered { status });
        self.threads.release(thread);
        let trip = || Trip::of_user(number, What::Answer);
        let span = floor.costs.user_out + floor.crossing(Between::Above, Toward::Back, trip);
        if floor.sees_lost(Between::Above, Toward::Back, trip) {
            let what = What::Answer;
            floor.note(order, Moment::SegmentLost { what });
        }
        floor.hop((number, PAYMENT), Leg::Answer, Some(thread), span, status);
        floor.after(span, Event::UserTold { order });
        floor.end_if_finished(order);
        Then::ThreadFree
    }
}

fn handler_began(floor: &mut Floor, order: Key) -> Then {
    floor.note(order, Moment::HandlerBegan);
    floor.enter(order, Phase::InHandler);
    Then::HandlerBegan(order)
}

/// How many requests Checkout handles at once.
pub(super) fn capacity(config: &Config) -> u32 {
    match config.endpoint {
        Endpoint::Def => config.checkout_threads,
        Endpoint::AsyncDef => UNLIMITED,
    }
}
