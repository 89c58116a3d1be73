//! Charts: data in, drawing out. What the drawing shows stands in a sentence, too (`words/en/charts.rs`).
//!
//! One chart a file, pure; `draw` is the only one that touches a canvas.

#[cfg(target_arch = "wasm32")]
pub mod draw;
pub mod latency;
pub mod levels;

use crate::sim::time::{Micros, SECOND};
use crate::sim::wiring::Wiring;

/// One line of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it shows; also the legend's words.
    pub name: &'static str,
    /// Whose it is: it has that shop's colour.
    pub shop: Wiring,
    /// Its stroke, as well as its colour: never told apart by colour alone.
    pub stroke: Stroke,
    /// Seconds since the start, and the value.
    pub points: Vec<(f64, f64)>,
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// In one go.
    Solid,
    /// In dashes.
    Dashed,
    /// In dots.
    Dotted,
}

/// A chart to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// Its lines.
    pub lines: Vec<Line>,
    /// The end of its time axis, in seconds.
    pub until_s: f64,
    /// The unit of its values.
    pub unit: &'static str,
}

impl Line {
    /// The style sheet's token of its colour.
    pub fn token(&self) -> String {
        format!("--{}", self.shop.name())
    }
}

impl Chart {
    /// The top of its value axis.
    pub fn top(&self) -> f64 {
        let values = self.lines.iter().flat_map(|l| &l.points).map(|p| p.1);
        values.fold(0.0, f64::max)
    }
}

/// The middle of the k-th slice of this width, in seconds.
fn middle(k: usize, width: Micros) -> f64 {
    (k as f64 + 0.5) * width as f64 / SECOND as f64
}

/// At least this much time is shown, so that the first second is not stretched over the whole chart.
fn until(clock: Micros) -> f64 {
    (clock as f64 / SECOND as f64).max(5.0)
}
