//! What must hold after every event.
//!
//! The books are done again from the live things alone: who holds what, who may still charge which order, what is
//! where. Whatever the engine counts along the way must agree.

use showdown::sim::broker::consumer::Consumer;
use showdown::sim::broker::queue::Place;
use showdown::sim::config::{AckMode, Overflow};
use showdown::sim::http::CallPhase;
use showdown::sim::ledger::{Charge, ENDINGS, Told};
use showdown::sim::order::Order;
use showdown::sim::parts::{PartId, PartKind, Waits};
use showdown::sim::shop::{Shop, Wiring};
use showdown::sim::station::Station;

use crate::count::Counts;

/// Threads held before an event, at Checkout and at Payment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Held(u32, u32);

impl Held {
    pub(crate) fn of(shop: &Shop) -> Self {
        Self(shop.checkout().held(), shop.payment().held())
    }
}

/// How many live things [`all`] would look at.
pub(crate) fn effort(shop: &Shop) -> usize {
    let queue = shop.queue();
    let messages = queue.ready().len() + queue.unacked() as usize;
    let orders = shop.orders().size_hint().0 + shop.sent() as usize / 8;
    orders + messages + shop.consumers().len()
}

/// What costs nothing to check.
pub(crate) fn at_a_glance(shop: &Shop, before: Held) {
    if let Some(fault) = shop.ledger().fault(shop.sent()) {
        panic!("{fault}");
    }
    for ending in ENDINGS {
        let because: u64 = shop.ledger().because(ending).map(|(_, n)| n).sum();
        assert_eq!(
            because,
            shop.ledger().ended_at(ending, Charge::Never),
            "each has a reason"
        );
    }
    station(shop.checkout(), before.0, "Checkout");
    station(shop.payment(), before.1, "Payment");
    assert!(
        shop.cable().is_cut()
            || shop.faults().payment_black_holed
            || shop.cable().held().is_empty()
    );
    assert!(u64::from(shop.open()) <= shop.sent());
}

fn station(station: &Station, held_before: u32, whose: &str) {
    let (held, capacity) = (station.held(), station.capacity());
    assert!(
        held <= capacity.max(held_before),
        "{whose}: {held} of {capacity} threads held, {held_before} before"
    );
    assert!(
        station.line().is_empty() || held >= capacity,
        "{whose}: a line before an idle thread"
    );
}

/// Everything.
pub(crate) fn all(shop: &Shop, carriers: &mut Vec<u32>, counts: &mut Counts) {
    carriers.clear();
    carriers.resize(shop.sent() as usize, 0);
    if shop.wiring().has(PartKind::Service) {
        calls(shop, carriers);
    }
    if shop.wiring().has(PartKind::Queue) {
        queue(shop, carriers, counts);
        workers(shop, carriers, counts);
    }
    orders(shop, carriers);
    lines(shop, counts);
    let checkout = shop.checkout();
    let over = checkout.held() > checkout.capacity();
    counts.saw("state: more threads held than there are", u64::from(over));
    let held = shop.cable().held().len();
    counts.saw("state: something is held by a cut", u64::from(held > 0));
}

/// Every live order may be charged by as many things as there are; every other order by none.
fn orders(shop: &Shop, carriers: &[u32]) {
    let (mut open, mut threads, mut accounted) = (0, 0, 0);
    for order in shop.orders() {
        let others = carriers[order.number as usize];
        let request = u32::from(order.status == 0);
        assert_eq!(order.carriers, request + others, "{order:?}");
        assert!(!order.is_finished(), "{order:?}");
        accounted += others;
        open += u32::from(order.told == Told::Waiting);
        threads += u32::from(order.thread.is_some());
    }
    assert_eq!(
        accounted,
        carriers.iter().sum::<u32>(),
        "a ghost may charge"
    );
    assert_eq!(open, shop.open());
    assert_eq!(threads, shop.checkout().held());
}

