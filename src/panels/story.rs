//! One order's story, in each shop: what really happened, with times and the reason for every wait.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement};

use super::copy::copy_button;
use super::state::Desk;
use crate::app::follower::Follower;
use crate::app::found::latest;
use crate::app::model::{Model, Msg};
use crate::app::readout::Readout;
use crate::sim::shop::Wiring;
use crate::story::{self, Story, diagram};
use crate::view::bind::{Press, locked, select};
use crate::web::observe::Width;
use crate::words::facts::notices::Notice;
use crate::words::facts::outcomes::{OUTCOMES, Outcome};
use crate::words::story as said;

/// Orders in the short list.
const SOME: usize = 8;

pub(super) fn story(desk: Desk) -> AnyView {
    let chosen = Memo::new(move |_| desk.read(Model::selected).flatten());
    let any = Memo::new(move |_| chosen.get().is_some());
    view! {
        <p class="quiet" class:gone=any>
            {said::NOTHING_YET}
        </p>
        <div class:gone=move || !any.get()>
            {choice(desk, chosen)}
            <div class="stories">
                {Wiring::ALL.map(|shop| one(desk, shop, chosen)).into_iter().collect_view()}
            </div>
        </div>
    }
    .into_any()
}

/// The last orders as buttons, or some with one outcome; and a number for any other one.
fn choice(desk: Desk, chosen: Memo<Option<u64>>) -> AnyView {
    let of = RwSignal::new(None::<Group>);
    let some = Memo::new(move |_| desk.read(|model| some(model, of.get())).unwrap_or_default());
    let buttons = (0..SOME).map(|k| one_of(desk, some, k, chosen));
    let buttons: Vec<AnyView> = buttons.collect();
    // (Nothing chosen is an empty field; no value at all would be `undefined`, which no field of numbers takes.)
    let shown = move || {
        chosen
            .get()
            .map(|k| (k + 1).to_string())
            .unwrap_or_default()
    };
    let choose = move |e: Event| {
        let number = event_target_value(&e).parse::<u64>().ok();
        match number.and_then(|n| n.checked_sub(1)) {
            Some(number) => desk.send(Msg::Select(number)),
            None => desk.send(Msg::Notice(Notice::NoOrder)),
        }
        // What was none does not stay in the field.
        let number = chosen.get_untracked().map(|k| (k + 1).to_string());
        event_target::<HtmlInputElement>(&e).set_value(&number.unwrap_or_default());
    };
    view! {
        <div class="actions orders" role="group" aria-label=said::WHICH>
            <label for="order">{said::ORDER}</label>
            <input id="order" type="number" min="1" step="1" prop:value=shown on:change=choose />
            <label class="quiet" for="orders-of">{said::OR_ONE_OF}</label>
            {groups(desk, of)}
            {buttons}
        </div>
    }
    .into_any()
}

/// The k-th of some orders, as a button.
fn one_of(desk: Desk, some: Memo<Vec<u64>>, k: usize, chosen: Memo<Option<u64>>) -> AnyView {
    let number = move || some.with(|some| some.get(k).copied());
    let none = Memo::new(move |_| number().is_none());
    let word = move || {
        number()
            .map(|number| (number + 1).to_string())
            .unwrap_or_default()
    };
    let word = Memo::new(move |_| word());
    let pressed = Memo::new(move |_| (chosen.get() == number()).to_string());
    let choose: Press = Box::new(move |_| {
        if let Some(number) = number() {
            desk.send(Msg::Select(number));
        }
    });
    view! {
        <button class="order" class:gone=none aria-pressed=pressed on:click=choose>
            {word}
        </button>
    }
    .into_any()
}

/// Orders of a shop that have one outcome.
type Group = (Wiring, Outcome);

/// A list of the groups that have any orders, and of the chosen one.
fn groups(desk: Desk, of: RwSignal<Option<Group>>) -> AnyView {
    let all = Wiring::ALL.into_iter();
    let all = all.flat_map(|shop| OUTCOMES.map(|outcome| (shop, outcome)));
    let all: Vec<Group> = all.collect();
    let name = |(shop, outcome): Group| format!("{} {}", shop.name(), outcome.key());
    let option = |value: String, words: String, selected: bool| {
        view! { <option value=value selected=selected>{words}</option> }.into_any()
    };
    let every = all.clone();
    let listed = Memo::new(move |_| {
        let chosen = of.get();
        let occurs = |r: &Readout, (shop, outcome): Group| {
            chosen == Some((shop, outcome)) || outcome.count(&r.lanes[shop].ledger) > 0
        };
        desk.page.readout(|r| {
            let listed = every.iter().copied().filter(|&group| occurs(r, group));
            listed.collect::<Vec<Group>>()
        })
    });
    let last = option(String::new(), said::THE_LAST.to_owned(), false);
    let groups = move || {
        let chosen = of.get_untracked();
        let row = |group: Group| {
            let words = said::those_of(group.0, group.1);
            option(name(group), words, chosen == Some(group))
        };
        listed.get().into_iter().map(row).collect::<Vec<AnyView>>()
    };
    let rows = vec![last, groups.into_any()];
    let shown = Memo::new(move |_| of.get().map(name).unwrap_or_default());
    let choose = move |value: String| {
        let group = all.iter().copied().find(|&group| name(group) == value);
        of.set(group);
        // Who asks for some of a kind wants to see one of them, and not go on looking at another.
        let chosen = desk.read(|model| (model.selected(), some(model, group)));
        let (seen, some) = chosen.unwrap_or_default();
        if let (Some(_), Some(&first)) = (group, some.first())
            && !seen.is_some_and(|seen| some.contains(&seen))
        {
            desk.send(Msg::Select(first));
        }
    };
    // (What is listed anew shows what was chosen.)
    Effect::new(move |_| {
        listed.track();
        let list = document().get_element_by_id("orders-of");
        if let Some(list) = list.and_then(|e| e.dyn_into::<HtmlSelectElement>().ok()) {
            list.set_value(&shown.get_untracked());
        }
    });
    select("orders-of".to_owned(), rows, shown, locked(false), choose)
}

