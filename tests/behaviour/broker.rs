//! The broker's rules, argued from RabbitMQ's documentation: settling, dying, limits, confirms, priorities, channels.
//!
//! Overheads are `none` wherever the order of things is the point, so times are the work alone; where a race or a cost
//! is the point they are as measured. After every event the broker's own books are checked by the engine (published =
//! ready + unacked + acked + dead-lettered + dropped + expired + lost + refused).

use crate::common::{Lab, break_, click, expect_cells, heal, lab, to};
use showdown::experiment::report::ShopReport;
use showdown::experiment::run::Run;
use showdown::sim::broker::balance::Balance;
use showdown::sim::engine::Side::{Async, Sync};
use showdown::sim::fault::Fault::{BrokerDown, NetworkCut, PaymentDown};
use showdown::sim::script::{Crash, Script, Scripted};
use showdown::sim::shop::Wiring;

/// One worker, prefetch 1, 100 ms a service, no costs, and these settings.
fn shop(settings: &[(&str, &str)]) -> Lab {
    let plain = [("overheads", "none"), ("payment_time_ms", "100")];
    lab(&plain).with(settings)
}

fn scripted(mut lab: Lab, orders: Vec<Scripted>) -> Lab {
    lab.0.script = Some(Script { orders }.into());
    lab
}

fn plain() -> Scripted {
    Scripted::default()
}

fn failing(times: usize) -> Scripted {
    Scripted {
        fails: vec![true; times],
        ..plain()
    }
}

fn poison() -> Scripted {
    Scripted {
        poison: true,
        ..plain()
    }
}

fn report(lab: Lab) -> ShopReport {
    lab.queued()
}

fn balance(run: &Run) -> Balance {
    run.world().shop(Wiring::Async).queue().balance
}

/// When each order was first charged, in milliseconds, by number; without costs to the microsecond.
fn paid(lab: Lab) -> Vec<Option<u64>> {
    let run = lab.played();
    let mut log = run.world().shop(Wiring::Async).log().to_vec();
    log.sort_by_key(|o| o.number);
    let at = |o: &showdown::sim::order::Finished| (o.charges > 0).then_some(o.paid_at / 1_000);
    log.iter().map(at).collect()
}

// ---- nack and reject ------------------------------------------------------------------------------------------------

/// "Messages can be requeued … placed to their original position": with one worker of prefetch 1 that is its next.
#[test]
pub(crate) fn a_nacked_message_goes_back_to_its_place_and_is_tried_again_at_once() {
    let three = scripted(shop(&[]), vec![failing(2)]).at(0.0, click(Async, 3));
    assert_eq!(paid(three.clone()), [Some(300), Some(400), Some(500)]);
    let queued = report(three);
    expect_cells(&queued, &[("accepted/once", 3)]);
    assert_eq!((queued.charges, queued.deliveries), (3, 5));
    assert_eq!(queued.wasted_work_ms, 200.0);
}

#[test]
pub(crate) fn a_larger_prefetch_puts_it_behind_what_the_worker_has_in_its_buffer() {
    let orders = vec![failing(1)];
    let three = scripted(shop(&[("prefetch_count", "3")]), orders).at(0.0, click(Async, 3));
    assert_eq!(paid(three), [Some(400), Some(200), Some(300)]);
}

#[test]
pub(crate) fn a_poison_message_starves_the_only_worker() {
    let orders = vec![plain(), poison()];
    let run = scripted(shop(&[]), orders)
        .at(0.0, click(Async, 5))
        .until(60_050.0);
    let shop = run.world().shop(Wiring::Async);
    assert_eq!((shop.totals().charges, shop.totals().deliveries), (1, 601));
    assert_eq!(shop.queue().ready().len(), 3, "the others wait behind it");
}

#[test]
fn a_rejected_message_is_dead_and_kept_only_if_somebody_keeps_the_dead() {
    for (dead_letter, kept, dropped) in [("true", 1, 0), ("false", 0, 1)] {
        let settings = [("on_fail", "reject"), ("dead_letter_exchange", dead_letter)];
        let two = scripted(shop(&settings), vec![failing(1)]).at(0.0, click(Async, 2));
        let run = two.clone().played();
        let balance = balance(&run);
        assert_eq!(
            (balance.dead_lettered, balance.dropped),
            ([kept, 0, 0, 0], dropped)
        );
        let queued = report(two);
        expect_cells(&queued, &[("accepted/never", 1), ("accepted/once", 1)]);
        assert_eq!(queued.never_because, [("rejected", 1)].into());
        assert_eq!(
            queued.dead_lettered.get("rejected"),
            (kept > 0).then_some(&1)
        );
    }
}

