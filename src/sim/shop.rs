//! One shop: what both have in common.
//!
//! ```text
//! user ──▶ Checkout: CPU, thread ──▶ … the wiring: sync_shop or async_shop … ──▶ CPU ──▶ user
//! ```
//!
//! The two shops share users, Checkout, the ledger and the clock's rules, and never each other's state: a shop is a
//! function of settings, seed and interventions. `handle` is the table that sends each event to the method that
//! tells its part of the story; they write in the `books`.
//!
//! Always: time never goes back.

use std::ops::{Index, IndexMut};

use std::sync::Arc;

use super::arrivals::ArrivalProcess;
use super::books::Books;
use super::cable::Cable;
use super::calendar::Calendar;
use super::checkout::Checkout;
use super::config::Config;
use super::costs::Costs;
use super::draw::Draws;
use super::event::Event;
use super::fault::Fault;
use super::order::Order;
use super::payment::Process;
use super::script::Script;
use super::slab::Slab;
use super::time::Micros;
use super::wrong::Flaw;
use super::{async_shop::Queueing, checkout::checkout_capacity, sync_shop::Calling};

/// Orders a shop takes in one run; later ones are turned away unseen (every latency is kept, so memory has to end
/// somewhere).
pub const ORDER_LIMIT: u64 = 1_000_000;

/// Which wiring a shop has. It is also the shop's name: there is one of each, and things that there are two of, one for
/// each shop, are read by it: `lanes[Wiring::Sync]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wiring {
    /// Checkout calls Payment and waits.
    Sync = 0,
    /// Checkout publishes to a queue and answers at once.
    Async = 1,
}

impl Wiring {
    /// Both of them, from left to right.
    pub const BOTH: [Self; 2] = [Self::Sync, Self::Async];

    /// Its name in files, links and the document.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sync => "sync",
            Self::Async => "async",
        }
    }
}

impl<T> Index<Wiring> for [T; 2] {
    type Output = T;

    fn index(&self, wiring: Wiring) -> &T {
        &self[wiring as usize]
    }
}

impl<T> IndexMut<Wiring> for [T; 2] {
    fn index_mut(&mut self, wiring: Wiring) -> &mut T {
        &mut self[wiring as usize]
    }
}

/// What Checkout's interpreter can be busy with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// Read a new request.
    Accept,
    /// Hand it to a thread.
    Dispatch,
    /// Build and write the call to Payment.
    Call,
    /// Set up a new connection to Payment.
    OpenHttp,
    /// Open an AMQP connection.
    OpenAmqp,
    /// Publish a message.
    Publish,
    /// Read the broker's word on it: it took it.
    ReadConfirm,
    /// The same: it refused it.
    ReadNack,
    /// Validate the answer, on a thread.
    Validate,
    /// Write the answer.
    Answer,
}

/// How a checkout failed, before it becomes a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    Refused,
    TimedOut,
    /// Payment answered 500.
    Failed,
}

/// A shop and everything alive in it.
#[derive(Clone, Debug)]
pub struct Shop {
    pub(super) wiring: Wiring,
    pub(super) config: Config,
    pub(super) costs: Costs,
    pub(super) draws: Draws,
    /// What is prescribed instead of drawn.
    pub(super) script: Option<Arc<Script>>,
    pub(super) now: Micros,
    pub(super) calendar: Calendar<Event>,
    pub(super) arrivals: ArrivalProcess,

    pub(super) orders: Slab<Order>,
    pub(super) sent: u64,
    pub(super) open: u32,
    pub(super) checkout: Checkout,
    pub(super) cable: Cable,
    pub(super) process: Process,
    pub(super) calling: Calling,
    pub(super) queueing: Queueing,
    pub(super) books: Books,
    pub(super) flaw: Flaw,
}

impl Shop {
    /// A shop that has just opened, at time 0.
    pub fn new(wiring: Wiring, config: &Config, seed: u64) -> Self {
        let mut shop = Self {
            wiring,
            config: config.clone(),
            costs: Costs::of(config.overheads),
            draws: Draws::new(seed),
            script: None,
            now: 0,
            calendar: Calendar::default(),
            arrivals: ArrivalProcess::default(),
            orders: Slab::default(),
            sent: 0,
            open: 0,
            checkout: Checkout::new(config),
            cable: Cable::default(),
            process: Process::default(),
            calling: Calling::new(config),
            queueing: Queueing::new(match wiring {
                Wiring::Sync => 0,
                Wiring::Async => config.consumers,
            }),
            books: Books::default(),
            flaw: Flaw::default(),
        };
        shop.count_seats();
        shop.arrivals.begin(&shop.config, shop.draws, 0);
        shop.plan_arrival();
        shop
    }

    /// What becomes of its orders is prescribed from now on; to be called before anything happened.
    pub fn prescribe(&mut self, script: Arc<Script>) {
        self.script = Some(script);
    }

    // ---- the clock ----------------------------------------------------------------------------------------------

    /// When the next event happens, if anything is pending. Timers of what is over do not count.
    pub fn next_time(&mut self) -> Option<Micros> {
        while let Some((time, event)) = self.calendar.peek() {
            if !self.is_stale(event) {
                return Some(time);
            }
            self.calendar.pop();
        }
        None
    }

    /// Processes the next event if it happens at `until` or before; returns what happened.
    pub fn step(&mut self, until: Micros) -> Option<Event> {
        let (time, event) = loop {
            let (time, event) = self.calendar.pop_due(until)?;
            if !self.is_stale(event) {
                break (time, event);
            }
        };
        debug_assert!(time >= self.now, "time never goes back");
        self.now = time;
        self.books.totals.events += 1;
        let (what, whom) = event.words();
        self.books.digest.fold(time);
        self.books.digest.fold(what << 56 ^ whom);
        if !self.stands_still(event) {
            self.handle(event);
        }
        self.observe();
        Some(event)
    }

