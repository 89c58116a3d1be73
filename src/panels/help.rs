//! What the controls of the first screen do, in a sentence each: bubbles that come with the panels, for who asks.
//!
//! A control says which setting or fault it is about; its description points to the bubble before it is there. A bubble is
//! seen while its control has the pointer or the keyboard's focus (`style/desk.css`), unless all are put away.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Event, KeyboardEvent, PointerEvent};

use super::settings::about;
use crate::app::voice::Later;
use crate::experiment::settings;
use crate::sim::config::lineup::SERVICES;
use crate::sim::fault::FAULTS;
use crate::sim::fault::Faults;
use crate::view::page::Page;
use crate::web::events;
use crate::words::facts::alone;
use crate::words::spine as words;
use crate::words::{alone as said, notices, services, several, steps, why};

/// Puts a bubble to each of them.
pub(super) fn bring(page: Page, document: &Document) {
    for (place, setting) in settings::common().iter().enumerate() {
        let id = format!("spine-{}", setting.name);
        bubble(
            document,
            &id,
            page.setup_text(move |s| about(page.setting(s, place).1)),
        );
        if setting.name == "fail_percent" {
            let said = page.setup_text(move |s| about(page.setting(s, place).1));
            bubble(document, "fail-payment", said);
        }
    }
    for fault in FAULTS {
        let said =
            page.setup_text(move |s| services::said_of(page.addressed(s), words::about(fault)));
        bubble(document, fault.switch(), said);
    }
    bubble(
        document,
        "spine-stream",
        page.setup_text(|_| words::STREAM_HELP.to_owned()),
    );
    page.say_with(Later {
        why: why::says,
        forecast: |run| alone::before(run).map(|both| said::before(&both)),
        plan: steps::plan,
        stepped: steps::stepped,
        notices: notices::notices,
        several: &several::OF_SEVERAL,
    });
    for name in ["payment_time_ms", "read_timeout_ms"] {
        forecast(page, document, name);
    }
    put_away(page);
}

/// Escape puts bubbles away, and so does who presses what breaks something (it has been read), a finger that is lifted, and a
/// run that starts to play: until another control is asked about.
fn put_away(page: Page) {
    let mut asked = None::<Element>;
    let hear = move |event: Event| {
        let on = event.target().and_then(|t| t.dyn_into::<Element>().ok());
        let about = on.and_then(|e| e.closest(".helped").ok().flatten());
        match event.type_().as_str() {
            "pointerover" | "focusin" => {
                if about.is_some() && about != asked {
                    hush(false);
                }
                asked = about;
            }
            "click" if about.is_some_and(|a| a.class_list().contains("breaks")) => hush(true),
            "keydown"
                if event
                    .dyn_ref::<KeyboardEvent>()
                    .is_some_and(|e| e.key() == "Escape") =>
            {
                hush(true);
            }
            "pointerup" | "pointercancel" if is_touch(&event) => hush(true),
            _ => {}
        }
    };
    events::everywhere(&HEARD, Box::new(hear));
    let plays = page.flag(|r| r.playing);
    Effect::new(move |_| {
        if plays.get() {
            hush(true);
        }
    });
}

const HEARD: [&str; 6] = [
    "pointerover",
    "focusin",
    "click",
    "keydown",
    "pointerup",
    "pointercancel",
];

fn is_touch(event: &Event) -> bool {
    let pointer = event.dyn_ref::<PointerEvent>();
    pointer.is_some_and(|e| e.pointer_type() == "touch")
}

fn hush(on: bool) {
    if let Some(root) = document().document_element() {
        let _ = root.toggle_attribute_with_force("data-hushed", on);
    }
}

/// What would come of one order with the settings in force: it follows the slider. And in the middle of a run, what those on
/// their way keep.
fn forecast(page: Page, document: &Document, name: &str) {
    let bubble = document.get_element_by_id(&format!("spine-{name}-help"));
    let line = document.create_element("strong").ok();
    let (Some(bubble), Some(line)) = (bubble, line) else {
        return;
    };
    let _ = bubble.append_child(&line);
    let happened = page.text(|r| r.happened.clone());
    Effect::new(move |_| {
        let unbroken = <[Faults; SERVICES]>::default();
        let broken = page.setup(|s| s.faults != unbroken);
        let happened = happened.get();
        let kept = page.look(|model| model.has_just_set()).unwrap_or(false);
        let one = page.look(|model| alone::without_luck(&model.config_to_be()));
        let one = one.flatten();
        let one = one.map(|(both, luck)| said::one_alone(&both, luck, broken));
        let kept = kept.then(|| format!(" {happened}."));
        let all = kept.unwrap_or_default() + &one.unwrap_or_default();
        line.set_text_content(Some(&all));
    });
}

/// To the control of this id, if it is there.
fn bubble(document: &Document, id: &str, said: Memo<String>) {
    let control = document.get_element_by_id(id);
    let host = control.and_then(|c| c.closest(".helped").ok().flatten());
    let bubble = document.create_element("p").ok();
    if let (Some(host), Some(bubble)) = (host, bubble) {
        bubble.set_id(&format!("{id}-help"));
        bubble.set_class_name("help bubble");
        let _ = bubble.set_attribute("role", "tooltip");
        // (What else stands in it stays.)
        bubble.set_text_content(Some(" "));
        let first = bubble.first_child();
        Effect::new(move |_| {
            if let Some(first) = &first {
                first.set_node_value(Some(&said.get()));
            }
        });
        let _ = host.append_child(&bubble);
    }
}
