//! The programs behind the picture, for the settings in force: what the last change rewrote is marked, and the line
//! that runs for the chosen order is lit.

use leptos::prelude::*;

use super::state::Desk;
use crate::code::passage::{Passage, Playhead, passages};
use crate::code::{self, File, PROGRAMS};
use crate::sim::wiring::{WIRINGS, Wiring};
use crate::web::timer::{Timer, after};
use crate::web::{now_ms, reduced_motion};
use crate::words::code as said;

/// Changes closer together than this, in milliseconds, are one: a slider on its way.
const ONE_CHANGE_MS: f64 = 1_500.0;
/// Milliseconds between two looks at what is to be lit.
const LOOK_MS: u32 = 100;
/// An order sent no longer ago than this is shown from its first line; microseconds.
const JUST_SENT: u64 = 1_500_000;

/// One for each program.
pub(super) type Each<T> = [T; PROGRAMS.len()];

#[derive(Clone, Copy)]
pub(super) struct Programs {
    pub(super) desk: Desk,
    pub(super) files: Memo<Vec<File>>,
    /// Which lines are new, of each file.
    pub(super) fresh: RwSignal<Vec<Vec<bool>>>,
    /// What each line looks like: the lit one, and when the others were passed.
    pub(super) lights: RwSignal<Each<Lights>>,
    /// Which program each pane shows.
    pub(super) shown: [RwSignal<usize>; WIRINGS],
}

/// The programs of a shop's pane.
pub(super) fn pane_of(shop: Wiring) -> impl Iterator<Item = usize> {
    (0..PROGRAMS.len()).filter(move |&k| PROGRAMS[k].shop == shop)
}

/// What is lit in one file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Lights {
    pub(super) lit: Option<usize>,
    /// Lines passed, and when, in microseconds since the start of the run.
    pub(super) passed: Vec<(usize, u64)>,
}

pub(super) fn code(desk: Desk) -> AnyView {
    let files = Memo::new(move |_| {
        let files = desk.read(|model| code::files(model.run().config()));
        files.unwrap_or_default()
    });
    let programs = Programs {
        desk,
        files,
        fresh: RwSignal::default(),
        lights: RwSignal::default(),
        shown: Wiring::ALL.map(|shop| RwSignal::new(pane_of(shop).next().unwrap_or(0))),
    };
    programs.mark_changes();
    programs.follow_the_order();
    let panes = Wiring::ALL.map(|shop| programs.pane(shop));
    let panes: Vec<AnyView> = panes.into();
    view! {
        <p class="quiet signs">
            {sign("lit", "▶", said::RUNS)} {sign("passed", "✓", said::PASSED)}
            {sign("fresh", "▌", said::FRESH)}
        </p>
        <div class="panes">{panes}</div>
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
            for (shop, shown) in Wiring::ALL.into_iter().zip(self.shown) {
                let changed = |k: usize| fresh.get(k).is_some_and(|f| f.contains(&true));
                if !changed(shown.get_untracked())
                    && let Some(other) = pane_of(shop).find(|&k| changed(k))
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
        let later = StoredValue::new_local(None::<Timer>);
        let again = RwSignal::new(0_u32);
        Effect::new(move |_| {
            again.track();
            let seen = self.desk.read_journey(|f| {
                let of = |shop| passages(f.run().journey(shop));
                (f.order(), f.run().clock(), Wiring::ALL.map(of))
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
                for (k, (head, program)) in heads.iter_mut().zip(PROGRAMS).enumerate() {
                    let list = &lists[program.shop][program.role as usize];
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
            // (At the beginning nothing is known of the order yet.)
            if lists.iter().flatten().any(|list| !list.is_empty()) {
                first.set_value(false);
            }
            if self.lights.with_untracked(|old| *old != lights) {
                self.lights.set(lights);
            }
            later.set_value(
                more.then(|| after(LOOK_MS, Box::new(move || again.update(|n| *n += 1)))),
            );
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
}
