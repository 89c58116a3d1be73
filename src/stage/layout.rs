//! Where the parts of a lane stand, for any width.
//!
//! ```text
//!  users     ○ ○ ○            rows of dots
//!            │ │ │
//!  Checkout  ▮▮▮▯             slots, in as many rows as the width asks for
//!            │ │ │
//!  Queue     • • • •          (async only: the sync lane leaves the space to its tethers)
//!            │       2 dead   a word on what left it dead, where something did
//!  Payment   ▮▮▯▯
//! ```
//!
//! A narrow lane is laid out anew, not shrunk: slots wrap into more rows and boxes grow taller.

use crate::sim::shop::Wiring;

/// A rectangle in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// Left.
    pub x: f64,
    /// Top.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Area {
    /// The bottom edge.
    pub fn bottom(self) -> f64 {
        self.y + self.h
    }

    /// The middle, from left to right.
    pub fn middle(self) -> f64 {
        self.x + self.w / 2.0
    }
}

/// A grid of slots or dots inside an area.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Grid {
    /// Where it stands.
    pub area: Area,
    /// Places in a row.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
    /// From one place to the next, across.
    pub pitch: f64,
    /// From one row to the next.
    pub row_pitch: f64,
    /// How far each row stands to the right of the one above: tethers of different rows must not hide each other.
    pub shift: f64,
}

impl Grid {
    fn new(area: Area, pitch: f64, row_pitch: f64, rows: usize) -> Self {
        let columns = (area.w / pitch).floor().max(1.0) as usize;
        Self {
            area,
            columns,
            rows,
            // Spread over the whole width, so that lanes line up at both ends.
            pitch: area.w / columns as f64,
            row_pitch,
            shift: 0.0,
        }
    }

    /// The same with each row a little to the right of the one above, in as many rows as `places` need.
    fn staggered(area: Area, pitch: f64, row_pitch: f64, places: f64) -> Self {
        let rows = (1..).find(|&rows| {
            let room = area.w - pitch * (f64::from(rows) - 1.0) / f64::from(rows);
            (room / pitch).floor().max(1.0) * f64::from(rows) >= places
        });
        let rows = f64::from(rows.unwrap_or(1));
        let shift = pitch / rows;
        let inner = Area {
            w: area.w - shift * (rows - 1.0),
            h: rows * row_pitch,
            ..area
        };
        let grid = Self::new(inner, pitch, row_pitch, rows as usize);
        let shift = if rows > 1.0 { grid.pitch / rows } else { 0.0 };
        Self { shift, ..grid }
    }

    /// Places there are.
    pub fn places(&self) -> usize {
        self.columns * self.rows
    }

    /// The middle of a place. Places are counted row by row and from the middle outwards, so that the first order of
    /// a newcomer stands in the middle of the stage and a crowd grows to both sides.
    pub fn at(&self, place: usize) -> (f64, f64) {
        let (k, row) = (place % self.columns, place / self.columns);
        let middle = self.columns / 2;
        let column = if k % 2 == 0 {
            middle + k / 2
        } else {
            middle - k.div_ceil(2)
        };
        (
            self.area.x + (column as f64 + 0.5) * self.pitch + row as f64 * self.shift,
            self.area.y + (row as f64 + 0.5) * self.row_pitch,
        )
    }
}

/// A lane laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Layout {
    /// The whole lane.
    pub width: f64,
    /// Its height, which follows from its width.
    pub height: f64,
    /// The users: those not served yet.
    pub crowd: Grid,
    /// The line on which those stand who hold a place in Checkout.
    pub users_y: f64,
    /// Checkout's box.
    pub checkout: Area,
    /// Its slots.
    pub threads: Grid,
    /// The queue's box, if there is one.
    pub queue: Option<Area>,
    /// Its ready messages.
    pub ready: Grid,
    /// Where the word on its dead messages ends: right below the queue; where it is narrow above Payment, because what
    /// falls off the queue's head would fall behind it.
    pub tray_bottom: f64,
    /// Payment's box.
    pub payment: Area,
    /// Its slots.
    pub servers: Grid,
}

/// Room for a box's title.
const TITLE: f64 = 34.0;
/// Room inside a box around its slots.
const PAD: f64 = 12.0;
/// The height of a row of slots.
const ROW: f64 = 17.0;
/// Between two boxes.
const GAP: f64 = 46.0;
/// Both in a frame with little height.
const LOW_TITLE: f64 = 28.0;
const LOW_GAP: f64 = 18.0;
/// Places the stage can show one by one in a station, at least.
const SHOWN: f64 = 40.0;

