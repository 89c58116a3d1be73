//! One pane of the code: the programs of one shop, one of which is shown.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::code::{Programs, place_of};
use super::copy::copy_button;
use crate::code::{self, File, Line, PROGRAMS, Role, Step};
use crate::sim::shop::Wiring;
use crate::words::{self, code as said};

impl Programs {
    /// The programs of one shop, one of which is shown.
    pub(super) fn pane(self, shop: Wiring) -> AnyView {
        let (shown, side) = (self.shown(shop), shop.name());
        let of_checkout = self.of_checkout[shop];
        let tab = move |checkout: bool, id: &'static str| {
            let word = Memo::new(move |_| match checkout {
                true => said::CHECKOUT.to_owned(),
                false => said::program(shop, self.service.get()),
            });
            let pressed = move || (of_checkout.get() == checkout).to_string();
            let runs = move || {
                let role = match checkout {
                    true => Role::Checkout,
                    false => Role::Service(self.service.get()),
                };
                self.lights
                    .with(|all| all[place_of(shop, role)].lit.is_some())
            };
            view! {
                <button
                    id=format!("file-{side}-{id}")
                    aria-label=move || said::of_shop(&word.get(), shop)
                    aria-pressed=pressed
                    on:click=move |_| of_checkout.set(checkout)
                >
                    {word}
                    <span class="runs" class:on=runs aria-hidden="true">"▶"</span>
                </button>
            }
        };
        let name = Memo::new(move |_| PROGRAMS[shown.get()].name.to_owned());
        let text = move || {
            let shown = shown.get_untracked();
            self.files.with_untracked(|files| {
                let file = files.get(shown).and_then(Option::as_ref);
                file.map(code::text).unwrap_or_default()
            })
        };
        let other = match shop {
            Wiring::Sync => "payment",
            Wiring::Async => "worker",
        };
        let tabs = [tab(true, "checkout"), tab(false, other)].collect_view();
        let body = NodeRef::<html::Pre>::new();
        self.keep_in_sight(body, shown);
        view! {
            <article class="pane" data-side=side>
                <div class="pane-head">
                    <div role="group" aria-label=said::program_of(shop)>{tabs}</div>
                    <span class="quiet">{name}</span>
                    {copy_button(format!("copy-code-{side}"), said::COPY, said::the_program(shop), text)}
                </div>
                <pre
                    id=format!("code-{side}")
                    tabindex="0"
                    role="region"
                    aria-label=name
                    node_ref=body
                >
                    {move || self.lines(shown.get())}
                </pre>
            </article>
        }
        .into_any()
    }

    fn lines(self, k: usize) -> Vec<AnyView> {
        self.files.with(|files| {
            let file = files.get(k).and_then(Option::as_ref);
            let lines = file.map(|file| file.lines.as_slice());
            let lines = lines.unwrap_or_default().iter().enumerate();
            lines.map(|(row, line)| self.line(k, row, line)).collect()
        })
    }

    fn line(self, k: usize, row: usize, line: &Line) -> AnyView {
        let text = format!("{}\n", line.text);
        let fresh = move || {
            self.fresh
                .with(|all| all.get(k).is_some_and(|f| f.get(row) == Some(&true)))
        };
        if line.step.is_none() {
            return view! { <code class:fresh=fresh>{text}</code> }.into_any();
        }
        let lit = Memo::new(move |_| self.lights.with(|all| all[k].lit == Some(row)));
        let passed = Memo::new(move |_| {
            let at = self.lights.with(|all| {
                let mut of_it = all[k].passed.iter().rev();
                of_it.find(|(passed, _)| *passed == row).map(|(_, at)| *at)
            });
            at.map(words::clock).unwrap_or_default()
        });
        view! {
            <code
                class:fresh=fresh
                class:lit=lit
                class:passed=move || passed.with(|at| !at.is_empty())
                data-at=passed
                aria-current=move || lit.get().then_some("step")
            >
                {text}
            </code>
        }
        .into_any()
    }

    /// Scrolls into the pane's sight what there is to see: the lit line, what was just rewritten, else the handler.
    fn keep_in_sight(self, body: NodeRef<html::Pre>, shown: Memo<usize>) {
        let handler = Memo::new(move |_| {
            let line = |files: &Vec<Option<File>>| {
                let file = files.get(shown.get())?.as_ref();
                file?.line_of(Step::HandlerBegan)
            };
            self.files.with(line)
        });
        let fresh = Memo::new(move |_| {
            let first =
                |all: &Vec<Vec<bool>>| all.get(shown.get())?.iter().position(|&fresh| fresh);
            self.fresh.with(first)
        });
        // (Of an order that is over: the last line that ran.)
        let lit = Memo::new(move |_| {
            self.lights.with(|all| {
                let lights = &all[shown.get()];
                let last = lights.passed.last();
                lights.lit.or(last.map(|(row, _)| *row))
            })
        });
        for wanted in [handler, fresh, lit] {
            Effect::new(move |_| {
                // (What is not in sight has no height to scroll.)
                self.desk.seen.track();
                if let (Some(body), Some(row)) = (body.get(), wanted.get()) {
                    bring_into_sight(&body, row);
                }
            });
        }
    }
}

/// Inside of this element only: the page stays where it is.
fn bring_into_sight(body: &HtmlElement, row: usize) {
    let lines = body.query_selector_all("code").ok();
    let line = lines.and_then(|all| all.get(row as u32));
    let line = line.and_then(|node| node.dyn_into::<HtmlElement>().ok());
    if let Some(line) = line {
        let (top, height) = (line.offset_top(), line.offset_height());
        let seen = body.scroll_top()..body.scroll_top() + body.client_height() - height;
        if !seen.contains(&top) {
            body.set_scroll_top((top - body.client_height() / 4).max(0));
        }
    }
}
