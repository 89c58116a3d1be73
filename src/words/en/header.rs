//! English: the bar at the top, and ways to take the page along.

/// What all of this is called.
pub const TITLE: &str = "Sync vs Async Showdown";
/// The menu of scenarios.
pub const SCENARIO: &str = "Scenario";
/// Opens the rest on a phone.
pub const MENU: &str = "menu";
/// Opens the lessons.
pub const LEARN: &str = "Learn";
/// The stage fills the window.
pub const PRESENT: &str = "Present";
/// What that does.
pub const PRESENT_HELP: &str = "The stage fills the window: f";

/// Copies the link.
pub const SHARE: &str = "Share";
/// What that does.
pub const SHARE_HELP: &str = "Copies a link to exactly this";
/// It did.
pub const COPIED: &str = "Copied";
/// Opens the embed dialog.
pub const EMBED: &str = "Embed";
/// What that does.
pub const EMBED_HELP: &str = "Put this into a page of yours";
/// The switch of the theme, when it is on.
pub const DARK: &str = "Dark theme";
/// What that does.
pub const THEME_HELP: &str = "Light or dark";
