//! What is happening, as facts with numbers: what the page's sentence is made of. (Beside it: the outcomes of orders,
//! notices, and what a step did.)
//!
//! In order of importance: somebody was harmed; something is broken; somebody waits; somebody is done. Words are made of
//! them elsewhere (`words`). A fact's [`Kind`] leaves its figures out: a figure may tick, but words change only with the
//! kind.

pub mod alone;
mod in_vain;
pub mod notices;
pub mod outcomes;
mod several;
pub mod steps;
pub mod story;

use self::in_vain::InVain;
pub use self::several::{OfSeveral, Several, Way};
use crate::experiment::intervention::Act;
use crate::experiment::run::Run;
use crate::sim::config::lineup::{Lineup, PAYMENT};
use crate::sim::config::{AckMode, Arrivals, Config, Events, OnFail, Part, QueueType};
use crate::sim::fault::{FAULTS, Fault, Outage};
use crate::sim::ledger::{Charge, Ending, Reason, TOLD};
use crate::sim::shop::Shop;
use crate::sim::time::{MILLI, Micros};
use crate::sim::wiring::WIRINGS;

/// Less than this is no waiting that anybody would feel: a tenth of a second.
const MOMENT: Micros = 100 * MILLI;

/// What is broken, if anything is: the worst that concerns a shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// A part that a reader can break.
    Fault(Fault),
    /// Some workers, or all, died of an order, and nobody restarts them.
    WorkersDead,
}

/// The commonest of them.
const PAYMENT_DOWN: Trouble = Trouble::Fault(Fault::PaymentDown);

/// How it stands with one shop.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShopFacts {
    /// Orders sent.
    pub sent: u64,
    /// Others come by themselves. (Then those who were sent so far are not all.)
    pub more_come: bool,
    /// Users who wait for an answer.
    pub waiting: u64,
    /// For how long the first of them has waited.
    pub longest: Micros,
    /// Those of them who wait for a thread of Checkout.
    pub in_line: u64,
    /// Those of them who hold one. (Whose request or answer is on its way does neither.)
    pub holding: u64,
    /// Those who have one, and wait for a connection; and those who pause before a retry.
    pub before_call: [u64; 2],
    /// Orders inside Payment that wait there: in its line, or in its workers' buffers.
    pub inside: u64,
    /// Calls inside Payment whose callers gave up: in its line, or at work.
    pub for_nobody: u64,
    /// Threads or workers at work.
    pub busy: u64,
    /// Told 200 or 202.
    pub told_well: u64,
    /// The last of those was told after so long, at most.
    pub told_within: Micros,
    /// Told an error.
    pub errors: u64,
    /// Told 202, and not charged yet.
    pub promised: u64,
    /// Since when the first of those has waited for it.
    pub oldest: Micros,
    /// Told an error, not charged, and nothing can charge them any more.
    pub refused: u64,
    /// Told an error, and charged: once, or more often.
    pub error_charged: u64,
    /// Those of them who were charged more than once.
    pub error_twice: u64,
    /// Told an error, not charged yet, and work for it goes on.
    pub error_pending: u64,
    /// Told that all is well, and charged more than once.
    pub twice: u64,
    /// Told 202, and never charged.
    pub lost: u64,
    /// Why most of those were lost.
    pub lost_because: Option<Reason>,
    /// Left before an answer came.
    pub left: u64,
    /// Those of them who are charged, and those who may still be.
    pub left_behind: [u64; 2],
    /// Charged, once or more often.
    pub charged: u64,
    /// Messages ready in the queue.
    pub ready: u64,
    /// Workers.
    pub workers: u64,
    /// Those of the broken service who died of an order, and of how many.
    pub dead: u64,
    /// See above.
    pub crew: u64,
    /// Idle ones, while orders wait behind busy ones.
    pub idle_workers: u64,
    /// An order that came back again and again, how often it was handed out, and to whom: whoever is behind it waits.
    pub stuck: Option<(u64, u64, u8)>,
    /// As long as the promised ones take if nothing changes; `None`: luck decides who of them is charged at all.
    pub to_go: Option<Micros>,
    /// How long after the click the slowest payment was done.
    pub slowest: Micros,
    /// What is broken.
    pub trouble: Option<Trouble>,
    /// Which service that is, if it is one.
    pub whose: u8,
    /// Since when, if somebody broke it. (What dies of itself is not in the log.)
    pub broken_since: Option<Micros>,
    /// Messages ready in its queue.
    pub held_up: u64,
    /// Dead messages of Payment's that lie beside its queue, and will come back.
    pub aside: u64,
    /// Payment is frozen, whatever else is broken.
    pub payment_stands_still: bool,
    /// Told that all is well, and charged once.
    pub well: u64,
    /// What there is to say where an order needs several services.
    pub several: Option<Several>,
}

