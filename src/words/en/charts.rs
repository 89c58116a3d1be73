//! English: the charts. Their titles, their lines, and what they show in a sentence.

use super::figures::{count, span};
use super::services;
use crate::sim::config::Endpoint;
use crate::sim::metrics::Latency;
use crate::sim::shop::Shop;
use crate::sim::time::Micros;
use crate::sim::wiring::{WIRINGS, Wiring};

/// A chart.
pub const LATENCY: &str = "How long until the user is told, and until the payment is done";
/// A chart.
pub const LEVELS: &str = "What piles up where";

/// A chart of a shop with several services.
pub const fn each(shop: Wiring) -> &'static str {
    match shop {
        Wiring::Sync => "Sync: calls inside each service",
        Wiring::Async => "Async: messages ready in the queue of each service",
    }
}

/// What it shows: the highest of each.
pub fn at_each(shop: Wiring, highest: &[(u8, u32)]) -> String {
    if highest.iter().all(|(_, n)| *n == 0) {
        return match shop {
            Wiring::Sync => "No service was called yet.",
            Wiring::Async => "Nothing has waited in any queue.",
        }
        .to_owned();
    }
    let each = highest
        .iter()
        .map(|&(service, n)| format!("{} {n}", services::name(service)));
    format!("At most: {}.", each.collect::<Vec<_>>().join(", "))
}

/// Seconds, on an axis.
pub const SECONDS: &str = "s";

/// The lines of a shop in the first chart: told that all is well, told an error, charged.
pub fn told(shop: Wiring) -> [&'static str; 3] {
    match shop {
        Wiring::Sync => ["sync told 200", "sync told an error", "sync paid"],
        Wiring::Async => ["async told 202", "async told an error", "async paid"],
    }
}

/// A line of the second chart: requests whose user waits.
pub fn open(shop: Wiring) -> &'static str {
    match shop {
        Wiring::Sync => "sync requests open",
        Wiring::Async => "async requests open",
    }
}

/// A line of the second chart: what is ready in a shop's queue, or in all of several.
pub fn ready(several: bool) -> &'static str {
    match several {
        true => "all queues ready",
        false => "queue ready",
    }
}

/// A line of the second chart: what Checkout holds. A coroutine holds no thread.
pub fn held(endpoint: Endpoint, shop: Wiring) -> &'static str {
    match (endpoint, shop) {
        (Endpoint::Def, Wiring::Sync) => "sync threads held",
        (Endpoint::Def, Wiring::Async) => "async threads held",
        (Endpoint::AsyncDef, Wiring::Sync) => "sync requests in work",
        (Endpoint::AsyncDef, Wiring::Async) => "async requests in work",
    }
}

/// What the first chart shows.
pub fn latency(shops: &[Shop; WIRINGS]) -> String {
    let told = |shop: &Shop| shop.told_well().count() + shop.told_error().count();
    if shops.iter().all(|shop| told(shop) == 0) {
        return "No user has been told anything yet.".to_owned();
    }
    let each = shops.each_ref().map(|shop| {
        let wiring = shop.wiring();
        let well = match wiring.answers_when_paid() {
            true => "200",
            false => "202",
        };
        format!("{} {}", wiring.name(), of_one(shop, well))
    });
    format!("On average: {}.", each.join("; "))
}

/// `told 200 after 1.02 s, an error after 3.5 ms, charged after 1.02 s`.
fn of_one(shop: &Shop, well: &str) -> String {
    let after =
        |what: &str, latency: &Latency| format!("{what} after {}", span(latency.mean() as Micros));
    let (told, error, paid) = (shop.told_well(), shop.told_error(), shop.paid());
    let told = match (told.count(), error.count()) {
        (0, 0) => "nobody told yet".to_owned(),
        (0, _) => after("told an error", error),
        (_, 0) => after(&format!("told {well}"), told),
        (_, _) => format!(
            "{}, {}",
            after(&format!("told {well}"), told),
            after("an error", error)
        ),
    };
    let charged = match paid.count() {
        0 => format!("{told}, nobody charged yet"),
        _ => format!("{told}, {}", after("charged", paid)),
    };
    match shop.all_done().count() {
        0 => charged,
        _ => format!("{charged}, {}", after("all done", shop.all_done())),
    }
}

/// What the second chart shows.
pub fn levels(shops: &[Shop; WIRINGS]) -> String {
    if shops.iter().all(|shop| shop.sent() == 0) {
        return "Nothing has piled up yet.".to_owned();
    }
    let (s, q) = (shops[Wiring::Sync].peak(), shops[Wiring::Async].peak());
    let were = if s.open == 1 { "was" } else { "were" };
    let few = |n: u32, noun| count(u64::from(n), noun);
    let open = few(s.open, "sync request");
    let ready = few(q.ready, "ready message");
    let (its, the) = match shops[Wiring::Async].needs_several() {
        true => ("its queues together", "The queues together"),
        false => ("its queue", "The queue"),
    };
    match shops[Wiring::Sync].config().endpoint {
        Endpoint::Def => format!(
            "At most {open} {were} open at once, on {}; async held at most {}, and {its} {ready}.",
            few(s.threads, "thread"),
            few(q.threads, "thread"),
        ),
        Endpoint::AsyncDef => format!(
            "At most {open} {were} open at once, on no thread: an async def endpoint holds none. {the} held at most {ready}.",
        ),
    }
}
