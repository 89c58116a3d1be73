//! English: the charts. Their titles, their lines, and what they show in a sentence.

use super::figures::{count, span};
use crate::sim::config::Endpoint;
use crate::sim::metrics::Latency;
use crate::sim::shop::Shop;
use crate::sim::time::Micros;

/// A chart.
pub const LATENCY: &str = "How long until the user is told, and until the payment is done";
/// A chart.
pub const LEVELS: &str = "What piles up where";

/// Seconds, on an axis.
pub const SECONDS: &str = "s";

/// Lines of the first chart.
pub const SYNC_TOLD: &str = "sync told 200";
/// A line.
pub const SYNC_ERROR: &str = "sync told an error";
/// A line.
pub const SYNC_PAID: &str = "sync paid";
/// A line.
pub const ASYNC_TOLD: &str = "async told 202";
/// A line.
pub const ASYNC_ERROR: &str = "async told an error";
/// A line.
pub const ASYNC_PAID: &str = "async paid";

/// Lines of the second chart.
pub const SYNC_OPEN: &str = "sync requests open";
/// A line.
pub const QUEUE_READY: &str = "queue ready";

/// What Checkout holds, in the sync shop and in the async one. A coroutine holds no thread.
pub fn held(endpoint: Endpoint) -> [&'static str; 2] {
    match endpoint {
        Endpoint::Def => ["sync threads held", "async threads held"],
        Endpoint::AsyncDef => ["sync requests in work", "async requests in work"],
    }
}

/// What the first chart shows.
pub fn latency(sync: &Shop, queued: &Shop) -> String {
    if [sync, queued]
        .iter()
        .all(|s| s.told_well().count() + s.told_error().count() == 0)
    {
        return "No user has been told anything yet.".to_owned();
    }
    format!(
        "On average: sync {}; async {}.",
        of_one(sync, "200"),
        of_one(queued, "202")
    )
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
    match paid.count() {
        0 => format!("{told}, nobody charged yet"),
        _ => format!("{told}, {}", after("charged", paid)),
    }
}

/// What the second chart shows.
pub fn levels(sync: &Shop, queued: &Shop) -> String {
    let (s, q) = (sync.peak(), queued.peak());
    if sync.sent() + queued.sent() == 0 {
        return "Nothing has piled up yet.".to_owned();
    }
    let were = if s.open == 1 { "was" } else { "were" };
    let few = |n: u32, noun| count(u64::from(n), noun);
    let open = few(s.open, "sync request");
    let ready = few(q.ready, "ready message");
    match sync.config().endpoint {
        Endpoint::Def => format!(
            "At most {open} {were} open at once, on {}; async held at most {}, and its queue {ready}.",
            few(s.threads, "thread"),
            few(q.threads, "thread"),
        ),
        Endpoint::AsyncDef => format!(
            "At most {open} {were} open at once, on no thread: an async def endpoint holds none. The queue held at most {ready}.",
        ),
    }
}
