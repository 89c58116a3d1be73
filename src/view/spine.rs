//! The spine: the world both shops live in. Users, machines, network, Payment; one card for each, level with the
//! part it belongs to, because one control acts on both shops.
//!
//! ```text
//!   sync lane  │ users     1 · 10 · 100 · 1000, a steady stream │  async lane
//!              │ Checkout  threads, timeout                     │
//!              │ between   cut the network, kill the broker     │
//!              │ Payment   takes, workers, kill, freeze …       │
//!              │ ⚖         is the race fair?                    │
//! ```
//!
//! What a card has no room for it leaves out, the last first (style/spine.css). On a phone and in a narrow frame the
//! same cards are a dock below the stage, with the most important controls, and *more*.

use leptos::prelude::*;

use super::bind::{self, Press, choose, locked};
use super::cards::{CARDS, Card};
use super::control::{self, Place};
use super::page::Page;
use crate::app::model::Msg;
use crate::app::readout::Setup;
use crate::app::slider::{moved, position_of};
use crate::experiment::intervention::{SHOP_NAMES, meant, name_of};
use crate::experiment::settings::{self, SETTINGS};
use crate::experiment::value::{Value, plain};
use crate::sim::config::lineup::{Lineup, NAMES, PAYMENT};
use crate::sim::engine::Side;
use crate::sim::fault::{Fault, Outage};
use crate::sim::wiring::Wiring;
use crate::stage::layout::bands;
use crate::words::{services, spine as said};

/// Its place.
pub(super) fn spine(page: Page) -> AnyView {
    // Level with the parts: the cards are as high as the bands of the stage beside them.
    // (Which service a control acts on is said where the cards have no titles, too: style/spine.css.)
    let rows = page.setup_text(move |s| {
        let [users, checkout, between, services] = bands(page.size.get()).map(|b| plain(b.h));
        let whose = services::name(page.addressed(s));
        let rows = format!(
            "--rows:calc(var(--window) + {users}px) {checkout}px {between}px {services}px minmax(0,1fr)"
        );
        format!("{rows};--whose:'{whose}'")
    });
    let open = page.more;
    let several = page.setup_flag(|s| !s.lineup.is_one());
    view! {
        <section
            id="spine"
            class="spine"
            class:open=open
            class:several=several
            style=rows
            aria-label=said::WORLD
        ></section>
    }
    .into_any()
}

/// What stands in it.
pub(super) fn cards(page: Page) -> AnyView {
    let open = page.more;
    let cards: Vec<AnyView> = CARDS.iter().map(|card| self::card(page, card)).collect();
    let expanded = move || open.get().to_string();
    view! {
        {cards}
        {fairness(page)}
        <div id="opened" class="opened"></div>
        <button
            id="more"
            class="more"
            aria-controls="spine"
            aria-expanded=expanded
            on:click=move |_| open.update(|open| *open = !*open)
        >
            {move || said::more(open.get())}
        </button>
    }
    .into_any()
}

fn card(page: Page, card: &'static Card) -> AnyView {
    let title = format!("card-{}", card.id);
    let named_by = title.clone();
    let controls = card.settings.iter().filter_map(|&(name, label)| {
        let place = Place {
            prefix: "spine",
            label: Some(label),
            help: None,
            // (There are no choices on it.)
            choice: |_, _| "",
            lineup: |_, _, _, _| ().into_any(),
        };
        Some(control::control(page, settings::find(name)?, place))
    });
    let controls: Vec<AnyView> = controls.collect();
    // (There is no room for all of them: what cuts one direction stands on the opened card.)
    let faults = card.faults().filter(|f| !f.is_one_way());
    let faults = faults.map(|f| switch(page, f, "", None));
    let faults: Vec<AnyView> = faults.collect();
    let users = (card.id == "users").then(|| users(page));
    let failing = (card.id == "payment").then(|| failing(page));
    let whose = (card.id == "payment").then(|| whose(page, "service"));
    let switches = (!faults.is_empty())
        .then(|| view! { <div class="switches">{faults} {failing}</div> }.into_any());
    view! {
        <section class="card" data-card=card.id aria-labelledby=named_by>
            <div class="inside">
                <h2 id=title>{opener(page, card)}</h2>
                {whose}
                {users}
                {controls}
                {switches}
            </div>
        </section>
    }
    .into_any()
}

/// A part's name, which opens all that can be set, broken and seen of it.
fn opener(page: Page, card: &'static Card) -> AnyView {
    let open = move || {
        page.opened
            .get()
            .is_some_and(|o| o.id == card.id)
            .to_string()
    };
    view! {
        <button
            id=format!("open-{}", card.id)
            class="opener"
            aria-controls="opened"
            aria-expanded=open
            on:click=move |_| {
                page.opened.set(Some(card));
                page.want_desk();
            }
        >
            <span class="name">{page.title_of(card)}</span>
            <span aria-hidden="true">" ⋯"</span>
        </button>
    }
    .into_any()
}

