//! English: the embed dialog.

use super::services;
use crate::sim::config::lineup::Lineup;

/// Its title.
pub const TITLE: &str = "Embed this in a page of yours";
/// Puts it away.
pub const CLOSE: &str = "Close";

/// The choice of what the frame opens with.
pub const IT_OPENS: &str = "It opens";
/// One: the settings in force.
pub const FRESH: &str = "with these settings, nothing done yet";
/// One: the run so far.
pub const START: &str = "at the start of this run, to be played";
/// One: this moment.
pub const MOMENT: &str = "at this very moment, paused";

/// The choice of panels.
pub const SHOW: &str = "Show besides the two lanes (nothing ticked: the dock)";
/// The choice of what cannot be changed.
pub const LOCK: &str = "Lock";

/// The choice of looks.
pub const LOOKS: &str = "Looks";
/// Of a theme.
pub const THEME: &str = "Theme ";
/// Of a height.
pub const HEIGHT: &str = "Height ";
/// As high as what is in it.
pub const ALL_OF_IT: &str = "all of it";

/// What a theme is called; none is the system's.
pub fn theme(name: &str) -> &'static str {
    match name {
        "light" => "light",
        "dark" => "dark",
        _ => "as the reader's system",
    }
}

/// A height.
pub fn pixels(n: u32) -> String {
    format!("{n} px")
}

/// The HTML.
pub const SNIPPET: &str = "Copy this into your page's HTML";
/// Copies it.
pub const COPY: &str = "Copy";
/// What is copied, for those who hear it.
pub const THE_HTML: &str = "the HTML";
/// Nobody else can open this address.
pub const OWN_COMPUTER: &str = "This address is your own computer's: nobody else can open it. Publish the page first, and copy \
                                this from there.";
/// How the frame behaves: text, its height in pixels, text, a link.
pub const MANNERS: [&str; 3] = [
    "It needs no script of yours, moves only when its reader presses a button, and sets no cookies. \
     It fits any width from 320 pixels. In this preview, what it shows is ",
    " px high; of what is higher than its frame, the rest is scrolled to. ",
    "More about embedding",
];
/// What the frame will look like.
pub const PREVIEW: &str = "Preview";
/// The same, for those who hear it.
pub const PREVIEW_FRAME: &str = "Preview of the embedded page";

/// The title of the frame: of a scenario, or of an experiment, whose orders need these services.
pub fn frame(scenario: Option<&str>, lineup: Lineup) -> String {
    let what = match (scenario, lineup.is_one()) {
        (Some(scenario), _) => scenario.to_owned(),
        (None, true) => "an experiment of one's own".to_owned(),
        (None, false) => format!("an experiment of one's own, with {}", services::all(lineup)),
    };
    format!("Sync vs Async Showdown: {what}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_named_by_its_scenario_else_by_the_services_if_there_are_several() {
        let three = Lineup::named("inventory.payment.shipping").unwrap();
        let named = |scenario, lineup| frame(scenario, lineup).split_off(24);
        assert_eq!(named(Some("Six calls"), three), "Six calls");
        assert_eq!(named(None, Lineup::ONE), "an experiment of one's own");
        assert_eq!(
            named(None, three),
            "an experiment of one's own, with Inventory, Payment and Shipping"
        );
    }
}
