//! Every mechanism by name, and how to see from the outside that it was at work.
//!
//! Read from what everybody met in a run ([`Journey::chronicle`](showdown::sim::journey::Journey::chronicle)), and from
//! the log: not one of these asks the engine whether a switch was on.

use showdown::experiment::run::Run;
use showdown::sim::config::lineup::SERVICES;
use showdown::sim::config::{AckMode, Arrivals, BrokerVersion, Overheads, QueueType};
use showdown::sim::journey::{Connection, Fate, Moment, Noted};
use showdown::sim::ledger::{Reason, Told};
use showdown::sim::shop::{Shop, Wiring};
use showdown::sim::time::{MILLI, Micros};

use crate::count::Counts;

/// Every mechanism.
pub(crate) const MECHANISMS: [&str; 92] = [
    "arrivals: evenly spaced",
    "arrivals: Poisson",
    "arrivals: ever faster",
    "arrivals: in spells",
    "arrivals: in crowds",
    "arrivals: one by one",
    "Checkout: second trip for the answer",
    "Checkout: second trip, behind those that have not begun",
    "Payment: second trip for the answer",
    "Payment: second trip, behind those that have not begun",
    "client: kept connection",
    "client: new connection of the shared client",
    "client: built for the call",
    "client: pool timeout",
    "client: woken in vain, and waited for a second patience",
    "client: connect timeout",
    "client: read timeout",
    "call let go: it never left",
    "call let go: it goes on",
    "call let go: the answer was under way",
    "retry",
    "retry: three attempts and more",
    "retry: charged twice",
    "hang-up",
    "hang-up, and charged all the same",
    "killed with a call inside",
    "killed with a message at work",
    "frozen: accepted, and worked on after the thaw",
    "frozen: thrown away at the thaw, for its keep-alive",
    "black hole or cut: a call is held",
    "black hole or cut: an answer is held",
    "overload: Payment crashes",
    "worker crash, mid-work",
    "worker crash, after the work",
    "worker crash, after the work: charged twice",
    "service fails, over HTTP",
    "service fails, at a worker",
    "nack with requeue",
    "reject",
    "poison: fails three times and more",
    "redelivered",
    "delivered to a dead process",
    "dead letter: rejected",
    "dead letter: expired",
    "dead letter: maxlen",
    "dead letter: delivery_limit",
    "thrown away: rejected",
    "thrown away: expired",
    "thrown away: maxlen",
    "thrown away: delivery_limit",
    "retry queue: rejected",
    "retry queue: died of something else",
    "retry queue: two laps and more",
    "redriven",
    "redriven: died again",
    "back from the dead, and charged",
    "limit of laps: left with the dead",
    "dropped in a ring",
    "drop-head, of a confirmed message",
    "quorum queue: two levels",
    "quorum queue: strict priorities",
    "quorum queue: a nack does not count",
    "reject-publish, without a word",
    "reject-publish, with a nack",
    "publisher confirms",
    "queue TTL alone",
    "message TTL alone",
    "prescribed TTL alone",
    "a prescribed priority",
    "quorum queue",
    "delivery limit, on a poison message",
    "prefetch without limit",
    "auto-ack",
    "auto-ack loses what was delivered",
    "channel per request",
    "channel shared, and torn",
    "channel shared, with a line before it",
    "a message is held by a cut",
    "a cut outlasts the heartbeat",
    "memory alarm: a message is left unread",
    "memory alarm: a publish hangs",
    "memory alarm: given up, and charged all the same",
    "memory alarm: a close hangs, and is given up",
    "memory alarm: a worker's news is left unread",
    "a worker is given up: not acknowledged for too long",
    "a worker is given up: nothing is heard of it",
    "broker crash: a ready message survives",
    "broker crash: a delivered message survives",
    "broker crash: a message is lost",
    "unroutable",
    "wire: what was lost of a call is sent again",
    "wire: what was lost of a message is sent again",
];

/// The place of a mechanism in [`MECHANISMS`].
pub(crate) fn place(name: &str) -> usize {
    let place = MECHANISMS.iter().position(|&other| other == name);
    place.unwrap_or_else(|| panic!("{name:?} is not listed"))
}

/// What one order has met so far.
#[derive(Clone, Copy, Debug, Default)]
struct Met {
    confirmed: bool,
    awaits_confirm: bool,
    delivered: bool,
    attempts: u32,
    failures: u32,
    died_before_ack: bool,
    told_next: bool,
    given_up: bool,
    laps: u32,
    frozen: bool,
    /// When a connection to each service was asked for.
    asked: [Micros; SERVICES],
    /// When its call, or its message, last set out.
    left_at: Micros,
}

