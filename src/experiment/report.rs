//! What a run came to, in numbers: the command line's and the export's JSON.
//!
//! Names are fixed. Times are in milliseconds with microsecond precision; percentiles are nearest rank and exact.

use std::collections::BTreeMap;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::Experiment;
use super::limits::GivenUp;
use super::run::Run;
use super::textbook::{Says, Textbook};
use super::value::decimal;
use crate::sim::broker::balance::DEATHS;
use crate::sim::config::lineup::{NAMES, PAYMENT};
use crate::sim::ledger::{CHARGE, ENDINGS, REASONS, TOLD};
use crate::sim::metrics::{Latency, Together};
use crate::sim::shop::{Shop, Wiring};
use crate::sim::theory::Misfit;
use crate::sim::time::{Micros, SECOND, to_ms};
use crate::sim::wiring::WIRINGS;

/// The report of a run.
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The version of the engine.
    pub engine: &'static str,
    /// What was run.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "serde_json::Value"))]
    pub experiment: Experiment,
    /// The limits that ended the run before its end, so that its figures are those of a part: `event_limit` (a run that
    /// goes on and on is given up), `alive_limit` (so is one in which calls pile up), `order_limit` (further orders were
    /// turned away).
    pub cut_short_by: Vec<&'static str>,
    /// Each shop, as a field of its name.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(skip))]
    pub shops: [ShopReport; WIRINGS],
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut report = serializer.serialize_struct("report", 3 + WIRINGS)?;
        report.serialize_field("engine", self.engine)?;
        report.serialize_field("experiment", &self.experiment)?;
        report.serialize_field("cut_short_by", &self.cut_short_by)?;
        for wiring in Wiring::ALL {
            report.serialize_field(wiring.name(), &self.shops[wiring])?;
        }
        report.end()
    }
}

/// The report of one shop.
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShopReport {
    /// Orders sent.
    pub orders: u64,
    /// Orders in each cell: told, then charge.
    pub ledger: BTreeMap<&'static str, BTreeMap<&'static str, u64>>,
    /// Why orders were never charged.
    pub never_because: BTreeMap<&'static str, u64>,
    /// Messages in the queue for dead ones, by what they died of; left out while there are none.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub dead_lettered: BTreeMap<&'static str, u64>,
    /// How often messages came back from the dead, retried or redriven; left out while none did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub back_from_dead: Option<u64>,
    /// Answers by HTTP status.
    pub statuses: BTreeMap<u16, u64>,
    /// From the click to the answer.
    pub told_ms: Distribution,
    /// The same, of those who were told 200 or 202.
    pub told_well_ms: Distribution,
    /// The same, of those who were told an error: an outage must not make answers look fast.
    pub told_error_ms: Distribution,
    /// From the click to the first charge.
    pub paid_ms: Distribution,
    /// From the click to the user's knowing the outcome: the answer, unless it was a 202.
    pub known_ms: Distribution,
    /// Of several services: from the click to the moment at which the last of them was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_done_ms: Option<Distribution>,
    /// Of several services: orders of which some are done with, and others never will be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done_in_part: Option<InPart>,
    /// Of several services: how many orders each but Payment has done its work for, by its name: pending, once, many times or
    /// never.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub services: BTreeMap<&'static str, BTreeMap<&'static str, u64>>,
    /// Of several services: how often users, and services, were well served.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability: Option<Availability>,
    /// When the last charge happened.
    #[serde(serialize_with = "decimal")]
    pub last_charge_ms: f64,
    /// From the first click to the last answer or charge.
    #[serde(serialize_with = "decimal")]
    pub makespan_ms: f64,
    /// Successful services of Payment.
    pub charges: u64,
    /// Services begun, of all services.
    pub deliveries: u64,
    /// Time Payment spent on services that made no user happy.
    #[serde(serialize_with = "decimal")]
    pub wasted_work_ms: f64,
    /// Orders charged per second of the makespan.
    #[serde(serialize_with = "decimal")]
    pub throughput_per_s: f64,
    /// The highest levels.
    pub peak: Peak,
    /// How busy its stations were from the beginning to the end of the run.
    pub utilisation: Utilisation,
    /// What queueing theory says of the settings in force, in the long run.
    pub theory: Theory,
    /// The shop's whole run in one number.
    pub digest: String,
}

/// Orders that are done in part.
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct InPart {
    /// All of them.
    pub orders: u64,
    /// Those that are charged.
    pub charged: u64,
}

/// How often what was asked for was done: shares, `null` of nothing.
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Availability {
    /// Of those whose waiting is over: who was told 200 or 202.
    pub told_well: Share,
    /// Of each service, by its name: of the orders it was asked for, and that are decided, those it did its work for. (Who is
    /// not called because another one failed before asks for nothing.)
    pub services: BTreeMap<&'static str, Share>,
}