/// Orders of this group; else those sent last.
fn some(model: &Model, of: Option<Group>) -> Vec<u64> {
    match of {
        Some((shop, outcome)) => latest(model.shop(shop), outcome, SOME),
        None => {
            let sent = Wiring::ALL.map(|shop| model.shop(shop).sent());
            let sent = sent.into_iter().max().unwrap_or(0);
            (sent.saturating_sub(SOME as u64)..sent).collect()
        }
    }
}

fn one(desk: Desk, shop: Wiring, chosen: Memo<Option<u64>>) -> AnyView {
    let id = shop.name();
    let title = said::in_the_shop(shop);
    let sent = Memo::new(move |_| {
        let sent = |model: &Model| Some(model.shop(shop).sent()) > chosen.get();
        desk.read(sent) == Some(true)
    });
    // (Until the run that follows it is there, nothing is told, least of all of the order that was looked at before.)
    let story = Memo::new(move |_| {
        let of_it = |f: &Follower| {
            let is_of_it = sent.get() && f.order() == chosen.get();
            is_of_it.then(|| story::of(f.run().journey(shop), shop, f.run().clock()))
        };
        let story = desk.read_journey(of_it).flatten();
        story.filter(|story| !story.is_empty())
    });
    let words =
        Memo::new(move |_| story.with(|s| s.as_ref().map(story::sentences).unwrap_or_default()));
    let last = move || match words.with(|w| w.last().cloned()) {
        Some(last) => last,
        None if sent.get() => String::new(),
        None => said::NO_SUCH_ORDER.to_owned(),
    };
    let name = move || story.with(|s| s.as_ref().map(Story::title).unwrap_or_default());
    let mermaid = move || {
        let story = desk.journey_now(|f| story::of(f.run().journey(shop), shop, f.run().clock()));
        story
            .map(|story| story::mermaid(&story))
            .unwrap_or_default()
    };
    view! {
        <section class="story-of" data-side=id aria-labelledby=format!("story-of-{id}")>
            <h3 id=format!("story-of-{id}")>{title}</h3>
            <p class="last">{last}</p>
            {drawing(id, story, name)}
            <div class="actions">
                {copy_button(format!("mermaid-{id}"), said::COPY_MERMAID, title, mermaid)}
            </div>
            <details>
                <summary>{said::IN_WORDS}</summary>
                <ol class="sentences">
                    {move || words.get().into_iter().map(|s| view! { <li>{s}</li> }).collect_view()}
                </ol>
            </details>
        </section>
    }
    .into_any()
}

fn drawing(
    id: &'static str,
    story: Memo<Option<Story>>,
    name: impl Fn() -> String + Send + Sync + 'static,
) -> AnyView {
    let place = NodeRef::<html::Div>::new();
    let width = RwSignal::new(0.0_f64);
    let watched = StoredValue::new_local(None::<Width>);
    Effect::new(move |_| {
        let Some(place) = place.get() else { return };
        width.set(f64::from(place.client_width()));
        watched.set_value(Width::of(&place, move |now| width.set(now)));
    });
    let drawn = Memo::new(move |_| {
        let width = width.get();
        let drawn = story.with(|s| s.as_ref().map(|s| diagram::diagram(s, width)));
        drawn.filter(|_| width > 0.0)
    });
    let size = move |axis: fn(&diagram::Diagram) -> f64| {
        drawn.with(|d| d.as_ref().map_or(0.0, axis).to_string())
    };
    let inside =
        move || drawn.with(|d| d.as_ref().map(|d| diagram::svg(d, id)).unwrap_or_default());
    // (Described by its sentences, which stand below it.)
    view! {
        <div class="drawing" node_ref=place>
            <svg
                id=format!("drawing-{id}")
                role="img"
                aria-label=name
                width=move || size(|d| d.width)
                height=move || size(|d| d.height)
                inner_html=inside
            ></svg>
        </div>
    }
    .into_any()
}