/// Sent is forgotten: nobody has it any more when the work fails.
#[test]
fn under_auto_ack_a_failed_order_is_lost() {
    let one = scripted(shop(&[("ack_mode", "auto")]), vec![failing(1)]);
    let queued = report(one.at(0.0, click(Async, 1)));
    expect_cells(&queued, &[("accepted/never", 1)]);
    assert_eq!(queued.never_because, [("failed", 1)].into());
}

// ---- limits ---------------------------------------------------------------------------------------------------------

/// The worker holds the first; ten are ready; each later one pushes out the oldest, although its user was told 202.
#[test]
pub(crate) fn a_full_queue_throws_away_its_oldest_and_counts_only_what_is_ready() {
    for confirms in ["false", "true"] {
        let settings = [("max_length", "10"), ("publisher_confirms", confirms)];
        let crowd = shop(&settings).at(0.0, click(Async, 30));
        let paid = paid(crowd.clone());
        let kept: Vec<usize> = (0..30).filter(|&k| paid[k].is_some()).collect();
        assert_eq!(kept, [vec![0], (20..30).collect()].concat());
        let queued = report(crowd);
        assert_eq!(queued.statuses, [(202, 30)].into());
        assert_eq!(queued.never_because, [("maxlen", 19)].into());
        assert_eq!(queued.peak.ready, 10);
    }
}

/// A message that comes back to a full queue is its oldest.
#[test]
pub(crate) fn what_comes_back_to_a_full_queue_is_the_first_to_go() {
    let settings = [("max_length", "2"), ("dead_letter_exchange", "true")];
    let full = scripted(shop(&settings), vec![failing(1)]).at(0.0, click(Async, 3));
    let run = full.clone().played();
    assert_eq!(balance(&run).dead_lettered, [0, 0, 1, 0]);
    assert_eq!(paid(full), [None, Some(200), Some(300)]);
}

#[test]
pub(crate) fn a_full_queue_that_refuses_tells_only_those_who_asked() {
    let settings = |confirms| {
        let settings = [
            ("max_length", "10"),
            ("overflow", "reject-publish"),
            ("publisher_confirms", confirms),
            ("dead_letter_exchange", "true"),
        ];
        shop(&settings).at(0.0, click(Async, 30))
    };
    let told = report(settings("true"));
    expect_cells(&told, &[("accepted/once", 11), ("error/never", 19)]);
    assert_eq!(told.statuses, [(202, 11), (503, 19)].into());
    let untold = report(settings("false"));
    expect_cells(&untold, &[("accepted/once", 11), ("accepted/never", 19)]);
    for queued in [told, untold] {
        assert_eq!(queued.never_because, [("maxlen", 19)].into());
    }
    // What was never in the queue is not dead-lettered (that would be reject-publish-dlx).
    let books = balance(&settings("true").played());
    assert_eq!((books.refused, books.dead_lettered), (19, [0; 4]));
}

/// P53 (rabbitmq-server#2313): max-length 10 counts what is ready, and a worker holds 5 besides. One that refuses takes 15, a
/// quorum queue one more; one that drops its head confirms all of a hundred, and of what no worker holds the last ten are left.
#[test]
pub(crate) fn a_limit_of_ten_holds_fifteen_with_a_worker_that_holds_five() {
    let taken = |queue_type, overflow| {
        let settings = [
            ("max_length", "10"),
            ("prefetch_count", "5"),
            ("payment_time_ms", "60000"),
            ("publisher_confirms", "true"),
            ("queue_type", queue_type),
            ("overflow", overflow),
        ];
        let mut lab = shop(&settings);
        for k in 0..100 {
            lab = lab.at(f64::from(k) * 10.0, click(Async, 1));
        }
        let run = lab.until(50_000.0);
        let shop = run.world().shop(Wiring::Async);
        let ready = shop.queue().ready().iter();
        let numbers = ready.map(|&key| shop.message(key).expect("a message").number);
        let held = shop.queue().unacked();
        (
            held,
            numbers.collect::<Vec<_>>(),
            shop.statuses().iter().collect::<Vec<_>>(),
        )
    };
    let (held, ready, told) = taken("classic", "reject-publish");
    assert_eq!((held, ready), (5, (5..15).collect()));
    assert_eq!(told, [(202, 15), (503, 85)]);
    let (held, ready, told) = taken("quorum", "reject-publish");
    assert_eq!((held, ready), (5, (5..16).collect()));
    assert_eq!(told, [(202, 16), (503, 84)]);
    let (held, ready, told) = taken("classic", "drop-head");
    assert_eq!((held, ready), (5, (90..100).collect()));
    assert_eq!(told, [(202, 100)]);
}

