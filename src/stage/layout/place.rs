//! A part in its band: its box, and what stands where in it.

use super::bands::{LOWEST, Size, Span, gap};
use crate::sim::parts::{PartId, PartKind};
use crate::sim::shop::Shop;
use crate::stage::area::Area;
use crate::stage::grid::{APART, CLOSEST, Room, Seats};

/// Seats that are shown one by one, at most.
const SHOWN: usize = 400;

/// Where a stage is lowest, those who wait stand in the line of words, behind the name of their part, which needs so much,
/// in times the text's size.
const NAME: f64 = 6.2;
/// The same of the short name that one of several services has there.
const SHORT_NAME: f64 = 3.3;
/// The same of two letters, where six stand in a row.
const LETTERS: f64 = 2.4;

/// Narrower than this a box has its words nearer to its edges: one of six services; one of four on a phone; one of six there.
const ONE_OF_MANY: f64 = 80.0;
const NARROWEST: f64 = 44.0;
const ONE_OF_SIX: f64 = 30.0;

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
    /// How wide its name may be: beside it stand those who wait.
    pub named: f64,
    /// Its seats, if it has any.
    pub seats: Seats,
    /// How many of them it should show.
    pub(super) wanted: usize,
    /// Where those stand who wait in it.
    pub room: Room,
    /// Where a line of words may stand while nobody is there.
    pub note: Area,
    /// Where a word on what left it dead may stand; no height: there is no room for it.
    pub tray: Area,
}

/// The rectangles of a box, whoever stands in it.
struct Frame {
    area: Area,
    title: Area,
    /// The room of the name alone, where others stand beside it.
    named: f64,
    /// All that is below the title.
    below: Area,
    /// The rest of the title's line, behind its name.
    beside: Area,
    /// What is left for those who are in it.
    inside: Area,
    /// The height of a line of words.
    line: f64,
}

/// A part in its band: in the given one of so many columns.
pub(super) fn place(plan: Plan, band: Span, size: Size, columns: usize, column: usize) -> Place {
    let kind = plan.part.kind;
    let frame = Frame::new(kind, band, size, columns, column);
    let tray = frame.tray(kind);
    let wanted = plan.seats.map_or(0, |n| (n as usize).min(SHOWN));
    let (seats, area) = match size.height < LOWEST {
        true => frame.lowest(plan, wanted, size.text),
        false => frame.seats_and_room(plan, wanted, size.text, tray),
    };
    Place {
        part: plan.part,
        area: frame.area,
        title: frame.title,
        named: frame.named,
        seats,
        wanted,
        room: Room { area },
        note: frame.note(kind, seats, area),
        tray,
    }
}

impl Frame {
    fn new(kind: PartKind, band: Span, size: Size, columns: usize, column: usize) -> Self {
        let between = match size.width {
            w if columns > 4 && w < 300.0 => 4.0,
            _ => 8.0,
        };
        let w = (size.width - between * (columns as f64 - 1.0)) / columns as f64;
        let area = Area {
            x: (w + between) * column as f64,
            y: band.y,
            w,
            h: band.h - gap(size),
        };
        let pad = match w {
            w if w < ONE_OF_SIX => 0.0,
            w if w < NARROWEST => 2.0,
            w if w < ONE_OF_MANY => 4.0,
            w if w < 240.0 => 7.0,
            _ => 12.0,
        };
        let lowest = size.height < LOWEST;
        let line = size.text * if lowest { 1.05 } else { 1.35 };
        let users = kind == PartKind::Users;
        // A title and its figures stand below each other where there is no room beside.
        let two_lines = !users && w < size.text * 21.0 && area.h > line * 3.2;
        // (Users have no box: what is said of them may be as wide as the lane.)
        let edge = if users { 2.0 } else { pad };
        let name = match w - 2.0 * pad {
            room if !lowest || users || columns == 1 || room > 2.0 * NAME * size.text => {
                NAME * size.text
            }
            room if room > SHORT_NAME * size.text + 3.0 * CLOSEST => SHORT_NAME * size.text,
            room if room > LETTERS * size.text + CLOSEST => LETTERS * size.text,
            // Rather those who wait than whom they wait for.
            _ => 0.0,
        };
        let title = Area {
            x: area.x + edge,
            y: area.y + if area.h > line * 2.5 { 4.0 } else { 1.0 },
            w: if name == 0.0 { 0.0 } else { w - 2.0 * edge },
            h: if two_lines { 2.0 * line } else { line },
        };
        let below = Area {
            x: area.x + pad,
            y: title.bottom(),
            w: w - 2.0 * pad,
            h: (area.bottom() - title.bottom()).max(3.0),
        };
        let beside = Area {
            x: below.x + name,
            y: area.y,
            w: (below.w - name).max(CLOSEST),
            h: title.bottom() - area.y,
        };
        let inside = Area {
            // (Whatever is in a part is drawn in it, and be it over the feet of the words.)
            y: (title.bottom() + 2.0).min(area.bottom() - 6.0),
            h: (area.bottom() - title.bottom() - 7.0).max(4.0),
            ..below
        };
        Self {
            area,
            title,
            named: match lowest && columns > 1 {
                true => name - 8.0,
                false => title.w - 6.0,
            },
            below,
            beside,
            inside,
            line,
        }
    }

