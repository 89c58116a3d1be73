//! English: the world between the shops. Its cards, their controls, and what can be broken.

use super::figures::{count, measure};
use super::services;
use crate::sim::engine::Side;
use crate::sim::fault::Fault;
use crate::sim::wiring::{WIRINGS, Wiring};

/// The spine as a whole.
pub const WORLD: &str = "The world both shops live in";
/// A card.
pub const USERS: &str = "Users";
/// A card.
pub const CHECKOUT: &str = "Checkout";
/// A card: what lies between Checkout and Payment.
pub const BETWEEN: &str = "Between";
/// A card.
pub const PAYMENT: &str = "Payment";

/// A control, on the card of the part it belongs to.
pub const THREADS: &str = "threads";
/// A control.
pub const TIMEOUT: &str = "timeout";
/// A control.
pub const PREFETCH: &str = "prefetch";
/// A control: how long Payment takes.
pub const TAKES: &str = "takes";
/// A control.
pub const WORKERS: &str = "workers";

/// The choice of the service that a card is about, for those who hear it.
pub const SERVICE: &str = "Service";

/// A card that is about one of several services.
pub fn title_of(card: &str, service: u8) -> String {
    match card {
        PAYMENT => services::name(service).to_owned(),
        other => format!("{other} · {}", services::name(service)),
    }
}

/// A card, opened.
pub fn everything_about(card: &str) -> String {
    format!("{card}: everything about it")
}

/// Puts it away.
pub const CLOSE: &str = "close";

/// A shop, before its figures.
pub fn shop(shop: Wiring) -> &'static str {
    match shop {
        Wiring::Sync => "Sync",
        Wiring::Async => "Async",
    }
}

/// Opens what a phone has no room for, and shuts it.
pub fn more(open: bool) -> &'static str {
    match open {
        true => "less",
        false => "more…",
    }
}

/// The buttons that send orders.
pub const SEND: &str = "Send orders";
/// A button, for those who hear it.
pub fn orders(n: u32) -> String {
    count(u64::from(n), "order")
}

/// The choice beside them.
pub const ORDERS_TO: &str = "Orders to";

/// Whom they go to.
pub fn crowd_to(side: Side) -> &'static str {
    match side {
        Side::Both => "both at once",
        Side::Sync => "sync only",
        Side::Async => "async only",
    }
}

/// Orders that come by themselves.
pub const STREAM: &str = "stream";
/// None come.
pub const OFF: &str = "off";
/// What the stream is.
pub const STREAM_HELP: &str = "Orders that come by themselves, evenly spaced, to both shops. Other ways of coming: Every setting.";

/// So many orders a second.
pub fn a_second(orders: f64) -> String {
    format!("{}/s", measure(orders, ""))
}

/// The switch that lets payments fail: this share of them do.
pub fn failing(percent: f64) -> String {
    let percent = if percent > 0.0 { percent } else { 10.0 };
    format!("fail {} %", measure(percent, ""))
}

/// Is it a fair race? What differs, if anything: servers, and orders sent.
pub fn fairness(servers: Option<(u32, u32, Option<u8>)>, orders: Option<[u64; WIRINGS]>) -> String {
    let servers = servers.map(|(threads, workers, whose)| {
        let threads = count(u64::from(threads), "thread");
        let workers = count(u64::from(workers), "worker");
        let whose = whose.map(|service| format!("{}: ", services::name(service)));
        format!("{}{threads} against {workers}", whose.unwrap_or_default())
    });
    let orders = orders.map(|[first, others @ ..]| {
        let others = others.iter().map(|sent| format!(" against {sent}"));
        count(first, "order") + &others.collect::<String>()
    });
    match (servers, orders) {
        (None, None) => {
            "⚖ A fair race: both shops get the same orders, and the same luck".to_owned()
        }
        (Some(one), None) | (None, Some(one)) => format!("⚖ {one}"),
        (Some(servers), Some(orders)) => format!("⚖ {servers}, {orders}"),
    }
}

/// Evens it out.
pub const MAKE_FAIR: &str = "make it fair";

/// What stands on the switch of a fault.
#[derive(Clone, Copy, Debug)]
pub struct Switch {
    /// Whose it is, for those who hear it.
    pub whose: &'static str,
    /// Breaks it.
    pub breaks: &'static str,
    /// Mends it.
    pub mend: &'static str,
}

/// The switch of a fault.
pub fn switch(fault: Fault) -> Switch {
    match fault {
        Fault::PaymentDown => Switch {
            whose: " Payment",
            breaks: "kill",
            mend: "restart",
        },
        Fault::BrokerDown => Switch {
            whose: "",
            breaks: "kill broker",
            mend: "restart broker",
        },
        Fault::NetworkCut => Switch {
            whose: "",
            breaks: "cut network",
            mend: "mend network",
        },
        Fault::PaymentFrozen => Switch {
            whose: " Payment",
            breaks: "freeze",
            mend: "thaw",
        },
        Fault::PaymentBlackHoled => Switch {
            whose: " Payment",
            breaks: "hang",
            mend: "unhang",
        },
        Fault::MemoryAlarm => Switch {
            whose: "",
            breaks: "memory alarm",
            mend: "clear alarm",
        },
        Fault::NetworkCutOut => Switch {
            whose: "",
            breaks: "cut out",
            mend: "mend out",
        },
        Fault::NetworkCutBack => Switch {
            whose: "",
            breaks: "cut back",
            mend: "mend back",
        },
    }
}

/// What breaking it does.
pub fn about(fault: Fault) -> &'static str {
    match fault {
        Fault::PaymentDown => {
            "Payment is killed: calls are refused, work inside vanishes, unacknowledged messages return to the queue"
        }
        Fault::BrokerDown => {
            "The broker is killed: publishing fails; only durable queues keep their persistent messages"
        }
        Fault::NetworkCut => {
            "The cable between Checkout and Payment, and between Checkout and the broker, is out"
        }
        Fault::PaymentFrozen => {
            "Payment stands still: connections are accepted, nobody answers; when it thaws it works on all it was sent"
        }
        Fault::PaymentBlackHoled => {
            "What is sent to Payment is swallowed: calls run into the connect timeout; publishing goes on"
        }
        Fault::MemoryAlarm => {
            "The broker is short of memory: it reads no further from connections that publish; consumers go on"
        }
        Fault::NetworkCutOut => {
            "What Checkout sends does not arrive below it; what comes back does"
        }
        Fault::NetworkCutBack => {
            "What Checkout sends arrives; answers and confirms do not get back"
        }
    }
}
