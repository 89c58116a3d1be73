//! What to look at: four lessons, each with a moment that shows it.
//!
//! A lesson is a paragraph (`words/en/lessons.rs`) and an experiment stopped at a moment; what is seen there comes out of
//! the engine, and tests play each moment, and on from it, to see that the paragraph is true.

use super::Experiment;
use super::intervention::{Act, Intervention};
use super::presets;
use super::value::Value;
use crate::sim::engine::Side;
use crate::sim::fault::Fault;
use crate::sim::time::{Micros, SECOND};

/// Their names, in `lesson=` of a link and in the document. They never change.
pub const NAMES: [&str; 4] = ["coupling", "latency", "event-driven", "showing"];

/// A lesson.
#[derive(Clone, Copy, Debug)]
pub struct Lesson {
    /// Its name.
    pub name: &'static str,
    /// The experiment, and the moment of it to look at.
    pub moment: fn() -> (Experiment, Micros),
}

/// The four lessons.
pub static LESSONS: [Lesson; 4] = [
    Lesson {
        name: NAMES[0],
        moment: || (named("payment-outage"), 12 * SECOND),
    },
    Lesson {
        name: NAMES[1],
        moment: || (clicked(&[], 1), 3 * SECOND / 2),
    },
    Lesson {
        name: NAMES[2],
        moment: || {
            let set = [("consumers", 4.0), ("payment_time_ms", 2000.0)];
            let mut experiment = clicked(&set, 40);
            add(
                &mut experiment,
                5 * SECOND,
                Act::Break {
                    fault: Fault::PaymentDown.into(),
                },
            );
            (experiment, 6 * SECOND)
        },
    },
    Lesson {
        name: NAMES[3],
        moment: || (named("demo-code"), 10 * SECOND),
    },
];

fn named(preset: &str) -> Experiment {
    let preset = presets::find(preset);
    debug_assert!(preset.is_some());
    preset.map(presets::Preset::experiment).unwrap_or_default()
}

fn clicked(settings: &[(&str, f64)], orders: u32) -> Experiment {
    let mut experiment = Experiment::default();
    for (name, number) in settings {
        let set = experiment.set(name, Value::Number(*number));
        debug_assert_eq!(set, Ok(()));
    }
    let shop = Side::Both;
    add(&mut experiment, 0, Act::Click { shop, orders });
    experiment
}