/// What is most worth saying of a shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing was sent.
    Idle,
    /// Told an error, and charged.
    ErrorCharged,
    /// Told an error, and work for it goes on.
    ErrorPending,
    /// Charged twice.
    Twice,
    /// Promised, and never charged.
    Lost,
    /// Done by some services, and never by others.
    InPart,
    /// Done twice by a service that does not charge.
    Again,
    /// Something is broken, of this service if it is one.
    Broken(Trouble, u8),
    /// Users wait for a thread.
    InLine,
    /// Users wait for an answer.
    Waiting,
    /// An order comes back again and again.
    Stuck,
    /// Told 202, and still to be charged.
    Promised,
    /// Charged, and other services are still to come.
    Unfinished,
    /// Told no, and it is so.
    Refused,
    /// Hung up.
    Left,
    /// Some are told and charged, while others are not.
    Paid,
    /// All is over, and well.
    Done,
    /// Nobody was told anything yet, and nobody has waited for longer than a moment.
    Pressed,
}

/// All shops.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Of each.
    pub shops: [ShopFacts; WIRINGS],
}

/// What the line below may speak of besides.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Something is planned, and the reader has not pressed play yet.
    pub planned: bool,
    /// Attempts after the first one.
    pub retries: u32,
    /// Do workers acknowledge after the work?
    pub manual_ack: bool,
    /// Do queue and messages survive a restart of the broker?
    pub survives: bool,
    /// Is there a panel that tells the story of an order? (Inside another page, and for a projector, there may be none.)
    pub has_story: bool,
}

impl Facts {
    /// Of a run as it stands. Without what knows of several services there is nothing to say of them.
    pub fn of(run: &Run, several: Option<&OfSeveral>) -> Self {
        let shops = run.world().shops().each_ref();
        let several = |shop| several.and_then(|several| (several.of)(shop));
        let of = |shop| ShopFacts::of(shop, several(shop), run.clock());
        Self {
            shops: shops.map(|shop| of(shop).with_since(run)),
        }
    }
}

impl Scene {
    /// Of a run.
    pub fn of(run: &Run, planned: bool) -> Self {
        let config = run.config();
        Self {
            planned,
            retries: config.retries,
            manual_ack: config.payment().ack_mode == AckMode::Manual,
            survives: config.payment().queue_durable && config.messages_persistent,
            has_story: true,
        }
    }
}

