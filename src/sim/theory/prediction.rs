//! Which textbook a shop is under the settings in force, and what it says; or why none fits.
//!
//! ```text
//! sync   [Checkout's threads] ─▶ [connections] ─▶ [Payment's threads]    the narrowest is c, and the line stands before it
//! async  [the queue] ─▶ [workers, prefetch 1]                            c workers; if dealt in turn, a line before each
//! ```
//!
//! A line in several pieces is still one line: whoever holds a thread at Checkout and waits for one at Payment is ahead
//! of those who wait for the thread. So only the narrowest place counts.
//!
//! The queue may lose orders: one with a limit that refuses what is too many is M/M/c/K, one that forgets what waited
//! for too long M/M/c + D. (It throws away at the head, in time, and in the order in which they came; so it matters
//! not whether the queue or Checkout set the time.)
//!
//! What is said holds in the long run of a shop in which nothing else happens; clicks, faults and changes during the
//! run are not in a configuration, and its reader's concern.

use std::fmt;

use super::blocking::mmck;
use super::deadline::mmc_deadline;
use super::erlang::{mmc_mean_wait, mmc_sojourn_beyond};
use super::general::{dealt_mean_wait, mdc_mean_wait, mdc_wait_decay, mg1_mean_wait};
use crate::broker::exchange::leads;
use crate::config::lineup::PAYMENT;
use crate::config::{
    AckMode, Arrivals, Channel, Config, DeadLetters, Endpoint, HttpClient, Overflow, QueueType,
};
use crate::costs::{Costs, Overheads};
use crate::dist::Spread;
use crate::part::PartKind;
use crate::station::UNLIMITED;
use crate::time::{Micros, SECOND};
use crate::wire::Wire;
use crate::wiring::Wiring;

/// Timeouts that end less than this share of calls are left out: less than one in ten runs of a million orders.
const NEVER: f64 = 1e-7;

/// Where orders wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// For one of Checkout's threads.
    CheckoutThread,
    /// For a connection of the shared client.
    Connection,
    /// For one of Payment's threads.
    PaymentThread,
    /// In the queue, for any worker.
    Queue,
    /// In the buffer of the worker they were dealt to.
    Buffer,
}

impl Line {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::CheckoutThread => "checkout_threads",
            Self::Connection => "http_connections",
            Self::PaymentThread => "payment_threads",
            Self::Queue => "queue",
            Self::Buffer => "worker_buffers",
        }
    }
}

/// Who is never served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// Nobody.
    Nobody,
    /// Who finds so many inside, those at work included.
    Refused { inside: u32 },
    /// Who has waited for so long, in microseconds.
    Expired { after: Micros },
}

/// A textbook's system. It is written in Kendall's notation (arrivals/service/servers/places).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct System {
    /// How the service varies.
    pub spread: Spread,
    /// Servers.
    pub servers: u32,
    /// Where the line is.
    pub line: Line,
    /// Who is never served.
    pub lost: Lost,
}

