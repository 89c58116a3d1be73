//! The words of a lane and where they stand: a pure function of a shop and a layout.
//!
//! They are put into the document (`view/stage.rs`), where they can be read, selected and heard; but their places and
//! widths are known here, so that nothing lies across anything, and whoever draws a still needs no second stage.

use super::layout::{Area, Layout, Place};
use super::text::{fitting, width};
use crate::sim::fault::Fault;
use crate::sim::ledger::{Charge, Told};
use crate::sim::parts::{Doing, PartId, PartKind};
use crate::sim::shop::{Shop, Wiring};
use crate::sim::time::Micros;
use crate::words;

/// What a label is, for style and for those who hear it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A part's name.
    Title,
    /// A part's figures.
    Figures,
    /// A line on what it is or what a mark stands for.
    Note,
    /// What lies between Checkout and the next part: a word when it is cut.
    Cable,
    /// What left the queue dead.
    Tray,
    /// What a mark stands for, where nothing else of the users is told.
    Scale,
}

/// A word in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Of which part.
    pub part: PartId,
    /// What it is.
    pub role: Role,
    /// Where it may stand.
    pub area: Area,
    /// What it says; empty: nothing now.
    pub text: String,
    /// Something is wrong.
    pub bad: bool,
}

/// A part's box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Of which part.
    pub part: PartId,
    /// Where it stands.
    pub area: Area,
    /// It is down, frozen or out of reach.
    pub down: bool,
}

/// The boxes of a lane. (Users have none.)
pub fn frames(shop: &Shop, layout: &Layout) -> Vec<Frame> {
    let boxes = layout
        .places
        .iter()
        .filter(|p| p.part.kind != PartKind::Users);
    let frame = |place: &Place| Frame {
        part: place.part,
        area: place.area,
        down: trouble(shop, place.part.kind).is_some(),
    };
    boxes.map(frame).collect()
}

/// What is wrong with a part, in a word.
fn trouble(shop: &Shop, part: PartKind) -> Option<String> {
    let faults = shop.faults();
    match part {
        PartKind::Users | PartKind::Checkout => None,
        PartKind::Queue => faults.broker_down.then(|| "broker down".to_owned()),
        PartKind::Service | PartKind::Workers => {
            // Who calls is refused; who waits in a queue is not.
            let down = if part == PartKind::Service {
                "down: refuses"
            } else {
                "down"
            };
            if faults.has(Fault::PaymentDown) {
                Some(down.to_owned())
            } else if faults.has(Fault::PaymentFrozen) {
                Some(format!("frozen · {} inside", shop.inside_payment()))
            } else if faults.has(Fault::PaymentBlackHoled) {
                Some(format!("out of reach · busy {}", busy(shop)))
            } else {
                None
            }
        }
    }
}

fn busy(shop: &Shop) -> u32 {
    match shop.wiring() {
        Wiring::Sync => shop.payment().held(),
        Wiring::Async => shop.busy_workers(),
    }
}

/// How it stands with a part, the long way: what is wrong with it, else its figures.
pub fn figures_of(shop: &Shop, kind: PartKind) -> String {
    let said = match kind {
        PartKind::Users => users(shop, 1),
        PartKind::Checkout | PartKind::Queue | PartKind::Service | PartKind::Workers => {
            trouble(shop, kind).map_or_else(|| figures(shop, kind), |wrong| vec![wrong])
        }
    };
    said.into_iter().next().unwrap_or_default()
}

/// Every label of a lane, in the order of reading. `orders_per_mark`: what a mark stands for.
pub fn labels(shop: &Shop, layout: &Layout, orders_per_mark: usize) -> Vec<Label> {
    let mut labels = Vec::new();
    for place in &layout.places {
        of_part(shop, layout, place, orders_per_mark, &mut labels);
    }
    labels
}