impl ShopFacts {
    fn of(shop: &Shop, several: Option<Several>, now: Micros) -> Self {
        let ledger = shop.ledger();
        let at = |ending, charge| ledger.ended_at(ending, charge);
        let (mut first, mut oldest, mut holding) = (now, now, 0);
        for order in shop.orders() {
            if !order.is_told() {
                first = first.min(order.submitted);
                holding += u64::from(order.thread.is_some());
            } else if order.told.ending() == Ending::Well && order.charge() == Charge::Pending {
                oldest = oldest.min(order.submitted);
            }
        }
        let waits = |key| shop.order(key).is_some_and(|o| !o.is_told());
        let in_line = shop.checkout().line().iter();
        let inside = shop.waiting_inside(PAYMENT);
        let (busy, workers) = (shop.busy_of(PAYMENT), shop.servers_of(PAYMENT));
        let charged = |charge| {
            let rows = TOLD.iter().map(|&told| ledger.at(told, charge));
            rows.sum::<u64>()
        };
        let promised = at(Ending::Well, Charge::Pending);
        let before_call = shop.before_call().map(|line| line.len() as u64);
        let totals = shop.totals();
        let begun = totals.first_submit.unwrap_or(0);
        let because = ledger.because(Ending::Well);
        let in_vain = InVain::of(shop);
        let lineup = several.as_ref().map_or(Lineup::ONE, |it| it.lineup);
        let (trouble, whose) = trouble(shop, lineup).unzip();
        let whose = whose.unwrap_or(PAYMENT);
        Self {
            sent: shop.sent(),
            more_come: shop.config().arrivals != Arrivals::ByHand
                && now <= begun.saturating_add(shop.config().arrivals_stop),
            waiting: u64::from(shop.open()),
            longest: now.saturating_sub(first),
            in_line: in_line.filter(|&&key| waits(key)).count() as u64,
            holding,
            before_call,
            inside: inside as u64,
            for_nobody: shop.for_nobody(PAYMENT) as u64,
            busy: u64::from(busy),
            told_well: ledger.ended(Ending::Well),
            told_within: shop.told_well().longest(),
            errors: ledger.ended(Ending::Error),
            promised,
            oldest: now.saturating_sub(oldest),
            refused: at(Ending::Error, Charge::Never),
            error_charged: at(Ending::Error, Charge::Once) + at(Ending::Error, Charge::Many),
            error_twice: at(Ending::Error, Charge::Many),
            error_pending: at(Ending::Error, Charge::Pending),
            twice: at(Ending::Well, Charge::Many),
            lost: at(Ending::Well, Charge::Never),
            lost_because: because.max_by_key(|&(_, n)| n).map(|(reason, _)| reason),
            left: ledger.ended(Ending::Left),
            left_behind: [
                at(Ending::Left, Charge::Once) + at(Ending::Left, Charge::Many),
                at(Ending::Left, Charge::Pending),
            ],
            charged: charged(Charge::Once) + charged(Charge::Many),
            ready: shop.queue().ready().len() as u64,
            workers: u64::from(workers),
            dead: dead(shop, whose),
            crew: u64::from(shop.servers_of(whose)),
            idle_workers: match inside {
                0 => 0,
                _ => u64::from(workers.saturating_sub(busy)).saturating_sub(dead(shop, PAYMENT)),
            },
            stuck: in_vain.stuck,
            // (How long others take before it is Payment's turn, nobody knows here.)
            to_go: each(shop.config(), in_vain.any)
                .filter(|_| shop.config().needs.first() == PAYMENT || !is_in_turn(shop))
                .map(|each| each * promised.div_ceil(u64::from(workers.max(1)))),
            slowest: shop.paid().longest(),
            trouble,
            whose,
            broken_since: None,
            held_up: shop.queue_of(whose).ready().len() as u64,
            aside: shop.queue().aside().map_or(0, |aside| aside.len() as u64),
            payment_stands_still: shop.faults().payment_frozen,
            well: at(Ending::Well, Charge::Once),
            several,
        }
    }

    /// And since when it is broken.
    fn with_since(self, run: &Run) -> Self {
        let Some(Trouble::Fault(fault)) = self.trouble else {
            return self;
        };
        let service = self.whose;
        let this = Outage { fault, service };
        let (mut since, log) = (None, &run.experiment().log);
        for deed in log.iter().take(run.progress().interventions) {
            match deed.act {
                // (What is broken already is not broken anew.)
                Act::Break { fault } if fault == this => since = since.or(Some(deed.at_us)),
                Act::Heal { fault } if fault == this => since = None,
                Act::Break { .. } | Act::Heal { .. } | Act::Click { .. } | Act::Set { .. } => {}
            }
        }
        Self {
            broken_since: since,
            ..self
        }
    }

    /// Told that all is well, and it is: charged, and whatever else they needed is done.
    pub fn finished(&self) -> u64 {
        match &self.several {
            None => self.well,
            Some(several) => {
                let others = several.unfinished + several.well_in_part;
                (self.well + self.twice).saturating_sub(others)
            }
        }
    }

    /// What is broken, if anything is.
    fn broken(&self) -> Option<Kind> {
        self.trouble.map(|what| Kind::Broken(what, self.whose))
    }

    /// Are so many all, and more than one?
    pub fn are_all(&self, n: u64) -> bool {
        n == self.sent && n > 1 && !self.more_come
    }

