//! Users and Checkout: from the click to a thread, and from the handler's end to the answer.
//!
//! ```text
//! submitted ──▶ accept (CPU) ──▶ thread ──▶ dispatch (CPU) ──▶ handler … the wiring … ──▶ answer (CPU) ──▶ told
//! ```

use super::config::{Config, Endpoint, ErrorStyle};
use super::cpu::{Begun, Cpu, Task};
use super::event::Event;
use super::journey::Moment;
use super::ledger::{Reason, Told};
use super::order::{HUNG_UP, Order, Phase};
use super::shop::{Failure, Job, ORDER_LIMIT, Shop, Wiring};
use super::slab::Key;
use super::station::{Station, UNLIMITED};
use super::time::Micros;
use super::trace::Leg;
use super::wrong::Wrong;

/// Checkout's process: one interpreter, and the threads that its requests hold.
#[derive(Clone, Debug)]
pub(super) struct Checkout {
    pub(super) threads: Station,
    pub(super) cpu: Cpu<Job>,
    /// Is [`Shop::admit_to_checkout`] at work?
    admitting: bool,
    /// Which threads ever built an HTTP client.
    pub(super) clients_built: Vec<bool>,
}

impl Checkout {
    pub(super) fn new(config: &Config) -> Self {
        Self {
            threads: Station::new(checkout_capacity(config)),
            cpu: Cpu::default(),
            admitting: false,
            clients_built: vec![config.warm_start],
        }
    }
}

impl Shop {
    // ---- users --------------------------------------------------------------------------------------------------

    pub(super) fn arrival_due(&mut self) {
        for _ in 0..self.arrivals.arrive(&self.config, self.draws, self.sent) {
            self.submit();
        }
        self.plan_arrival();
    }

    pub(super) fn plan_arrival(&mut self) {
        self.arrivals.epoch += 1;
        let next = self.arrivals.next(&self.config, self.now);
        if self.sent >= ORDER_LIMIT {
            self.books.totals.turned_away |= next.is_some();
            return;
        }
        if let Some(due) = next {
            let epoch = self.arrivals.epoch;
            self.after(due - self.now, Event::ArrivalDue { epoch });
        }
    }

    pub(super) fn replan_arrivals(&mut self, old: &Config) {
        let new = &self.config;
        if old.arrivals != new.arrivals {
            self.arrivals.begin(new, self.draws, self.now);
        } else if old.arrival_rate_per_s != new.arrival_rate_per_s {
            let (before, after) = (old.arrival_rate_per_s, new.arrival_rate_per_s);
            self.arrivals.rescale(before, after, self.now);
        } else if old.arrivals_stop != new.arrivals_stop {
            self.arrivals.prolong(new, self.draws, self.now);
        } else {
            return;
        }
        self.plan_arrival();
    }

    pub(super) fn submit(&mut self) {
        if self.sent == ORDER_LIMIT {
            self.books.totals.turned_away = true;
            return;
        }
        let order = Order::new(self.sent, self.now);
        self.sent += 1;
        self.open += 1;
        self.books.totals.first_submit.get_or_insert(self.now);
        self.books.ledger.open(order.cell());
        let number = order.number;
        let order = self.orders.insert(order);
        self.note(order, Moment::Sent);
        self.hop(number, Leg::Request, None, self.costs.user_in, 0);
        self.after(self.costs.user_in, Event::RequestReachedCheckout { order });
        if self.config.user_patience > 0 {
            let patience = self.now.saturating_add(self.config.user_patience);
            self.timeout(patience, Event::UserLeft { order });
        }
    }

    /// The user hung up. Nobody below is told: the request is worked on as if the answer were wanted.
    pub(super) fn user_left(&mut self, order: Key) {
        self.note(order, Moment::HungUp);
        self.stop_waiting(order, HUNG_UP, Told::GaveUp);
    }

    pub(super) fn user_told(&mut self, order: Key) {
        let status = self.orders[order].status;
        self.note(order, Moment::Told { status });
        let told = match status {
            200 => Told::Ok,
            202 => Told::Accepted,
            _ => Told::Error,
        };
        self.enter(order, Phase::Told);
        self.stop_waiting(order, status, told);
    }

    /// A user's waiting is over.
    fn stop_waiting(&mut self, order: Key, status: u16, told: Told) {
        let now = self.now;
        let (number, latency) = (
            self.orders[order].number,
            now - self.orders[order].submitted,
        );
        self.open -= 1;
        self.books.totals.last_told = now;
        self.books.statuses.add(status);
        if matches!(told, Told::Error | Told::GaveUp) {
            // A charge came first: its user will never know.
            self.books.totals.wasted_work += std::mem::take(&mut self.orders[order].worked);
        }
        match told {
            Told::Ok | Told::Accepted => {
                self.books.told_well.add(latency);
                self.books.series.told(now, latency);
            }
            Told::Error => {
                self.books.told_error.add(latency);
                self.books.series.told_error(now, latency);
            }
            Told::GaveUp => self.books.hung_up.add(latency),
            Told::Waiting => {}
        }
        self.update(order, |o| {
            o.told = told;
            o.told_at = now;
        });
        if self
            .arrivals
            .answered(number, &self.config, self.draws, now)
        {
            self.plan_arrival();
        }
    }

    // ---- Checkout -----------------------------------------------------------------------------------------------

    pub(super) fn request_reached_checkout(&mut self, order: Key) {
        self.note(order, Moment::ReachedCheckout);
        self.enter(order, Phase::WaitingForThread);
        self.checkout_work(Job::Accept, order, self.costs.accept);
    }

