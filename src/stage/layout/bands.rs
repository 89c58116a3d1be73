//! How the height of a stage is shared out.

use crate::sim::parts::PartKind;

/// What there is room for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// In CSS pixels.
    pub width: f64,
    /// In CSS pixels.
    pub height: f64,
    /// The size of small text, in CSS pixels.
    pub text: f64,
}

/// A stretch from top to bottom.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Span {
    /// Top.
    pub y: f64,
    /// Height.
    pub h: f64,
}

/// Users, Checkout, what lies between, services: the share of the height that each gets.
const SHARES: [f64; 4] = [0.19, 0.205, 0.225, 0.38];

/// Below this height a stage is low: a crowd of users is one row, with so much for it and what is said of them; from it on
/// they need so much.
pub(super) const CROWDS: f64 = 140.0;
const ROW_IN: f64 = 35.0;
const ROWS_IN: f64 = 42.0;

/// Below this height every part gets the same: a line of words, and below it a strip for its seats; figures have no
/// room.
pub(super) const LOWEST: f64 = 110.0;
/// Users need so much there.
const LINE_IN: f64 = 30.0;

/// In which band a part stands.
pub(super) fn band_of(kind: PartKind) -> usize {
    match kind {
        PartKind::Users => 0,
        PartKind::Checkout => 1,
        PartKind::Queue => 2,
        PartKind::Service | PartKind::Workers => 3,
    }
}

/// The bands of a stage of this size. Where it is low, services give users what they need; and for a projector's letters
/// a line, a status and a figure.
pub fn bands(size: Size) -> [Span; 4] {
    let least = match size.height {
        _ if size.text > 15.0 => size.text * 4.4,
        h if h < LOWEST => LINE_IN,
        h if h < CROWDS => ROW_IN,
        _ => ROWS_IN,
    };
    let given = (least - size.height * SHARES[0]).max(0.0);
    let more = [given, 0.0, 0.0, -given];
    let mut y = 0.0;
    std::array::from_fn(|k| {
        let h = match k {
            // (Where it is lowest no part has more than a line and its seats.)
            1.. if size.height < LOWEST => (size.height - least) / 3.0,
            k => size.height * SHARES[k] + more[k],
        };
        let span = Span { y, h };
        y += h;
        span
    })
}

/// Between a box and the next band.
pub(super) fn gap(size: Size) -> f64 {
    if size.height < LOWEST {
        return 2.0;
    }
    (size.height * 0.03).max(4.0).min(16.0)
}