/// The list of parts leaves nobody out: whoever waits or is held stands where they do, once, and in the order of leaving.
fn lines(shop: &Shop, counts: &mut Counts) {
    let mut seats = vec![0; shop.sent() as usize];
    let stand = |waits: Waits, of: &mut dyn Iterator<Item = u64>| {
        let mut here: Vec<u64> = of.collect();
        here.sort_unstable();
        let lines = shop.parts().iter().flat_map(|&part| shop.lines(part));
        let lines = lines.filter(|line| line.waits == waits);
        let mut drawn: Vec<u64> = lines
            .flat_map(|line| line.each(1).map(|one| one.number).collect::<Vec<_>>())
            .collect();
        drawn.sort_unstable();
        assert_eq!(drawn, here, "{waits:?}");
        drawn.len() as u64
    };
    let in_phase = |phase| {
        let calls = shop.calls().filter(move |call| call.phase == phase);
        calls.map(|call| call.number)
    };
    let pooled = stand(Waits::ForConnection, &mut in_phase(CallPhase::Pooled));
    counts.saw("state: a call waits for a connection", pooled);
    // In its handler, called before, told nothing, and no call under way: it pauses.
    let sync = shop.wiring() == Wiring::Sync;
    let pauses = |order: &&Order| {
        let called = order.attempts > 0 && order.call.is_none();
        sync && called && order.status == 0
    };
    let mut pausing = shop.orders().filter(pauses).map(|order| order.number);
    let pausing = stand(Waits::Pausing, &mut pausing);
    counts.saw("state: an order pauses before a retry", pausing);
    let ready = shop.messages().filter(|(_, m)| m.place == Place::Ready);
    stand(Waits::Ready, &mut ready.map(|(_, m)| m.number));
    for seat in shop.seats(PartId::first(PartKind::Checkout)) {
        if let Some(number) = seat.number {
            seats[number as usize] += 1;
        }
    }
    for order in shop.orders() {
        let held = u32::from(order.thread.is_some());
        assert_eq!(seats[order.number as usize], held, "{order:?}");
    }
}

fn calls(shop: &Shop, carriers: &mut [u32]) {
    let (mut inside, mut serving) = (0, 0);
    for call in shop.calls() {
        inside += u32::from(matches!(call.phase, CallPhase::InLine | CallPhase::Serving));
        serving += u32::from(call.phase == CallPhase::Serving);
        carriers[call.number as usize] += u32::from(call.carrying);
        let served = call.phase == CallPhase::Answering;
        assert!(
            call.awaited || call.carrying || served,
            "{call:?} is for nobody"
        );
    }
    assert_eq!(inside, shop.inside_payment());
    assert!(serving <= shop.payment().held());
    assert!(!shop.faults().payment_down || inside == 0);
}

fn queue(shop: &Shop, carriers: &mut [u32], counts: &mut Counts) {
    let queue = shop.queue();
    let (mut ready, mut unacked) = (0, 0);
    for (_, message) in shop.messages() {
        carriers[message.number as usize] += 1;
        match message.place {
            Place::Publishing => {}
            Place::Ready => {
                ready += 1;
                let again = u64::from(message.redelivered);
                counts.saw("state: a redelivered message", again);
            }
            Place::Unacked { .. } => unacked += u32::from(!message.auto_ack),
        }
    }
    assert_eq!(queue.ready().len(), ready);
    assert_eq!(queue.unacked(), unacked);
    let mut last = None;
    for &key in queue.ready() {
        let message = shop.message(key).expect("what is ready lives");
        assert_eq!(message.place, Place::Ready);
        assert!(last < Some(message.rank()), "out of order");
        last = Some(message.rank());
    }
    let mut positions = queue.ready().iter().zip(queue.ready().iter().skip(1));
    let position = |key| shop.message(key).map(|m| m.position);
    let overtaken = positions.any(|(&a, &b)| position(a) > position(b));
    let name = "state: an urgent message stands before an older one";
    counts.saw(name, u64::from(overtaken));
    let gone = queue.balance.gone();
    let there = ready as u64 + u64::from(unacked);
    assert_eq!(queue.balance.published, there + gone, "{:?}", queue.balance);
    let max = shop.config().payment().max_length as usize;
    let drops = max > 0 && shop.config().payment().overflow == Overflow::DropHead;
    let drops = drops && !shop.faults().broker_down;
    assert!(
        !drops || ready <= max,
        "{ready} are ready in a queue of {max}"
    );
    let now = shop.now();
    let head = queue.ready().front().and_then(|&key| shop.message(key));
    let over = head.is_some_and(|m| m.expires < now);
    assert!(
        !over || shop.faults().broker_down,
        "the head expired long ago"
    );
    assert!(queue.exists() || (ready, unacked) == (0, 0));
}

