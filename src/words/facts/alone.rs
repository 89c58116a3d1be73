//! What would come of one order in an idle shop, with these settings: the engine itself is asked, so whatever is set
//! (timeouts, retries, overheads) counts. Where luck decides, or something is broken, nothing is said.

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
}

/// Before the first order of a run, if nothing else is to come.
pub fn before(run: &Run) -> Option<[Alone; WIRINGS]> {
    let world = run.world();
    let nothing_else = run.experiment().log.is_empty()
        && run.config().arrivals == Arrivals::ByHand
        && world.faults() == Faults::default()
        && world.shops().iter().all(|shop| shop.sent() == 0);
    nothing_else.then(|| alone(run.config())).flatten()
}

/// In each shop.
pub fn alone(config: &Config) -> Option<[Alone; WIRINGS]> {
    if config.payment().spread != Spread::Fixed || config.payment().fail_percent > 0.0 {
        return None;
    }
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
        };
    }
    Some(each)
}
