//! The four lessons, each with a link to a moment that shows it; and the one that is looked at, beside the stage.

use leptos::prelude::*;

use super::state::Desk;
use crate::app::model::Msg;
use crate::experiment::lessons::{LESSONS, Lesson};
use crate::share::link::{self, Link};
use crate::web;
use crate::words::lessons as words;

pub(super) fn learn(desk: Desk) -> AnyView {
    let lessons: Vec<AnyView> = LESSONS
        .iter()
        .zip(&words::LESSONS)
        .map(|(lesson, said)| one(desk, lesson, said))
        .collect();
    view! { <div class="lessons">{lessons}</div> }.into_any()
}

fn one(desk: Desk, lesson: &'static Lesson, said: &'static words::Lesson) -> AnyView {
    let id = format!("lesson-{}", lesson.name);
    view! {
        <article>
            <h3>{said.title}</h3>
            <p>{said.text}</p>
            // A link, not a button: it can be copied, and Back returns to where one was.
            <a class="button" id=id href=moment(lesson) on:click=move |_| leave(desk)>
                {said.button}
            </a>
        </article>
    }
    .into_any()
}

fn moment(lesson: &Lesson) -> String {
    format!("#{}", link::write(&Link::to(lesson)))
}

/// To the stage; and what was done up to now is in the address that *Back* returns to.
fn leave(desk: Desk) {
    desk.page.write_now();
    web::show("showdown");
}

/// The words of the lesson that is looked at, what to try next, and the way to the following one.
pub(super) fn beside(desk: Desk) -> AnyView {
    let name = Memo::new(move |_| desk.page.readout.with(|r| r.lesson));
    // Who chose one by keyboard is there; but nobody is led there who opens the page.
    Effect::new(move |before: Option<()>| {
        if name.get().is_some() && before.is_some() {
            web::focus("lesson-title");
        }
    });
    let inside = move || {
        let at = name
            .get()
            .and_then(|name| LESSONS.iter().position(|lesson| lesson.name == name))?;
        let said = words::LESSONS[at];
        let next = (at + 1) % LESSONS.len();
        let follow = words::following(words::LESSONS[next].title);
        let end = desk.page.press_away(Msg::EndLesson);
        let inside = view! {
            <h2 id="lesson-title" tabindex="-1">
                {said.title}
            </h2>
            <p class="lesson-text">{said.text}</p>
            <p class="lesson-next">
                <b>{words::NEXT}</b>
                {said.next}
            </p>
            <div class="lesson-ways">
                <span class="count quiet">{words::count(at)}</span>
                <a id="lesson-following" class="button" href=moment(&LESSONS[next]) on:click=move |_| leave(desk)>
                    {follow}
                </a>
                <button id="lesson-end" aria-label=words::END title=words::END on:click=end>
                    "✕"
                </button>
            </div>
        };
        Some(inside.into_any())
    };
    inside.into_any()
}
