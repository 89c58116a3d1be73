//! The parts that a shop can be made of.

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartKind {
    /// Those who send orders and wait to be told.
    Users,
    /// The service they talk to.
    Checkout,
    /// A broker's queue.
    Queue,
    /// A service that is called over HTTP.
    Service,
    /// A service's workers, who consume from a queue.
    Workers,
}

/// A part of a shop: what it is, and which one of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartId {
    /// What it is.
    pub kind: PartKind,
    /// From 0.
    pub index: u8,
}

impl PartKind {
    /// Has each service one?
    pub const fn is_of_a_service(self) -> bool {
        match self {
            Self::Users | Self::Checkout => false,
            Self::Queue | Self::Service | Self::Workers => true,
        }
    }
}

impl PartId {
    /// The first of its kind.
    pub const fn first(kind: PartKind) -> Self {
        Self { kind, index: 0 }
    }
}
