//! The panels below the stage: one table. Tabs, the address of an embed, its dialog and the link read it; what they are
//! called stands with all words (`words/en/panels.rs`).

/// The chunk of the program that fills a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilledBy {
    /// The one of all panels but one.
    Desk,
    /// The one of recorded runs, once a reader asks for one.
    Recorded,
}

/// A panel.
#[derive(Clone, Copy, Debug)]
pub struct Panel {
    /// Its name: in `panels=` of an embed, in `show=` of a link, and its element's id. It never changes.
    pub name: &'static str,
    /// What fills it.
    pub filled_by: FilledBy,
}

const fn desk(name: &'static str) -> Panel {
    let filled_by = FilledBy::Desk;
    Panel { name, filled_by }
}

/// Every panel, in the order of the tabs.
pub const PANELS: [Panel; 8] = [
    desk("story"),
    desk("code"),
    desk("charts"),
    desk("settings"),
    desk("theory"),
    desk("learn"),
    Panel {
        name: "recorded",
        filled_by: FilledBy::Recorded,
    },
    desk("experiment"),
];

/// What an embed may show besides, by name: parts of the first screen that are left out there unless they are asked for.
pub const EXTRAS: [&str; 3] = ["scenario", "race", "failures"];

/// The panel of this name.
pub fn find(name: &str) -> Option<&'static Panel> {
    PANELS.iter().find(|panel| panel.name == name)
}
