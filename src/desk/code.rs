//! The programs behind the picture, for the settings in force: what the last change rewrote is marked, and the line
//! that runs for the chosen order is lit.

use gloo_timers::callback::Timeout;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::copy::copy_button;
use super::state::Desk;
use crate::app::words;
use crate::code::passage::{Passage, Playhead, passages};
use crate::code::{self, File, Line, Step};
use crate::sim::shop::Wiring;
use crate::web::{now_ms, reduced_motion};

/// Changes closer together than this, in milliseconds, are one: a slider on its way.
const ONE_CHANGE_MS: f64 = 1_500.0;
/// Milliseconds between two looks at what is to be lit.
const LOOK_MS: u32 = 100;
/// An order sent no longer ago than this is shown from its first line; microseconds.
const JUST_SENT: u64 = 1_500_000;

/// Both Checkouts, then both Payments, as in [`code::NAMES`].
type Each<T> = [T; 4];

#[derive(Clone, Copy)]
struct Programs {
    desk: Desk,
    files: Memo<Vec<File>>,
    /// Which lines are new, of each file.
    fresh: RwSignal<Vec<Vec<bool>>>,
    /// What each line looks like: the lit one, and when the others were passed.
    lights: RwSignal<Each<Lights>>,
    /// Which program each pane shows.
    shown: [RwSignal<usize>; 2],
}

/// The programs of a pane: of the sync shop, and of the async one.
const PANES: [[usize; 2]; 2] = [[0, 2], [1, 3]];

/// What is lit in one file.
#[derive(Clone, Debug, Default, PartialEq)]
struct Lights {
    lit: Option<usize>,
    /// Lines passed, and when, in microseconds since the start of the run.
    passed: Vec<(usize, u64)>,
}

pub(super) fn code(desk: Desk) -> AnyView {
    let files = Memo::new(move |_| {
        let files = desk.read(|f| code::files(f.run().config()));
        files.unwrap_or_default()
    });
    let programs = Programs {
        desk,
        files,
        fresh: RwSignal::default(),
        lights: RwSignal::default(),
        shown: PANES.map(|[checkout, _]| RwSignal::new(checkout)),
    };
    programs.mark_changes();
    programs.follow_the_order();
    view! {
        <p class="quiet signs">
            {sign("lit", "▶", "runs for the chosen order")} {sign("passed", "✓", "passed, and when")}
            {sign("fresh", "▌", "your last change")}
        </p>
        <div class="panes">
            {programs.pane("sync", 0)} {programs.pane("async", 1)}
        </div>
    }
    .into_any()
}

fn sign(class: &'static str, sign: &'static str, words: &'static str) -> AnyView {
    view! {
        <span>
            <span class=format!("sign {class}") aria-hidden="true">
                {sign}
            </span>
            " "
            {words}
        </span>
    }
    .into_any()
}

impl Programs {
    /// Keeps what stood there before the last change, to compare with.
    fn mark_changes(self) {
        let before = StoredValue::new_local(Vec::<File>::new());
        let last = StoredValue::new_local((Vec::<File>::new(), f64::NEG_INFINITY));
        Effect::new(move |_| {
            let files = self.files.get();
            let now = now_ms();
            let (previous, changed_at) = last.get_value();
            if previous.is_empty() {
                before.set_value(files.clone());
            } else if now - changed_at > ONE_CHANGE_MS {
                before.set_value(previous);
            }
            let fresh: Vec<Vec<bool>> = before.with_value(|before| {
                let pairs = before.iter().zip(&files);
                pairs.map(|(old, new)| code::changed(old, new)).collect()
            });
            // A change that a pane does not show turns its page.
            for (pane, shown) in PANES.iter().zip(self.shown) {
                let changed = |k: usize| fresh.get(k).is_some_and(|f| f.contains(&true));
                let other = pane.iter().find(|&&k| k != shown.get_untracked());
                if let Some(&other) = other
                    && changed(other)
                    && !changed(shown.get_untracked())
                {
                    shown.set(other);
                }
            }
            self.fresh.set(fresh);
            last.set_value((files, now));
        });
    }

