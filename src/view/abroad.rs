//! What leaves the page: its link. `#v1&…` follows what the reader does; another one there opens another experiment.

use leptos::prelude::*;

use super::page::Page;
use crate::app::model::Msg;
use crate::share::{embed, link};
use crate::web::events::Listener;
use crate::web::{address, crash, now_ms};

/// Milliseconds between two writings of the address: browsers take a hundred in half a minute at most.
const ADDRESS_MS: f64 = 500.0;

impl Page {
    /// Reads the address, and listens from now on.
    pub(super) fn arrive(self) {
        let fragment = address::fragment();
        self.with(|inner| *inner.abroad.known.borrow_mut() = fragment.clone());
        if !fragment.is_empty() {
            self.open(fragment);
        }
        let (wanted, problems) = embed::read(&address::query());
        let problems: Vec<Msg> = problems
            .into_iter()
            .map(|problem| Msg::Notice(problem.into()))
            .collect();
        self.with(|inner| {
            let mut model = inner.model.borrow_mut();
            problems.into_iter().for_each(|notice| model.update(notice));
            // As the page opens, so it stands in the address already.
            let abroad = &inner.abroad;
            abroad.edition.set(model.edition());
            abroad.link.replace(link::write(&model.link()));
        });
        self.embed.set_value(wanted);
        let hears = vec![
            Listener::of("hashchange", move |_| {
                let fragment = address::fragment();
                let known = self
                    .inner
                    .try_with_value(|inner| inner.abroad.known.replace(fragment.clone()));
                if known.as_ref() != Some(&fragment) {
                    self.send(Msg::Open(fragment));
                }
            }),
            // Who leaves finds everything again when they come back.
            Listener::of("showdown-recolour", move |_| self.recolour()),
            Listener::of("pagehide", move |_| self.write_now()),
            Listener::of("showdown-idle", move |_| self.complete()),
        ];
        self.with(|inner| *inner.abroad.listeners.borrow_mut() = hears);
    }

    fn open(self, fragment: String) {
        self.with(|inner| inner.model.borrow_mut().update(Msg::Open(fragment)));
    }

    /// This page as a link, without the `#`.
    pub(crate) fn link(self) -> String {
        let link = self
            .inner
            .try_with_value(|inner| inner.abroad.link.borrow().clone());
        link.unwrap_or_default()
    }

    /// After every readout.
    pub(super) fn go_abroad(self) {
        self.with(|inner| {
            let mut model = inner.model.borrow_mut();
            let edition = model.edition();
            if inner.abroad.edition.replace(edition) != edition {
                let text = link::write(&model.link());
                crash::remember(text.clone());
                if inner.abroad.link.replace(text.clone()) != text {
                    drop(model);
                    self.write_address();
                }
            }
        });
    }

    fn write_address(self) {
        self.with(|inner| {
            let abroad = &inner.abroad;
            let wait = abroad.written.get() + ADDRESS_MS - now_ms();
            if wait <= 0.0 {
                self.write_now();
            } else {
                let again = Box::new(move || self.write_address());
                abroad.later.ask(wait as u32 + 1, again);
            }
        });
    }

    pub(crate) fn write_now(self) {
        self.with(|inner| {
            let abroad = &inner.abroad;
            let link = abroad.link.borrow();
            let mut known = abroad.known.borrow_mut();
            // (Before anything is done the address says as much as it did.)
            let is_new = known.trim_start_matches('#') != *link && abroad.edition.get().0 > 0;
            if is_new && address::fragment() == *known {
                abroad.written.set(now_ms());
                address::follow(&link);
                *known = address::fragment();
            }
            self.point_to_the_full_page(&link);
        });
    }

    /// From an embedded page to this very run on a page of its own.
    fn point_to_the_full_page(self, link: &str) {
        let document = web_sys::window().and_then(|w| w.document());
        if let Some(full) = document.and_then(|d| d.get_element_by_id("full")) {
            let _ = full.set_attribute("href", &format!("{}#{link}", address::page()));
        }
    }
}
