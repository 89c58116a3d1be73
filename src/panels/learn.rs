//! The four lessons, each with a link to a moment that shows it.

use leptos::prelude::*;

use super::state::Desk;
use crate::app::lessons::{LESSONS, Lesson};
use crate::share::embed::Embed;
use crate::share::link;
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
    let moment = format!("#{}", link::write(&lesson.link()));
    let way = desk.page.embed.with_value(Embed::takes_another).then(|| {
        // A link, not a button: it can be copied, and Back returns to where one was.
        view! {
            <a class="button" id=format!("lesson-{}", lesson.name) href=moment on:click=move |_| leave(desk)>
                {said.button}
            </a>
        }
        .into_any()
    });
    view! {
        <article>
            <h3>{said.title}</h3>
            <p>{said.text}</p>
            {way}
        </article>
    }
    .into_any()
}

/// To the stage; and what was done up to now is in the address that *Back* returns to.
fn leave(desk: Desk) {
    desk.page.write_now();
    web::show("showdown");
}
