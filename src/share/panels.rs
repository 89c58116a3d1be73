//! The panels below the stage: one table. Tabs, the address of an embed, its dialog and the link read it.

/// A panel.
#[derive(Clone, Copy, Debug)]
pub struct Panel {
    /// Its name: in `panels=` of an embed, in `show=` of a link, and its element's id. It never changes.
    pub name: &'static str,
    /// On its tab, and above it.
    pub title: &'static str,
}

/// Every panel, in the order of the tabs.
pub const PANELS: [Panel; 8] = [
    Panel {
        name: "story",
        title: "One order's story",
    },
    Panel {
        name: "code",
        title: "Code",
    },
    Panel {
        name: "charts",
        title: "Charts",
    },
    Panel {
        name: "settings",
        title: "Every setting",
    },
    Panel {
        name: "theory",
        title: "Theory",
    },
    Panel {
        name: "learn",
        title: "Learn",
    },
    Panel {
        name: "recorded",
        title: "Recorded runs",
    },
    Panel {
        name: "experiment",
        title: "Save",
    },
];

/// What an embed may show besides: parts of the first screen that are left out there unless they are asked for.
pub const EXTRAS: [Panel; 3] = [
    Panel {
        name: "scenario",
        title: "Scenario",
    },
    Panel {
        name: "race",
        title: "Both at once, and whether it is fair",
    },
    Panel {
        name: "failures",
        title: "What can be broken",
    },
];

/// The panel of this name.
pub fn find(name: &str) -> Option<&'static Panel> {
    PANELS.iter().find(|panel| panel.name == name)
}
