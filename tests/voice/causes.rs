//! Why an order is never charged, or twice, is said by its cause: in the sentence, below it, and in the ledger.

use showdown::experiment::Experiment;
use showdown::experiment::intervention::{Act, Intervention};
use showdown::experiment::run::Run;
use showdown::experiment::settings::typed;
use showdown::sim::engine::Side;
use showdown::sim::fault::Fault;
use showdown::sim::ledger::Ending;
use showdown::sim::shop::Wiring;
use showdown::sim::time::{MILLI, SECOND};
use showdown::words;

/// Of the async shop: the sentence, the line below it, and the ledger's reasons.
fn told(settings: &[(&str, &str)], acts: &[(u64, Act)], at: u64) -> [String; 3] {
    let mut experiment = Experiment::default();
    for (name, text) in settings {
        experiment.set(name, typed(name, text)).expect("a setting");
    }
    for (at, act) in acts.iter().cloned() {
        let at_us = at * MILLI;
        experiment.add(Intervention { at_us, act }).expect("room");
    }
    let mut run = Run::new(experiment);
    assert!(run.play_to(at * SECOND));
    let [_, queued, why] = crate::said(&run);
    let reasons = words::reasons(
        run.world()
            .shop(Wiring::Async)
            .ledger()
            .because(Ending::Well),
    );
    [queued, why, reasons]
}

const fn crowd(orders: u32) -> Act {
    Act::Click {
        shop: Side::Async,
        orders,
    }
}
const PAYMENT: Fault = Fault::PaymentDown;
const BROKER: Fault = Fault::BrokerDown;

#[test]
fn a_worker_lost_what_auto_ack_had_given_away() {
    let acts = [
        (0, crowd(5)),
        (
            1_000,
            Act::Break {
                fault: PAYMENT.into(),
            },
        ),
    ];
    assert_eq!(
        told(&[("ack_mode", "auto")], &acts, 2),
        [
            "Five async users were told 202 and will never be charged: lost in a worker's hands. Payment down.",
            "With auto-ack the broker forgets an order as it sends it: what a worker then loses, nobody else has. Payment down since 1.00 s.",
            "lost in a worker's hands",
        ]
    );
}

/// Nothing was in hand: then nothing is said to be lost.
/// Since when: of the part that the sentence speaks of, whatever else has come and gone.
#[test]
fn it_is_told_since_when_something_is_broken() {
    let (down, up) = (
        |fault: Fault| Act::Break {
            fault: fault.into(),
        },
        |fault: Fault| Act::Heal {
            fault: fault.into(),
        },
    );
    let ends = |acts: &[(u64, Act)], at: u64, since: &str| {
        let pressed = [(0, crowd(2))];
        let acts: Vec<_> = pressed.into_iter().chain(acts.iter().cloned()).collect();
        let why = told(&[], &acts, at)[1].clone();
        assert!(why.ends_with(since), "{since}: {why}");
        assert_eq!(why.contains(" since "), since.contains(" since "), "{why}");
    };
    let (first, second) = ((1000, down(PAYMENT)), (2000, down(BROKER)));
    ends(
        std::slice::from_ref(&first),
        2,
        "Payment down since 1.00 s.",
    );
    let both = [first.clone(), second, (3000, up(BROKER))];
    ends(&both[..2], 3, "Broker down since 2.00 s.");
    ends(&both, 4, "Payment down since 1.00 s.");
    let twice = [first.clone(), (2000, down(PAYMENT))];
    ends(&twice, 4, "Payment down since 1.00 s.");
    let again = [first, (2000, up(PAYMENT)), (3000, down(PAYMENT))];
    ends(&again, 4, "Payment down since 3.00 s.");
    ends(&again[..2], 3, "");
    ends(&[(0, down(PAYMENT))], 1, "Payment down since 0 s.");
}

#[test]
fn with_auto_ack_and_nothing_in_hand_nothing_is_lost() {
    let acts = [
        (
            0,
            Act::Break {
                fault: PAYMENT.into(),
            },
        ),
        (100, crowd(2)),
    ];
    assert_eq!(
        told(&[("ack_mode", "auto")], &acts, 2),
        [
            "Payment is down: users still get their 202; two orders wait in the queue.",
            "With auto-ack the broker forgets an order as it sends it: what a worker has when it dies, nobody else has. Payment down since 0 s.",
            "",
        ]
    );
}

#[test]
fn a_broker_forgot_what_was_not_on_its_disk() {
    let acts = [
        (0, crowd(3)),
        (
            1_000,
            Act::Break {
                fault: BROKER.into(),
            },
        ),
    ];
    let settings = [("queue_durable", "false"), ("prefetch_count", "1")];
    assert_eq!(
        told(&settings, &acts, 8),
        [
            "Two async users were told 202 and will never be charged: forgotten as the broker died. Broker down, 1 paid.",
            "A queue that is not durable, or messages that are not persistent, do not survive their broker. Broker down since 1.00 s.",
            "forgotten as the broker died",
        ]
    );
}

/// Auto-ack is the cause, whatever the queue would have survived.
#[test]
fn a_broker_that_dies_takes_nothing_that_it_had_forgotten() {
    let acts = [
        (0, crowd(3)),
        (
            1_000,
            Act::Break {
                fault: BROKER.into(),
            },
        ),
    ];
    let [sentence, why, reasons] = told(&[("ack_mode", "auto")], &acts, 8);
    assert!(
        sentence.contains("never be charged: lost in a worker's hands."),
        "{sentence}"
    );
    assert!(why.starts_with("With auto-ack"), "{why}");
    assert_eq!(reasons, "lost in a worker's hands");
}

#[test]
fn a_full_queue_drops_its_oldest_or_takes_no_more() {
    for (overflow, reason, why) in [
        (
            "drop-head",
            "dropped as a full queue's oldest",
            "A full queue with drop-head",
        ),
        (
            "reject-publish",
            "refused by a full queue",
            "A full queue refuses",
        ),
    ] {
        let settings = [("max_length", "2"), ("overflow", overflow)];
        let [sentence, because, reasons] = told(&settings, &[(0, crowd(9))], 1);
        assert!(
            sentence.contains(&format!("never be charged: {reason}. 3 to be charged.")),
            "{sentence}"
        );
        assert!(because.starts_with(why), "{because}");
        assert_eq!(reasons, reason);
    }
}
