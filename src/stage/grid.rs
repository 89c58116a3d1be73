//! Places in rows and columns: seats, and orders that wait.
//!
//! ```text
//!  seats    ▯▮▯▯▮▯▯▮▯    the first order stands in the middle of the stage, the next ones apart from it
//!  a line   ● ● ● ●      counted from the exit, row by row: the head stands nearest to what it waits for
//!           ● ● ● ●  ▼
//! ```

use super::area::Area;

/// A numbered order needs this much room, in times the text's size: with two digits and with three.
const NUMBERED: [f64; 2] = [1.6, 2.3];

/// The closest that marks may stand, in CSS pixels.
pub const CLOSEST: f64 = 7.0;

/// The first orders of a row of seats stand so far apart, in times the text's size: a number and a time have room there.
pub const APART: f64 = 3.4;

/// The widest that small marks stand.
const LOOSE: f64 = 10.0;

/// Seats in an area.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Seats {
    /// Where they stand.
    pub area: Area,
    /// In a row.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
    /// From one to the next, across.
    pub pitch: f64,
    /// From one row to the next.
    pub row_pitch: f64,
    /// How far each row stands to the right of the one above: tethers of different rows must not hide each other.
    pub shift: f64,
    /// The first of a row are so many columns apart.
    apart: usize,
    /// A seat's width and height.
    pub size: (f64, f64),
    wanted: usize,
}

impl Seats {
    /// So many seats, as many as there is room for; the first ones stand so far apart, in CSS pixels.
    pub fn new(area: Area, wanted: usize, apart: f64) -> Self {
        let wanted = wanted.max(1);
        let lowest = 8.0_f64.min(area.h.max(4.0));
        let most_rows = ((area.h / lowest).floor() as usize).max(1);
        let pitch_of =
            |rows: usize| area.w / (wanted.div_ceil(rows) as f64 + 1.0 - 1.0 / rows as f64);
        let rows = (1..=most_rows)
            .find(|&rows| pitch_of(rows) >= 9.5)
            .unwrap_or(most_rows);
        let pitch = pitch_of(rows).max(3.0);
        let room = area.w - pitch * (1.0 - 1.0 / rows as f64);
        let columns = ((room / pitch + 1e-6).floor() as usize).clamp(1, wanted.div_ceil(rows));
        let pitch = room / columns as f64;
        let row_pitch = (area.h / rows as f64).min(18.0);
        let shift = if rows > 1 { pitch / rows as f64 } else { 0.0 };
        Self {
            area,
            columns,
            rows,
            pitch,
            row_pitch,
            wanted,
            shift,
            apart: ((apart / pitch).ceil() as usize).clamp(1, columns),
            size: (
                (pitch * 0.72).min(22.0),
                (row_pitch - 4.0).max(4.0).min(14.0),
            ),
        }
    }

    /// How many there should be.
    pub fn wanted(&self) -> usize {
        self.wanted
    }

    /// As many, in the columns of others.
    pub fn like(&self, other: &Self) -> Self {
        let row_pitch = (self.area.h / other.rows as f64).min(18.0);
        let high = (row_pitch - 4.0).max(4.0).min(14.0);
        Self {
            area: self.area,
            row_pitch,
            size: (other.size.0, high),
            ..*other
        }
    }

    /// How many there are.
    pub fn places(&self) -> usize {
        self.columns * self.rows
    }

    /// The middle of one.
    pub fn at(&self, place: usize) -> (f64, f64) {
        let (k, row) = (place % self.columns, place / self.columns);
        let column = self.column(k);
        let wide = self.pitch * self.columns as f64 + self.shift * (self.rows - 1) as f64;
        let left = self.area.x + (self.area.w - wide) / 2.0;
        (
            left + (column as f64 + 0.5) * self.pitch + row as f64 * self.shift,
            self.area.y + (row as f64 + 0.5) * self.row_pitch,
        )
    }

    /// In which column the k-th of a row is. They fill the row in a few passes, each from the middle outwards and half-way
    /// between those before: the first orders stand apart, with room for their numbers, and a crowd fills what is between.
    fn column(&self, k: usize) -> usize {
        let mut left = k;
        for pass in halving(self.apart) {
            let first = (self.columns / 2 + pass) % self.apart;
            let count = (self.columns - first).div_ceil(self.apart);
            if left < count {
                let middle = count / 2;
                let at = match left.is_multiple_of(2) {
                    true => middle + left / 2,
                    false => middle - left.div_ceil(2),
                };
                return first + at * self.apart;
            }
            left -= count;
        }
        k
    }
}

/// 0 to n − 1, each half-way between those before, as near as that goes: 0, 2, 1, 3.
fn halving(n: usize) -> impl Iterator<Item = usize> {
    let bits = n.next_power_of_two().trailing_zeros();
    let reversed = move |k: usize| match bits {
        0 => 0,
        bits => k.reverse_bits() >> (usize::BITS - bits),
    };
    (0..1_usize << bits).map(reversed).filter(move |&k| k < n)
}

/// Where orders stand that wait: an area whose lower edge is the exit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Room {
    /// Where they stand.
    pub area: Area,
}

/// How the orders of a room stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    area: Area,
    columns: usize,
    pitch: f64,
    /// Their radius.
    pub radius: f64,
    /// Is there room for a number in each?
    pub numbered: bool,
}