/// Why a shop is no textbook's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// Orders come by hand.
    ByHand,
    /// Orders come evenly spaced.
    EvenlySpaced,
    /// Orders come ever faster.
    EverFaster,
    /// Orders come for a time, and not for a time.
    InSpells,
    /// Orders come in crowds.
    Crowds,
    /// One user waits for each answer.
    ClosedLoop,
    /// Users hang up.
    UsersHangUp,
    /// Payments fail.
    PaymentsFail,
    /// A worker crashes.
    WorkerCrashes,
    /// Answers go through the thread pool a second time.
    AnswersLineUpAgain,
    /// Every so many orders one is urgent.
    SomeAreUrgent,
    /// A channel is shared without a lock.
    ChannelBreaks,
    /// Orders need several services.
    SeveralServices,
    /// A wire is long, uneven or lossy.
    WireIsBad,
    /// What is published leads to no queue.
    LeadsNowhere,
    /// Payment may crash under the load.
    PaymentCrashes,
    /// The broker gives up workers that work, or do not acknowledge, for so long.
    WorkersGivenUp,
    /// As much work comes as all servers can do, or more.
    TooMuchWork,
    /// Timeouts end calls before their answer.
    TimeoutsEndCalls,
    /// Each worker takes several messages at a time, but not all.
    SomeAtATime,
    /// The queue has a limit, and messages expire.
    LimitAndExpiry,
    /// A full queue throws its oldest message away.
    OldestThrownAway,
    /// What dies in the queue comes back to it.
    DeadComeBack,
    /// A full queue refuses in stretches: it takes a few too many, and then none until it is four fifths full.
    RefusesInStretches,
    /// A part of a limited line is in the workers' hands.
    LineInPieces,
    /// Some messages are lost, and the work takes always the same time.
    LostOfEqualWork,
    /// The work is neither equal nor exponential, and there is more to it than one server and a line of the patient.
    NoFormula,
    /// (Of a run, not of its settings.) What single orders meet is prescribed.
    Prescribed,
    /// Of a run: orders were sent by hand, too.
    SentByHand,
    /// Of a run: settings were changed during it.
    SettingsChanged,
    /// Of a run: something was broken during it.
    WasBroken,
}

/// What theory says of one shop, in the long run. Times are in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prediction {
    /// Which system it is.
    pub system: System,
    /// How many of all orders that are.
    pub lost_share: f64,
    /// The share of their time that servers work.
    pub utilisation: f64,
    /// Mean wait in line of those who are served.
    pub wait_s: f64,
    /// Mean time from the click until the user is told.
    pub told_s: f64,
    /// Mean time from the click until the charge, if there is one.
    pub paid_s: f64,
    /// Costs of the machinery come on top: the means are at least this.
    pub at_least: bool,
}

/// `M/M/40`, `M/G/1`, `M/M/4/10` with ten places in all, `M/M/4+D` if those in line leave in time, or `4 × E4/M/1` if each worker
/// has a line of its own.
impl fmt::Display for System {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (c, service) = (
            self.servers,
            match self.spread {
                Spread::Fixed => 'D',
                Spread::Exponential => 'M',
                Spread::Uniform | Spread::LogNormal | Spread::Pareto => 'G',
            },
        );
        match (self.line, self.lost) {
            (Line::Buffer, _) => write!(f, "{c} × E{c}/{service}/1"),
            (_, Lost::Nobody) => write!(f, "M/{service}/{c}"),
            (_, Lost::Refused { inside }) => write!(f, "M/{service}/{c}/{inside}"),
            (_, Lost::Expired { .. }) => write!(f, "M/{service}/{c}+D"),
        }
    }
}

/// What these settings add that the formulas leave out.
fn disturbed(config: &Config, wiring: Wiring) -> Option<Misfit> {
    let (calls, queues) = (wiring.has(PartKind::Service), wiring.has(PartKind::Queue));
    let overtakes = config.payment().max_priority > 0 && config.urgent_every > 0;
    let fails = config.payment().fail_percent > 0.0 || config.payment().poison_order > 0;
    let twice = config.checkout_return_type || calls && config.payment().return_type;
    let reasons = [
        (Wire::new(config).is_bad(), Misfit::WireIsBad),
        (config.user_patience > 0, Misfit::UsersHangUp),
        (fails, Misfit::PaymentsFail),
        (
            queues && config.payment().crash_order > 0,
            Misfit::WorkerCrashes,
        ),
        (twice, Misfit::AnswersLineUpAgain),
        (queues && overtakes, Misfit::SomeAreUrgent),
        (
            queues && config.channel == Channel::Shared,
            Misfit::ChannelBreaks,
        ),
    ];
    let found = reasons.iter().find(|(holds, _)| *holds);
    found.map(|(_, reason)| *reason)
}

