//! Break things.

use leptos::prelude::*;

use super::page::Page;
use crate::app::model::Msg;
use crate::sim::fault::{FAULTS, Fault};

pub(super) fn failures(page: Page) -> AnyView {
    let switches: Vec<AnyView> = FAULTS.map(|fault| switch(page, fault)).into();
    view! {
        <section class="failures" aria-labelledby="failures-title">
            <h2 id="failures-title">"Break something"</h2>
            <div class="switches">{switches}</div>
        </section>
    }
    .into_any()
}

fn switch(page: Page, fault: Fault) -> AnyView {
    let (name, id, about) = words_of(fault);
    let on = page.state(move |r| r.faults.has(fault));
    view! {
        <button
            class="switch"
            id=id
            disabled=page.locks("failures")
            title=about
            aria-pressed=on
            on:click=page.press(move |r| Msg::Fault(fault, !r.faults.has(fault)))
        >
            {name}
        </button>
    }
    .into_any()
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
        Fault::PaymentFrozen => (
            "Payment frozen",
            "fault-frozen",
            "Payment stands still: connections are accepted, nobody answers; when it thaws it works on all it was sent",
        ),
        Fault::PaymentBlackHoled => (
            "Payment out of reach",
            "fault-unreachable",
            "What is sent to Payment is swallowed: calls run into the connect timeout; publishing goes on",
        ),
    }
}
