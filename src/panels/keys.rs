//! The map of the keys, and their switch.

use leptos::html;
use leptos::prelude::*;

use super::state::Desk;
use crate::view::keys::{Deed, KEYS, switch_to};
use crate::words::keys as said;

pub(super) fn map(desk: Desk) -> AnyView {
    let page = desk.page;
    let map = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if page.mapping.get() > 0
            && let Some(map) = map.get()
            && !map.open()
        {
            let _ = map.show_modal();
        }
    });
    let rows = KEYS.map(|(name, deed)| {
        let key = match name {
            " " => said::SPACE,
            "ArrowLeft" => "←",
            "ArrowRight" => "→",
            letter => letter,
        };
        let words = does(deed);
        view! {
            <tr>
                <th scope="row">
                    <kbd>{key}</kbd>
                </th>
                <td>{words}</td>
            </tr>
        }
        .into_any()
    });
    let rows: Vec<AnyView> = rows.into();
    view! {
        <dialog id="keys-map" aria-labelledby="keys-title" node_ref=map>
            <div class="dialog-head">
                <h2 id="keys-title">{said::KEYS}</h2>
                <form method="dialog">
                    <button id="keys-close">{said::CLOSE}</button>
                </form>
            </div>
            <table class="keys">
                <tbody>{rows}</tbody>
            </table>
            <label class="tick" for="keys-on">
                <input
                    type="checkbox"
                    id="keys-on"
                    prop:checked=page.keys_act
                    on:change=move |e| switch_to(page, event_target_checked(&e))
                />
                {said::ACT}
            </label>
        </dialog>
    }
    .into_any()
}

fn does(deed: Deed) -> String {
    let one = match deed {
        Deed::Crowd(orders) => return said::crowd(orders),
        Deed::PlayOrPause => said::PLAY,
        Deed::Back => said::BACK,
        Deed::Step => said::STEP,
        Deed::Trigger(side) => said::trigger(side),
        Deed::Present => said::PRESENT,
        Deed::Panels => said::TABS,
        Deed::Map => said::MAP,
    };
    one.to_owned()
}
