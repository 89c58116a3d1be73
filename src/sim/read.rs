//! Reading a shop: everything a report or a screen may know of it, and no way to change it.
//!
//! A shop that has no queue has an empty one here, and one that is not called has no threads: nobody has to ask which
//! it is.

use super::books::Totals;
use super::broker::consumer::Consumer;
use super::broker::queue::{Message, Queue};
use super::cable::Cable;
use super::config::Config;
use super::config::lineup::PAYMENT;
use super::costs::Costs;
use super::digest::Digest;
use super::event::Event;
use super::fault::Faults;
use super::http::Call;
use super::journey::Journey;
use super::ledger::{Charge, ENDINGS, Ledger, Reason, TOLD};
use super::metrics::{Latency, Levels, Series, Together};
use super::order::{Finished, Order};
use super::part::PartKind;
use super::sealed::Sealed;
use super::shop::{Shop, Wiring};
use super::slab::Key;
use super::station::Station;
use super::tally::Tally;
use super::task::{Done, Fates, Task};
use super::time::Micros;
use super::trace::Trace;
use super::wired::Wired;

/// A service's threads, where nobody calls it.
static NO_THREADS: Station = Station::NONE;

/// Its queue, where nobody publishes.
static NO_QUEUE: Queue = Queue::NEW;

impl Shop {
    /// Which wiring it has.
    pub fn wiring(&self) -> Wiring {
        self.below.wiring()
    }

    /// The instant of the last event or intervention.
    pub fn now(&self) -> Micros {
        self.floor.now
    }

    /// The settings in force.
    pub fn config(&self) -> &Config {
        &self.floor.config
    }

    /// The costs in force.
    pub fn costs(&self) -> &Costs {
        &self.floor.costs
    }

    /// Orders sent so far.
    pub fn sent(&self) -> u64 {
        self.users.sent
    }

    /// Requests whose user waits.
    pub fn open(&self) -> u32 {
        self.users.open
    }

    /// Live orders, by place.
    pub fn orders(&self) -> impl Iterator<Item = &Order> {
        self.floor.orders.iter().map(|(_, order)| order)
    }

    /// A live order.
    pub fn order(&self, key: Key) -> Option<&Order> {
        self.floor.orders.get(key)
    }

    /// Orders nothing more will happen to, in the order in which they ended.
    pub fn log(&self) -> &Sealed<Finished> {
        &self.floor.books.log
    }

    /// Checkout's threads and who waits for one. Keys are orders.
    pub fn checkout(&self) -> &Station {
        &self.checkout.threads
    }

    /// Payment's threads and who waits for one (sync). Keys are calls.
    pub fn payment(&self) -> &Station {
        self.threads_of(PAYMENT)
    }

    /// A live task: what a live order asks of a service that does not charge.
    pub fn task(&self, order: Key, service: u8) -> Option<&Task> {
        let plan = self.order(order)?.plan;
        let has = service != PAYMENT && plan.place(service).is_some();
        has.then(|| self.floor.tasks.of(order, service))
    }

    /// Live orders, with their keys.
    pub fn live(&self) -> impl Iterator<Item = (Key, &Order)> {
        self.floor.orders.iter()
    }

    /// Where the work of services stands that do not charge.
    pub fn fates(&self) -> &Fates {
        &self.floor.books.fates
    }

    /// How often a service did the work of an order, and how often it was asked for it, as far as that is decided.
    pub fn did_of_asked(&self, service: u8) -> (u64, u64) {
        let fate = |fate| match service {
            PAYMENT => TOLD.map(|told| self.ledger().at(told, fate)).iter().sum(),
            _ => self.fates().at(service, fate),
        };
        let unasked = match service {
            PAYMENT => {
                let because = ENDINGS.map(|ending| self.ledger().because(ending));
                let all = because.into_iter().flatten();
                let unasked = all.filter(|(reason, _)| *reason == Reason::NotAsked);
                unasked.map(|(_, n)| n).sum()
            }
            _ => self.fates().unasked(service),
        };
        let did: u64 = fate(Charge::Once) + fate(Charge::Many);
        (did, did + fate(Charge::Never) - unasked)
    }

    /// Does an order need several services, or did one?
    pub fn needs_several(&self) -> bool {
        !self.config().needs.is_one() || !self.floor.books.fates.are_none()
    }

    /// From the click to the moment at which the last of several services had done its work.
    pub fn all_done(&self) -> &Latency {
        &self.floor.books.all_done
    }

    /// What became of the other services' work of the k-th order of the log.
    pub fn done(&self, k: usize) -> impl Iterator<Item = &Done> {
        let books = &self.floor.books;
        let first = books.log.len() - books.done_from.len();
        let range = match k.checked_sub(first) {
            Some(k) => {
                let to = books
                    .done_from
                    .get(k + 1)
                    .map_or(books.done.len(), |&at| at as usize);
                books.done_from.get(k).map_or(0..0, |&at| at as usize..to)
            }
            None => 0..0,
        };
        range.filter_map(|at| books.done.get(at))
    }

    /// Orders inside a service.
    pub fn inside(&self, service: u8) -> u32 {
        self.below.process(service).map_or(0, |p| p.inside)
    }

    /// A service's threads and who waits for one (sync).
    pub fn threads_of(&self, service: u8) -> &Station {
        let servers = self.below.calling().map(|c| &c.services.servers);
        let server = servers.and_then(|servers| servers.get(service as usize));
        server.map_or(&NO_THREADS, |server| &server.threads)
    }