impl Layout {
    /// The layout of a lane this wide (CSS pixels); `low`: in a frame with little height.
    pub fn new(wiring: Wiring, width: f64, low: bool) -> Self {
        let width = width.max(120.0);
        let narrow = width < 300.0;
        // A title and its figures stand below each other where there is no room beside.
        let two_lines = if low { width < 240.0 } else { narrow };
        let pad = if narrow { 8.0 } else { PAD };
        let title = match (two_lines, low) {
            (true, _) => 50.0,
            (false, true) => LOW_TITLE,
            (false, false) => TITLE,
        };
        let gap = if low { LOW_GAP } else { GAP };
        let pitch = if narrow { 10.0 } else { 13.0 };
        let inner = width - 2.0 * pad;
        let slots = |y: f64| {
            let area = Area {
                x: pad,
                y: y + title,
                w: inner,
                h: 0.0,
            };
            Grid::staggered(area, pitch, ROW, SHOWN)
        };
        let boxed = |y: f64, h: f64| Area {
            x: 0.0,
            y,
            w: width,
            h,
        };
        let crowd_area = Area {
            x: pad,
            // Below the label, which takes two lines and the scale a third where it is narrow.
            y: match (narrow, low && !two_lines) {
                (true, true) => 36.0,
                (true, false) => 48.0,
                _ => 24.0,
            },
            w: inner,
            h: if low { 16.0 } else { 32.0 },
        };
        let rows = if low { 2 } else { 4 };
        let crowd = Grid::new(crowd_area, 8.0, 8.0, rows);
        let users_y = crowd_area.bottom() + 10.0;
        let slot_box = title + slots(0.0).area.h + 8.0;
        let checkout = boxed(users_y + gap, slot_box);
        // Where it is narrowest, the queue's figures take two lines.
        let queue_title = if width < 160.0 { title + 14.0 } else { title };
        let queue_box = boxed(checkout.bottom() + gap, queue_title + 28.0);
        let payment = boxed(queue_box.bottom() + gap, slot_box);
        let ready_area = Area {
            x: pad,
            y: queue_box.y + queue_title,
            w: inner,
            h: 20.0,
        };
        Self {
            width,
            height: payment.bottom() + 1.0,
            crowd,
            users_y,
            checkout,
            threads: slots(checkout.y),
            queue: (wiring == Wiring::Async).then_some(queue_box),
            ready: Grid::new(ready_area, 10.0, 10.0, 2),
            tray_bottom: match (low, narrow) {
                (true, _) => queue_box.bottom() + 17.0,
                (false, false) => queue_box.bottom() + 20.0,
                (false, true) => payment.y - 2.0,
            },
            payment,
            servers: slots(payment.y),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_lanes_line_up_and_nothing_overlaps_at_any_width() {
        let widths = [120, 146, 170, 240, 299, 300, 420, 600, 900];
        for (width, low) in widths.into_iter().flat_map(|w| [(w, false), (w, true)]) {
            let sync = Layout::new(Wiring::Sync, f64::from(width), low);
            let queued = Layout::new(Wiring::Async, f64::from(width), low);
            assert_eq!(
                (sync.checkout, sync.payment),
                (queued.checkout, queued.payment)
            );
            let queue = queued.queue.unwrap();
            assert!(sync.users_y < sync.checkout.y);
            assert!(queued.checkout.bottom() < queue.y);
            assert!(queue.bottom() < queued.payment.y);
            let columns = queued.threads.columns;
            let mut xs: Vec<f64> = (0..columns).map(|k| queued.threads.at(k).0).collect();
            xs.sort_by(f64::total_cmp);
            assert!(
                xs.windows(2).all(|x| x[1] - x[0] > 1.0),
                "two slots in one place"
            );
            for (grid, area) in [
                (queued.threads, queued.checkout),
                (queued.ready, queue),
                (queued.servers, queued.payment),
            ] {
                assert!(grid.area.bottom() <= area.bottom());
                let (x, y) = grid.at(grid.places() - 1);
                assert!(x < area.w && y < area.bottom(), "width {width}");
            }
            assert!(queued.threads.places() >= 40, "width {width}");
        }
    }
}
