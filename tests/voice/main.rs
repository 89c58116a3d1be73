//! The page's voice: what the sentence says, of every scenario, at telling moments; and when it changes.

use showdown::app::voice::Voice;
use showdown::experiment::Experiment;
use showdown::experiment::intervention::{Act, Intervention};
use showdown::experiment::presets::{self, PRESETS};
use showdown::experiment::run::Run;
use showdown::experiment::settings::typed;
use showdown::experiment::value::Value;
use showdown::sim::engine::Side;
use showdown::sim::fault::{FAULTS, Fault};
use showdown::sim::shop::Wiring;
use showdown::sim::time::{MILLI, Micros, SECOND};
use showdown::words::facts::{Facts, Kind, Scene, Trouble, alone};
use showdown::words::several::OF_SEVERAL;
use showdown::words::{SENTENCE, WHY, alone as said_alone, sentence, why};

mod causes;
mod said;
mod said_broken;
mod several;
mod true_words;

use self::said::SAID;
use self::said_broken::BROKEN;

/// The first scenario is a click on each side.
fn experiment(name: &str) -> Experiment {
    let preset = presets::find(name).expect("a scenario");
    let mut experiment = preset.experiment();
    if name == "one-order" {
        let act = Act::Click {
            shop: Side::Both,
            orders: 1,
        };
        let added = experiment.add(Intervention { at_us: 0, act });
        assert!(added.is_ok(), "{added:?}");
    }
    experiment
}

fn said(run: &Run) -> [String; 3] {
    let (facts, scene) = (Facts::of(run, Some(&OF_SEVERAL)), Scene::of(run, false));
    let says = |wiring| sentence::says(&facts, wiring, Some(&OF_SEVERAL));
    [
        says(Wiring::Sync),
        says(Wiring::Async),
        why::says(&facts, &scene),
    ]
}

#[test]
fn every_scenario_is_told_at_three_moments() {
    let mut others = Vec::new();
    for preset in &PRESETS {
        let rows: Vec<_> = SAID
            .iter()
            .chain(&BROKEN)
            .filter(|row| row.0 == preset.name)
            .collect();
        assert_eq!(rows.len(), 3, "{}", preset.name);
        let mut run = Run::new(experiment(preset.name));
        for &&(name, at, wanted) in &rows {
            assert!(run.play_to(at * SECOND));
            let said = said(&run);
            if said != wanted {
                others.push(format!("{name} at {at} s: {said:#?}, not {wanted:#?}"));
            }
        }
    }
    assert!(others.is_empty(), "{}", others.join("\n"));
}

/// Killed late, or when all is over: who was paid before is not left out.
#[test]
fn a_kill_late_in_a_run_leaves_nobody_out_who_was_paid() {
    let told = |orders, at, then| {
        let mut experiment = Experiment::default();
        let fair = experiment.set("consumers", Value::Number(40.0));
        assert_eq!(fair, Ok(()));
        let crowd = Act::Click {
            shop: Side::Both,
            orders,
        };
        let kill = Act::Break {
            fault: Fault::PaymentDown.into(),
        };
        for (at, act) in [(0, crowd), (at, kill)] {
            let at_us = at * MILLI;
            experiment.add(Intervention { at_us, act }).expect("room");
        }
        let mut run = Run::new(experiment);
        assert!(run.play_to(then * SECOND));
        let [sync, queued, _] = said(&run);
        [sync, queued]
    };
    assert_eq!(
        told(100, 7_000, 8),
        [
            "Payment is down and refuses. 20 were told an error, and not charged. 80 were told 200 and charged.",
            "Payment is down: users still get their 202; 80 of 100 are charged; 20 orders wait in the queue, up to 7.0 s.",
        ]
    );
    assert_eq!(
        told(100, 60_000, 61),
        [
            "Payment is down and refuses. All 100 sync users were told 200 and charged; the longest waited 9.13 s.",
            "Payment is down: users still get their 202. All 100 were told 202 and charged.",
        ]
    );
}

