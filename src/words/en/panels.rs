//! English: the names of panels, and of what an embedding page may show and lock. (What is inside a panel stands in a
//! module of its own, which is loaded with it.)

/// What the engine was held against. (A test compares it with `docs/recorded-table.md`, which is computed.)
pub const TRUST: &str =
    "checked against 49 recorded runs of a real stack: a time is typically 1.3 % off";

/// The strip of tabs.
pub const MORE: &str = "More about this run";

/// A chunk of the program could not be fetched.
pub const NOT_LOADED: &str = "This part could not be loaded. ";
/// Fetches it once more.
pub const TRY_AGAIN: &str = "Try again";

/// What recorded runs are: text, a link, text, a link, text.
pub const RECORDED: [&str; 5] = [
    "What a real FastAPI and RabbitMQ stack did, order by order, beside what this engine makes of the same orders. \
     49 such runs are its measure: ",
    "every figure of them",
    ". Two of them are beside this page; open one here, or a file of your own: ",
    "record your own stack",
    ".",
];
/// Loads what can open one.
pub const OPEN_RECORDED: &str = "Open a recorded run";

/// The foot of the page: text, a link, text before the digest.
pub const FOOT: [&str; 3] = [
    "Computed in your browser by a discrete-event engine: no server, no cookies. Hops are drawn slower than \
     they are (1.5 ms). ",
    "What this models, and what it does not",
    " · digest of this run ",
];

/// On its tab, and above it.
pub fn title(panel: &str) -> &'static str {
    of(&TITLES, panel)
}

/// What an embed may show besides the panels.
pub fn extra(name: &str) -> &'static str {
    of(&EXTRAS, name)
}

/// A group of controls that an embed may lock.
pub fn lock(name: &str) -> &'static str {
    of(&LOCKS, name)
}

fn of(table: &[(&str, &'static str)], name: &str) -> &'static str {
    let said = table.iter().find(|(other, _)| *other == name);
    said.map_or("", |(_, said)| said)
}

static TITLES: [(&str, &str); 8] = [
    ("story", "One order's story"),
    ("code", "Code"),
    ("charts", "Charts"),
    ("settings", "Every setting"),
    ("theory", "Theory"),
    ("learn", "Learn"),
    ("recorded", "Recorded runs"),
    ("experiment", "Save"),
];

static EXTRAS: [(&str, &str); 3] = [
    ("scenario", "Scenario"),
    ("race", "Both at once, and whether it is fair"),
    ("failures", "What can be broken"),
];

static LOCKS: [(&str, &str); 3] = [
    ("scenario", "the scenario"),
    ("failures", "what can be broken"),
    ("settings", "all settings"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn names(table: &[(&'static str, &str)]) -> Vec<&'static str> {
        assert!(table.iter().all(|(_, said)| !said.is_empty()));
        table.iter().map(|(name, _)| *name).collect()
    }

    #[test]
    fn everything_that_is_shown_or_locked_has_its_words_and_none_are_left_over() {
        use crate::share::embed;
        use crate::share::panels as table;
        assert_eq!(names(&TITLES), table::PANELS.map(|panel| panel.name));
        assert_eq!(names(&EXTRAS), table::EXTRAS);
        assert_eq!(names(&LOCKS), embed::LOCKS);
    }
}
