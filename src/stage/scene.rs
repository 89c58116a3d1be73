//! What is on the stage: a pure function of a shop, a layout and what is passing.
//!
//! * A **tether** is a request that is held: a taut line from its user through Checkout to Payment, for as long as it
//!   is held. A wall of them is the lesson of the sync side.
//! * A **slot** is a thread or a worker; filled while it is busy, hollow when idle, hatched when it works on an order
//!   whose caller gave up, dashed when it is not connected.
//! * A **dot** is an order, until there are too many; then one dot stands for several, and the stage says so.

use super::choreography::Choreography;
use super::layout::{Grid, Layout};
use super::{passing, places};
use crate::sim::http::Stage;
use crate::sim::ledger::{Charge, Told};
use crate::sim::shop::{Shop, Wiring};
use crate::sim::time::Micros;
use crate::sim::trace::Leg;

/// What something is drawn as: the painter knows the colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// The lane's own colour.
    Lane,
    /// It went well.
    Good,
    /// It failed.
    Bad,
    /// It goes on though nobody waits.
    Ghost,
    /// Idle.
    Idle,
}

/// The sign on a dot: outcomes are told by shape too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A plain dot: an order under way.
    Dot,
    /// A ring: a user who waits.
    Ring,
    /// A tick: paid.
    Tick,
    /// A cross: refused or failed.
    Cross,
    /// An ellipsis: accepted, to be paid.
    Accepted,
    /// A hollow, broken ring: lost.
    Lost,
    /// A small dot: an acknowledgement.
    Small,
    /// A triangle, point up: a message with a priority, ready in the queue.
    Urgent,
}

/// Something to draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mark {
    /// A taut line, by way of these points.
    Tether {
        /// From, via, to.
        points: [(f64, f64); 4],
        /// How.
        ink: Ink,
    },
    /// A filled band: tethers too many to draw.
    Band {
        /// Left, top, right, bottom.
        area: (f64, f64, f64, f64),
        /// How strong, 0 to 1.
        strength: f64,
    },
    /// A thread or a worker.
    Slot {
        /// Its middle.
        at: (f64, f64),
        /// Width and height.
        size: (f64, f64),
        /// How.
        ink: Ink,
        /// How much of its work is done, 0 to 1; `None`: idle.
        done: Option<f64>,
        /// It is not connected.
        dashed: bool,
    },
    /// An order.
    Dot {
        /// Its middle.
        at: (f64, f64),
        /// Its radius.
        radius: f64,
        /// How.
        ink: Ink,
        /// Its sign.
        sign: Sign,
        /// The HTTP status written beside it; 0 = none.
        label: u16,
    },
    /// Around the order that is looked at.
    Halo {
        /// Its middle.
        at: (f64, f64),
    },
}

/// What is on the stage of one lane.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// What to draw, in this order.
    pub marks: Vec<Mark>,
    /// Orders per dot among the users and in the queue; 1 as long as there is room.
    pub orders_per_dot: usize,
    /// Marks that stand; those after them move.
    standing: usize,
}

/// More passing orders than this carry no label.
const LABELLED: usize = 6;

/// The scene of a shop; `selected` is the order to ring.
pub fn lane(
    shop: &Shop,
    layout: &Layout,
    passing: &Choreography,
    now: Micros,
    selected: Option<u64>,
) -> Scene {
    // One scale for the whole stage: a dot among the users and a dot in the queue stand for as many orders.
    let users = orders_per_dot(crowd(shop).0, layout.crowd.places());
    let queued = orders_per_dot(shop.queue().ready().len(), layout.ready.places());
    let mut scene = Scene {
        marks: Vec::new(),
        orders_per_dot: users.max(queued),
        standing: 0,
    };
    scene.users(shop, layout);
    scene.tethers(shop, layout);
    scene.checkout(shop, layout);
    scene.payment(shop, layout, now);
    scene.queue(shop, layout);
    scene.standing = scene.marks.len();
    scene.movements(layout, passing);
    if selected.is_some() {
        let places = places::of(shop, layout, passing, scene.orders_per_dot);
        let chosen = places.iter().filter(|p| Some(p.number) == selected);
        scene.marks.extend(chosen.map(|p| Mark::Halo { at: p.at }));
    }
    scene
}

