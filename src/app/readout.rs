//! What the page's labels show, at most ten times a second.
//!
//! A plain value: the frame loop makes a new one, and only what differs is written to the page.

use super::fairness::Unfair;
use super::model::Model;
use super::shopper::Experience;
use super::voice::{Spoken, Voice};
use crate::experiment::settings;
use crate::experiment::value::Value;
use crate::sim::config::Endpoint;
use crate::sim::fault::Faults;
use crate::sim::ledger::{Charge, Table, Told};
use crate::sim::metrics::Latency;
use crate::sim::shop::{Shop, Wiring};
use crate::sim::tally::Tally;
use crate::sim::time::Micros;
use crate::words::facts::{Facts, Scene};
use crate::words::{self, ENGLISH, shopper};

/// Median and 99th percentile, in microseconds, of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clocked {
    /// How many.
    pub count: usize,
    /// Median.
    pub p50: Micros,
    /// 99th percentile.
    pub p99: Micros,
}

/// One lane's labels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lane {
    /// Orders sent.
    pub sent: u64,
    /// Users who wait for their answer.
    pub open: u32,
    /// Users told 202 who are not charged yet.
    pub promised: u64,
    /// Checkout's threads held, and how many there are (`None`: `async def`).
    pub threads: (u32, Option<u32>),
    /// Requests waiting for a Checkout thread.
    pub thread_line: usize,
    /// Payment's threads or workers busy, and how many there are.
    pub servers: (u32, u32),
    /// Work waiting inside Payment: its line, or its workers' buffers.
    pub inside_line: u32,
    /// Busy threads of Payment whose caller has given up.
    pub abandoned: u32,
    /// Messages ready.
    pub ready: usize,
    /// Messages delivered and not acknowledged.
    pub unacked: u32,
    /// Things held by a cut cable.
    pub held: usize,
    /// Workers without a connection.
    pub disconnected: u32,
    /// Is there a queue?
    pub queue_exists: bool,
    /// What left the queue dead, in words; empty where nothing did or can.
    pub dead: String,
    /// Why orders that were promised are never charged, in words.
    pub broken_promises: String,
    /// From click to an answer that said yes.
    pub told: Clocked,
    /// From click to one that said no: an outage must not make the answers look fast.
    pub told_error: Clocked,
    /// From click to charge.
    pub paid: Clocked,
    /// Orders in each cell.
    pub ledger: Table,
    /// Answers by status.
    pub statuses: Tally<u16>,
    /// The shopper behind the trigger, and for how long they have been waiting.
    pub shopper: Option<Experience>,
    /// The same, growing.
    pub waits: Option<Micros>,
}

/// The whole page's labels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Readout {
    /// The clock.
    pub clock: Micros,
    /// The reader wants it to run.
    pub playing: bool,
    /// Something is still going to happen.
    pub pending: bool,
    /// Time passes, if it plays: something will happen, or somebody waits for what is broken.
    pub goes_on: bool,
    /// The speed.
    pub speed: f64,
    /// The simulation cannot keep up with the speed.
    pub behind: bool,
    /// Run to the end: how far, 0 to 1.
    pub finishing: Option<f64>,
    /// The sync lane and the async lane.
    pub lanes: [Lane; 2],
    /// Which faults are in force.
    pub faults: Faults,
    /// Payment is down (by a fault or by a crash of its own), on each side.
    pub payment_down: [bool; 2],
    /// Every setting's value, in the order of the table.
    pub values: Vec<Value>,
    /// The scenario's name; empty once its settings are others.
    pub preset: String,
    /// The scenario that it began as, whatever it is now.
    pub began_as: Option<&'static str>,
    /// The order that the reader chose.
    pub chosen: Option<u64>,
    /// The panel that is open below the stage.
    pub shown: Option<&'static str>,
    /// The lesson whose words stand beside the stage.
    pub lesson: Option<&'static str>,
    /// The seed.
    pub seed: u64,
    /// Whether the race is fair.
    pub unfair: Unfair,
    /// What went wrong, in sentences.
    pub notices: Vec<String>,
    /// For those who cannot see the stage.
    pub milestone: String,
    /// What is happening, in words.
    pub voice: Spoken,
    /// What the last step did, in words.
    pub happened: String,
    /// There is an event to go back over.
    pub can_go_back: bool,
    /// The run in one number.
    pub digest: String,
    /// Interventions so far and to come.
    pub interventions: usize,
}

/// Percentiles are taken again only when there are new values: and over very many not at every readout.
pub type Clocks = [ClocksOf; 2];

/// The three clocks of a shop.
#[derive(Debug, Default)]
pub struct ClocksOf {
    told: Clocked,
    told_error: Clocked,
    paid: Clocked,
}

impl Clocked {
    fn update(&mut self, latency: &Latency) -> Self {
        let (old, count) = (*self, latency.count());
        // Beyond 20,000 values a percent more is waited for: they hardly move the percentiles.
        let stale = if count > 20_000 { count / 100 } else { 1 };
        if count >= old.count && count < old.count + stale {
            return Self { count, ..old };
        }
        *self = match latency.percentiles(&[0.5, 0.99])[..] {
            [p50, p99] => Self { count, p50, p99 },
            _ => Self::default(),
        };
        *self
    }
}

