//! The embed dialog: what the frame shows and locks, a live preview, and the HTML to copy.

use gloo_timers::callback::Interval;
use leptos::html;
use leptos::prelude::*;

use super::copy::copy_button;
use super::state::Desk;
use crate::experiment::{Experiment, presets};
use crate::share::embed::{self, Embed, LOCKS};
use crate::share::link::{self, Link};
use crate::share::panels::{EXTRAS, PANELS};
use crate::sim::time::Micros;
use crate::web::address;
use crate::words::presets::title;
use crate::words::{embed as said, panels};

/// What the frame opens with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opening {
    /// The settings in force, and nothing done yet.
    Fresh,
    /// The run so far, from its start, to be played.
    Start,
    /// This moment.
    Moment,
}

const OPENINGS: [(Opening, &str); 3] = [
    (Opening::Fresh, said::FRESH),
    (Opening::Start, said::START),
    (Opening::Moment, said::MOMENT),
];

/// Frame heights that are offered, in CSS pixels; 0: as high as what is in it.
const HEIGHTS: [u32; 4] = [480, 640, 800, 0];
/// Milliseconds between two looks at how high that is.
const MEASURE_MS: u32 = 500;

#[derive(Clone, Copy)]
struct Dialog {
    desk: Desk,
    embed: RwSignal<Embed>,
    opening: RwSignal<Opening>,
    height: RwSignal<u32>,
    /// How high what the preview shows is, in CSS pixels.
    content: RwSignal<u32>,
}

pub(super) fn dialog(desk: Desk) -> AnyView {
    let embed = Embed {
        on: true,
        ..Embed::default()
    };
    let dialog = Dialog {
        desk,
        embed: RwSignal::new(embed),
        opening: RwSignal::new(Opening::Fresh),
        height: RwSignal::new(HEIGHTS[0]),
        content: RwSignal::new(HEIGHTS[0]),
    };
    let open = RwSignal::new(false);
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if desk.page.embedding.get() > 0
            && let Some(element) = element.get()
            && !element.open()
        {
            open.set(true);
            let _ = element.show_modal();
        }
    });
    let close = move |_| {
        if let Some(element) = element.get_untracked() {
            element.close();
        }
    };
    view! {
        <dialog
            id="embed-dialog"
            aria-labelledby="embed-title"
            node_ref=element
            on:close=move |_| open.set(false)
        >
            <div class="dialog-head">
                <h2 id="embed-title">{said::TITLE}</h2>
                <button id="embed-close" on:click=close>
                    {said::CLOSE}
                </button>
            </div>
            {move || open.get().then(|| dialog.inside())}
        </dialog>
    }
    .into_any()
}

impl Dialog {
    fn inside(self) -> AnyView {
        let snippet = Memo::new(move |_| self.snippet());
        let preview =
            Memo::new(move |_| self.embed.with(|e| embed::address("./", e, &self.link())));
        let frame = NodeRef::<html::Iframe>::new();
        let measuring = StoredValue::new_local(Some(self.measure(frame)));
        on_cleanup(move || measuring.set_value(None));
        let panel = |name, title| -> AnyView { self.tick("panel", name, title, |e| &mut e.panels) };
        let extras = EXTRAS.iter().map(|name| panel(name, panels::extra(name)));
        let panels = PANELS.iter().map(|p| panel(p.name, panels::title(p.name)));
        let panels: Vec<AnyView> = extras.chain(panels).collect();
        let [manners, high, more] = said::MANNERS;
        let locks = LOCKS.map(|name| self.tick("lock", name, panels::lock(name), |e| &mut e.lock));
        view! {
            <div class="dialog-body">
                <div class="choices">
                    {self.openings()}
                    <fieldset>
                        <legend>{said::SHOW}</legend>
                        {panels}
                    </fieldset>
                    <fieldset>
                        <legend>{said::LOCK}</legend>
                        {locks.collect_view()}
                    </fieldset>
                    {self.looks()}
                </div>
                <div class="outcome">
                    <label for="embed-snippet">{said::SNIPPET}</label>
                    <textarea id="embed-snippet" rows="7" readonly spellcheck="false" prop:value=snippet></textarea>
                    {copy_button("embed-copy", said::COPY, said::THE_HTML, move || snippet.get_untracked())}
                    <p class="warning" class:gone=!is_ones_own_computer()>
                        {said::OWN_COMPUTER}
                    </p>
                    <p class="quiet">
                        {manners} {move || self.content.get()} {high}
                        <a href="embed.html" target="_blank">{more}</a>
                    </p>
                    <h3>{said::PREVIEW}</h3>
                    <iframe
                        id="embed-preview"
                        title=said::PREVIEW_FRAME
                        src=preview
                        node_ref=frame
                        style=move || format!("height:{}px", self.pixels())
                    ></iframe>
                </div>
            </div>
        }
        .into_any()
    }

    fn openings(self) -> AnyView {
        let one = |(opening, words): (Opening, &'static str)| {
            let id = format!("embed-opens-{opening:?}").to_ascii_lowercase();
            let names = id.clone();
            view! {
                <label class="tick" for=names>
                    <input
                        type="radio"
                        name="embed-opens"
                        id=id
                        prop:checked=move || self.opening.get() == opening
                        on:change=move |_| self.opening.set(opening)
                    />
                    {words}
                </label>
            }
        };
        view! {
            <fieldset>
                <legend>{said::IT_OPENS}</legend>
                {OPENINGS.map(one).collect_view()}
            </fieldset>
        }
        .into_any()
    }

