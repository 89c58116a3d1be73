//! What is drawn: marks, in inks that the painter knows the colours of.

use super::people::Mood;

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

/// The sign on a dot: outcomes are told by shape too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A plain dot: an order under way.
    Dot,
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
    /// A small dot: an acknowledgement.
    Small,
    /// A triangle, point up: a message with a priority, ready in the queue.
    Urgent,
    /// Crossed out: nobody waits for it any more.
    Forgotten,
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
