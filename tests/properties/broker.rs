//! The broker's books, done again from the outside.
//!
//! ```text
//! published = ready + unacked + acked + dead-lettered + dropped + expired + lost + refused
//! ```
//!
//! That it balances proves little if the same hand writes both sides. So here each count is held against something that
//! knows nothing of it: the event that alone may change it, and the fates of orders in the log.

use showdown::sim::broker::balance::{Balance, DEATHS};
use showdown::sim::config::{AckMode, Overflow};
use showdown::sim::event::Event;
use showdown::sim::ledger::Reason;
use showdown::sim::shop::{Shop, Wiring};

/// After everything: the books balance, by counts that anybody may read.
pub(crate) fn balances(shop: &Shop) {
    let (queue, b) = (shop.queue(), shop.queue().balance);
    if shop.wiring() == Wiring::Sync {
        assert_eq!(b, Balance::default(), "a sync shop publishes nothing");
        return;
    }
    let held = queue.ready().len() as u64 + u64::from(queue.unacked());
    let dead: u64 = b.dead_lettered.iter().sum();
    let gone = b.acked + dead + b.dropped + b.expired + b.lost + b.refused;
    assert_eq!(b.published, held + gone, "{b:?}");
    assert!(b.published <= shop.sent(), "an order is published once");
    // Who got as far as the broker, and was never charged for what happened there.
    let died = |reason: Reason| {
        let orders = shop.log().iter();
        orders
            .filter(|o| o.charges == 0 && o.reason == reason)
            .count() as u64
    };
    for (death, name) in DEATHS {
        let count = match death.reason() {
            Reason::Expired => b.expired,
            _ => b.dropped,
        };
        let count = count + b.dead_lettered[death as usize];
        assert!(died(death.reason()) <= count, "{name}: {b:?}");
    }
    assert!(died(Reason::MaxLen) <= b.refused, "{b:?}");
    assert!(died(Reason::Unroutable) <= b.lost, "{b:?}");
}

/// One event: only what it is about may have changed. `stopped`: it could not happen yet.
pub(crate) fn moved(before: &Balance, shop: &Shop, event: Option<Event>, stopped: bool) {
    let after = &shop.queue().balance;
    if before == after {
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
            b.expired,
            b.lost,
            b.refused,
        ]
    };
    let (was, is) = (counts(before), counts(after));
    let more: Vec<u64> = was
        .iter()
        .zip(is)
        .map(|(was, is)| is.checked_sub(*was).expect("a count never falls"))
        .collect();
    let [published, acked, rejected, .., refused] = more[..] else {
        unreachable!("ten counts");
    };
    let config = shop.config();
    let arrival = matches!(event, Some(Event::MessageReachedBroker { .. }));
    assert_eq!(published, u64::from(arrival), "{event:?}");
    let full = arrival
        && config.payment().overflow == Overflow::RejectPublish
        && config.payment().max_length > 0;
    assert!(refused <= u64::from(full), "{event:?}");
    if config.payment().ack_mode == AckMode::Manual {
        let ack = matches!(event, Some(Event::AckReachedBroker { .. }));
        assert_eq!(acked, u64::from(ack), "{event:?}");
    }
    let nack = matches!(event, Some(Event::RejectReachedBroker { .. }));
    assert!(rejected <= u64::from(nack), "{event:?}");
}
