//! What to look at: four lessons, each with a moment that shows it.
//!
//! A lesson is a paragraph (`words/en/lessons.rs`) and an experiment stopped at a moment; what is seen there comes out of
//! the engine, and a test plays each moment to see that the paragraph is true.

use crate::experiment::Experiment;
use crate::experiment::intervention::{Act, Intervention};
use crate::experiment::presets;
use crate::experiment::value::Value;
use crate::share::link::Link;
use crate::sim::engine::Side;
use crate::sim::fault::Fault;
use crate::sim::time::{Micros, SECOND};

/// A lesson.
#[derive(Clone, Copy, Debug)]
pub struct Lesson {
    /// Its name in the document.
    pub name: &'static str,
    moment: fn() -> (Experiment, Micros),
}

impl Lesson {
    /// The moment to look at.
    pub fn link(&self) -> Link {
        let (experiment, at) = (self.moment)();
        Link {
            experiment,
            at_us: Some(at),
            events: None,
            order: None,
            show: Some("learn"),
        }
    }
}

/// The four lessons.
pub static LESSONS: [Lesson; 4] = [
    Lesson {
        name: "coupling",
        moment: || (named("payment-outage"), 12 * SECOND),
    },
    Lesson {
        name: "latency",
        moment: || (clicked(&[], 1), 3 * SECOND / 2),
    },
    Lesson {
        name: "event-driven",
        moment: || {
            let set = [("consumers", 4.0), ("payment_time_ms", 2000.0)];
            let mut experiment = clicked(&set, 40);
            add(
                &mut experiment,
                5 * SECOND,
                Act::Break {
                    fault: Fault::PaymentDown,
                },
            );
            (experiment, 6 * SECOND)
        },
    },
    Lesson {
        name: "showing",
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
    use crate::share::link;
    use crate::sim::ledger::{Charge, Told};
    use crate::words;

    fn moment(name: &str) -> Run {
        let lesson = LESSONS.iter().find(|l| l.name == name).expect("a lesson");
        let link = lesson.link();
        let mut run = Run::new(link.experiment);
        while !run.advance(link.at_us.unwrap_or_default(), 10_000) {}
        run
    }

    #[test]
    fn every_lesson_has_its_words() {
        let said = words::lessons::LESSONS.iter().map(|said| said.name);
        assert!(said.eq(LESSONS.iter().map(|lesson| lesson.name)));
    }

    #[test]
    fn each_moment_is_a_link_that_opens() {
        for lesson in &LESSONS {
            let link = lesson.link();
            assert_eq!(link::read(&link::write(&link)), (link, vec![]));
        }
    }

    #[test]
    fn coupling_sync_users_are_refused_and_async_orders_wait() {
        let run = moment("coupling");
        let world = run.world();
        assert!(world.sync.ledger().at(Told::Error, Charge::Never) >= 5);
        assert_eq!(world.queued.ledger().at(Told::Error, Charge::Never), 0);
        assert!(world.queued.queue().ready().len() >= 5);
    }

    #[test]
    fn latency_one_waits_and_one_was_told_and_neither_is_paid() {
        let run = moment("latency");
        let world = run.world();
        assert_eq!(world.sync.ledger().at(Told::Waiting, Charge::Pending), 1);
        assert_eq!(world.queued.ledger().at(Told::Accepted, Charge::Pending), 1);
    }

    #[test]
    fn event_driven_what_was_in_hand_is_back_in_the_queue() {
        let run = moment("event-driven");
        let shop = &run.world().queued;
        let again = shop.queue().ready().iter();
        let again = again.filter(|&&key| shop.message(key).is_some_and(|m| m.redelivered));
        assert_eq!(again.count(), 4);
    }

    #[test]
    fn showing_the_figures_are_those_of_the_run() {
        let run = moment("showing");
        assert_eq!(
            run.world().sync.ledger().at(Told::Error, Charge::Pending),
            880
        );
        let mut end = Run::new(run.experiment().clone());
        assert!(end.finish());
        let (sync, queued) = (&end.world().sync, &end.world().queued);
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
