//! Where each order is on the stage: what is drawn there, what a click finds, and what is ringed when an order is chosen.
//!
//! Only orders that are drawn one by one have a place. One order can have several: its user, its thread, its server. Those
//! who wait come in the order in which they leave.

use super::passing;
use super::people;
use super::sight::View;
use super::standing;
use crate::sim::parts::{PartId, PartKind};

/// How far from an order a click may be, in CSS pixels: half of a finger.
const REACH: f64 = 16.0;

/// An order and where it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// The k-th order of its shop.
    pub number: u64,
    /// In CSS pixels.
    pub at: (f64, f64),
    /// In which part; `None`: on its way between two.
    pub part: Option<PartId>,
}

/// The places of all orders that are drawn one by one, or that a mark begins with.
pub fn of(view: View) -> Vec<Place> {
    let View { shop, layout, .. } = view;
    let people = people::people(shop, layout, view.orders_per_mark);
    let mut places = Vec::new();
    let mut put = |number: u64, at: (f64, f64), part: Option<PartId>| {
        places.push(Place { number, at, part });
    };
    for (hop, at) in passing::drawn(view, &people) {
        put(hop.number, at, None);
    }
    let users = PartId::first(PartKind::Users);
    for person in &people.figures {
        put(person.number, person.at, Some(users));
    }
    for held in standing::held(view, people.few) {
        if held.awaited && !people.few {
            put(held.number, (held.at.0, layout.users_y), Some(users));
        }
    }
    for place in &layout.places {
        let seats = shop.seats(place.part).enumerate();
        for (k, seat) in seats.take(place.seats.places()) {
            let Some(number) = seat.number else { continue };
            put(number, place.seats.at(k), Some(place.part));
        }
        for (_, one, at) in standing::waiting(view, place) {
            put(one.number, at, Some(place.part));
        }
    }
    places
}

/// The order nearest to a click, if one is near.
pub fn nearest(places: &[Place], x: f64, y: f64) -> Option<u64> {
    let distance = |p: &Place| (p.at.0 - x).abs().max((p.at.1 - y).abs());
    let near = places.iter().filter(|p| distance(p) <= REACH);
    let nearest = near.min_by(|a, b| distance(a).total_cmp(&distance(b)));
    nearest.map(|place| place.number)
}
