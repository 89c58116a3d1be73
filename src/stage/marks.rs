//! What is drawn: marks, in inks that the painter knows the colours of.

use super::people::Mood;
use crate::sim::ledger::Told;

/// What something is drawn as: the painter knows the colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// The lane's own colour.
    Lane,
    /// It went well.
    Good,
    /// It failed.
    Bad,
    /// It goes on though nobody waits.
    Ghost,
    /// Idle.
    Idle,
}

/// From a row for each sign: the enum, and all of them in the order in which they are painted.
macro_rules! signs {
    ($($(#[$looks:meta])* $Sign:ident,)+) => {
        /// The sign on a dot: outcomes are told by shape too.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Sign {
            $($(#[$looks])* $Sign,)+
        }

        /// Every sign, those that lie below others first.
        pub const SIGNS: [Sign; [$(stringify!($Sign)),+].len()] = [$(Sign::$Sign),+];
    };
}

signs! {
    /// A plain dot: an order under way.
    Dot,
    /// A small dot: an acknowledgement.
    Small,
    /// A ring: handed out before, or waiting for an answer.
    Ring,
    /// A tick: paid.
    Tick,
    /// A cross: refused or failed.
    Cross,
    /// An ellipsis: accepted, to be paid.
    Accepted,
    /// A hollow, broken ring: lost.
    Lost,
    /// A triangle, point up: a message with a priority, ready in the queue.
    Urgent,
    /// Crossed out: nobody waits for it any more.
    Forgotten,
}

impl Sign {
    /// Is the surface seen inside it?
    pub fn is_hollow(self) -> bool {
        match self {
            Self::Ring | Self::Lost | Self::Accepted => true,
            Self::Dot | Self::Small | Self::Tick | Self::Cross | Self::Urgent | Self::Forgotten => {
                false
            }
        }
    }
}

/// What an answer that tells this is drawn as.
pub(super) fn answer(told: Told) -> (Ink, Sign) {
    match told {
        Told::Waiting => (Ink::Lane, Sign::Dot),
        Told::Ok => (Ink::Good, Sign::Tick),
        Told::Accepted => (Ink::Lane, Sign::Accepted),
        Told::Error | Told::GaveUp => (Ink::Bad, Sign::Cross),
    }
}

/// Something to draw.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A taut line, by way of these points.
    Tether {
        /// From, via, to.
        points: [(f64, f64); 3],
    },
    /// A thread or a worker.
    Seat {
        /// Its middle.
        at: (f64, f64),
        /// Width and height.
        size: (f64, f64),
        /// How.
        ink: Ink,
        /// How much of its work is done, 0 to 1; `None`: idle.
        done: Option<f64>,
        /// It is not connected.
        dashed: bool,
    },
    /// An order.
    Dot {
        /// Its middle.
        at: (f64, f64),
        /// Its radius.
        radius: f64,
        /// How.
        ink: Ink,
        /// Its sign.
        sign: Sign,
        /// The number written into it, from 1; 0 = none.
        number: u64,
        /// The HTTP status written beside it; 0 = none.
        label: u16,
    },
    /// A user.
    Person {
        /// The middle.
        at: (f64, f64),
        /// How high.
        height: f64,
        /// How.
        ink: Ink,
        /// How it stands with them.
        mood: Mood,
    },
    /// A word on the canvas: what belongs to a single mark.
    Word {
        /// The middle of its lower edge.
        at: (f64, f64),
        /// What it says.
        text: String,
        /// How.
        ink: Ink,
    },
    /// Around the order that is looked at.
    Halo {
        /// Its middle.
        at: (f64, f64),
        /// Its radius.
        radius: f64,
    },
}
