//! English: what is said of what is broken, at three lengths.
//!
//! Where a side breaks off differs: what hurts a caller only delays a queue.

use super::counts::{all_of, few, is_or_are, noun, number, waits};
use super::figures::growing;
use super::services;
use crate::sim::fault::Fault;
use crate::sim::shop::Wiring;
use crate::sim::time::SECOND;
use crate::words::facts::{ShopFacts, Trouble};

/// Where it is of no account which other services there are.
pub(super) fn at_length(shop: &ShopFacts, wiring: Wiring, trouble: Trouble) -> String {
    services::said_of(shop.whose, &of_one(shop, wiring, trouble))
}

fn of_one(shop: &ShopFacts, wiring: Wiring, trouble: Trouble) -> String {
    match (trouble, wiring) {
        (Trouble::Fault(Fault::PaymentDown), Wiring::Sync) => {
            "Payment is down: whoever presses now is told an error.".to_owned()
        }
        (Trouble::Fault(Fault::PaymentDown), Wiring::Async) if shop.ready == 0 => {
            "Payment is down: users still get their 202, and nothing is charged.".to_owned()
        }
        (Trouble::Fault(Fault::PaymentDown), Wiring::Async) => {
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
                "Payment is down: users still get their 202; {paid}{} {} in {} queue{since}.",
                few(shop.ready),
                waits(shop.ready, "order"),
                if shop.several.is_none() { "the" } else { "its" },
            )
        }
        (Trouble::Fault(Fault::PaymentFrozen), Wiring::Sync) => {
            "Payment is frozen: calls are taken, and nobody answers them.".to_owned()
        }
        (Trouble::Fault(Fault::PaymentFrozen), Wiring::Async) => {
            "Payment is frozen: users still get their 202, and nothing is charged.".to_owned()
        }
        (Trouble::Fault(Fault::PaymentBlackHoled), Wiring::Sync) => {
            "Payment is out of reach: calls run into the connect timeout.".to_owned()
        }
        (Trouble::Fault(Fault::PaymentBlackHoled), Wiring::Async) => {
            "Payment is out of reach: users still get their 202, and nothing is charged.".to_owned()
        }
        (Trouble::Fault(Fault::BrokerDown), _) => {
            "The broker is down: whoever presses now is told an error.".to_owned()
        }
        (Trouble::Fault(Fault::MemoryAlarm), _) => {
            "The broker is short of memory: what is published stays in its socket, unread."
                .to_owned()
        }
        (Trouble::Fault(Fault::NetworkCut), Wiring::Sync) => {
            "The network below Checkout is cut: calls get nowhere.".to_owned()
        }
        (Trouble::Fault(Fault::NetworkCut), Wiring::Async) => {
            "The network below Checkout is cut: messages do not reach the broker.".to_owned()
        }
        (Trouble::Fault(Fault::NetworkCutOut), Wiring::Sync) => {
            "The way out of Checkout is cut: answers arrive, calls do not.".to_owned()
        }
        (Trouble::Fault(Fault::NetworkCutOut), Wiring::Async) => {
            "The way out of Checkout is cut: messages do not reach the broker.".to_owned()
        }
        (Trouble::Fault(Fault::NetworkCutBack), Wiring::Sync) => {
            "The way back to Checkout is cut: calls arrive, answers do not.".to_owned()
        }
        (Trouble::Fault(Fault::NetworkCutBack), Wiring::Async) => {
            "The way back to Checkout is cut: it hears nothing of the broker.".to_owned()
        }
        (Trouble::WorkersDead, _) => match shop.crew.saturating_sub(shop.dead) {
            0 => format!("{}: nobody takes orders out of the queue.", dead(shop)),
            1 => format!("{}: the other one works on.", dead(shop)),
            n => format!("{}: {} work on.", dead(shop), few(n)),
        },
    }
}

/// `One of two workers is dead`; where there are several services, whose workers.
fn dead(shop: &ShopFacts) -> String {
    let (n, all) = (shop.dead, shop.crew);
    let whose = match &shop.several {
        Some(_) => format!("{} ", services::name(shop.whose)),
        None => String::new(),
    };
    match n {
        1 if all <= 1 => format!("The only {whose}worker is dead"),
        n if n >= all => format!("{} {whose}workers are dead", all_of(n)),
        n => format!(
            "{} of {} {whose}workers {} dead",
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
        (Trouble::Fault(Fault::PaymentDown), Wiring::Sync) => "Payment is down and refuses.",
        (Trouble::Fault(Fault::PaymentDown), Wiring::Async) => {
            "Payment is down: users still get their 202."
        }
        (Trouble::Fault(Fault::PaymentFrozen), _) => "Payment is frozen.",
        (Trouble::Fault(Fault::PaymentBlackHoled), _) => "Payment is out of reach.",
        (Trouble::Fault(Fault::BrokerDown), _) => "The broker is down and refuses.",
        (Trouble::Fault(Fault::MemoryAlarm), _) => {
            "The broker is short of memory: publishers are blocked."
        }
        (Trouble::Fault(Fault::NetworkCut), _) => "The network below Checkout is cut.",
        (Trouble::Fault(Fault::NetworkCutOut), _) => "The way out of Checkout is cut.",
        (Trouble::Fault(Fault::NetworkCutBack), _) => "The way back to Checkout is cut.",
    };
    services::said_of(shop.whose, text)
}

/// The same where there is hardly any.
pub(super) fn in_a_word(shop: &ShopFacts, trouble: Trouble) -> String {
    let text = match trouble {
        Trouble::WorkersDead => return format!("{} {} dead", shop.dead, noun(shop.dead, "worker")),
        Trouble::Fault(Fault::PaymentDown) => "Payment down",
        Trouble::Fault(Fault::PaymentFrozen) => "Payment frozen",
        Trouble::Fault(Fault::PaymentBlackHoled) => "Payment out of reach",
        Trouble::Fault(Fault::BrokerDown) => "Broker down",
        Trouble::Fault(Fault::MemoryAlarm) => "Memory alarm",
        Trouble::Fault(Fault::NetworkCut) => "Network cut",
        Trouble::Fault(Fault::NetworkCutOut) => "Way out cut",
        Trouble::Fault(Fault::NetworkCutBack) => "Way back cut",
    };
    services::said_of(shop.whose, text)
}
