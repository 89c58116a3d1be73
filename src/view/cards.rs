//! The cards of the spine, as a table: what each has room for when it is closed, the first ones first.

use crate::experiment::settings::Part;
use crate::sim::fault::Fault;
use crate::sim::parts::PartKind;
use crate::words::spine as said;

/// A card: a part's name, its controls (setting and short name), what can befall it, the first ones first. Opened
/// (`panels/card.rs`) it has all the settings of its parts, and how they are doing.
#[derive(Debug)]
pub(crate) struct Card {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(super) settings: &'static [(&'static str, &'static str)],
    pub(crate) faults: &'static [Fault],
    /// Whose settings are all of its settings.
    pub(crate) parts: &'static [Part],
    /// Whose figures are its figures.
    pub(crate) kinds: &'static [PartKind],
}

/// Every card, from the top.
pub(super) const CARDS: [Card; 4] = [
    Card {
        id: "users",
        title: said::USERS,
        settings: &[],
        faults: &[],
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
        faults: &[],
        parts: &[Part::Checkout],
        kinds: &[PartKind::Checkout],
    },
    Card {
        id: "between",
        title: said::BETWEEN,
        settings: &[("prefetch_count", said::PREFETCH)],
        faults: &[Fault::NetworkCut, Fault::BrokerDown],
        parts: &[Part::Network, Part::Queue],
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
        faults: &[
            Fault::PaymentDown,
            Fault::PaymentFrozen,
            Fault::PaymentBlackHoled,
        ],
        parts: &[Part::Payment],
        kinds: &[PartKind::Service, PartKind::Workers],
    },
];