    /// Lights one line after the other, behind the engine.
    fn follow_the_order(self) {
        let heads = StoredValue::new_local(Each::<Playhead>::default());
        let looked_at = StoredValue::new_local(None::<u64>);
        let first = StoredValue::new_local(true);
        let later = StoredValue::new_local(None::<Timeout>);
        let again = RwSignal::new(0_u32);
        Effect::new(move |_| {
            again.track();
            let seen = self.desk.read(|f| {
                let of = |shop| passages(f.run().journey(shop), shop);
                let ([a, c], [b, d]) = (of(Wiring::Sync), of(Wiring::Async));
                (f.order(), f.run().clock(), [a, b, c, d])
            });
            let Some((order, clock, lists)) = seen else {
                return;
            };
            let now = now_ms();
            let another = looked_at.get_value() != order;
            looked_at.set_value(order);
            let mut more = false;
            let mut lights = Each::<Lights>::default();
            heads.update_value(|heads| {
                for (k, (head, list)) in heads.iter_mut().zip(&lists).enumerate() {
                    if another {
                        *head = Playhead::default();
                    }
                    let just_sent = list.first().is_some_and(|p| clock - p.from < JUST_SENT);
                    if first.get_value() || reduced_motion() || another && !just_sent {
                        head.jump(list);
                    }
                    more |= head.go_on(list, now);
                    lights[k] = self.lights_of(k, head, list, now);
                }
            });
            first.set_value(false);
            if self.lights.with_untracked(|old| *old != lights) {
                self.lights.set(lights);
            }
            later.set_value(more.then(|| Timeout::new(LOOK_MS, move || again.update(|n| *n += 1))));
        });
    }

    fn lights_of(self, k: usize, head: &Playhead, list: &[Passage], now: f64) -> Lights {
        self.files.with_untracked(|files| {
            let line_of = |step| files.get(k)?.line_of(step);
            let passed = head.passed(list).iter();
            Lights {
                lit: head.lit(list, now).and_then(line_of),
                passed: passed
                    .filter_map(|p| Some((line_of(p.step)?, p.from)))
                    .collect(),
            }
        })
    }

    /// The two programs of one shop, one of which is shown.
    fn pane(self, side: &'static str, index: usize) -> AnyView {
        let (shown, pair) = (self.shown[index], PANES[index]);
        let tab = move |(k, word): (usize, &'static str)| {
            let pressed = move || (shown.get() == k).to_string();
            let runs = move || self.lights.with(|lights| lights[k].lit.is_some());
            view! {
                <button
                    id=format!("file-{side}-{}", word.to_lowercase())
                    aria-pressed=pressed
                    on:click=move |_| shown.set(k)
                >
                    {word}
                    <span class="runs" class:on=runs aria-hidden="true">"▶"</span>
                </button>
            }
        };
        let name = Memo::new(move |_| code::NAMES[shown.get()].to_owned());
        let text = move || {
            let shown = shown.get_untracked();
            self.files
                .with_untracked(|files| files.get(shown).map(code::text).unwrap_or_default())
        };
        let second = if side == "async" { "Worker" } else { "Payment" };
        let tabs = [(pair[0], "Checkout"), (pair[1], second)].map(tab);
        let body = NodeRef::<html::Pre>::new();
        self.keep_in_sight(body, shown);
        view! {
            <article class="pane" data-side=side>
                <div class="pane-head">
                    <div role="group" aria-label=format!("Program of the {side} shop")>{tabs.collect_view()}</div>
                    <span class="quiet">{name}</span>
                    {copy_button(format!("copy-code-{side}"), "Copy", text)}
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
            let lines = files.get(k).map(|file| file.lines.as_slice());
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
    fn keep_in_sight(self, body: NodeRef<html::Pre>, shown: RwSignal<usize>) {
        let handler = Memo::new(move |_| {
            let line = |files: &Vec<File>| files.get(shown.get())?.line_of(Step::HandlerBegan);
            self.files.with(line)
        });
        let fresh = Memo::new(move |_| {
            let first =
                |all: &Vec<Vec<bool>>| all.get(shown.get())?.iter().position(|&fresh| fresh);
            self.fresh.with(first)
        });
        let lit = Memo::new(move |_| self.lights.with(|all| all[shown.get()].lit));
        for wanted in [handler, fresh, lit] {
            Effect::new(move |_| {
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
