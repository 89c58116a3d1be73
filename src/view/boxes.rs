//! The stage of a lane: boxes and words in the document, everything that moves on one canvas between them.
//!
//! Where they stand is known elsewhere (`stage::layout`, `stage::labels`): the document follows.

use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::bind::{self, Press};
use super::page::Page;
use crate::app::model::Model;
use crate::experiment::value::plain;
use crate::sim::config::lineup::{NAMES, PAYMENT};
use crate::sim::parts::{PartId, PartKind};
use crate::sim::shop::Wiring;
use crate::stage::area::Area;
use crate::stage::labels::{self, Frame, Label, Role};
use crate::stage::layout::{Layout, Plan};
use crate::web::observe::Inside;
use crate::words;
use crate::words::stage::NO_PART;

/// Everything that is put into the document for a lane.
#[derive(Clone, Debug, Default, PartialEq)]
struct Shown {
    frames: Vec<Frame>,
    labels: Vec<Label>,
}

/// Makes views again whenever what it reads has changed.
type Make = Box<dyn Fn() -> Vec<AnyView> + Send + Sync>;

pub(super) fn boxes(page: Page, shop: Wiring) -> AnyView {
    let canvas = NodeRef::<html::Canvas>::new();
    let size = page.size;
    let watched = StoredValue::new_local(None::<Inside>);
    let place = move || canvas.get_untracked().and_then(|c| c.parent_element());
    Effect::new(move |_| {
        canvas.track();
        let Some(place) = place() else { return };
        let tell = move |width, height| page.measured(width, height);
        watched.set_value(Inside::of(&place, tell));
    });
    Effect::new(move |_| {
        // (Before it is laid out there is nothing to see, and its colours would have to be waited for.)
        if let Some(canvas) = canvas.get()
            && page.is_measured(size.get())
        {
            page.set_canvas(shop, canvas.unchecked_into(), size.get());
        }
    });
    let shown = Memo::new(move |_| {
        page.readouts.track();
        let (size, scale) = (size.get(), page.scale.get());
        let shown = page.look(|model| {
            let shop = model.shop(shop);
            let layout = Layout::new(&Plan::of(shop), size);
            Shown {
                frames: labels::frames(shop, &layout),
                labels: labels::labels(shop, &layout, scale as usize),
            }
        });
        shown.unwrap_or_default()
    });
    // (The list of orders beside the story does the same with the keyboard.)
    let look_at: Press = Box::new(move |event: MouseEvent| {
        if let Some(place) = place() {
            let corner = place.get_bounding_client_rect();
            let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
            page.look_at(shop, x - corner.left(), y - corner.top());
        }
    });
    // The parts of a lane stay what they are until an order needs other services; where they stand and what is said of them
    // follows.
    let parts: Memo<Vec<PartId>> =
        Memo::new(move |_| shown.with(|all| all.frames.iter().map(|f| f.part).collect()));
    let frames: Make = Box::new(move || {
        let parts = parts.get().into_iter();
        parts.map(|part| frame(shown, part)).collect()
    });
    let labels: Make = Box::new(move || {
        parts.track();
        let now = shown.get_untracked().labels.into_iter();
        let label = |l: Label| label(shown, shop.name(), l.part, l.role);
        now.map(label).collect()
    });
    // Until the browser has told how large the stage is, nothing of it is seen: nothing jumps.
    let unknown = bind::flag(move || !page.is_measured(size.get()));
    view! {
        <div class="stage" class:unknown=unknown on:click=look_at>
            {frames} <canvas node_ref=canvas aria-hidden="true"></canvas> {labels}
        </div>
    }
    .into_any()
}

fn frame(shown: Memo<Shown>, part: PartId) -> AnyView {
    let found = move || shown.with(|all| all.frames.iter().find(|f| f.part == part).copied());
    let class = match part.kind {
        PartKind::Queue => "box pill",
        PartKind::Users | PartKind::Checkout | PartKind::Service | PartKind::Workers => "box",
    };
    let style = bind::text(move || found().map(|f| rectangle(f.area)).unwrap_or_default());
    let down = bind::flag(move || found().is_some_and(|f| f.down));
    view! { <div class=class class:down=down style=style></div> }.into_any()
}

