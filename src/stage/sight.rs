//! What is looked at when a lane is drawn: a shop, where its parts stand, and what passes between them.

use super::choreography::Choreography;
use super::layout::Layout;
use crate::sim::shop::Shop;
use crate::sim::time::Micros;

/// What a scene is made of.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The shop.
    pub shop: &'a Shop,
    /// Where its parts stand.
    pub layout: &'a Layout,
    /// What passes between them.
    pub passing: &'a Choreography,
    /// The clock.
    pub now: Micros,
    /// Orders that a mark stands for, in both lanes: `orders_per_mark`.
    pub orders_per_mark: usize,
}
