//! Is it a fair race?
//!
//! Both shops get the same luck. They are comparable when they got as many orders and can work on as many at once.

use crate::sim::config::Config;
use crate::sim::shop::Shop;
use crate::sim::wiring::WIRINGS;

/// What differs between the sides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unfair {
    /// The threads and workers of a service, if they differ in number; and which one's, if there are several.
    pub servers: Option<(u32, u32, Option<u8>)>,
    /// Orders sent to each shop, if they differ.
    pub orders: Option<[u64; WIRINGS]>,
}

impl Unfair {
    /// What differs now.
    pub fn of(config: &Config, shops: &[Shop; WIRINGS]) -> Self {
        let servers = config.needs.iter().find_map(|service| {
            let (threads, workers) = (config.of(service).threads, config.of(service).consumers);
            let whose = (!config.needs.is_one()).then_some(service);
            (threads != workers).then_some((threads, workers, whose))
        });
        let orders = shops.each_ref().map(Shop::sent);
        Self {
            servers,
            orders: orders
                .iter()
                .any(|sent| *sent != orders[0])
                .then_some(orders),
        }
    }

    /// Is there anything?
    pub fn any(self) -> bool {
        self != Self::default()
    }
}
