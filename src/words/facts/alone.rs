//! What would come of one order in an idle shop, with these settings: the engine itself is asked, so whatever is set
//! (timeouts, retries, overheads) counts. Where luck decides, or something is broken, nothing is said.

use super::several::Way;
use crate::experiment::run::Run;
use crate::sim::config::{Arrivals, Config};
use crate::sim::dist::Spread;
use crate::sim::engine::{Side, World};
use crate::sim::fault::Faults;
use crate::sim::time::Micros;
use crate::sim::wiring::{WIRINGS, Wiring};

/// More events than this are no single order's.
const EVENTS: u32 = 2_000;

/// What comes of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Alone {
    /// The status its user is told.
    pub status: u16,
    /// How long after the click.
    pub told: Micros,
    /// How often they are charged.
    pub charges: u16,
    /// How long after the click for the first time.
    pub charged: Micros,
    /// Where it needs several services: how many, and how.
    pub several: Option<Way>,
    /// How long after the click the last of them had done its work, if all did.
    pub all_done: Option<Micros>,
}

/// Before the first order of a run, if nothing else is to come.
pub fn before(run: &Run) -> Option<[Alone; WIRINGS]> {
    let world = run.world();
    let nothing_else = run.experiment().log.is_empty()
        && run.config().arrivals == Arrivals::ByHand
        && run
            .config()
            .needs
            .iter()
            .all(|service| world.faults_of(service) == Faults::default())
        && world.shops().iter().all(|shop| shop.sent() == 0);
    let (each, luck) = nothing_else.then(|| without_luck(run.config()))??;
    (!luck).then_some(each)
}

/// Does luck decide what comes of an order?
fn is_luck(config: &Config) -> bool {
    config.needs.iter().any(|service| {
        let of = config.of(service);
        of.spread != Spread::Fixed || of.fail_percent > 0.0
    })
}

/// In each shop, with every time as long as its mean, and no failure; and whether that leaves luck out.
pub fn without_luck(config: &Config) -> Option<([Alone; WIRINGS], bool)> {
    let luck = is_luck(config);
    let mut config = config.clone();
    for service in &mut config.services {
        (service.spread, service.fail_percent) = (Spread::Fixed, 0.0);
    }
    played(&config).map(|each| (each, luck))
}

fn played(config: &Config) -> Option<[Alone; WIRINGS]> {
    let mut config = config.clone();
    config.arrivals = Arrivals::ByHand;
    for service in &mut config.services {
        // What befalls order 1 only is nothing that one order means.
        (service.poison_order, service.crash_order) = (0, 0);
    }
    let mut world = World::new(&config, 1);
    world.click(0, Side::Both, 1);
    if !world.advance(Micros::MAX, EVENTS) {
        return None;
    }
    let mut each = [Alone::default(); WIRINGS];
    for wiring in Wiring::ALL {
        let order = world.shop(wiring).log().first()?;
        each[wiring] = Alone {
            status: order.status,
            told: order.told_at - order.submitted,
            charges: order.charges,
            charged: order.paid_at.saturating_sub(order.submitted),
            several: (!config.needs.is_one()).then(|| Way::of(config.needs, &config)),
            all_done: (world.shop(wiring).all_done().count() > 0)
                .then(|| world.shop(wiring).all_done().longest()),
        };
    }
    Some(each)
}
