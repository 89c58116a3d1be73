//! Where every order stands.
//!
//! ```text
//!                what the user was told  ×  what became of the charge       (told!: the one table of it)
//!  waiting · ok · accepted · error · gave up      pending · once · many · never
//! ```
//!
//! Every order is in exactly one cell after every event, and the cells sum to the orders sent. Two cells would be
//! bugs of the engine and stay empty: told `ok` before or without a charge. Of those in `never`, the reasons are counted.

use std::ops::{Index, IndexMut};

use crate::tally::Tally;

/// From a row for each thing that a user can be told: the enum, its values in the order of the table's rows, and what a row
/// says.
macro_rules! told {
    ($($(#[$means:meta])* $Told:ident {
        name: $name:literal,
        statuses: [$($status:tt),+],
        ending: $Ending:ident,
    })+) => {
        /// What the user was told.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Told {
            $($(#[$means])* $Told,)+
        }

        /// Every value of [`Told`], in the order of the table's rows.
        pub const TOLD: [Told; [$($name),+].len()] = [$(Told::$Told),+];

        /// Every status of the table.
        pub const STATUSES: &[u16] = &[$($($status),+),+];

        impl Told {
            /// What a status tells. (0: nothing yet.)
            pub fn of(status: u16) -> Self {
                match status {
                    $($($status)|+ => Self::$Told,)+
                    _ => nobody_is_told(status),
                }
            }

            /// Its name in reports.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$Told => $name,)+
                }
            }

            /// The statuses that tell it.
            pub fn statuses(self) -> &'static [u16] {
                match self {
                    $(Self::$Told => &[$($status),+],)+
                }
            }

            /// How the user's waiting ended with it.
            pub fn ending(self) -> Ending {
                match self {
                    $(Self::$Told => Ending::$Ending,)+
                }
            }
        }
    };
}

told! {
    /// Nothing yet.
    Waiting {
        name: "waiting",
        statuses: [0],
        ending: NotYet,
    }
    /// It is paid.
    Ok {
        name: "ok",
        statuses: [200],
        ending: Well,
    }
    /// It will be.
    Accepted {
        name: "accepted",
        statuses: [202],
        ending: Well,
    }
    /// Something went wrong.
    Error {
        name: "error",
        statuses: [500, 503, 504],
        ending: Error,
    }
    /// The user left before an answer came.
    GaveUp {
        name: "gave_up",
        statuses: [HUNG_UP],
        ending: Left,
    }
}

/// What stands in place of a status where the user hung up (nginx's "client closed request"); nobody is sent it.
pub const HUNG_UP: u16 = 499;

/// A status that has no row.
#[cold]
fn nobody_is_told(status: u16) -> ! {
    panic!("nobody is told {status}: it has no row in the table of what users are told")
}

/// How a user's waiting ended: all that most of those who count and draw need to know of what they were told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// It did not.
    NotYet,
    /// With an answer that says yes.
    Well,
    /// With an answer that says no.
    Error,
    /// Without an answer: they left.
    Left,
}

/// Every value of [`Ending`].
pub const ENDINGS: [Ending; 4] = [Ending::NotYet, Ending::Well, Ending::Error, Ending::Left];

impl Ending {
    /// Is a charge of no use to them any more? They believe that there is none.
    pub fn is_let_down(self) -> bool {
        match self {
            Self::NotYet | Self::Well => false,
            Self::Error | Self::Left => true,
        }
    }
}

/// What became of the charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Charge {
    /// Not charged; work for it still exists.
    Pending = 0,
    /// Charged once.
    Once = 1,
    /// Charged more than once.
    Many = 2,
    /// Not charged, and no work for it is left.
    Never = 3,
}

impl Charge {
    /// Of so many successful services, while so many things may still bring one about.
    #[inline]
    pub fn of(done: u32, carriers: u32) -> Self {
        match done {
            0 if carriers == 0 => Self::Never,
            0 => Self::Pending,
            1 => Self::Once,
            2.. => Self::Many,
        }
    }

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Once => "once",
            Self::Many => "many",
            Self::Never => "never",
        }
    }
}

/// Every value of [`Charge`], in the order of the table's columns.
pub const CHARGE: [Charge; 4] = [Charge::Pending, Charge::Once, Charge::Many, Charge::Never];

/// Why an order was never charged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It was charged, or still may be.
    #[default]
    None = 0,
    /// Nobody listened: Payment or the broker was down.
    Refused = 1,
    /// A timeout ended it before Payment saw it.
    Timeout = 2,
    /// Payment died with its call inside.
    LostInCrash = 3,
    /// Published to a queue that does not exist.
    Unroutable = 4,
    /// Published into a connection that the broker had already closed.
    ConnectionLost = 5,
    /// A worker rejected its message.
    Rejected = 6,
    /// Its message waited in the queue for longer than it was allowed to.
    Expired = 7,
    /// The queue was full, and did not take it.
    MaxLen = 8,
    /// Its message came back too often.
    DeliveryLimit = 9,
    /// A worker died, or lost its channel, with it in its hands; the broker had forgotten it as it was sent.
    LostByWorker = 10,
    /// The broker died with it, or while it was under way there.
    LostByBroker = 11,
    /// The queue was full, and it was the oldest.
    PushedOut = 12,
    /// Its message went round a ring of queues, and no worker had rejected it: the broker dropped it.
    InARing = 13,
    /// Payment tried, failed, and answered 500.
    Failed = 16,
    /// It was not asked: another service failed before its turn came.
    NotAsked = 17,
}