/// Counts what was at work in a run that was played with everybody watched.
pub(crate) fn look(run: &Run, counts: &mut Counts) {
    let (world, config) = (run.world(), run.config());
    for (kind, name) in [
        (Arrivals::Constant, "arrivals: evenly spaced"),
        (Arrivals::Poisson, "arrivals: Poisson"),
        (Arrivals::Ramp, "arrivals: ever faster"),
        (Arrivals::OnOff, "arrivals: in spells"),
        (Arrivals::Burst, "arrivals: in crowds"),
        (Arrivals::OneByOne, "arrivals: one by one"),
    ] {
        // Of several orders, and nobody clicked or changed anything.
        let alone = run.experiment().log.is_empty();
        let came = config.arrivals == kind && world.shop(Wiring::Sync).sent() > 1;
        counts.mechanism(name, alone && came);
    }
    for shop in world.shops() {
        let steady = shop.config() == &run.experiment().config();
        let met = one_by_one(run, shop, steady, counts);
        charged(shop, &met, counts);
    }
}

fn one_by_one(run: &Run, shop: &Shop, steady: bool, counts: &mut Counts) -> Vec<Met> {
    let mut met = vec![Met::default(); shop.sent() as usize];
    for (number, noted) in shop.journey().chronicle() {
        let number = *number as usize;
        let met = &mut met[number];
        counts.moment(noted.what);
        match shop.wiring() {
            Wiring::Sync => call(met, noted.what, counts),
            Wiring::Async => message(met, noted.what, counts),
        }
        either(met, noted.what, shop.wiring(), counts);
        if steady {
            across_the_wire(met, noted.at, noted.what, shop, counts);
        }
        if shop.wiring() == Wiring::Async && steady {
            steadily(run, shop, number, met, noted.what, counts);
        }
        if shop.wiring() == Wiring::Sync && steady {
            waited(shop, met, noted, counts);
        }
    }
    met
}

/// What is to be seen in both shops.
fn either(met: &mut Met, what: Moment, wiring: Wiring, counts: &mut Counts) {
    let mut saw = |name, seen| counts.mechanism(name, seen);
    match what {
        Moment::GotThreadAgain { .. } => saw("Checkout: second trip for the answer", true),
        Moment::AskedForThreadAgain { ahead } => saw(
            "Checkout: second trip, behind those that have not begun",
            ahead > 0,
        ),
        Moment::HungUp => saw("hang-up", true),
        Moment::ServiceFailed { .. } => {
            met.failures += 1;
            saw("service fails, over HTTP", wiring == Wiring::Sync);
            saw("service fails, at a worker", wiring == Wiring::Async);
            let often = wiring == Wiring::Async && met.failures >= 3;
            saw("poison: fails three times and more", often);
        }
        _ => {}
    }
}

/// What takes longer than any segment does that is not lost, was lost.
fn across_the_wire(met: &mut Met, at: Micros, what: Moment, shop: &Shop, counts: &mut Counts) {
    let config = shop.config();
    let name = match what {
        Moment::CallLeft | Moment::MessageLeft => {
            met.left_at = at;
            return;
        }
        Moment::ReachedPayment => "wire: what was lost of a call is sent again",
        Moment::ReachedQueue { .. } => "wire: what was lost of a message is sent again",
        _ => return,
    };
    // (Faults hold things up, too, and so does a full window.)
    let alone = config.wire_out_loss > 0.0 && config.overheads == Overheads::None;
    let longest = config.link_latency + config.wire_out + config.wire_out_jitter;
    let late = at.saturating_sub(met.left_at);
    counts.mechanism(name, alone && late > longest + 200 * MILLI);
}

