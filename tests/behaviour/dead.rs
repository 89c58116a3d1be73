//! Dead messages that may come back: a retry queue with a time to live, a worker that redrives, and what the broker makes of
//! rings. Argued from RabbitMQ's guide to dead letters, its source where that is short, and arithmetic.
//!
//! One worker, 100 ms a service, no costs: a try that fails takes 100 ms and the microsecond of its rejection.

use showdown::experiment::report::ShopReport;
use showdown::experiment::run::Run;
use showdown::sim::broker::queue::Queue;
use showdown::sim::engine::Side::Async;
use showdown::sim::fault::Fault::{BrokerDown, PaymentDown};
use showdown::sim::ledger::{Charge, Told};
use showdown::sim::parts::{PartId, PartKind, Waits};
use showdown::sim::script::{Script, Scripted};
use showdown::sim::shop::Wiring;
use showdown::sim::trace::Leg;

use crate::common::{Lab, break_, click, expect_cells, heal, lab, set, to};

/// A shop whose rejected messages wait for 10 s and come back.
fn retried(settings: &[(&str, &str)]) -> Lab {
    let ring = [
        ("overheads", "none"),
        ("payment_time_ms", "100"),
        ("on_fail", "reject"),
        ("dead_letter_exchange", "true"),
        ("dead_letters", "retried"),
        ("retry_ttl_ms", "10000"),
    ];
    lab(&ring).with(settings)
}

/// The same, and a worker takes a second to redrive each.
fn redriven(settings: &[(&str, &str)]) -> Lab {
    retried(&[("dead_letters", "redriven"), ("redrive_ms", "1000")]).with(settings)
}

/// The first orders fail so often.
fn failing(mut lab: Lab, times: &[usize]) -> Lab {
    let order = |&times: &usize| Scripted {
        fails: vec![true; times],
        ..Scripted::default()
    };
    let orders = times.iter().map(order).collect();
    lab.0.script = Some(Script { orders }.into());
    lab
}

fn poison(mut lab: Lab) -> Lab {
    let orders = vec![Scripted {
        poison: true,
        ..Scripted::default()
    }];
    lab.0.script = Some(Script { orders }.into());
    lab
}

fn queue(run: &Run) -> &Queue {
    run.world().shop(Wiring::Async).queue()
}

/// How many are in the retry queue, and how many with the dead that are to be redriven.
fn beside(run: &Run) -> (usize, usize) {
    let aside = queue(run).aside().expect("one died");
    let redriven = aside.dead.line().len() + usize::from(aside.in_hand.is_some());
    (aside.retry.line().len(), redriven)
}

/// When each order was charged, in milliseconds, by its number.
fn paid(lab: Lab) -> Vec<Option<u64>> {
    let run = lab.played();
    let mut log = run.world().shop(Wiring::Async).log().to_vec();
    log.sort_by_key(|o| o.number);
    let at = |o: &showdown::sim::order::Finished| (o.charges > 0).then_some(o.paid_at / 1_000);
    log.iter().map(at).collect()
}

fn never(report: &ShopReport) -> Vec<(&str, u64)> {
    let all = report.never_because.iter();
    all.map(|(&why, &n)| (why, n)).collect()
}

// ---- the retry queue -------------------------------------------------------------------------------------------------

/// P49 (rabbitmq-server#1061): a queue whose messages are rejected, and one to wait in with 10 s to live, each the other's
/// dead-letter exchange: it goes round every ten seconds, for ever, and was promised all the while.
#[test]
pub(crate) fn what_is_rejected_goes_round_in_laps_of_the_retry_queues_ttl() {
    let run = poison(retried(&[])).at(0.0, click(Async, 1));
    let mut run = run.run();
    for (lap, at) in (1..).zip([150.0, 10_250.0, 20_350.0, 30_450.0, 40_550.0]) {
        to(&mut run, at);
        assert_eq!(beside(&run), (1, 0), "lap {lap}");
        let shop = run.world().shop(Wiring::Async);
        assert_eq!(shop.totals().deliveries, lap);
        assert_eq!(shop.ledger().at(Told::Accepted, Charge::Pending), 1);
    }
    let mut run = poison(retried(&[])).at(0.0, click(Async, 1)).run();
    to(&mut run, 1_000_000.0);
    let deliveries = run.world().shop(Wiring::Async).totals().deliveries;
    assert_eq!(deliveries, 1_000_000 / 10_100 + 1);
    let balance = queue(&run).balance;
    assert_eq!((balance.dead_lettered, balance.dropped), ([0; 4], 0));
}

