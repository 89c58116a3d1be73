//! The programs behind the picture, for the settings in force: what the last change rewrote is marked, and the line
//! that runs for the chosen order is lit. Of several services one is chosen, whose program stands beside Checkout's.

use leptos::prelude::*;

use super::state::Desk;
use crate::code::passage::{Passage, Playhead, passages};
use crate::code::{self, File, PROGRAMS, Role};
use crate::sim::config::lineup::{Lineup, NAMES, PAYMENT};
use crate::sim::wiring::{WIRINGS, Wiring};
use crate::view::bind::{locked, select};
use crate::web::timer::{Timer, after};
use crate::web::{now_ms, reduced_motion};
use crate::words::{code as said, services};

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
    /// They, of a shop that needs them.
    pub(super) files: Memo<Vec<Option<File>>>,
    /// Which lines are new, of each file.
    pub(super) fresh: RwSignal<Vec<Vec<bool>>>,
    /// What each line looks like: the lit one, and when the others were passed.
    pub(super) lights: RwSignal<Each<Lights>>,
    /// Does each pane show Checkout's program, or that of the chosen service?
    pub(super) of_checkout: [RwSignal<bool>; WIRINGS],
    /// The service chosen, of those that an order needs.
    pub(super) service: RwSignal<u8>,
}

/// The place of a program.
pub(super) fn place_of(shop: Wiring, role: Role) -> usize {
    let place = PROGRAMS
        .iter()
        .position(|p| p.shop == shop && p.role == role);
    place.unwrap_or_default()
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
        let files = desk.read(|model| {
            let config = model.run().config();
            let file = |p: &code::Program| p.is_needed(config).then(|| p.file(config));
            PROGRAMS.iter().map(file).collect()
        });
        files.unwrap_or_default()
    });
    let needs = Memo::new(move |_| {
        let needs = desk.read(|model| model.run().config().needs);
        needs.unwrap_or(Lineup::ONE)
    });
    let programs = Programs {
        desk,
        files,
        fresh: RwSignal::default(),
        lights: RwSignal::default(),
        of_checkout: Wiring::ALL.map(|_| RwSignal::new(true)),
        service: RwSignal::new(PAYMENT),
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
        {programs.which(needs)}
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
    /// The choice of a service, where an order needs several.
    fn which(self, needs: Memo<Lineup>) -> AnyView {
        let one = Memo::new(move |_| needs.get().is_one());
        let option = move |service: u8| {
            let name = NAMES[service as usize];
            let chosen = self.service.get_untracked() == service;
            view! {
                <option value=name selected=chosen>
                    {services::name(service)}
                </option>
            }
            .into_any()
        };
        let rows = move || needs.get().iter().map(option).collect::<Vec<AnyView>>();
        let shown = Memo::new(move |_| NAMES[self.service.get() as usize].to_owned());
        // One that is not there any more is not shown.
        Effect::new(move |_| {
            if !needs.get().set().has(self.service.get_untracked()) {
                self.service.set(PAYMENT);
            }
        });
        let choose = move |name: String| {
            let service = NAMES.iter().position(|it| *it == name);
            self.service.set(service.unwrap_or_default() as u8);
            for pane in self.of_checkout {
                pane.set(false);
            }
        };
        let rows = vec![rows.into_any()];
        view! {
            <p class="actions" class:gone=one>
                <label for="code-of">{said::SERVICE}</label>
                {select("code-of".to_owned(), rows, shown, locked(false), choose)}
            </p>
        }
        .into_any()
    }

    /// Which program a pane shows.
    pub(super) fn shown(self, shop: Wiring) -> Memo<usize> {
        Memo::new(move |_| {
            let role = match self.of_checkout[shop].get() {
                true => Role::Checkout,
                false => Role::Service(self.service.get()),
            };
            place_of(shop, role)
        })
    }

    /// Keeps what stood there before the last change, to compare with.
    fn mark_changes(self) {
        let before = StoredValue::new_local(Vec::<Option<File>>::new());
        let last = StoredValue::new_local((Vec::<Option<File>>::new(), f64::NEG_INFINITY));
        Effect::new(move |_| {
            let files = self.files.get();
            let now = now_ms();
            let (previous, changed_at) = last.get_value();
            if previous.is_empty() {
                before.set_value(files.clone());
            } else if now - changed_at > ONE_CHANGE_MS {
                before.set_value(previous);
            }
            // (A program that was not there before is new as a whole, and marks nothing.)
            let changes = |(old, new): (&Option<File>, &Option<File>)| match (old, new) {
                (Some(old), Some(new)) => code::changed(old, new),
                (None, _) | (_, None) => Vec::new(),
            };
            let fresh: Vec<Vec<bool>> =
                before.with_value(|before| before.iter().zip(&files).map(changes).collect());
            // A change that a pane does not show turns its page; of another service it is chosen.
            let changed = |program: &code::Program| {
                let at = place_of(program.shop, program.role);
                fresh.get(at).is_some_and(|f| f.contains(&true))
            };
            for (shop, of_checkout) in Wiring::ALL.into_iter().zip(self.of_checkout) {
                let service = self.service.get_untracked();
                let shows = |role: Role| match role {
                    Role::Checkout => of_checkout.get_untracked(),
                    Role::Service(its) => !of_checkout.get_untracked() && its == service,
                };
                let new = || PROGRAMS.iter().filter(|p| p.shop == shop && changed(p));
                if new().all(|p| !shows(p.role))
                    && let Some(other) = new().next()
                {
                    of_checkout.set(other.role == Role::Checkout);
                    if let Role::Service(its) = other.role {
                        self.service.set(its);
                    }
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
                for (k, (head, program)) in heads.iter_mut().zip(&PROGRAMS).enumerate() {
                    let list = &lists[program.shop][program.role.place()];
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
            let line_of = |step| files.get(k)?.as_ref()?.line_of(step);
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
