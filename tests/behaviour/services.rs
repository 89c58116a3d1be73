//! Several services: the sum and the slowest, what is done in part, who tells whom.
//!
//! The figures are those of the table that this was built from: three services of 0.2, 0.5 and 0.3 s.

use showdown::experiment::report::ShopReport;
use showdown::sim::broker::word::Word;
use showdown::sim::engine::Side::{Async, Both, Sync};
use showdown::sim::fault::{Fault, Outage};
use showdown::sim::journey::Moment;
use showdown::sim::shop::Wiring;
use showdown::sim::time::MILLI;

use crate::common::{Lab, click, expect_cells, lab};
use showdown::experiment::intervention::Act;

const SHIPPING: u8 = 2;

/// Inventory, Payment and Shipping, without any overheads.
fn three(more: &[(&str, &str)]) -> Lab {
    let base = [
        ("overheads", "none"),
        ("services", "inventory.payment.shipping"),
        ("inventory.time_ms", "200"),
        ("payment_time_ms", "500"),
        ("shipping.time_ms", "300"),
    ];
    lab(&base).with(more)
}

fn shipping(fault: Fault, begins: bool) -> Act {
    let fault = Outage {
        fault,
        service: SHIPPING,
    };
    match begins {
        true => Act::Break { fault },
        false => Act::Heal { fault },
    }
}

fn of(lab: &Lab, wiring: Wiring) -> ShopReport {
    lab.clone().report().shops[wiring].clone()
}

fn never(report: &ShopReport, service: &str) -> u64 {
    report.services[service]["never"]
}

#[test]
fn one_after_the_other_the_user_waits_for_the_sum() {
    let report = of(&three(&[]).at(0.0, click(Both, 1)), Wiring::Sync);
    assert_eq!(report.told_ms.max, 1_000.0);
    assert_eq!(report.paid_ms.max, 700.0);
    assert_eq!(report.all_done_ms.map(|d| d.max), Some(1_000.0));
}

#[test]
fn at_once_the_user_waits_for_the_slowest() {
    let at_once = three(&[
        ("sync_calls", "in-parallel"),
        ("checkout_endpoint", "async-def"),
    ]);
    let report = of(&at_once.at(0.0, click(Sync, 1)), Wiring::Sync);
    assert_eq!(report.told_ms.max, 500.0);
    assert_eq!(report.all_done_ms.map(|d| d.max), Some(500.0));
}

/// Each call has its timeout, and the order has none: 0.2 s, then 1 s of patience with a Payment that takes 1.2 s. It charges all the
/// same, and shipping is never asked.
#[test]
pub(crate) fn a_timeout_is_of_a_call_and_not_of_the_order() {
    let slow = three(&[("payment_time_ms", "1200"), ("read_timeout_ms", "1000")]);
    let report = of(&slow.at(0.0, click(Sync, 1)), Wiring::Sync);
    expect_cells(&report, &[("error/once", 1)]);
    assert_eq!(report.told_ms.max, 1_200.0);
    assert_eq!(report.paid_ms.max, 1_400.0);
    assert_eq!(never(&report, "shipping"), 1);
    assert_eq!(report.services["inventory"]["once"], 1);
    let part = report.done_in_part.expect("there are several");
    assert_eq!((part.orders, part.charged), (1, 1));
}

/// The third service is down: all were charged before anybody knew, and nothing is undone.
#[test]
pub(crate) fn what_was_done_before_a_failure_stays_done() {
    let dead = three(&[]).at(0.0, shipping(Fault::PaymentDown, true));
    let report = of(&dead.at(0.0, click(Sync, 10)), Wiring::Sync);
    expect_cells(&report, &[("error/once", 10)]);
    assert_eq!(report.told_ms.max, 700.0);
    assert_eq!(never(&report, "shipping"), 10);
    assert_eq!(report.done_in_part.map(|part| part.charged), Some(10));
}

/// One that refuses at once ends nothing: the others are waited for.
#[test]
fn at_once_a_refusal_is_told_with_the_slowest() {
    let at_once = three(&[
        ("sync_calls", "in-parallel"),
        ("checkout_endpoint", "async-def"),
    ]);
    let dead = at_once.at(0.0, shipping(Fault::PaymentDown, true));
    let report = of(&dead.at(0.0, click(Sync, 1)), Wiring::Sync);
    expect_cells(&report, &[("error/once", 1)]);
    assert_eq!(report.told_ms.max, 500.0);
}

