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
use crate::words;
use crate::words::stage as said;

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
        PartKind::Queue => faults.broker_down.then(|| said::BROKER_DOWN.to_owned()),
        PartKind::Service | PartKind::Workers => {
            if faults.has(Fault::PaymentDown) {
                Some(said::down(shop.wiring()).to_owned())
            } else if faults.has(Fault::PaymentFrozen) {
                Some(said::frozen(shop.inside_payment()))
            } else if faults.has(Fault::PaymentBlackHoled) {
                Some(said::out_of_reach(busy(shop)))
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
    let name = fitting(said::title(kind), text * 1.12, place.title.w - 6.0);
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
            let cut = match shop.faults().network_cut {
                true => said::cut(shop.link().held().len()),
                false => String::new(),
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

/// Who stands at the top, the long way first.
fn users(shop: &Shop, scale: usize) -> Vec<String> {
    let line = shop.checkout().line().len();
    let promised = shop.ledger().at(Told::Accepted, Charge::Pending);
    let open = shop.open();
    let texts: Vec<String> = match (shop.sent(), shop.wiring(), line) {
        (0, ..) => vec![said::NO_USERS.to_owned()],
        (_, _, 1..) => said::in_line(open, line),
        (_, Wiring::Sync, 0) => said::waiting(open),
        (_, Wiring::Async, 0) => said::promised(open, promised),
    };
    let scales = scale_of(scale);
    let [long, short] = &scales[..] else {
        return texts;
    };
    // A mark that stands for many without saying so would lie: the scale is the last to go.
    let first = texts.iter().take(1).map(|text| format!("{text} · {long}"));
    let shorter = texts.iter().map(|text| format!("{text} · {short}"));
    first.chain(shorter).chain(scales.clone()).collect()
}

/// What a mark stands for, the long way first; nothing while it is one order.
fn scale_of(orders_per_mark: usize) -> Vec<String> {
    match orders_per_mark {
        0 | 1 => vec![],
        n => said::mark(n).into(),
    }
}

/// How it stands with a part, the long way first.
fn figures(shop: &Shop, kind: PartKind) -> Vec<String> {
    match kind {
        PartKind::Users => vec![],
        PartKind::Checkout => {
            let all = shop.room_of(PartId::first(kind));
            said::threads(shop.checkout().held(), all)
        }
        PartKind::Queue => match shop.queue().exists() {
            true => said::queue(shop.queue().ready().len(), shop.queue().unacked()),
            false => said::NO_QUEUE.map(str::to_owned).into(),
        },
        PartKind::Service => {
            let (held, all) = (shop.payment().held(), shop.config().payment_threads);
            let seats = shop.seats(PartId::first(kind));
            let nobody = seats.filter(|s| s.doing == Doing::ForNobody).count();
            said::service(held, all, shop.payment().line().len(), nobody)
        }
        PartKind::Workers => {
            let (held, all) = (shop.busy_workers(), shop.config().consumers);
            let buffered = shop.consumers().iter().map(|c| c.buffer.len()).sum();
            let gone = shop.consumers().iter();
            let gone = gone.filter(|c| !c.connected && !c.retired).count();
            said::workers(held, all, buffered, gone)
        }
    }
}

/// Before the first order: what a part is, in a line.
fn invitation(shop: &Shop, kind: PartKind) -> Vec<String> {
    let (config, wiring) = (shop.config(), shop.wiring());
    let servers = match wiring {
        Wiring::Sync => config.payment_threads,
        Wiring::Async => config.consumers,
    };
    said::invitation(kind, wiring, config.payment_time, servers)
}

#[cfg(test)]
mod tests;