fn add(experiment: &mut Experiment, at_us: Micros, act: Act) {
    let added = experiment.add(Intervention { at_us, act });
    debug_assert!(added.is_ok());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::run::Run;
    use crate::sim::ledger::{Charge, Told};
    use crate::sim::shop::Wiring;

    fn moment(name: &str) -> Run {
        let lesson = LESSONS.iter().find(|l| l.name == name).expect("a lesson");
        let (experiment, at) = (lesson.moment)();
        let mut run = Run::new(experiment);
        assert!(run.play_to(at));
        run
    }

    #[test]
    fn every_lesson_has_its_name() {
        assert_eq!(LESSONS.map(|lesson| lesson.name), NAMES);
    }

    #[test]
    fn coupling_sync_users_are_refused_and_async_orders_wait() {
        let run = moment("coupling");
        let world = run.world();
        assert!(
            world
                .shop(Wiring::Sync)
                .ledger()
                .at(Told::Error, Charge::Never)
                >= 5
        );
        assert_eq!(
            world
                .shop(Wiring::Async)
                .ledger()
                .at(Told::Error, Charge::Never),
            0
        );
        assert!(world.shop(Wiring::Async).queue().ready().len() >= 5);
    }

    #[test]
    fn coupling_then_payment_is_back_and_those_who_waited_are_paid_late() {
        let mut run = moment("coupling");
        let refused = run.world().shop(Wiring::Sync).ledger().told(Told::Error);
        assert!(run.play_to(16 * SECOND));
        assert!(!run.world().shop(Wiring::Async).faults().payment_down);
        assert!(run.finish());
        let (sync, queued) = (
            run.world().shop(Wiring::Sync),
            run.world().shop(Wiring::Async),
        );
        assert!(sync.ledger().at(Told::Error, Charge::Never) >= refused);
        assert_eq!(queued.paid().count() as u64, queued.sent());
        assert!(queued.paid().longest() > 10 * SECOND);
    }

    #[test]
    fn latency_one_waits_and_one_was_told_and_neither_is_paid() {
        let run = moment("latency");
        let world = run.world();
        assert_eq!(
            world
                .shop(Wiring::Sync)
                .ledger()
                .at(Told::Waiting, Charge::Pending),
            1
        );
        assert_eq!(
            world
                .shop(Wiring::Async)
                .ledger()
                .at(Told::Accepted, Charge::Pending),
            1
        );
    }

    #[test]
    fn latency_then_both_are_charged_at_3_s_and_of_ten_more_the_last_async_one_after_30_s() {
        let mut run = moment("latency");
        assert!(run.finish());
        for shop in run.world().shops() {
            assert_eq!(shop.paid().longest() / SECOND, 3);
        }
        let (shop, orders) = (Side::Both, 10);
        assert_eq!(run.act(Act::Click { shop, orders }), Ok(()));
        assert!(run.finish());
        let (sync, queued) = (
            run.world().shop(Wiring::Sync),
            run.world().shop(Wiring::Async),
        );
        assert_eq!(sync.told_well().longest() / SECOND, 3);
        assert!(queued.told_well().longest() < SECOND / 10);
        assert_eq!(queued.paid().longest() / SECOND, 30);
    }

    #[test]
    fn event_driven_what_was_in_hand_is_back_in_the_queue() {
        let run = moment("event-driven");
        let shop = run.world().shop(Wiring::Async);
        let again = shop.queue().ready().iter();
        let again = again.filter(|&&key| shop.message(key).is_some_and(|m| m.redelivered));
        assert_eq!(again.count(), 4);
    }

    #[test]
    fn event_driven_then_a_restart_brings_the_four_first_and_charges_all_forty_once() {
        let mut run = moment("event-driven");
        assert_eq!(run.next_time(), None, "nothing moves by itself");
        let fault = Fault::PaymentDown;
        assert_eq!(
            run.act(Act::Heal {
                fault: fault.into()
            }),
            Ok(())
        );
        let at = run.clock() + SECOND;
        assert!(run.play_to(at));
        let shop = run.world().shop(Wiring::Async);
        let busy = shop.messages().filter(|(_, message)| message.redelivered);
        assert_eq!((busy.count(), shop.busy_workers()), (4, 4));
        let ready = shop.queue().ready().iter();
        let waits = |&&key: &&_| shop.message(key).is_some_and(|m| m.redelivered);
        assert_eq!(ready.filter(waits).count(), 0, "they are at work");
        assert!(run.finish());
        let ledger = run.world().shop(Wiring::Async).ledger();
        assert_eq!(ledger.at(Told::Accepted, Charge::Once), 40);
    }

    #[test]
    fn event_driven_and_with_auto_ack_those_in_the_workers_hands_are_lost() {
        let lesson = LESSONS.iter().find(|l| l.name == "event-driven");
        let (mut experiment, at) = (lesson.expect("a lesson").moment)();
        let auto = Value::Choice("auto".to_owned());
        assert_eq!(experiment.set("ack_mode", auto), Ok(()));
        let mut run = Run::new(experiment);
        assert!(run.play_to(at));
        let ledger = run.world().shop(Wiring::Async).ledger();
        assert_eq!(ledger.at(Told::Accepted, Charge::Never), 32);
    }

    #[test]
    fn showing_the_figures_are_those_of_the_run() {
        let run = moment("showing");
        assert_eq!(
            run.world()
                .shop(Wiring::Sync)
                .ledger()
                .at(Told::Error, Charge::Pending),
            880
        );
        let mut end = Run::new(run.experiment().clone());
        assert!(end.finish());
        let (sync, queued) = (
            end.world().shop(Wiring::Sync),
            end.world().shop(Wiring::Async),
        );
        let errors: u64 = sync
            .statuses()
            .iter()
            .filter(|&(s, _)| s >= 500)
            .map(|(_, n)| n)
            .sum();
        assert_eq!(
            (errors, sync.paid().count(), queued.paid().count()),
            (880, 1000, 1000)
        );
        assert_eq!(end.clock() / SECOND, 3000, "fifty minutes");
    }
}
