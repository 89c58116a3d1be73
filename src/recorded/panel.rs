//! The panel itself: what the browser tells, and what is put into it.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, DragEvent, Element, Event, File, HtmlInputElement, HtmlSelectElement};

use super::curves::{Curves, curves};
use super::html;
use crate::app::model::Msg;
use crate::replay::Replay;
use crate::share::embed;
use crate::share::link::{self, Link};
use crate::view::chunks;
use crate::view::page::Page;
use crate::web::observe::Width;
use crate::web::{self, address, files};
use crate::words::recorded as said;

/// Bytes of a file at most; a recorded run of 10,000 orders has 3 MB.
const BYTES: f64 = 8e6;
/// Events of a replay at most: about a second. One of 1,000 orders has 20,000.
const EVENTS: u64 = 2_000_000;

/// What is shown.
#[derive(Default)]
struct Shown {
    curves: Vec<Curves>,
    /// What *Open its settings on the stage* opens.
    link: String,
    /// Counts what was asked for: only the last is shown, whichever comes first.
    asked: u32,
}

#[derive(Clone)]
struct Panel {
    page: Page,
    host: Element,
    shown: Rc<RefCell<Shown>>,
}

/// Fills the panel, and listens as long as the page lives.
pub(crate) fn start(page: Page) {
    let Some(host) = document().and_then(|d| d.get_element_by_id("recorded-place")) else {
        return;
    };
    chunks::bring_style();
    let locked = !embed::read(&address::query()).0.takes_another();
    host.set_inner_html(&html::controls(locked));
    web::focus("recorded-run");
    let panel = Panel {
        page,
        host,
        shown: Rc::default(),
    };
    let heard: &[&str] = match locked {
        true => &["change", "click"],
        false => &["change", "click", "dragover", "drop"],
    };
    for kind in heard {
        panel.listen(kind);
    }
    let again = panel.clone();
    std::mem::forget(Width::of(&panel.host, move |_| again.draw()));
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Only one of the two controls says what is shown.
fn empty(id: &str) {
    let control = by_id(id);
    if let Some(file) = control
        .as_ref()
        .and_then(|c| c.dyn_ref::<HtmlInputElement>())
    {
        file.set_value("");
    }
    if let Some(select) = control
        .as_ref()
        .and_then(|c| c.dyn_ref::<HtmlSelectElement>())
    {
        select.set_value("");
    }
}

fn by_id(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

impl Panel {
    fn listen(&self, kind: &'static str) {
        let panel = self.clone();
        let hear = Closure::<dyn FnMut(Event)>::new(move |event: Event| panel.hear(kind, &event));
        let function = hear.as_ref().unchecked_ref();
        let _ = self.host.add_event_listener_with_callback(kind, function);
        hear.forget();
    }

    fn hear(&self, kind: &str, event: &Event) {
        let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
        let id = target.as_ref().map(Element::id).unwrap_or_default();
        match (kind, id.as_str(), target) {
            ("dragover", ..) => event.prevent_default(),
            ("drop", ..) => {
                event.prevent_default();
                let data = event
                    .dyn_ref::<DragEvent>()
                    .and_then(DragEvent::data_transfer);
                self.read(data.and_then(|data| data.files()?.get(0)));
            }
            ("change", "recorded-run", Some(select)) => {
                let name = select.dyn_ref().map(HtmlSelectElement::value);
                self.fetch(name.unwrap_or_default());
            }
            ("change", _, Some(input)) => {
                let input = input.dyn_ref::<HtmlInputElement>();
                self.read(input.and_then(|input| input.files()?.get(0)));
            }
            // The same file again is a choice, too: it may have changed.
            ("click", "recorded-file", Some(input)) => {
                if let Some(input) = input.dyn_ref::<HtmlInputElement>() {
                    input.set_value("");
                }
            }
            ("click", "recorded-stage", _) => {
                self.page.send(Msg::Open(self.shown.borrow().link.clone()));
                web::show("showdown");
            }
            _ => {}
        }
    }

    fn fetch(&self, name: String) {
        if !name.is_empty() {
            empty("recorded-file");
            self.open(async move {
                let text = files::fetch(&format!("recorded/{name}.json")).await;
                text.ok_or_else(|| said::not_loaded(&name))
            });
        }
    }

    fn read(&self, file: Option<File>) {
        let Some(file) = file else { return };
        empty("recorded-run");
        self.open(async move {
            let size = file.size();
            if size > BYTES {
                return Err(said::too_large(size, BYTES));
            }
            let text = files::text_of(&file).await;
            text.ok_or_else(|| said::UNREADABLE.to_owned())
        });
    }

    /// Shows what comes of it, unless something else was asked for meanwhile.
    fn open(&self, text: impl Future<Output = Result<String, String>> + 'static) {
        let panel = self.clone();
        let mine = self.shown.borrow().asked + 1;
        self.shown.borrow_mut().asked = mine;
        wasm_bindgen_futures::spawn_local(async move {
            let text = text.await;
            if panel.shown.borrow().asked == mine {
                let replay = text.and_then(|text| {
                    let replay = Replay::within(&text, EVENTS);
                    replay.map_err(|why| said::unusable(&why))
                });
                panel.show(replay);
            }
        });
    }

    fn show(&self, replay: Result<Replay, String>) {
        let (said, bad, inside) = match &replay {
            Err(sentence) => (sentence.clone(), true, String::new()),
            Ok(replay) => {
                let link = link::write(&Link {
                    experiment: replay.staged(),
                    ..Link::default()
                });
                let (embed, _) = embed::read(&address::query());
                let mut shown = self.shown.borrow_mut();
                shown.link = link;
                shown.curves = curves(replay).into();
                let said = said::said_of(replay.name(), &replay.verdict());
                let inside = html::replay(replay, &shown.curves, embed.takes_another());
                (said, !replay.holds(), inside)
            }
        };
        if let Some(place) = by_id("recorded-shown") {
            place.set_inner_html(&inside);
        }
        if let Some(verdict) = by_id("recorded-verdict") {
            verdict.set_class_name(if bad { "warning" } else { "" });
            verdict.set_text_content(Some(&said));
        }
        self.draw();
    }

    /// The curves, as wide as there is room.
    fn draw(&self) {
        for (k, curves) in self.shown.borrow().curves.iter().enumerate() {
            let Some(svg) = by_id(&format!("recorded-curve-{k}")) else {
                return;
            };
            let width = svg.parent_element().map_or(0, |place| place.client_width());
            let _ = svg.set_attribute("width", &width.to_string());
            svg.set_inner_html(&curves.svg(f64::from(width), html::HEIGHT));
        }
    }
}
