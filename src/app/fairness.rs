//! Is it a fair race?
//!
//! Both shops get the same luck. They are comparable when they got as many orders and can work on as many at once.

use crate::sim::config::Config;
use crate::sim::shop::Shop;
use crate::sim::wiring::WIRINGS;

/// What differs between the sides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unfair {
    /// Payment's threads and workers, if they differ in number.
    pub servers: Option<(u32, u32)>,
    /// Orders sent to each shop, if they differ.
    pub orders: Option<[u64; WIRINGS]>,
}

impl Unfair {
    /// What differs now.
    pub fn of(config: &Config, shops: &[Shop; WIRINGS]) -> Self {
        let servers = (config.payment().threads, config.payment().consumers);
        let orders = shops.each_ref().map(Shop::sent);
        Self {
            servers: (servers.0 != servers.1).then_some(servers),
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