fn of_part(shop: &Shop, layout: &Layout, place: &Place, scale: usize, labels: &mut Vec<Label>) {
    let text = layout.size.text;
    let mut put = |role, area: Area, said: String, bad| {
        labels.push(Label {
            part: place.part,
            role,
            area: around(area, role, place.part.kind, &said, text),
            text: said,
            bad,
        });
    };
    let kind = place.part.kind;
    let fit = |texts: &[String], room: f64| {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        fitting(&texts, text, room).to_owned()
    };
    if kind == PartKind::Users {
        // Where it is lowest, users are seen and not told of; but never without what a mark stands for.
        let untold = place.title.h <= 0.0;
        let told = match untold {
            true => String::new(),
            false => fit(&users(shop, scale), place.title.w),
        };
        put(Role::Figures, place.title, told, false);
        let shortest = scale_of(scale).pop().filter(|_| untold);
        let said = shortest.unwrap_or_default();
        let w = width(&said, text) + 6.0;
        let corner = Area {
            x: place.area.right() - w,
            y: place.area.y,
            w,
            h: text * 1.25,
        };
        put(Role::Scale, corner, said, false);
        return;
    }
    let name = fitting(title(kind), text * 1.12, place.title.w - 6.0);
    let two_lines = place.title.h > text * 2.0;
    let (left, right) = match two_lines {
        true => {
            let half = place.title.h / 2.0;
            let below = Area {
                y: place.title.y + half,
                h: half,
                ..place.title
            };
            (
                Area {
                    h: half,
                    ..place.title
                },
                below,
            )
        }
        false => {
            let wide = width(name, text * 1.12) + 8.0;
            let rest = Area {
                x: place.title.x + wide,
                w: (place.title.w - wide).max(0.0),
                ..place.title
            };
            (
                Area {
                    w: wide,
                    ..place.title
                },
                rest,
            )
        }
    };
    put(Role::Title, left, name.to_owned(), false);
    let wrong = trouble(shop, kind);
    let bad = wrong.is_some();
    let figures = wrong.map_or_else(|| figures(shop, kind), |wrong| vec![wrong]);
    put(Role::Figures, right, fit(&figures, right.w - 6.0), bad);
    let invited = shop.sent() == 0 && place.note.h >= text * 1.2;
    let note = if invited {
        fit(&invitation(shop, kind), place.note.w)
    } else {
        String::new()
    };
    put(Role::Note, place.note, note, false);
    let line = text * 1.35;
    match kind {
        PartKind::Users | PartKind::Service | PartKind::Workers => {}
        PartKind::Checkout => {
            let held = shop.link().held().len();
            let cut = match (shop.faults().network_cut, held) {
                (false, _) => String::new(),
                (true, 0) => "✂ cut".to_owned(),
                (true, n) => format!("✂ cut · {n} held"),
            };
            let w = (width(&cut, text) + line).min(place.area.w);
            let area = Area {
                x: place.area.middle() - w / 2.0,
                y: place.area.bottom() - line * 0.4,
                w,
                h: line,
            };
            put(Role::Cable, area, cut, true);
        }
        PartKind::Queue => {
            let dead = match place.tray.h > 0.0 {
                true => words::dead(shop),
                false => String::new(),
            };
            put(Role::Tray, place.tray, dead, false);
        }
    }
}

/// No wider than its words: lines of the stage end at a word, not at the room it was given.
fn around(area: Area, role: Role, kind: PartKind, said: &str, text: f64) -> Area {
    let wide = match role {
        Role::Title => width(said, text * 1.12),
        Role::Figures | Role::Note | Role::Tray => width(said, text),
        Role::Cable | Role::Scale => return area,
    };
    let w = (wide + 6.0).min(area.w);
    let x = match (role, kind) {
        (Role::Title, _) => area.x,
        (Role::Figures, PartKind::Users) | (Role::Note, _) => area.x + (area.w - w) / 2.0,
        (Role::Figures | Role::Tray | Role::Cable | Role::Scale, _) => area.right() - w,
    };
    Area { x, w, ..area }
}

/// A part's name, the long one first.
fn title(kind: PartKind) -> &'static [&'static str] {
    match kind {
        PartKind::Users => &["Users"],
        PartKind::Checkout => &["Checkout"],
        PartKind::Queue => &["Queue"],
        PartKind::Service => &["Payment"],
        PartKind::Workers => &["Payment workers", "Workers"],
    }
}

/// Who stands at the top, the long way first.
fn users(shop: &Shop, scale: usize) -> Vec<String> {
    let marks = match scale {
        0 | 1 => String::new(),
        n => format!(" · 1 mark = {n} orders"),
    };
    let short = match scale {
        0 | 1 => String::new(),
        n => format!(" · 1 = {n}"),
    };
    let line = shop.checkout().line().len();
    let promised = shop.ledger().at(Told::Accepted, Charge::Pending);
    let open = shop.open();
    let texts: Vec<String> = match (shop.sent(), shop.wiring(), line) {
        (0, ..) => vec!["no users yet".to_owned()],
        (_, _, 1..) => vec![
            format!("{open} wait, {line} of them for a thread"),
            format!("{open} wait, {line} for a thread"),
            format!("{line} in line"),
        ],
        (_, Wiring::Sync, 0) if open == 0 => vec!["nobody waits".to_owned()],
        (_, Wiring::Sync, 0) => vec![format!("{open} wait for an answer"), format!("{open} wait")],
        (_, Wiring::Async, 0) if open == 0 => vec![
            format!("nobody waits · {promised} told 202 and not charged yet"),
            format!("{promised} told 202, not charged"),
            format!("{promised} unpaid"),
        ],
        (_, Wiring::Async, 0) => vec![
            format!("{open} wait · {promised} told 202 and not charged yet"),
            format!("{open} wait · {promised} unpaid"),
            format!("{open} wait"),
        ],
    };
    let long = texts.iter().map(|text| format!("{text}{marks}"));
    let shorter = texts.iter().map(|text| format!("{text}{short}"));
    // A mark that stands for many without saying so would lie: the scale is the last to go.
    let bare = match scale_of(scale) {
        none if none.is_empty() => texts.clone(),
        scale => scale,
    };
    long.take(1).chain(shorter).chain(bare).collect()
}

