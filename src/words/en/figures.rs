//! Numbers as people read them, and what the engine only has names for.

pub use crate::experiment::value::decimals;
use crate::sim::broker::balance::DEATHS;
use crate::sim::config::DeadLetters;
use crate::sim::ledger::Reason;
use crate::sim::shop::Shop;
use crate::sim::time::{MILLI, Micros, SECOND};

/// A span: `3.4 ms`, `812 ms`, `3.01 s`, `75 s`, `50 min`.
pub fn span(us: Micros) -> String {
    let ms = us as f64 / MILLI as f64;
    let s = us as f64 / SECOND as f64;
    let (number, places, unit) = match us {
        0..10_000 => (ms, u32::from(us > 0), "ms"),
        10_000..1_000_000 => (ms, 0, "ms"),
        1_000_000..10_000_000 => (s, 2, "s"),
        10_000_000..100_000_000 => (s, 1, "s"),
        100_000_000..600_000_000 => (s, 0, "s"),
        600_000_000..7_200_000_000 => (s / 60.0, 1, "min"),
        _ => (s / 3600.0, 1, "h"),
    };
    format!("{} {unit}", decimals(number, places))
}

/// A span that is still growing: whole tenths of a second that have passed.
pub fn growing(us: Micros) -> String {
    let tenths = us / (100 * MILLI);
    format!("{}.{} s", tenths / 10, tenths % 10)
}

/// A long span in words that are read aloud: `50 minutes`, else as [`span`].
pub fn clock_words(us: Micros) -> String {
    let minutes = us as f64 / (60 * SECOND) as f64;
    match us {
        120_000_000..7_200_000_000 => format!("{} minutes", decimals(minutes, 0)),
        _ => span(us),
    }
}

/// The clock: `00:12.340`, with hours when there are any. Every instant of the page is cut off here, as clocks do it, and
/// none is rounded: what is told of an instant is never ahead of the clock.
pub fn clock(us: Micros) -> String {
    let (s, ms) = (us / SECOND, us % SECOND / MILLI);
    let (h, m, s) = (s / 3600, s / 60 % 60, s % 60);
    if h > 0 {
        format!("{h}:{m:02}:{s:02}.{ms:03}")
    } else {
        format!("{m:02}:{s:02}.{ms:03}")
    }
}

/// An instant in a sentence: `3.012 s`, cut off like the clock.
pub fn instant(us: Micros) -> String {
    format!("{}.{:03} s", us / SECOND, us % SECOND / MILLI)
}

/// A number in its unit: milliseconds become seconds where that reads better.
pub fn measure(number: f64, unit: &str) -> String {
    match unit {
        "" => grouped(number),
        "ms" if number >= 1000.0 => format!("{} s", grouped(number / 1000.0)),
        _ => format!("{} {unit}", grouped(number)),
    }
}

fn grouped(number: f64) -> String {
    // At most three decimals, and none that are not needed.
    let text = decimals(number, 3);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    text.to_owned()
}

/// `1 order`, `2 orders`.
pub fn count(n: u64, noun: &str) -> String {
    if n == 1 {
        format!("1 {noun}")
    } else {
        format!("{n} {noun}s")
    }
}

/// An HTTP status with its name.
pub fn status(code: u16) -> &'static str {
    match code {
        200 => "200 OK",
        202 => "202 Accepted",
        402 => "402 Payment Required",
        500 => "500 Internal Server Error",
        503 => "503 Service Unavailable",
        504 => "504 Gateway Timeout",
        _ => "no answer",
    }
}

/// Why an order was never charged.
pub fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::None => "",
        Reason::Refused => "nobody listened",
        Reason::Timeout => "timed out",
        Reason::LostInCrash => "Payment died with the call",
        Reason::LostByWorker => "lost in a worker's hands",
        Reason::LostByBroker => "forgotten as the broker died",
        Reason::Unroutable => "there was no queue",
        Reason::ConnectionLost => "the connection was closed",
        Reason::Rejected => "rejected by a worker",
        Reason::Expired => "waited too long",
        Reason::MaxLen => "refused by a full queue",
        Reason::PushedOut => "dropped as a full queue's oldest",
        Reason::DeliveryLimit => "came back too often",
        Reason::InARing => "went round a ring of queues",
        Reason::Failed => "the payment failed",
        Reason::NotAsked => "another service failed before",
    }
}

