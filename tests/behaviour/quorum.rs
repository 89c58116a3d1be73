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

/// P41, its first half: of several poison messages each has its turn, and others are not kept waiting.
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

/// P41, its second half: near the head, behind what came back before it.
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

// ---- what versions differ in ------------------------------------------------------------------------------------------

/// P41 (rabbitmq-server#10499): without a limit to the back, with one near the head; seen on 3.10, and read from later sources.
#[test]
pub(crate) fn the_place_of_what_is_nacked_is_the_same_in_every_version() {
    for version in ["3.10", "4.2", "4.3"] {
        let order = |limit| {
            let settings = [("broker_version", version), ("delivery_limit", limit)];
            delivered(quorum("abcd", "b", &settings), 6)
        };
        assert_eq!(order("0"), "abcdbb", "{version}");
        assert_eq!(order("9"), "abbbbb", "{version}");
    }
}

/// Who is delivered, of messages with these priorities (0: none), in the order in which they were published behind one that the
/// worker has already.
fn by_priority(version: &str, priorities: &[u8]) -> String {
    let orders: String = "abcdefghijkl"[..=priorities.len()].into();
    let mut lab = quorum(&orders, "", &[("broker_version", version)]);
    let order = |&priority: &u8| Scripted {
        priority: (priority > 0).then_some(priority),
        ..Scripted::default()
    };
    let mut all = vec![Scripted::default()];
    all.extend(priorities.iter().map(order));
    lab.0.script = Some(Script { orders: all }.into());
    delivered(lab, 100)[1..].to_owned()
}

/// RabbitMQ's notes to 4.0: priorities above 4 are high, all others normal, and of both there go two to one. To 4.3: strict, of
/// 32 levels. In its source a message without a priority has 4 there, and the higher level goes on if its next is older.
#[test]
pub(crate) fn a_quorum_queue_has_no_priorities_then_two_levels_then_strict_ones() {
    let of = |version, priorities: &[u8]| by_priority(version, priorities);
    let mixed = [0, 1, 5, 9, 4, 7, 0, 31, 200];
    assert_eq!(of("3.10", &mixed), "bcdefghij");
    // a was the first of two: d, then one of the others, then two of its kind and one of them, and so on.
    assert_eq!(of("4.2", &mixed), "dbegcijfh");
    assert_eq!(of("4.3", &mixed), "ijegdbfhc");
    // Two of three turns are not taken from who came first.
    assert_eq!(of("4.2", &[5, 5, 5, 5, 0]), "bcdef");
    // What is less urgent than nothing at all.
    assert_eq!(of("4.3", &[3, 0, 4]), "cdb");
    assert_eq!(of("4.2", &[3, 0, 4]), "bcd");
}

/// A classic queue's highest priority is its own; to a quorum queue it is what urgent orders are published with.
#[test]
fn urgent_orders_are_urgent_to_a_quorum_queue_if_they_are_above_its_default() {
    let order = |version, most| {
        let settings = [
            ("broker_version", version),
            ("urgent_every", "3"),
            ("max_priority", most),
        ];
        delivered(quorum("abcdef", "", &settings), 6)
    };
    assert_eq!(order("3.10", "9"), "abcdef");
    assert_eq!(order("4.2", "9"), "acbfde");
    assert_eq!(order("4.2", "4"), "abcdef");
    assert_eq!(order("4.3", "9"), "acfbde");
    assert_eq!(order("4.3", "4"), "abcdef");
    assert_eq!(order("4.3", "1"), "abdecf", "below what has none");
}

