//! A story as a drawing: numbers, labels and class names, so that whoever draws it has nothing to decide.
//!
//! ```text
//!            User   Checkout   Queue   Payment
//!  00:00.000    ├───────▶│         │        │      request · 1 ms
//!  00:00.001    │        ▮         │        │      Checkout reads the request · 0.4 ms
//! ```
//!
//! One row a thing, by order of occurrence: 1 ms and 3 s are equally high, and each row is as high as its words. Words
//! have a column of their own, so nothing that is drawn runs through one; arrows are level, and how long each took stands
//! in its words. Where it is narrow, times stand above the words. Words are reckoned at [`CHARACTER`] pixels a
//! character, which system fonts stay below at [`FONT`] pixels.

mod layout;
mod svg;
mod wrap;

pub use layout::diagram;
pub use svg::svg;

use crate::words::facts::story::Participant;

/// Size of the words, in pixels.
pub const FONT: f64 = 12.0;
/// Width reckoned for a character, in pixels.
pub const CHARACTER: f64 = 7.0;
/// Height of a line of words, in pixels.
pub const LINE: f64 = 16.0;
/// The characters of a line at most, where there is room.
const LONGEST: usize = 44;
/// The narrowest drawing, in pixels; asked for less, it is drawn as wide as this.
pub const NARROWEST: f64 = 280.0;

/// Where a text's `x` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// At its left end.
    Start,
    /// At its middle.
    Middle,
    /// At its right end.
    End,
}

impl Anchor {
    /// SVG's name for it (`text-anchor`).
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// One line of words.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// See `anchor`.
    pub x: f64,
    /// The baseline.
    pub y: f64,
    /// Where `x` is.
    pub anchor: Anchor,
    /// `name`, `time`, `arrow`, `lost`, `note`, or the class of its span.
    pub class: &'static str,
    /// The words.
    pub text: String,
}

/// A participant's life, from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lifeline {
    /// Whose.
    pub participant: Participant,
    /// Where.
    pub x: f64,
    /// Its upper end.
    pub top: f64,
    /// Its lower end.
    pub bottom: f64,
}

/// A span on a lifeline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// `wait`, `blocked`, `work` or `service`.
    pub class: &'static str,
    /// Does it go on? It reaches down to the end then.
    pub is_open: bool,
}

/// Something on a lifeline that took no time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    /// Its middle.
    pub x: f64,
    /// Its middle.
    pub y: f64,
}

/// A level arrow between lifelines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Its tail.
    pub x1: f64,
    /// Its head; half-way if it was lost or is under way.
    pub x2: f64,
    /// How far down it is.
    pub y: f64,
    /// `arrow`, `reply`, `lost` (ends in a cross) or `flying` (has no head yet).
    pub class: &'static str,
}

/// The drawing; all lengths in pixels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diagram {
    /// How wide it is.
    pub width: f64,
    /// How high it is.
    pub height: f64,
    /// From left to right.
    pub lifelines: Vec<Lifeline>,
    /// From top to bottom.
    pub bars: Vec<Bar>,
    /// From top to bottom.
    pub lines: Vec<Line>,
    /// From top to bottom.
    pub dots: Vec<Dot>,
    /// From top to bottom.
    pub texts: Vec<Text>,
}
