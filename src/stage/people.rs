//! Who stands at the top of the stage: users as little figures.
//!
//! * A few orders: everybody who sent one, one by one, with the time they have waited or the status they got.
//! * A crowd: those who wait for a thread, nearest to the door first; those who were told 202 and are not paid; those who
//!   were told an error; those who were harmed. Who got what they wanted has gone home; who was told no goes home too,
//!   after a while. Who was harmed stays.

use super::grid::APART;
use super::layout::{Layout, Place};
use super::standing;
use crate::sim::ledger::{CHARGE, Cell, Charge, Ending, TOLD};
use crate::sim::parts::{PartId, PartKind};
use crate::sim::shop::Shop;
use crate::sim::time::{Micros, SECOND};

/// So many orders are shown one by one, at most.
const FEW: u64 = 12;

/// Who was told no, and so it is, goes home after this long: in a crowd they would stand there for ever, and with every
/// further one a mark would have to stand for more. (How many they were is told in words.)
const HOME: Micros = 10 * SECOND;

/// How it stands with a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// They wait for an answer.
    Waits,
    /// They were told what is, or promised what will be.
    Told,
    /// They were told no, and it is so.
    Refused,
    /// Told an error and charged, or going to be; charged twice; promised, and never charged.
    Harmed,
}

impl Mood {
    /// By what they were told and what became of the charge.
    pub fn of((told, charge): Cell) -> Self {
        match (told.ending(), charge) {
            (Ending::NotYet, _) => Self::Waits,
            (Ending::Well, Charge::Pending | Charge::Once) => Self::Told,
            (Ending::Well, Charge::Many | Charge::Never) => Self::Harmed,
            (Ending::Error | Ending::Left, Charge::Never) => Self::Refused,
            (Ending::Error | Ending::Left, Charge::Pending | Charge::Once | Charge::Many) => {
                Self::Harmed
            }
        }
    }
}

/// A figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The k-th order of the shop.
    pub number: u64,
    /// Its middle.
    pub at: (f64, f64),
    /// How it stands.
    pub mood: Mood,
    /// Since when they wait, if they do.
    pub since: Option<Micros>,
    /// The status they got; 0: none.
    pub status: u16,
    /// Were they charged more than once?
    pub twice: bool,
    /// Were they promised a charge that will never come?
    pub lost: bool,
}

/// Everybody at the top of a lane.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// Figures, each for as many orders as a mark stands for.
    pub figures: Vec<Person>,
    /// They are shown one by one, with words.
    pub few: bool,
}

/// How figures stand in rows above the door.
struct Rows {
    left: f64,
    door: f64,
    columns: usize,
    rows: usize,
    pitch: (f64, f64),
}

impl Rows {
    fn of(layout: &Layout, place: &Place) -> Self {
        let area = place.room.area;
        let figure = layout.small_figure();
        let pitch = (figure * 0.9, figure * 1.12);
        let columns = ((area.w / pitch.0).floor() as usize).max(1);
        // The lowest row is kept for those who are inside: their tethers begin there.
        let door = match layout.is_low() {
            true => layout.users_y + 1.0,
            false => layout.users_y - 5.0,
        };
        Self {
            left: area.x + (area.w - columns as f64 * pitch.0) / 2.0,
            door,
            columns,
            rows: (((door - area.y) / pitch.1).floor() as usize).max(1),
            pitch,
        }
    }

    fn at(&self, k: usize, count: usize) -> (f64, f64) {
        let (row, column) = (k / self.columns, k % self.columns);
        let free = self.columns.saturating_sub(count) as f64 * self.pitch.0 / 2.0;
        (
            self.left + free + (column as f64 + 0.5) * self.pitch.0,
            self.door - (row as f64 + 0.5) * self.pitch.1,
        )
    }
}

/// Does this order's user stand in a crowd as one of these, whatever else they were told? (Those who wait stand in line.)
fn is_one_of(group: Mood, cell: Cell) -> bool {
    match (group, Mood::of(cell)) {
        // Who was promised a charge goes home once it is paid.
        (Mood::Told, Mood::Told) => cell.1 == Charge::Pending,
        (group, mood) => group == mood,
    }
}

/// Promised, and never charged?
fn is_lost((told, charge): Cell) -> bool {
    (told.ending(), charge) == (Ending::Well, Charge::Never)
}

/// The groups of a crowd behind the line.
const GROUPS: [Mood; 3] = [Mood::Told, Mood::Refused, Mood::Harmed];

/// The orders of a group, the latest first.
fn members(shop: &Shop, group: Mood) -> Vec<u64> {
    let (most, since) = match group == Mood::Refused {
        true => (usize::MAX, shop.now().saturating_sub(HOME)),
        false => (count(shop, group), 0),
    };
    let mut all = Vec::new();
    for order in shop.orders() {
        if is_one_of(group, order.cell()) {
            all.push(order.number);
        }
    }
    // As a rule they are over: the latest are in the log's end, and no more of it is read than is needed. (It is in the
    // order in which they ended; of one who was charged again and again its line does not tell when that was.)
    for order in shop.log().iter().rev() {
        let long_ago = order.charges < 2 && order.told_at.max(order.paid_at) < since;
        if long_ago || all.len() >= most {
            break;
        }
        if is_one_of(group, order.cell()) {
            all.push(u64::from(order.number));
        }
    }
    all
}

