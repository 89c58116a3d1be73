//! Which services a recording has, and in which order an order needs them.
//!
//! ```text
//! checkout.chain                       sync: called in this order, or at once
//! workers: no publishes                async: fan-out, whatever the order
//! workers: publishes = another's queue async: choreography, in this order
//! ```
//!
//! A recorder names services as it likes. Those that the engine knows by name keep theirs; a stranger takes the place of one
//! that is not there.

use std::collections::BTreeMap;

use super::format::Parameters;
use crate::sim::config::lineup::{Lineup, NAMES, SERVICES};

/// The services of a recording.
#[derive(Clone, Debug)]
pub(super) struct Services {
    numbers: BTreeMap<String, u8>,
    /// In the order in which an order needs them.
    pub(super) lineup: Lineup,
    /// Does each hear of an order from the one before it?
    pub(super) in_turn: bool,
}

impl Services {
    /// Of these parameters; `None`: they cannot be a lineup, being too many, or without Payment, or in a ring.
    pub(super) fn of(p: &Parameters) -> Option<Self> {
        let publishes = p.workers.values().any(|group| group.publishes.is_some());
        let names: Vec<String> = match (p.checkout.chain.is_empty(), publishes) {
            (false, _) => p.checkout.chain.clone(),
            (true, true) => in_turn(p)?,
            (true, false) => p.workers.keys().cloned().collect(),
        };
        let mut numbers = BTreeMap::new();
        for name in &names {
            if let Some(known) = NAMES.iter().position(|it| it == name) {
                numbers.insert(name.clone(), known as u8);
            }
        }
        for name in &names {
            if !numbers.contains_key(name) {
                let free = (0..SERVICES as u8).find(|n| !numbers.values().any(|it| it == n))?;
                numbers.insert(name.clone(), free);
            }
        }
        let lineup = match names.is_empty() {
            true => Lineup::ONE,
            false => Lineup::of(names.iter().map(|name| numbers[name]))?,
        };
        Some(Self {
            numbers,
            lineup,
            in_turn: publishes,
        })
    }

    /// The number of the service of this name.
    pub(super) fn number(&self, name: &str) -> Option<u8> {
        self.numbers
            .get(name)
            .copied()
            .or((name == NAMES[0]).then_some(0))
    }
}

/// The names of services, the first of which nobody publishes for.
fn in_turn(p: &Parameters) -> Option<Vec<String>> {
    let told = |queue: &String| {
        let mut groups = p.workers.values();
        groups.any(|group| group.publishes.as_ref() == Some(queue))
    };
    let reads = |queue: &String| {
        let found = p
            .workers
            .iter()
            .find(|(_, group)| group.queue.as_ref() == Some(queue));
        found.map(|(name, _)| name)
    };
    let is_first = |group: &super::format::Group| group.queue.as_ref().is_some_and(|q| !told(q));
    let (first, _) = p.workers.iter().find(|(_, group)| is_first(group))?;
    let mut names = vec![first.clone()];
    while let Some(next) = p.workers[names.last()?].publishes.as_ref().and_then(reads) {
        if names.contains(next) {
            return None;
        }
        names.push(next.clone());
    }
    Some(names)
}
