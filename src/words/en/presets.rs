//! English: the scenarios of the menu.

use crate::experiment::presets::Group;

/// A group of the menu.
pub fn group(group: Group) -> &'static str {
    match group {
        Group::Start => "Start here",
        Group::Thousand => "A thousand at once",
        Group::Broken => "When things break",
        Group::Several => "Several services",
    }
}

/// The title of the scenario of this name.
pub fn title(name: &str) -> &'static str {
    let found = SCENARIOS.iter().find(|(other, _)| *other == name);
    found.map(|(_, title)| *title).unwrap_or_default()
}

/// In the menu: of an experiment that is no scenario, whoever made it; it began as one, or as none.
pub fn none(began_as: Option<&str>) -> String {
    match began_as {
        Some(name) => format!("changed: {}", title(name)),
        None => "no scenario".to_owned(),
    }
}

/// Each by its name.
static SCENARIOS: [(&str, &str); 26] = [
    ("one-order", "Orders by hand"),
    ("payment-outage", "Payment is down for ten seconds"),
    ("broker-outage", "The broker is down: sync wins"),
    ("slow-payment", "Payment gets too slow"),
    ("demo-code", "1000 at once: the demo's own code"),
    ("readme-snippet", "1000 at once: the README's snippet"),
    ("timeout-cliff", "1000 at once: the timeout cliff"),
    ("crash-under-load", "Payment crashes under the load"),
    ("six-calls", "Six calls in a row"),
    ("one-slow-of-four", "One slow service of four"),
    ("in-parallel", "Six calls at once"),
    ("third-service-dies", "The third service dies"),
    ("add-a-consumer", "Add a consumer"),
    ("choreography", "Choreography"),
    ("transient-queue", "A restart forgets a transient queue"),
    ("memory-alarm", "Memory alarm, with confirms"),
    ("blocked-timeout", "Memory alarm, given up"),
    ("poison-message", "Poison message"),
    ("retry-queue", "A retry queue"),
    ("prefetch-trap", "Prefetch trap"),
    ("drop-head", "Drop-head"),
    ("reject-unconfirmed", "Reject, unconfirmed"),
    ("crash-before-ack", "Crash before ack"),
    ("frozen-payment", "Frozen Payment"),
    ("retry-storm", "Retry storm"),
    ("lossy-link", "A lossy link"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::presets::PRESETS;

    #[test]
    fn every_scenario_has_its_words_and_none_are_left_over() {
        let said = SCENARIOS.iter().map(|(name, _)| *name);
        assert!(said.eq(PRESETS.iter().map(|preset| preset.name)));
        let empty = |&(_, title): &(&str, &str)| title.is_empty();
        assert!(!SCENARIOS.iter().any(empty));
    }
}