/// What would come of one order is asked of the engine: it follows whatever is set, and is not said where luck decides.
#[test]
fn before_the_first_order_it_is_said_what_would_come_of_one() {
    let told = |settings: &[(&str, &str)]| {
        let mut experiment = Experiment::default();
        for (name, text) in settings {
            experiment.set(name, typed(name, text)).expect("a setting");
        }
        alone::before(&Run::new(experiment)).map(|both| said_alone::before(&both))
    };
    let at = |settings: &[(&str, &str)], wanted: [&str; 2]| {
        let told = told(settings).expect("no luck");
        assert!(told.iter().all(|text| text.chars().count() <= SENTENCE));
        let told = [&told[Wiring::Sync], &told[Wiring::Async]];
        assert_eq!(told, wanted, "{settings:?}");
    };
    at(
        &[],
        [
            "Sync: Checkout calls Payment, and the user waits: told 200 after 3.01 s, and charged.",
            "Async: Checkout puts the order into a queue, and the user goes home: told 202 after 2.9 ms, and charged after 3.00 s.",
        ],
    );
    let slow = ("payment_time_ms", "6000");
    at(
        &[slow],
        [
            "Sync: Checkout calls Payment, and the user waits: told 504 after 5.01 s, and charged after 6.01 s.",
            "Async: Checkout puts the order into a queue, and the user goes home: told 202 after 2.9 ms, and charged after 6.00 s.",
        ],
    );
    at(
        &[slow, ("read_timeout_ms", "10000")],
        [
            "Sync: Checkout calls Payment, and the user waits: told 200 after 6.01 s, and charged.",
            "Async: Checkout puts the order into a queue, and the user goes home: told 202 after 2.9 ms, and charged after 6.00 s.",
        ],
    );
    at(
        &[slow, ("retries", "2")],
        [
            "Sync: Checkout calls Payment, and the user waits: told 504 after 15.4 s, and charged three times.",
            "Async: Checkout puts the order into a queue, and the user goes home: told 202 after 2.9 ms, and charged after 6.00 s.",
        ],
    );
    for luck in [
        ("payment_time_spread", "exponential"),
        ("fail_percent", "10"),
        ("arrivals", "constant"),
    ] {
        assert_eq!(told(&[luck]), None, "{luck:?}");
    }
}

/// Whatever is broken whenever: a sentence has its length, its numbers agree with its nouns, and nothing is claimed of
/// nobody.
#[test]
fn no_sentence_is_too_long_or_counts_wrongly() {
    let wrong = [
        "1 orders",
        "1 users",
        "One sync users",
        "0 orders",
        "No sync users",
        "No async users",
        "NaN",
        "  ",
        "One async users",
        "1 calls",
        "1 minutes",
    ];
    for preset in &PRESETS {
        for (k, &fault) in FAULTS.iter().enumerate() {
            let mut experiment = experiment(preset.name);
            for (at, act) in [
                (
                    2_300 + 700 * k as u64,
                    Act::Break {
                        fault: fault.into(),
                    },
                ),
                (
                    9_100,
                    Act::Heal {
                        fault: fault.into(),
                    },
                ),
            ] {
                let at_us = at * MILLI;
                // (A scenario may heal what was not broken; then nothing is added.)
                let _ = experiment.add(Intervention { at_us, act });
            }
            let mut run = Run::new(experiment);
            for step in 0..120 {
                assert!(run.play_to(step * 173 * MILLI));
                let [sync, queued, why] = said(&run);
                let what = format!(
                    "{} {fault:?} at {}: {sync} | {queued}",
                    preset.name,
                    run.clock()
                );
                assert!(sync.chars().count() <= SENTENCE, "{what}");
                assert!(queued.chars().count() <= SENTENCE, "{what}");
                assert!(why.chars().count() <= WHY && !why.is_empty(), "{why}");
                for word in wrong {
                    let found = [&sync, &queued].iter().any(|text| {
                        // ("11 users" ends in "1 users" too.)
                        text.match_indices(word).any(|(at, _)| {
                            !text[..at].ends_with(|c: char| c.is_ascii_digit() || c == '.')
                        })
                    });
                    assert!(!found, "{word}: {what}");
                }
                for wiring in [Wiring::Sync, Wiring::Async] {
                    is_carried_by_the_ledger(&run, wiring);
                }
            }
        }
    }
}

