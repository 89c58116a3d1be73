//! Those who wait for something, oldest first.

use std::collections::VecDeque;

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
// (One for all who ask, each seldom; and by hand, for the sorts of the standard library weigh eight times as much on the page. It
// is Shell's, with the gaps of Gonnet and Baeza-Yates, *Handbook of Algorithms and Data Structures*, 1991.)
#[cold]
#[inline(never)]
pub(crate) fn in_order(ranks: &[(u64, u64)]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..ranks.len()).collect();
    let goes_before = |a: usize, b: usize| (ranks[a], a) < (ranks[b], b);
    let mut gap = ranks.len();
    while gap > 1 {
        gap = (gap * 5 / 11).max(1);
        for from in gap..order.len() {
            let (place, mut at) = (order[from], from);
            while at >= gap && goes_before(place, order[at - gap]) {
                order[at] = order[at - gap];
                at -= gap;
            }
            order[at] = place;
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{Draws, Purpose};

    #[test]
    fn the_lowest_goes_first_and_equal_ones_as_they_stand() {
        let draws = Draws::new(3);
        for many in [0u64, 1, 2, 3, 10, 1_000] {
            let drawn = |k, of| (draws.quantile(Purpose::ServiceTime, k, of) * 9.0) as u64;
            let ranks: Vec<_> = (0..many).map(|k| (drawn(k, 0), drawn(k, 1))).collect();
            let mut expected: Vec<usize> = (0..ranks.len()).collect();
            expected.sort_by_key(|&place| ranks[place]);
            assert_eq!(in_order(&ranks), expected);
        }
    }
}
