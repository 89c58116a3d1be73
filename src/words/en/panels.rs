//! English: the names of panels, and of what an embedding page may show and lock. (What is inside a panel stands in a
//! module of its own, which is loaded with it.)

/// What the engine was held against. (A test compares it with `docs/recorded-table.md`, which is computed.)
pub const TRUST: &str =
    "checked against 31 recorded runs of a real stack: a time is typically 1.8 % off";

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