/// What a mark stands for, the long way first; nothing while it is one order.
fn scale_of(orders_per_mark: usize) -> Vec<String> {
    match orders_per_mark {
        0 | 1 => vec![],
        n => vec![format!("1 mark = {n} orders"), format!("1 = {n}")],
    }
}

/// How it stands with a part, the long way first.
fn figures(shop: &Shop, kind: PartKind) -> Vec<String> {
    match kind {
        PartKind::Users => vec![],
        PartKind::Checkout => {
            let held = shop.checkout().held();
            match shop.room_of(PartId::first(kind)) {
                Some(all) => vec![format!("threads {held} / {all}"), format!("{held} / {all}")],
                None => vec![format!("async def: {held} open"), format!("{held} open")],
            }
        }
        PartKind::Queue => match shop.queue().exists() {
            true => {
                let (ready, unacked) = (shop.queue().ready().len(), shop.queue().unacked());
                vec![
                    format!("ready {ready} · unacked {unacked}"),
                    format!("{ready} · {unacked} out"),
                    format!("{ready}"),
                ]
            }
            false => vec![
                "no queue: messages vanish".to_owned(),
                "no queue".to_owned(),
            ],
        },
        PartKind::Service => {
            let (held, all) = (shop.payment().held(), shop.config().payment_threads);
            let nobody = PartId::first(kind);
            let nobody = shop
                .seats(nobody)
                .filter(|s| s.doing == Doing::ForNobody)
                .count();
            let line = shop.payment().line().len();
            let mut full = format!("busy {held} / {all}");
            if line > 0 {
                full = format!("{full} · in line {line}");
            }
            let short = full.clone();
            if nobody > 0 {
                full = format!("{full} · {nobody} for nobody");
            }
            vec![
                full,
                short,
                format!("{held} / {all} · {line}"),
                format!("{held} / {all}"),
            ]
        }
        PartKind::Workers => {
            let (held, all) = (shop.busy_workers(), shop.config().consumers);
            let buffered: usize = shop.consumers().iter().map(|c| c.buffer.len()).sum();
            let gone = shop
                .consumers()
                .iter()
                .filter(|c| !c.connected && !c.retired)
                .count();
            let mut full = format!("busy {held} / {all}");
            if buffered > 0 {
                full = format!("{full} · buffered {buffered}");
            }
            let short = full.clone();
            if gone > 0 {
                full = format!("{full} · {gone} not connected");
            }
            vec![full, short, format!("{held} / {all}")]
        }
    }
}

/// Before the first order: what a part is, in a line.
fn invitation(shop: &Shop, kind: PartKind) -> Vec<String> {
    let takes = |us: Micros| words::span(us);
    let config = shop.config();
    let service = takes(config.payment_time);
    let texts: Vec<String> = match (kind, shop.wiring()) {
        (PartKind::Users, _) => vec![],
        (PartKind::Checkout, Wiring::Sync) => vec![
            "calls Payment, and holds its thread until Payment answers".to_owned(),
            "calls Payment and waits".to_owned(),
        ],
        (PartKind::Checkout, Wiring::Async) => vec![
            "puts the order into the queue, and answers at once".to_owned(),
            "publishes, answers at once".to_owned(),
        ],
        (PartKind::Queue, _) => vec![
            "orders wait here until a worker is free".to_owned(),
            "orders wait here".to_owned(),
        ],
        (PartKind::Service, _) => vec![
            format!(
                "{service} for each order, {} at a time",
                config.payment_threads
            ),
            format!("{service} an order"),
        ],
        (PartKind::Workers, _) => vec![
            match config.consumers {
                1 => format!("one worker, one order after the other, {service} each"),
                n => format!("{n} workers, one order each at a time, {service} an order"),
            },
            format!("{service} an order"),
        ],
    };
    texts
}

#[cfg(test)]
mod tests;
