//! How components read the readout and the setup, and send messages.
//!
//! Everything that changes is a text or a flag, and every handler has one type: each further type would be compiled
//! into the page again, and weight is a budget here.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::page::Page;
use crate::app::model::Msg;
use crate::app::readout::{Lane, Readout, Setup};
use crate::sim::shop::Wiring;

type Read<F, T> = Box<dyn Fn(&F) -> T + Send + Sync>;

/// A handler of clicks.
pub(crate) type Press = Box<dyn FnMut(MouseEvent)>;

/// A text that follows what it reads.
pub(crate) fn text(read: impl Fn() -> String + Send + Sync + 'static) -> Memo<String> {
    fn memo(read: Box<dyn Fn() -> String + Send + Sync>) -> Memo<String> {
        Memo::new(move |_| read())
    }
    memo(Box::new(read))
}

/// A flag that follows what it reads.
pub(crate) fn flag(read: impl Fn() -> bool + Send + Sync + 'static) -> Memo<bool> {
    fn memo(read: Box<dyn Fn() -> bool + Send + Sync>) -> Memo<bool> {
        Memo::new(move |_| read())
    }
    memo(Box::new(read))
}

/// Nobody locks it, or for good.
pub(crate) fn locked(for_good: bool) -> Memo<bool> {
    flag(move || for_good)
}

impl Page {
    /// A text that follows the readout.
    pub(crate) fn text(
        self,
        read: impl Fn(&Readout) -> String + Send + Sync + 'static,
    ) -> Memo<String> {
        fn memo(page: Page, read: Read<Readout, String>) -> Memo<String> {
            text(move || page.readout(&read))
        }
        memo(self, Box::new(read))
    }

    /// A flag that follows the readout.
    pub(crate) fn flag(
        self,
        read: impl Fn(&Readout) -> bool + Send + Sync + 'static,
    ) -> Memo<bool> {
        fn memo(page: Page, read: Read<Readout, bool>) -> Memo<bool> {
            flag(move || page.readout(&read))
        }
        memo(self, Box::new(read))
    }

    /// A text that follows the setup.
    pub(crate) fn setup_text(
        self,
        read: impl Fn(&Setup) -> String + Send + Sync + 'static,
    ) -> Memo<String> {
        fn memo(page: Page, read: Read<Setup, String>) -> Memo<String> {
            text(move || page.setup(&read))
        }
        memo(self, Box::new(read))
    }

    /// A flag that follows the setup.
    pub(crate) fn setup_flag(
        self,
        read: impl Fn(&Setup) -> bool + Send + Sync + 'static,
    ) -> Memo<bool> {
        fn memo(page: Page, read: Read<Setup, bool>) -> Memo<bool> {
            flag(move || page.setup(&read))
        }
        memo(self, Box::new(read))
    }

    /// A flag as the text that ARIA wants.
    pub(crate) fn state(
        self,
        read: impl Fn(&Readout) -> bool + Send + Sync + 'static,
    ) -> Memo<String> {
        self.text(move |r| read(r).to_string())
    }

    /// A text of one lane.
    pub(crate) fn lane_text(
        self,
        lane: Wiring,
        read: impl Fn(&Lane) -> String + Send + Sync + 'static,
    ) -> Memo<String> {
        self.text(move |r| read(&r.lanes[lane]))
    }

    /// What a click on a button does that goes away by it: the focus moves to *Both at once*, not into nowhere.
    pub(crate) fn press_away(self, msg: fn() -> Msg) -> Press {
        Box::new(move |_| {
            crate::web::focus("both");
            self.send(msg());
        })
    }

    /// What a click does.
    pub(crate) fn press(self, msg: impl Fn(&Readout) -> Msg + 'static) -> Press {
        Box::new(move |_| {
            let msg = self.readout_now(|r| msg(r));
            self.send(msg);
        })
    }
}

/// A native list of choices: value and label each.
pub(crate) fn choose(
    id: String,
    options: Vec<(String, String)>,
    value: Memo<String>,
    locked: Memo<bool>,
    chosen: impl Fn(String) + 'static,
) -> AnyView {
    // The value is set before there are options to show it with: the option says so itself at first.
    let first = value.get_untracked();
    let row = |(name, label): (String, String)| {
        let selected = name == first;
        view! {
            <option value=name selected=selected>
                {label}
            </option>
        }
        .into_any()
    };
    let rows = options.into_iter().map(row).collect();
    select(id, rows, value, locked, chosen)
}

/// The list alone, of options or groups of them.
pub(crate) fn select(
    id: String,
    rows: Vec<AnyView>,
    value: Memo<String>,
    locked: Memo<bool>,
    chosen: impl Fn(String) + 'static,
) -> AnyView {
    let chosen: Box<dyn Fn(String)> = Box::new(chosen);
    view! {
        <select id=id disabled=locked prop:value=value on:change=move |e| chosen(event_target_value(&e))>
            {rows}
        </select>
    }
    .into_any()
}