/// The crowd above Checkout: those who wait for a thread, or else those who were told 202 and are not paid yet.
fn crowd(shop: &Shop) -> (usize, Sign) {
    let waiting = shop.checkout().line().len();
    if waiting > 0 || shop.wiring() == Wiring::Sync {
        return (waiting, Sign::Ring);
    }
    let promised = shop.ledger().at(Told::Accepted, Charge::Pending);
    (promised as usize, Sign::Accepted)
}

/// Round factors, so that "1 dot = 25 orders" is a number one can count with.
fn orders_per_dot(orders: usize, places: usize) -> usize {
    let factors = [
        1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000,
    ];
    let fits = |f: &&usize| orders.div_ceil(**f) <= places;
    *factors.iter().find(fits).unwrap_or(&100_000)
}

impl Scene {
    /// For readers who wish for less motion: what passes between two parts is not shown on its way.
    pub fn stand_still(&mut self) {
        self.marks.truncate(self.standing);
    }

    fn dot(&mut self, at: (f64, f64), radius: f64, ink: Ink, sign: Sign) {
        self.marks.push(Mark::Dot {
            at,
            radius,
            ink,
            sign,
            label: 0,
        });
    }

    /// Users: those who wait for a thread, and those who were told 202 and are not paid yet.
    fn users(&mut self, shop: &Shop, layout: &Layout) {
        let grid = &layout.crowd;
        let (count, sign) = crowd(shop);
        let waiting = sign == Sign::Ring && count > 0;
        let dots = count.div_ceil(self.orders_per_dot);
        for place in 0..dots {
            // From the bottom row up: a crowd grows away from the door.
            let (column, row) = (place % grid.columns, place / grid.columns);
            let at = grid.at((grid.rows - 1 - row) * grid.columns + column);
            self.dot(at, 3.0, Ink::Lane, sign);
        }
        if waiting {
            let rows = dots.div_ceil(grid.columns).max(1);
            let top = grid.area.bottom() - rows as f64 * grid.row_pitch;
            let half = grid.pitch * dots.min(grid.columns) as f64 / 2.0;
            let middle = grid.area.middle();
            self.marks.push(Mark::Band {
                area: (middle - half, top, middle + half, layout.checkout.y),
                strength: 0.2,
            });
        }
    }

    fn tethers(&mut self, shop: &Shop, layout: &Layout) {
        let shown = layout.threads.places();
        let mut taken = vec![false; shown];
        let mut beyond = 0usize;
        for (token, holder) in shop.checkout().tokens().iter().enumerate() {
            let Some(holder) = holder else { continue };
            // Without a limit (async def) there are more places than can be shown: one tether stands for those that
            // share its place, and the band says that there are more.
            let place = token % shown;
            if std::mem::replace(&mut taken[place], true) {
                beyond += 1;
                continue;
            }
            let (x, slot_y) = layout.threads.at(place);
            let call = shop.order(holder.key).and_then(|o| o.call);
            let reach = call.and_then(|call| self.reach(shop, layout, call, x));
            let via = (x, layout.checkout.bottom());
            let points = match reach {
                Some(end) => [(x, layout.users_y), (x, slot_y), via, end],
                None => [(x, layout.users_y), (x, slot_y), (x, slot_y), (x, slot_y)],
            };
            self.marks.push(Mark::Tether {
                points,
                ink: Ink::Lane,
            });
            self.dot((x, layout.users_y), 3.6, Ink::Lane, Sign::Ring);
        }
        if beyond > 0 {
            let share = beyond as f64 / (beyond + shown) as f64;
            let right = layout.width - layout.threads.area.x;
            self.marks.push(Mark::Band {
                area: (
                    layout.threads.area.x,
                    layout.users_y,
                    right,
                    layout.payment.y,
                ),
                strength: share,
            });
        }
    }

