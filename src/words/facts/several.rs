//! What there is to say where an order needs several services: who waits at which, and what is done in part.

use super::{Kind, ShopFacts, Trouble};
use crate::sim::config::lineup::{Lineup, PAYMENT, SERVICES, Set};
use crate::sim::config::{Calls, Config, Events, Exchange};
use crate::sim::http::CallPhase;
use crate::sim::ledger::{Charge, Ending};
use crate::sim::shop::Shop;
use crate::sim::task::Task;
use crate::sim::time::Micros;
use crate::sim::wiring::Wiring;

/// How several services come to do their work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// How many there are.
    pub services: u64,
    /// How Checkout calls them.
    pub calls: Calls,
    /// How they hear of it.
    pub events: Events,
    /// Does one publish do for all of them?
    pub one_publish: bool,
}

impl Way {
    /// Of these services, with these settings.
    pub fn of(lineup: Lineup, config: &Config) -> Self {
        Self {
            services: lineup.len() as u64,
            calls: config.calls,
            events: config.events,
            one_publish: config.exchange != Exchange::Default
                || config.events == Events::Choreography,
        }
    }
}

/// A fact of a shop as a sentence; brief, or all of it.
type Says = fn(&ShopFacts, &Several, Wiring, Kind, (bool, bool)) -> Option<String>;

/// How facts of several services are found, and said. It comes with the panels: where there is one, nobody needs it, and
/// where there are several it is fetched at once.
#[derive(Clone, Copy, Debug)]
pub struct OfSeveral {
    /// What there is to say of a shop; `None`: there is one service, and never were more.
    pub of: fn(&Shop) -> Option<Several>,
    /// A fact as a sentence, where it is other than of one service. `brief`: others need the room; `all`: all of it.
    pub says: Says,
    /// The same in a word.
    pub in_short: fn(&Several, Kind) -> Option<String>,
    /// What is broken, where it matters which service that is.
    pub broken: fn(&ShopFacts, &Several, Wiring, Trouble) -> Option<String>,
}

/// Of one shop.
#[derive(Clone, Debug, PartialEq)]
pub struct Several {
    /// Which services, in order.
    pub lineup: Lineup,
    /// How they come to do their work.
    pub way: Way,
    /// Calls at each service whose users wait.
    pub at: [u64; SERVICES],
    /// Calls that wait for one of Checkout's connections.
    pub pooled: u64,
    /// Charged, and never done by others.
    pub charged_in_part: u64,
    /// Those of them who were told an error, and that all is well.
    pub error_in_part: u64,
    /// See above.
    pub well_in_part: u64,
    /// Of those charged in part: by how many each service never did its work.
    pub missing: [u64; SERVICES],
    /// Done by others, and never charged.
    pub uncharged_in_part: u64,
    /// Orders that a service which does not charge worked on twice or more.
    pub again: [u64; SERVICES],
    /// Told that all is well, charged, and others are still to do their work.
    pub unfinished: u64,
    /// Those others.
    pub to_do: Set,
    /// So many are all done.
    pub all_done: usize,
    /// How long after the click the slowest of them was.
    pub slowest: Micros,
}

impl Several {
    /// Of a shop; `None`: there is one service, and never were more.
    pub fn of(shop: &Shop) -> Option<Self> {
        if !shop.needs_several() {
            return None;
        }
        let (needs, fates) = (shop.config().needs, shop.fates());
        let lineup = match needs.is_one() {
            false => needs,
            // (Services that are not needed any more have done their work, or have not.)
            true => {
                let had = (0..SERVICES as u8).filter(|&it| it == PAYMENT || fates.total(it) > 0);
                Lineup::of(had).unwrap_or(needs)
            }
        };
        let (mut at, mut pooled) = ([0; SERVICES], 0);
        for call in shop.calls().filter(|call| call.awaited) {
            let there = match call.phase {
                CallPhase::Pooled => {
                    pooled += 1;
                    false
                }
                CallPhase::Building => false,
                CallPhase::Connecting
                | CallPhase::Sent
                | CallPhase::InLine
                | CallPhase::Serving
                | CallPhase::Answering
                | CallPhase::Returning => true,
            };
            at[call.service as usize] += u64::from(there);
        }
        let (mut unfinished, mut to_do) = (0, Set::default());
        for (key, order) in shop.live() {
            if order.told.ending() != Ending::Well || order.charges == 0 {
                continue;
            }
            let (mut to_come, mut in_part) = (Set::default(), false);
            for service in order.plan.iter() {
                let fate = shop.task(key, service).map(Task::fate);
                in_part |= fate == Some(Charge::Never);
                if fate == Some(Charge::Pending) {
                    to_come = to_come.with(Set::one(service));
                }
            }
            if !in_part && !to_come.is_empty() {
                unfinished += 1;
                to_do = to_do.with(to_come);
            }
        }
        let mut again = [0; SERVICES];
        for service in lineup.iter() {
            again[service as usize] = fates.at(service, Charge::Many);
        }
        Some(Self {
            lineup,
            way: Way::of(lineup, shop.config()),
            at,
            pooled,
            charged_in_part: fates.charged_in_part,
            error_in_part: fates.error_in_part,
            well_in_part: fates.well_in_part,
            missing: fates.missing,
            uncharged_in_part: fates.uncharged_in_part,
            again,
            unfinished,
            to_do,
            all_done: shop.all_done().count(),
            slowest: shop.all_done().longest(),
        })
    }

    /// Done in part; those of them that are charged, and whose users were told an error; done again; and not all done yet.
    /// `lost`: so many were told 202 and are never charged, which is said anyway.
    pub(super) fn to_be_said(&self, lost: u64) -> [u64; 4] {
        let in_part = match (self.charged_in_part, self.uncharged_in_part) {
            (0, n) if n == lost => 0,
            (n, m) => n + m,
        };
        let of_error = match self.uncharged_in_part {
            0 => self.error_in_part,
            // (It is said of both, and not what those were told who are charged.)
            _ => 0,
        };
        [in_part, of_error, self.again.iter().sum(), self.unfinished]
    }
}
