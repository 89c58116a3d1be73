//! English: the map of the keys.

use crate::sim::engine::Side;

/// Its title, and the button that opens it.
pub const KEYS: &str = "Keys";
/// Puts the map away.
pub const CLOSE: &str = "Close";
/// The switch below it.
pub const ACT: &str = "single keys act (Escape and Tab always do)";
/// The space bar.
pub const SPACE: &str = "Space";
/// What it does.
pub const PLAY: &str = "play, pause";
/// What an arrow does.
pub const BACK: &str = "one event back";
/// What an arrow does.
pub const STEP: &str = "one event forward";
/// For projectors.
pub const PRESENT: &str = "present: the stage fills the window";
/// To the strip of tabs; arrows lead along it, Enter opens.
pub const TABS: &str = "to the tabs below: arrows, then Enter";
/// The map itself.
pub const MAP: &str = "this map";

/// An order of the shopper behind a trigger.
pub fn trigger(side: Side) -> &'static str {
    match side {
        Side::Both => "one order to both shops",
        Side::Sync => "trigger the sync checkout",
        Side::Async => "trigger the async checkout",
    }
}

/// A crowd.
pub fn crowd(orders: u32) -> String {
    format!("{orders} to both")
}