/// Others pass it meanwhile, and it comes back at the end: a poison message starves nobody.
#[test]
fn who_waits_in_the_retry_queue_is_in_nobodys_way() {
    let three = failing(retried(&[]), &[2]).at(0.0, click(Async, 3));
    // It fails at 0.1 and, alone, at 10.2 s; two others come shortly before it is back.
    let five = three.at(20_150.0, click(Async, 2));
    let expected = [20_450, 200, 300, 20_250, 20_350].map(Some);
    assert_eq!(paid(five), expected);
}

#[test]
fn a_shop_in_which_nothing_dies_is_the_same_whatever_would_become_of_the_dead() {
    let digest = |settings: &[(&str, &str)]| {
        let lab = lab(&[("payment_time_ms", "100")]).with(settings);
        lab.at(0.0, click(Async, 20)).played().world().digest()
    };
    let plain = digest(&[]);
    for kind in ["parked", "redriven", "retried"] {
        let exchange = ("dead_letter_exchange", "true");
        assert_eq!(digest(&[exchange, ("dead_letters", kind)]), plain);
    }
    // Without an exchange the dead are nowhere.
    let dead = |settings: &[(&str, &str)]| {
        let dying = retried(&[("dead_letter_exchange", "false"), ("fail_percent", "30")]);
        let run = dying.with(settings).at(0.0, click(Async, 50)).played();
        run.world().digest()
    };
    let nowhere = dead(&[("dead_letters", "parked")]);
    assert_eq!(dead(&[("dead_letters", "retried")]), nowhere);
    assert_eq!(dead(&[("dead_letters", "redriven")]), nowhere);
}

/// The worker reads how often it was rejected: after three laps it is left with the dead, tried four times.
#[test]
pub(crate) fn after_so_many_laps_it_is_left_with_the_dead() {
    for kind in ["retried", "redriven"] {
        let settings = [("retry_limit", "3"), ("dead_letters", kind)];
        let report = poison(retried(&settings)).at(0.0, click(Async, 2)).queued();
        expect_cells(&report, &[("accepted/never", 1), ("accepted/once", 1)]);
        assert_eq!(report.deliveries, 4 + 1, "{kind}");
        assert_eq!(report.dead_lettered, [("rejected", 1)].into());
        assert_eq!(report.back_from_dead, Some(3));
        assert_eq!(never(&report), [("rejected", 1)]);
    }
}

// ---- rings without a rejection ---------------------------------------------------------------------------------------

/// P49, a ring without any rejection: it expires, waits, and would be in its queue a second time. The broker drops it without a
/// word.
#[test]
pub(crate) fn a_ring_without_a_rejection_is_dropped() {
    let expires = retried(&[("queue_ttl_ms", "5000")]);
    let down = expires
        .at(0.0, break_(PaymentDown))
        .at(0.0, click(Async, 1));
    let mut run = down.clone().run();
    to(&mut run, 14_999.0);
    assert_eq!(beside(&run), (1, 0));
    to(&mut run, 15_000.0);
    assert_eq!(beside(&run), (0, 0));
    let aside = queue(&run).aside().expect("it was there");
    assert_eq!((aside.retry.dropped, aside.retry.came_back), (1, 0));
    let report = down.queued();
    expect_cells(&report, &[("accepted/never", 1)]);
    assert_eq!(never(&report), [("dead_letter_cycle", 1)]);
    assert!(report.dead_lettered.is_empty(), "it lies nowhere");
}

/// A quorum queue's delivery limit is no rejection either: retried it is never.
#[test]
fn what_died_of_the_delivery_limit_does_not_come_back_from_a_retry_queue() {
    let quorum = [
        ("queue_type", "quorum"),
        ("delivery_limit", "2"),
        ("on_fail", "requeue"),
    ];
    let report = poison(retried(&quorum)).at(0.0, click(Async, 1)).queued();
    assert_eq!(report.deliveries, 3);
    assert_eq!(never(&report), [("dead_letter_cycle", 1)]);
    let redriven = redriven(&[("retry_limit", "2")]).with(&quorum);
    let report = poison(redriven).at(0.0, click(Async, 1)).queued();
    assert_eq!(report.deliveries, 9, "three times three");
    assert_eq!(never(&report), [("delivery_limit", 1)]);
}

/// Rejected once, it is back at 10.1 s. Then nobody works, and it expires: the retry queue would have it a second time, and since
/// it was there nobody rejected it.
#[test]
fn a_rejection_before_the_last_time_it_was_there_does_not_count() {
    let down = poison(retried(&[("queue_ttl_ms", "5000")])).at(0.0, click(Async, 1));
    let down = down.at(1_000.0, break_(PaymentDown));
    let mut run = down.clone().run();
    to(&mut run, 15_000.0);
    assert_eq!(queue(&run).ready().len(), 1);
    to(&mut run, 15_101.0);
    assert_eq!((queue(&run).ready().len(), beside(&run)), (0, (0, 0)));
    assert_eq!(queue(&run).balance.dropped, 1);
    assert_eq!(never(&down.queued()), [("dead_letter_cycle", 1)]);
}

