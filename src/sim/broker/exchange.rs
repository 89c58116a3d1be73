//! From a routing key to a queue.
//!
//! The default exchange: a message goes to the queue named by its routing key, `order.created`. If there is no such
//! queue (a non-durable one is gone after a broker restart, until a worker declares it again) an un-mandatory
//! message is dropped silently, although its publisher was told nothing was wrong.

/// The routing key of every order's message.
pub const ROUTING_KEY: &str = "order.created";

/// Where a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// Into the queue.
    ToQueue,
    /// Nowhere.
    Unroutable,
}

/// Routes a message with [`ROUTING_KEY`]: does the queue of this name exist?
pub fn route(queue_exists: bool) -> Route {
    match queue_exists {
        true => Route::ToQueue,
        false => Route::Unroutable,
    }
}
