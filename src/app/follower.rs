//! The same run again, somewhere else on the page.
//!
//! A story shows what the live run does not keep: every step of one order. A run is determined by its experiment, so it is
//! repeated, watches the order that the reader looks at, and stays as far as the page is:
//!
//! ```text
//! the page's run, order ──▶ aim ──▶ follow, in portions ──▶ run()
//! ```

use crate::experiment::Experiment;
use crate::experiment::run::{Progress, Run};

/// A run that follows another one.
#[derive(Clone, Debug)]
pub struct Follower {
    run: Run,
    /// How far the other one is.
    to: Progress,
    order: Option<u64>,
}

impl Default for Follower {
    fn default() -> Self {
        Self {
            run: Run::new(Experiment::default()),
            to: Progress::default(),
            order: None,
        }
    }
}

impl Follower {
    /// The page's run is here now, and the reader looks at this order.
    pub fn aim(&mut self, page: &Run, order: Option<u64>) {
        self.to = page.progress();
        if page.experiment() != self.run.experiment() {
            self.continue_with(page.experiment().clone());
        }
        let here = self.run.progress();
        let gone_back = here.events > self.to.events
            || here.clock > self.to.clock
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::{Model, Msg};
    use crate::experiment::value::Value;
    use crate::sim::engine::Side;
    use crate::sim::fault::Fault;

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
            Msg::Fault(Fault::PaymentDown.into(), true),
            Msg::Play(true),
            Msg::Set("payment_time_ms", Value::Number(40.0)),
            Msg::Fault(Fault::PaymentDown.into(), false),
            Msg::Select(3),
            Msg::Crowd(Side::Both, 100),
            Msg::Reset,
            Msg::Preset("payment-outage".into()),
            Msg::Play(true),
            Msg::Trigger(Side::Async),
            Msg::Step,
            Msg::Back,
            Msg::Fault(Fault::BrokerDown.into(), true),
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
                follower.aim(model.run(), model.selected());
                while !follower.follow(50) {}
                assert_eq!(follower.run().progress(), model.run().progress(), "{k}");
                assert!(follower.is_there(), "{k}");
                let digests = [follower.run(), model.run()].map(|run| run.world().digest());
                assert_eq!(digests[0], digests[1], "{k}");
            }
        }
    }
}
