//! What must hold after every event.
//!
//! The books are done again from the live things alone: who holds what, who may still charge which order, what is
//! where. Whatever the engine counts along the way must agree.

use showdown::sim::broker::consumer::Consumer;
use showdown::sim::broker::queue::{Place, Queue};
use showdown::sim::config::lineup::{NAMES, PAYMENT, SERVICES};
use showdown::sim::config::{AckMode, Overflow, QueueType};
use showdown::sim::fault::Faults;
use showdown::sim::http::CallPhase;
use showdown::sim::ledger::{CHARGE, Charge, ENDINGS, Reason, Told};
use showdown::sim::order::Order;
use showdown::sim::parts::{PartId, PartKind, Waits};
use showdown::sim::shop::{Shop, Wiring};
use showdown::sim::slab::Key;
use showdown::sim::station::Station;
use showdown::sim::time::Micros;

use crate::count::Counts;

/// Threads held before an event, at Checkout and at each service.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Held(u32, [u32; SERVICES]);

impl Held {
    pub(crate) fn of(shop: &Shop) -> Self {
        let services = std::array::from_fn(|service| shop.threads_of(service as u8).held());
        Self(shop.checkout().held(), services)
    }
}

/// A log that is not gone through after each event any more.
const LONG_LOG: usize = 100;

/// Things that may have each service do its work, by order.
pub(crate) type Carriers = Vec<[u32; SERVICES]>;

/// All services that there can be.
fn services() -> impl Iterator<Item = u8> {
    0..SERVICES as u8
}

