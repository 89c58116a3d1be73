//! How often everything was hit.
//!
//! A random test proves nothing about what it never reached: every cell of the ledger, every event, every reason,
//! every fault is counted, and a zero is a failure. What cannot be reached yet is listed here by name, with the
//! reason.

use std::collections::BTreeMap;

use showdown::sim::event::Event;
use showdown::sim::fault::FAULTS;
use showdown::sim::ledger::{CHARGE, Cell, Charge, Ledger, REASONS, Reason, TOLD, Told};

/// Cells that stay empty in this slice of the model, and why.
const UNREACHABLE: [(Cell, &str); 2] = [
    ((Told::Ok, Charge::Pending), "would be a bug of the engine"),
    ((Told::Ok, Charge::Never), "would be a bug of the engine"),
];

/// Every event, in the order of [`place`].
const EVENTS: [&str; 37] = [
    "ArrivalDue",
    "RequestReachedCheckout",
    "UserTold",
    "CheckoutSliceOver",
    "ConnectionMade",
    "PoolTimedOut",
    "ConnectTimedOut",
    "ReadTimedOut",
    "CallReachedPayment",
    "PaymentSliceOver",
    "CallServed",
    "PaymentThreadFreed",
    "AnswerReachedCheckout",
    "CallRefused",
    "BrokerSliceOver",
    "AmqpConnected",
    "AmqpTimedOut",
    "PublishRefused",
    "MessageReachedBroker",
    "ConsumerConnected",
    "DeliveryReachedConsumer",
    "ConsumerTookNext",
    "MessageServed",
    "AckReachedBroker",
    "WorkersMissed",
    "HeartbeatMissed",
    "PaymentRestarted",
    "PublishConfirmed",
    "PublishNacked",
    "ChannelClosed",
    "NackReachedBroker",
    "MessageExpired",
    "WorkerCrashed",
    "RetryDue",
    "UserLeft",
    "CallLeftThread",
    "CallValidated",
];

/// The place of an event in [`EVENTS`]. A new one does not compile until it stands in both.
fn place(event: Event) -> usize {
    match event {
        Event::ArrivalDue { .. } => 0,
        Event::RequestReachedCheckout { .. } => 1,
        Event::UserTold { .. } => 2,
        Event::CheckoutSliceOver => 3,
        Event::ConnectionMade { .. } => 4,
        Event::PoolTimedOut { .. } => 5,
        Event::ConnectTimedOut { .. } => 6,
        Event::ReadTimedOut { .. } => 7,
        Event::CallReachedPayment { .. } => 8,
        Event::PaymentSliceOver { .. } => 9,
        Event::CallServed { .. } => 10,
        Event::PaymentThreadFreed { .. } => 11,
        Event::AnswerReachedCheckout { .. } => 12,
        Event::CallRefused { .. } => 13,
        Event::BrokerSliceOver { .. } => 14,
        Event::AmqpConnected { .. } => 15,
        Event::AmqpTimedOut { .. } => 16,
        Event::PublishRefused { .. } => 17,
        Event::MessageReachedBroker { .. } => 18,
        Event::ConsumerConnected { .. } => 19,
        Event::DeliveryReachedConsumer { .. } => 20,
        Event::ConsumerTookNext { .. } => 21,
        Event::MessageServed { .. } => 22,
        Event::AckReachedBroker { .. } => 23,
        Event::WorkersMissed => 24,
        Event::HeartbeatMissed { .. } => 25,
        Event::PaymentRestarted { .. } => 26,
        Event::PublishConfirmed { .. } => 27,
        Event::PublishNacked { .. } => 28,
        Event::ChannelClosed { .. } => 29,
        Event::NackReachedBroker { .. } => 30,
        Event::MessageExpired { .. } => 31,
        Event::WorkerCrashed { .. } => 32,
        Event::RetryDue { .. } => 33,
        Event::UserLeft { .. } => 34,
        Event::CallLeftThread { .. } => 35,
        Event::CallValidated { .. } => 36,
    }
}

/// Counts of a whole test run.
#[derive(Debug)]
pub(crate) struct Counts {
    cells: [[u64; 4]; 5],
    events: [u64; EVENTS.len()],
    reasons: BTreeMap<Reason, u64>,
    /// Everything that has only a name.
    named: BTreeMap<&'static str, u64>,
}

