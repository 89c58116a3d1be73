//! What the page's labels show, at most ten times a second.
//!
//! Two plain values: the frame loop makes new ones, and only what differs is written to the page. What ticks while a run
//! goes on is the [`Readout`]; what stands until somebody changes it, the [`Setup`]. They are two, because hundreds of
//! controls read the second: none of them need be asked while only the clock goes on.

use super::fairness::Unfair;
use super::model::Model;
use super::shopper::Experience;
use super::voice::{Later, Spoken, Voice};
use crate::experiment::presets::{self, Preset};
use crate::experiment::settings;
use crate::experiment::value::Value;
use crate::sim::config::Arrivals;
use crate::sim::config::lineup::{Lineup, SERVICES};
use crate::sim::fault::Faults;
use crate::sim::ledger::{Ending, Table};
use crate::sim::metrics::Latency;
use crate::sim::shop::{Shop, Wiring};
use crate::sim::time::Micros;
use crate::sim::wiring::WIRINGS;
use crate::words;
use crate::words::facts::{Facts, Scene};

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
    /// Why orders that were promised are never charged, in words.
    pub broken_promises: String,
    /// From click to an answer that said yes.
    pub told: Clocked,
    /// From click to one that said no: an outage must not make the answers look fast.
    pub told_error: Clocked,
    /// From click to charge.
    pub paid: Clocked,
    /// An order needs several services, or did.
    pub several: bool,
    /// From click to the moment at which the last of them had done its work.
    pub all_done: Clocked,
    /// Orders of which some services are done, and others never will be.
    pub in_part: u64,
    /// Orders in each cell.
    pub ledger: Table,
    /// The shopper behind the trigger, and for how long they have been waiting.
    pub shopper: Option<Experience>,
    /// The same, growing.
    pub waits: Option<Micros>,
    /// It grows no longer: the clock stands.
    pub paused: bool,
}

/// What stands until the reader, or the plan, changes it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Setup {
    /// The speed.
    pub speed: f64,
    /// Which faults are in force, of each service with those that befall none.
    pub faults: [Faults; SERVICES],
    /// The services that an order needs.
    pub lineup: Lineup,
    /// Every setting's value, in the order of the table.
    pub values: Vec<Value>,
    /// The scenario's name; empty once its settings are others.
    pub preset: String,
    /// The scenario that it began as, whatever it is now.
    pub began_as: Option<&'static str>,
    /// The service that this scenario is about.
    pub about: u8,
    /// The panel that is open below the stage.
    pub shown: Option<&'static str>,
    /// The lesson whose words stand beside the stage.
    pub lesson: Option<&'static str>,
    /// Whether the race is fair.
    pub unfair: Unfair,
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
    /// The simulation cannot keep up with the speed.
    pub behind: bool,
    /// Run to the end: how far, 0 to 1.
    pub finishing: Option<f64>,
    /// Each lane.
    pub lanes: [Lane; WIRINGS],
    /// The order that the reader chose.
    pub chosen: Option<u64>,
    /// Something went wrong.
    pub noticed: bool,
    /// What went wrong, in words, once there are words for it.
    pub notices: String,
    /// What is happening, in words.
    pub voice: Spoken,
    /// What the last step did, in words.
    pub happened: String,
    /// There is an event to go back over.
    pub can_go_back: bool,
    /// The run in one number.
    pub digest: String,
    /// What the reader has done so far, counted: who looks at the model itself looks again.
    pub edition: u64,
}

/// Percentiles are taken again only when there are new values, and over very many not at every readout; or when the reader did
/// something: it may be another run since, with as many.
#[derive(Debug, Default)]
pub struct Clocks {
    edition: u64,
    shops: [ClocksOf; WIRINGS],
}

/// The clocks of a shop.
#[derive(Debug, Default)]
struct ClocksOf {
    told: Clocked,
    told_error: Clocked,
    paid: Clocked,
    all_done: Clocked,
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
        if clocks.edition != model.edition {
            *clocks = Clocks {
                edition: model.edition,
                ..Clocks::default()
            };
        }
        let (pending, goes_on) = (model.is_pending(), model.goes_on());
        let run = model.run();
        let shops = run.world().shops();
        let lane = |wiring: Wiring| {
            let shop = model.shop(wiring);
            let shopper = model.shoppers[wiring].experience(shop);
            let clocks = &mut clocks.shops[wiring];
            let since = shopper.as_ref().and_then(|s| s.waiting_since);
            Lane {
                waits: since.map(|since| run.clock().saturating_sub(since)),
                paused: since.is_some() && !model.playing,
                shopper,
                told: clocks.told.update(shop.told_well()),
                told_error: clocks.told_error.update(shop.told_error()),
                paid: clocks.paid.update(shop.paid()),
                all_done: clocks.all_done.update(shop.all_done()),
                ..Lane::of(shop)
            }
        };
        Self {
            clock: run.clock(),
            playing: model.playing,
            pending,
            goes_on,
            behind: model.behind && model.playing && model.until.is_none(),
            finishing: model.until.map(|_| progress(shops)),
            lanes: Wiring::ALL.map(lane),
            chosen: model.chosen(),
            noticed: !model.notices.is_empty(),
            notices: noticed(model, voice),
            voice: spoken(model, voice, now_ms),
            happened: stepped(model, voice),
            can_go_back: run.events() > 0 || run.progress().interventions > 0,
            digest: run.world().digest().to_string(),
            edition: model.edition,
        }
    }

    /// Is the run being finished at once?
    pub fn is_finishing(model: &Model) -> bool {
        model.until.is_some()
    }
}

