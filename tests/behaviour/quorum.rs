//! Quorum queues, as RabbitMQ 3.10.8 was seen to run them (Debian's package, one node, pika): a letter for each delivery.
//!
//! What comes back because its worker did not want it goes to the end without a delivery limit, and with one before all that
//! never left; what comes back because its worker or the broker died goes there too. A full one takes one message more
//! than it should, and takes again at four fifths.

use crate::common::{Lab, break_, click, expect_cells, heal, lab, to};
use showdown::experiment::run::Run;
use showdown::sim::engine::Side::Async;
use showdown::sim::fault::Fault::{BrokerDown, NetworkCut, PaymentDown};
use showdown::sim::script::{Script, Scripted};
use showdown::sim::shop::Wiring;
use showdown::sim::trace::Leg;

/// A quorum queue, one worker, 100 ms a service, no costs; these orders fail always.
fn quorum(orders: &str, poison: &str, settings: &[(&str, &str)]) -> Lab {
    let plain = [
        ("overheads", "none"),
        ("payment_time_ms", "100"),
        ("queue_type", "quorum"),
        ("delivery_limit", "0"),
        ("broker_version", "3.10"),
    ];
    let mut lab = lab(&plain).with(settings);
    let order = |letter| Scripted {
        poison: poison.contains(letter),
        ..Scripted::default()
    };
    lab.0.script = Some(
        Script {
            orders: orders.chars().map(order).collect(),
        }
        .into(),
    );
    lab.at(0.0, click(Async, orders.len() as u32))
}

/// The first so many deliveries, in their order.
fn delivered(lab: Lab, most: usize) -> String {
    let mut run = lab.run();
    run.trace(true);
    let hops = |run: &Run| {
        let trace = run.world().shop(Wiring::Async).trace();
        let sent = trace.hops().filter(|hop| hop.leg == Leg::Deliver);
        sent.map(|hop| (b'a' + hop.number as u8) as char)
            .collect::<String>()
    };
    while hops(&run).len() < most && run.step().is_some() {}
    hops(&run).chars().take(most).collect()
}

#[test]
pub(crate) fn without_a_limit_what_is_nacked_goes_to_the_end() {
    for prefetch in ["1", "2", "3"] {
        let all = quorum("abc", "abc", &[("prefetch_count", prefetch)]);
        assert_eq!(delivered(all, 12), "abcabcabcabc", "prefetch {prefetch}");
    }
    assert_eq!(delivered(quorum("abcde", "a", &[]), 8), "abcdeaaa");
    // So one that always fails starves nobody.
    let second = [("payment_time_ms", "1000")];
    let mut run = quorum("abc", "a", &second).run();
    to(&mut run, 30_000.0);
    assert_eq!(run.world().shop(Wiring::Async).totals().charges, 2);
}

#[test]
pub(crate) fn with_a_limit_it_goes_before_all_that_never_left() {
    let three = |poison, orders, prefetch| {
        let settings = [("delivery_limit", "3"), ("prefetch_count", prefetch)];
        delivered(quorum(orders, poison, &settings), 100)
    };
    assert_eq!(three("b", "abcde", "1"), "abbbbcde");
    assert_eq!(three("a", "abcde", "1"), "aaaabcde");
    assert_eq!(three("a", "abcde", "2"), "abacadae");
    assert_eq!(three("ab", "abcdef", "3"), "abcabdabeabf");
    assert_eq!(three("abc", "abc", "2"), "ababababcccc");
    assert_eq!(three("abc", "abc", "3"), "abcabcabcabc");
}

/// In 3.10 each that dies of the limit leaves its worker with room for one more; so the next two take turns.
#[test]
fn in_3_10_a_worker_that_nacked_one_to_death_holds_one_more() {
    let limit = ("delivery_limit", "3");
    let all = |version| {
        let settings = [limit, ("broker_version", version)];
        delivered(quorum("abcd", "abcd", &settings), 100)
    };
    assert_eq!(all("3.10"), "aaaabcbcbcbcdddd");
    assert_eq!(all("4.2"), "aaaabbbbccccdddd");
    for deaths in 1..=5 {
        let poison = &"abcde"[..deaths];
        let settings = [("delivery_limit", "1"), ("payment_time_ms", "1000")];
        let mut run = quorum("abcdefghijklmnopqrstuvwxyz", poison, &settings).run();
        while run.world().shop(Wiring::Async).queue().balance.dropped < deaths as u64 {
            assert!(run.step().is_some(), "they die");
        }
        let held = run.world().shop(Wiring::Async).queue().unacked();
        assert_eq!(held, 1 + deaths as u32, "after {deaths} deaths");
    }
}

