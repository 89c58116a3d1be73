//! Charts: data in, drawing out. What the drawing shows stands in a sentence, too (`words/en/charts.rs`).
//!
//! One chart a file, pure; `draw` is the only one that touches a canvas. Lines that stand close together are labelled at their ends
//! (`spread`), and told apart by dashes as well as by colour.

#[cfg(target_arch = "wasm32")]
pub mod draw;
pub mod each;
pub mod latency;
pub mod levels;

use crate::sim::config::lineup::{PAYMENT, SERVICES};
use crate::sim::metrics::Series;
use crate::sim::time::{Micros, SECOND};
use crate::sim::wiring::Wiring;
use crate::words::services;

/// The colours of services other than Payment, which has its shop's: words of the page that are legible in either theme.
const OTHERS: [&str; SERVICES - 1] = ["good", "warn", "twice", "muted", "text"];

/// Their dashes.
const DASHES: [(f64, f64); SERVICES - 1] =
    [(9.0, 3.0), (5.0, 4.0), (2.0, 3.0), (14.0, 5.0), (3.0, 7.0)];

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
    /// Of this one of several services: its own colour and dashes, and its name at its end.
    Service(u8),
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
        match self.stroke {
            Stroke::Service(service) if service != PAYMENT => {
                format!("--{}", OTHERS[usize::from(service) - 1])
            }
            Stroke::Service(_) | Stroke::Solid | Stroke::Dashed | Stroke::Dotted => {
                format!("--{}", self.shop.name())
            }
        }
    }

    /// What is written at its end: the short name of its service.
    pub fn label(&self) -> Option<&'static str> {
        match self.stroke {
            Stroke::Service(service) => Some(services::short(service)),
            Stroke::Solid | Stroke::Dashed | Stroke::Dotted => None,
        }
    }
}

impl Stroke {
    /// A dash and a gap, in pixels; none of a line in one go.
    pub fn dashes(self) -> Option<(f64, f64)> {
        match self {
            Self::Solid | Self::Service(PAYMENT) => None,
            Self::Dashed => Some((5.0, 4.0)),
            Self::Dotted => Some((2.0, 3.0)),
            Self::Service(service) => Some(DASHES[usize::from(service) - 1]),
        }
    }
}

impl Chart {
    /// The top of its value axis.
    pub fn top(&self) -> f64 {
        let values = self.lines.iter().flat_map(|l| &l.points).map(|p| p.1);
        values.fold(0.0, f64::max)
    }
}

/// Heights of labels, moved apart: each at least `gap` from the next, all within `room`, in the order in which they came.
pub fn spread(wanted: &[f64], gap: f64, room: (f64, f64)) -> Vec<f64> {
    let mut places = wanted.to_vec();
    let mut order: Vec<usize> = Vec::new();
    for (k, height) in wanted.iter().enumerate() {
        let before = order.iter().filter(|&&other| wanted[other] <= *height);
        order.insert(before.count(), k);
    }
    let mut free = room.0;
    for &k in &order {
        places[k] = wanted[k].max(free);
        free = places[k] + gap;
    }
    // What was pushed out below goes up again, and pushes those above it.
    let mut free = room.1;
    for &k in order.iter().rev() {
        places[k] = places[k].min(free);
        free = places[k] - gap;
    }
    places
}

/// The middle of the k-th slice of this width, in seconds.
fn middle(k: usize, width: Micros) -> f64 {
    (k as f64 + 0.5) * width as f64 / SECOND as f64
}

/// A level over time: the highest in each slice, and what it is now.
fn levels_over_time(
    series: &Series,
    peaks: impl IntoIterator<Item = u32>,
    present: u32,
    clock: Micros,
) -> Vec<(f64, f64)> {
    let (slices, width) = series.slices();
    let seconds = |at: Micros| at as f64 / SECOND as f64;
    let end = seconds(clock);
    let peaks = peaks.into_iter().enumerate();
    let mut points: Vec<(f64, f64)> = peaks
        .map(|(k, peak)| (middle(k, width).min(end), f64::from(peak)))
        .collect();
    // A slice shows its peak; after the last one the present level holds.
    let since = slices.len() as Micros * width;
    points.extend([since.min(clock), clock].map(|at| (seconds(at), f64::from(present))));
    points
}

/// At least this much time is shown, so that the first second is not stretched over the whole chart.
fn until(clock: Micros) -> f64 {
    (clock as f64 / SECOND as f64).max(5.0)
}