/// What theory says of this shop under these settings; or why it says nothing.
pub fn applies(config: &Config, wiring: Wiring) -> Result<Prediction, Misfit> {
    match config.arrivals {
        Arrivals::Poisson => {}
        Arrivals::ByHand => return Err(Misfit::ByHand),
        Arrivals::Constant => return Err(Misfit::EvenlySpaced),
        Arrivals::Ramp => return Err(Misfit::EverFaster),
        Arrivals::OnOff => return Err(Misfit::InSpells),
        Arrivals::Burst => return Err(Misfit::Crowds),
        Arrivals::OneByOne => return Err(Misfit::ClosedLoop),
    }
    if !config.needs.is_one() {
        return Err(Misfit::SeveralServices);
    }
    let binding = config.payment().binding_key;
    let queues = wiring.has(PartKind::Queue);
    if queues && !leads(config.exchange, config.routing_key, binding) {
        return Err(Misfit::LeadsNowhere);
    }
    if let Some(reason) = disturbed(config, wiring) {
        return Err(reason);
    }
    if config.payment().crash_above > 0 {
        return Err(Misfit::PaymentCrashes);
    }
    let (line, servers) = match queues {
        true => (queue(config)?, config.payment().consumers),
        false => narrowest(config, wiring),
    };
    let (rate, service) = (config.arrival_rate_per_s, seconds(config.payment().work()));
    let utilisation = rate * service / f64::from(servers);
    let spread = config.payment().spread;
    let lost = match queues {
        true => lost(config, line)?,
        false => Lost::Nobody,
    };
    if lost == Lost::Nobody && utilisation >= 1.0 {
        return Err(Misfit::TooMuchWork);
    }
    if !has_formula(config, wiring, line, servers) {
        return Err(Misfit::NoFormula);
    }
    if queues && given_up(config) > NEVER {
        return Err(Misfit::WorkersGivenUp);
    }
    if wiring.has(PartKind::Service) && timed_out(config, line, servers) > NEVER {
        return Err(Misfit::TimeoutsEndCalls);
    }
    let (lost_share, wait_s) = match (lost, spread, line) {
        (Lost::Refused { inside }, ..) => {
            let found = mmck(servers, inside - servers, rate, service);
            (found.blocked, found.wait_s)
        }
        (Lost::Expired { after }, ..) => {
            let found = mmc_deadline(servers, rate, service, seconds(after));
            (found.abandons, found.wait_s)
        }
        // Dealt in turn or taken in turn: with constant service it is the same worker.
        (Lost::Nobody, Spread::Fixed, _) => (0.0, mdc_mean_wait(servers, rate, service)),
        (Lost::Nobody, Spread::Uniform | Spread::LogNormal | Spread::Pareto, _) => {
            (0.0, mg1_mean_wait(rate, service, spread.scv()))
        }
        (Lost::Nobody, Spread::Exponential, Line::Buffer) => {
            (0.0, dealt_mean_wait(servers, rate, service))
        }
        (
            Lost::Nobody,
            Spread::Exponential,
            Line::CheckoutThread | Line::Connection | Line::PaymentThread | Line::Queue,
        ) => (0.0, mmc_mean_wait(servers, rate, service)),
    };
    let paid_s = wait_s + service;
    Ok(Prediction {
        system: System {
            spread,
            servers,
            line,
            lost,
        },
        lost_share,
        utilisation: utilisation * (1.0 - lost_share),
        wait_s,
        told_s: match wiring.answers_when_paid() {
            true => paid_s,
            false => 0.0,
        },
        paid_s,
        at_least: config.overheads != Overheads::None || config.link_latency > 0,
    })
}

fn seconds(us: u64) -> f64 {
    us as f64 / SECOND as f64
}

/// How many orders Checkout lets through at once.
fn threads(config: &Config) -> u32 {
    match config.endpoint {
        Endpoint::Def => config.checkout_threads,
        Endpoint::AsyncDef => UNLIMITED,
    }
}

