//! One order, alive: the row behind everything the stage shows of it.
//!
//! An order lives until its user was told and no work for it is left; then it becomes one line of the log
//! ([`Finished`]) and its place is used again. Whatever can still charge it (the request inside Checkout, a call
//! Payment works on, a message, a redelivery) is counted in `carriers`.

use super::config::lineup::{Lineup, Set};
use super::ledger::{Cell, Charge, Ending, HUNG_UP, Reason, Told};
use super::slab::Key;
use super::time::Micros;

/// Where the user's request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// On its way to Checkout.
    Sent,
    /// At Checkout, waiting for CPU or a thread.
    WaitingForThread,
    /// At Checkout, in its handler.
    InHandler,
    /// The answer is on its way.
    Answered,
    /// The user was told; only background work is left.
    Told,
}

/// A live order.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    /// The k-th order of its shop, from 0.
    pub number: u64,
    /// The services it needs, in order.
    pub plan: Lineup,
    /// Those of them that have not done their work yet.
    pub undone: Set,
    /// Those of them that Checkout has published nothing for.
    pub unpublished: Set,
    /// When the user pressed the button.
    pub submitted: Micros,
    /// Where the user's request is.
    pub phase: Phase,
    /// Since when.
    pub since: Micros,
    /// What the user was told.
    pub told: Told,
    /// The HTTP status decided for the user, who may have hung up meanwhile; 0 = none yet.
    pub status: u16,
    /// Calls to Payment begun.
    pub attempts: u32,
    /// Does it stand in Checkout's line, or hold a thread, for the second time: to have its answer validated?
    pub validating: bool,
    /// When the user was told; meaningless while `told` is waiting.
    pub told_at: Micros,
    /// When it was first charged; while `charges` is 0, when the last thing failed that could have charged it.
    pub paid_at: Micros,
    /// Successful services.
    pub charges: u32,
    /// How long the service took that charged it, while its user has not been let down: then that was in vain.
    pub worked: Micros,
    /// Services begun.
    pub deliveries: u32,
    /// Things that may still charge it.
    pub carriers: u32,
    /// Things that may still have another service do its work; each counts once for each service.
    pub other_carriers: u32,
    /// Why the last carrier ended without a charge.
    pub reason: Reason,
    /// The thread it holds at Checkout.
    pub thread: Option<u32>,
    /// Whose connection or HTTP client it uses: its thread's, or that of the event loop (0).
    pub client: u32,
    /// Round trips that are still to be made until its AMQP connection stands, besides the one under way.
    pub round_trips: u32,
    /// Has the broker been asked for its AMQP connection, and not given it yet?
    pub opens_amqp: bool,
    /// Does it publish on a connection of its own?
    pub own_channel: bool,
    /// The call to Payment that it waits for.
    pub call: Option<Key>,
    /// Calls that it waits for, or pauses before.
    pub calls_open: u8,
    /// Were all services called at once?
    pub at_once: bool,
    /// What came of those of several calls that are over: 0 = none is, 200 = all went well, else the first failure.
    pub call_status: u16,
}

impl Order {
    /// An order just sent, that needs these services.
    pub fn new(number: u64, now: Micros, plan: Lineup) -> Self {
        let all = plan.set();
        Self {
            number,
            plan,
            undone: all,
            unpublished: all,
            submitted: now,
            phase: Phase::Sent,
            since: now,
            told: Told::Waiting,
            status: 0,
            attempts: 0,
            validating: false,
            told_at: 0,
            paid_at: 0,
            charges: 0,
            worked: 0,
            deliveries: 0,
            carriers: 1,
            other_carriers: all.len() - 1,
            reason: Reason::None,
            thread: None,
            client: 0,
            round_trips: 0,
            opens_amqp: false,
            own_channel: false,
            call: None,
            calls_open: 0,
            at_once: false,
            call_status: 0,
        }
    }

    /// What became of the charge so far.
    pub fn charge(&self) -> Charge {
        Charge::of(self.charges, self.carriers)
    }

    /// Its cell of the ledger.
    pub fn cell(&self) -> Cell {
        (self.told, self.charge())
    }

    /// Has its user been let down, or will be by what is decided? What is done for it then is done in vain.
    pub fn is_let_down(&self) -> bool {
        let told = [self.told, Told::of(self.status)];
        told.iter().any(|told| told.ending().is_let_down())
    }

    /// Has its user been told?
    pub fn is_told(&self) -> bool {
        self.told.ending() != Ending::NotYet
    }

    /// Nothing more will happen to it. (Checkout works on for a user who hung up.)
    pub fn is_finished(&self) -> bool {
        let left_checkout = matches!(self.phase, Phase::Answered | Phase::Told);
        self.carriers + self.other_carriers == 0 && left_checkout && self.is_told()
    }
}

/// An order nothing more will happen to: a line of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finished {
    /// When the user pressed the button.
    pub submitted: Micros,
    /// When the user was told.
    pub told_at: Micros,
    /// When it was first charged; if `charges` is 0, when the last thing failed that could have charged it.
    pub paid_at: Micros,
    /// The k-th order of its shop, from 0.
    pub number: u32,
    /// Services begun.
    pub deliveries: u32,
    /// The HTTP status the user got.
    pub status: u16,
    /// Successful services.
    pub charges: u16,
    /// Why it was never charged.
    pub reason: Reason,
    /// What the user was told.
    pub told: Told,
}

impl Finished {
    /// Its cell of the ledger.
    pub fn cell(&self) -> Cell {
        (self.told, Charge::of(self.charges.into(), 0))
    }
}

impl From<&Order> for Finished {
    fn from(order: &Order) -> Self {
        Self {
            submitted: order.submitted,
            told_at: order.told_at,
            paid_at: order.paid_at,
            number: order.number as u32,
            deliveries: order.deliveries,
            status: match order.told.ending() {
                Ending::Left => HUNG_UP,
                Ending::NotYet | Ending::Well | Ending::Error => order.status,
            },
            charges: order.charges.min(u32::from(u16::MAX)) as u16,
            reason: order.reason,
            told: order.told,
        }
    }
}