    /// Asks for Checkout's CPU; accepting goes before everything else.
    pub(super) fn checkout_work(&mut self, job: Job, key: Key, cost: Micros) {
        let task = Task { job, key, cost };
        match self.checkout.cpu.request(task, job == Job::Accept) {
            Begun::Done => self.checkout_worked(job, key),
            Begun::Running(slice) => {
                self.note_cpu();
                self.after(slice, Event::CheckoutSliceOver);
            }
            Begun::Waits => {}
        }
    }

    pub(super) fn checkout_slice_over(&mut self) {
        let done = self.checkout.cpu.slice_over();
        if let Some(slice) = self.checkout.cpu.begin_next() {
            self.note_cpu();
            self.after(slice, Event::CheckoutSliceOver);
        }
        if let Some(task) = done {
            self.checkout_worked(task.job, task.key);
        }
    }

    pub(super) fn checkout_worked(&mut self, job: Job, key: Key) {
        match job {
            Job::Accept => self.accepted(key),
            Job::Dispatch => self.handler_began(key),
            Job::Call => self.call_built(key),
            Job::OpenHttp => self.send_call(key),
            Job::OpenAmqp => self.amqp_dialled(key),
            Job::Publish => self.published(key),
            Job::ReadConfirm => self.end_publish(key, false),
            Job::ReadNack => self.end_publish(key, true),
            Job::Validate => self.checkout_work(Job::Answer, key, self.costs.answer),
            Job::Answer => self.answered(key),
        }
    }

    pub(super) fn accepted(&mut self, order: Key) {
        let ahead = self.checkout.threads.line().len() as u32;
        self.note(order, Moment::AskedForThread { ahead });
        if let Some(thread) = self.checkout.threads.request(order, self.now) {
            self.thread_granted(order, thread);
        }
    }

    /// Whoever is next in line gets a thread. Without overheads a request can be answered as soon as it has its
    /// thread, and comes back here: the loop that is already running goes on with the next one.
    pub(super) fn admit_to_checkout(&mut self) {
        if std::mem::replace(&mut self.checkout.admitting, true) {
            return;
        }
        let next = self.next_in_line();
        while let Some((order, thread)) = next(&mut self.checkout.threads, self.now) {
            self.thread_granted(order, thread);
        }
        self.checkout.admitting = false;
    }

    pub(super) fn thread_granted(&mut self, order: Key, thread: u32) {
        let o = &mut self.orders[order];
        o.thread = Some(thread);
        if o.validating {
            self.note(order, Moment::GotThreadAgain { thread });
            return self.checkout_work(Job::Validate, order, self.costs.validate);
        }
        match self.config.endpoint {
            Endpoint::Def => {
                o.client = thread;
                self.note(order, Moment::GotThread { thread });
                self.checkout_work(Job::Dispatch, order, self.costs.dispatch);
            }
            Endpoint::AsyncDef => self.handler_began(order),
        }
    }

    pub(super) fn handler_began(&mut self, order: Key) {
        self.note(order, Moment::HandlerBegan);
        self.enter(order, Phase::InHandler);
        match self.wiring {
            Wiring::Sync => self.call_payment(order),
            Wiring::Async => self.publish(order),
        }
    }

    /// The handler is done with this order: its request carries no charge any more, and the answer is written.
    pub(super) fn conclude(&mut self, order: Key, status: u16, reason: Reason) {
        self.note(order, Moment::Concluded { status });
        self.orders[order].status = status;
        self.drop_carrier(order, reason);
        let threads = self.config.endpoint == Endpoint::Def;
        let trip = self.config.checkout_return_type && !self.is_wrong(Wrong::NoSecondTrip);
        if threads && trip && status < 400 {
            self.take_thread_again(order);
        } else {
            self.checkout_work(Job::Answer, order, self.costs.answer);
        }
    }

    /// The answer is validated in the thread pool: the thread that made it goes back, and the request joins the end
    /// of the line.
    fn take_thread_again(&mut self, order: Key) {
        let o = &mut self.orders[order];
        o.validating = true;
        let thread = o.thread.take().expect("a handler holds a thread");
        self.checkout.threads.release(thread);
        self.enter(order, Phase::WaitingForThread);
        let ahead = self.checkout.threads.line().len() as u32;
        self.note(order, Moment::AskedForThreadAgain { ahead });
        if let Some(thread) = self.checkout.threads.request(order, self.now) {
            self.thread_granted(order, thread);
        }
        self.admit_to_checkout();
    }

    pub(super) fn answered(&mut self, order: Key) {
        self.enter(order, Phase::Answered);
        let o = &mut self.orders[order];
        let (number, status) = (o.number, o.status);
        let thread = o.thread.take().expect("an answered request held a place");
        self.note(order, Moment::Answered { status });
        self.checkout.threads.release(thread);
        self.hop(
            number,
            Leg::Answer,
            Some(thread),
            self.costs.user_out,
            status,
        );
        self.after(self.costs.user_out, Event::UserTold { order });
        // Whose user hung up is done here.
        self.update(order, |_| {});
        self.admit_to_checkout();
    }

    /// The status a failure becomes.
    pub(super) fn status_of(&self, failure: Failure) -> u16 {
        match (self.config.error_style, failure) {
            (ErrorStyle::Snippet, _) => 500,
            (ErrorStyle::Production, Failure::TimedOut) => 504,
            (ErrorStyle::Production, _) | (ErrorStyle::Demo, _) => 503,
        }
    }

    /// Which connection or client a request uses.
    pub(super) fn handler_place(&self, order: Key) -> usize {
        self.orders[order].client as usize
    }
}

/// How many requests Checkout handles at once.
pub(super) fn checkout_capacity(config: &Config) -> u32 {
    match config.endpoint {
        Endpoint::Def => config.checkout_threads,
        Endpoint::AsyncDef => UNLIMITED,
    }
}