/// Queues know nothing of each other: while shipping's is not read, the others go on.
#[test]
pub(crate) fn a_dead_service_fills_its_own_queue_and_no_other() {
    let fan_out = three(&[
        ("exchange", "fanout"),
        ("consumers", "10"),
        ("inventory.consumers", "10"),
        ("shipping.consumers", "10"),
    ]);
    let outage = fan_out
        .at(0.0, shipping(Fault::PaymentDown, true))
        .at(0.0, click(Async, 10))
        .at(2_000.0, shipping(Fault::PaymentDown, false));
    let report = of(&outage, Wiring::Async);
    assert_eq!(report.told_ms.max, 0.0);
    assert_eq!(report.paid_ms.max, 500.0);
    assert_eq!(report.services["inventory"]["once"], 10);
    assert_eq!(
        report.all_done_ms.map(|d| (d.n, d.max)),
        Some((10, 2_300.0))
    );
}

/// Over the default exchange Checkout publishes a message for each queue; over another one it is one message, and costs the same
/// however many queues are bound.
#[test]
fn an_exchange_copies_and_the_default_one_does_not() {
    let told = |exchange: &str, services: &str| {
        let one = lab(&[("services", services), ("exchange", exchange)]);
        of(&one.at(0.0, click(Async, 1)), Wiring::Async).told_ms.max
    };
    let all = "inventory.payment.shipping.invoice.email.loyalty";
    assert_eq!(told("fanout", "payment"), told("fanout", all));
    let publish = 0.2;
    let more = told("default", all) - told("default", "payment");
    assert!((more - 5.0 * publish).abs() < 1e-9, "{more}");
}

/// Each is told by the one before: shipped 0.3 s after it was paid, and so on.
#[test]
fn in_turn_each_begins_when_the_one_before_is_done() {
    let in_turn = three(&[("async_events", "choreography")]);
    let report = of(&in_turn.at(0.0, click(Async, 1)), Wiring::Async);
    assert_eq!(report.paid_ms.max, 700.0);
    assert_eq!(report.all_done_ms.map(|d| d.max), Some(1_000.0));
}

/// A worker that dies between its publish and its ack has told the next one, and will tell it again.
#[test]
pub(crate) fn a_crash_after_the_news_has_the_next_service_do_it_twice() {
    let in_turn = three(&[
        ("async_events", "choreography"),
        ("crash_order", "1"),
        ("crash_when", "before-ack"),
        ("consumers", "2"),
        ("worker_threads", "1"),
    ]);
    let report = of(&in_turn.at(0.0, click(Async, 1)), Wiring::Async);
    expect_cells(&report, &[("accepted/many", 1)]);
    assert_eq!(report.services["shipping"]["many"], 1);
    assert_eq!(report.services["inventory"]["once"], 1);
}

/// One channel for all of Checkout's threads is torn when two use it at once. What workers tell each other comes another way.
#[test]
fn a_torn_channel_of_checkouts_keeps_what_workers_tell() {
    let torn = three(&[
        ("overheads", "measured"),
        ("link_latency_ms", "250"),
        ("async_events", "choreography"),
        ("amqp_channel", "shared"),
    ]);
    // Published, delivered, worked on: the news of the first order set out at 0.7 s, and are there a quarter of a second later.
    let lab = torn.at(0.0, click(Async, 1)).at(800.0, click(Async, 8));
    let report = of(&lab, Wiring::Async);
    assert!(
        report.never_because.contains_key("connection_lost"),
        "it is torn"
    );
    // (All eight are written before Checkout can hear that its channel is torn, half a second later.)
    expect_cells(&report, &[("accepted/never", 8), ("accepted/once", 1)]);
    assert_eq!(report.services["shipping"]["once"], 1);
}

/// P54, who is told that a message leads nowhere: one of four.
#[test]
fn only_mandatory_and_confirms_together_tell_anybody() {
    for (mandatory, confirms, cell) in [
        ("false", "false", "accepted/never"),
        ("true", "false", "accepted/never"),
        ("false", "true", "accepted/never"),
        ("true", "true", "error/never"),
    ] {
        let mistyped = lab(&[
            ("routing_key", "orders.created"),
            ("mandatory", mandatory),
            ("publisher_confirms", confirms),
        ]);
        let report = of(&mistyped.at(0.0, click(Async, 5)), Wiring::Async);
        expect_cells(&report, &[(cell, 5)]);
        assert_eq!(
            report.never_because["unroutable"], 5,
            "{mandatory} {confirms}"
        );
    }
}