/// What happens to a call.
fn call(met: &mut Met, what: Moment, counts: &mut Counts) {
    let mut saw = |name| counts.mechanism(name, true);
    match what {
        Moment::AskedForPaymentThreadAgain { ahead } if ahead > 0 => {
            saw("Payment: second trip, behind those that have not begun");
        }
        Moment::GotPaymentThreadAgain => saw("Payment: second trip for the answer"),
        Moment::GotConnection { connection } => {
            met.attempts += 1;
            if met.attempts >= 3 {
                saw("retry: three attempts and more");
            }
            saw(match connection {
                Connection::Kept => "client: kept connection",
                Connection::New => "client: new connection of the shared client",
                Connection::Own => "client: built for the call",
            });
        }
        Moment::PoolTimedOut => saw("client: pool timeout"),
        Moment::ConnectTimedOut => saw("client: connect timeout"),
        Moment::ReadTimedOut => saw("client: read timeout"),
        Moment::LetGo { fate } => saw(match fate {
            Fate::NeverLeft => "call let go: it never left",
            Fate::GoesOn => "call let go: it goes on",
            Fate::Unread => "call let go: the answer was under way",
        }),
        Moment::BackedOff => saw("retry"),
        Moment::Refused { reason } => match reason {
            Reason::LostInCrash => saw("killed with a call inside"),
            Reason::ConnectionLost => saw("frozen: thrown away at the thaw, for its keep-alive"),
            _ => {}
        },
        Moment::ReachedFrozenPayment => met.frozen = true,
        Moment::ServiceBegan { .. } if met.frozen => {
            saw("frozen: accepted, and worked on after the thaw");
        }
        Moment::CallHeld => saw("black hole or cut: a call is held"),
        Moment::AnswerHeld => saw("black hole or cut: an answer is held"),
        _ => {}
    }
}

/// What happens to a message.
fn message(met: &mut Met, what: Moment, counts: &mut Counts) {
    let mut saw = |name| counts.mechanism(name, true);
    match what {
        Moment::AwaitedConfirm => met.awaits_confirm = true,
        Moment::PublishConfirmed => {
            met.confirmed = true;
            saw("publisher confirms");
        }
        Moment::PublishNacked => saw("reject-publish, with a nack"),
        Moment::Delivered { redelivered, .. } => {
            met.delivered = true;
            if redelivered {
                saw("redelivered");
            }
        }
        Moment::DeliveryFoundNobody { .. } => saw("delivered to a dead process"),
        Moment::WorkDied { .. } => saw("killed with a message at work"),
        Moment::DiedBeforeAck { .. } => {
            met.died_before_ack = true;
            saw("worker crash, after the work");
        }
        Moment::NackLeft { requeue } => saw(match requeue {
            true => "nack with requeue",
            false => "reject",
        }),
        Moment::ChannelClosing => saw("channel per request"),
        Moment::ChannelTorn => saw("channel shared, and torn"),
        Moment::AskedForChannel { .. } => saw("channel shared, with a line before it"),
        Moment::MessageHeld => saw("a message is held by a cut"),
        Moment::GivenUp { unheard, .. } => saw(match unheard {
            false => "a worker is given up: not acknowledged for too long",
            true => "a worker is given up: nothing is heard of it",
        }),
        Moment::NewsPublished => met.told_next = true,
        Moment::LeftUnread => saw(match (met.told_next, met.awaits_confirm) {
            (true, _) => "memory alarm: a worker's news is left unread",
            (false, true) => "memory alarm: a publish hangs",
            (false, false) => "memory alarm: a message is left unread",
        }),
        Moment::BlockedTimedOut => {
            met.given_up = true;
            if !met.awaits_confirm {
                saw("memory alarm: a close hangs, and is given up");
            }
        }
        Moment::Charged { .. } if met.given_up => {
            saw("memory alarm: given up, and charged all the same");
        }
        Moment::HeartbeatMissed => saw("a cut outlasts the heartbeat"),
        Moment::SurvivedBroker { requeued } => saw(match requeued {
            true => "broker crash: a delivered message survives",
            false => "broker crash: a ready message survives",
        }),
        Moment::SetAside { reason, retried } => {
            let rejected = reason == Reason::Rejected;
            saw(match (retried, rejected) {
                (true, true) => "retry queue: rejected",
                (true, false) => "retry queue: died of something else",
                (false, _) => "redriven",
            });
            if !retried && met.laps > 0 {
                saw("redriven: died again");
            }
        }
        Moment::CameBack { .. } => {
            met.laps += 1;
            if met.laps >= 2 {
                saw("retry queue: two laps and more");
            }
        }
        Moment::Charged { .. } if met.laps > 0 => saw("back from the dead, and charged"),
        Moment::Lost {
            reason: Reason::InARing,
        } => saw("dropped in a ring"),
        Moment::DeadLettered { reason } => {
            if met.laps > 0 {
                saw("limit of laps: left with the dead");
            }
            died(met, reason, true, counts);
        }
        Moment::Lost { reason } => died(met, reason, false, counts),
        _ => {}
    }
}