fn label(shown: Memo<Shown>, side: &'static str, part: PartId, role: Role) -> AnyView {
    let found = move |read: fn(&Label) -> String| {
        shown.with(|all| {
            let label = all.labels.iter().find(|l| l.part == part && l.role == role);
            label.map(read).unwrap_or_default()
        })
    };
    let text = bind::text(move || found(|l| l.text.clone()));
    let style = bind::text(move || found(place_of));
    let bad = bind::flag(move || found(|l| l.bad.to_string()) == "true");
    let none = bind::flag(move || text.with(String::is_empty));
    let name = words::stage::title(part, true).swap_remove(0);
    let class = match role {
        Role::Title => "label title-of",
        Role::Figures => "label figures",
        Role::Note => "label note",
        Role::Cable => "label cable",
        Role::Tray => "label tray",
    };
    match role {
        // (Where there is little room its name is a few letters: nobody has to hear those.)
        Role::Title => view! {
            <h3 class=class class:none=none style=style aria-label=name>
                {text}
            </h3>
        }
        .into_any(),
        Role::Figures | Role::Note | Role::Cable | Role::Tray => view! {
            <p id=id_of(side, part, role) class=class class:bad=bad class:none=none style=style>
                {text}
            </p>
        }
        .into_any(),
    }
}

/// What tests and other documents know a label by.
fn id_of(side: &str, part: PartId, role: Role) -> String {
    let own = match part.index {
        PAYMENT => String::new(),
        service => format!("-{}", NAMES[service as usize]),
    };
    let name = match (part.kind, role) {
        (PartKind::Users, _) => "users",
        (PartKind::Checkout, Role::Figures) => "threads",
        (PartKind::Checkout, Role::Cable) => "cable",
        (PartKind::Checkout, Role::Title | Role::Note | Role::Tray) => "checkout-note",
        (PartKind::Queue, Role::Figures) => return format!("queue-meta{own}"),
        (PartKind::Queue, Role::Tray) => return format!("tray{own}"),
        (PartKind::Queue, Role::Title | Role::Note | Role::Cable) => "queue-note",
        (PartKind::Service | PartKind::Workers, Role::Figures) => "servers",
        (
            PartKind::Service | PartKind::Workers,
            Role::Title | Role::Note | Role::Cable | Role::Tray,
        ) => "servers-note",
    };
    format!("{name}-{side}{own}")
}

/// Where a label stands. A line is as high as the room it has: on the lowest stage that is its letters.
fn place_of(label: &Label) -> String {
    let place = rectangle(label.area);
    match label.role {
        Role::Title | Role::Figures => format!("{place};line-height:{}px", px(label.area.h)),
        Role::Note | Role::Cable | Role::Tray => place,
    }
}

/// To half a pixel.
fn px(n: f64) -> String {
    plain((n * 2.0).round() / 2.0)
}

fn rectangle(area: Area) -> String {
    // (An edge that is rounded up by itself would leave the stage, which cuts it off.)
    let width = (area.right() * 2.0).floor() / 2.0 - (area.x * 2.0).round() / 2.0;
    let (x, y, w, h) = (px(area.x), px(area.y), plain(width), px(area.h));
    format!("left:{x}px;top:{y}px;width:{w}px;height:{h}px")
}

impl Page {
    /// How these parts are doing in a shop, in the stage's own words.
    pub(crate) fn figures_of(self, wiring: Wiring, kinds: &'static [PartKind]) -> Memo<String> {
        let said = move |model: &Model, service: u8| {
            let shop = model.shop(wiring);
            let there = shop.parts().into_iter();
            let is_it = |part: &PartId| !part.kind.is_of_a_service() || part.index == service;
            let there = there.filter(|part| kinds.contains(&part.kind) && is_it(part));
            let said: Vec<String> = there.map(|part| labels::figures_of(shop, part)).collect();
            match said.is_empty() {
                true => NO_PART.to_owned(),
                false => said.join("; "),
            }
        };
        bind::text(move || {
            let service = self.setup(|s| self.addressed(s));
            self.readouts.track();
            self.look(|model| said(model, service)).unwrap_or_default()
        })
    }
}
