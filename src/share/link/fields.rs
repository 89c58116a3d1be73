//! What a link says, and the one table of its fields, besides settings and interventions: what each is called, and how it
//! is read and written.
//!
//! ```text
//!  v1 & engine & preset seed & settings & do & at events order show lesson
//!       MADE_BY  RUN: which run               LOOK: where to look in it
//! ```

use super::deed::moment;
use super::numbers::{time_text, whole};
use crate::experiment::limits::{EVENT_LIMIT, MOMENT_LIMIT, SEED_LIMIT};
use crate::experiment::problem::{Complaint, Given, Instead, Takes};
use crate::experiment::{ENGINE, Experiment, lessons, presets};
use crate::share::panels::PANELS;
use crate::sim::shop::ORDER_LIMIT;
use crate::sim::time::Micros;

/// What one reader hands to another: a run, and where in it to look.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    /// What determines the run.
    pub experiment: Experiment,
    /// The simulated clock, in microseconds since the start; from 0 to
    /// [`MOMENT_LIMIT`]. `None`: no moment in particular.
    pub at_us: Option<Micros>,
    /// How many events had happened by then in both shops, if the clock stood in the middle of an instant: a reader who
    /// steps sees the events of one instant one by one. `None`: all of that instant.
    pub events: Option<u64>,
    /// The number of the selected order; from 0 to [`ORDER_LIMIT`].
    pub order: Option<u64>,
    /// The panel that is open below the stage, by its name in the [table](PANELS).
    pub show: Option<&'static str>,
    /// The lesson whose words stand beside the stage, by its [name](lessons::NAMES).
    pub lesson: Option<&'static str>,
}

/// What is wrong with a value, and what stands in for it.
type Refused = (Complaint, Instead);

/// A field.
#[derive(Debug)]
pub(super) struct Field {
    /// Its name; it never changes.
    pub(super) name: &'static str,
    /// Takes its value out of a text. What cannot be used changes nothing.
    pub(super) read: fn(&mut Link, &str) -> Result<(), Refused>,
    /// Its value as a text; `None`: the default, or what is beyond its limit, and is left out.
    pub(super) write: fn(&Link) -> Option<String>,
}

/// The first field: the engine. (Everything is used, whichever it was made with; what is seen here is seen on this one.)
pub(super) static MADE_BY: Field = Field {
    name: "engine",
    read: |_, text| match text == ENGINE {
        true => Ok(()),
        false => Err((Complaint::OtherEngine(Given::text(text)), Instead::Unsaid)),
    },
    write: |_| Some(ENGINE.to_owned()),
};

/// Of the run, in the order in which they are written: before settings and interventions.
pub(super) static RUN: [Field; 2] = [
    Field {
        name: "preset",
        read: |link, text| {
            let none = || (Complaint::NoPreset(Given::text(text)), Instead::Unsaid);
            let preset = presets::find(text).ok_or_else(none)?;
            link.experiment.preset = Some(preset.name.to_owned());
            Ok(())
        },
        write: |link| {
            let name = link.experiment.preset.as_deref();
            name.filter(|name| presets::find(name).is_some())
                .map(str::to_owned)
        },
    },
    Field {
        name: "seed",
        read: |link, text| {
            let used = Instead::Number(link.experiment.seed);
            let seed = count(text, SEED_LIMIT).map_err(|(complaint, _)| (complaint, used))?;
            link.experiment.seed = seed;
            Ok(())
        },
        write: |link| {
            let seed = link.experiment.seed;
            (seed != Experiment::default().seed).then(|| seed.to_string())
        },
    },
];

/// Of where to look in it, in the order in which they are written: after settings and interventions.
pub(super) static LOOK: [Field; 5] = [
    Field {
        name: "at",
        read: |link, text| {
            let at_us = moment(text, MOMENT_LIMIT);
            link.at_us = Some(at_us.map_err(|complaint| (complaint, Instead::LeftOut))?);
            Ok(())
        },
        write: |link| {
            let at_us = link.at_us.filter(|&at_us| at_us <= MOMENT_LIMIT);
            at_us.map(time_text)
        },
    },
    Field {
        name: "events",
        read: |link, text| {
            link.events = Some(count(text, EVENT_LIMIT)?);
            Ok(())
        },
        write: |link| written(link.events, EVENT_LIMIT),
    },
    Field {
        name: "order",
        read: |link, text| {
            link.order = Some(count(text, ORDER_LIMIT)?);
            Ok(())
        },
        write: |link| written(link.order, ORDER_LIMIT),
    },
    Field {
        name: "show",
        read: |link, text| {
            link.show = Some(one_of(text, &PANELS.map(|panel| panel.name))?);
            Ok(())
        },
        write: |link| link.show.map(str::to_owned),
    },
    Field {
        name: "lesson",
        read: |link, text| {
            link.lesson = Some(one_of(text, &lessons::NAMES)?);
            Ok(())
        },
        write: |link| link.lesson.map(str::to_owned),
    },
];

/// The field of this name.
pub(super) fn find(name: &str) -> Option<&'static Field> {
    let mut all = [&MADE_BY].into_iter().chain(&RUN).chain(&LOOK);
    all.find(|field| field.name == name)
}

/// A whole number, up to a limit.
fn count(text: &str, limit: u64) -> Result<u64, Refused> {
    let read = whole(text).filter(|&count| count <= limit);
    let takes = Takes::Whole(0, Some(limit));
    read.ok_or_else(|| {
        (
            Complaint::Refused(Given::text(text), takes),
            Instead::LeftOut,
        )
    })
}

/// One of these names.
fn one_of(text: &str, names: &[&'static str]) -> Result<&'static str, Refused> {
    let read = names.iter().find(|name| **name == text);
    let takes = || Takes::OneOf(names.to_vec());
    read.copied().ok_or_else(|| {
        (
            Complaint::Refused(Given::text(text), takes()),
            Instead::LeftOut,
        )
    })
}

/// A whole number, unless it is beyond its limit.
fn written(count: Option<u64>, limit: u64) -> Option<String> {
    let count = count.filter(|&count| count <= limit);
    count.map(|count| count.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::DO;
    use super::*;
    use crate::experiment::settings;

    /// As they are written.
    fn names() -> Vec<&'static str> {
        let run = RUN.iter().map(|field| field.name);
        let look = LOOK.iter().map(|field| field.name);
        let all = [MADE_BY.name].into_iter().chain(run).chain([DO]);
        all.chain(look).collect()
    }

    #[test]
    fn a_name_stands_for_one_field_and_for_no_setting() {
        let names = names();
        for (k, name) in names.iter().enumerate() {
            assert_eq!(names.iter().position(|other| other == name), Some(k));
            assert!(settings::find(name).is_none(), "{name}");
            assert_eq!(find(name).map_or(DO, |field| field.name), *name);
        }
    }

    /// In its table, in the same order.
    #[test]
    fn the_document_names_every_field() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/links.md");
        let page = std::fs::read_to_string(path).expect("docs/links.md is there");
        let rows = page
            .lines()
            .skip_while(|line| !line.starts_with("| field |"));
        let rows = rows.skip(2).take_while(|line| line.starts_with('|'));
        let named = rows.filter_map(|row| row.strip_prefix("| `")?.split_once('`'));
        let named: Vec<&str> = named.map(|(name, _)| name).collect();
        assert_eq!(named, names());
    }
}
