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

use super::area::Area;
use super::grid::{APART, CLOSEST, Room, Seats};
use crate::sim::parts::{PartId, PartKind};
use crate::sim::shop::Shop;

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
const CROWDS: f64 = 140.0;
const ROW_IN: f64 = 35.0;
const ROWS_IN: f64 = 42.0;

/// Below this height every part gets the same: a line of words, and below it a strip for its seats. Those who wait stand in
/// the line, behind its name, which needs so much, in times the text's size; figures have no room.
const LOWEST: f64 = 110.0;
const NAME: f64 = 6.2;
/// Users need so much there.
const LINE_IN: f64 = 30.0;

/// A part and how many seats it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Which.
    pub part: PartId,
    /// Seats it has by its settings; `None`: without limit.
    pub seats: Option<u32>,
}

impl Plan {
    /// Of every part of a shop.
    pub fn of(shop: &Shop) -> Vec<Self> {
        let plan = |&part| Self {
            part,
            seats: shop.room_of(part),
        };
        shop.parts().iter().map(plan).collect()
    }
}

/// A part laid out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Which.
    pub part: PartId,
    /// Its box.
    pub area: Area,
    /// Where its title and its figures stand.
    pub title: Area,
    /// Its seats, if it has any.
    pub seats: Seats,
    /// How many of them it should show.
    wanted: usize,
    /// Where those stand who wait in it.
    pub room: Room,
    /// Where a line of words may stand while nobody is there.
    pub note: Area,
    /// Where a word on what left it dead may stand; no height: there is no room for it.
    pub tray: Area,
}

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

/// Seats that are shown one by one, at most.
const SHOWN: usize = 400;