    /// What is to be said of it, the most important first.
    pub fn kinds(&self) -> Vec<Kind> {
        if self.sent == 0 {
            return vec![self.broken().unwrap_or(Kind::Idle)];
        }
        // Who is answered within a moment does not wait; who has only just pressed does not yet.
        let waits = match (self.waiting, self.in_line) {
            (0, _) => None,
            _ if self.longest < MOMENT => None,
            (_, 0) => Some(Kind::Waiting),
            _ => Some(Kind::InLine),
        };
        let some = |n: u64, kind| (n > 0).then_some(kind);
        let [in_part, of_error, again, unfinished] = self
            .several
            .as_ref()
            .map_or([0; 4], |several| several.to_be_said(self.lost));
        // Who was told an error, and is charged for what is done in part: it is said of the part. (But not how often.)
        let error_charged = match self.error_twice {
            0 => self.error_charged.saturating_sub(of_error),
            _ => self.error_charged,
        };
        // Who speaks of those charged already says that work for others goes on.
        let still_coming = match error_charged {
            0 => self.error_pending,
            _ => 0,
        };
        // Who says that Payment is down says how many are paid, and how many wait in the queue.
        let queued = self.broken() == Some(Kind::Broken(PAYMENT_DOWN, PAYMENT))
            && self.ready == self.promised;
        let promised = if queued { 0 } else { self.promised };
        let all = [
            some(in_part, Kind::InPart),
            some(error_charged, Kind::ErrorCharged),
            some(self.twice, Kind::Twice),
            some(self.lost, Kind::Lost),
            some(again, Kind::Again),
            self.broken(),
            some(still_coming, Kind::ErrorPending),
            waits,
            self.stuck.map(|_| Kind::Stuck),
            some(promised, Kind::Promised),
            some(unfinished, Kind::Unfinished),
            some(self.refused, Kind::Refused),
            some(self.left, Kind::Left),
        ];
        let mut kinds: Vec<Kind> = all.into_iter().flatten().collect();
        let over = self.waiting + self.promised + self.error_pending + unfinished == 0;
        if kinds.is_empty() && self.told_well == 0 {
            kinds.push(Kind::Pressed);
        } else if kinds.is_empty() || over && self.finished() > 0 {
            kinds.push(Kind::Done);
        } else if self.promised == 0 {
            // (Who speaks of promises says of how many.)
            kinds.extend(some(self.finished(), Kind::Paid));
        }
        kinds
    }
}

/// Does each service hear of an order from the one before it?
fn is_in_turn(shop: &Shop) -> bool {
    shop.config().events == Events::Choreography
}

/// How long a worker takes until an order is charged, failures counted; `None`: it may never be. `in_vain`: one was tried and
/// not charged, which is to be expected only where orders fail by chance.
fn each(config: &Config, in_vain: bool) -> Option<Micros> {
    let again = config.payment().on_fail != OnFail::Reject
        && config.payment().ack_mode == AckMode::Manual
        && (config.payment().queue_type == QueueType::Classic
            || config.payment().delivery_limit == 0);
    let fails = config.payment().fail_percent / 100.0;
    match fails > 0.0 {
        false => (!in_vain).then_some(config.payment().work()),
        true if again && fails < 1.0 => {
            Some((config.payment().work() as f64 / (1.0 - fails)) as Micros)
        }
        true => None,
    }
}

/// Workers of a service who died of an order.
fn dead(shop: &Shop, service: u8) -> u64 {
    let workers = shop.consumers_of(service).iter();
    workers.filter(|c| c.dead && !c.retired).count() as u64
}

/// What concerns a shop of what is broken in it, and of which service that is.
fn trouble(shop: &Shop, lineup: Lineup) -> Option<(Trouble, u8)> {
    let of = |service| {
        let faults = shop.faults_of(service);
        let broken = FAULTS.into_iter().filter(move |&fault| faults.has(fault));
        broken.map(move |fault| (fault, service))
    };
    // Of several, the one that its orders meet first; of a broker out of reach, that it is down is worse.
    let worst = lineup
        .iter()
        .flat_map(of)
        .min_by_key(|(fault, _)| match fault.part() {
            Part::Traffic => 0,
            Part::Checkout => 1,
            Part::Queue | Part::Broker => 2,
            Part::Network => 3,
            Part::Service => 4,
        });
    let mut services = lineup.iter();
    let dead = services.find(|&service| dead(shop, service) > 0);
    let dead = dead.map(|service| (Trouble::WorkersDead, service));
    let of_fault = |(fault, service): (Fault, u8)| match fault.is_of_a_service() {
        true => (Trouble::Fault(fault), service),
        false => (Trouble::Fault(fault), PAYMENT),
    };
    worst.map(of_fault).or(dead)
}
