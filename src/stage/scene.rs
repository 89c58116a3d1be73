//! What is on the stage: a pure function of a shop, a layout and what is passing.
//!
//! * A **tether** is a request that is held: a taut line from its user through Checkout to a service, for as long as it
//!   is held. A wall of them is the lesson of the sync side.
//! * A **seat** is a thread or a worker; filled while it is busy, quiet when idle, hatched when it works on an order
//!   whose caller gave up, dashed when it is not connected.
//! * A **dot** is an order, where it waits; with its number while there are few. A **figure** is a user.
//!
//! Where there are too many to draw, one mark stands for several, for as many in both lanes, and the stage says so.

use super::layout::{Layout, Place};
use super::marks::{Ink, Mark, Sign};
use super::people::{self, Mood, People};
use super::sight::View;
use super::text::{wide_on_dot, width};
use super::{passing, places, standing};
use crate::sim::ledger::Reason;
use crate::sim::parts::{Doing, PartId, PartKind, Reach, Seat, Waiting};
use crate::sim::shop::Shop;
use crate::sim::time::{Micros, SECOND};
use crate::sim::trace::Leg;

/// What is on the stage of one lane.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// What to draw, in this order.
    pub marks: Vec<Mark>,
    /// Marks that stand; those after them move.
    standing: usize,
}

/// So many calls have a line each, also those that one order makes at once. (Of a crowd they would be a wall of one colour.)
const SEEN_AT_ONCE: u64 = 24;

/// Round factors, so that "1 mark = 25 orders" is a number one can count with.
const FACTORS: [usize; 15] = [
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000,
];

/// As many orders as a mark has to stand for, so that all of this lane's are seen. The whole stage takes the greater
/// one of its lanes: a mark is as many orders left and right.
pub fn orders_per_mark(shop: &Shop, layout: &Layout) -> usize {
    let crowd = people::Crowd::of(shop);
    let shares = layout
        .places
        .iter()
        .flat_map(|place| rooms(shop, layout, place));
    let shares: Vec<(usize, usize)> = shares.collect();
    let fits = |factor: usize| {
        people::fit(shop, crowd, layout, factor)
            && shares
                .iter()
                .all(|(count, room)| count.div_ceil(factor) <= *room)
    };
    let found = FACTORS.into_iter().find(|&factor| fits(factor));
    found.unwrap_or(100_000)
}

/// How many stand in each room of a part, and how many marks there is room for.
fn rooms(shop: &Shop, layout: &Layout, place: &Place) -> Vec<(usize, usize)> {
    match place.part.kind {
        // (They are figures: people::fit.)
        PartKind::Users => vec![],
        PartKind::Checkout => {
            let [a, b] = shop.before_call().map(|line| line.len());
            let rooms = standing::before_call(layout, [a, b]);
            let mut all = vec![(a, rooms[0].capacity()), (b, rooms[1].capacity())];
            if shop.room_of(place.part).is_none() {
                let held = shop.checkout().held() as usize;
                let tethers = standing::most_tethers(layout, place);
                all.push((held, place.room.capacity().min(tethers)));
            }
            all
        }
        PartKind::Service => {
            let lines = shop.lines(place.part);
            let all = lines.iter().map(|line| (line.len(), place.room.capacity()));
            all.collect()
        }
        PartKind::Queue => {
            let lines = shop.lines(place.part);
            let of = |waits| Some(standing::in_queue(shop, layout, place, waits)?.capacity());
            let all = lines.iter();
            all.filter_map(|line| Some((line.len(), of(line.waits)?)))
                .collect()
        }
        PartKind::Workers => {
            let lines = shop.lines(place.part);
            let longest = lines.iter().map(|line| line.len()).max().unwrap_or(0);
            vec![(longest, standing::buffer(shop, place, 0).capacity())]
        }
    }
}

/// More passing orders than this carry no label.
const LABELLED: usize = 6;

/// The scene of a shop; `selected` is the order to ring.
pub fn lane(view: View, selected: Option<u64>) -> Scene {
    let View { shop, layout, .. } = view;
    let mut scene = Scene::default();
    let people = people::people(shop, layout, view.orders_per_mark);
    scene.tethers(view, &people);
    scene.people(view, &people);
    for place in &layout.places {
        scene.seats(view, place);
        scene.waiting(view, place);
    }
    scene.standing = scene.marks.len();
    scene.movements(view, &people);
    scene.number(layout.size.text);
    if selected.is_some() {
        let all = places::of(view);
        let chosen = all.iter().filter(|p| Some(p.number) == selected);
        scene.marks.extend(chosen.map(|p| Mark::Halo {
            at: p.at,
            radius: layout.size.text * 0.72,
        }));
    }
    scene
}

impl Scene {
    /// For readers who wish for less motion: what passes between two parts is not shown on its way.
    pub fn stand_still(&mut self) {
        self.marks.truncate(self.standing);
    }

