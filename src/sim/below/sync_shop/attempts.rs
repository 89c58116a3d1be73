//! How a call ends at Checkout's side: an answer, a failure, a patience that is over; and whether it is tried again.
//!
//! ```text
//! answered ─────────────────────────────▶ conclude
//! failed, refused, timed out ──▶ retries left? ──▶ pause ──▶ another call, on the same thread
//!                                        └─ none ──▶ conclude, with an error
//! ```
//!
//! What a timeout ends is the waiting, never the work: the service is not told.

use super::caller::Caller;
use super::services::Services;
use crate::checkout::Checkout;
use crate::event::Event;
use crate::floor::Floor;
use crate::http::{Call, CallPhase};
use crate::job::{Failure, Then};
use crate::journey::{Fate, Moment};
use crate::ledger::Reason;
use crate::line::leave;
use crate::slab::Key;
use crate::wrong::Wrong;

impl Caller {
    pub(super) fn answered(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        services: &mut Services,
        call: Key,
    ) -> Then {
        let moment = Moment::AnswerReachedCheckout;
        services.calls.note(floor, call, moment);
        let call = self.close(floor, checkout, services, call, true);
        match call.failed {
            true => self.failed(floor, checkout, services, &call, Failure::Failed),
            false => self.succeeded(floor, checkout, services, &call),
        }
    }

    pub(super) fn refused(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        services: &mut Services,
        call: Key,
    ) -> Then {
        let moment = Moment::RefusalReachedCheckout;
        services.calls.note(floor, call, moment);
        let call = self.close(floor, checkout, services, call, false);
        self.failed(floor, checkout, services, &call, Failure::Refused)
    }

    /// A service did its work: the next one is called, or the user is answered.
    fn succeeded(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        services: &mut Services,
        call: &Call,
    ) -> Then {
        let order = call.order;
        let o = &floor.orders[order];
        if o.plan.is_one() {
            return Then::Concluded(order, 200, Reason::None);
        }
        if o.at_once {
            return one_of_many_is_over(floor, order, 200);
        }
        match o.plan.next(call.service) {
            None => Then::Concluded(order, 200, Reason::None),
            Some(next) => {
                self.call(floor, checkout, services, next, order);
                Then::Nothing
            }
        }
    }

    /// A call came to nothing: another attempt after a pause, on the same thread, or an error for the user.
    fn failed(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        services: &mut Services,
        call: &Call,
        failure: Failure,
    ) -> Then {
        let (service, order) = (call.service, call.order);
        if *floor.attempts(order, service) > floor.config.retries {
            let status = failure.status(&floor.config);
            if floor.is_wrong(Wrong::EarlierUndone) {
                floor.undo(order);
            }
            return match floor.orders[order].at_once {
                false => Then::Concluded(order, status, Reason::None),
                true => one_of_many_is_over(floor, order, status),
            };
        }
        floor.note_of_service(service, order, Moment::BackedOff);
        match floor.config.retry_backoff {
            0 => self.call(floor, checkout, services, service, order),
            pause => {
                self.pausing.push_back(order);
                floor.seldom_after(pause, Event::RetryDue { service, order });
            }
        }
        Then::Nothing
    }

    /// The pause before another attempt is over.
    pub(super) fn retry(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        services: &mut Services,
        service: u8,
        order: Key,
    ) {
        leave(&mut self.pausing, order);
        self.call(floor, checkout, services, service, order);
    }

    // ---- patience -----------------------------------------------------------------------------------------------

    /// No connection was free in time.
    pub(super) fn pool_timed_out(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        services: &mut Services,
        call: Key,
    ) -> Then {
        let c = &mut services.calls[call];
        c.pooled = false;
        let service = c.service;
        self.pool.leave(call, service);
        self.time(floor, service);
        self.abandon(floor, checkout, services, call, Moment::PoolTimedOut)
    }

    /// Checkout stops waiting, for the reason that this moment tells. What the service has, or will get, it works on
    /// all the same.
    pub(super) fn abandon(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        services: &mut Services,
        call: Key,
        why: Moment,
    ) -> Then {
        services.calls.note(floor, call, why);
        let held = services.cable.forget(call);
        let it = services.calls[call];
        let phase = it.phase;
        let fate = match phase {
            CallPhase::Sent if held => Fate::NeverLeft,
            CallPhase::Sent | CallPhase::InLine | CallPhase::Serving | CallPhase::Answering => {
                Fate::GoesOn
            }
            CallPhase::Returning => Fate::Unread,
            CallPhase::Pooled | CallPhase::Building | CallPhase::Connecting => Fate::NeverLeft,
        };
        services.calls.note(floor, call, Moment::LetGo { fate });
        if fate == Fate::GoesOn {
            self.let_go(floor, checkout, services, call, false);
            if floor.is_wrong(Wrong::AbandonedCancelled) {
                let (server, calls, _) = services.at(call);
                server.cancel_served(floor, calls, call);
            }
        } else {
            services.calls.stop_carrying(floor, call, Reason::Timeout);
            self.close(floor, checkout, services, call, false);
        }
        self.failed(floor, checkout, services, &it, Failure::TimedOut)
    }

    // ---- connections --------------------------------------------------------------------------------------------

    /// Checkout lets go of a call and its connection; `alive`: the connection can be used again.
    fn let_go(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        services: &mut Services,
        call: Key,
        alive: bool,
    ) {
        let c = &mut services.calls[call];
        c.awaited = false;
        let pooled = std::mem::take(&mut c.pooled);
        let service = c.service;
        *floor.call_of(c.order, service) = None;
        if pooled {
            self.pool.release(service, alive, floor.now);
            self.admit(floor, checkout, services);
        }
    }

    /// Both sides are done with a call.
    fn close(
        &mut self,
        floor: &mut Floor,
        checkout: &mut Checkout,
        services: &mut Services,
        call: Key,
        alive: bool,
    ) -> Call {
        self.let_go(floor, checkout, services, call, alive);
        let closed = services.calls.remove(call);
        closed.expect("a call is closed once")
    }
}

/// One of the calls that were made at once is over, with this status: Checkout waits for the others, and any failure is one
/// for all of them.
fn one_of_many_is_over(floor: &mut Floor, order: Key, status: u16) -> Then {
    let o = &mut floor.orders[order];
    o.calls_open -= 1;
    // (The first failure is the one that is told.)
    if o.call_status == 0 || o.call_status == 200 {
        o.call_status = status;
    }
    match o.calls_open {
        0 => Then::Concluded(order, o.call_status, Reason::None),
        _ => Then::Nothing,
    }
}