impl Layout {
    /// The layout of a lane of this size with these parts.
    pub fn new(plans: &[Plan], size: Size) -> Self {
        let size = Size {
            width: size.width.max(120.0),
            height: size.height.max(80.0),
            ..size
        };
        let bands = bands(size);
        let services = plans.iter().filter(|p| band_of(p.part.kind) == 3).count();
        let mut column = 0;
        let places = plans.iter().map(|plan| {
            let band = bands[band_of(plan.part.kind)];
            let (columns, at) = match plan.part.kind {
                PartKind::Service | PartKind::Workers => {
                    column += 1;
                    (services.max(1), column - 1)
                }
                PartKind::Users | PartKind::Checkout | PartKind::Queue => (1, 0),
            };
            place(*plan, band, size, columns, at)
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

/// In which band a part stands.
pub fn band_of(kind: PartKind) -> usize {
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
fn gap(size: Size) -> f64 {
    if size.height < LOWEST {
        return 2.0;
    }
    (size.height * 0.03).max(4.0).min(16.0)
}

fn place(plan: Plan, band: Span, size: Size, columns: usize, column: usize) -> Place {
    let between = 8.0;
    let w = (size.width - between * (columns as f64 - 1.0)) / columns as f64;
    let area = Area {
        x: (w + between) * column as f64,
        y: band.y,
        w,
        h: band.h - gap(size),
    };
    let pad = if w < 240.0 { 7.0 } else { 12.0 };
    let lowest = size.height < LOWEST;
    let line = size.text * if lowest { 1.05 } else { 1.35 };
    let users = plan.part.kind == PartKind::Users;
    // A title and its figures stand below each other where there is no room beside.
    let two_lines = !users && w < size.text * 21.0 && area.h > line * 3.2;
    // (Users have no box: what is said of them may be as wide as the lane.)
    let edge = if users { 2.0 } else { pad };
    let title = Area {
        x: area.x + edge,
        y: area.y + if area.h > line * 2.5 { 4.0 } else { 1.0 },
        w: w - 2.0 * edge,
        h: if two_lines { 2.0 * line } else { line },
    };
    let below = Area {
        x: area.x + pad,
        y: title.bottom(),
        w: w - 2.0 * pad,
        h: (area.bottom() - title.bottom()).max(3.0),
    };
    let name = NAME * size.text;
    let beside = Area {
        x: below.x + name,
        y: area.y,
        w: (below.w - name).max(CLOSEST),
        h: title.bottom() - area.y,
    };
    let inside = Area {
        x: area.x + pad,
        // (Whatever is in a part is drawn in it, and be it over the feet of the words.)
        y: (title.bottom() + 2.0).min(area.bottom() - 6.0),
        w: w - 2.0 * pad,
        h: (area.bottom() - title.bottom() - 7.0).max(4.0),
    };
    let tray = match plan.part.kind {
        PartKind::Queue if inside.h > 1.8 * line => Area { h: line, ..inside },
        PartKind::Users
        | PartKind::Checkout
        | PartKind::Queue
        | PartKind::Service
        | PartKind::Workers => Area { h: 0.0, ..inside },
    };
    let apart = APART * size.text;
    let wanted = plan.seats.map_or(0, |n| (n as usize).min(SHOWN));
    let (seats, room) = match plan.part.kind {
        PartKind::Users => {
            let people = Area {
                x: area.x + pad,
                y: title.bottom(),
                w: w - 2.0 * pad,
                h: (area.bottom() - title.bottom()).max(8.0),
            };
            (Seats::default(), Room { area: people })
        }
        PartKind::Queue if lowest => (Seats::default(), Room { area: beside }),
        PartKind::Queue => {
            let area = Area {
                y: tray.bottom(),
                h: inside.h - tray.h,
                ..inside
            };
            (Seats::default(), Room { area })
        }
        PartKind::Checkout if lowest => match plan.seats {
            Some(_) => (Seats::new(below, wanted, apart), Room::default()),
            None => (Seats::default(), Room { area: beside }),
        },
        PartKind::Service | PartKind::Workers if lowest => {
            (Seats::new(below, wanted, apart), Room { area: beside })
        }
        PartKind::Checkout => match plan.seats {
            Some(_) => (Seats::new(inside, wanted, apart), Room::default()),
            // Without a limit there are no seats: whoever is inside stands there.
            None => (Seats::default(), Room { area: inside }),
        },
        PartKind::Service | PartKind::Workers => {
            let rows = match wanted {
                0..=40 => 1.0,
                41..=200 => 2.0,
                _ => 3.0,
            };
            let narrow = if w < 400.0 { 2.0 } else { 1.0 };
            // (Between the words and the seats is the line of those who wait.)
            let most = (inside.h * 0.6).min(inside.h - 9.0);
            let high = (rows * narrow * 15.0_f64).min(most).max(6.0);
            let seats = Area {
                y: inside.bottom() - high,
                h: high,
                ..inside
            };
            let room = Area {
                h: (inside.h - high - 4.0).max(0.0),
                ..inside
            };
            (Seats::new(seats, wanted, apart), Room { area: room })
        }
    };
    let note = match plan.part.kind {
        PartKind::Checkout => {
            let below = inside.y + seats.rows as f64 * seats.row_pitch + 2.0;
            Area {
                y: below,
                h: area.bottom() - below - 2.0,
                ..inside
            }
        }
        PartKind::Users | PartKind::Queue | PartKind::Service | PartKind::Workers => room.area,
    };
    Place {
        part: plan.part,
        area,
        title,
        seats,
        wanted,
        room,
        note,
        tray,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(kind: PartKind, seats: Option<u32>) -> Plan {
        Plan {
            part: PartId::first(kind),
            seats,
        }
    }

    pub(in crate::stage) fn lanes(size: Size) -> [Layout; 2] {
        let sync = [
            plan(PartKind::Users, None),
            plan(PartKind::Checkout, Some(40)),
            plan(PartKind::Service, Some(40)),
        ];
        let queued = [
            plan(PartKind::Users, None),
            plan(PartKind::Checkout, Some(40)),
            plan(PartKind::Queue, None),
            plan(PartKind::Workers, Some(1)),
        ];
        [Layout::new(&sync, size), Layout::new(&queued, size)]
    }

    const SIZES: [(f64, f64, f64); 11] = [
        (140.0, 92.0, 12.6),
        (150.0, 110.0, 12.6),
        (175.0, 150.0, 12.6),
        (175.0, 300.0, 12.6),
        (300.0, 190.0, 12.6),
        (300.0, 230.0, 12.6),
        (490.0, 250.0, 12.6),
        (490.0, 420.0, 12.6),
        (560.0, 500.0, 12.6),
        (620.0, 400.0, 18.0),
        (920.0, 760.0, 18.0),
    ];

    #[test]
    fn both_lanes_line_up_and_nothing_overlaps_at_any_size() {
        for (width, height, text) in SIZES {
            let size = Size {
                width,
                height,
                text,
            };
            let [sync, queued] = lanes(size);
            assert_eq!(sync.bands, queued.bands);
            for lane in [&sync, &queued] {
                for (k, place) in lane.places.iter().enumerate() {
                    assert!(place.area.bottom() <= height && place.area.right() <= width);
                    for other in &lane.places[k + 1..] {
                        assert!(!place.area.overlaps(other.area), "{width}x{height}");
                    }
                    assert!(place.title.bottom() <= place.area.bottom() + 1.0);
                }
            }
            let checkout = sync.of(PartKind::Checkout).expect("there is one");
            assert!(checkout.seats.places() >= 40, "{width}x{height}");
            let seats =
                checkout.seats.area.y + checkout.seats.rows as f64 * checkout.seats.row_pitch;
            assert!(
                seats <= checkout.area.bottom(),
                "{width}x{height}: {seats} {checkout:?}"
            );
        }
    }

    #[test]
    fn several_services_stand_side_by_side_in_equal_columns() {
        let mut plans = vec![
            plan(PartKind::Users, None),
            plan(PartKind::Checkout, Some(40)),
        ];
        for index in 0..6 {
            let kind = PartKind::Service;
            plans.push(Plan {
                part: PartId { kind, index },
                seats: Some(40),
            });
        }
        let layout = Layout::new(
            &plans,
            Size {
                width: 490.0,
                height: 420.0,
                text: 12.6,
            },
        );
        let services: Vec<Area> = layout.places[2..].iter().map(|p| p.area).collect();
        assert_eq!(services.len(), 6);
        for two in services.windows(2) {
            assert_eq!((two[0].y, two[0].w), (two[1].y, two[1].w));
            assert!(two[0].right() < two[1].x);
        }
    }
}
