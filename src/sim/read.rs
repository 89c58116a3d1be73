//! Reading a shop: everything a report or a screen may know of it, and no way to change it.

use super::books::Totals;
use super::broker::consumer::Consumer;
use super::broker::queue::{Message, Queue};
use super::cable::Cable;
use super::config::Config;
use super::costs::Costs;
use super::digest::Digest;
use super::fault::Faults;
use super::http::Call;
use super::journey::Journey;
use super::ledger::Ledger;
use super::metrics::{Latency, Levels, Series, Together};
use super::order::{Finished, Order};
use super::sealed::Sealed;
use super::shop::{Shop, Wiring};
use super::slab::Key;
use super::station::Station;
use super::tally::Tally;
use super::time::Micros;
use super::trace::Trace;

impl Shop {
    /// Which wiring it has.
    pub fn wiring(&self) -> Wiring {
        self.wiring
    }

    /// The instant of the last event or intervention.
    pub fn now(&self) -> Micros {
        self.now
    }

    /// The settings in force.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The costs in force.
    pub fn costs(&self) -> &Costs {
        &self.costs
    }

    /// Orders sent so far.
    pub fn sent(&self) -> u64 {
        self.sent
    }

    /// Requests whose user waits.
    pub fn open(&self) -> u32 {
        self.open
    }

    /// Live orders, by place.
    pub fn orders(&self) -> impl Iterator<Item = &Order> {
        self.orders.iter().map(|(_, order)| order)
    }

    /// A live order.
    pub fn order(&self, key: Key) -> Option<&Order> {
        self.orders.get(key)
    }

    /// Orders nothing more will happen to, in the order in which they ended.
    pub fn log(&self) -> &Sealed<Finished> {
        &self.books.log
    }

    /// Checkout's threads and who waits for one. Keys are orders.
    pub fn checkout(&self) -> &Station {
        &self.checkout.threads
    }

    /// Payment's threads and who waits for one (sync). Keys are calls.
    pub fn payment(&self) -> &Station {
        &self.calling.server.threads
    }

    /// Live calls, by place (sync).
    pub fn calls(&self) -> impl Iterator<Item = &Call> {
        self.calling.calls.iter().map(|(_, call)| call)
    }

    /// A live call (sync).
    pub fn call(&self, key: Key) -> Option<&Call> {
        self.calling.calls.get(key)
    }

    /// The queue (async). Keys are messages.
    pub fn queue(&self) -> &Queue {
        &self.queueing.broker.queue
    }

    /// Live messages, by place (async).
    pub fn messages(&self) -> impl Iterator<Item = (Key, &Message)> {
        self.queueing.messages.iter()
    }

    /// A live message (async).
    pub fn message(&self, key: Key) -> Option<&Message> {
        self.queueing.messages.get(key)
    }

    /// Payment's workers (async).
    pub fn consumers(&self) -> &[Consumer] {
        &self.queueing.workers.consumers
    }

    /// Workers at work (async).
    pub fn busy_workers(&self) -> u32 {
        self.queueing.workers.busy
    }

    /// Orders inside Payment.
    pub fn inside_payment(&self) -> u32 {
        self.process.inside
    }

    /// The cable below Checkout.
    pub fn cable(&self) -> &Cable {
        &self.cable
    }

    /// Which faults are in force.
    pub fn faults(&self) -> Faults {
        Faults {
            payment_down: !self.process.up,
            broker_down: !self.queueing.broker.up,
            network_cut: self.cable.is_cut(),
            payment_frozen: self.process.frozen,
            payment_black_holed: self.process.holed,
        }
    }

    /// Events that stand still with Payment.
    pub fn stopped(&self) -> usize {
        self.process.stopped.len()
    }

    /// Where every order stands.
    pub fn ledger(&self) -> &Ledger {
        &self.books.ledger
    }

    /// Answers by HTTP status.
    pub fn statuses(&self) -> &Tally<u16> {
        &self.books.statuses
    }

    /// From the click to the end of waiting: an answer of either kind, or the moment at which the user hung up.
    pub fn told(&self) -> Together<'_> {
        Together([
            &self.books.told_well,
            &self.books.told_error,
            &self.books.hung_up,
        ])
    }

    /// From the click to an answer that said yes: 200 or 202.
    pub fn told_well(&self) -> &Latency {
        &self.books.told_well
    }

    /// From the click to an answer that said no.
    pub fn told_error(&self) -> &Latency {
        &self.books.told_error
    }

    /// From the click to the first charge.
    pub fn paid(&self) -> &Latency {
        &self.books.paid
    }

    /// Counts.
    pub fn totals(&self) -> &Totals {
        &self.books.totals
    }

    /// The highest levels so far.
    pub fn peak(&self) -> Levels {
        self.books.series.whole().peak()
    }

    /// Levels and latencies over time.
    pub fn series(&self) -> &Series {
        &self.books.series
    }

    /// The last hops.
    pub fn trace(&self) -> &Trace {
        &self.books.trace
    }

    /// What happened to the watched order.
    pub fn journey(&self) -> &Journey {
        &self.books.journey
    }

    /// The run so far in one number.
    pub fn digest(&self) -> Digest {
        self.books.digest
    }
}
