//! The scenarios and the settings, for the terminal and for the documentation.

use std::fmt::Write as _;

use crate::experiment::presets::PRESETS;
use crate::experiment::settings::{Kind, PARTS, common};
use crate::sim::fault::FAULT_NAMES;
use crate::words::{presets, scenarios, settings as words, spine};

pub(super) fn presets() -> String {
    PRESETS.iter().fold(String::new(), |mut text, p| {
        let _ = writeln!(
            text,
            "{:<18} {}\n{:19}{}",
            p.name,
            presets::title(p.name),
            "",
            scenarios::about(p.name)
        );
        text
    })
}

pub(super) fn settings() -> String {
    common().iter().fold(String::new(), |mut text, s| {
        let default = s.default_value();
        let _ = writeln!(text, "{} = {default} {}", s.name, s.unit);
        let _ = writeln!(
            text,
            "    {}: {}. {}",
            words::label(s.name),
            words::range(s),
            words::help(s.name)
        );
        let _ = writeln!(text, "    default: {}", s.source());
        text
    })
}

/// The tables of settings and of faults for `docs/settings.md`.
pub(super) fn settings_markdown() -> String {
    let mut text = String::from(
        "# Settings\n\n\
         Written by `cargo run -- settings --markdown` from the one table in `src/sim/config/table.rs`; a test\n\
         sees to it that this page is up to date.\n",
    );
    for part in PARTS {
        let title = words::part(part);
        let _ = writeln!(
            text,
            "\n## {title}\n\n| name | what it does | unit | allowed | default | the default's source |\n|---|---|---|---|---|---|"
        );
        for s in common().iter().filter(|s| s.part == part) {
            let allowed = match s.kind {
                Kind::Number { min, max, .. } => format!("{min} to {max}"),
                Kind::Choice { options } => options.join(", "),
                Kind::Flag | Kind::Services => words::range(s),
            };
            let unit = if s.unit.is_empty() { "–" } else { s.unit };
            let _ = writeln!(
                text,
                "| `{}` | {} | {unit} | {allowed} | {} | {} |",
                s.name,
                words::help(s.name),
                s.default_value(),
                s.source()
            );
        }
    }
    let _ = writeln!(
        text,
        "\n## Faults\n\nWhat an intervention begins and ends, in both shops: the table in `src/sim/fault.rs`.\n\n\
         | name | what it does |\n|---|---|"
    );
    for (name, fault) in FAULT_NAMES {
        let _ = writeln!(text, "| `{name}` | {} |", spine::about(fault));
    }
    text
}