#[test]
fn what_a_dead_worker_held_goes_before_all_that_never_left() {
    let killed = |poison| {
        let settings = [("prefetch_count", "3"), ("payment_time_ms", "1000")];
        let lab = quorum("abcde", poison, &settings);
        let killed = lab.at(1_500.0, break_(PaymentDown));
        let run = killed.at(1_600.0, heal(PaymentDown));
        let mut run = run.run();
        to(&mut run, 1_550.0);
        let shop = run.world().shop(Wiring::Async);
        let ready = shop.queue().ready().iter();
        let number = |key| shop.message(key).expect("a message").number;
        ready
            .map(|&key| (b'a' + number(key) as u8) as char)
            .collect::<String>()
    };
    // a was acknowledged, or sent to the end.
    assert_eq!(killed(""), "bcde");
    assert_eq!(killed("a"), "bcdea");
}

/// "n allows n + 1", however a delivery ended.
#[test]
fn a_broker_restart_counts_as_a_return() {
    for (limit, deliveries) in [("1", 2), ("2", 3), ("20", 4)] {
        let settings = [
            ("delivery_limit", limit),
            ("payment_time_ms", "3000"),
            ("broker_version", "4.2"),
        ];
        let mut restarted = quorum("a", "", &settings);
        for down in [1_000.0, 4_000.0, 7_000.0] {
            restarted = restarted
                .at(down, break_(BrokerDown))
                .at(down + 500.0, heal(BrokerDown));
        }
        let report = restarted.queued();
        assert_eq!(report.deliveries, deliveries, "limit {limit}");
    }
}

/// What a queue of this type takes of twenty publishes more than `max`, with Payment down.
fn takes(queue_type: &str, max: u32, settings: &[(&str, &str)]) -> u64 {
    let full = [
        ("queue_type", queue_type),
        ("max_length", &max.to_string()),
        ("overflow", "reject-publish"),
        ("publisher_confirms", "true"),
    ];
    let mut lab = quorum("", "", &full)
        .with(settings)
        .at(0.0, break_(PaymentDown));
    for k in 0..max + 20 {
        lab = lab.at(f64::from(k) * 100.0, click(Async, 1));
    }
    let mut run = lab.run();
    to(&mut run, 600_000.0);
    run.world().shop(Wiring::Async).queue().ready().len() as u64
}

#[test]
pub(crate) fn a_full_one_takes_one_more_from_who_waits_for_each_confirm() {
    for max in [1, 2, 3, 5, 10, 20, 50] {
        assert_eq!(takes("quorum", max, &[]), u64::from(max) + 1);
        assert_eq!(
            takes("quorum", max, &[("overheads", "measured")]),
            u64::from(max) + 1
        );
        assert_eq!(takes("classic", max, &[]), u64::from(max));
    }
}

/// A crowd whose messages waited in their sockets and now arrive at once: the channels hear of it when they are through.
#[test]
fn what_was_passed_on_before_the_queue_said_no_is_taken() {
    let flood = [
        ("overheads", "measured"),
        ("max_length", "10"),
        ("overflow", "reject-publish"),
        ("checkout_endpoint", "async-def"),
    ];
    let lab = quorum("", "", &flood).at(0.0, break_(PaymentDown));
    let held = lab.at(0.0, break_(NetworkCut)).at(1.0, click(Async, 1));
    let mut run = held
        .at(1_000.0, click(Async, 30))
        .at(2_000.0, heal(NetworkCut))
        .at(3_000.0, click(Async, 5))
        .run();
    to(&mut run, 60_000.0);
    let queue = run.world().shop(Wiring::Async).queue();
    let told = run
        .world()
        .shop(Wiring::Async)
        .statuses()
        .iter()
        .collect::<Vec<_>>();
    assert_eq!(told, [(202, 36)], "without confirms nobody hears of it");
    assert_eq!((queue.ready().len(), queue.balance.refused), (31, 5));
}

#[test]
fn once_full_it_takes_again_at_four_fifths() {
    // Eleven stand in it. From 2 s a worker takes one a second, which counts no more as ready; a user comes in between.
    let mut lab = quorum(
        "",
        "",
        &[
            ("payment_time_ms", "1000"),
            ("max_length", "10"),
            ("overflow", "reject-publish"),
            ("publisher_confirms", "true"),
        ],
    );
    lab = lab.at(0.0, break_(PaymentDown)).at(1.0, click(Async, 14));
    lab = lab.at(2_000.0, heal(PaymentDown));
    for k in 0..4 {
        lab = lab.at(2_500.0 + 1_000.0 * f64::from(k), click(Async, 1));
    }
    let report = lab.queued();
    // 10 and 9 are too many; at 8 it takes one, and at 8 again (one has left meanwhile) another.
    expect_cells(
        &report,
        &[("accepted/once", 11 + 2), ("error/never", 3 + 2)],
    );
}