/// How many live things [`all`] would look at.
pub(crate) fn effort(shop: &Shop) -> usize {
    let orders = shop.orders().size_hint().0 + shop.sent() as usize / 8;
    let each = services().map(|service| {
        let queue = shop.queue_of(service);
        let messages = queue.ready().len() + queue.unacked() as usize;
        messages + shop.consumers_of(service).len()
    });
    orders + each.sum::<usize>()
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
    for service in services() {
        let before = before.1[service as usize];
        station(shop.threads_of(service), before, NAMES[service as usize]);
    }
    assert!(
        shop.cable().is_cut()
            || services().any(|service| shop.faults_of(service).payment_black_holed)
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
pub(crate) fn all(shop: &Shop, carriers: &mut Carriers, counts: &mut Counts) {
    carriers.clear();
    carriers.resize(shop.sent() as usize, [0; SERVICES]);
    if shop.wiring().has(PartKind::Service) {
        calls(shop, carriers);
    }
    if shop.wiring().has(PartKind::Queue) {
        messages(shop, carriers);
        for service in services() {
            queue(shop, service, counts);
            workers(shop, service, carriers, counts);
        }
    }
    orders(shop, carriers);
    lines(shop, counts);
    let checkout = shop.checkout();
    let over = checkout.held() > checkout.capacity();
    counts.saw("state: more threads held than there are", u64::from(over));
    let held = shop.cable().held().len();
    counts.saw("state: something is held by a cut", u64::from(held > 0));
    let (out, back) = (shop.cable().stops_out(), shop.cable().stops_back());
    let arrives = match shop.wiring() {
        Wiring::Sync => "state: HTTP, held though calls arrive",
        Wiring::Async => "state: AMQP, held though messages arrive",
    };
    counts.saw(arrives, u64::from(held > 0 && back && !out));
    let comes = "state: held though answers arrive";
    counts.saw(comes, u64::from(held > 0 && out && !back));
}

/// Every service of a live order may do its work by as many things as there are; of every other order by none.
fn orders(shop: &Shop, carriers: &[[u32; SERVICES]]) {
    let (mut open, mut threads, mut accounted) = (0, 0, 0);
    let mut fates = [[0; CHARGE.len()]; SERVICES];
    let mut unasked = [0; SERVICES];
    let never_asked = |fate, reason| (fate, reason) == (Charge::Never, Reason::NotAsked);
    for (key, order) in shop.live() {
        let request = u32::from(order.status == 0);
        let mut of_others = 0;
        for service in order.plan.iter() {
            let others = carriers[order.number as usize][service as usize];
            accounted += others;
            let counted = match shop.task(key, service) {
                None => order.carriers,
                Some(task) => {
                    of_others += task.carriers;
                    fates[service as usize][task.fate() as usize] += 1;
                    unasked[service as usize] += u64::from(never_asked(task.fate(), task.reason));
                    task.carriers
                }
            };
            assert_eq!(
                counted,
                request + others,
                "{} {order:?}",
                NAMES[service as usize]
            );
        }
        assert_eq!(order.other_carriers, of_others);
        assert!(!order.is_finished(), "{order:?}");
        open += u32::from(order.told == Told::Waiting);
        threads += u32::from(order.thread.is_some());
    }
    let all: u32 = carriers.iter().flatten().sum();
    assert_eq!(accounted, all, "a ghost may have a service do its work");
    assert_eq!(open, shop.open());
    assert_eq!(threads, shop.checkout().held());
    let log = shop.log().len();
    if services().all(|service| shop.fates().total(service) == 0) || log > LONG_LOG {
        return;
    }
    for k in 0..log {
        for done in shop.done(k) {
            fates[done.service as usize][done.fate() as usize] += 1;
            unasked[done.service as usize] += u64::from(never_asked(done.fate(), done.reason));
        }
    }
    for service in services().filter(|&service| service != PAYMENT) {
        for fate in CHARGE {
            let counted = fates[service as usize][fate as usize];
            assert_eq!(shop.fates().at(service, fate), counted, "{fate:?}");
        }
        assert_eq!(shop.fates().unasked(service), unasked[service as usize]);
        let (did, asked) = shop.did_of_asked(service);
        assert!(did <= asked && asked <= shop.fates().total(service));
    }
}

/// The list of parts leaves nobody out: whoever waits or is held stands where they do, once, and in the order of leaving.
fn lines(shop: &Shop, counts: &mut Counts) {
    let mut seats = vec![0; shop.sent() as usize];
    let stand = |waits: Waits, of: &mut dyn Iterator<Item = u64>| {
        let mut here: Vec<u64> = of.collect();
        here.sort_unstable();
        let parts = shop.parts();
        let lines = parts.iter().flat_map(|&part| shop.lines(part));
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
    let pauses = |&(key, order): &(Key, &Order)| {
        // (One after the other, a service that was called and is not the last one called is done.)
        let places = order.plan.iter().filter(|&service| {
            let (attempts, call, done) = match shop.task(key, service) {
                None => (order.attempts, order.call, order.charges > 0),
                Some(task) => (task.attempts, task.call, task.done > 0),
            };
            attempts > 0 && call.is_none() && (order.plan.is_one() || !done)
        });
        match sync && order.status == 0 {
            true => places.count(),
            false => 0,
        }
    };
    let unsure = shop.live().any(|(_, order)| !order.plan.is_one());
    let mut pausing = shop
        .live()
        .flat_map(|one| std::iter::repeat_n(one.1.number, pauses(&one)))
        .filter(|_| !unsure);
    if !unsure {
        let pausing = stand(Waits::Pausing, &mut pausing);
        counts.saw("state: an order pauses before a retry", pausing);
    }
    let ready = shop.messages().filter(|(_, m)| m.place == Place::Ready);
    stand(Waits::Ready, &mut ready.map(|(_, m)| m.number));
    // Whoever is aside has a time that is over some day, or somebody who redrives.
    let aside = |place: Place, retried: bool| {
        let all = shop.messages().map(|(_, m)| m);
        let all = all.filter(move |m| m.place == place && (m.expires < Micros::MAX) == retried);
        all.map(|m| m.number)
    };
    let retried = stand(Waits::ForRetry, &mut aside(Place::Aside, true));
    counts.saw("state: a message waits in the retry queue", retried);
    let redriven = stand(Waits::ForRedrive, &mut aside(Place::Aside, false));
    counts.saw("state: a dead message waits to be redriven", redriven);
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

fn calls(shop: &Shop, carriers: &mut [[u32; SERVICES]]) {
    let (mut inside, mut serving) = ([0; SERVICES], [0; SERVICES]);
    for call in shop.calls() {
        let service = call.service as usize;
        inside[service] += u32::from(matches!(call.phase, CallPhase::InLine | CallPhase::Serving));
        serving[service] += u32::from(call.phase == CallPhase::Serving);
        carriers[call.number as usize][service] += u32::from(call.carrying);
        let served = call.phase == CallPhase::Answering;
        assert!(
            call.awaited || call.carrying || served,
            "{call:?} is for nobody"
        );
    }
    for service in services() {
        let (inside, serving) = (inside[service as usize], serving[service as usize]);
        assert_eq!(inside, shop.inside(service), "{}", NAMES[service as usize]);
        assert!(serving <= shop.threads_of(service).held());
        assert!(!shop.faults_of(service).payment_down || inside == 0);
    }
}

fn messages(shop: &Shop, carriers: &mut [[u32; SERVICES]]) {
    for (_, message) in shop.messages() {
        assert!(!message.brings.is_empty());
        for service in message.brings.iter() {
            carriers[message.number as usize][service as usize] += 1;
        }
    }
}

fn queue(shop: &Shop, service: u8, counts: &mut Counts) {
    let queue = shop.queue_of(service);
    let (mut ready, mut unacked, mut dead, mut in_hand) = (0, 0, 0, 0);
    for (_, message) in shop.messages().filter(|(_, m)| m.service == service) {
        match message.place {
            Place::Publishing => {}
            Place::Ready => {
                ready += 1;
                let again = u64::from(message.redelivered);
                counts.saw("state: a redelivered message", again);
            }
            Place::Unacked { .. } => unacked += u32::from(!message.auto_ack),
            Place::Aside => dead += 1,
            Place::Redriven => in_hand += 1,
        }
    }
    beside(queue, dead, in_hand);
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
    let of = shop.config().of(service);
    let max = of.max_length as usize;
    let drops = max > 0 && of.overflow == Overflow::DropHead;
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

/// The books of the two queues for dead messages balance, and so do those of what they get from their own queue and give back.
fn beside(queue: &Queue, dead: usize, in_hand: usize) {
    let Some(aside) = queue.aside() else {
        return assert_eq!((dead, in_hand, queue.balance.set_aside), (0, 0, 0));
    };
    let (retry, redriven) = (&aside.retry, &aside.dead);
    assert_eq!(retry.line().len() + redriven.line().len(), dead);
    assert_eq!(usize::from(aside.in_hand.is_some()), in_hand);
    for (beside, there) in [(retry, 0), (redriven, in_hand)] {
        let there = (beside.line().len() + there) as u64;
        let given_up: u64 = beside.given_up.iter().sum();
        let gone = beside.came_back + beside.dropped + beside.lost + given_up;
        assert_eq!(beside.published, there + gone, "{aside:?}");
    }
    assert_eq!(
        queue.balance.set_aside,
        retry.published + redriven.published
    );
    assert!(queue.balance.published >= aside.came_back());
}

fn workers(shop: &Shop, service: u8, carriers: &mut [[u32; SERVICES]], counts: &mut Counts) {
    let consumers = shop.consumers_of(service);
    let (mut busy, mut inside) = (0, 0);
    let config = shop.config();
    let auto_ack = config.of(service).ack_mode == AckMode::Auto;
    let mut owed = vec![0; consumers.len()];
    for (_, message) in shop.messages().filter(|(_, m)| m.service == service) {
        if let Place::Unacked { consumer } = message.place {
            let channel = consumers[consumer as usize].channel;
            let counted = !message.auto_ack && message.channel == channel;
            owed[consumer as usize] += u32::from(counted);
        }
    }
    let waits = !shop.queue_of(service).ready().is_empty();
    let limit = match (
        config.of(service).prefetch_count,
        config.of(service).queue_type,
    ) {
        (0, QueueType::Quorum) => 2_000,
        (limit, _) => limit,
    };
    let idle = |c: &Consumer| c.connected && !c.retired && c.is_idle() && c.unacked == 0;
    let idle = consumers.iter().any(idle);
    for (index, consumer) in consumers.iter().enumerate() {
        inside += consumer.buffer.len() as u32;
        assert_eq!(consumer.unacked, owed[index], "{consumer:?}");
        assert!(
            !(waits && consumer.has_room(limit, auto_ack)),
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
        for brought in work.brings.iter() {
            carriers[work.number as usize][brought as usize] += u32::from(alone);
        }
        counts.saw("state: work goes on without its channel", u64::from(alone));
        let retired = u64::from(consumer.retired);
        counts.saw("state: a removed consumer is still at work", retired);
        if let Some((key, tag)) = work.message {
            let message = shop.message(key).expect("what is worked on lives");
            assert_eq!((message.tag, message.number), (tag, work.number));
        }
    }
    assert_eq!(inside + busy, shop.inside(service));
    let faults = shop.faults_of(service);
    let connected = consumers.iter().any(|c| c.connected);
    assert!(!(connected && (faults.broker_down || faults.payment_down)));
    assert!(!faults.payment_down || inside + busy == 0);
}

/// Nothing is pending: everything that could end has ended.
pub(crate) fn at_the_end(shop: &Shop) {
    // (A publish hangs for as long as the broker is short of memory.)
    if !shop.faults().memory_alarm {
        assert_eq!(shop.open(), 0, "everybody was told");
        assert_eq!(shop.checkout().held(), 0);
    }
    let faults = services().map(|service| shop.faults_of(service));
    let faults: Vec<_> = faults.collect();
    if faults
        .iter()
        .any(|f| f.payment_frozen || f.payment_black_holed)
    {
        return; // What was sent there has no end yet.
    }
    for service in services() {
        assert_eq!(shop.threads_of(service).held(), 0);
        assert_eq!(shop.inside(service), 0);
    }
    assert_eq!(shop.calls().count(), 0);
    let cut = |f: &Faults| f.network_cut || f.network_cut_out || f.network_cut_back;
    let down = |f: &Faults| f.payment_down || f.broker_down || f.memory_alarm || cut(f);
    let consumers = || services().flat_map(|service| shop.consumers_of(service));
    let broken = faults.iter().any(down) || consumers().any(|c| c.dead);
    let at_hand = |c: &Consumer| c.connected || c.retired;
    assert!(broken || consumers().all(at_hand), "a worker is lost");
    let waiting = shop.orders().count();
    match shop.wiring() {
        // (An order with several services has a message for each.)
        Wiring::Async if broken => {
            let messages = shop.messages().count();
            let one = shop.orders().all(|order| order.plan.is_one());
            // (While publishes hang, others wait for their threads.)
            let hang = shop.faults().memory_alarm;
            assert!(match (one, hang) {
                (true, false) => messages == waiting,
                (true, true) => messages <= waiting,
                (false, false) => messages >= waiting,
                (false, true) => true,
            });
        }
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
        for service in services() {
            let queue = shop.queue_of(service);
            assert_eq!((queue.ready().len(), queue.unacked()), (0, 0));
        }
    }
}
