//! One order's story, in each shop: what really happened, with times and the reason for every wait.

use leptos::html;
use leptos::prelude::*;
use web_sys::{Event, HtmlInputElement};

use super::copy::copy_button;
use super::state::Desk;
use crate::app::model::{Model, Msg};
use crate::sim::shop::Wiring;
use crate::story::{self, Story, diagram};
use crate::web::observe::Width;
use crate::words::facts::notices::Notice;
use crate::words::story as said;

/// Orders in the short list.
const RECENT: u64 = 8;

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
                {one(desk, Wiring::Sync)} {one(desk, Wiring::Async)}
            </div>
        </div>
    }
    .into_any()
}

/// The last orders as buttons, and a number for any other one.
fn choice(desk: Desk, chosen: Memo<Option<u64>>) -> AnyView {
    let sent = Memo::new(move |_| desk.read(sent).unwrap_or(0));
    let recent = move || {
        let sent = sent.get();
        (sent.saturating_sub(RECENT)..sent).collect::<Vec<u64>>()
    };
    let button = move |number: u64| {
        let pressed = move || (chosen.get() == Some(number)).to_string();
        let choose = move |_| desk.send(Msg::Select(number));
        view! {
            <button class="order" aria-pressed=pressed on:click=choose>
                {number + 1}
            </button>
        }
    };
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
            <span class="quiet">{said::THE_LAST}</span>
            <For each=recent key=|number| *number children=button />
        </div>
    }
    .into_any()
}

fn sent(model: &Model) -> u64 {
    let world = model.run().world();
    world.sync.sent().max(world.queued.sent())
}

fn one(desk: Desk, shop: Wiring) -> AnyView {
    let id = shop.name();
    let title = said::in_the_shop(shop);
    let story = Memo::new(move |_| {
        let story = desk.read_journey(|f| story::of(f.run().journey(shop), shop, f.run().clock()));
        story.filter(|story| !story.is_empty())
    });
    let words =
        Memo::new(move |_| story.with(|s| s.as_ref().map(story::sentences).unwrap_or_default()));
    let last = move || match words.with(|w| w.last().cloned()) {
        Some(last) => last,
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