    /// Live calls, by place (sync).
    pub fn calls(&self) -> impl Iterator<Item = &Call> {
        let calls = self.below.calling().map(|c| &c.services.calls);
        let calls = calls.into_iter().flat_map(|calls| calls.iter());
        calls.map(|(_, call)| call)
    }

    /// A live call (sync).
    pub fn call(&self, key: Key) -> Option<&Call> {
        self.below.calling()?.services.calls.get(key)
    }

    /// Payment's queue (async). Keys are messages.
    pub fn queue(&self) -> &Queue {
        self.queue_of(PAYMENT)
    }

    /// A service's queue (async).
    pub fn queue_of(&self, service: u8) -> &Queue {
        let queue = self.below.queues().get(service as usize);
        queue.unwrap_or(&NO_QUEUE)
    }

    /// Live messages, by place (async).
    pub fn messages(&self) -> impl Iterator<Item = (Key, &Message)> {
        let messages = self.below.queueing().map(|q| &q.mail.messages);
        messages.into_iter().flat_map(|messages| messages.iter())
    }

    /// A live message (async).
    pub fn message(&self, key: Key) -> Option<&Message> {
        self.below.queueing()?.mail.messages.get(key)
    }

    /// Payment's workers (async).
    pub fn consumers(&self) -> &[Consumer] {
        self.consumers_of(PAYMENT)
    }

    /// A service's workers (async).
    pub fn consumers_of(&self, service: u8) -> &[Consumer] {
        let groups = self.below.queueing().map(|q| &q.mail.groups);
        let workers = groups.and_then(|groups| groups.get(service as usize));
        workers.map_or(&[], |workers| &workers.consumers)
    }

    /// Workers at work (async).
    pub fn busy_workers(&self) -> u32 {
        let groups = self.below.queueing().map(|q| q.mail.groups.iter());
        groups
            .into_iter()
            .flatten()
            .map(|workers| workers.busy)
            .sum()
    }

    /// Threads or workers of a service at work.
    pub fn busy_of(&self, service: u8) -> u32 {
        let workers = self.consumers_of(service).iter();
        let at_work = workers.filter(|worker| worker.working.is_some()).count();
        self.threads_of(service).held() + at_work as u32
    }

    /// Threads or workers that the settings give to a service.
    pub fn servers_of(&self, service: u8) -> u32 {
        let of = self.config().of(service);
        match self.wiring().has(PartKind::Service) {
            true => of.threads,
            false => of.consumers,
        }
    }

    /// Orders inside Payment.
    pub fn inside_payment(&self) -> u32 {
        self.below.process(PAYMENT).map_or(0, |p| p.inside)
    }

    /// The cable below Checkout.
    pub fn cable(&self) -> &Cable {
        self.below.cable()
    }

    /// Messages that wait in sockets which the broker, short of memory, does not read.
    pub fn unread(&self) -> usize {
        let broker = self.below.queueing().map(|q| &q.mail.broker);
        let unread = broker.into_iter().flat_map(|broker| broker.alarm.unread());
        let is_message = |event: &Event| {
            matches!(
                event,
                Event::MessageReachedBroker { .. } | Event::NewsReachedBroker { .. }
            )
        };
        unread.filter(is_message).count()
    }

    /// Which faults are in force: Payment's, and those that befall no service.
    pub fn faults(&self) -> Faults {
        self.faults_of(PAYMENT)
    }

    /// The same with those of another service.
    pub fn faults_of(&self, service: u8) -> Faults {
        self.below.faults(service)
    }

    /// Events that stand still with Payment.
    pub fn stopped(&self) -> usize {
        self.below.process(PAYMENT).map_or(0, |p| p.stopped().len())
    }

    /// Where every order stands.
    pub fn ledger(&self) -> &Ledger {
        &self.floor.books.ledger
    }

    /// Answers by HTTP status.
    pub fn statuses(&self) -> &Tally<u16> {
        &self.floor.books.statuses
    }

    /// From the click to the end of waiting: an answer of either kind, or the moment at which the user hung up.
    pub fn told(&self) -> Together<'_> {
        Together([
            &self.floor.books.told_well,
            &self.floor.books.told_error,
            &self.floor.books.hung_up,
        ])
    }

    /// From the click to an answer that said yes: 200 or 202.
    pub fn told_well(&self) -> &Latency {
        &self.floor.books.told_well
    }

    /// From the click to an answer that said no.
    pub fn told_error(&self) -> &Latency {
        &self.floor.books.told_error
    }

    /// From the click to the first charge.
    pub fn paid(&self) -> &Latency {
        &self.floor.books.paid
    }

    /// Counts.
    pub fn totals(&self) -> &Totals {
        &self.floor.books.totals
    }

    /// The highest levels so far.
    pub fn peak(&self) -> Levels {
        self.floor.books.series.peak()
    }

    /// Levels and latencies over time.
    pub fn series(&self) -> &Series {
        &self.floor.books.series
    }

    /// The last hops.
    pub fn trace(&self) -> &Trace {
        &self.floor.books.trace
    }

    /// What happened to the watched order.
    pub fn journey(&self) -> &Journey {
        &self.floor.books.journey
    }

    /// The run so far in one number.
    pub fn digest(&self) -> Digest {
        self.floor.books.digest
    }
}