/// What is said of somebody is so in the ledger.
fn is_carried_by_the_ledger(run: &Run, wiring: Wiring) {
    use showdown::sim::ledger::{CHARGE, Charge, Told};
    let shop = run.world().shop(wiring);
    let facts = Facts::of(run, Some(&OF_SEVERAL));
    let facts = &facts.shops[wiring];
    let at = |told, charge| shop.ledger().at(told, charge);
    for kind in facts.kinds() {
        let so = match kind {
            Kind::Idle => shop.sent() == 0,
            Kind::ErrorCharged => at(Told::Error, Charge::Once) + at(Told::Error, Charge::Many) > 0,
            Kind::ErrorPending => at(Told::Error, Charge::Pending) > 0,
            Kind::Twice => at(Told::Ok, Charge::Many) + at(Told::Accepted, Charge::Many) > 0,
            Kind::Lost => at(Told::Accepted, Charge::Never) > 0,
            Kind::Broken(Trouble::WorkersDead, whose) => {
                shop.consumers_of(whose).iter().any(|c| c.dead)
            }
            Kind::Broken(Trouble::Fault(fault), whose) => shop.faults_of(whose).has(fault),
            Kind::InPart => shop.fates().partly > 0,
            Kind::Again => (1..6).any(|it| shop.fates().at(it, Charge::Many) > 0),
            Kind::Unfinished => shop.live().any(|(key, order)| {
                let to_come = |it| {
                    shop.task(key, it)
                        .is_some_and(|t| t.fate() == Charge::Pending)
                };
                order.charges > 0 && (1..6).any(to_come)
            }),
            Kind::InLine => !shop.checkout().line().is_empty(),
            Kind::Waiting => shop.open() > 0,
            Kind::Promised => at(Told::Accepted, Charge::Pending) > 0,
            // (Handed out for the third time, it came back twice.)
            Kind::Stuck => shop.messages().any(|(_, message)| message.returns >= 2),
            Kind::Refused => at(Told::Error, Charge::Never) > 0,
            Kind::Left => shop.ledger().told(Told::GaveUp) > 0,
            Kind::Paid => at(Told::Ok, Charge::Once) + at(Told::Accepted, Charge::Once) > 0,
            Kind::Done => shop.sent() > 0,
            Kind::Pressed => shop.open() > 0 && shop.told_well().count() == 0,
        };
        assert!(so, "{kind:?} at {}", run.clock());
    }
    let sum: u64 = CHARGE.iter().map(|&c| at(Told::Error, c)).sum();
    assert_eq!(sum, facts.errors);
}

/// Figures tick with every readout; words (a number that is written out is one) change at most twice a second; they are
/// heard only when the facts are others, and with time to listen.
#[test]
fn figures_tick_and_words_stay() {
    let mut run = Run::new(experiment("payment-outage"));
    let mut voice = Voice::default();
    let (mut heard, mut words): (Vec<f64>, Vec<f64>) = (vec![], vec![]);
    let mut last = String::new();
    let mut ticks = 0;
    let mut shown = String::new();
    for step in 0..600_u64 {
        let at: Micros = step * 50 * MILLI;
        assert!(run.play_to(at));
        let now = at as f64 / 1_000.0;
        let spoken = voice.speak(
            &Facts::of(&run, Some(&OF_SEVERAL)),
            &Scene::of(&run, false),
            None,
            now,
        );
        let letters = |text: &str| {
            text.chars()
                .filter(|c| !c.is_ascii_digit() && *c != '.')
                .collect::<String>()
        };
        if spoken.heard != last {
            heard.push(now);
            last.clone_from(&spoken.heard);
        }
        let both = format!(
            "{} {}",
            spoken.says[Wiring::Sync],
            spoken.says[Wiring::Async]
        );
        ticks += usize::from(both != shown);
        if letters(&both) != letters(&shown) {
            words.push(now);
        }
        shown = both;
    }
    assert!(
        // (The first is what the page opens with.)
        heard[1..].windows(2).all(|two| two[1] - two[0] >= 2_000.0),
        "{heard:?}"
    );
    assert!(
        words.windows(2).all(|two| two[1] - two[0] >= 500.0),
        "{words:?}"
    );
    assert!(
        heard.len() > 6,
        "the outage, and what came of it: {heard:?}"
    );
    assert!(ticks > 5 * heard.len(), "figures tick: {ticks}");
    assert!(words.len() < ticks, "{} of {ticks}", words.len());
}