/// How many there are of a group, in orders.
pub fn count(shop: &Shop, group: Mood) -> usize {
    if group == Mood::Refused {
        return members(shop, group).len();
    }
    let mut count = 0;
    for told in TOLD {
        for charge in CHARGE {
            if is_one_of(group, (told, charge)) {
                count += shop.ledger().at(told, charge) as usize;
            }
        }
    }
    count
}

/// How many were told no long ago, and stand in a crowd no more.
pub fn gone_home(shop: &Shop) -> u64 {
    let never = |ending| shop.ledger().ended_at(ending, Charge::Never);
    let refused = never(Ending::Error) + never(Ending::Left);
    refused - count(shop, Mood::Refused) as u64
}

/// Those who stand or will soon stand in line for a thread; then the groups behind them, in orders.
#[derive(Clone, Copy, Debug)]
pub struct Crowd([usize; 4]);

impl Crowd {
    /// The crowd of a shop.
    pub fn of(shop: &Shop) -> Self {
        let [promised, refused, harmed] = GROUPS.map(|group| count(shop, group));
        // Those on their way to it need room there: the scale must not jump once they arrive.
        let outside = shop.open().saturating_sub(shop.checkout().held());
        let line = in_line(shop).max(outside as usize);
        Self([line, promised, refused, harmed])
    }

    /// In marks.
    fn figures(self, orders_per_mark: usize) -> usize {
        let marks = self.0.map(|n| n.div_ceil(orders_per_mark));
        marks.iter().sum()
    }
}

/// How many stand in line for a thread. (Who gave up has left it, though the request has not.)
pub fn in_line(shop: &Shop) -> usize {
    let lines = shop.lines(PartId::first(PartKind::Users));
    lines
        .iter()
        .map(|line| line.len() - line.for_nobody())
        .sum()
}

/// Do all figures fit, if each stands for so many orders?
pub fn fit(shop: &Shop, crowd: Crowd, layout: &Layout, orders_per_mark: usize) -> bool {
    let Some(place) = layout.of(PartKind::Users) else {
        return true;
    };
    let rows = Rows::of(layout, place);
    are_few(shop, layout) || crowd.figures(orders_per_mark) <= rows.columns * rows.rows
}

/// Are they so few that they are shown one by one?
pub(super) fn are_few(shop: &Shop, layout: &Layout) -> bool {
    let room = layout.of(PartKind::Users).map_or(0.0, |p| p.room.area.w);
    let most = (room / (APART * layout.size.text)) as u64;
    shop.sent() <= most.min(FEW)
}

/// Who stands there now.
pub fn people(shop: &Shop, layout: &Layout, orders_per_mark: usize) -> People {
    let Some(place) = layout.of(PartKind::Users) else {
        return People::default();
    };
    if are_few(shop, layout) {
        return one_by_one(shop, layout, place);
    }
    let rows = Rows::of(layout, place);
    let step = orders_per_mark.max(1);
    let groups = GROUPS.map(|group| count(shop, group).div_ceil(step));
    let total = in_line(shop).div_ceil(step) + groups.iter().sum::<usize>();
    let mut figures = Vec::with_capacity(total);
    let mut put = |number: u64, mood: Mood| {
        figures.push(Person {
            number,
            at: rows.at(figures.len(), total),
            mood,
            since: None,
            status: 0,
            twice: false,
            lost: false,
        });
    };
    for line in shop.lines(place.part) {
        let awaited = line.each(1).filter(|one| one.awaited).step_by(step);
        awaited.for_each(|one| put(one.number, Mood::Waits));
    }
    for group in GROUPS {
        for number in members(shop, group).into_iter().step_by(step) {
            put(number, group);
        }
    }
    People {
        figures,
        few: false,
    }
}

/// Everybody who sent an order.
fn one_by_one(shop: &Shop, layout: &Layout, place: &Place) -> People {
    let mut figures: Vec<Person> = shop
        .orders()
        .map(|order| Person {
            number: order.number,
            at: (0.0, 0.0),
            mood: Mood::of(order.cell()),
            since: (!order.is_told()).then_some(order.submitted),
            status: if order.is_told() { order.status } else { 0 },
            twice: order.charges > 1,
            lost: is_lost(order.cell()),
        })
        .collect();
    figures.extend(shop.log().iter().map(|order| Person {
        number: u64::from(order.number),
        at: (0.0, 0.0),
        mood: Mood::of(order.cell()),
        since: None,
        status: order.status,
        twice: order.charges > 1,
        lost: is_lost(order.cell()),
    }));
    // Each above the seat that an order of its number would take first: tethers fall straight down.
    let y = place.area.bottom() - layout.figure() * 0.55;
    for person in &mut figures {
        person.at = (standing::checkout_seat(layout, person.number as usize).0, y);
    }
    People { figures, few: true }
}

impl People {
    /// Where the user of this order stands, if they are shown one by one.
    pub fn find(&self, number: u64) -> Option<&Person> {
        self.figures.iter().find(|person| person.number == number)
    }
}