// ---- time to live ---------------------------------------------------------------------------------------------------

/// Six are begun within 0.5 s; the rest die at 500 ms sharp, with no worker asking.
#[test]
pub(crate) fn a_queue_forgets_on_time_and_what_a_worker_holds_never_expires() {
    let settings = [("queue_ttl_ms", "550"), ("dead_letter_exchange", "true")];
    let crowd = shop(&settings).at(0.0, click(Async, 20));
    let mut run = crowd.clone().run();
    to(&mut run, 549.0);
    assert_eq!(run.world().shop(Wiring::Async).queue().ready().len(), 14);
    to(&mut run, 550.0);
    assert_eq!(run.world().shop(Wiring::Async).queue().ready().len(), 0);
    assert_eq!(balance(&run).dead_lettered, [0, 14, 0, 0]);
    expect_cells(
        &report(crowd),
        &[("accepted/once", 6), ("accepted/never", 14)],
    );
    let buffered = shop(&settings).with(&[("prefetch_count", "0")]);
    let buffered = buffered.at(0.0, click(Async, 20));
    expect_cells(&report(buffered), &[("accepted/once", 20)]);
}

/// The second may wait 50 ms, the first for ever: the second is dead by then and still counted, until it is the head.
#[test]
pub(crate) fn a_messages_own_time_acts_only_at_the_head() {
    let short = Scripted {
        ttl: Some(50_000),
        ..plain()
    };
    let orders = vec![plain(), plain(), short.clone()];
    let behind = scripted(shop(&[]), orders).at(0.0, click(Async, 4));
    let run = behind.clone().until(99.0);
    assert_eq!(run.world().shop(Wiring::Async).queue().ready().len(), 3);
    let run = behind.clone().until(101.0);
    assert_eq!(run.world().shop(Wiring::Async).queue().ready().len(), 1);
    assert_eq!(paid(behind), [Some(100), Some(200), None, Some(300)]);
    let head = scripted(shop(&[]), vec![plain(), short]).at(0.0, click(Async, 3));
    let run = head.until(51.0);
    assert_eq!(
        (
            balance(&run).expired,
            run.world().shop(Wiring::Async).queue().ready().len()
        ),
        (1, 1)
    );
}

/// P51 (rabbitmq-server#2007): three messages with 3 minutes, 1 hour and 30 minutes to live leave at 3, 60 and 60 minutes.
#[test]
pub(crate) fn what_lives_shorter_than_the_one_before_it_leaves_with_that_one() {
    const MINUTE: u64 = 60_000_000;
    let lives = |minutes| Scripted {
        ttl: Some(minutes * MINUTE),
        ..plain()
    };
    let three = scripted(shop(&[]), vec![lives(3), lives(60), lives(30)]);
    let run = three.at(0.0, break_(PaymentDown)).at(0.0, click(Async, 3));
    let run = run.played();
    let mut log = run.world().shop(Wiring::Async).log().to_vec();
    log.sort_by_key(|o| o.number);
    let left = log.iter().map(|o| o.paid_at / MINUTE);
    assert_eq!(left.collect::<Vec<_>>(), [3, 60, 60]);
    assert_eq!(balance(&run).expired, 3);
}

#[test]
fn what_expires_while_the_broker_is_down_is_gone_when_it_is_back() {
    let down = shop(&[("queue_ttl_ms", "1000")])
        .at(0.0, break_(PaymentDown))
        .at(1.0, click(Async, 5))
        .at(500.0, break_(BrokerDown))
        .at(2_000.0, heal(BrokerDown));
    let run = down.until(2_001.0);
    assert_eq!(
        (
            balance(&run).expired,
            run.world().shop(Wiring::Async).queue().ready().len()
        ),
        (5, 0)
    );
}

// ---- priorities -----------------------------------------------------------------------------------------------------

