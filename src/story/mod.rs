//! The story of one order: what its journey was, in words, as a Mermaid text and as a drawing. (What it is made of:
//! `words/facts/story.rs`.)
//!
//! ```text
//! journey (moments) ──▶ story (arrows, spans, notes) ──▶ rows ──▶ sentences · Mermaid · diagram
//! ```
//!
//! All pure values. A journey is what the engine noted; a [`Story`] puts its moments together to what takes time:
//! an arrow leaves and arrives, a span begins and ends. Everything in it has a place in the order of occurrence, so
//! that what happens at the same microsecond is told in the order in which it happened.

pub mod diagram;
mod fold;
mod lost;
mod mermaid;
mod rows;
mod sentences;
mod tracks;

pub use fold::of;
pub use mermaid::mermaid;
pub use rows::{Row, rows};
pub use sentences::sentences;

use crate::sim::shop::Wiring;
use crate::sim::time::Micros;
use crate::words::facts::story::{Deed, Kind, Loss, Participant, Thing};
use crate::words::story::{self as words, Moved};

/// Places in the order of occurrence: when something began and ended, relative to everything else of its story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// Where it began; no two things of a story have the same.
    pub began: u32,
    /// Where it ended; `None`: it goes on.
    pub ended: Option<u32>,
}

/// Something that moved from one to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrow {
    /// Whence.
    pub from: Participant,
    /// Whither.
    pub to: Participant,
    /// What.
    pub thing: Thing,
    /// When it left, in microseconds since the start of the run.
    pub left: Micros,
    /// When it arrived; `None`: it is under way, or was lost.
    pub arrives: Option<Micros>,
    /// Why it never arrived, if it did not.
    pub lost: Option<Loss>,
    /// Is it an answer to an arrow the other way?
    pub is_reply: bool,
    /// Which of several services it is about.
    pub about: Option<u8>,
    /// Its places in the order of occurrence.
    pub places: Places,
}

/// Something that took time at one participant.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// Where.
    pub participant: Participant,
    /// Which of several services it is about, if that is another one.
    pub about: Option<u8>,
    /// Since when, in microseconds since the start of the run.
    pub from: Micros,
    /// Until when; `None`: it goes on.
    pub until: Option<Micros>,
    /// What.
    pub kind: Kind,
    /// Its places in the order of occurrence.
    pub places: Places,
}

/// Something that took no time.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Where.
    pub participant: Participant,
    /// Which of several services it is about, if that is another one.
    pub about: Option<u8>,
    /// When, in microseconds since the start of the run.
    pub at: Micros,
    /// What the participant does.
    pub deed: Deed,
    /// Its place in the order of occurrence.
    pub place: u32,
}

/// The story of one order in one shop, up to an instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// In which shop.
    pub shop: Wiring,
    /// The order's number in its shop, from 0.
    pub number: u64,
    /// Until when it is told, in microseconds since the start of the run.
    pub now: Micros,
    /// Who takes part, from left to right: a lane each.
    pub participants: Vec<Participant>,
    /// What moved, in the order in which it left.
    pub arrows: Vec<Arrow>,
    /// What took time, in the order in which it began. None takes no time, and those of one participant overlap only
    /// where two things really happened at once: Checkout waits for an answer while the cable holds its call, or for the
    /// answers of several services; messages stand in several queues; a worker finishes behind the broker's back while
    /// another has the order again.
    pub spans: Vec<Span>,
    /// What took none, in order.
    pub notes: Vec<Note>,
    /// Moments left out before the last note because there were too many.
    pub left_out: u64,
}

impl Arrow {
    /// How it got on.
    fn moved(&self) -> Moved {
        match (self.arrives, self.lost) {
            (_, Some(why)) => Moved::Lost(why),
            (Some(at), None) => Moved::Arrived(at - self.left),
            (None, None) => Moved::UnderWay,
        }
    }
}

impl Span {
    /// How long it took; `None`: it goes on.
    fn took(&self) -> Option<Micros> {
        self.until.map(|until| until - self.from)
    }
}

impl Story {
    /// Which order in which shop.
    pub fn title(&self) -> String {
        words::title(self.number, self.shop)
    }

    /// Was this order ever sent?
    pub fn is_empty(&self) -> bool {
        self.arrows.is_empty()
    }
}
