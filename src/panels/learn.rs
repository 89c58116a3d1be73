//! The four lessons, each with a link to a moment that shows it; and the one that is looked at, beside the stage.

use leptos::prelude::*;

use super::state::Desk;
use crate::app::model::Msg;
use crate::experiment::lessons::{LESSONS, Lesson};
use crate::share::embed::Embed;
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
            <a
                class="button"
                class:gone=is_locked(desk)
                id=id
                href=moment(lesson)
                on:click=move |_| leave(desk)
            >
                {said.button}
            </a>
        </article>
    }
    .into_any()
}

/// Under a lock nothing leads to another experiment.
fn is_locked(desk: Desk) -> bool {
    !desk.page.embed.with_value(Embed::takes_another)
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
    let page = desk.page;
    let chosen = page.setup_text(|s| s.lesson.unwrap_or_default().to_owned());
    let was_here = StoredValue::new(false);
    // Who chose one is led there, but nobody who opens the page.
    Effect::new(move |_| {
        if !chosen.with(String::is_empty) && was_here.get_value() {
            web::focus("lesson-title");
        }
        was_here.set_value(true);
    });
    let text = |read: fn(usize) -> String| {
        page.setup_text(move |s| {
            let is_it = |lesson: &Lesson| Some(lesson.name) == s.lesson;
            LESSONS.iter().position(is_it).map(read).unwrap_or_default()
        })
    };
    let title = text(|at| words::LESSONS[at].title.to_owned());
    let said = text(|at| words::LESSONS[at].text.to_owned());
    let next = text(|at| words::LESSONS[at].next.to_owned());
    let follow = text(|at| words::following(words::LESSONS[following(at)].title));
    let href = text(|at| moment(&LESSONS[following(at)]));
    view! {
        <h2 id="lesson-title" tabindex="-1">
            {title}
        </h2>
        <p class="lesson-text">{said}</p>
        <p class="lesson-next">
            <b>{words::NEXT}</b>
            {next}
        </p>
        <div class="lesson-ways">
            <span class="count quiet">{text(words::count)}</span>
            <a
                id="lesson-following"
                class="button"
                class:gone=is_locked(desk)
                href=href
                on:click=move |_| leave(desk)
            >
                {follow}
            </a>
            <button
                id="lesson-end"
                aria-label=words::END
                title=words::END
                on:click=page.press_away(|| Msg::EndLesson)
            >
                "✕"
            </button>
        </div>
    }
    .into_any()
}

fn following(lesson: usize) -> usize {
    (lesson + 1) % LESSONS.len()
}
