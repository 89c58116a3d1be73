//! Break things.

use leptos::prelude::*;

use super::page::Page;
use crate::app::model::Msg;
use crate::sim::fault::{FAULTS, Fault};

#[component]
pub(crate) fn Failures() -> impl IntoView {
    let page = Page::here();
    view! {
        <section class="failures" aria-labelledby="failures-title">
            <h2 id="failures-title">"Break something"</h2>
            <div class="switches">
                {FAULTS
                    .map(|fault| {
                        let (name, id, about) = words_of(fault);
                        let on = Memo::new(move |_| page.readout.with(|r| r.faults.has(fault)));
                        view! {
                            <button
                                class="switch"
                                id=id
                                title=about
                                aria-pressed=move || on.get().to_string()
                                on:click=move |_| page.send(Msg::Fault(fault, !on.get_untracked()))
                            >
                                {name}
                                <span aria-hidden="true">
                                    {move || if on.get() { " ✕" } else { "" }}
                                </span>
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
        </section>
    }
}

fn words_of(fault: Fault) -> (&'static str, &'static str, &'static str) {
    match fault {
        Fault::PaymentDown => (
            "Payment down",
            "fault-payment",
            "Payment is killed: calls are refused, work inside vanishes, unacknowledged messages return to the queue",
        ),
        Fault::BrokerDown => (
            "Broker down",
            "fault-broker",
            "The broker is killed: publishing fails; only durable queues keep their persistent messages",
        ),
        Fault::NetworkCut => (
            "Network cut",
            "fault-network",
            "The cable between Checkout and Payment, and between Checkout and the broker, is out",
        ),
    }
}