    /// A checkbox for a name in a list of the embed.
    fn tick(
        self,
        group: &str,
        name: &'static str,
        words: &'static str,
        list: fn(&mut Embed) -> &mut Vec<String>,
    ) -> AnyView {
        let chosen = self.embed.with_untracked(|embed| {
            let mut embed = embed.clone();
            list(&mut embed).iter().any(|entry| entry == name)
        });
        let id = format!("embed-{group}-{name}");
        let names = id.clone();
        let change = move |e| {
            let on = event_target_checked(&e);
            self.embed.update(|embed| {
                let list = list(embed);
                list.retain(|entry| entry != name);
                if on {
                    list.push(name.to_owned());
                }
            });
        };
        view! {
            <label class="tick" for=names>
                <input type="checkbox" id=id checked=chosen on:change=change />
                {words}
            </label>
        }
        .into_any()
    }

    fn looks(self) -> AnyView {
        let themes = ["", "light", "dark"];
        let chosen = self.embed.with_untracked(|embed| embed.theme.clone());
        let theme = themes.map(|value| {
            view! {
                <option value=value selected=value == chosen>
                    {said::theme(value)}
                </option>
            }
        });
        let chosen = self.height.get_untracked();
        let heights = HEIGHTS.map(|h| {
            let words = match h {
                0 => said::ALL_OF_IT.to_owned(),
                h => said::pixels(h),
            };
            view! {
                <option value=h.to_string() selected=h == chosen>
                    {words}
                </option>
            }
        });
        let set_theme = move |e| {
            let theme = event_target_value(&e);
            self.embed.update(|embed| embed.theme = theme);
        };
        let set_height = move |e| {
            let height = event_target_value(&e).parse();
            self.height.set(height.unwrap_or(HEIGHTS[0]));
        };
        view! {
            <fieldset class="looks">
                <legend>{said::LOOKS}</legend>
                <label for="embed-theme">
                    {said::THEME}
                    <select id="embed-theme" on:change=set_theme>
                        {theme.collect_view()}
                    </select>
                </label>
                <label for="embed-height">
                    {said::HEIGHT}
                    <select id="embed-height" on:change=set_height>
                        {heights.collect_view()}
                    </select>
                </label>
            </fieldset>
        }
        .into_any()
    }

    fn snippet(self) -> String {
        let name = self.desk.look(|m| m.run().experiment().preset.clone());
        // (Named by the scenario only as long as it is one.)
        let link = link::read(&self.link()).0.experiment;
        let scenario = name.flatten().and_then(|name| presets::find(&name));
        let scenario = scenario.filter(|s| s.experiment().settings == link.settings);
        let scenario = scenario.map(|scenario| title(scenario.name));
        let title = said::frame(scenario, link.config().needs);
        let height = self.pixels();
        self.embed
            .with(|e| embed::snippet(&address::page(), e, &self.link(), &title, height))
    }

    /// The height of the frame, in CSS pixels.
    fn pixels(self) -> u32 {
        match self.height.get() {
            0 => self.content.get(),
            chosen => chosen,
        }
    }

    /// Looks how high the preview's content is, as long as the dialog is open.
    fn measure(self, frame: NodeRef<html::Iframe>) -> Interval {
        Interval::new(MEASURE_MS, move || {
            let page = frame.get_untracked().and_then(|f| f.content_document());
            let body = page.and_then(|page| page.body());
            if let Some(height) = body.map(|body| body.scroll_height())
                && height > 0
            {
                self.content.set(height as u32);
            }
        })
    }

    fn link(self) -> String {
        let opening = self.opening.get();
        link::write(&link_of(&self.desk.link(), opening))
    }
}

/// Is this page only to be seen here?
fn is_ones_own_computer() -> bool {
    let page = address::page();
    let host = page.split_once("://").map_or("", |(_, rest)| rest);
    let own = ["localhost", "127.", "[::1]", "/"];
    own.iter().any(|start| host.starts_with(start))
}

fn link_of(link: &str, opening: Opening) -> Link {
    let (link, _) = link::read(link);
    match opening {
        Opening::Moment => link,
        Opening::Start => Link {
            at_us: None,
            events: None,
            ..link
        },
        Opening::Fresh => Link {
            experiment: fresh(&link.experiment, link.at_us.unwrap_or(Micros::MAX)),
            ..Link::default()
        },
    }
}

/// The settings in force now; of the log only what belongs to the scenario.
fn fresh(experiment: &Experiment, at: Micros) -> Experiment {
    let planned = experiment.preset.as_deref().and_then(presets::find);
    let planned = planned.map(|preset| preset.experiment().log);
    let mut fresh = Experiment {
        preset: experiment.preset.clone(),
        seed: experiment.seed,
        settings: experiment.settings.clone(),
        log: planned.unwrap_or_default(),
        ..Experiment::default()
    };
    fresh.take_settings(&experiment.config_at(at), at);
    fresh
}