    /// How far down a held call reaches.
    fn reach(
        &self,
        shop: &Shop,
        layout: &Layout,
        call: crate::sim::slab::Key,
        x: f64,
    ) -> Option<(f64, f64)> {
        let call = shop.call(call)?;
        match call.stage {
            Stage::Pooled | Stage::Building => None,
            Stage::Connecting => Some((x, (layout.checkout.bottom() + layout.payment.y) / 2.0)),
            Stage::Serving => {
                let place = call.thread? as usize;
                if place >= layout.servers.places() {
                    return Some((x, layout.payment.y));
                }
                let (x, y) = layout.servers.at(place);
                Some((x, y - 6.0))
            }
            _ => Some((x, layout.payment.y)),
        }
    }

    fn checkout(&mut self, shop: &Shop, layout: &Layout) {
        let station = shop.checkout();
        let shown = layout.threads.places();
        let capacity = (station.capacity() as usize).min(shown);
        let tokens = station.tokens();
        let places = capacity.max(tokens.len().min(shown));
        for place in 0..places {
            let held = tokens
                .iter()
                .skip(place)
                .step_by(shown)
                .any(Option::is_some);
            if !held && place >= capacity {
                continue;
            }
            let ink = if held { Ink::Lane } else { Ink::Idle };
            self.slot(&layout.threads, place, ink, held.then_some(1.0), false);
        }
    }

    fn payment(&mut self, shop: &Shop, layout: &Layout, now: Micros) {
        let grid = &layout.servers;
        let shown = grid.places();
        let share = |since: Micros, until: Micros| {
            let span = until.saturating_sub(since).max(1) as f64;
            (now.saturating_sub(since) as f64 / span).min(1.0)
        };
        if shop.wiring() == Wiring::Sync {
            let tokens = shop.payment().tokens();
            let capacity = shop.payment().capacity() as usize;
            let up = !shop.faults().payment_down;
            for place in 0..capacity.max(tokens.len()).min(shown) {
                let call = tokens.get(place).copied().flatten();
                let call = call.and_then(|holder| shop.call(holder.key));
                let (ink, done) = match call {
                    Some(c) if c.stage != Stage::Serving => (Ink::Lane, Some(1.0)),
                    Some(c) if c.awaited => (Ink::Lane, Some(share(c.since, c.until))),
                    Some(c) => (Ink::Ghost, Some(share(c.since, c.until))),
                    None if place < capacity => (Ink::Idle, None),
                    None => continue,
                };
                self.slot(grid, place, ink, done, !up);
            }
            return;
        }
        for (place, consumer) in shop.consumers().iter().enumerate().take(shown) {
            if consumer.retired && consumer.working.is_none() {
                continue;
            }
            let done = consumer.working.map(|w| share(w.since, w.until));
            let ink = match consumer.working {
                Some(work) if work.message.is_none() => Ink::Ghost,
                Some(_) => Ink::Lane,
                None => Ink::Idle,
            };
            self.slot(grid, place, ink, done, !consumer.connected);
        }
    }

    fn slot(&mut self, grid: &Grid, place: usize, ink: Ink, done: Option<f64>, dashed: bool) {
        self.marks.push(Mark::Slot {
            at: grid.at(place),
            size: (grid.pitch - 3.0, grid.row_pitch - 5.0),
            ink,
            done,
            dashed,
        });
    }

    fn queue(&mut self, shop: &Shop, layout: &Layout) {
        if layout.queue.is_none() {
            return;
        }
        let ready = shop.queue().ready();
        let factor = self.orders_per_dot;
        let dots = ready.len().div_ceil(factor);
        for place in 0..dots {
            let head = ready.get(place * factor).and_then(|&key| shop.message(key));
            let sign = match head {
                Some(message) if message.redelivered => Sign::Ring,
                Some(message) if message.priority > 0 => Sign::Urgent,
                _ => Sign::Dot,
            };
            self.dot(layout.ready.at(place), 3.4, Ink::Lane, sign);
        }
    }