#[test]
pub(crate) fn the_urgent_go_first_unless_a_worker_has_the_others_already() {
    let settings = [("max_priority", "9"), ("urgent_every", "3")];
    let six = shop(&settings).at(0.0, click(Async, 6));
    // The first is with the worker before the third arrives; then 3 and 6, then the others in their order.
    let expected = [100, 400, 200, 500, 600, 300].map(Some);
    assert_eq!(paid(six), expected);
    let buffered = shop(&settings).with(&[("prefetch_count", "0")]);
    let in_turn = [100, 200, 300, 400, 500, 600].map(Some);
    assert_eq!(paid(buffered.at(0.0, click(Async, 6))), in_turn);
    // A queue that was not declared with priorities knows none.
    let six = shop(&settings).with(&[("max_priority", "0")]);
    assert_eq!(paid(six.at(0.0, click(Async, 6))), in_turn);
}

#[test]
fn a_priority_above_the_highest_counts_as_the_highest() {
    let urgent = |priority| Scripted {
        priority: Some(priority),
        ..plain()
    };
    let orders = vec![plain(), urgent(5), urgent(200)];
    let three = scripted(shop(&[("max_priority", "5")]), orders).at(0.0, click(Async, 3));
    assert_eq!(paid(three), [Some(100), Some(200), Some(300)]);
}

// ---- quorum queues --------------------------------------------------------------------------------------------------

#[test]
pub(crate) fn a_quorum_queue_gives_up_after_one_delivery_more_than_its_limit() {
    for limit in ["1", "3", "7"] {
        let settings = [
            ("queue_type", "quorum"),
            ("delivery_limit", limit),
            ("dead_letter_exchange", "true"),
        ];
        let orders = vec![poison()];
        let two = scripted(shop(&settings), orders).at(0.0, click(Async, 2));
        let run = two.clone().played();
        assert_eq!(balance(&run).dead_lettered, [0, 0, 0, 1]);
        let queued = report(two);
        let limit: u64 = limit.parse().expect("a number");
        assert_eq!(queued.deliveries, limit + 1 + 1);
        assert_eq!(queued.never_because, [("delivery_limit", 1)].into());
    }
}

#[test]
fn a_quorum_queue_survives_the_broker_whatever_was_declared() {
    let settings = [
        ("queue_type", "quorum"),
        ("queue_durable", "false"),
        ("messages_persistent", "false"),
    ];
    let restarted = shop(&settings)
        .at(0.0, click(Async, 5))
        .at(50.0, break_(BrokerDown))
        .at(1_000.0, heal(BrokerDown));
    let queued = report(restarted);
    // The one that was being worked on is charged twice.
    expect_cells(&queued, &[("accepted/many", 1), ("accepted/once", 4)]);
}

// ---- connections ----------------------------------------------------------------------------------------------------

/// Three hops of a quarter of a second to the ack; the worker is gone at 2 s and dials at once. The news that it is gone is
/// there before its new connection, or order 2 would be charged first.
#[test]
fn a_new_connection_does_not_overtake_the_news_that_the_old_one_is_gone() {
    for settings in [
        [("overheads", "slow-links"), ("link_latency_ms", "0")],
        [("overheads", "measured"), ("link_latency_ms", "250")],
        [("overheads", "slow-links"), ("link_latency_ms", "250")],
    ] {
        let two = lab(&settings).at(0.0, click(Async, 2));
        let killed = two.at(2_000.0, break_(PaymentDown));
        let run = killed.at(2_001.0, heal(PaymentDown)).played();
        let log = run.world().shop(Wiring::Async).log();
        let charged: Vec<u32> = log.iter().map(|o| o.number).collect();
        assert_eq!(charged, [0, 1], "{settings:?}");
    }
}

/// Four round trips to open and two to close, of half a second each, between two hops to the user and back.
#[test]
fn handshakes_take_their_round_trips_over_slow_links() {
    let own = [("overheads", "slow-links"), ("amqp_channel", "per-request")];
    let told = report(lab(&own).at(0.0, click(Async, 1))).told_ms.max;
    assert_eq!(told, 250.0 + 4.0 * 500.0 + 2.0 * 500.0 + 250.0);
    let call = [("overheads", "slow-links"), ("payment_time_ms", "1000")];
    let told = lab(&call).at(0.0, click(Sync, 1)).sync().told_ms.max;
    // There and back to the service, and once more to connect.
    assert_eq!(told, 250.0 + 500.0 + 500.0 + 1_000.0 + 250.0);
}