/// A share, to a millionth.
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Share(#[serde(serialize_with = "share")] pub Option<f64>);

impl Share {
    fn of(part: u64, all: u64) -> Self {
        Self((all > 0).then(|| part as f64 / all as f64))
    }
}

/// What theory says of one shop.
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Theory {
    /// It says nothing, because …
    DoesNotApply(&'static str),
    /// It says this.
    Says(Says),
}

/// A distribution of latencies.
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Distribution {
    /// How many.
    pub n: usize,
    /// Mean.
    #[serde(serialize_with = "decimal")]
    pub mean: f64,
    /// Median.
    #[serde(serialize_with = "decimal")]
    pub p50: f64,
    /// 90th percentile.
    #[serde(serialize_with = "decimal")]
    pub p90: f64,
    /// 99th percentile.
    #[serde(serialize_with = "decimal")]
    pub p99: f64,
    /// Longest.
    #[serde(serialize_with = "decimal")]
    pub max: f64,
}

/// The highest level of each kind.
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Peak {
    /// Messages ready in the queue.
    pub ready: u32,
    /// Messages delivered and not acknowledged.
    pub unacked: u32,
    /// Threads held at Checkout.
    pub checkout_threads: u32,
    /// Threads or workers busy at Payment.
    pub payment_servers: u32,
    /// Requests whose user waited.
    pub open_requests: u32,
}

/// Which share of their time the seats were taken that the settings gave, whether they were up or not. `null`: there is no
/// end of them.
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Utilisation {
    /// Of Checkout's threads.
    #[serde(serialize_with = "share")]
    pub checkout_threads: Option<f64>,
    /// Of Payment's threads or workers.
    #[serde(serialize_with = "share")]
    pub payment_servers: Option<f64>,
}

impl Report {
    /// The report of a run as it stands; `why` puts into words why a shop is no textbook's.
    pub fn of(run: &Run, why: fn(Misfit) -> &'static str) -> Self {
        Self {
            engine: super::ENGINE,
            experiment: run.experiment().clone(),
            cut_short_by: cut_short_by(run),
            shops: Wiring::ALL.map(|wiring| ShopReport::of(run, wiring, why)),
        }
    }
}

/// The limits that ended a run before its end.
pub fn cut_short_by(run: &Run) -> Vec<&'static str> {
    let full = |shop: &Shop| shop.totals().turned_away;
    let limits = [
        ("event_limit", run.gave_up() == Some(GivenUp::Events)),
        ("alive_limit", run.gave_up() == Some(GivenUp::Alive)),
        ("order_limit", run.world().shops().iter().any(full)),
    ];
    let reached = limits.iter().filter(|(_, reached)| *reached);
    reached.map(|(name, _)| *name).collect()
}

impl ShopReport {
    fn of(run: &Run, wiring: Wiring, why: fn(Misfit) -> &'static str) -> Self {
        let shop = run.world().shop(wiring);
        let totals = shop.totals();
        let last = totals.last_told.max(totals.last_charge);
        let makespan = last.saturating_sub(totals.first_submit.unwrap_or(last));
        let paid = shop.paid().count() as f64;
        let known = match wiring.answers_when_paid() {
            true => Distribution::of_all(shop.told()),
            false => Distribution::of(shop.told_error()),
        };
        let peak = shop.peak();
        let several = !services(shop).is_empty();
        Self {
            orders: shop.sent(),
            ledger: ledger(shop),
            never_because: never_because(shop),
            dead_lettered: dead_lettered(shop),
            back_from_dead: back_from_dead(shop),
            statuses: by_key(shop.statuses().iter()),
            told_ms: Distribution::of_all(shop.told()),
            told_well_ms: Distribution::of(shop.told_well()),
            told_error_ms: Distribution::of(shop.told_error()),
            paid_ms: Distribution::of(shop.paid()),
            known_ms: known,
            all_done_ms: several.then(|| Distribution::of(shop.all_done())),
            done_in_part: several.then(|| InPart {
                orders: shop.fates().partly,
                charged: shop.fates().charged_in_part,
            }),
            services: services(shop),
            availability: several.then(|| availability(shop)),
            last_charge_ms: to_ms(totals.last_charge),
            makespan_ms: to_ms(makespan),
            charges: totals.charges,
            deliveries: totals.deliveries,
            wasted_work_ms: to_ms(totals.wasted_work),
            throughput_per_s: if makespan == 0 {
                0.0
            } else {
                paid * SECOND as f64 / makespan as f64
            },
            peak: Peak {
                ready: peak.ready,
                unacked: peak.unacked,
                checkout_threads: peak.threads,
                payment_servers: peak.servers,
                open_requests: peak.open,
            },
            utilisation: Utilisation {
                checkout_threads: shop.series().whole().checkout(run.clock()),
                payment_servers: shop.series().whole().payment(run.clock()),
            },
            theory: match Textbook::of(run, wiring) {
                Textbook::DoesNotApply(misfit) => Theory::DoesNotApply(why(misfit)),
                Textbook::Says(says) => Theory::Says(says),
            },
            digest: shop.digest().to_string(),
        }
    }
}

/// What a distribution names.
const SHARES: [f64; 4] = [0.5, 0.9, 0.99, 1.0];

impl Distribution {
    /// Of latencies in microseconds.
    pub fn of(latency: &Latency) -> Self {
        Self::with(
            latency.count(),
            latency.mean(),
            &latency.percentiles(&SHARES),
        )
    }

    /// Of several kinds as one.
    pub fn of_all(latency: Together) -> Self {
        Self::with(
            latency.count(),
            latency.mean(),
            &latency.percentiles(&SHARES),
        )
    }

    fn with(n: usize, mean_us: f64, percentiles: &[Micros]) -> Self {
        let &[p50, p90, p99, max] = percentiles else {
            return Self::default();
        };
        let ms = |us: Micros| to_ms(us);
        Self {
            n,
            mean: libm::round(mean_us) / 1_000.0,
            p50: ms(p50),
            p90: ms(p90),
            p99: ms(p99),
            max: ms(max),
        }
    }
}

/// To a millionth.
fn share<S: Serializer>(share: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match share {
        Some(share) => decimal(&(libm::round(share * 1e6) / 1e6), serializer),
        None => serializer.serialize_none(),
    }
}

fn ledger(shop: &Shop) -> BTreeMap<&'static str, BTreeMap<&'static str, u64>> {
    let row = |told| by_key(CHARGE.map(|charge| (charge.name(), shop.ledger().at(told, charge))));
    by_key(TOLD.map(|told| (told.name(), row(told))))
}

/// One after the other: to build a tree of many at once they would be sorted first, by 4 kB of the page for each type.
fn by_key<K: Ord, V>(pairs: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut all = BTreeMap::new();
    for (key, value) in pairs {
        all.insert(key, value);
    }
    all
}

/// What became of the work of each service but Payment that any order ever needed.
fn services(shop: &Shop) -> BTreeMap<&'static str, BTreeMap<&'static str, u64>> {
    let mut services = BTreeMap::new();
    for (service, name) in (0..).zip(NAMES) {
        if shop.fates().total(service) > 0 {
            let fates = CHARGE.map(|fate| (fate.name(), shop.fates().at(service, fate)));
            services.insert(name, by_key(fates));
        }
    }
    services
}

fn availability(shop: &Shop) -> Availability {
    let well = shop.told_well().count() as u64;
    let mut services = BTreeMap::new();
    for (service, name) in (0..).zip(NAMES) {
        if service == PAYMENT || shop.fates().total(service) > 0 {
            let (did, asked) = shop.did_of_asked(service);
            services.insert(name, Share::of(did, asked));
        }
    }
    Availability {
        told_well: Share::of(well, shop.told().count() as u64),
        services,
    }
}

fn dead_lettered(shop: &Shop) -> BTreeMap<&'static str, u64> {
    let mut counts = [0; DEATHS.len()];
    for service in 0..NAMES.len() as u8 {
        let queue = shop.queue_of(service);
        let given_up = queue.aside().map_or([0; 4], |aside| aside.dead.given_up);
        let dead = queue.balance.dead_lettered.into_iter().zip(given_up);
        for (all, (dead, given_up)) in counts.iter_mut().zip(dead) {
            *all += dead + given_up;
        }
    }
    let named = DEATHS
        .iter()
        .map(|&(death, name)| (name, counts[death as usize]));
    by_key(named.filter(|&(_, n)| n > 0))
}

fn back_from_dead(shop: &Shop) -> Option<u64> {
    let each = (0..NAMES.len() as u8).filter_map(|service| shop.queue_of(service).aside());
    let all = each.map(|aside| aside.came_back()).sum();
    (all > 0).then_some(all)
}

fn never_because(shop: &Shop) -> BTreeMap<&'static str, u64> {
    let mut named = BTreeMap::new();
    for (reason, n) in ENDINGS
        .iter()
        .flat_map(|&ending| shop.ledger().because(ending))
    {
        if let Some((_, name)) = REASONS.iter().find(|(r, _)| *r == reason) {
            *named.entry(*name).or_default() += n;
        }
    }
    named
}