    /// What passes between two parts.
    fn movements(&mut self, layout: &Layout, passing: &Choreography) {
        let labelled = passing.moving().take(LABELLED + 1).count() <= LABELLED;
        for (movement, share, thread) in passing.moving() {
            let hop = &movement.hop;
            let (ink, sign) = passing::look(hop);
            self.marks.push(Mark::Dot {
                at: passing::position(layout, hop, share, thread),
                radius: if sign == Sign::Small { 2.5 } else { 5.0 },
                ink,
                sign,
                label: if labelled && hop.leg == Leg::Answer {
                    hop.status
                } else {
                    0
                },
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::{Model, Msg};
    use crate::experiment::value::Value;
    use crate::sim::engine::Side;

    fn count(scene: &Scene, f: impl Fn(&Mark) -> bool) -> usize {
        scene.marks.iter().filter(|m| f(m)).count()
    }

    /// One of three is urgent: of twelve at once, four stand before all others, but for the one that was taken first.
    #[test]
    fn urgent_messages_are_triangles_and_stand_first() {
        let mut model = Model::default();
        for (name, value) in [("max_priority", 5.0), ("urgent_every", 3.0)] {
            model.update(Msg::Set(name, Value::Number(value)));
        }
        model.update(Msg::Crowd(Side::Async, 12));
        for _ in 0..20 {
            model.frame(50_000, &mut || true);
        }
        let scene = scene_of(&model, Side::Async);
        let ready: Vec<Sign> = scene
            .marks
            .iter()
            .filter_map(|mark| match mark {
                Mark::Dot {
                    radius: 3.4, sign, ..
                } => Some(*sign),
                _ => None,
            })
            .collect();
        assert_eq!(ready.len(), 11);
        assert_eq!(ready[..4], [Sign::Urgent; 4]);
        assert_eq!(ready[4..], [Sign::Dot; 7]);
    }

    fn scene_of(model: &Model, side: Side) -> Scene {
        let shop = model.shop(side);
        let layout = Layout::new(shop.wiring(), 560.0, false);
        lane(
            shop,
            &layout,
            model.movements(side),
            model.run().clock(),
            None,
        )
    }

    fn busy(orders: u32, frames: u32) -> Model {
        let mut model = Model::default();
        model.update(Msg::Crowd(Side::Both, orders));
        for _ in 0..frames {
            model.frame(16_667, &mut || true);
        }
        model
    }

    #[test]
    fn as_many_tethers_as_requests_are_held() {
        let model = busy(34, 60);
        let scene = scene_of(&model, Side::Sync);
        let tethers = count(&scene, |m| matches!(m, Mark::Tether { .. }));
        assert_eq!(tethers, model.shop(Side::Sync).open() as usize);
        assert_eq!(tethers, 34);
        let scene = scene_of(&model, Side::Async);
        assert_eq!(count(&scene, |m| matches!(m, Mark::Tether { .. })), 0);
    }

    #[test]
    fn a_tether_reaches_from_its_user_to_the_server_that_works_for_it() {
        let model = busy(1, 60);
        let layout = Layout::new(Wiring::Sync, 560.0, false);
        let scene = scene_of(&model, Side::Sync);
        let ends = scene.marks.iter().find_map(|m| match m {
            Mark::Tether { points, .. } => Some((points[0], points[3])),
            _ => None,
        });
        let (user, server) = ends.expect("one tether");
        assert_eq!(user.1, layout.users_y);
        assert!(server.1 > layout.payment.y);
    }

    #[test]
    fn too_many_to_draw_become_a_counted_band() {
        let model = busy(1000, 120);
        let scene = scene_of(&model, Side::Sync);
        assert!(count(&scene, |m| matches!(m, Mark::Band { .. })) > 0);
        assert!(scene.orders_per_dot > 1);
        assert!(scene.marks.len() < 2_000);
    }

    #[test]
    fn dots_stand_for_round_numbers() {
        assert_eq!(orders_per_dot(60, 60), 1);
        assert_eq!(orders_per_dot(61, 60), 2);
        assert_eq!(orders_per_dot(960, 60), 25);
        assert_eq!(orders_per_dot(0, 60), 1);
    }
}
