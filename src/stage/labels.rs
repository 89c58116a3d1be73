//! The words of a lane and where they stand: a pure function of a shop and a layout.
//!
//! They are put into the document (`view/boxes.rs`), where they can be read, selected and heard; but their places and
//! widths are known here, so that nothing lies across anything, and whoever draws a still needs no second stage.

mod figures;
mod users;

use super::area::Area;
use super::layout::{Layout, Place};
use super::people;
use super::text::{fitting, width};
use crate::sim::config::Part;
use crate::sim::config::lineup::PAYMENT;
use crate::sim::parts::{PartId, PartKind};
use crate::sim::shop::Shop;
use crate::words;
use crate::words::facts::Way;
use crate::words::invitation as said_before;
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
    /// It is broken.
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
        down: figures::trouble(shop, place.part).is_some(),
    };
    boxes.map(frame).collect()
}

/// How it stands with a part, the long way: what is wrong with it, else its figures.
pub fn figures_of(shop: &Shop, part: PartId) -> String {
    let said = match part.kind {
        PartKind::Users => users::who(shop, 0),
        PartKind::Checkout | PartKind::Queue | PartKind::Service | PartKind::Workers => {
            figures::trouble(shop, part).unwrap_or_else(|| figures::of(shop, part))
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

/// A part's names, the long way first: *queue* and *workers* stand behind all of a row, or behind none.
fn names_of(shop: &Shop, layout: &Layout, of: &Place) -> Vec<String> {
    let several = shop.parts().len() > shop.wiring().parts().len();
    let size = layout.size.text * 1.12;
    let is_too_long = |place: &Place| {
        let room = (place.title.w - margins(layout, place)[1]).min(place.named);
        width(&said::title(place.part, several)[0], size) > room
    };
    let mut row = layout.places.iter().filter(|p| p.part.kind == of.part.kind);
    let has_a_word = matches!(of.part.kind, PartKind::Queue | PartKind::Workers);
    let drops_it = several && has_a_word && row.any(is_too_long);
    let names = said::title(of.part, several).into_iter();
    names.skip(usize::from(drops_it)).collect()
}

/// Does it stand beside others of its kind?
fn is_of_several(layout: &Layout, place: &Place) -> bool {
    place.area.w < layout.size.width
}

/// What is left free between a name and what stands beside it, and at the ends of both.
fn margins(layout: &Layout, place: &Place) -> [f64; 2] {
    match place.area.w / layout.size.text {
        w if w < 3.6 => [1.5, 0.5],
        w if w < 6.0 => [2.0, 1.5],
        _ => [8.0, 6.0],
    }
}

fn of_part(shop: &Shop, layout: &Layout, place: &Place, scale: usize, labels: &mut Vec<Label>) {
    let text = layout.size.text;
    let mut put = |role, area: Area, said: String, bad| {
        labels.push(Label {
            part: place.part,
            role,
            area: around(area, (role, bad), place.part.kind, &said, text),
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
        // Where it is lowest, a few are seen and not told of.
        let few = people::are_few(shop, layout);
        let told = match !layout.is_low() || !few {
            true => {
                let home = if few { 0 } else { people::gone_home(shop) };
                users::said(shop, home, scale, text, place.title.w)
            }
            false => String::new(),
        };
        put(Role::Figures, place.title, told, false);
        return;
    }
    let line = text * 1.35;
    // The cable's word ends where the next part begins: whose words stay free. Where it would lie on Checkout's own,
    // it takes the place of its figures.
    let below = layout.bands[2].y - line;
    let apart = below >= place.title.bottom();
    let cut = (kind == PartKind::Checkout).then(|| figures::broken(shop, PAYMENT, Part::Network));
    let cut = cut.flatten();
    let wrong = match &cut {
        Some(cut) if !apart => Some(cut.clone()),
        Some(_) | None => figures::trouble(shop, place.part),
    };
    let two_lines = place.title.h > text * 2.0;
    let names = names_of(shop, layout, place);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    // A name leaves room for the shortest word on what is wrong; if none does, for its sign.
    let [gap, edge] = margins(layout, place);
    let beside = |said: &String| width(said, text * 1.12) + gap;
    // (Of several in a row each leaves room for its figure, of two digits, whether it has one or not: no name comes and goes.)
    let in_a_line = is_of_several(layout, place) && !two_lines && !layout.is_lowest();
    let mut kept: Vec<f64> = match &wrong {
        Some(said) if !two_lines => said.iter().rev().take(2).rev().map(beside).collect(),
        None if in_a_line => vec![width("00", text) + gap],
        Some(_) | None => vec![],
    };
    kept.push(0.0);
    let leaving = |kept: f64| {
        let room = (place.title.w - edge - kept).min(place.named);
        fitting(&names, text * 1.12, room)
    };
    let name = kept.into_iter().map(leaving).find(|name| !name.is_empty());
    let mut name = name
        .unwrap_or_else(|| fitting(&names[names.len() - 1..], text * 1.12, place.title.w - 2.0));
    let least = figures::least(shop, place.part);
    // Where a queue has room for one of both, it has its figure: whose it is stands below it.
    let least_fits = |name: &str| {
        let all = least
            .iter()
            .map(|it| width(name, text * 1.12) + gap + width(it, text) + edge);
        all.fold(f64::MAX, f64::min) <= place.title.w
    };
    if kind == PartKind::Queue && in_a_line && wrong.is_none() && !least_fits(name) {
        name = if shop.queue_of(place.part.index).ready().is_empty() {
            name
        } else {
            ""
        };
    }
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
            let wide = (width(name, text * 1.12) + gap).min(place.title.w);
            let rest = Area {
                x: place.title.x + wide,
                w: (place.title.w - wide).max(0.0),
                ..place.title
            };
            (
                Area {
                    w: wide - 0.5,
                    ..place.title
                },
                rest,
            )
        }
    };
    put(Role::Title, left, name.to_owned(), false);
    let of_several = is_of_several(layout, place);
    let bad = wrong.is_some();
    let figures = wrong.unwrap_or_else(|| match layout.is_lowest() {
        // (There those who wait stand in the same line.)
        true => vec![],
        false => {
            let mut said = figures::of(shop, place.part);
            // (Of several that stand side by side all are said in one way.)
            if of_several && !least.is_empty() {
                said.truncate(1);
            }
            if two_lines || of_several {
                said.extend(least);
            }
            said
        }
    });
    put(Role::Figures, right, fit(&figures, right.w - edge), bad);
    // (That a crowd of orders is one message each, or several, is said while they are published, too.)
    let config = shop.config();
    let stays =
        kind == PartKind::Checkout && !config.needs.is_one() && !shop.wiring().answers_when_paid();
    let invited = (shop.sent() == 0 || stays) && place.note.h >= text * 1.2;
    let note = if invited {
        fit(&invitation(shop, place.part), place.note.w)
    } else {
        String::new()
    };
    put(Role::Note, place.note, note, false);
    match kind {
        PartKind::Users | PartKind::Service | PartKind::Workers => {}
        PartKind::Checkout => {
            let cut = cut.filter(|_| apart).unwrap_or_default();
            let cut = fit(&cut, place.area.w - line);
            let w = (width(&cut, text) + line).min(place.area.w);
            let area = Area {
                x: place.area.middle() - w / 2.0,
                y: below,
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
fn around(area: Area, (role, bad): (Role, bool), kind: PartKind, said: &str, text: f64) -> Area {
    // Trouble is written in bold.
    let weight = if bad { 1.12 } else { 1.0 };
    let wide = match role {
        Role::Title => width(said, text * 1.12),
        Role::Figures | Role::Note | Role::Tray => width(said, text) * weight,
        Role::Cable => return area,
    };
    let w = (wide + 6.0).min(area.w);
    let x = match (role, kind) {
        (Role::Title, _) => area.x,
        (Role::Figures, PartKind::Users) | (Role::Note, _) => area.x + (area.w - w) / 2.0,
        (Role::Figures | Role::Tray | Role::Cable, _) => area.right() - w,
    };
    Area { x, w, ..area }
}

/// Before the first order: what a part is, in a line.
fn invitation(shop: &Shop, part: PartId) -> Vec<String> {
    let (config, whose) = (shop.config(), part.index);
    let work = (config.of(whose).work(), shop.servers_of(whose));
    let way = (!config.needs.is_one()).then(|| (Way::of(config.needs, config), config.needs));
    said_before::invitation(part.kind, shop.wiring(), way, work)
}

#[cfg(test)]
mod tests;
