//! Payment stands still: its process is frozen, or a black hole swallows what is sent to it. Nobody is told.
//!
//! ```text
//! frozen       the kernel accepts; what would happen inside waits ──▶ thaw: all of it happens, in its order
//! black hole   the dialling is never answered; what was sent is sent again until the hole is gone
//! ```
//!
//! A frozen process (`SIGSTOP`, or a machine that swaps) keeps its port open: new connections are made and requests
//! accepted, by the kernel. Callers run into their read timeout, and once it thaws Payment works on all it was sent,
//! whoever waits for it still. One exception: a server closes a connection that was idle for too long, and the timer
//! of one that was kept alive has run out when the process wakes; the request on it is thrown away unread.
//!
//! A black hole (a firewall that drops what it does not like) is for Checkout what a cut cable is: the connect timeout
//! ends a dialling. But the broker is within reach, and publishing goes on; deliveries and acknowledgements wait.
//!
//! One simplification: a broker would give up a worker that is silent for longer than its heartbeat of 60 s.

use super::about::Site;
use super::event::Event;
use super::http::SERVER_KEEP_ALIVE;
use super::journey::Moment;
use super::ledger::Reason;
use super::shop::{Shop, Wiring};
use super::slab::Key;
use super::wrong::Wrong;

impl Shop {
    /// Keeps an event that cannot happen now, because it is about something that stands still. `false`: it can.
    pub(super) fn stands_still(&mut self, event: Event) -> bool {
        if !self.process.frozen && !self.process.holed {
            return false;
        }
        let inside = match event.about().1 {
            Site::Elsewhere => false,
            Site::Payment => self.process.frozen,
            Site::ToWorkers => self.process.frozen || self.process.holed,
            Site::FromWorkers => self.process.holed,
        };
        if inside {
            if let Event::CallReachedPayment { call } = event {
                self.note_call(call, Moment::ReachedFrozenPayment);
            }
            self.process.stopped.push(event);
        }
        inside
    }

    /// Payment's process is stopped. (One that does not run cannot be.)
    pub(super) fn freeze_payment(&mut self) {
        self.process.frozen = self.process.up;
    }

    /// It goes on.
    pub(super) fn thaw_payment(&mut self) {
        if self.is_wrong(Wrong::FrozenWorkLost) {
            return self.wake_with_empty_hands();
        }
        self.process.frozen = false;
        for event in std::mem::take(&mut self.process.stopped) {
            if let Event::CallReachedPayment { call } = event
                && self.was_closed_meanwhile(call)
            {
                self.refuse(call, Reason::ConnectionLost);
            } else {
                self.after(0, event);
            }
        }
    }

    /// Did the call come over a connection whose idle time was over before anybody read it?
    fn was_closed_meanwhile(&self, call: Key) -> bool {
        let call = self.calling.calls.get(call);
        call.is_some_and(|c| !c.fresh && self.now - c.idle_since >= SERVER_KEEP_ALIVE)
    }

    /// A frozen process was killed: what waited in its kernel finds it dead.
    pub(super) fn kill_frozen(&mut self) {
        self.process.frozen = false;
        self.resume_stopped();
    }

    /// What is sent to Payment is swallowed.
    pub(super) fn open_hole(&mut self) {
        self.process.holed = true;
    }

    /// Payment is within reach again.
    pub(super) fn close_hole(&mut self) {
        self.process.holed = false;
        self.resume_stopped();
        self.resume_calling();
    }

    /// Does what Checkout sends to Payment get through?
    pub(super) fn is_payment_cut_off(&self) -> bool {
        self.cable.is_cut() || self.process.holed
    }

    /// Calls that were held are sent, if nothing is in their way any more.
    fn resume_calling(&mut self) {
        if self.wiring == Wiring::Sync && !self.is_payment_cut_off() {
            let held = self.cable.drop_held();
            self.resume_calls(held);
        }
    }

    /// The cable below Checkout is back.
    pub(super) fn heal_network(&mut self) {
        self.cable.mend();
        match self.wiring {
            Wiring::Sync => self.resume_calling(),
            Wiring::Async => {
                let held = self.cable.drop_held();
                self.resume_publishing(held);
            }
        }
    }

    /// What stood still happens now, unless something still stands in its way.
    fn resume_stopped(&mut self) {
        for event in std::mem::take(&mut self.process.stopped) {
            self.after(0, event);
        }
    }
}
