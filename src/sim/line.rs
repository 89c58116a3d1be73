//! Those who wait for something, oldest first.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::slab::Key;

/// By their keys.
pub type Line = VecDeque<Key>;

/// One leaves a line. Patience and pauses end in its order: who leaves usually stands first.
#[inline(never)]
pub(crate) fn leave(line: &mut Line, who: Key) {
    if let Some(at) = line.iter().position(|&k| k == who) {
        line.remove(at);
    }
}

/// Places of things with these ranks, the lowest rank first; of equal ones as they stand.
//
// (A heap: the sort of the standard library weighs four times as much on the page. One for all who ask, each seldom.)
#[cold]
#[inline(never)]
pub(crate) fn in_order(ranks: Vec<(u64, u64)>) -> Vec<usize> {
    let places = ranks.into_iter().enumerate();
    let mut heap: BinaryHeap<_> = places.map(|(place, rank)| Reverse((rank, place))).collect();
    let mut order = Vec::with_capacity(heap.len());
    while let Some(Reverse((_, place))) = heap.pop() {
        order.push(place);
    }
    order
}