/// How many Checkout and its client let through, and which of the two is narrower.
fn gate(config: &Config) -> (Line, u32) {
    let threads = threads(config);
    match config.http_client {
        HttpClient::Shared if config.http_connections < threads => {
            (Line::Connection, config.http_connections)
        }
        HttpClient::Shared | HttpClient::PerCall => (Line::CheckoutThread, threads),
    }
}

/// The narrowest place that an order passes. Where nobody is called, these are Checkout's threads.
fn narrowest(config: &Config, wiring: Wiring) -> (Line, u32) {
    if !wiring.has(PartKind::Service) {
        return (Line::CheckoutThread, threads(config));
    }
    let (line, width) = gate(config);
    if width <= config.payment().threads {
        (line, width)
    } else {
        (Line::PaymentThread, config.payment().threads)
    }
}

/// Is there a formula for work that varies like this? For equal and for exponential work there is. For other work there is one
/// of one server's mean wait, and none of how often a wait outlasts a timeout.
fn has_formula(config: &Config, wiring: Wiring, line: Line, servers: u32) -> bool {
    let calls = wiring.has(PartKind::Service);
    let timed = match line {
        Line::PaymentThread | Line::Connection => true,
        Line::CheckoutThread | Line::Queue | Line::Buffer => false,
    };
    match config.payment().spread {
        Spread::Fixed | Spread::Exponential => true,
        Spread::Uniform | Spread::LogNormal | Spread::Pareto => {
            let in_line_for_both = gate(config).0 == Line::Connection;
            servers == 1 && !(calls && (timed || in_line_for_both))
        }
    }
}

/// One line before all workers, or one before each?
fn queue(config: &Config) -> Result<Line, Misfit> {
    let limit = match config.payment().ack_mode {
        AckMode::Manual => config.payment().prefetch_count,
        AckMode::Auto => 0,
    };
    match (config.payment().consumers, limit) {
        (1, _) | (_, 1) => Ok(Line::Queue),
        (_, 0) => Ok(Line::Buffer),
        _ => Err(Misfit::SomeAtATime),
    }
}

/// Whom the queue loses.
fn lost(config: &Config, line: Line) -> Result<Lost, Misfit> {
    let ttls = [config.payment().queue_ttl, config.message_ttl];
    let after = ttls.into_iter().filter(|&ttl| ttl > 0).min();
    let limit = (config.payment().max_length > 0).then_some(config.payment().max_length);
    let unlimited =
        config.payment().ack_mode == AckMode::Auto || config.payment().prefetch_count == 0;
    let dead = config.payment();
    let comes_back = dead.dead_letter && dead.dead_letters != DeadLetters::Parked;
    let lost = match (limit, after) {
        (None, None) => return Ok(Lost::Nobody),
        // Nothing is ever ready: the line is in the workers' hands, where there is no limit and nothing expires.
        _ if unlimited => return Ok(Lost::Nobody),
        (Some(_), Some(_)) => return Err(Misfit::LimitAndExpiry),
        (None, Some(_)) if comes_back => return Err(Misfit::DeadComeBack),
        (Some(_), _) if config.payment().overflow == Overflow::DropHead => {
            return Err(Misfit::OldestThrownAway);
        }
        (Some(_), None) if config.payment().queue_type == QueueType::Quorum => {
            return Err(Misfit::RefusesInStretches);
        }
        (Some(places), None) => Lost::Refused {
            inside: config.payment().consumers + places,
        },
        (None, Some(after)) => Lost::Expired { after },
    };
    if line != Line::Queue || config.payment().prefetch_count > 1 {
        return Err(Misfit::LineInPieces);
    }
    match config.payment().spread {
        _ if config.payment().time == 0 => Err(Misfit::LostOfEqualWork),
        Spread::Exponential => Ok(lost),
        Spread::Fixed => Err(Misfit::LostOfEqualWork),
        Spread::Uniform | Spread::LogNormal | Spread::Pareto => Err(Misfit::NoFormula),
    }
}