    fn tray(&self, kind: PartKind) -> Area {
        let h = match kind {
            PartKind::Queue if self.inside.h > 1.8 * self.line => self.line,
            PartKind::Users
            | PartKind::Checkout
            | PartKind::Queue
            | PartKind::Service
            | PartKind::Workers => 0.0,
        };
        Area { h, ..self.inside }
    }

    /// Seats, and where those stand who wait, on the lowest of stages: in a strip, and in the line of words.
    fn lowest(&self, plan: Plan, wanted: usize, text: f64) -> (Seats, Area) {
        let seats = || Seats::new(self.below, wanted, APART * text);
        match (plan.part.kind, plan.seats) {
            (PartKind::Users, _) => (Seats::default(), self.crowd()),
            (PartKind::Queue, _) | (PartKind::Checkout, None) => (Seats::default(), self.beside),
            (PartKind::Checkout, Some(_)) => (seats(), Area::default()),
            (PartKind::Service | PartKind::Workers, _) => (seats(), self.beside),
        }
    }

    /// The same on any other.
    fn seats_and_room(&self, plan: Plan, wanted: usize, text: f64, tray: Area) -> (Seats, Area) {
        let inside = self.inside;
        let apart = APART * text;
        match (plan.part.kind, plan.seats) {
            (PartKind::Users, _) => (Seats::default(), self.crowd()),
            (PartKind::Queue, _) => {
                let area = Area {
                    y: tray.bottom(),
                    h: inside.h - tray.h,
                    ..inside
                };
                (Seats::default(), area)
            }
            (PartKind::Checkout, Some(_)) => (Seats::new(inside, wanted, apart), Area::default()),
            // Without a limit there are no seats: whoever is inside stands there.
            (PartKind::Checkout, None) => (Seats::default(), inside),
            (PartKind::Service | PartKind::Workers, _) => {
                let (seats, room) = self.seats_below(wanted);
                (Seats::new(seats, wanted, apart), room)
            }
        }
    }

    /// Users stand in all of their band.
    fn crowd(&self) -> Area {
        Area {
            h: self.below.h.max(8.0),
            ..self.below
        }
    }

    /// Seats at the bottom of the box; between them and the words is the line of those who wait.
    fn seats_below(&self, wanted: usize) -> (Area, Area) {
        let inside = self.inside;
        let rows = match wanted {
            0..=40 => 1.0,
            41..=200 => 2.0,
            _ => 3.0,
        };
        let narrow = if self.area.w < 400.0 { 2.0 } else { 1.0 };
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
        (seats, room)
    }

    fn note(&self, kind: PartKind, seats: Seats, room: Area) -> Area {
        match kind {
            PartKind::Checkout => {
                let below = self.inside.y + seats.rows as f64 * seats.row_pitch + 2.0;
                Area {
                    y: below,
                    h: self.area.bottom() - below - 2.0,
                    ..self.inside
                }
            }
            PartKind::Users | PartKind::Queue | PartKind::Service | PartKind::Workers => room,
        }
    }
}
