//! What to look at: four lessons, each with a moment that shows it.
//!
//! A lesson is a paragraph and an experiment stopped at a moment; what is seen there comes out of the engine, and a test
//! plays each moment to see that the paragraph is true.

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
    /// What it is about.
    pub title: &'static str,
    /// What really happens, when it does not, and what to look at.
    pub text: &'static str,
    /// What the button says.
    pub button: &'static str,
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
        title: "Coupling",
        text: "A sync Checkout is only as available as Payment: while Payment is down, each user gets an error. A queue \
               takes that away from the user, not from the world: orders wait and are paid late. It holds only if the \
               queue is durable, its messages are persistent and workers acknowledge after the work; and it exchanges one \
               dependency for another. Kill the broker instead, and it is the async users who are refused.",
        button: "Look: Payment has been down for seven seconds",
        moment: || (named("payment-outage"), 12 * SECOND),
    },
    Lesson {
        name: "latency",
        title: "Latency",
        text: "Two clocks, always: when the user is told, and when the payment is made. The queue makes the first one \
               short and leaves the second where it was, or later: one worker takes one order after the other. A 202 means \
               \u{201c}we have it\u{201d}, not \u{201c}it is paid\u{201d}; somebody still has to tell the user how it ended.",
        button: "Look: one order each, halfway through",
        moment: || (clicked(&[], 1), 3 * SECOND / 2),
    },
    Lesson {
        name: "event-driven",
        title: "Event-driven",
        text: "The queue lets Payment work at its own pace, and hands an order out again if a worker dies before it has \
               acknowledged it. That is why nothing is lost, and also why work can be done twice: a worker that had \
               finished, but not yet said so, leaves an order that will be charged again unless Payment recognises it. \
               Hollow dots in the queue are orders that were handed out before.",
        button: "Look: four workers have just been killed",
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
        title: "Showing it to a team",
        text: "Ask before you press Play: a thousand orders at once, Payment takes three seconds, how many users will be \
               told an error, and how many will be charged? With the original demo's code 880 are told an error, and all \
               1000 are charged; its queue loses nobody and needs fifty minutes. Neither side wins; they fail differently. \
               Pause where it happens, step through it, and send the link: it opens at this moment.",
        button: "Look: a thousand at once, after ten seconds",
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

    fn moment(name: &str) -> Run {
        let lesson = LESSONS.iter().find(|l| l.name == name).expect("a lesson");
        let link = lesson.link();
        let mut run = Run::new(link.experiment);
        while !run.advance(link.at_us.unwrap_or_default(), 10_000) {}
        run
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
