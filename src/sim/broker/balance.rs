//! What became of every message: the broker's own books.
//!
//! ```text
//! published = ready + unacked + acked + dead-lettered + set aside + dropped + expired + lost + refused
//! ```
//!
//! A message that reached the exchange is in exactly one of these after every event; a debug build panics otherwise.
//! Not one word of it is about orders: a message can be acked twice over for the same one, or lost after its order
//! was charged.

use crate::ledger::Reason;

/// Why a message died in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Death {
    /// A worker rejected it.
    Rejected = 0,
    /// It was ready for longer than it may be.
    Expired = 1,
    /// The queue was full, and it was the oldest.
    MaxLen = 2,
    /// It came back more often than the queue lets it.
    DeliveryLimit = 3,
}

/// Every death, in RabbitMQ's words: the `reason` in the `x-death` header.
pub const DEATHS: [(Death, &str); 4] = [
    (Death::Rejected, "rejected"),
    (Death::Expired, "expired"),
    (Death::MaxLen, "maxlen"),
    (Death::DeliveryLimit, "delivery_limit"),
];

impl Death {
    /// Why the order is never charged, if this was its last hope.
    pub fn reason(self) -> Reason {
        match self {
            Self::Rejected => Reason::Rejected,
            Self::Expired => Reason::Expired,
            Self::MaxLen => Reason::PushedOut,
            Self::DeliveryLimit => Reason::DeliveryLimit,
        }
    }
}

/// Counts that only ever grow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Reached the exchange.
    pub published: u64,
    /// Acknowledged (or sent under auto-ack), and off the books.
    pub acked: u64,
    /// Gone to the queue for dead messages, by [`Death`].
    pub dead_lettered: [u64; 4],
    /// Dead, and not given up (`revival.rs`). What comes back of it is published again.
    pub set_aside: u64,
    /// Thrown away: rejected, too many, or come back too often, and no dead-letter exchange.
    pub dropped: u64,
    /// Thrown away: expired, and no dead-letter exchange.
    pub expired: u64,
    /// Gone in a crash of the broker, or without a queue to go to.
    pub lost: u64,
    /// Not taken: the queue was full.
    pub refused: u64,
}

impl Balance {
    /// Of a queue that never had a message.
    pub(crate) const NONE: Self = Self {
        published: 0,
        acked: 0,
        dead_lettered: [0; 4],
        set_aside: 0,
        dropped: 0,
        expired: 0,
        lost: 0,
        refused: 0,
    };

    /// A message died. `dead_letter`: it goes to a queue of its own kind.
    pub fn died(&mut self, death: Death, dead_letter: bool) {
        *match (dead_letter, death) {
            (true, _) => &mut self.dead_lettered[death as usize],
            (false, Death::Expired) => &mut self.expired,
            (false, _) => &mut self.dropped,
        } += 1;
    }

    /// Messages that are not the queue's any more.
    pub fn gone(&self) -> u64 {
        let dead: u64 = self.dead_lettered.iter().sum();
        dead + self.acked + self.set_aside + self.dropped + self.expired + self.lost + self.refused
    }
}
