//! Orders found by what became of them, for whoever cannot click one on the stage, and for those that it shows no more.

use crate::sim::shop::Shop;
use crate::words::facts::outcomes::Outcome;

/// Orders of a shop with this outcome, counted from 0, at most so many: those to whom something may still happen, then
/// those that ended last; in the order in which they were sent.
pub fn latest(shop: &Shop, outcome: Outcome, most: usize) -> Vec<u64> {
    let live = shop.orders().map(|o| (o.number, o.cell()));
    // As a rule they are over: no more of the log is read than is needed.
    let over = shop.log().iter().rev();
    let over = over.map(|o| (u64::from(o.number), o.cell()));
    let there = outcome.count(&shop.ledger().table()) as usize;
    let its = live
        .chain(over)
        .filter(|&(_, cell)| Outcome::of(cell) == outcome);
    let mut found = Vec::new();
    for (number, _) in its.take(there.min(most)) {
        found.insert(found.partition_point(|&before| before < number), number);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::presets::PRESETS;
    use crate::experiment::run::Run;
    use crate::sim::time::SECOND;
    use crate::words::facts::outcomes::OUTCOMES;

    #[test]
    fn every_order_is_found_under_its_outcome_and_nowhere_else() {
        for preset in &PRESETS {
            let mut run = Run::new(preset.experiment());
            for until in [2 * SECOND, 8 * SECOND, 60 * SECOND] {
                run.advance(until, u32::MAX);
                for shop in run.world().shops() {
                    let mut all = Vec::new();
                    for outcome in OUTCOMES {
                        let its = latest(shop, outcome, usize::MAX);
                        assert_eq!(its.len() as u64, outcome.count(&shop.ledger().table()));
                        assert!(its.is_sorted(), "{}: {outcome:?}", preset.name);
                        let few = latest(shop, outcome, 3);
                        assert_eq!(few.len(), its.len().min(3));
                        all.extend(its);
                    }
                    all.sort_unstable();
                    assert!(all.into_iter().eq(0..shop.sent()), "{}", preset.name);
                }
            }
        }
    }
}
