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

/// What surrounds a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// A circle (where dots are tiny: a square).
    Circle,
    /// A triangle, point up.
    Triangle,
}

/// What is inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Its ink.
    Filled,
    /// The surface.
    Hollow,
    /// The surface, in a broken edge.
    Broken,
}

/// A line in a sign: from point to point, in times its radius, from its middle.
pub type Stroke = &'static [(f64, f64)];

/// From a row for each sign: the enum, what they look like, and all of them in the order in which they are painted.
macro_rules! signs {
    ($($(#[$looks:meta])* $Sign:ident { edge: $Edge:ident, ground: $Ground:ident, strokes: $strokes:expr })+) => {
        /// The sign on a dot: outcomes are told by shape too.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Sign {
            $($(#[$looks])* $Sign,)+
        }

        /// Every sign, those that lie below others first.
        pub const SIGNS: [Sign; [$(stringify!($Sign)),+].len()] = [$(Sign::$Sign),+];

        impl Sign {
            /// What surrounds it.
            pub fn edge(self) -> Edge {
                match self {
                    $(Self::$Sign => Edge::$Edge,)+
                }
            }

            /// What is inside.
            pub fn ground(self) -> Ground {
                match self {
                    $(Self::$Sign => Ground::$Ground,)+
                }
            }

            /// What is written into it.
            pub fn strokes(self) -> &'static [Stroke] {
                match self {
                    $(Self::$Sign => $strokes,)+
                }
            }
        }
    };
}

signs! {
    /// A plain dot: an order under way.
    Dot { edge: Circle, ground: Filled, strokes: &[] }
    /// A small dot: an acknowledgement.
    Small { edge: Circle, ground: Filled, strokes: &[] }
    /// A ring: handed out before, or waiting for an answer.
    Ring { edge: Circle, ground: Hollow, strokes: &[] }
    /// A tick: paid.
    Tick { edge: Circle, ground: Filled, strokes: &[&[(-0.5, 0.0), (-0.1, 0.4), (0.5, -0.4)]] }
    /// A cross: refused or failed.
    Cross { edge: Circle, ground: Filled, strokes: &[&[(-0.4, -0.4), (0.4, 0.4)], &[(0.4, -0.4), (-0.4, 0.4)]] }
    /// An ellipsis: accepted, to be paid.
    Accepted { edge: Circle, ground: Hollow, strokes: &[&[(-0.45, 0.0), (0.45, 0.0)]] }
    /// A hollow, broken ring: lost.
    Lost { edge: Circle, ground: Broken, strokes: &[] }
    /// A triangle, point up: a message with a priority, ready in the queue.
    Urgent { edge: Triangle, ground: Filled, strokes: &[] }
    /// Crossed out: nobody waits for it any more.
    Forgotten { edge: Circle, ground: Filled, strokes: &[&[(-0.7, 0.7), (0.7, -0.7)]] }
}

impl Sign {
    /// Is the surface seen inside it?
    pub fn is_hollow(self) -> bool {
        match self.ground() {
            Ground::Filled => false,
            Ground::Hollow | Ground::Broken => true,
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