// ---- times to live ---------------------------------------------------------------------------------------------------

/// It may wait for 150 ms, and waits for two seconds behind others when it is back: its own time was taken off it, lest it die of
/// it again.
#[test]
pub(crate) fn a_dead_letter_has_no_time_of_its_own_any_more() {
    let mut lab = retried(&[]);
    let orders = vec![Scripted {
        fails: vec![true],
        ttl: Some(150_000),
        ..Scripted::default()
    }];
    lab.0.script = Some(Script { orders }.into());
    let lab = lab.at(0.0, click(Async, 1)).at(10_000.0, click(Async, 20));
    assert_eq!(paid(lab)[0], Some(12_100));
}

/// The queue's own time begins anew: 550 ms, though it was published ten seconds ago.
#[test]
fn a_queues_time_begins_anew_for_what_comes_back() {
    let behind = |other| {
        let mut lab = retried(&[("queue_ttl_ms", "550")]);
        let fails = Scripted {
            fails: vec![true],
            ..Scripted::default()
        };
        let long = Scripted {
            service: Some(other),
            ..Scripted::default()
        };
        let orders = vec![fails, long];
        lab.0.script = Some(Script { orders }.into());
        paid(lab.at(0.0, click(Async, 1)).at(10_050.0, click(Async, 1)))
    };
    // It is back at 10.1 s, and the other has the worker until 10.64 s, or until 10.66 s.
    assert_eq!(behind(590_000), [Some(10_740), Some(10_640)]);
    assert_eq!(behind(610_000), [None, Some(10_660)]);
}

// ---- a worker that redrives ------------------------------------------------------------------------------------------

#[test]
fn a_worker_redrives_one_after_the_other() {
    let two = failing(redriven(&[]), &[1, 1]).at(0.0, click(Async, 2));
    // Rejected at 100 and at 200 ms; taken at once, and after the first.
    assert_eq!(paid(two), [Some(1_200), Some(2_200)]);
}

/// What expired while nobody worked is published anew until somebody does: redriving is no cycle to the broker.
#[test]
fn what_expired_is_redriven_until_somebody_works() {
    let down = redriven(&[("queue_ttl_ms", "5000")])
        .at(0.0, break_(PaymentDown))
        .at(0.0, click(Async, 3))
        .at(60_000.0, heal(PaymentDown));
    let report = down.queued();
    expect_cells(&report, &[("accepted/once", 3)]);
    // Nine or ten times each: five seconds in the queue, and one to three for those before it and itself.
    let back = report.back_from_dead.expect("they came back");
    assert!((3 * 7..=3 * 10).contains(&back), "{back}");
}

/// By hand: who parks the dead, and lets a worker redrive for a while, gets those that die meanwhile; when it is taken away, what
/// it had not in hand is left there.
#[test]
fn when_the_worker_that_redrives_is_taken_away_the_rest_is_left() {
    let five = failing(redriven(&[]), &[1, 1, 1, 1, 1]).at(0.0, click(Async, 5));
    let taken = five.at(1_500.0, set("dead_letters", "parked"));
    let report = taken.queued();
    // At 1.1 s it took the second, which it finishes.
    expect_cells(&report, &[("accepted/never", 3), ("accepted/once", 2)]);
    assert_eq!(report.dead_lettered, [("rejected", 3)].into());
}

/// One alarm for each that can expire, however often it goes round: each round sets when it expires, and none leaves
/// anything behind.
#[test]
fn what_goes_round_and_round_leaves_no_alarms_behind() {
    let round = [
        ("payment_time_ms", "1"),
        ("retry_ttl_ms", "3"),
        ("queue_ttl_ms", "600000"),
    ];
    let run = poison(retried(&round))
        .at(0.0, click(Async, 1))
        .until(60_000.0);
    let aside = queue(&run).aside().expect("it died");
    assert!(aside.retry.came_back > 10_000);
    let room = run.world().shop(Wiring::Async).room();
    assert!(room.total() < 10, "{room:?}");
}