#[test]
fn the_first_publish_pays_for_its_connection_unless_one_stands() {
    let told = |warm| {
        let settings = [("link_latency_ms", "100"), ("amqp_warm_start", warm)];
        report(lab(&settings).at(0.0, click(Async, 1))).told_ms.max
    };
    // Eight one-way delays, and what the machinery takes for it.
    let (warm, cold) = (told("true"), told("false"));
    assert!((800.0..810.0).contains(&(cold - warm)), "{cold} and {warm}");
    let cut = |warm| {
        let lab = shop(&[("amqp_warm_start", warm)]).at(0.0, break_(NetworkCut));
        let mut run = lab.at(1.0, click(Async, 1)).run();
        to(&mut run, 60_000.0);
        run.world()
            .shop(Wiring::Async)
            .statuses()
            .iter()
            .collect::<Vec<_>>()
    };
    assert_eq!(cut("true"), [(202, 1)]);
    assert_eq!(cut("false"), [(504, 1)], "it dials into nothing");
}

// ---- publisher confirms ---------------------------------------------------------------------------------------------

#[test]
fn a_confirm_of_a_persistent_message_takes_milliseconds_and_of_a_transient_one_less() {
    let told = |settings: &[(&str, &str)]| {
        let one = lab(settings).at(0.0, click(Async, 1));
        report(one).told_ms.max
    };
    let plain = told(&[]);
    let stored = told(&[("publisher_confirms", "true")]);
    let transient = told(&[
        ("publisher_confirms", "true"),
        ("messages_persistent", "false"),
    ]);
    assert!(
        (2.0..=4.0).contains(&(stored - plain)),
        "{stored} and {plain}"
    );
    assert!(
        (0.6..=1.5).contains(&(transient - plain)),
        "{transient} and {plain}"
    );
}

/// Without confirms the 202 was a guess; with them nobody is promised what the broker never had.
#[test]
fn behind_a_cut_nobody_is_promised_anything_until_the_broker_has_it() {
    let settings = [("publisher_confirms", "true")];
    let cut = lab(&settings)
        .at(0.0, break_(NetworkCut))
        .at(1.0, click(Async, 1));
    let back = cut.clone().at(2_000.0, heal(NetworkCut));
    let queued = report(back);
    expect_cells(&queued, &[("accepted/once", 1)]);
    assert!(queued.told_ms.max > 1_999.0);
    // After a minute without a heartbeat the connection is closed on both sides.
    let queued = report(cut);
    expect_cells(&queued, &[("error/never", 1)]);
    assert_eq!(queued.never_because, [("connection_lost", 1)].into());
}

#[test]
fn a_message_without_a_queue_is_confirmed_all_the_same() {
    let nobody = lab(&[("publisher_confirms", "true"), ("queue_durable", "false")])
        .at(0.0, break_(PaymentDown))
        .at(10.0, break_(BrokerDown))
        .at(20.0, heal(BrokerDown))
        .at(1_000.0, click(Async, 3));
    let queued = report(nobody);
    expect_cells(&queued, &[("accepted/never", 3)]);
    assert_eq!(queued.never_because, [("unroutable", 3)].into());
}

// ---- crashes --------------------------------------------------------------------------------------------------------

fn crashing(when: Crash) -> Scripted {
    Scripted {
        crash: Some(when),
        ..plain()
    }
}

/// Two processes of two workers; one dies in the middle of the first order, with what its sister was at.
#[test]
pub(crate) fn a_crash_takes_a_whole_process_and_nobody_restarts_it() {
    let settings = [("consumers", "4"), ("worker_threads", "2")];
    let orders = vec![crashing(Crash::Mid(40_000))];
    let eight = scripted(shop(&settings), orders).at(0.0, click(Async, 8));
    let run = eight.clone().until(50.0);
    let dead: Vec<bool> = run
        .world()
        .shop(Wiring::Async)
        .consumers()
        .iter()
        .map(|c| c.dead)
        .collect();
    assert_eq!(dead, [true, true, false, false]);
    let queued = report(eight);
    expect_cells(&queued, &[("accepted/once", 8)]);
    assert_eq!((queued.charges, queued.deliveries), (8, 10));
    // Two workers do eight orders in four rounds.
    assert_eq!(queued.last_charge_ms, 400.0);
}

