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
    /// The one that is read together with it, if any: where the window is wide it stands beside it.
    pub beside: Option<&'static str>,
}

const fn desk(name: &'static str, beside: Option<&'static str>) -> Panel {
    let filled_by = FilledBy::Desk;
    Panel {
        name,
        filled_by,
        beside,
    }
}

/// Every panel, in the order of the tabs.
pub const PANELS: [Panel; 8] = [
    desk("story", Some("code")),
    desk("code", Some("story")),
    desk("charts", Some("settings")),
    desk("settings", Some("charts")),
    desk("theory", Some("settings")),
    desk("learn", Some("story")),
    Panel {
        name: "recorded",
        filled_by: FilledBy::Recorded,
        beside: None,
    },
    desk("experiment", None),
];

/// What an embed may show besides, by name: parts of the first screen that are left out there unless they are asked for.
pub const EXTRAS: [&str; 3] = ["scenario", "race", "failures"];

/// The panel of this name.
pub fn find(name: &str) -> Option<&'static Panel> {
    PANELS.iter().find(|panel| panel.name == name)
}

/// Does this panel stand beside the one that was chosen?
pub fn stands_beside(name: &str, chosen: Option<&str>) -> bool {
    let beside = chosen.and_then(find).and_then(|panel| panel.beside);
    beside == Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beside_a_panel_stands_another_one() {
        for panel in &PANELS {
            let Some(other) = panel.beside else { continue };
            assert!(find(other).is_some() && other != panel.name, "{other}");
            assert!(stands_beside(other, Some(panel.name)));
            assert!(!stands_beside(other, None) && !stands_beside(panel.name, Some(panel.name)));
        }
    }
}