/// The share of deliveries that take longer than a broker bears (`workers/silence.rs`), or more: what it hears nothing of for two
/// heartbeats, and what is not acknowledged in time.
fn given_up(config: &Config) -> f64 {
    let (payment, work) = (config.payment(), seconds(config.payment().work()));
    let heard = config.heard_every(PAYMENT);
    let unheard = heard.map_or(0.0, |every| beyond(config, None, work, seconds(2 * every)));
    let bears = config.consumer_timeout;
    if bears == 0 || payment.ack_mode == AckMode::Auto || !config.looks_for_acks(PAYMENT) {
        return unheard;
    }
    let unacked = match payment.prefetch_count {
        1 => beyond(config, None, work, seconds(bears)),
        _ => in_hands_beyond(config, work, seconds(bears)),
    };
    unheard + unacked
}

/// The share of messages that a worker, who is sent what comes before it can begin, has for longer than `span` seconds, or more.
/// (Where several are dealt to in turn, each gets its share, and more evenly than at random.)
fn in_hands_beyond(config: &Config, work: f64, span: f64) -> f64 {
    let (payment, spread) = (config.payment(), config.payment().spread);
    let rate = config.arrival_rate_per_s / f64::from(payment.consumers);
    if work >= span || rate * work >= 1.0 {
        return 1.0;
    }
    match spread {
        _ if work == 0.0 => 0.0,
        Spread::Fixed => libm::exp(-mdc_wait_decay(1, rate, work) * (span - work)),
        Spread::Exponential => mmc_sojourn_beyond(1, rate, work, span),
        // Half of it for the work, half for the wait: as Kingman has it for a server that is nearly always busy.
        Spread::Uniform | Spread::LogNormal | Spread::Pareto => {
            let idle = 1.0 - rate * work;
            let wait = libm::exp(-idle * span / (work * (1.0 + spread.scv())));
            wait + spread.beyond(span / (2.0 * work))
        }
    }
}

/// The share of calls that a timeout ends, or more: what the call costs besides the work is counted as work.
fn timed_out(config: &Config, line: Line, servers: u32) -> f64 {
    let latency = config.link_latency;
    let besides = Costs::of(config.overheads).of_a_call() + 4 * latency;
    let hold = seconds(config.payment().work() + besides);
    if latency > 0 && 2 * latency >= config.connect_timeout {
        return 1.0;
    }
    let (read, pool) = (seconds(config.read_timeout), seconds(config.pool_timeout));
    let unanswered = match line {
        // Nobody waits at Payment: the work alone.
        Line::CheckoutThread | Line::Connection => beyond(config, None, hold, read),
        Line::PaymentThread | Line::Queue | Line::Buffer => {
            beyond(config, Some(servers), hold, read)
        }
    };
    match gate(config).0 {
        Line::Connection => unanswered + beyond(config, Some(servers), hold, pool),
        Line::CheckoutThread | Line::PaymentThread | Line::Queue | Line::Buffer => unanswered,
    }
}

/// The share of calls that take longer than `span` seconds, or more: the work, after a wait for one of `servers`.
fn beyond(config: &Config, servers: Option<u32>, hold: f64, span: f64) -> f64 {
    let rate = config.arrival_rate_per_s;
    if hold == 0.0 {
        return 0.0;
    }
    if hold >= span || servers.is_some_and(|c| rate * hold >= f64::from(c)) {
        return 1.0;
    }
    match (config.payment().spread, servers) {
        (spread, None) => spread.beyond(span / hold),
        (Spread::Fixed, Some(c)) => libm::exp(-mdc_wait_decay(c, rate, hold) * (span - hold)),
        (Spread::Exponential, Some(c)) => mmc_sojourn_beyond(c, rate, hold, span),
        // (Nobody asks: there is no formula.)
        (Spread::Uniform | Spread::LogNormal | Spread::Pareto, Some(_)) => 1.0,
    }
}
