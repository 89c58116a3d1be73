//! Where each order is on the stage: what a click finds, and what is ringed when an order is chosen.
//!
//! Only orders that are drawn one by one have a place. One order can have several: its user, its thread, its server.

use super::choreography::Choreography;
use super::layout::Layout;
use super::passing;
use crate::sim::shop::{Shop, Wiring};

/// How far from an order a click may be, in CSS pixels: half of a finger.
const REACH: f64 = 16.0;

/// An order and where it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// The k-th order of its shop.
    pub number: u64,
    /// In CSS pixels.
    pub at: (f64, f64),
}

/// The places of all orders that are drawn one by one.
pub fn of(
    shop: &Shop,
    layout: &Layout,
    passing: &Choreography,
    orders_per_dot: usize,
) -> Vec<Place> {
    let mut places = Vec::new();
    let mut put = |number: u64, at: (f64, f64)| places.push(Place { number, at });
    for (movement, share, thread) in passing.moving() {
        let hop = &movement.hop;
        put(hop.number, passing::position(layout, hop, share, thread));
    }
    let tokens = shop.checkout().tokens().iter().enumerate();
    for (token, holder) in tokens.take(layout.threads.places()) {
        if let Some(order) = holder.and_then(|holder| shop.order(holder.key)) {
            let (x, y) = layout.threads.at(token);
            put(order.number, (x, y));
            put(order.number, (x, layout.users_y));
        }
    }
    let servers = layout.servers.places();
    match shop.wiring() {
        Wiring::Sync => {
            for (token, holder) in shop.payment().tokens().iter().enumerate().take(servers) {
                if let Some(call) = holder.and_then(|holder| shop.call(holder.key)) {
                    put(call.number, layout.servers.at(token));
                }
            }
        }
        Wiring::Async => {
            for (place, consumer) in shop.consumers().iter().enumerate().take(servers) {
                if let Some(work) = consumer.working {
                    put(work.number, layout.servers.at(place));
                }
            }
        }
    }
    let ready = shop.queue().ready().iter().step_by(orders_per_dot.max(1));
    for (place, &key) in ready.enumerate() {
        if let Some(message) = shop.message(key) {
            put(message.number, layout.ready.at(place));
        }
    }
    places
}

/// The order nearest to a click, if one is near.
pub fn nearest(places: &[Place], x: f64, y: f64) -> Option<u64> {
    let distance = |p: &Place| (p.at.0 - x).abs().max((p.at.1 - y).abs());
    let near = places.iter().filter(|p| distance(p) <= REACH);
    let nearest = near.min_by(|a, b| distance(a).total_cmp(&distance(b)));
    nearest.map(|place| place.number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::{Model, Msg};
    use crate::sim::engine::Side;

    fn all(model: &Model, side: Side) -> (Vec<Place>, Layout) {
        let shop = model.shop(side);
        let layout = Layout::new(shop.wiring(), 560.0, false);
        (of(shop, &layout, model.movements(side), 1), layout)
    }

    fn busy() -> Model {
        let mut model = Model::default();
        model.update(Msg::Crowd(Side::Both, 12));
        for _ in 0..90 {
            model.frame(16_667, &mut || true);
        }
        model
    }

    #[test]
    fn a_held_order_is_found_at_its_user_its_thread_and_its_server() {
        let (places, layout) = all(&busy(), Side::Sync);
        for number in 0..12 {
            let of_it: Vec<&Place> = places.iter().filter(|p| p.number == number).collect();
            assert_eq!(of_it.len(), 3, "order {number}");
            assert_eq!(of_it.iter().filter(|p| p.at.1 == layout.users_y).count(), 1);
            assert_eq!(nearest(&places, of_it[0].at.0, of_it[0].at.1), Some(number));
        }
    }

    #[test]
    fn an_order_in_the_queue_is_found_there() {
        let (places, layout) = all(&busy(), Side::Async);
        let queue = layout.queue.expect("the async lane has one");
        let inside = |p: &&Place| p.at.1 > queue.y && p.at.1 < queue.bottom();
        assert_eq!(
            places.iter().filter(inside).count(),
            11,
            "all but the one worked on"
        );
    }

    #[test]
    fn a_click_into_nowhere_finds_nothing() {
        let (places, layout) = all(&busy(), Side::Sync);
        assert_eq!(
            nearest(&places, layout.width - 1.0, layout.checkout.bottom() + 20.0),
            None
        );
        assert_eq!(nearest(&[], 0.0, 0.0), None);
    }
}
