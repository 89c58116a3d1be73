//! The one shopper behind each trigger button: from the click to the payment.

use crate::sim::ledger::Reason;
use crate::sim::shop::Shop;
use crate::sim::time::Micros;

/// A shopper, by the order that is theirs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shopper {
    /// The order they sent last, as the k-th of the shop.
    order: Option<u64>,
}

/// What a shopper has lived through, as the shop window tells it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Experience {
    /// Since when they wait for an answer, if they do: the button is busy.
    pub waiting_since: Option<Micros>,
    /// The HTTP status they got, and how long it took.
    pub told: Option<(u16, Micros)>,
    /// How long it took until they were charged, and how often they were.
    pub paid: Option<(Micros, u32)>,
    /// Why they will never be charged.
    pub never: Option<Reason>,
}

impl Shopper {
    /// They press the button: theirs is the next order of this shop.
    pub fn send(&mut self, shop: &Shop) {
        self.order = Some(shop.sent());
    }

    /// What they have lived through so far; `None` before the first click.
    pub fn experience(&self, shop: &Shop) -> Option<Experience> {
        let number = self.order?;
        if let Some(order) = shop.orders().find(|o| o.number == number) {
            let told = (order.status, order.told_at.saturating_sub(order.submitted));
            return Some(Experience {
                waiting_since: (!order.is_told()).then_some(order.submitted),
                told: order.is_told().then_some(told),
                paid: (order.charges > 0).then(|| (order.paid_at - order.submitted, order.charges)),
                never: (order.charges == 0 && order.carriers == 0).then_some(order.reason),
            });
        }
        // It ended not long ago, as a rule: look from the end.
        let order = shop
            .log()
            .iter()
            .rev()
            .find(|o| u64::from(o.number) == number)?;
        Some(Experience {
            waiting_since: None,
            told: Some((order.status, order.told_at - order.submitted)),
            paid: (order.charges > 0)
                .then(|| (order.paid_at - order.submitted, u32::from(order.charges))),
            never: (order.charges == 0).then_some(order.reason),
        })
    }
}
