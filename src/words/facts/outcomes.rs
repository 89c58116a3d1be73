//! The ledger as people read it: which cells belong together. What they are called is a language's (`en/outcomes.rs`).

use self::Outcome::{
    Accepted, Bug, ErrorCharged, ErrorPending, ErrorTwice, Left, LeftCharged, LeftPending, Lost,
    Paid, Refused, Twice, Waiting,
};
use crate::sim::ledger::{CHARGE, Cell, Charge, TOLD, Table, Told};

/// What became of an order: a part of the ledger's bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Charged once, and told so or promised it.
    Paid,
    /// Promised, and still to be charged.
    Accepted,
    /// Not told anything yet.
    Waiting,
    /// Told an error, not charged.
    Refused,
    /// Told an error, and the charge is still to come.
    ErrorPending,
    /// Told an error, and charged.
    ErrorCharged,
    /// Told an error, and charged more than once.
    ErrorTwice,
    /// Promised, and never charged.
    Lost,
    /// Told that all was well, and charged more than once.
    Twice,
    /// Left before an answer, and the charge is still to come.
    LeftPending,
    /// Left before an answer, and charged.
    LeftCharged,
    /// Left before an answer, not charged.
    Left,
    /// What must not happen: told 200 without a charge.
    Bug,
}

/// What *done in part* looks like, which is no outcome (see [`Outcome::look`]).
pub const IN_PART_LOOK: &str = "warn harm worst";

/// Every outcome, in the order of the bar.
pub const OUTCOMES: [Outcome; 13] = [
    Paid,
    Accepted,
    Waiting,
    Refused,
    ErrorPending,
    ErrorCharged,
    ErrorTwice,
    Lost,
    Twice,
    LeftPending,
    LeftCharged,
    Left,
    Bug,
];

impl Outcome {
    /// The outcome a cell of the ledger belongs to.
    pub fn of((told, charge): Cell) -> Self {
        match (told, charge) {
            (Told::Ok | Told::Accepted, Charge::Once) => Paid,
            (Told::Ok | Told::Accepted, Charge::Many) => Twice,
            (Told::Ok, Charge::Pending | Charge::Never) => Bug,
            (Told::Accepted, Charge::Pending) => Accepted,
            (Told::Accepted, Charge::Never) => Lost,
            (Told::Waiting, _) => Waiting,
            (Told::Error, Charge::Pending) => ErrorPending,
            (Told::Error, Charge::Once) => ErrorCharged,
            (Told::Error, Charge::Many) => ErrorTwice,
            (Told::Error, Charge::Never) => Refused,
            (Told::GaveUp, Charge::Pending) => LeftPending,
            (Told::GaveUp, Charge::Once | Charge::Many) => LeftCharged,
            (Told::GaveUp, Charge::Never) => Left,
        }
    }

    /// Its name in the page.
    pub fn key(self) -> &'static str {
        match self {
            Paid => "paid",
            Accepted => "accepted",
            Waiting => "waiting",
            Refused => "refused",
            ErrorPending => "error-pending",
            ErrorCharged => "error-charged",
            ErrorTwice => "error-twice",
            Lost => "lost",
            Twice => "twice",
            LeftPending => "left-pending",
            LeftCharged => "left-charged",
            Left => "left",
            Bug => "bug",
        }
    }

    /// What it looks like, in the style sheet's words (`style/lane.css`): a colour; a pattern, because nothing is told by
    /// colour alone; and where it stands in the legend, if it is what was hoped for, or harm, or the worst.
    pub fn look(self) -> &'static str {
        match self {
            Paid => "good well",
            Accepted => "lane striped well",
            Waiting => "lane well",
            Refused => "bad",
            ErrorPending => "warn striped harm",
            ErrorCharged => "warn harm",
            ErrorTwice => "warn split harm worst",
            Lost => "bad dotted harm",
            Twice => "twice harm worst",
            LeftPending => "striped",
            LeftCharged => "split harm",
            Left => "",
            Bug => "bad harm",
        }
    }

    /// How many orders of a ledger it has.
    pub fn count(self, table: &Table) -> u64 {
        let cells = TOLD
            .iter()
            .flat_map(|&told| CHARGE.map(|charge| (told, charge)));
        let mine = cells.filter(|&cell| Self::of(cell) == self);
        mine.map(|cell| table[cell]).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So the parts of the bar add up to the orders sent.
    #[test]
    fn every_outcome_has_cells_and_stands_in_the_bar_once() {
        let mut table = Table::default();
        for told in TOLD {
            for charge in CHARGE {
                table[(told, charge)] = 1;
                let its = OUTCOMES
                    .iter()
                    .filter(|o| **o == Outcome::of((told, charge)));
                assert_eq!(its.count(), 1, "{told:?} {charge:?}");
            }
        }
        let counts = OUTCOMES.map(|outcome| outcome.count(&table));
        assert!(counts.iter().all(|&n| n > 0), "{counts:?}");
        assert_eq!(counts.iter().sum::<u64>(), 20);
    }
}