impl Room {
    /// How many marks it has room for.
    pub fn capacity(&self) -> usize {
        let along = |length: f64| (length / CLOSEST + 1e-6).floor().max(1.0) as usize;
        along(self.area.w) * along(self.area.h)
    }

    /// How this many marks stand; with numbers up to this one if each can carry its own. (A mark for several has none.)
    pub fn stand(&self, marks: usize, highest: Option<u64>, text: f64) -> Standing {
        let wide = match highest {
            Some(0..=99) => Some(NUMBERED[0]),
            Some(100..=999) => Some(NUMBERED[1]),
            Some(_) | None => None,
        };
        let big = text * wide.unwrap_or(NUMBERED[0]);
        let across = |pitch: f64| (self.area.w / pitch + 1e-6).floor().max(1.0) as usize;
        let down = |pitch: f64| (self.area.h / pitch + 1e-6).floor().max(0.0) as usize;
        let numbered = wide.is_some() && marks <= across(big) * down(big);
        let pitch = match numbered {
            true => big,
            false => [LOOSE, 9.0, 8.0]
                .into_iter()
                .find(|&pitch| marks <= across(pitch) * down(pitch))
                .unwrap_or(CLOSEST),
        };
        Standing {
            area: self.area,
            columns: across(pitch),
            pitch,
            radius: if numbered {
                big / 2.0 - 1.5
            } else {
                pitch * 0.38
            },
            numbered,
        }
    }
}

impl Standing {
    /// So many stand side by side.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The middle of the k-th from the exit, of `marks` in all: rows fill from below, and each is centred.
    pub fn at(&self, k: usize, marks: usize) -> (f64, f64) {
        let (row, column) = (k / self.columns, k % self.columns);
        // All rows stand as the fullest does, so that what leaves does not shake those above.
        let wide = marks.min(self.columns) as f64 * self.pitch;
        let left = self.area.x + (self.area.w - wide) / 2.0;
        (
            left + (column as f64 + 0.5) * self.pitch,
            self.area.bottom() - (row as f64 + 0.5) * self.pitch,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::wide_on_dot;
    use super::*;

    const AREA: Area = Area {
        x: 10.0,
        y: 20.0,
        w: 440.0,
        h: 30.0,
    };

    #[test]
    fn forty_seats_are_seen_one_by_one_in_any_width() {
        for w in [130.0, 150.0, 170.0, 240.0, 300.0, 450.0, 900.0] {
            let area = Area { w, ..AREA };
            let seats = Seats::new(area, 40, 42.0);
            assert!(seats.places() >= 40, "{w}: {seats:?}");
            let mut all: Vec<(f64, f64)> = (0..40).map(|k| seats.at(k)).collect();
            let inside = |&(x, y): &(f64, f64)| {
                x > area.x && x < area.x + w && y > area.y && y < area.bottom()
            };
            assert!(all.iter().all(inside), "{w}");
            all.sort_by(|a, b| a.0.total_cmp(&b.0));
            assert!(
                all.windows(2).all(|two| two[1].0 - two[0].0 > 1.0),
                "{w}: tethers hide each other"
            );
        }
    }

    #[test]
    fn every_seat_has_a_column_of_its_own_and_the_first_stand_apart() {
        for wanted in [1, 2, 3, 4, 7, 12, 39, 40, 41, 100, 333] {
            let seats = Seats::new(AREA, wanted, 42.0);
            let mut columns: Vec<usize> = (0..seats.columns).map(|k| seats.column(k)).collect();
            columns.sort_unstable();
            assert!(columns.into_iter().eq(0..seats.columns), "{wanted}");
        }
        let seats = Seats::new(AREA, 40, 42.0);
        let x = |k: usize| seats.at(k).0;
        assert!(
            (x(0) - AREA.middle()).abs() < 42.0,
            "the first stands in the middle"
        );
        for k in 1..8 {
            assert!((0..k).all(|other| (x(k) - x(other)).abs() > 30.0), "{k}");
        }
    }

    #[test]
    fn the_head_of_a_line_stands_at_its_exit() {
        let room = Room { area: AREA };
        let few = room.stand(3, Some(3), 14.0);
        assert!(few.numbered);
        assert!(few.at(0, 3).0 < few.at(1, 3).0);
        let many = room.stand(150, None, 14.0);
        assert!(!many.numbered);
        let rows: Vec<f64> = (0..150).map(|k| many.at(k, 150).1).collect();
        assert!(rows.is_sorted_by(|a, b| a >= b), "rows fill from below");
        assert!(rows[149] > AREA.y);
    }

    /// No number is wider than its dot, and none lies on its neighbour.
    #[test]
    fn a_number_is_written_only_where_it_fits() {
        let room = Room {
            area: Area { h: 90.0, ..AREA },
        };
        for (highest, fits) in [
            (9, true),
            (99, true),
            (100, true),
            (999, true),
            (1_000, false),
        ] {
            let standing = room.stand(12, Some(highest), 12.6);
            assert_eq!(standing.numbered, fits, "{highest}");
            let digits = wide_on_dot(highest, 12.6);
            assert!(!fits || digits < standing.pitch, "{highest}");
            assert!(!fits || digits < 2.0 * standing.radius, "{highest}");
        }
    }
}
