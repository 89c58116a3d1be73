//! What the reader is told beside the run: something of theirs cannot be used, or something reached its limit. How it is
//! said is a language's (`en/notices.rs`).

use crate::experiment::problem::Problem;

/// A notice.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// Something from outside cannot be used.
    Problem(Problem),
    /// The same, typed into a setting's field on the page: who typed knows it by its label.
    Typed(Problem),
    /// There is no scenario of this name.
    NoScenario(String),
    /// This is no seed; the old one stays.
    NoSeed {
        /// What was typed.
        typed: String,
        /// The seed that stays.
        stays: u64,
    },
    /// This is the number of no order.
    NoOrder,
    /// A shop takes no more orders in this run.
    ShopIsFull,
    /// The run has no end.
    NoEnd,
    /// Calls or messages pile up in it.
    TooManyAlive,
    /// The run is too long for an event back.
    TooLongToGoBack,
    /// A reset kept what was done.
    ResetKeeps,
    /// This link could not be copied.
    NotCopied(String),
}

impl From<Problem> for Notice {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}