/// Every reason an order can have, with the name used in reports: theirs are coarser, and have stayed as they were.
pub const REASONS: [(Reason, &str); 15] = [
    (Reason::Refused, "refused"),
    (Reason::Timeout, "timeout"),
    (Reason::LostInCrash, "lost_in_crash"),
    (Reason::LostByWorker, "lost_in_crash"),
    (Reason::LostByBroker, "lost_in_crash"),
    (Reason::Unroutable, "unroutable"),
    (Reason::ConnectionLost, "connection_lost"),
    (Reason::Rejected, "rejected"),
    (Reason::Expired, "expired"),
    (Reason::MaxLen, "maxlen"),
    (Reason::PushedOut, "maxlen"),
    (Reason::DeliveryLimit, "delivery_limit"),
    (Reason::InARing, "dead_letter_cycle"),
    (Reason::Failed, "failed"),
    (Reason::NotAsked, "not_asked"),
];

/// A cell of the table: what the user was told, and what became of the charge.
pub type Cell = (Told, Charge);

/// How many orders stand in each cell; read and written by cell: `table[(Told::Ok, Charge::Once)]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Table([[u64; CHARGE.len()]; TOLD.len()]);

impl Index<Cell> for Table {
    type Output = u64;

    fn index(&self, (told, charge): Cell) -> &u64 {
        &self.0[told as usize][charge as usize]
    }
}

impl IndexMut<Cell> for Table {
    fn index_mut(&mut self, (told, charge): Cell) -> &mut u64 {
        &mut self.0[told as usize][charge as usize]
    }
}

/// Where every order stands, and why some will never be charged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    table: Table,
    /// Why those in `never` are there, by how their user's waiting ended.
    because: Tally<(Ending, Reason)>,
}

impl Ledger {
    /// A new order, in its first cell.
    pub fn open(&mut self, cell: Cell) {
        self.table[cell] += 1;
    }

    /// An order moves from one cell to another.
    pub fn shift(&mut self, from: Cell, to: Cell) {
        let source = &mut self.table[from];
        *source = source
            .checked_sub(1)
            .expect("an order leaves the cell it is in");
        self.open(to);
    }

    /// An order came to be in `never` for this reason.
    pub fn never(&mut self, told: Told, reason: Reason) {
        self.because.add((told.ending(), reason));
    }

    /// One that was there for this reason is somewhere else now.
    pub fn not_never(&mut self, told: Told, reason: Reason) {
        let had = self.because.take((told.ending(), reason));
        assert!(had, "an order leaves the reason it had");
    }

    /// Why orders whose users' waiting ended like this are never charged, and how many.
    pub fn because(&self, ending: Ending) -> impl Iterator<Item = (Reason, u64)> {
        let all = self.because.iter();
        let theirs = all.filter(move |((end, _), _)| *end == ending);
        theirs.map(|((_, reason), n)| (reason, n))
    }

    /// All of its cells.
    pub fn table(&self) -> Table {
        self.table
    }

    /// Orders in this cell.
    pub fn at(&self, told: Told, charge: Charge) -> u64 {
        self.table[(told, charge)]
    }

    /// Orders in this row.
    pub fn told(&self, told: Told) -> u64 {
        self.table.0[told as usize].iter().sum()
    }

    /// Orders in all rows whose users' waiting ended like this.
    pub fn ended(&self, ending: Ending) -> u64 {
        CHARGE
            .iter()
            .map(|&charge| self.ended_at(ending, charge))
            .sum()
    }

    /// The same, of those in one column.
    pub fn ended_at(&self, ending: Ending, charge: Charge) -> u64 {
        let rows = TOLD.iter().filter(|told| told.ending() == ending);
        rows.map(|&told| self.at(told, charge)).sum()
    }

    /// Orders in all cells.
    pub fn total(&self) -> u64 {
        self.table.0.iter().flatten().sum()
    }

    /// What would be a bug of the engine, in words.
    pub fn fault(&self, orders: u64) -> Option<String> {
        if self.total() != orders {
            return Some(format!(
                "{orders} orders were sent but the ledger holds {}",
                self.total()
            ));
        }
        [Charge::Pending, Charge::Never]
            .into_iter()
            .find(|&charge| self.at(Told::Ok, charge) > 0)
            .map(|charge| format!("a user was told 200 while the charge is {charge:?}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_in_one_cell_at_a_time() {
        let mut ledger = Ledger::default();
        ledger.open((Told::Waiting, Charge::Pending));
        ledger.shift(
            (Told::Waiting, Charge::Pending),
            (Told::Waiting, Charge::Once),
        );
        ledger.shift((Told::Waiting, Charge::Once), (Told::Ok, Charge::Once));
        assert_eq!(ledger.total(), 1);
        assert_eq!(ledger.at(Told::Ok, Charge::Once), 1);
        assert_eq!(ledger.fault(1), None);
        assert!(ledger.fault(2).is_some());
    }

    #[test]
    fn a_200_without_a_charge_is_a_bug() {
        let mut ledger = Ledger::default();
        ledger.open((Told::Ok, Charge::Never));
        assert!(ledger.fault(1).is_some());
    }
}
