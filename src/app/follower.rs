//! The same run again, somewhere else on the page.
//!
//! The page's other program (the desk) shows what the live run does not keep: every step of one order, the whole
//! report. A run is determined by its experiment, so the desk repeats it from the link, watches the order that the
//! reader looks at, and stays as far as the page is:
//!
//! ```text
//! page  ── "clock events interventions order link" ──▶ hear ──▶ follow, in portions ──▶ run()
//! ```

use crate::experiment::Experiment;
use crate::experiment::run::{Progress, Run};
use crate::share::link;

/// A run that follows another one.
#[derive(Clone, Debug)]
pub struct Follower {
    run: Run,
    /// How far the other one is.
    to: Progress,
    order: Option<u64>,
    link: String,
}

impl Default for Follower {
    fn default() -> Self {
        Self {
            run: Run::new(Experiment::default()),
            to: Progress::default(),
            order: None,
            link: String::new(),
        }
    }
}

impl Follower {
    /// Takes in where the page is. Words that are none are left alone.
    pub fn hear(&mut self, words: &str) {
        let mut rest = words.splitn(5, ' ');
        let mut number = || rest.next()?.parse::<u64>().ok();
        let (Some(clock), Some(events), Some(interventions)) = (number(), number(), number())
        else {
            return;
        };
        let order = rest.next().and_then(|word| word.parse().ok());
        let link = rest.next().unwrap_or_default();
        self.to = Progress {
            clock,
            events,
            interventions: interventions as usize,
        };
        if link != self.link {
            self.link = link.to_owned();
            let (link, _) = link::read(link);
            self.continue_with(link.experiment);
        }
        let here = self.run.progress();
        let gone_back = here.events > self.to.events
            || here.clock > clock
            || here.interventions > self.to.interventions;
        if gone_back || order != self.order {
            self.order = order;
            self.restart(self.run.experiment().clone());
        }
    }

    /// The page's run has this experiment now: often the same with something appended.
    fn continue_with(&mut self, experiment: Experiment) {
        let old = self.run.experiment();
        let clock = self.run.clock();
        let appended = experiment.log.get(old.log.len()..).unwrap_or_default();
        let grows = experiment.settings == old.settings
            && experiment.seed == old.seed
            && experiment.preset == old.preset
            && experiment.log.starts_with(&old.log)
            && appended.iter().all(|i| i.at_us >= clock);
        if !grows {
            return self.restart(experiment);
        }
        for intervention in appended {
            // It was allowed on the page, so it is here.
            let _ = self.run.plan(intervention.clone());
        }
    }

    fn restart(&mut self, experiment: Experiment) {
        self.run = Run::new(experiment);
        self.run.watch(self.order);
    }

    /// Comes nearer, at the cost of about `budget` events; `true`: it is where the page is.
    pub fn follow(&mut self, budget: u32) -> bool {
        self.run.catch_up(self.to, budget)
    }

    /// It is where the page said that it is.
    pub fn is_there(&self) -> bool {
        self.run.progress() == self.to
    }

    /// The run, as far as it has come.
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// The order that is looked at.
    pub fn order(&self) -> Option<u64> {
        self.order
    }

    /// The page's link.
    pub fn link(&self) -> &str {
        &self.link
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::{Model, Msg};
    use crate::experiment::value::Value;
    use crate::sim::engine::Side;
    use crate::sim::fault::Fault;

    fn words(model: &mut Model) -> String {
        let at = model.run().progress();
        let order = model.selected().map_or("-".to_owned(), |k| k.to_string());
        let link = link::write(&model.link());
        format!(
            "{} {} {} {order} {link}",
            at.clock, at.events, at.interventions
        )
    }

    /// Clicks, sliders, failures, single steps, a reset and other scenarios: the follower is always at the same event.
    #[test]
    fn it_is_where_the_page_is_whatever_the_reader_does() {
        let mut model = Model::default();
        let mut follower = Follower::default();
        let deeds = [
            Msg::Trigger(Side::Both),
            Msg::Crowd(Side::Sync, 30),
            Msg::Step,
            Msg::Step,
            Msg::Step,
            Msg::Fault(Fault::PaymentDown, true),
            Msg::Play(true),
            Msg::Set("payment_time_ms", Value::Number(40.0)),
            Msg::Fault(Fault::PaymentDown, false),
            Msg::Select(3),
            Msg::Crowd(Side::Both, 100),
            Msg::Reset,
            Msg::Preset("payment-outage".into()),
            Msg::Play(true),
            Msg::Trigger(Side::Async),
            Msg::Step,
            Msg::Fault(Fault::BrokerDown, true),
            Msg::Play(true),
            Msg::Preset("demo-code".into()),
            Msg::Play(true),
            Msg::Step,
            Msg::Step,
            Msg::Finish,
        ];
        for (k, deed) in deeds.into_iter().enumerate() {
            model.update(deed);
            for _ in 0..3 + k {
                model.frame(16_667, &mut || true);
                follower.hear(&words(&mut model));
                while !follower.follow(50) {}
                assert_eq!(follower.run().progress(), model.run().progress(), "{k}");
                assert!(follower.is_there(), "{k}");
                let digests = [follower.run(), model.run()].map(|run| run.world().digest());
                assert_eq!(digests[0], digests[1], "{k}");
            }
        }
    }

    #[test]
    fn words_that_are_none_change_nothing() {
        let mut follower = Follower::default();
        for words in ["", "1", "1 2 x - v1", "a b c d e"] {
            follower.hear(words);
            assert_eq!(follower.link(), "");
        }
    }
}
