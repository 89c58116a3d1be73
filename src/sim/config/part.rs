//! What settings belong to.

/// What a setting belongs to; the groups of the page's panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// How orders come.
    Traffic,
    /// The work of a service, whoever does it.
    Service,
    /// The service users talk to.
    Checkout,
    /// The queue of a service.
    Queue,
    /// The broker, whatever its queues.
    Broker,
    /// What lies between.
    Network,
}

/// Every part, in the order of the page's panel.
pub const PARTS: [Part; 6] = [
    Part::Traffic,
    Part::Service,
    Part::Checkout,
    Part::Queue,
    Part::Broker,
    Part::Network,
];
