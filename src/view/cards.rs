//! The cards of the spine, as a table: what each has room for when it is closed, the first ones first.

use crate::experiment::settings::Part;
use crate::sim::fault::{FAULTS, Fault};
use crate::sim::parts::PartKind;
use crate::words::spine as said;

/// A card: a part's name, its controls (setting and short name), the first ones first, and what can befall it. Opened
/// (`panels/card.rs`) it has all the settings of its parts, and how they are doing.
#[derive(Debug)]
pub(crate) struct Card {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(super) settings: &'static [(&'static str, &'static str)],
    /// Whose settings are all of its settings, and whose faults are its switches.
    pub(crate) parts: &'static [Part],
    /// Whose figures are its figures.
    pub(crate) kinds: &'static [PartKind],
}

impl Card {
    /// What can befall its parts, one after the other.
    pub(crate) fn faults(&self) -> impl Iterator<Item = Fault> {
        let of = |&part: &Part| FAULTS.into_iter().filter(move |f| f.part() == part);
        self.parts.iter().flat_map(of)
    }
}

/// Every card, from the top.
pub(super) const CARDS: [Card; 4] = [
    Card {
        id: "users",
        title: said::USERS,
        settings: &[],
        parts: &[Part::Traffic],
        kinds: &[PartKind::Users],
    },
    Card {
        id: "checkout",
        title: said::CHECKOUT,
        settings: &[
            ("checkout_threads", said::THREADS),
            ("read_timeout_ms", said::TIMEOUT),
        ],
        parts: &[Part::Checkout],
        kinds: &[PartKind::Checkout],
    },
    Card {
        id: "between",
        title: said::BETWEEN,
        settings: &[("prefetch_count", said::PREFETCH)],
        parts: &[Part::Network, Part::Queue, Part::Broker],
        kinds: &[PartKind::Queue],
    },
    Card {
        id: "payment",
        title: said::PAYMENT,
        settings: &[
            ("payment_time_ms", said::TAKES),
            ("consumers", said::WORKERS),
            ("payment_threads", said::THREADS),
        ],
        parts: &[Part::Service],
        kinds: &[PartKind::Service, PartKind::Workers],
    },
];