impl Setup {
    /// What is set in a model, now.
    pub fn of(model: &Model) -> Self {
        let run = model.run();
        Self {
            speed: model.speed,
            faults: std::array::from_fn(|service| run.world().faults_of(service as u8)),
            lineup: run.config().needs,
            values: model.values(),
            preset: match model.scenario() {
                Some(preset) if model.is_scenario() => preset.name.to_owned(),
                _ => String::new(),
            },
            began_as: model.scenario().map(|preset| preset.name),
            about: presets::is_about(model.scenario().map_or("", |preset| preset.name)),
            shown: model.shown,
            lesson: model.lesson,
            unfair: Unfair::of(run.config(), run.world().shops()),
        }
    }

    /// A setting's value by name.
    pub fn value(&self, name: &str) -> Option<&Value> {
        let at = settings::SETTINGS.iter().position(|s| s.name == name)?;
        self.values.get(at)
    }
}

/// The sentence now. Before a scenario begins it is what there is to look at; once a setting was changed, what would come
/// of it.
fn spoken(model: &Model, voice: &mut Voice, now_ms: f64) -> Spoken {
    let run = model.run();
    let planned = model.waits_for_play();
    let facts = Facts::of(run, voice.several());
    let scene = Scene {
        has_story: !voice.storyless,
        ..Scene::of(run, planned)
    };
    let idle = facts.shops.iter().all(|shop| shop.sent == 0);
    let log = &run.experiment().log;
    // What somebody did before and wants to see again is no scenario's, whatever it began as.
    let as_planned = |preset: &&Preset| preset.experiment().log == *log;
    let scenario = model.scenario().filter(as_planned);
    let comes = !log.is_empty() || run.config().arrivals != Arrivals::ByHand;
    let several = run.world().shops().iter().any(Shop::needs_several);
    // In place of what there is to say of facts, while there are none.
    let instead = match scenario.filter(|_| comes && model.is_scenario()) {
        Some(preset) if idle => {
            let about = voice.scenarios.map(|about| about(preset.name));
            // (Nothing is said until it has come; and if it cannot come, of the shops.)
            Some(alone(about.unwrap_or_default())).filter(|_| about != Some(""))
        }
        _ if several && voice.later.is_none() => Some(alone(words::sentence::SOON)),
        _ if !idle => None,
        _ if model.is_scenario() => None,
        _ => voice.later.and_then(|later| (later.forecast)(run)),
    };
    let mut spoken = voice.speak(&facts, &scene, instead, now_ms);
    let own = idle && planned && scenario.is_none();
    if let Some(later) = voice.later.filter(|_| own && !log.is_empty()) {
        spoken.why = (later.plan)(log);
    }
    spoken
}

/// What the last step did, once there are words for it.
fn stepped(model: &Model, voice: &Voice) -> String {
    let told = model.happened.as_ref().zip(voice.later);
    told.map_or_else(String::new, |(it, later)| (later.stepped)(it))
}

/// What went wrong, once there are words for it.
fn noticed(model: &Model, voice: &Voice) -> String {
    let told = |later: Later| (later.notices)(&model.notices);
    voice.later.map_or_else(String::new, told)
}

impl Lane {
    fn of(shop: &Shop) -> Self {
        Self {
            sent: shop.sent(),
            several: shop.needs_several(),
            in_part: shop.fates().partly,
            broken_promises: words::reasons(shop.ledger().because(Ending::Well)),
            ledger: shop.ledger().table(),
            ..Self::default()
        }
    }
}

/// One text in place of one of each shop.
fn alone(text: &str) -> [String; WIRINGS] {
    let mut says: [String; WIRINGS] = Default::default();
    text.clone_into(&mut says[0]);
    says
}

fn progress(shops: &[Shop]) -> f64 {
    let sent: u64 = shops.iter().map(Shop::sent).sum();
    let ended: usize = shops.iter().map(|shop| shop.log().len()).sum();
    ended as f64 / sent.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::Msg;

    #[test]
    fn another_run_with_as_many_answers_has_clocks_of_its_own() {
        let (mut model, mut clocks) = (Model::default(), Clocks::default());
        let mut told = |link: &str| {
            model.update(Msg::Open(link.to_owned()));
            let readout = Readout::of(&mut model, &mut clocks, &mut Voice::default(), 0.0);
            readout.lanes[Wiring::Sync].told
        };
        let slow = told("v1&overheads=none&do=0:click:both:1&at=8s");
        let quick = told("v1&overheads=none&payment_time_ms=1000&do=0:click:both:1&at=8s");
        assert_eq!((slow.count, slow.p50), (1, 3_000_000));
        assert_eq!((quick.count, quick.p50), (1, 1_000_000));
    }
}
