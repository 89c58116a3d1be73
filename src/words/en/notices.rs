//! English: what the reader is told beside the run.

use super::problems::{problem, sentence};
use super::settings::label;
use crate::experiment::limits::{ALIVE_LIMIT, EVENT_LIMIT, REPEAT_LIMIT, SEED_LIMIT};
use crate::experiment::presets::PRESETS;
use crate::sim::shop::ORDER_LIMIT;
use crate::words::facts::notices::Notice;

/// Puts them away.
pub const DISMISS: &str = "Dismiss";

/// All of them, a line each.
pub fn notices(all: &[Notice]) -> String {
    let all: Vec<String> = all.iter().map(notice).collect();
    all.join("\n")
}

/// A notice, in a sentence.
pub fn notice(notice: &Notice) -> String {
    match notice {
        Notice::Problem(it) => problem(it),
        Notice::Typed(it) => format!("{}: {}", label(&it.field), sentence(it)),
        Notice::NoScenario(name) => {
            let names: Vec<&str> = PRESETS.iter().map(|p| p.name).collect();
            let names = names.join(", ");
            format!("There is no scenario {name:?}; there are {names}.")
        }
        Notice::NoSeed { typed, stays } => format!(
            "{typed:?} is no seed; it takes a whole number from 0 to {SEED_LIMIT}. It stays {stays}."
        ),
        Notice::NoOrder => "order: it takes the number of an order, from 1".to_owned(),
        Notice::ShopIsFull => {
            format!("A shop takes {ORDER_LIMIT} orders in one run; reset to start a new one.")
        }
        Notice::NoEnd => format!(
            "Stopped after {EVENT_LIMIT} events: this run has no end (a crash loop, perhaps)."
        ),
        Notice::TooManyAlive => format!(
            "Stopped with {ALIVE_LIMIT} orders, calls and messages of a shop alive: they pile up without end."
        ),
        Notice::TooLongToGoBack => format!(
            "One event back repeats the run, and this one is longer than {REPEAT_LIMIT} events."
        ),
        Notice::ResetKeeps => {
            "Back at the start. What was broken in that run, and the orders it met, happen again on Play; reset once more \
             to forget them."
                .to_owned()
        }
        Notice::NotCopied(link) => format!("Copying is not allowed here. The link is {link}"),
    }
}
