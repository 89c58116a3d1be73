//! The broker's books, done again from the outside.
//!
//! ```text
//! published = ready + unacked + acked + dead-lettered + set aside + dropped + expired + lost + refused
//! ```
//!
//! That it balances proves little if the same hand writes both sides. So here each count is held against something that
//! knows nothing of it: the event that alone may change it, and the fates of orders in the log.

use showdown::sim::broker::aside::Aside;
use showdown::sim::broker::balance::{Balance, DEATHS};
use showdown::sim::config::lineup::SERVICES;
use showdown::sim::config::{AckMode, Events, Exchange, Overflow};
use showdown::sim::event::Event;
use showdown::sim::ledger::Reason;
use showdown::sim::shop::{Shop, Wiring};

/// After everything: the books balance, by counts that anybody may read.
pub(crate) fn balances(shop: &Shop) {
    let all = of_all(shop);
    if shop.wiring() == Wiring::Sync {
        assert_eq!(
            all,
            [Balance::default(); SERVICES],
            "a sync shop publishes nothing"
        );
        return;
    }
    for (service, b) in (0..).zip(all) {
        let queue = shop.queue_of(service);
        let held = queue.ready().len() as u64 + u64::from(queue.unacked());
        let dead: u64 = b.dead_lettered.iter().sum();
        let gone = b.acked + dead + b.set_aside + b.dropped + b.expired + b.lost + b.refused;
        assert_eq!(b.published, held + gone, "{b:?}");
        // (News are told again where a message comes back.)
        let in_turn = shop.config().events == Events::Choreography;
        let back = queue.aside().map_or(0, |aside| aside.came_back());
        assert!(
            in_turn || b.published <= shop.sent() + back,
            "an order is published once, and as often as it comes back from the dead"
        );
    }
    // Who got as far as the broker, and was never charged for what happened there, or to another service before.
    let died = |reason: Reason| {
        let orders = shop.log().iter();
        orders
            .filter(|o| o.charges == 0 && o.reason == reason)
            .count() as u64
    };
    let sum = |count: &dyn Fn(&Balance) -> u64| all.iter().map(count).sum::<u64>();
    for (death, name) in DEATHS {
        let count = sum(&|b| match death.reason() {
            Reason::Expired => b.expired,
            _ => b.dropped,
        });
        let count = count + sum(&|b| b.dead_lettered[death as usize]);
        let count = count + aside(shop, &|aside| aside.dead.given_up[death as usize]);
        assert!(died(death.reason()) <= count, "{name}: {all:?}");
    }
    // What goes round is dropped as it dies, or as it comes back.
    let in_a_ring = sum(&|b| b.dropped) + aside(shop, &|aside| aside.retry.dropped);
    assert!(died(Reason::InARing) <= in_a_ring, "{all:?}");
    assert!(died(Reason::MaxLen) <= sum(&|b| b.refused), "{all:?}");
    // (Of a message for several queues, what leads to none is on no books.)
    let one = shop.config().exchange == Exchange::Default;
    assert!(
        !one || died(Reason::Unroutable) <= sum(&|b| b.lost),
        "{all:?}"
    );
}

/// A count of the queues for dead messages that may come back, of all services.
fn aside(shop: &Shop, count: &dyn Fn(&Aside) -> u64) -> u64 {
    let each = (0..SERVICES as u8).filter_map(|service| shop.queue_of(service).aside());
    each.map(count).sum()
}

/// The balance of each service's queue.
pub(crate) fn of_all(shop: &Shop) -> [Balance; SERVICES] {
    std::array::from_fn(|service| shop.queue_of(service as u8).balance)
}

/// One event: only what it is about may have changed. `stopped`: it could not happen yet.
pub(crate) fn moved(
    before: &[Balance; SERVICES],
    shop: &Shop,
    event: Option<Event>,
    stopped: bool,
) {
    let after = of_all(shop);
    if *before == after {
        return;
    }
    assert!(!stopped, "{event:?} stands still: {before:?} {after:?}");
    let counts = |b: &Balance| {
        let [rejected, expired, maxlen, limit] = b.dead_lettered;
        [
            b.published,
            b.acked,
            rejected,
            expired,
            maxlen,
            limit,
            b.dropped,
            b.set_aside,
            b.expired,
            b.lost,
            b.refused,
        ]
    };
    let arrival = matches!(
        event,
        Some(Event::MessageReachedBroker { .. } | Event::NewsReachedBroker { .. })
    );
    // Of what comes back from the dead several may have their time over at once, and all when the broker is back.
    let back = matches!(
        event,
        None | Some(Event::RetryQueueExpired { .. } | Event::DeadLetterRedriven { .. })
    );
    let (mut arrived, mut all_acked, mut all_rejected) = (0, 0, 0);
    for ((service, before), after) in (0..).zip(before).zip(&after) {
        let (was, is) = (counts(before), counts(after));
        let more: Vec<u64> = was
            .iter()
            .zip(is)
            .map(|(was, is)| is.checked_sub(*was).expect("a count never falls"))
            .collect();
        let [published, acked, rejected, .., refused] = more[..] else {
            unreachable!("eleven counts");
        };
        assert!(back || published <= u64::from(arrival), "{event:?}");
        let of = shop.config().of(service);
        let full = (arrival || back) && of.overflow == Overflow::RejectPublish && of.max_length > 0;
        assert!(refused <= if full { published } else { 0 }, "{event:?}");
        arrived += published;
        all_rejected += rejected;
        if of.ack_mode == AckMode::Manual {
            all_acked += acked;
        }
    }
    if arrival {
        // (One that reaches a broker in another life than it was published to is not heard.)
        let copies = match shop.config().exchange {
            Exchange::Default => 1,
            _ => SERVICES as u64,
        };
        assert!((1..=copies).contains(&arrived), "{event:?}");
    }
    let ack = matches!(event, Some(Event::AckReachedBroker { .. }));
    let manual = |service| shop.config().of(service).ack_mode == AckMode::Manual;
    match (0..SERVICES as u8).all(manual) {
        true => assert_eq!(all_acked, u64::from(ack), "{event:?}"),
        false => assert!(all_acked <= u64::from(ack), "{event:?}"),
    }
    let nack = matches!(event, Some(Event::RejectReachedBroker { .. }));
    assert!(all_rejected <= u64::from(nack), "{event:?}");
}
