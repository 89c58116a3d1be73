//! English: what is said of what is broken, at three lengths.
//!
//! Where a side breaks off differs: what hurts a caller only delays a queue.

use super::counts::{few, is_or_are, waits};
use super::figures::growing;
use crate::sim::shop::Wiring;
use crate::sim::time::SECOND;
use crate::words::facts::{ShopFacts, Trouble};

pub(super) fn at_length(shop: &ShopFacts, wiring: Wiring, trouble: Trouble) -> String {
    match (trouble, wiring) {
        (Trouble::PaymentDown, Wiring::Sync) => {
            "Payment is down: whoever presses now is told an error.".to_owned()
        }
        (Trouble::PaymentDown, Wiring::Async) if shop.ready == 0 => {
            "Payment is down: users still get their 202, and nothing is charged.".to_owned()
        }
        (Trouble::PaymentDown, Wiring::Async) => {
            let paid = match shop.well {
                0 => String::new(),
                n => format!(
                    "{} of {} {} charged; ",
                    few(n),
                    few(shop.sent),
                    is_or_are(n)
                ),
            };
            let since = match shop.oldest {
                0..SECOND => String::new(),
                oldest => format!(", up to {}", growing(oldest)),
            };
            format!(
                "Payment is down: users still get their 202; {paid}{} {} in the queue{since}.",
                few(shop.ready),
                waits(shop.ready, "order")
            )
        }
        (Trouble::PaymentFrozen, Wiring::Sync) => {
            "Payment is frozen: calls are taken, and nobody answers them.".to_owned()
        }
        (Trouble::PaymentFrozen, Wiring::Async) => {
            "Payment is frozen: users still get their 202, and nothing is charged.".to_owned()
        }
        (Trouble::PaymentUnreachable, Wiring::Sync) => {
            "Payment is out of reach: calls run into the connect timeout.".to_owned()
        }
        (Trouble::PaymentUnreachable, Wiring::Async) => {
            "Payment is out of reach: users still get their 202, and nothing is charged.".to_owned()
        }
        (Trouble::BrokerDown, _) => {
            "The broker is down: whoever presses now is told an error.".to_owned()
        }
        (Trouble::NetworkCut, Wiring::Sync) => {
            "The network below Checkout is cut: calls get nowhere.".to_owned()
        }
        (Trouble::NetworkCut, Wiring::Async) => {
            "The network below Checkout is cut: messages do not reach the broker.".to_owned()
        }
    }
}

/// The same where other facts need the room.
pub(super) fn in_short(wiring: Wiring, trouble: Trouble) -> &'static str {
    match (trouble, wiring) {
        (Trouble::PaymentDown, Wiring::Sync) => "Payment is down and refuses.",
        (Trouble::PaymentDown, Wiring::Async) => "Payment is down: users still get their 202.",
        (Trouble::PaymentFrozen, _) => "Payment is frozen.",
        (Trouble::PaymentUnreachable, _) => "Payment is out of reach.",
        (Trouble::BrokerDown, _) => "The broker is down and refuses.",
        (Trouble::NetworkCut, _) => "The network below Checkout is cut.",
    }
}

/// The same where there is hardly any.
pub(super) fn in_a_word(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::PaymentDown => "Payment down",
        Trouble::PaymentFrozen => "Payment frozen",
        Trouble::PaymentUnreachable => "Payment out of reach",
        Trouble::BrokerDown => "Broker down",
        Trouble::NetworkCut => "Network cut",
    }
}