/// Which of several services is acted on; nothing, if there is one.
pub(crate) fn whose(page: Page, id: &'static str) -> AnyView {
    let lineup = bind::text(move || page.setup(|s| s.lineup.names()));
    let now = page.setup_text(move |s| NAMES[page.addressed(s) as usize].to_owned());
    let choice = move || {
        let lineup = lineup
            .with(|names| Lineup::named(names))
            .unwrap_or_default();
        (!lineup.is_one()).then(|| {
            let option = |it: u8| (NAMES[it as usize].to_owned(), services::name(it).to_owned());
            let options = lineup.iter().map(option).collect();
            let choice = choose(id.to_owned(), options, now, locked(false), move |name| {
                let number = NAMES.iter().position(|it| *it == name);
                page.service.set(number.unwrap_or_default() as u32);
            });
            view! {
                <label class="whose" for=id>
                    <span class="hidden">{said::SERVICE}</span>
                    {choice}
                </label>
            }
            .into_any()
        })
    };
    view! { {choice} }.into_any()
}

impl Page {
    /// A card's title: of several services, whose it is.
    pub(crate) fn title_of(self, card: &'static Card) -> Memo<String> {
        let mut kinds = card.kinds.iter();
        let of_services = kinds.any(|kind| kind.is_of_a_service());
        self.setup_text(move |s| match of_services && !s.lineup.is_one() {
            true => said::title_of(card.title, self.addressed(s)),
            false => card.title.to_owned(),
        })
    }
}

/// Orders to both shops: the fair race.
fn users(page: Page) -> AnyView {
    let to = RwSignal::new(name_of(&SHOP_NAMES, &Side::Both).to_owned());
    let shown = bind::text(move || to.get());
    let options = [Side::Both].into_iter().chain(Wiring::ALL.map(Side::from));
    let options = options.map(|side| {
        (
            name_of(&SHOP_NAMES, &side).to_owned(),
            said::crowd_to(side).to_owned(),
        )
    });
    let choice = choose(
        "crowd-to".into(),
        options.collect(),
        shown,
        locked(false),
        move |name| to.set(name),
    );
    let crowd = |n: u32| {
        let name = said::orders(n);
        let id = match n {
            1 => "both".to_owned(),
            n => format!("both-{n}"),
        };
        // Before the first order it is the way to begin; then it is a crowd like the others.
        let first = page.flag(move |r| n == 1 && r.lanes.iter().all(|l| l.sent == 0));
        view! {
            <button
                id=id
                class:primary=first
                aria-label=name
                on:click=page.press(move |_| {
                    let side = to.with_untracked(|name| meant(&SHOP_NAMES, name));
                    match (n, side.unwrap_or(Side::Both)) {
                        (1, side) => Msg::Trigger(side),
                        (n, side) => Msg::Crowd(side, n),
                    }
                })
            >
                {n.to_string()}
            </button>
        }
        .into_any()
    };
    let crowds: Vec<AnyView> = [1, 10, 100, 1000].map(crowd).into();
    view! {
        <div class="both" role="group" aria-label=said::SEND>
            <label class="both-word" for="crowd-to">
                <span class="hidden">{said::ORDERS_TO}</span>
                {choice}
            </label>
            <span class="crowds">{crowds}</span>
        </div>
        {stream(page)}
    }
    .into_any()
}

/// A steady stream: off, or so many orders a second.
fn stream(page: Page) -> AnyView {
    let rate = settings::find("arrival_rate_per_s");
    let Some(rate) = rate else {
        return ().into_any();
    };
    let at = |name: &str| SETTINGS.iter().position(|s| s.name == name).unwrap_or(0);
    let (arrivals_at, rate_at) = (at("arrivals"), at("arrival_rate_per_s"));
    let off = Value::Choice("by-hand".to_owned());
    let is_off = {
        let off = off.clone();
        page.setup_flag(move |s| s.values.get(arrivals_at) == Some(&off))
    };
    let number = move |values: &[Value]| match values.get(rate_at) {
        Some(Value::Number(n)) => *n,
        _ => 0.0,
    };
    let shown = page.setup_text(move |s| match is_off.get() {
        true => said::OFF.to_owned(),
        false => said::a_second(number(&s.values)),
    });
    let position = page.setup_text(move |s| match is_off.get() {
        true => "0".to_owned(),
        false => position_of(rate.kind, number(&s.values)).to_string(),
    });
    let for_good = page
        .embed
        .with_value(|e| e.locks_setting("arrivals") || e.locks_setting("arrival_rate_per_s"));
    let moved = move |position: u32| {
        if position == 0 {
            return page.send(Msg::Set("arrivals", off.clone()));
        }
        let old = page.setup_now(|s| number(&s.values));
        let value = match is_off.get_untracked() {
            true => crate::app::slider::value_at(rate.kind, position),
            false => moved(rate.kind, old, position),
        };
        page.send(Msg::Set("arrival_rate_per_s", Value::Number(value)));
        if is_off.get_untracked() {
            let evenly = Value::Choice("constant".to_owned());
            page.send(Msg::Set("arrivals", evenly));
        }
    };
    let slider = control::range(
        "spine-stream",
        position,
        shown,
        locked(for_good),
        Box::new(moved),
    );
    let inside = view! {
        <label for="spine-stream">{said::STREAM}</label>
        <output for="spine-stream" class="typed" aria-live="off">
            {shown}
        </output>
        {slider}
    };
    control::helped(
        page,
        "control helped",
        "arrivals",
        "number",
        inside.into_any(),
    )
}