/// Reasons in a row, each with its number if there are several.
pub fn reasons(because: impl Iterator<Item = (Reason, u64)>) -> String {
    let because: Vec<(Reason, u64)> = because.collect();
    let one = |&(why, n): &(Reason, u64)| match because.len() {
        1 => reason(why).to_owned(),
        _ => format!("{} {n}", reason(why)),
    };
    because.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Below the queue: which dots are no plain dots, and what left it dead.
pub fn dead(shop: &Shop) -> String {
    let queue = shop.queue();
    let balance = &queue.balance;
    let mut parts = Vec::new();
    // As many as the stage could show one by one.
    let shown = || {
        queue
            .ready()
            .iter()
            .take(200)
            .filter_map(|&m| shop.message(m))
    };
    if shown().any(|m| m.redelivered) {
        parts.push("○ redelivered".to_owned());
    }
    if shown().any(|m| m.is_urgent()) {
        parts.push("▲ urgent".to_owned());
    }
    let kept: u64 = balance.dead_lettered.iter().sum();
    let aside = queue.aside().filter(|aside| !aside.is_empty());
    if let Some(aside) = aside.filter(|aside| !aside.retry.line().is_empty()) {
        parts.push(format!("↻ retry queue {}", aside.retry.line().len()));
    }
    let redriven = aside.map_or(0, |a| {
        a.dead.line().len() + usize::from(a.in_hand.is_some())
    });
    if redriven > 0 {
        parts.push(format!("↻ to be redriven {redriven}"));
    }
    let retried = shop.config().payment().dead_letters != DeadLetters::Parked;
    if kept > 0 || shop.config().payment().dead_letter && !retried {
        let deaths = DEATHS.iter().map(|&(death, _)| death);
        let deaths = deaths.map(|d| (d.reason(), balance.dead_lettered[d as usize]));
        let deaths = reasons(deaths.filter(|&(_, n)| n > 0));
        let colon = if deaths.is_empty() { "" } else { ": " };
        parts.push(format!("✕ dead letters {kept}{colon}{deaths}"));
    }
    for (word, n) in [
        ("thrown away", balance.dropped + balance.expired),
        ("refused", balance.refused),
    ] {
        if n > 0 {
            parts.push(format!("◌ {word} {n}"));
        }
    }
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::ledger::{STATUSES, Told};

    /// The clock shows 00:03.007 until it is 00:03.008, and so does everything that names an instant.
    #[test]
    fn an_instant_is_cut_off_and_never_rounded_up() {
        assert_eq!(clock(3_007_999), "00:03.007");
        assert_eq!(instant(3_007_999), "3.007 s");
        assert_eq!(instant(3_601_960_000), "3601.960 s");
        assert_eq!(growing(999_999), "0.9 s");
        assert_eq!(growing(75_000_000), "75.0 s");
    }

    #[test]
    fn every_status_that_is_sent_has_its_name() {
        for &code in STATUSES {
            let sent = !matches!(Told::of(code), Told::Waiting | Told::GaveUp);
            let named = status(code).starts_with(&format!("{code} "));
            assert_eq!(named, sent, "{code}");
        }
    }

    #[test]
    fn spans_read_well() {
        for (us, text) in [
            (0, "0 ms"),
            (2_650, "2.7 ms"),
            (12_000, "12 ms"),
            (3_007_650, "3.01 s"),
            (75_000_000, "75.0 s"),
            (3_000_000_000, "50.0 min"),
        ] {
            assert_eq!(span(us), text);
        }
        assert_eq!(clock(12_340_000), "00:12.340");
        assert_eq!(clock(3_600_000_000), "1:00:00.000");
        assert_eq!(clock(3_601_960_000), "1:00:01.960");
        assert_eq!(measure(3000.0, "ms"), "3 s");
        assert_eq!(measure(2.5, "orders/s"), "2.5 orders/s");
    }
}