/// What must have happened, besides cells, events and reasons.
const NAMED: [&str; 32] = [
    "act: click",
    "act: set",
    "act: break",
    "act: heal",
    "act: live, while busy",
    "act: planned, while busy",
    "fault: PaymentDown began",
    "fault: PaymentDown ended",
    "fault: BrokerDown began",
    "fault: BrokerDown ended",
    "fault: NetworkCut began",
    "fault: NetworkCut ended",
    "fault: PaymentFrozen began",
    "fault: PaymentFrozen ended",
    "fault: PaymentBlackHoled began",
    "fault: PaymentBlackHoled ended",
    "fault: Payment crashed by itself",
    "status: 200",
    "status: 202",
    "status: 499",
    "status: 500",
    "status: 503",
    "status: 504",
    "state: a message waits in a worker's buffer",
    "state: a redelivered message",
    "state: a channel died between two messages",
    "state: work goes on without its channel",
    "state: a removed consumer is still at work",
    "state: something is held by a cut",
    "state: more threads held than there are",
    "run: a crash loop without an end",
    "run: every event checked thoroughly",
];

impl Default for Counts {
    fn default() -> Self {
        let mut named = BTreeMap::new();
        for name in NAMED {
            named.insert(name, 0);
        }
        Self {
            cells: Default::default(),
            events: [0; EVENTS.len()],
            reasons: BTreeMap::new(),
            named,
        }
    }
}

impl Counts {
    /// An event happened.
    pub(crate) fn event(&mut self, event: Event) {
        self.events[place(event)] += 1;
    }

    /// Orders moved from cell to cell.
    pub(crate) fn moved(&mut self, before: &Ledger, after: &Ledger) {
        for told in TOLD {
            for charge in CHARGE {
                let more = after
                    .at(told, charge)
                    .saturating_sub(before.at(told, charge));
                self.cells[told as usize][charge as usize] += more;
            }
        }
    }

    /// An order was never charged, because.
    pub(crate) fn reason(&mut self, reason: Reason) {
        *self.reasons.entry(reason).or_default() += 1;
    }

    /// Something of [`NAMED`] was seen.
    pub(crate) fn saw(&mut self, name: &'static str, times: u64) {
        let count = self.named.get_mut(name);
        *count.unwrap_or_else(|| panic!("{name:?} is not listed")) += times;
    }

    /// Adds the counts of another thread.
    pub(crate) fn add(&mut self, other: &Self) {
        for told in TOLD {
            for charge in CHARGE {
                let (t, c) = (told as usize, charge as usize);
                self.cells[t][c] += other.cells[t][c];
            }
        }
        for (mine, theirs) in self.events.iter_mut().zip(&other.events) {
            *mine += theirs;
        }
        for (reason, n) in &other.reasons {
            *self.reasons.entry(*reason).or_default() += n;
        }
        for (name, n) in &other.named {
            self.saw(name, *n);
        }
    }

    /// Prints all counts; returns what was never hit and should have been, or was hit and never should.
    pub(crate) fn verdict(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        println!("ledger cells (orders that came to stand there):");
        for told in TOLD {
            for charge in CHARGE {
                let n = self.cells[told as usize][charge as usize];
                let label = format!("{} x {}", told.name(), charge.name());
                let excuse = UNREACHABLE.iter().find(|(cell, _)| *cell == (told, charge));
                match excuse {
                    Some((_, why)) => println!("  {label:<20} {n:>9}  unreachable: {why}"),
                    None => println!("  {label:<20} {n:>9}"),
                }
                if excuse.is_some() != (n == 0) {
                    wrong.push(label);
                }
            }
        }
        println!("events:");
        for (name, &n) in EVENTS.iter().zip(&self.events) {
            println!("  {name:<26} {n:>9}");
            if n == 0 {
                wrong.push((*name).to_owned());
            }
        }
        println!("never charged, because:");
        for (reason, name) in REASONS {
            let n = self.reasons.get(&reason).copied().unwrap_or_default();
            println!("  {name:<26} {n:>9}");
            if n == 0 {
                wrong.push(name.to_owned());
            }
        }
        if let Some(n) = self.reasons.get(&Reason::None) {
            wrong.push(format!(
                "{n} orders were never charged and nobody knows why"
            ));
        }
        println!("acts, faults, statuses, states:");
        for (name, &n) in &self.named {
            println!("  {name:<45} {n:>9}");
            if n == 0 {
                wrong.push((*name).to_owned());
            }
        }
        wrong
    }
}

/// The names of [`NAMED`] for a fault's beginning and end.
pub(crate) fn fault_names(place: usize) -> (&'static str, &'static str) {
    assert_eq!(FAULTS.len(), 5, "a new fault wants its names here");
    (NAMED[6 + 2 * place], NAMED[7 + 2 * place])
}

#[test]
fn every_event_stands_in_its_place() {
    for event in [
        Event::ArrivalDue { epoch: 0 },
        Event::PaymentSliceOver { life: 0 },
        Event::BrokerSliceOver { life: 0 },
        Event::WorkersMissed,
        Event::PaymentRestarted { life: 0 },
    ] {
        let words = format!("{event:?}");
        assert_eq!(words.split(' ').next(), Some(EVENTS[place(event)]));
    }
}
