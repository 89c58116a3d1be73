//! English: the bar for time.

/// The bar as a whole.
pub const TIME: &str = "Time";

/// What the first button does: it pauses what is going.
pub fn play(going: bool) -> &'static str {
    match going {
        true => "Pause",
        false => "Play",
    }
}

/// Its key.
pub const SPACE: &str = "Space";
/// A button.
pub const BACK: &str = "One event back";
/// A button.
pub const STEP: &str = "One event forward";
/// On both, beside an arrow, where there is room.
pub const EVENT: &str = "event";
/// The choice of a speed.
pub const SPEED: &str = "Speed";

/// So many times as fast as life.
pub fn times(speed: &str) -> String {
    format!("{speed}×")
}

/// How far the run to the end is.
pub const ENDED: &str = "Orders that have ended";
/// The clock.
pub const CLOCK: &str = "Simulated time";

/// What a run does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is run to its end at once.
    ToTheEnd,
    /// It stands, and something is pending.
    Paused,
    /// Nothing is pending.
    Still,
    /// It goes, slower than it should.
    Behind,
    /// It goes.
    Running,
}

/// What it does, in a word.
pub fn state(state: State) -> &'static str {
    match state {
        State::ToTheEnd => "to the end",
        State::Paused => "paused",
        State::Still => "still",
        State::Behind => "behind",
        State::Running => "running",
    }
}

/// Runs to the end at once, or stops doing so.
pub fn finish(finishing: bool) -> &'static str {
    match finishing {
        true => "cancel",
        false => "to the end",
    }
}

/// What that does.
pub const FINISH_HELP: &str = "Everything that is still to come, at once";
/// Back to the start.
pub const RESET: &str = "reset";
/// What that does.
pub const RESET_HELP: &str = "Back to the start; settings stay";
/// From an embedded page to a page of its own.
pub const OPEN: &str = "Open ↗";
/// What that does.
pub const OPEN_HELP: &str = "The whole page, in a tab of its own";
/// From *Present* back to the page.
pub const LEAVE: &str = "leave";
/// What that does.
pub const LEAVE_HELP: &str = "Back to the whole page: Escape";