impl Readout {
    /// The labels of a model, now: at this moment of the reader's time, in milliseconds.
    pub fn of(model: &mut Model, clocks: &mut Clocks, voice: &mut Voice, now_ms: f64) -> Self {
        let (pending, goes_on) = (model.is_pending(), model.goes_on());
        let run = model.run();
        let (sync, queued) = (model.shop(Wiring::Sync), model.shop(Wiring::Async));
        let config = run.config();
        let lane = |wiring: Wiring| {
            let shop = model.shop(wiring);
            let shopper = model.shoppers[wiring].experience(shop);
            let clocks = &mut clocks[wiring];
            let since = shopper.as_ref().and_then(|s| s.waiting_since);
            Lane {
                waits: since.map(|since| run.clock().saturating_sub(since)),
                shopper,
                told: clocks.told.update(shop.told_well()),
                told_error: clocks.told_error.update(shop.told_error()),
                paid: clocks.paid.update(shop.paid()),
                ..Lane::of(shop)
            }
        };
        Self {
            clock: run.clock(),
            playing: model.playing,
            pending,
            goes_on,
            speed: model.speed,
            behind: model.behind && model.playing && model.until.is_none(),
            finishing: model.until.map(|_| progress(sync, queued)),
            lanes: Wiring::BOTH.map(lane),
            faults: queued.faults(),
            payment_down: [sync.faults().payment_down, queued.faults().payment_down],
            values: model.values(),
            preset: match model.scenario() {
                Some(preset) if model.is_scenario() => preset.name.to_owned(),
                _ => String::new(),
            },
            began_as: model.scenario().map(|preset| preset.name),
            chosen: model.chosen(),
            shown: model.shown,
            lesson: model.lesson,
            seed: run.experiment().seed,
            unfair: Unfair::of(config, sync, queued),
            notices: model.notices.clone(),
            milestone: model.milestone.clone(),
            voice: spoken(model, voice, now_ms),
            happened: model.happened.clone(),
            can_go_back: run.events() > 0 || run.progress().interventions > 0,
            digest: run.world().digest().to_string(),
            interventions: run.experiment().log.len(),
        }
    }

    /// Is the run being finished at once?
    pub fn is_finishing(model: &Model) -> bool {
        model.until.is_some()
    }

    /// A setting's value by name.
    pub fn value(&self, name: &str) -> Option<&Value> {
        let at = settings::SETTINGS.iter().position(|s| s.name == name)?;
        self.values.get(at)
    }
}

/// The sentence now. Before a scenario begins it is what there is to look at.
fn spoken(model: &Model, voice: &mut Voice, now_ms: f64) -> Spoken {
    let run = model.run();
    let planned = model.waits_for_play();
    let facts = Facts::of(run);
    let mut spoken = voice.speak(&facts, &Scene::of(run, planned), &ENGLISH, now_ms);
    let idle = facts.sync.sent + facts.queued.sent == 0;
    if let Some(preset) = model
        .scenario()
        .filter(|_| idle && planned && model.is_scenario())
    {
        words::presets::about(preset.name).clone_into(&mut spoken.sync);
        spoken.queued.clear();
    }
    spoken
}

impl Lane {
    fn of(shop: &Shop) -> Self {
        let checkout = shop.checkout();
        let config = shop.config();
        let (servers, inside_line, abandoned, disconnected) = match shop.wiring() {
            Wiring::Sync => {
                let payment = shop.payment();
                let holders = payment.tokens().iter().flatten();
                let abandoned = holders
                    .filter(|h| shop.call(h.key).is_some_and(|c| !c.awaited))
                    .count() as u32;
                let line = payment.line().len() as u32;
                ((payment.held(), config.payment_threads), line, abandoned, 0)
            }
            Wiring::Async => {
                let consumers = shop.consumers();
                let buffered: usize = consumers.iter().map(|c| c.buffer.len()).sum();
                let gone = consumers.iter().filter(|c| !c.connected && !c.retired);
                (
                    (shop.busy_workers(), config.consumers),
                    buffered as u32,
                    0,
                    gone.count() as u32,
                )
            }
        };
        Self {
            sent: shop.sent(),
            open: shop.open(),
            promised: shop.ledger().at(Told::Accepted, Charge::Pending),
            threads: (
                checkout.held(),
                (config.endpoint == Endpoint::Def).then_some(config.checkout_threads),
            ),
            thread_line: checkout.line().len(),
            servers,
            inside_line,
            abandoned,
            ready: shop.queue().ready().len(),
            unacked: shop.queue().unacked(),
            held: shop.cable().held().len(),
            disconnected,
            queue_exists: shop.queue().exists(),
            dead: words::dead(shop),
            broken_promises: words::reasons(shop.ledger().because(Told::Accepted)),
            ledger: shop.ledger().table(),
            statuses: shop.statuses().clone(),
            ..Self::default()
        }
    }

    /// What became of the shopper's click: a status, its phrase, and the rest of the sentence.
    pub fn story(&self) -> [String; 3] {
        let Some(story) = &self.shopper else {
            return [String::new(), String::new(), shopper::NONE.to_owned()];
        };
        let (number, phrase) = story.told.map_or(("", ""), |(code, _)| shopper::told(code));
        let told = match (self.waits, story.told) {
            (Some(waits), _) => shopper::waiting(waits),
            (None, Some((_, after))) => shopper::after(after),
            (None, None) => String::new(),
        };
        let charge = match (story.paid, story.told) {
            (Some((after, times)), _) => shopper::paid(after, times),
            (None, Some((code, _))) => {
                shopper::unpaid(story.never.is_some(), code == 202).to_owned()
            }
            (None, None) => String::new(),
        };
        [number.to_owned(), phrase.to_owned(), told + &charge]
    }
}

fn progress(sync: &Shop, queued: &Shop) -> f64 {
    let sent = (sync.sent() + queued.sent()).max(1);
    let ended = sync.log().len() + queued.log().len();
    ended as f64 / sent as f64
}