/// A message is gone.
fn died(met: &Met, reason: Reason, dead_letter: bool, counts: &mut Counts) {
    let mut saw = |name, seen| counts.mechanism(name, seen);
    let (kept, thrown) = match reason {
        Reason::Rejected => ("dead letter: rejected", "thrown away: rejected"),
        Reason::Expired => ("dead letter: expired", "thrown away: expired"),
        Reason::DeliveryLimit => {
            saw("delivery limit, on a poison message", met.failures > 0);
            ("dead letter: delivery_limit", "thrown away: delivery_limit")
        }
        Reason::PushedOut => {
            saw("drop-head, of a confirmed message", met.confirmed);
            ("dead letter: maxlen", "thrown away: maxlen")
        }
        Reason::MaxLen => {
            return saw("reject-publish, without a word", !met.awaits_confirm);
        }
        Reason::Unroutable => return saw("unroutable", true),
        _ => return,
    };
    saw(kept, dead_letter);
    saw(thrown, !dead_letter);
}

/// What can be said only because the settings were the same all the time.
fn steadily(run: &Run, shop: &Shop, number: usize, met: &Met, what: Moment, counts: &mut Counts) {
    let config = shop.config();
    let script = run.experiment().script.as_deref();
    let scripted = script.and_then(|script| script.orders.get(number));
    let ttl = scripted.and_then(|s| s.ttl);
    let (auto, quorum) = (
        config.payment().ack_mode == AckMode::Auto,
        config.payment().queue_type == QueueType::Quorum,
    );
    let mut saw = |name, seen| counts.mechanism(name, seen);
    match what {
        Moment::ReachedQueue { .. } => {
            saw("quorum queue", quorum);
            let urgent = scripted.is_some_and(|s| s.priority.is_some_and(|p| p > 0));
            let known = !quorum && config.payment().max_priority > 0;
            saw("a prescribed priority", urgent && known);
            let prescribed = scripted.and_then(|s| s.priority);
            let high = quorum && prescribed.is_some_and(|p| p > 4);
            let version = config.broker_version;
            let two = high && version == BrokerVersion::V4_2;
            saw("quorum queue: two levels", two);
            let strict = high && version == BrokerVersion::V4_3;
            saw("quorum queue: strict priorities", strict);
        }
        Moment::Requeued { .. } => {
            let limit = config.payment().delivery_limit;
            let often = quorum && limit > 0 && met.failures > limit;
            let lasts = often && config.broker_version == BrokerVersion::V4_3;
            saw("quorum queue: a nack does not count", lasts);
        }
        Moment::Delivered { .. } => {
            saw(
                "prefetch without limit",
                !auto && config.payment().prefetch_count == 0,
            );
            saw("auto-ack", auto);
        }
        Moment::Lost {
            reason: Reason::LostByWorker,
        } => saw("auto-ack loses what was delivered", auto && met.delivered),
        Moment::Lost {
            reason: Reason::LostByBroker,
        } => saw("broker crash: a message is lost", !met.delivered),
        Moment::Lost { reason } | Moment::DeadLettered { reason } if reason == Reason::Expired => {
            let (queue, own) = (config.payment().queue_ttl > 0, config.message_ttl > 0);
            saw("queue TTL alone", queue && !own && ttl.is_none());
            saw("message TTL alone", own && !queue && ttl.is_none());
            saw("prescribed TTL alone", ttl.is_some() && !queue);
        }
        _ => {}
    }
}

/// How long a call waited for a connection: nobody who was never woken waits for longer than the pool timeout.
fn waited(shop: &Shop, met: &mut Met, noted: &Noted, counts: &mut Counts) {
    // (A message can be about all of them.)
    let Some(asked) = met.asked.get_mut(noted.service as usize) else {
        return;
    };
    match noted.what {
        Moment::AskedForConnection { .. } => *asked = noted.at,
        Moment::GotConnection { connection } if connection != Connection::Own => counts.mechanism(
            "client: woken in vain, and waited for a second patience",
            noted.at - *asked > shop.config().pool_timeout,
        ),
        _ => {}
    }
}

/// What the log says of orders that were charged.
fn charged(shop: &Shop, met: &[Met], counts: &mut Counts) {
    let sync = shop.wiring() == Wiring::Sync;
    for order in shop.log().iter().filter(|o| o.charges > 0) {
        let twice = order.charges > 1;
        let after = met[order.number as usize].died_before_ack;
        counts.mechanism("retry: charged twice", sync && twice);
        counts.mechanism(
            "worker crash, after the work: charged twice",
            after && twice,
        );
        let left = order.told == Told::GaveUp;
        counts.mechanism("hang-up, and charged all the same", left);
    }
}
