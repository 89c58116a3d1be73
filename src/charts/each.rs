//! Where an order is held up, of several services: a line each. Those inside it, where it is called; those ready in its queue.

use super::{Chart, Line, Stroke, levels_over_time, until};
use crate::sim::config::lineup::SERVICES;
use crate::sim::shop::Shop;
use crate::sim::time::Micros;
use crate::sim::wiring::{WIRINGS, Wiring};
use crate::words::services;

/// The services that a shop has a line for: those that are needed, and those that were (nobody has asked the others anything).
pub fn lines_of(shop: &Shop) -> Vec<u8> {
    if shop.series().of_service(0).is_none() {
        return Vec::new();
    }
    let needs = shop.config().needs;
    let had = |&service: &u8| !needs.set().has(service) && shop.fates().total(service) > 0;
    needs
        .iter()
        .chain((0..SERVICES as u8).filter(had))
        .collect()
}

/// The chart of a shop: the highest level of each service in each slice of time.
pub fn chart(shops: &[Shop; WIRINGS], clock: Micros, wiring: Wiring) -> Chart {
    let shop = &shops[wiring];
    let line = |service: u8| {
        let (peaks, present) = shop.series().of_service(service)?;
        Some(Line {
            name: services::name(service),
            shop: wiring,
            stroke: Stroke::Service(service),
            points: levels_over_time(shop.series(), peaks, present, clock),
        })
    };
    Chart {
        lines: lines_of(shop).into_iter().filter_map(line).collect(),
        until_s: until(clock),
        unit: "",
    }
}

/// The highest level of each service so far.
pub fn highest(shop: &Shop) -> Vec<(u8, u32)> {
    let of_one = |service: u8| {
        let (peaks, _) = shop.series().of_service(service)?;
        Some((service, peaks.into_iter().max()?))
    };
    lines_of(shop).into_iter().filter_map(of_one).collect()
}
