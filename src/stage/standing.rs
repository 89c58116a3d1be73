//! Where orders stand in the parts: on seats, on the ways down, in the rooms of those who wait.

use super::area::Area;
use super::grid::{APART, Room, Seats, Standing};
use super::layout::{Layout, Place};
use super::sight::View;
use super::text::width;
use crate::sim::parts::{Doing, PartId, PartKind, Waiting, Waits};
use crate::sim::shop::Shop;
use crate::words;

/// Without a limit of threads there can be any number of tethers: so many are drawn at most, each for several orders.
pub const TETHERS: usize = 60;

/// More threads than this are not told apart.
pub const MOST_HELD: usize = 1_000;

/// The middle of a seat of Checkout; without a limit of threads there are only so many ways down.
pub(super) fn checkout_seat(layout: &Layout, token: usize) -> (f64, f64) {
    let Some(place) = layout.of(PartKind::Checkout) else {
        return (0.0, 0.0);
    };
    if place.seats.places() > 1 || place.room.area.h == 0.0 {
        return place.seats.at(token % place.seats.places().max(1));
    }
    let ways = ways(layout, place);
    (ways.at(token % ways.places()).0, place.area.bottom())
}

/// The ways down through a Checkout that has no seats.
fn ways(layout: &Layout, place: &Place) -> Seats {
    let row = Area {
        h: 8.0,
        ..place.room.area
    };
    Seats::new(row, TETHERS, APART * layout.size.text)
}

/// How many tethers there is room for in a Checkout that has no seats.
pub(super) fn most_tethers(layout: &Layout, place: &Place) -> usize {
    ways(layout, place).places()
}

/// A held request that is drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    /// Its place in Checkout.
    pub(super) token: usize,
    /// The k-th order of its shop.
    pub(super) number: u64,
    /// Does its user still wait?
    pub(super) awaited: bool,
    /// Where it stands in Checkout.
    pub(super) at: (f64, f64),
}

/// Held requests, each for one thread; where there is no limit of threads, each for as many orders as any other mark.
pub(super) fn held(view: View, few: bool) -> Vec<Held> {
    let View { shop, layout, .. } = view;
    let Some(place) = layout.of(PartKind::Checkout) else {
        return Vec::new();
    };
    let seats = shop.seats(place.part).enumerate();
    let held = seats.filter_map(|(token, seat)| Some((token, seat.number?, seat.doing)));
    let crowd = shop.room_of(place.part).is_none() && !few;
    let step = match crowd {
        true => view.orders_per_mark.max(1),
        false => 1,
    };
    let drawn = held.step_by(step).enumerate();
    // (Without seats each goes down where it stands, if all stand in one row.)
    let marks = (shop.checkout().held() as usize).div_ceil(step);
    let standing = stand(view, place.room, marks);
    let one_row = marks <= standing.columns();
    let drawn = drawn.map(|(k, (token, number, doing))| Held {
        token,
        number,
        awaited: doing != Doing::ForNobody,
        at: match crowd {
            true if one_row => (standing.at(k, marks).0, place.area.bottom()),
            true => checkout_seat(layout, k),
            false => checkout_seat(layout, token),
        },
    });
    drawn.take(MOST_HELD).collect()
}

/// The exit of the queue: where its head stands.
pub(super) fn exit(view: View, service: u8) -> Option<(f64, f64)> {
    let part = PartId {
        kind: PartKind::Queue,
        index: service,
    };
    let place = view.layout.at(part)?;
    let ready = view.shop.queue_of(service).ready().len();
    let marks = ready.div_ceil(view.orders_per_mark.max(1)).max(1);
    let (x, _) = stand(view, place.room, marks).at(0, marks);
    Some((x, place.area.bottom() - 6.0))
}

/// How this many marks stand in a room.
fn stand(view: View, room: Room, marks: usize) -> Standing {
    let highest = Some(view.shop.sent()).filter(|_| view.orders_per_mark <= 1);
    room.stand(marks, highest, view.layout.size.text)
}

/// The room of one worker's buffer: behind its seat, as wide as its share of the box.
pub(super) fn buffer(shop: &Shop, place: &Place, worker: usize) -> Room {
    let workers = place
        .seats
        .places()
        .min(shop.consumers_of(place.part.index).len().max(1));
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
pub(super) fn waiting(view: View, place: &Place) -> Vec<(Standing, Waiting, (f64, f64))> {
    let shop = view.shop;
    let step = view.orders_per_mark.max(1);
    let mut all = Vec::new();
    let mut put = |room: Room, count: usize, orders: &mut dyn Iterator<Item = Waiting>| {
        let marks = count.div_ceil(step);
        let standing = self::stand(view, room, marks);
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
                put(place.room, shop.checkout().held() as usize, &mut inside);
            }
            let lines = shop.before_call();
            let rooms = before_call(view.layout, lines.map(|line| line.len()));
            for k in [0, 1] {
                put(rooms[k], lines[k].len(), &mut lines[k].each(step));
            }
        }
        PartKind::Queue | PartKind::Service | PartKind::Workers => {
            for line in shop.lines(place.part) {
                let room = match line.waits {
                    Waits::Buffered(worker) if (worker as usize) < place.seats.places() => {
                        above_its_worker(view, buffer(shop, place, worker as usize))
                    }
                    Waits::Buffered(_) => continue,
                    Waits::ForCheckout
                    | Waits::ForConnection
                    | Waits::Pausing
                    | Waits::Inside
                    | Waits::Ready => place.room,
                    Waits::ForRetry | Waits::ForRedrive => {
                        match in_queue(shop, view.layout, place, line.waits) {
                            Some(room) => room,
                            None => continue,
                        }
                    }
                };
                put(room, line.len(), &mut line.each(step));
            }
        }
    }
    all
}

/// The room of those who wait so in a queue's part. Dead messages that may come back stand in the line of its words, as far as
/// these, which end at the right and count them, leave room there; on the lowest stages there is no such line.
pub(super) fn in_queue(shop: &Shop, layout: &Layout, place: &Place, waits: Waits) -> Option<Room> {
    let tray = place.tray;
    let free = || tray.w - width(&words::dead(shop), layout.size.text) - 12.0;
    let second = match waits {
        Waits::ForRetry => false,
        Waits::ForRedrive => true,
        Waits::ForCheckout
        | Waits::ForConnection
        | Waits::Pausing
        | Waits::Inside
        | Waits::Ready
        | Waits::Buffered(_) => return Some(place.room),
    };
    if tray.h <= 0.0 {
        return None;
    }
    let w = (free() / 2.0).min(tray.w / 6.0);
    let x = if second { tray.x + w } else { tray.x };
    let room = Room {
        area: Area { x, w, ..tray },
    };
    (w > layout.size.text).then_some(room)
}

/// The rooms of those who have not called yet, so many of each: side by side where there are both.
pub(super) fn before_call(layout: &Layout, counts: [usize; 2]) -> [Room; 2] {
    let area = layout.before_services();
    let share = if counts.contains(&0) { 1.0 } else { 0.5 };
    let w = area.w * share;
    let x = area.right() - w;
    [Area { w, ..area }, Area { x, w, ..area }].map(|area| Room { area })
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