    // ---- interventions ------------------------------------------------------------------------------------------

    /// This many users press the button, now.
    pub fn click(&mut self, now: Micros, orders: u32) {
        self.intervene(now, 1, u64::from(orders));
        for _ in 0..orders {
            self.submit();
        }
        self.observe();
    }

    /// The settings change, now.
    pub fn configure(&mut self, now: Micros, config: &Config) {
        self.intervene(now, 2, 0);
        let old = std::mem::replace(&mut self.config, config.clone());
        self.costs = Costs::of(config.overheads);
        self.count_seats();
        self.replan_arrivals(&old);
        if checkout_capacity(&old) != checkout_capacity(config) {
            self.checkout
                .threads
                .set_capacity(checkout_capacity(config));
            self.admit_to_checkout();
        }
        self.reconfigure_calling(&old);
        self.reconfigure_queueing(&old);
        self.observe();
    }

    /// A fault begins or ends, now. One that is already so changes nothing.
    pub fn set_fault(&mut self, now: Micros, fault: Fault, on: bool) {
        self.intervene(now, 3, fault as u64 * 2 + u64::from(on));
        if self.faults().has(fault) != on {
            match (fault, on) {
                (Fault::PaymentDown, true) => self.kill_payment(),
                (Fault::PaymentDown, false) => self.start_payment(),
                (Fault::BrokerDown, true) => self.kill_broker(),
                (Fault::BrokerDown, false) => self.start_broker(),
                (Fault::NetworkCut, true) => self.cut_network(),
                (Fault::NetworkCut, false) => self.heal_network(),
                (Fault::PaymentFrozen, true) => self.freeze_payment(),
                (Fault::PaymentFrozen, false) => self.thaw_payment(),
                (Fault::PaymentBlackHoled, true) => self.open_hole(),
                (Fault::PaymentBlackHoled, false) => self.close_hole(),
            }
        } else if fault == Fault::PaymentDown && on {
            // Down by a crash of its own: now it stays down until somebody mends it.
            self.cancel_restart();
        }
        self.observe();
    }

    fn intervene(&mut self, now: Micros, kind: u64, detail: u64) {
        debug_assert!(now >= self.now, "the past cannot be changed");
        self.now = now;
        self.books.digest.fold(now);
        self.books.digest.fold(0xff << 56 ^ kind << 40 ^ detail);
    }

    // ---- the table ----------------------------------------------------------------------------------------------

    fn handle(&mut self, event: Event) {
        match event {
            Event::ArrivalDue { .. } => self.arrival_due(),
            Event::RequestReachedCheckout { order } => self.request_reached_checkout(order),
            Event::UserTold { order } => self.user_told(order),
            Event::UserLeft { order } => self.user_left(order),
            Event::CheckoutSliceOver => self.checkout_slice_over(),
            Event::ConnectionMade { call } => self.connection_made(call),
            Event::PoolTimedOut { call } => self.pool_timed_out(call),
            Event::ConnectTimedOut { call } => self.connect_timed_out(call),
            Event::ReadTimedOut { call } => self.read_timed_out(call),
            Event::CallReachedPayment { call } => self.call_reached_payment(call),
            Event::PaymentSliceOver { .. } => self.payment_slice_over(),
            Event::CallServed { call } => self.call_served(call),
            Event::PaymentThreadFreed { token, .. } => self.payment_thread_freed(token),
            Event::AnswerReachedCheckout { call } => self.answer_reached_checkout(call),
            Event::CallRefused { call } => self.call_refused(call),
            Event::CallLeftThread { call } => self.call_left_thread(call),
            Event::CallValidated { call } => self.call_validated(call),
            Event::RetryDue { order } => self.retry_due(order),
            Event::BrokerSliceOver { .. } => self.broker_slice_over(),
            Event::AmqpConnected { order } => self.amqp_connected(order),
            Event::AmqpTimedOut { order } => self.amqp_timed_out(order),
            Event::PublishRefused { order } => self.publish_refused(order),
            Event::MessageReachedBroker { message } => self.message_reached_broker(message),
            Event::ConsumerConnected { consumer, .. } => self.consumer_connected(consumer),
            Event::DeliveryReachedConsumer { message, .. } => {
                self.delivery_reached_consumer(message);
            }
            Event::ConsumerTookNext { consumer, .. } => self.consumer_took_next(consumer),
            Event::MessageServed { consumer, .. } => self.message_served(consumer),
            Event::AckReachedBroker { message, .. } => self.ack_reached_broker(message),
            Event::PublishConfirmed { order } => self.publish_confirmed(order),
            Event::PublishNacked { order } => self.publish_nacked(order),
            Event::ChannelClosed { order, refused } => self.channel_closed(order, refused),
            Event::NackReachedBroker {
                message, requeue, ..
            } => self.nack_reached_broker(message, requeue),
            Event::MessageExpired { .. } => self.expire(),
            Event::WorkerCrashed { consumer, .. } => self.worker_crashed(consumer),
            Event::WorkersMissed => self.workers_missed(),
            Event::HeartbeatMissed { .. } => self.heartbeat_missed(),
            Event::PaymentRestarted { .. } => self.start_payment(),
        }
    }

    // ---- the network --------------------------------------------------------------------------------------------

    fn cut_network(&mut self) {
        self.cable.cut();
        self.watch_heartbeat();
    }
}
