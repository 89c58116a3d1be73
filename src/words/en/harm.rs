//! English: what is said of those who were told an error, or hung up, and of what became of their orders all the same.

use super::counts::{few, is_or_are, who_were};
use crate::words::facts::ShopFacts;

/// What becomes of work for those whom nobody answers any more: in a frozen process there is none.
pub(super) fn goes_on(shop: &ShopFacts) -> &'static str {
    match shop.payment_stands_still {
        true => "stands still",
        false => "goes on",
    }
}

/// Harm: told an error, and charged.
pub(super) fn error_charged(shop: &ShopFacts, side: &str) -> String {
    let (n, twice) = (shop.error_charged, shop.error_twice);
    let (are, goes_on) = (is_or_are(n), goes_on(shop));
    match (shop.error_pending, twice) {
        (0, 0) => format!(
            "{} told an error, and charged all the same.",
            who_were(n, side)
        ),
        (0, _) if twice == n => format!(
            "{} told an error, and charged twice or more.",
            who_were(n, side)
        ),
        (0, _) => format!(
            "{} told an error, and charged: {} of them twice or more.",
            who_were(n, side),
            few(twice)
        ),
        // Those to come were told the same: then it is said of how many.
        (more, 0) => format!(
            "{} told an error; {} of them {are} charged, and work for {} {goes_on}.",
            who_were(shop.errors, side),
            few(n),
            few(more)
        ),
        (more, _) => format!(
            "{} told an error; {} {are} charged, {} of them twice or more, and work for {} {goes_on}.",
            who_were(shop.errors, side),
            few(n),
            few(twice),
            few(more)
        ),
    }
}

/// Told an error, where others need the room.
pub(super) fn in_short(shop: &ShopFacts, side: &str) -> String {
    let (told, n) = (who_were(shop.errors, side), few(shop.error_charged));
    let twice = match shop.error_twice {
        0 => String::new(),
        twice => format!(", {} of them twice or more", few(twice)),
    };
    let more = match shop.error_pending {
        0 => String::new(),
        more => format!(", {} to come", few(more)),
    };
    format!("{told} told an error: {n} charged{twice}{more}.")
}

/// Hung up; and what became of them all the same.
pub(super) fn left(shop: &ShopFacts, who: &str) -> String {
    let [charged, pending] = shop.left_behind;
    let charged = match charged {
        0 => String::new(),
        n => format!("; {} {} charged", few(n), is_or_are(n)),
    };
    let pending = match pending {
        0 => String::new(),
        n => format!("; work for {} {}", few(n), goes_on(shop)),
    };
    format!("{who} hung up before an answer came{charged}{pending}.")
}
