//! English: what is said of what is broken, at three lengths.
//!
//! Where a side breaks off differs: what hurts a caller only delays a queue.

use super::counts::{all_of, few, is_or_are, noun, number, waits};
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
        (Trouble::WorkersDead, _) => match shop.workers.saturating_sub(shop.dead) {
            0 => format!("{}: nobody takes orders out of the queue.", dead(shop)),
            1 => format!("{}: the other one works on.", dead(shop)),
            n => format!("{}: {} work on.", dead(shop), few(n)),
        },
    }
}

/// `One of two workers is dead`.
fn dead(shop: &ShopFacts) -> String {
    let (n, all) = (shop.dead, shop.workers);
    match n {
        1 if all <= 1 => "The only worker is dead".to_owned(),
        n if n >= all => format!("{} workers are dead", all_of(n)),
        n => format!(
            "{} of {} workers {} dead",
            number(n),
            few(all),
            is_or_are(n)
        ),
    }
}

/// The same where other facts need the room.
pub(super) fn in_short(shop: &ShopFacts, wiring: Wiring, trouble: Trouble) -> String {
    let text = match (trouble, wiring) {
        (Trouble::WorkersDead, _) => return format!("{}.", dead(shop)),
        (Trouble::PaymentDown, Wiring::Sync) => "Payment is down and refuses.",
        (Trouble::PaymentDown, Wiring::Async) => "Payment is down: users still get their 202.",
        (Trouble::PaymentFrozen, _) => "Payment is frozen.",
        (Trouble::PaymentUnreachable, _) => "Payment is out of reach.",
        (Trouble::BrokerDown, _) => "The broker is down and refuses.",
        (Trouble::NetworkCut, _) => "The network below Checkout is cut.",
    };
    text.to_owned()
}

/// The same where there is hardly any.
pub(super) fn in_a_word(shop: &ShopFacts, trouble: Trouble) -> String {
    let text = match trouble {
        Trouble::WorkersDead => return format!("{} {} dead", shop.dead, noun(shop.dead, "worker")),
        Trouble::PaymentDown => "Payment down",
        Trouble::PaymentFrozen => "Payment frozen",
        Trouble::PaymentUnreachable => "Payment out of reach",
        Trouble::BrokerDown => "Broker down",
        Trouble::NetworkCut => "Network cut",
    };
    text.to_owned()
}
