//! Messages that were handed to workers and came back, or will: whether one is stuck, and whether time can be foretold.
//!
//! ```text
//! ready ──▶ in a worker's hands ──▶ ready ──▶ in a worker's hands ──▶ …      stuck from the third time in hand,
//!                        tried in vain ▲                                     until it is charged or dead
//! ```
//!
//! Where such a message stands meanwhile is its queue's affair, and changes with the kind of queue: nothing here asks.

use crate::sim::broker::queue::Place;
use crate::sim::config::lineup::PAYMENT;
use crate::sim::shop::Shop;

/// Handed out so often, an order is stuck.
const STUCK: u32 = 3;

/// Messages that workers have tried in vain so far.
#[derive(Default)]
pub(super) struct InVain {
    /// The one that was handed out most often, if that is often, how often, and to whose workers. It is stuck until its work is
    /// done or it is dead, wherever it stands meanwhile.
    pub(super) stuck: Option<(u64, u64, u8)>,
    /// Are there any of Payment's, or will there be? Then nobody knows how long one of them will be in the others' way.
    pub(super) any: bool,
}

impl InVain {
    /// Of a shop, now.
    pub(super) fn of(shop: &Shop) -> Self {
        let mut all = Self::default();
        for (_, message) in shop.messages() {
            let service = message.service;
            let tried = match (service, shop.task(message.order, service)) {
                (PAYMENT, _) => shop
                    .order(message.order)
                    .map(|order| (order.charges, order.deliveries)),
                (_, task) => task.map(|task| (task.done, task.deliveries)),
            };
            let Some((0, deliveries)) = tried else {
                continue;
            };
            let (sent, at_work) = match message.place {
                Place::Unacked { consumer } => {
                    let worker = shop.consumers_of(service).get(consumer as usize);
                    let work = worker.and_then(|w| w.working);
                    (1, work.is_some_and(|work| work.order == message.order))
                }
                Place::Publishing | Place::Ready | Place::Aside | Place::Redriven => (0, false),
            };
            // (One that always fails will be, even if nobody has tried yet.)
            let poison = message.number + 1 == u64::from(shop.config().of(service).poison_order);
            // (One that died may come back, and may not, and takes its time for either.)
            let died = message.death.is_some();
            let in_vain = poison || died || deliveries > u32::from(at_work);
            all.any |= service == PAYMENT && in_vain;
            // (What comes back from the dead begins to be counted anew.)
            let handed_out = match message.laps {
                0 => message.returns + sent,
                _ => deliveries,
            };
            if handed_out >= STUCK.max(all.stuck.map_or(0, |(_, most, _)| most as u32 + 1)) {
                all.stuck = Some((message.number, u64::from(handed_out), service));
            }
        }
        all
    }
}