/// One payment in ten fails, or none.
fn failing(page: Page) -> AnyView {
    let at = SETTINGS.iter().position(|s| s.name == "fail_percent");
    let Some(at) = at else { return ().into_any() };
    let percent = move |s: &Setup| match s.values.get(page.setting(s, at).0) {
        Some(Value::Number(n)) => *n,
        _ => 0.0,
    };
    let on = page.setup_text(move |s| (percent(s) > 0.0).to_string());
    let word = page.setup_text(move |s| said::failing(percent(s)));
    // (It is a setting, and something that breaks.)
    let (breaks, setting) = (page.locks("failures"), page.locks_setting(at));
    let locked = bind::flag(move || breaks || setting.get());
    let inside = view! {
        <button
            class="switch"
            id="fail-payment"
            disabled=locked
            aria-pressed=on
            aria-describedby="fail-payment-help"
            on:click=page.press(move |_| {
                let now = untrack(|| page.setup(percent));
                let next = if now > 0.0 { 0.0 } else { 10.0 };
                Msg::Set(page.setting_now(at).name, Value::Number(next))
            })
        >
            {word}
        </button>
    };
    control::helped(page, "breaks helped", "", "switch", inside.into_any())
}

/// Break it, and mend it again. What it does stands below, or in a bubble (`panels/help.rs`).
pub(crate) fn switch(
    page: Page,
    fault: Fault,
    prefix: &str,
    about: Option<&'static str>,
) -> AnyView {
    let words = said::switch(fault);
    let id = format!("{prefix}{}", fault.switch());
    let help_id = format!("{id}-help");
    let described_by = help_id.clone();
    // (What befalls no service is told of by Payment's faults, too.)
    let whose = move |s: &Setup| match fault.is_of_a_service() {
        true => page.addressed(s),
        false => PAYMENT,
    };
    let about = about.map(|about| {
        let about = page.setup_text(move |s| services::said_of(whose(s), about));
        control::help(help_id, about)
    });
    let on = page.setup_flag(move |s| s.faults[whose(s) as usize].has(fault));
    let pressed = move || on.get().to_string();
    let word = move || match on.get() {
        true => words.mend,
        false => words.breaks,
    };
    // Level with Payment's box it need not say whose it is; whoever hears it is told.
    let name = page
        .setup_text(move |s| services::said_of(whose(s), &format!("{}{}", word(), words.whose)));
    let inside = view! {
        <button
            class="switch"
            id=id
            disabled=page.locks("failures")
            aria-pressed=pressed
            aria-label=name
            aria-describedby=described_by
            on:click=page.press(move |_| {
                let (service, on) = untrack(|| {
                    page.setup(|s| (whose(s), s.faults[whose(s) as usize].has(fault)))
                });
                Msg::Fault(Outage { fault, service }, !on)
            })
        >
            {word}
        </button>
        {about}
    };
    control::helped(page, "breaks helped", "", "switch", inside.into_any())
}

/// Is it a fair race? It is said before the race starts.
fn fairness(page: Page) -> AnyView {
    let unfair = page.setup_flag(|s| s.unfair.any());
    let sentence = page.setup_text(|s| said::fairness(s.unfair.servers, s.unfair.orders));
    let for_good = page.embed.with_value(|e| e.locks_setting("consumers"));
    let make: Press = page.press_away(|| Msg::MakeFair);
    view! {
        <div id="fairness" class="fairness" class:unfair=unfair>
            <p>{sentence}</p>
            <button id="make-fair" disabled=for_good on:click=make>
                {said::MAKE_FAIR}
            </button>
        </div>
    }
    .into_any()
}