/// What came back goes before what is urgent; without a limit it loses its priority with its place.
#[test]
fn what_comes_back_goes_before_the_urgent_or_behind_all_without_its_priority() {
    let order = |version, limit| {
        let settings = [("broker_version", version), ("delivery_limit", limit)];
        let mut lab = quorum("abc", "a", &settings);
        let scripted = |poison, priority| Scripted {
            poison,
            priority: Some(priority),
            ..Scripted::default()
        };
        let orders = vec![scripted(true, 9), scripted(false, 4), scripted(false, 9)];
        lab.0.script = Some(Script { orders }.into());
        delivered(lab, 5)
    };
    assert_eq!(order("4.2", "1"), "aacb");
    // Among themselves those that came back keep their order.
    let held = [("broker_version", "4.2"), ("prefetch_count", "2")];
    let mut lab = quorum("abc", "", &held);
    let priorities = [0, 9, 9].map(|priority| Scripted {
        priority: Some(priority),
        ..Scripted::default()
    });
    let orders = priorities.to_vec();
    lab.0.script = Some(Script { orders }.into());
    let mut run = lab.at(50.0, break_(PaymentDown)).run();
    to(&mut run, 60.0);
    let shop = run.world().shop(Wiring::Async);
    let ready = shop.queue().ready().iter();
    let numbers = ready.map(|&key| shop.message(key).expect("a message").number);
    assert_eq!(numbers.collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(order("4.3", "1"), "aaaaa", "nothing counts");
    assert_eq!(order("4.3", "0"), "acbaa");
    assert_eq!(order("4.2", "0"), "acbaa");
}

/// P46: up to 4.2 whatever brings a message back is counted, and a limit of 20 allows 21 deliveries; from 4.3 on a nack is not: an
/// explicit return is no failed delivery (release notes; the website's page on quorum queues says it of `basic.nack`).
#[test]
pub(crate) fn from_4_3_on_what_is_nacked_does_not_count_towards_the_limit() {
    for version in ["3.10", "4.2"] {
        let settings = [("broker_version", version), ("delivery_limit", "20")];
        assert_eq!(delivered(quorum("a", "a", &settings), 100).len(), 21);
    }
    let settings = [("broker_version", "4.3"), ("delivery_limit", "20")];
    let forever = quorum("a", "a", &settings);
    assert_eq!(delivered(forever.clone(), 1_000).len(), 1_000);
    // Crashes are: the second of them is one too many.
    let mut dying = forever.with(&[("delivery_limit", "1")]);
    for crash in [10_050.0, 20_050.0] {
        dying = dying
            .at(crash, break_(PaymentDown))
            .at(crash + 10.0, heal(PaymentDown));
    }
    let queued = dying.queued();
    assert_eq!(queued.never_because, [("delivery_limit", 1)].into());
    assert!(queued.deliveries > 190, "{}", queued.deliveries);
    // And so is a broker that went down.
    let restarted = quorum(
        "a",
        "",
        &[("broker_version", "4.3"), ("delivery_limit", "1")],
    )
    .at(50.0, break_(BrokerDown))
    .at(60.0, heal(BrokerDown))
    .at(170.0, break_(BrokerDown))
    .at(180.0, heal(BrokerDown));
    assert_eq!(restarted.queued().deliveries, 2);
}

/// One order was delivered so often, never acknowledged, and is gone.
fn is_gone_after(deliveries: u64, lab: Lab) {
    let run = lab.played();
    let shop = run.world().shop(Wiring::Async);
    assert_eq!(shop.totals().deliveries, deliveries);
    let balance = shop.queue().balance;
    assert_eq!((balance.dropped, balance.acked), (1, 0));
}

/// P46, of what does count in 4.3: a crash, and a lost connection. With the same limit of 20, and in every version alike.
#[test]
fn crashes_and_lost_connections_count_towards_the_limit_in_every_version() {
    for version in ["3.10", "4.2", "4.3"] {
        let limit = [("broker_version", version), ("delivery_limit", "20")];
        // It is killed with the order in its hands, once a second.
        let mut dying = quorum("a", "", &limit).with(&[("payment_time_ms", "60000")]);
        for crash in 1..=21 {
            let crash = 1_000.0 * f64::from(crash);
            dying = dying
                .at(crash, break_(PaymentDown))
                .at(crash + 10.0, heal(PaymentDown));
        }
        is_gone_after(21, dying);
        // Its callback works for more than three heartbeats, so its connection is closed each time (P60). The order is charged each
        // time, but no delivery of it was ever acknowledged.
        let silent = [("heartbeat_s", "10"), ("payment_time_ms", "30001")];
        let silent = quorum("a", "", &limit).with(&silent);
        is_gone_after(21, silent);
    }
}

/// P46, of what does count in 4.3: a rejection. A worker that rejects an order, and wants it requeued, says that it failed; the guide
/// to nacks of 4.3 tells the two apart. Up to 4.2 they are one, and to a classic queue they are still: it counts neither.
#[test]
fn what_is_rejected_and_requeued_counts_towards_the_limit_in_every_version() {
    let of = |version, queue_type| {
        let settings = [
            ("broker_version", version),
            ("queue_type", queue_type),
            ("delivery_limit", "20"),
            ("on_fail", "reject-requeue"),
        ];
        quorum("a", "a", &settings)
    };
    for version in ["3.10", "4.2", "4.3"] {
        is_gone_after(21, of(version, "quorum"));
        assert_eq!(delivered(of(version, "classic"), 1_000).len(), 1_000);
    }
    // Where it goes is where what is nacked goes (P41).
    for version in ["3.10", "4.2", "4.3"] {
        let order = |limit| {
            let settings = [
                ("broker_version", version),
                ("delivery_limit", limit),
                ("on_fail", "reject-requeue"),
            ];
            delivered(quorum("abcd", "b", &settings), 6)
        };
        assert_eq!(order("0"), "abcdbb", "{version}");
        assert_eq!(order("9"), "abbbbb", "{version}");
    }
}

/// P46, "only": an acknowledgement that does not come in time is counted up to 4.2, like whatever brings a message back; in 4.3 it
/// is none of the three that are (its maintainers in rabbitmq-server#18226: they count what they are sure of).
#[test]
pub(crate) fn from_4_3_on_a_missed_acknowledgement_does_not_count_towards_the_limit() {
    // Two minutes of work, which is borne for half a minute: the channel looks once a minute.
    let slow = |version| {
        let settings = [
            ("broker_version", version),
            ("delivery_limit", "20"),
            ("payment_time_ms", "60000"),
            ("slow_down", "2"),
            ("consumer_timeout_s", "30"),
        ];
        quorum("a", "", &settings)
    };
    for version in ["3.10", "4.2"] {
        is_gone_after(21, slow(version));
    }
    let run = slow("4.3").until(36_000_000.0);
    let shop = run.world().shop(Wiring::Async);
    // One every two minutes for ten hours.
    assert_eq!(shop.totals().deliveries, 1 + 300);
    assert_eq!(shop.queue().balance.dropped, 0);
}

/// To a quorum queue no limit is 2000; to a classic one it is none.
#[test]
pub(crate) fn a_worker_without_a_prefetch_holds_two_thousand_of_a_quorum_queue() {
    let held = |queue_type, version| {
        let settings = [
            ("queue_type", queue_type),
            ("broker_version", version),
            ("prefetch_count", "0"),
            ("payment_time_ms", "60000"),
            ("checkout_endpoint", "async-def"),
        ];
        let mut run = quorum("", "", &settings).at(0.0, click(Async, 2_500)).run();
        to(&mut run, 1_000.0);
        let queue = run.world().shop(Wiring::Async).queue();
        (queue.unacked(), queue.ready().len())
    };
    for version in ["3.10", "4.2", "4.3"] {
        assert_eq!(held("quorum", version), (2_000, 500), "{version}");
        assert_eq!(held("classic", version), (2_500, 0), "{version}");
    }
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
