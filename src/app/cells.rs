//! The ledger as people read it: which cells belong together, under which sign and word.

/// An outcome: a part of the ledger's bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Its name in the style sheet.
    pub key: &'static str,
    /// Its sign: never told by colour alone.
    pub sign: &'static str,
    /// Its word.
    pub word: &'static str,
    /// What it means, in a sentence.
    pub about: &'static str,
    /// Its cells: row (told) and column (charge) of the table.
    cells: &'static [(usize, usize)],
}

/// Every outcome, in the order of the bar. Each cell of the table is in exactly one; a test sees to it.
pub static OUTCOMES: [Outcome; 13] = [
    Outcome {
        key: "paid",
        sign: "✓",
        word: "paid",
        about: "Charged once, and told so or promised it.",
        cells: &[(1, 1), (2, 1)],
    },
    Outcome {
        key: "accepted",
        sign: "→",
        word: "to be paid",
        about: "Told 202; the charge is still to come.",
        cells: &[(2, 0)],
    },
    Outcome {
        key: "waiting",
        sign: "…",
        word: "waiting",
        about: "The user has not been told anything yet.",
        cells: &[(0, 0), (0, 1), (0, 2), (0, 3)],
    },
    Outcome {
        key: "refused",
        sign: "✕",
        word: "refused",
        about: "Told an error, and not charged.",
        cells: &[(3, 3)],
    },
    Outcome {
        key: "error-pending",
        sign: "⚠",
        word: "error, charge coming",
        about: "Told an error, but work for it goes on: the charge is still to come.",
        cells: &[(3, 0)],
    },
    Outcome {
        key: "error-charged",
        sign: "⚠",
        word: "told error, charged",
        about: "Told an error, and charged all the same.",
        cells: &[(3, 1)],
    },
    Outcome {
        key: "error-twice",
        sign: "⚠2×",
        word: "told error, charged twice or more",
        about: "Told an error, and charged more than once.",
        cells: &[(3, 2)],
    },
    Outcome {
        key: "lost",
        sign: "◌",
        word: "promised, never charged",
        about: "Told 202, and the message was lost.",
        cells: &[(2, 3)],
    },
    Outcome {
        key: "twice",
        sign: "2×",
        word: "charged twice or more",
        about: "Told that all was well, and charged more than once.",
        cells: &[(1, 2), (2, 2)],
    },
    Outcome {
        key: "left-pending",
        sign: "↩",
        word: "left, charge coming",
        about: "The user left before an answer came, but work for it goes on: the charge is still to come.",
        cells: &[(4, 0)],
    },
    Outcome {
        key: "left-charged",
        sign: "↩✓",
        word: "left, charged",
        about: "The user left before an answer came, and is charged all the same.",
        cells: &[(4, 1), (4, 2)],
    },
    Outcome {
        key: "left",
        sign: "↩",
        word: "left, not charged",
        about: "The user left before an answer came, and is not charged.",
        cells: &[(4, 3)],
    },
    Outcome {
        key: "bug",
        sign: "!",
        word: "bug of the engine",
        about: "Told 200 without a charge: this must not happen.",
        cells: &[(1, 0), (1, 3)],
    },
];

impl Outcome {
    /// Is it what everybody hopes for?
    pub fn is_good(&self) -> bool {
        self.key == "paid"
    }

    /// How many orders it has.
    pub fn count(&self, ledger: &[[u64; 4]; 5]) -> u64 {
        let cells = self.cells.iter();
        cells.map(|&(told, charge)| ledger[told][charge]).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_belongs_to_exactly_one_outcome() {
        let mut owners = [[0; 4]; 5];
        for outcome in &OUTCOMES {
            for &(told, charge) in outcome.cells {
                owners[told][charge] += 1;
            }
        }
        assert_eq!(owners, [[1; 4]; 5]);
    }
}