/// The alarm of its first stay goes off during its fourth: it has its whole time again, and no more.
#[test]
fn what_came_back_has_its_whole_time_to_wait() {
    let one = failing(retried(&[("queue_ttl_ms", "60000")]), &[3]).at(0.0, click(Async, 1));
    let run = |ms| one.clone().at(25_000.0, break_(PaymentDown)).until(ms);
    // It comes back three times, each 10.1 s after it was there last: the last time for nobody.
    assert_eq!(queue(&run(30_200.0)).ready().len(), 0);
    assert_eq!(queue(&run(30_400.0)).ready().len(), 1);
    assert_eq!(queue(&run(90_200.0)).ready().len(), 1);
    assert_eq!(queue(&run(90_400.0)).ready().len(), 0);
}

// ---- where it comes back to ------------------------------------------------------------------------------------------

#[test]
fn both_queues_outlive_the_broker_with_what_is_persistent_in_them() {
    for kind in ["retried", "redriven"] {
        for (persistent, cell) in [("true", "accepted/once"), ("false", "accepted/never")] {
            let settings = [
                ("dead_letters", kind),
                ("messages_persistent", persistent),
                ("redrive_ms", "10000"),
            ];
            let two = failing(retried(&settings), &[1, 1]).at(0.0, click(Async, 2));
            let down = two.at(1_000.0, break_(BrokerDown));
            let report = down.at(15_000.0, heal(BrokerDown)).queued();
            expect_cells(&report, &[(cell, 2)]);
            if persistent == "false" {
                assert_eq!(never(&report), [("lost_in_crash", 2)]);
            }
        }
    }
}

/// Its time was over while the broker was down: it comes back with the broker.
#[test]
fn what_waited_long_enough_behind_a_dead_broker_comes_back_with_it() {
    let one = failing(retried(&[]), &[1]).at(0.0, click(Async, 1));
    let down = one.at(1_000.0, break_(BrokerDown));
    let paid = paid(down.at(30_000.0, heal(BrokerDown)));
    assert_eq!(paid, [Some(30_100)]);
}

/// Nobody waits for a word on it: what comes back to a full queue is lost without one.
#[test]
fn what_comes_back_to_a_full_queue_is_lost() {
    let settings = [
        ("max_length", "2"),
        ("overflow", "reject-publish"),
        ("publisher_confirms", "true"),
    ];
    let lab = failing(retried(&settings), &[1]).at(0.0, click(Async, 1));
    let report = lab.at(10_050.0, click(Async, 3)).queued();
    expect_cells(&report, &[("accepted/never", 1), ("accepted/once", 3)]);
    assert_eq!(never(&report), [("maxlen", 1)]);
}

/// A message copied to several queues comes back to the one that it died in, through the default exchange.
#[test]
fn it_comes_back_to_its_own_queue_and_to_no_other() {
    for kind in ["retried", "redriven"] {
        let lab = retried(&[
            ("services", "payment.shipping"),
            ("exchange", "fanout"),
            ("shipping.on_fail", "reject"),
            ("shipping.dead_letter_exchange", "true"),
            ("shipping.dead_letters", kind),
            ("shipping.poison_order", "1"),
            ("shipping.retry_limit", "2"),
        ]);
        let report = lab.at(0.0, click(Async, 1)).queued();
        expect_cells(&report, &[("accepted/once", 1)]);
        assert_eq!(report.charges, 1, "{kind}");
        assert_eq!(report.deliveries, 1 + 3);
        assert_eq!(report.services["shipping"]["never"], 1);
    }
}

// ---- what is seen ----------------------------------------------------------------------------------------------------

#[test]
fn both_queues_are_lines_of_the_queues_part_reached_and_left_in_hops() {
    for (kind, waits) in [
        ("retried", Waits::ForRetry),
        ("redriven", Waits::ForRedrive),
    ] {
        let settings = [("dead_letters", kind), ("redrive_ms", "10000")];
        let mut run = failing(retried(&settings), &[1, 1])
            .at(0.0, click(Async, 2))
            .run();
        run.trace(true);
        to(&mut run, 1_000.0);
        let shop = run.world().shop(Wiring::Async);
        let lines = shop.lines(PartId::first(PartKind::Queue));
        let line = lines.iter().find(|line| line.waits == waits);
        let stand: Vec<u64> = line
            .expect("a line")
            .each(1)
            .map(|one| one.number)
            .collect();
        // (The worker that redrives has the first in its hands.)
        let expected: &[u64] = if kind == "retried" { &[0, 1] } else { &[1] };
        assert_eq!(stand, expected);
        to(&mut run, 25_000.0);
        let hops = |leg| {
            let hops = run.world().shop(Wiring::Async).trace().hops();
            hops.filter(|hop| hop.leg == leg).count()
        };
        assert_eq!((hops(Leg::Death), hops(Leg::Revival)), (2, 2), "{kind}");
    }
}
