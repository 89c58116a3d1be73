//! Where each order is on the stage: what is drawn there, what a click finds, and what is ringed when an order is chosen.
//!
//! Only orders that are drawn one by one have a place. One order can have several: its user, its thread, its server. Those
//! who wait come in the order in which they leave.

use super::grid::{Room, Standing};
use super::layout::{Area, Layout, Place as Laid};
use super::passing;
use super::people;
use super::scene::{TETHERS, View};
use crate::sim::parts::{PartId, PartKind, Waiting, Waits};
use crate::sim::shop::Shop;

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

/// The middle of a seat of Checkout; without a limit of threads there are only so many ways down.
pub(super) fn checkout_seat(layout: &Layout, token: usize) -> (f64, f64) {
    let Some(place) = layout.of(PartKind::Checkout) else {
        return (0.0, 0.0);
    };
    if place.seats.places() > 1 || place.room.area.h == 0.0 {
        return place.seats.at(token % place.seats.places().max(1));
    }
    let area = place.area;
    let share = ((token % TETHERS) as f64 + 0.5) / TETHERS as f64;
    (area.x + 8.0 + (area.w - 16.0) * share, area.bottom())
}

/// The room of one worker's buffer: behind its seat, as wide as its share of the box.
pub(super) fn buffer(shop: &Shop, place: &Laid, worker: usize) -> Room {
    let workers = place.seats.places().min(shop.consumers().len().max(1));
    let area = place.room.area;
    let (x, _) = place.seats.at(worker);
    let wide = match workers {
        1 => area.w,
        n => (area.w / n as f64).max(place.seats.pitch),
    };
    let x = match workers {
        1 => area.x,
        _ => (x - wide / 2.0).min(area.right() - wide).max(area.x),
    };
    Room {
        area: Area { x, w: wide, ..area },
    }
}

/// Those who wait in a part: how they stand, who it is, and where.
pub(super) fn waiting(view: View, place: &Laid) -> Vec<(Standing, Waiting, (f64, f64))> {
    let View { shop, layout, .. } = view;
    let step = view.orders_per_mark.max(1);
    let mut all = Vec::new();
    let mut stand = |room: Room, count: usize, orders: &mut dyn Iterator<Item = Waiting>| {
        let marks = count.div_ceil(step);
        let standing = room.stand(marks, step, layout.size.text);
        all.extend(
            orders
                .enumerate()
                .map(|(k, one)| (standing, one, standing.at(k, marks))),
        );
    };
    match place.part.kind {
        // (They are figures.)
        PartKind::Users => {}
        PartKind::Checkout => {
            if shop.room_of(place.part).is_none() {
                let inside = shop.seats(place.part).filter_map(|seat| seat.number);
                let mut inside = inside.step_by(step).map(|number| Waiting {
                    number,
                    redelivered: false,
                    urgent: false,
                    awaited: true,
                });
                stand(place.room, shop.checkout().held() as usize, &mut inside);
            }
        }
        PartKind::Queue | PartKind::Service | PartKind::Workers => {
            for line in shop.lines(place.part) {
                let room = match line.waits {
                    Waits::Buffered(worker) if (worker as usize) < place.seats.places() => {
                        above_its_worker(view, buffer(shop, place, worker as usize))
                    }
                    Waits::Buffered(_) => continue,
                    Waits::ForCheckout | Waits::Inside | Waits::Ready => place.room,
                };
                stand(room, line.len(), &mut line.each(step));
            }
        }
    }
    all
}

/// While a worker's own order is shown with its number, the buffer stands above that.
fn above_its_worker(view: View, room: Room) -> Room {
    let worker = view.layout.size.text * 1.7;
    if view.shop.sent() > 99 || room.area.h < 2.2 * worker {
        return room;
    }
    let area = Area {
        h: room.area.h - worker,
        ..room.area
    };
    Room { area }
}

/// The places of all orders that are drawn one by one, or that a mark begins with.
pub fn of(view: View) -> Vec<Place> {
    let View { shop, layout, .. } = view;
    let people = people::people(shop, layout, view.orders_per_mark);
    let mut places = Vec::new();
    let mut put = |number: u64, at: (f64, f64), part: Option<PartId>| {
        places.push(Place { number, at, part });
    };
    for (movement, share, thread) in view.passing.moving() {
        let hop = &movement.hop;
        let user = people.find(hop.number).filter(|_| people.few).map(|p| p.at);
        let at = passing::position(layout, hop, share, thread, user);
        put(hop.number, at, None);
    }
    let users = PartId::first(PartKind::Users);
    for person in &people.figures {
        put(person.number, person.at, Some(users));
    }
    for place in &layout.places {
        let seats = shop.seats(place.part).enumerate();
        for (k, seat) in seats.take(place.seats.places()) {
            let Some(number) = seat.number else { continue };
            put(number, place.seats.at(k), Some(place.part));
            if place.part.kind == PartKind::Checkout && !people.few {
                let (x, _) = place.seats.at(k);
                put(number, (x, layout.users_y), Some(users));
            }
        }
        for (_, one, at) in waiting(view, place) {
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
