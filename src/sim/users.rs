//! Users: who presses the button when, and what becomes of the waiting.
//!
//! ```text
//! arrivals ──▶ submitted ──▶ … Checkout … ──▶ told: ok · accepted · an error
//!                  └── patience ──▶ hung up, and nobody below is told
//! ```

use super::arrivals::ArrivalProcess;
use super::config::Config;
use super::config::lineup::PAYMENT;
use super::course::Course;
use super::event::Event;
use super::floor::Floor;
use super::journey::Moment;
use super::ledger::{HUNG_UP, Told};
use super::order::{Order, Phase};
use super::slab::Key;
use super::time::Micros;
use super::trace::Leg;
use super::wire::{Between, Toward, Trip, What};

/// Orders a shop takes in one run; later ones are turned away unseen (every latency is kept, so memory has to end
/// somewhere).
pub const ORDER_LIMIT: u64 = 1_000_000;

/// Those who send orders and wait to be told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Users {
    arrivals: ArrivalProcess,
    /// Orders sent so far.
    pub(crate) sent: u64,
    /// Requests whose user waits.
    pub(crate) open: u32,
    /// The one sent last.
    last: Option<Key>,
    /// Orders that are sent once the one before is answered.
    held: u32,
}

impl Users {
    /// The doors are open: the first arrival is planned.
    pub(crate) fn new(floor: &mut Floor) -> Self {
        let mut users = Self::default();
        users.arrivals.begin(&floor.config, floor.draws, 0);
        users.plan_arrival(floor);
        users
    }

    /// Is what was planned of arrivals another plan by now?
    pub(crate) fn planned_anew(&self, epoch: u32) -> bool {
        epoch != self.arrivals.epoch
    }

    pub(crate) fn arrival_due(&mut self, floor: &mut Floor) {
        let due = self.arrivals.arrive(&floor.config, floor.draws, self.sent);
        for _ in 0..due {
            self.submit(floor);
        }
        self.plan_arrival(floor);
    }

    fn plan_arrival(&mut self, floor: &mut Floor) {
        self.arrivals.epoch += 1;
        let next = self.arrivals.next(&floor.config, floor.now);
        if self.sent >= ORDER_LIMIT {
            floor.books.totals.turned_away |= next.is_some();
            return;
        }
        if let Some(due) = next {
            let epoch = self.arrivals.epoch;
            floor.after(due - floor.now, Event::ArrivalDue { epoch });
        }
    }

    /// The settings changed: arrivals follow.
    pub(crate) fn reconfigure(&mut self, floor: &mut Floor, old: &Config) {
        let new = &floor.config;
        if old.arrivals != new.arrivals {
            self.arrivals.begin(new, floor.draws, floor.now);
        } else if let (Some(before), Some(after)) = (Course::of(old), Course::of(new))
            && before != after
        {
            let courses = [before, after];
            self.arrivals.follow(courses, new, floor.draws, floor.now);
        } else if old.arrival_rate_per_s != new.arrival_rate_per_s {
            let (before, after) = (old.arrival_rate_per_s, new.arrival_rate_per_s);
            self.arrivals.rescale(before, after, floor.now);
        } else if old.arrivals_stop != new.arrivals_stop {
            self.arrivals.prolong(new, floor.draws, floor.now);
        } else {
            return;
        }
        self.plan_arrival(floor);
    }

    pub(crate) fn submit(&mut self, floor: &mut Floor) {
        if self.sent == ORDER_LIMIT {
            floor.books.totals.turned_away = true;
            return;
        }
        if self.waits_its_turn(floor) {
            self.held += 1;
            return;
        }
        let order = Order::new(self.sent, floor.now, floor.config.needs);
        self.sent += 1;
        self.open += 1;
        floor.books.totals.first_submit.get_or_insert(floor.now);
        let number = order.number;
        let order = floor.open(order);
        self.last = Some(order);
        floor.note(order, Moment::Sent);
        let mut span = floor.costs.user_in;
        if floor.wire.lies(Between::Above) {
            span += visit(floor, order, number);
        }
        floor.hop((number, PAYMENT), Leg::Request, None, span, 0);
        floor.after(span, Event::RequestReachedCheckout { order });
        if floor.config.user_patience > 0 {
            let patience = floor.now.saturating_add(floor.config.user_patience);
            floor.timeout(patience, Event::UserLeft { order });
        }
    }

    /// Is the next order to follow one that Checkout has not answered yet?
    fn waits_its_turn(&self, floor: &Floor) -> bool {
        let follows =
            floor.script.is_some() && floor.scripted(self.sent).is_some_and(|s| s.follows);
        let last = self.last.filter(|_| follows);
        let last = last.and_then(|last| floor.orders.get(last));
        last.is_some_and(|last| !matches!(last.phase, Phase::Answered | Phase::Told))
    }

    /// Does an order wait for the one before?
    #[inline(always)]
    pub(crate) fn holds_back(&self) -> bool {
        self.held > 0
    }

    /// Whoever held back comes, if it is their turn.
    #[cold]
    pub(crate) fn let_come(&mut self, floor: &mut Floor) {
        if !self.waits_its_turn(floor) {
            self.held -= 1;
            self.submit(floor);
        }
    }

    /// The user hung up. Nobody below is told: the request is worked on as if the answer were wanted.
    pub(crate) fn left(&mut self, floor: &mut Floor, order: Key) {
        floor.note(order, Moment::HungUp);
        self.stop_waiting(floor, order, HUNG_UP);
    }

    pub(crate) fn told(&mut self, floor: &mut Floor, order: Key) {
        let status = floor.orders[order].status;
        floor.note(order, Moment::Told { status });
        floor.enter(order, Phase::Told);
        self.stop_waiting(floor, order, status);
    }

    /// A user's waiting is over.
    fn stop_waiting(&mut self, floor: &mut Floor, order: Key, status: u16) {
        let (now, told) = (floor.now, Told::of(status));
        let o = &floor.orders[order];
        let (number, latency) = (o.number, now - o.submitted);
        self.open -= 1;
        if told.ending().is_let_down() {
            // A charge came first: its user will never know.
            let in_vain = std::mem::take(&mut floor.orders[order].worked);
            floor.books.totals.wasted_work += in_vain;
        }
        floor.books.stopped_waiting(now, latency, status, told);
        floor.update(order, |o| {
            o.told = told;
            o.told_at = now;
        });
        if self
            .arrivals
            .answered(number, &floor.config, floor.draws, now)
        {
            self.plan_arrival(floor);
        }
    }
}

/// How long a request takes to Checkout on a bad wire: each user makes a connection of their own.
#[cold]
fn visit(floor: &mut Floor, order: Key, number: u64) -> Micros {
    let dial = Trip::of_user(number, What::Visit);
    let trip = || Trip::of_user(number, What::Request);
    let lost = [
        (What::Visit, floor.sees_dial_lost(Between::Above, || dial)),
        (
            What::Request,
            floor.sees_lost(Between::Above, Toward::Out, trip),
        ),
    ];
    for (what, _) in lost.into_iter().filter(|(_, lost)| *lost) {
        floor.note(order, Moment::SegmentLost { what });
    }
    floor.dialling(Between::Above, dial) + floor.crossing(Between::Above, Toward::Out, trip)
}