#[test]
fn a_crash_between_the_work_and_the_ack_charges_twice() {
    let settings = [("consumers", "2"), ("worker_threads", "1")];
    let orders = vec![crashing(Crash::After)];
    let two = scripted(shop(&settings), orders).at(0.0, click(Async, 2));
    let queued = report(two);
    expect_cells(&queued, &[("accepted/many", 1), ("accepted/once", 1)]);
}

/// It dies only on a message that is not redelivered; and the whole of Payment can be started again.
#[test]
fn with_its_only_process_dead_orders_wait_until_payment_is_started_again() {
    let orders = vec![crashing(Crash::Mid(40_000))];
    let two = scripted(shop(&[]), orders).at(0.0, click(Async, 2));
    let run = two.clone().until(10_000.0);
    assert_eq!(run.world().shop(Wiring::Async).queue().ready().len(), 2);
    let again = two
        .at(1_000.0, break_(PaymentDown))
        .at(1_001.0, heal(PaymentDown));
    assert_eq!(paid(again), [Some(1_101), Some(1_201)]);
}

/// What fails the first time in each process fails once more in another.
#[test]
fn each_process_counts_its_own_attempts() {
    let one = scripted(shop(&[]), vec![failing(1)]).at(0.0, click(Async, 1));
    let killed = one
        .at(150.0, break_(PaymentDown))
        .at(200.0, heal(PaymentDown));
    let queued = report(killed);
    assert_eq!((queued.charges, queued.deliveries), (1, 4));
}

// ---- channels -------------------------------------------------------------------------------------------------------

#[test]
fn one_channel_for_many_threads_tears_at_the_first_crowd_and_stays_torn() {
    let shared = lab(&[("amqp_channel", "shared"), ("payment_time_ms", "10")]);
    let calm = (0..5).fold(shared, |lab, k| {
        lab.at(f64::from(k) * 100.0, click(Async, 1))
    });
    expect_cells(&report(calm.clone()), &[("accepted/once", 5)]);
    let crowd = calm.at(1_000.0, click(Async, 40));
    // A torn channel stays torn, also for those who come one by one.
    let later = (0..20).fold(crowd, |lab, k| {
        lab.at(5_000.0 + f64::from(k) * 100.0, click(Async, 1))
    });
    let queued = report(later.clone());
    let lost = queued.ledger["accepted"]["never"];
    // The one that tore it and, in the millisecond until Checkout hears of it, five more of 0.2 ms each.
    assert!((1..=6).contains(&lost), "promised and lost: {lost}");
    assert_eq!(queued.ledger["accepted"]["once"], 5);
    assert_eq!(queued.ledger["error"]["never"], 60 - lost);
    // Who waits for the broker's word is promised nothing that is lost.
    let queued = report(later.with(&[("publisher_confirms", "true")]));
    assert_eq!(queued.ledger["accepted"]["never"], 0);
}

#[test]
fn an_event_loop_has_one_thread_and_tears_nothing() {
    let shared = lab(&[
        ("amqp_channel", "shared"),
        ("checkout_endpoint", "async-def"),
    ]);
    let queued = report(
        shared
            .with(&[("payment_time_ms", "1")])
            .at(0.0, click(Async, 40)),
    );
    expect_cells(&queued, &[("accepted/once", 40)]);
}

/// With a lock each waits for the confirms of all before it; with a channel of their own they wait at the same time.
#[test]
fn a_locked_channel_makes_publishers_wait_for_each_other() {
    let told = |channel| {
        let settings = [
            ("amqp_channel", channel),
            ("publisher_confirms", "true"),
            ("payment_time_ms", "1"),
        ];
        report(lab(&settings).at(0.0, click(Async, 40))).told_ms
    };
    let (locked, own) = (told("shared-locked"), told("per-thread"));
    // 40 confirms of 2.7 ms one after the other.
    assert!(locked.max > 40.0 * 2.7, "{locked:?}");
    // Forty connections of 4 ms each are no quicker the first time; nor is the first of the locked ones slow.
    assert!(own.max > 39.0 * 4.0 && locked.p50 < own.max, "{own:?}");
}

#[test]
fn a_channel_for_each_request_is_opened_and_closed_by_each() {
    let one = |channel| {
        let calm = lab(&[("amqp_channel", channel)]).at(0.0, click(Async, 1));
        report(calm).told_ms.max
    };
    // 2.4 + 4.0 + 0.8 ms to open, 2 ms to close.
    let extra = one("per-request") - one("per-thread");
    assert!((9.1..=9.3).contains(&extra), "{extra}");
}