    /// A number that is wider than its dot is not written.
    fn number(&mut self, text: f64) {
        for mark in &mut self.marks {
            if let Mark::Dot { number, radius, .. } = mark
                && wide_on_dot(*number, text) >= 2.0 * *radius
            {
                *number = 0;
            }
        }
    }

    fn people(&mut self, view: View, people: &People) {
        let height = match people.few {
            true => view.layout.figure(),
            false => view.layout.small_figure(),
        };
        // (Between a line's edge and its letters there is some room.)
        let told = view.layout.of(PartKind::Users);
        let told = told.map_or(0.0, |p| p.title.bottom() - 4.0);
        for person in &people.figures {
            let ink = match person.mood {
                Mood::Waits | Mood::Told => Ink::Lane,
                Mood::Refused => Ink::Bad,
                Mood::Harmed => Ink::Ghost,
            };
            self.marks.push(Mark::Person {
                at: person.at,
                height,
                ink,
                mood: person.mood,
            });
            if !people.few {
                continue;
            }
            let waited = person.since.map(|since| view.now.saturating_sub(since));
            let text = match (waited, person.mood) {
                (Some(waited), _) => tenths(waited),
                (None, Mood::Harmed) if person.twice => format!("{} 2×", person.status),
                (None, Mood::Harmed) if person.lost => format!("{} ◌", person.status),
                (None, Mood::Harmed) => format!("{} ⚠", person.status),
                (None, Mood::Waits | Mood::Told | Mood::Refused) => person.status.to_string(),
            };
            let (x, y) = person.at;
            let size = view.layout.size.text;
            // Above its figure; beside it where that is what is said of all of them.
            let at = match y - height * 0.62 - size {
                top if top >= told => (x, y - height * 0.62),
                _ => (x + height * 0.45 + width(&text, size) / 2.0, y + size / 2.0),
            };
            self.marks.push(Mark::Word { at, text, ink });
        }
    }

    fn tethers(&mut self, view: View, people: &People) {
        let layout = view.layout;
        let few = people.few;
        let checkout = PartId::first(PartKind::Checkout);
        let below = layout.below_checkout();
        let mut before = match layout.of(PartKind::Checkout) {
            Some(place) if few => standing::waiting(view, place),
            Some(_) | None => vec![],
        };
        before.retain(|(_, _, at)| at.1 > below);
        for held in standing::held(view, few) {
            let seat = held.at;
            let user = people.find(held.number).filter(|_| few);
            let top = match user {
                // Nobody is at its upper end any more.
                _ if !held.awaited => seat,
                Some(person) => (person.at.0, person.at.1 + layout.figure() * 0.55),
                None => (seat.0, layout.users_y + 4.0),
            };
            // Who has not set out waits below their thread.
            let waits = before.iter().find(|(_, one, _)| one.number == held.number);
            let end = match waits {
                Some((.., at)) => *at,
                None => match view.shop.reach_of(held.token as u32) {
                    None => seat,
                    Some(reach) => end_of(layout, reach, seat),
                },
            };
            self.marks.push(Mark::Tether {
                points: [top, seat, end],
            });
            // Of several calls at once each has its own.
            if waits.is_none() && view.shop.sent() * layout.services() <= SEEN_AT_ONCE {
                let others = view.shop.reaches_of(held.token as u32).skip(1);
                self.marks.extend(others.map(|reach| Mark::Tether {
                    points: [seat, seat, end_of(layout, reach, seat)],
                }));
            }
            // (A thread is always one: where a mark stands for several, its tether alone says that somebody holds it.)
            let is_mark = view.orders_per_mark <= 1 || view.shop.room_of(checkout).is_none();
            if !few && held.awaited && is_mark {
                self.dot(top, 3.2, Ink::Lane, Sign::Ring, 0);
            }
            if few && waits.is_none() {
                let at = riding(layout, seat, end);
                let radius = layout.size.text * 0.72;
                self.dot(at, radius, Ink::Lane, Sign::Dot, held.number + 1);
            }
        }
    }

    fn seats(&mut self, view: View, place: &Place) {
        let capacity = match view.shop.room_of(place.part) {
            Some(capacity) => capacity as usize,
            None => return,
        };
        let idle = Seat {
            number: None,
            doing: Doing::Idle,
            span: None,
            connected: place.part.kind != PartKind::Service
                || !view.shop.faults_of(place.part.index).payment_down,
        };
        let shown = place.seats.places();
        let taken = view.shop.seats(place.part);
        let all = taken.map(Some).chain(std::iter::repeat(None));
        for (k, seat) in all.take(shown).enumerate() {
            let seat = seat.unwrap_or(idle);
            // A pool that was made smaller keeps its held places, and drops the others.
            if k >= capacity && seat.number.is_none() {
                if k >= view.shop.seats(place.part).count() {
                    break;
                }
                continue;
            }
            self.seat(view, place, k, seat, idle.connected);
        }
    }

