//! English: the outcomes of orders, each with its sign (nothing is told by colour alone), and the table of them.

use super::figures::status;
use crate::sim::ledger::{Charge, Told};
use crate::words::facts::outcomes::Outcome;

/// Its sign.
pub fn sign(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Paid => "✓",
        Outcome::Accepted => "→",
        Outcome::Waiting => "…",
        Outcome::Refused => "✕",
        Outcome::ErrorPending | Outcome::ErrorCharged => "⚠",
        Outcome::ErrorTwice => "⚠",
        Outcome::Lost => "◌",
        Outcome::Twice => "2×",
        Outcome::LeftPending | Outcome::Left => "↩",
        Outcome::LeftCharged => "↩✓",
        Outcome::Bug => "!",
    }
}

/// Its words: those that a narrow ledger can do without, and the rest. (All of them can stand in one.)
pub fn words(outcome: Outcome) -> [&'static str; 2] {
    match outcome {
        Outcome::Paid => ["", "paid"],
        Outcome::Accepted => ["", "to be paid"],
        Outcome::Waiting => ["", "waiting"],
        Outcome::Refused => ["", "refused"],
        Outcome::ErrorPending => ["told ", "error, charge due"],
        Outcome::ErrorCharged => ["told ", "error, charged"],
        Outcome::ErrorTwice => ["told ", "error, 2+ charges"],
        Outcome::Lost => ["promised, ", "never charged"],
        Outcome::Twice => ["", "charged 2+ times"],
        Outcome::LeftPending => ["", "left, charge due"],
        Outcome::LeftCharged => ["", "left, charged"],
        Outcome::Left => ["", "left, not charged"],
        Outcome::Bug => ["", "bug of the engine"],
    }
}

/// Of several services one has charged: the others may be still to come.
pub const CHARGED: &str = "charged";

/// After those who wait: so many of them are charged already.
pub fn waiting_charged(n: u64) -> String {
    match n {
        0 => String::new(),
        n => format!(", {n} charged"),
    }
}

/// All of them.
pub fn word(outcome: Outcome) -> String {
    words(outcome).concat()
}

/// Besides: of several services some did their work, and others never will. Its sign, its words, what it means.
pub const IN_PART: [&str; 3] = [
    "◐",
    "of all partly done",
    "Some services did their work, and others never will: charged and never shipped, say. Nothing takes it back.",
];

/// What it means, in a sentence.
pub fn about(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Paid => "Charged once, and told so or promised it.",
        Outcome::Accepted => "Told 202; the charge is still to come.",
        Outcome::Waiting => "The user has not been told anything yet.",
        Outcome::Refused => "Told an error, and not charged.",
        Outcome::ErrorPending => {
            "Told an error, but work for it goes on: the charge is still to come."
        }
        Outcome::ErrorCharged => "Told an error, and charged all the same.",
        Outcome::ErrorTwice => "Told an error, and charged more than once.",
        Outcome::Lost => "Told 202, and the message was lost.",
        Outcome::Twice => "Told that all was well, and charged more than once.",
        Outcome::LeftPending => {
            "The user left before an answer came, but work for it goes on: the charge is still to come."
        }
        Outcome::LeftCharged => "The user left before an answer came, and is charged all the same.",
        Outcome::Left => "The user left before an answer came, and is not charged.",
        Outcome::Bug => "Told 200 without a charge: this must not happen.",
    }
}

/// The whole table.
pub const TABLE: &str = "Ledger table";
/// Its rows, and its columns.
pub const TOLD_CHARGE: &str = "told, charge";
/// Below it, at first.
pub const NO_ANSWERS: &str = "No answers yet.";

/// So many answers of a status.
pub fn answers(n: u64, code: u16) -> String {
    format!("{n} × {}", status(code))
}

/// The table of services.
pub const SERVICES: &str = "What each service did";
/// Its rows.
pub const SERVICE: &str = "service";

/// A row of the whole table.
pub fn told(told: Told) -> &'static str {
    match told {
        Told::Waiting => "waiting",
        Told::Ok => "ok",
        Told::Accepted => "accepted",
        Told::Error => "error",
        Told::GaveUp => "gave up",
    }
}

/// A column of it.
pub fn charge(charge: Charge) -> &'static str {
    match charge {
        Charge::Pending => "pending",
        Charge::Once => "once",
        Charge::Many => "many",
        Charge::Never => "never",
    }
}
