//! Where the parts of a lane stand, for any size.
//!
//! ```text
//!  ── users ───────   people, the line for a thread
//!  ── checkout ────   ┌ Checkout · threads ┐
//!  ── between ─────   ( Queue: head below )         async only: tethers pass here in the other lane
//!  ── services ────   ┌ Payment · its line ┐┌ …     side by side, in equal columns
//! ```
//!
//! The height is given: the stage takes what the window leaves. It is shared out to four **bands**, the same in both
//! lanes; beside each stands the card of that part (`view/spine.rs`). Nothing is shrunk: seats wrap into more rows, lines
//! of text give way.

mod bands;
mod place;

pub use bands::{Size, Span, bands};
pub use place::{Place, Plan};

use self::bands::{CROWDS, LOWEST, band_of};
use self::place::place;
use super::area::Area;
use crate::sim::parts::{PartId, PartKind};

/// A lane laid out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// What it was made for.
    pub size: Size,
    /// Users, Checkout, between, services.
    pub bands: [Span; 4],
    /// Every part, on the way down.
    pub places: Vec<Place>,
    /// The line on which those stand who hold a place in Checkout.
    pub users_y: f64,
}

impl Layout {
    /// The layout of a lane of this size with these parts.
    pub fn new(plans: &[Plan], size: Size) -> Self {
        let size = Size {
            width: size.width.max(120.0),
            height: size.height.max(80.0),
            ..size
        };
        let bands = bands(size);
        // What each service has stands in its column.
        let all = |kind: PartKind| plans.iter().filter(|p| p.part.kind == kind).count();
        let before = |k: usize, kind| plans[..k].iter().filter(|p| p.part.kind == kind).count();
        let places = plans.iter().enumerate().map(|(k, plan)| {
            let kind = plan.part.kind;
            let band = bands[band_of(kind)];
            place(*plan, band, size, all(kind), before(k, kind))
        });
        let places: Vec<Place> = places.collect();
        let mut layout = Self {
            size,
            bands,
            places,
            users_y: 0.0,
        };
        layout.line_up();
        let users = layout.of(PartKind::Users).map_or(0.0, |p| p.area.bottom());
        layout.users_y = users - 5.0;
        layout
    }

    /// A service with as many seats as Checkout has them in the same columns: tethers fall straight down.
    fn line_up(&mut self) {
        let Some(Place { seats: above, .. }) = self.of(PartKind::Checkout).copied() else {
            return;
        };
        for place in &mut self.places {
            let alike = place.area.w == self.size.width && place.wanted == above.wanted();
            if place.part.kind == PartKind::Service && alike {
                place.seats = place.seats.like(&above);
            }
        }
    }

    /// The first part of a kind.
    pub fn of(&self, kind: PartKind) -> Option<&Place> {
        self.places.iter().find(|place| place.part.kind == kind)
    }

    /// A part.
    pub fn at(&self, part: PartId) -> Option<&Place> {
        self.places.iter().find(|place| place.part == part)
    }

    /// Are there several services?
    pub fn is_of_several(&self) -> bool {
        let is_of_one = |place: &Place| place.area.w == self.size.width;
        !self.places.iter().all(is_of_one)
    }

    /// How many services stand side by side.
    pub fn services(&self) -> u64 {
        let last = [PartKind::Service, PartKind::Workers];
        let all = self.places.iter().filter(|p| last.contains(&p.part.kind));
        all.count() as u64
    }

    /// The upper edge of what lies below Checkout in this lane: where a call is between two parts.
    pub fn below_checkout(&self) -> f64 {
        let checkout = self.of(PartKind::Checkout);
        checkout.map_or(self.bands[1].y, |place| place.area.bottom())
    }

    /// Where those stand who hold a place in Checkout and have not set out for a service: between the two, above the
    /// numbers that ride there.
    pub fn before_services(&self) -> Area {
        let Span { y, h } = self.bands[2];
        Area {
            x: 8.0,
            y: y + 1.0,
            w: self.size.width - 16.0,
            h: (h - self.size.text * 1.7).max(h * 0.6),
        }
    }

    /// Is there room for one row of people only, who stand where else is said what the few of them wait for?
    pub fn is_low(&self) -> bool {
        self.size.height < CROWDS
    }

    /// Has a part only a line, and its seats below it?
    pub fn is_lowest(&self) -> bool {
        self.size.height < LOWEST
    }

    /// The figure of a person is so high, in CSS pixels.
    pub fn figure(&self) -> f64 {
        figure(self.size)
    }

    /// The same in a crowd.
    pub fn small_figure(&self) -> f64 {
        figure(self.size) * 0.78
    }
}

fn figure(size: Size) -> f64 {
    match size.height {
        h if h < 200.0 => 12.0,
        h if h < 330.0 => size.text.max(14.0),
        _ => size.text * 1.35,
    }
}

#[cfg(test)]
pub(super) mod tests;