    fn seat(&mut self, view: View, place: &Place, k: usize, seat: Seat, up: bool) {
        let ink = match seat.doing {
            Doing::Idle => Ink::Idle,
            Doing::Busy => Ink::Lane,
            Doing::ForNobody => Ink::Ghost,
        };
        let share = |(since, until): (Micros, Micros)| {
            let span = until.saturating_sub(since).max(1) as f64;
            (view.now.saturating_sub(since) as f64 / span).min(1.0)
        };
        let done = seat.number.map(|_| seat.span.map_or(1.0, share));
        let at = place.seats.at(k);
        self.marks.push(Mark::Seat {
            at,
            size: place.seats.size,
            ink,
            done,
            dashed: !seat.connected || !up,
        });
        // A worker's order is seen beside it while there is room for its number, and none lies on the next one; and while a
        // dot is one order.
        let radius = view.layout.size.text * 0.72;
        let apart = place.seats.rows == 1 && place.seats.pitch >= 2.0 * radius - 1.0;
        let few = view.shop.sent() <= 99 && apart && view.orders_per_mark <= 1;
        if let Some(number) = seat.number
            && place.part.kind == PartKind::Workers
            && few
            && place.room.area.h > view.layout.size.text * 1.5
        {
            let above = (at.0, at.1 - place.seats.size.1 / 2.0 - radius - 1.5);
            self.dot(above, radius, ink, Sign::Dot, number + 1);
        }
    }

    /// Those who wait in a part, the head at its exit.
    fn waiting(&mut self, view: View, place: &Place) {
        for (standing, one, at) in standing::waiting(view, place) {
            let ink = if one.awaited { Ink::Lane } else { Ink::Ghost };
            let number = if standing.numbered { one.number + 1 } else { 0 };
            self.dot(at, standing.radius, ink, sign_of(&one), number);
        }
    }

    fn dot(&mut self, at: (f64, f64), radius: f64, ink: Ink, sign: Sign, number: u64) {
        self.marks.push(Mark::Dot {
            at,
            radius,
            ink,
            sign,
            number,
            label: 0,
        });
    }

    /// What passes between two parts.
    fn movements(&mut self, view: View, people: &People) {
        let labelled = view.passing.moving().take(LABELLED + 1).count() <= LABELLED;
        for (hop, at) in passing::drawn(view, people) {
            let (ink, sign) = passing::look(&hop);
            let numbered = labelled && people.few && sign == Sign::Dot && hop.lost == Reason::None;
            let radius = match (sign, numbered) {
                (Sign::Small, _) => 2.5,
                (_, true) => view.layout.size.text * 0.72,
                (_, false) => 5.0,
            };
            self.marks.push(Mark::Dot {
                at,
                radius,
                ink,
                sign,
                number: if numbered { hop.number + 1 } else { 0 },
                label: if labelled && hop.leg == Leg::Answer {
                    hop.status
                } else {
                    0
                },
            });
        }
    }
}

/// Where a held request ends below. (A part may be one of several that stand side by side.)
fn end_of(layout: &Layout, reach: Reach, seat: (f64, f64)) -> (f64, f64) {
    let below = layout.below_checkout();
    let top_of = |part| match layout.at(part) {
        Some(p) => {
            let x = seat.0.min(p.area.right() - 3.0).max(p.area.x + 3.0);
            (x, p.area.y)
        }
        None => (seat.0, below),
    };
    match reach {
        Reach::Checkout => seat,
        Reach::Between(part) => {
            let (x, y) = top_of(part);
            ((seat.0 + x) / 2.0, (below + y) / 2.0)
        }
        Reach::Part(part) => top_of(part),
        Reach::Seat(part, place) => match layout.at(part) {
            Some(p) if (place as usize) < p.seats.places() => {
                let (x, y) = p.seats.at(place as usize);
                (x, y - p.seats.size.1 / 2.0)
            }
            Some(_) | None => top_of(part),
        },
    }
}

/// Where the number of a held order rides: just above what it waits for.
fn riding(layout: &Layout, seat: (f64, f64), end: (f64, f64)) -> (f64, f64) {
    let below = layout.below_checkout();
    if end.1 <= below {
        return seat;
    }
    let service = layout.of(PartKind::Service).map_or(end.1, |p| p.area.y);
    let y = end.1.min(service - layout.size.text * 0.9).max(below + 4.0);
    let share = (y - seat.1) / (end.1 - seat.1).max(1.0);
    (seat.0 + (end.0 - seat.0) * share, y)
}

fn sign_of(one: &Waiting) -> Sign {
    match one {
        one if !one.awaited => Sign::Forgotten,
        one if one.urgent => Sign::Urgent,
        one if one.redelivered => Sign::Ring,
        _ => Sign::Dot,
    }
}

/// A time that is still growing: `1.5 s`.
fn tenths(us: Micros) -> String {
    let tenths = us / (SECOND / 10);
    match tenths {
        0..1_000 => format!("{}.{} s", tenths / 10, tenths % 10),
        _ => format!("{} s", tenths / 10),
    }
}

#[cfg(test)]
mod tests;