fn workers(shop: &Shop, carriers: &mut [u32], counts: &mut Counts) {
    let (mut busy, mut inside) = (0, 0);
    let config = shop.config();
    let auto_ack = config.payment().ack_mode == AckMode::Auto;
    let mut owed = vec![0; shop.consumers().len()];
    for (_, message) in shop.messages() {
        if let Place::Unacked { consumer } = message.place {
            let channel = shop.consumers()[consumer as usize].channel;
            let counted = !message.auto_ack && message.channel == channel;
            owed[consumer as usize] += u32::from(counted);
        }
    }
    let waits = !shop.queue().ready().is_empty();
    let idle = |c: &Consumer| c.connected && !c.retired && c.is_idle() && c.unacked == 0;
    let idle = shop.consumers().iter().any(idle);
    for (index, consumer) in shop.consumers().iter().enumerate() {
        inside += consumer.buffer.len() as u32;
        assert_eq!(consumer.unacked, owed[index], "{consumer:?}");
        assert!(
            !(waits && consumer.has_room(config.payment().prefetch_count, auto_ack)),
            "a message is ready and {consumer:?} has room"
        );
        for &(key, tag) in &consumer.buffer {
            let message = shop.message(key).expect("what is buffered lives");
            assert_eq!((message.tag, message.channel), (tag, consumer.channel));
        }
        let buffered = u64::from(!consumer.buffer.is_empty());
        counts.saw("state: a message waits in a worker's buffer", buffered);
        let name = "state: it waits there while another worker is idle";
        counts.saw(name, buffered * u64::from(idle));
        let alone = u64::from(consumer.turning && !consumer.connected);
        counts.saw("state: a channel died between two messages", alone);
        let Some(work) = consumer.working else {
            continue;
        };
        busy += 1;
        let alone = work.message.is_none();
        carriers[work.number as usize] += u32::from(alone);
        counts.saw("state: work goes on without its channel", u64::from(alone));
        let retired = u64::from(consumer.retired);
        counts.saw("state: a removed consumer is still at work", retired);
        if let Some((key, tag)) = work.message {
            let message = shop.message(key).expect("what is worked on lives");
            assert_eq!((message.tag, message.number), (tag, work.number));
        }
    }
    assert_eq!(busy, shop.busy_workers());
    assert_eq!(inside + busy, shop.inside_payment());
    let faults = shop.faults();
    let connected = shop.consumers().iter().any(|c| c.connected);
    assert!(!(connected && (faults.broker_down || faults.payment_down)));
    assert!(!faults.payment_down || inside + busy == 0);
}

/// Nothing is pending: everything that could end has ended.
pub(crate) fn at_the_end(shop: &Shop) {
    assert_eq!(shop.open(), 0, "everybody was told");
    assert_eq!(shop.checkout().held(), 0);
    let faults = shop.faults();
    if faults.payment_frozen || faults.payment_black_holed {
        return; // What was sent there has no end yet.
    }
    assert_eq!(shop.payment().held(), 0);
    assert_eq!(shop.calls().count(), 0);
    assert_eq!(shop.inside_payment(), 0);
    let broken = faults.payment_down || faults.broker_down || faults.network_cut;
    let crashed = shop.consumers().iter().any(|c| c.dead);
    let broken = broken || crashed;
    let at_hand = |c: &Consumer| c.connected || c.retired;
    assert!(
        broken || shop.consumers().iter().all(at_hand),
        "a worker is lost"
    );
    let waiting = shop.orders().count();
    match shop.wiring() {
        Wiring::Async if broken => assert_eq!(shop.messages().count(), waiting),
        _ => assert_eq!(waiting, 0, "every order has an end"),
    }
    assert_eq!(shop.log().len() + waiting, shop.sent() as usize);
    let never = |ending, reason| {
        let log = shop.log().iter();
        log.filter(|o| o.charges == 0 && (o.told.ending(), o.reason) == (ending, reason))
            .count() as u64
    };
    for ending in ENDINGS.into_iter().filter(|_| waiting == 0) {
        for (reason, n) in shop.ledger().because(ending) {
            assert_eq!(n, never(ending, reason), "{ending:?}, {reason:?}");
        }
    }
    if waiting == 0 {
        assert_eq!(shop.messages().count(), 0);
        let queue = shop.queue();
        assert_eq!((queue.ready().len(), queue.unacked()), (0, 0));
    }
}