/// P54, "returned, then confirmed". A publisher that asked for confirms waits for one, and a return alone does not end that: pika's
/// `basic_publish` goes on at the ack, and raises `UnroutableError` if the message had come back by then. So a return that came
/// after its confirm would be a 202, and one without a confirm would be told to nobody.
#[test]
fn what_is_mandatory_and_leads_nowhere_is_returned_and_then_confirmed() {
    let published = |mandatory| {
        // A tenth of a second to the broker and back, and one channel for all: who is next may publish once it has its confirm.
        let mistyped = lab(&[
            ("overheads", "none"),
            ("amqp_warm_start", "true"),
            ("link_latency_ms", "50"),
            ("routing_key", "orders.created"),
            ("mandatory", mandatory),
            ("publisher_confirms", "true"),
            ("amqp_channel", "shared-locked"),
        ]);
        let mistyped = mistyped.at(1_000.0, click(Async, 5));
        let mut run = mistyped.clone().run();
        run.watch(Some(0));
        assert!(run.finish(), "everybody is told");
        let shop = run.world().shop(Wiring::Async);
        let said = shop.journey().moments().iter();
        let said = said.filter_map(|noted| match noted.what {
            Moment::ConfirmLeft { .. } | Moment::PublishConfirmed | Moment::PublishReturned => {
                Some((noted.at / MILLI, noted.what))
            }
            _ => None,
        });
        let said = said.collect::<Vec<_>>();
        // Either way it is gone: no queue ever had it, and no worker.
        let queued = mistyped.queued();
        assert_eq!((queued.peak.ready, queued.deliveries), (0, 0));
        (said, queued)
    };
    let (said, queued) = published("false");
    let word = Word::Taken;
    let confirmed = [
        (1_050, Moment::ConfirmLeft { word }),
        (1_100, Moment::PublishConfirmed),
    ];
    assert_eq!(said, confirmed);
    expect_cells(&queued, &[("accepted/never", 5)]);
    assert_eq!(queued.statuses, [(202, 5)].into());
    assert_eq!(queued.told_ms.max, 500.0);
    let (said, queued) = published("true");
    // (Both in one word: nothing comes between them on a wire.)
    let word = Word::Returned;
    let returned = [
        (1_050, Moment::ConfirmLeft { word }),
        (1_100, Moment::PublishReturned),
    ];
    assert_eq!(said, returned);
    expect_cells(&queued, &[("error/never", 5)]);
    assert_eq!(queued.statuses, [(503, 5)].into());
    // It waits no longer than for a confirm, and its channel lives: the last of five is through with it after five of them.
    assert_eq!(queued.told_ms.max, 500.0);
    assert_eq!(queued.never_because, [("unroutable", 5)].into());
}

/// A queue that is not bound gets nothing, and nobody is told while another one is.
#[test]
pub(crate) fn a_queue_whose_binding_does_not_fit_is_left_out_without_a_word() {
    let mistyped = three(&[
        ("exchange", "topic"),
        ("routing_key", "order.created.eu"),
        ("binding_key", "any-words"),
        ("inventory.binding_key", "everything"),
        ("shipping.binding_key", "one-word"),
        ("mandatory", "true"),
        ("publisher_confirms", "true"),
    ]);
    let report = of(&mistyped.at(0.0, click(Async, 3)), Wiring::Async);
    expect_cells(&report, &[("accepted/once", 3)]);
    assert_eq!(never(&report, "shipping"), 3);
    assert_eq!(report.services["inventory"]["once"], 3);
}

/// A chain is as available as all of its services together: of those who were asked each does its share, and users are told
/// well by the product. Who was never called was not asked.
#[test]
fn a_chain_is_available_by_the_product() {
    let chain = lab(&[
        ("overheads", "none"),
        ("services", "inventory.payment.shipping"),
        ("inventory.time_ms", "1"),
        ("payment_time_ms", "1"),
        ("shipping.time_ms", "1"),
        ("inventory.fail_percent", "20"),
        ("fail_percent", "10"),
        ("shipping.fail_percent", "30"),
    ]);
    let crowd = (0..50).fold(chain, |lab, k| {
        lab.at(100.0 * f64::from(k), click(Sync, 40))
    });
    let report = crowd.clone().sync();
    let found = report.availability.expect("there are several");
    let share = |name: &str| found.services[name].0.expect("it was asked");
    // 2,000 orders, so that three standard deviations are below 4 %.
    for (name, expected) in [("inventory", 0.8), ("payment", 0.9), ("shipping", 0.7)] {
        assert!(
            (share(name) - expected).abs() < 0.04,
            "{name}: {}",
            share(name)
        );
    }
    let product = share("inventory") * share("payment") * share("shipping");
    let well = found.told_well.0.expect("users were told");
    assert!((well - product).abs() < 1e-5, "{well} and {product}");
    // A service that is down is not available; the one behind it was never asked.
    let one = lab(&[("services", "payment.shipping")]).at(
        0.0,
        Act::Break {
            fault: Fault::PaymentDown.into(),
        },
    );
    let found = one.at(1.0, click(Sync, 3)).sync().availability;
    let found = found.expect("there are several");
    assert_eq!(found.told_well.0, Some(0.0));
    assert_eq!(found.services["payment"].0, Some(0.0));
    assert_eq!(found.services["shipping"].0, None, "nobody asked it");
    // Nor is one service's report another one than it was.
    assert!(
        lab(&[])
            .at(0.0, click(Sync, 1))
            .sync()
            .availability
            .is_none()
    );
}
