//! The process of a service, or the processes of its workers: what they live and die by, and stand still by.
//!
//! ```text
//! entered ──▶ (over the limit: everything inside dies) ──▶ service
//!
//! frozen       the kernel accepts; what would happen inside waits ──▶ thaw: all of it happens, in its order
//! black hole   the dialling is never answered; what was sent is sent again until the hole is gone
//! ```
//!
//! What is inside when a process dies vanishes uncharged.
//!
//! A frozen process (`SIGSTOP`, or a machine that swaps) keeps its port open: new connections are made and requests
//! accepted, by the kernel. Callers run into their read timeout, and once it thaws the process works on all it was
//! sent, whoever waits for it still. One exception: a server closes a connection that was idle for too long, and the
//! timer of one that was kept alive has run out when the process wakes; the request on it is thrown away unread.
//!
//! A black hole (a firewall that drops what it does not like) is for Checkout what a cut cable is: the connect timeout
//! ends a dialling. But the broker is within reach, and publishing goes on; deliveries and acknowledgements wait.
//!
//! One simplification: a broker would give up a worker that is silent for longer than its heartbeats. (Of one that stands still it
//! misses acknowledgements only: `workers/silence.rs`.)

use super::about::Site;
use super::event::Event;
use super::floor::Floor;
use super::time::Micros;

/// A process that serves: alone behind its port, or as the workers of one service.
#[derive(Clone, Debug)]
pub(crate) struct Process {
    /// Which service's.
    pub(crate) service: u8,
    pub(crate) up: bool,
    /// Is it stopped?
    pub(crate) frozen: bool,
    /// Is what is sent to it swallowed?
    pub(crate) holed: bool,
    /// What cannot happen meanwhile, in its order.
    stopped: Vec<Event>,
    /// Counts its lives.
    pub(crate) life: u32,
    /// Orders inside: being served, in its line, or in its workers' buffers.
    pub(crate) inside: u32,
}

impl Process {
    /// One that runs, with nothing inside.
    pub(crate) fn new(service: u8) -> Self {
        Self {
            service,
            up: true,
            frozen: false,
            holed: false,
            stopped: Vec::new(),
            life: 0,
            inside: 0,
        }
    }

    // ---- life and death -----------------------------------------------------------------------------------------

    /// One more order is inside. `false`: that was one too many, and the process crashes of it.
    pub(crate) fn enter(&mut self, floor: &Floor) -> bool {
        self.inside += 1;
        let limit = floor.config.of(self.service).crash_above;
        limit == 0 || self.inside <= limit
    }

    /// It is dead. Call [`Process::bury`] once all that was inside is gone.
    pub(crate) fn die(&mut self) {
        self.up = false;
        self.life += 1;
    }

    /// Nothing is inside a dead process, and what waited in its kernel, if it was frozen, finds it dead.
    pub(crate) fn bury(&mut self, floor: &mut Floor) {
        self.inside = 0;
        if std::mem::take(&mut self.frozen) {
            self.resume(floor);
        }
    }

    /// It crashed of itself, and will be restarted.
    pub(crate) fn plan_restart(&self, floor: &mut Floor) {
        let (service, life) = (self.service, self.life);
        let span: Micros = floor.config.of(service).restart;
        floor.seldom_after(span, Event::PaymentRestarted { service, life });
    }

    /// A restart that is planned will not happen.
    pub(crate) fn cancel_restart(&mut self) {
        self.life += 1;
    }

    /// It runs again.
    pub(crate) fn start(&mut self) {
        self.up = true;
        self.cancel_restart();
    }

    // ---- standing still -----------------------------------------------------------------------------------------

    /// Does anything stand still?
    #[inline]
    pub(crate) fn stands_still(&self) -> bool {
        self.frozen || self.holed
    }

    /// Keeps an event that cannot happen now, because it is about something that stands still. `false`: it can.
    pub(crate) fn keeps(&mut self, event: Event, site: Site) -> bool {
        let still = match site {
            Site::Elsewhere => false,
            Site::Payment => self.frozen,
            Site::ToWorkers => self.stands_still(),
            Site::FromWorkers => self.holed,
        };
        if still {
            self.stopped.push(event);
        }
        still
    }

    /// It is stopped. (One that does not run cannot be.)
    pub(crate) fn freeze(&mut self) {
        self.frozen = self.up;
    }

    /// It goes on; what stood still is to be gone through by whom it concerns.
    pub(crate) fn thaw(&mut self) -> Vec<Event> {
        self.frozen = false;
        self.take_stopped()
    }

    /// What is sent to it arrives again.
    pub(crate) fn close_hole(&mut self, floor: &mut Floor) {
        self.holed = false;
        self.resume(floor);
    }

    /// What stood still, taken out.
    pub(crate) fn take_stopped(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.stopped)
    }

    /// What stands still, in its order.
    pub(crate) fn stopped(&self) -> &[Event] {
        &self.stopped
    }

    /// What stood still happens now, unless something still stands in its way.
    fn resume(&mut self, floor: &mut Floor) {
        for event in self.take_stopped() {
            floor.seldom_after(0, event);
        }
    }
}
