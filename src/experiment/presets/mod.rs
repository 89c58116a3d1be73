//! Named experiments: the scenarios of the page's menu.
//!
//! A preset is settings and a log, nothing more; what it shows comes out of the engine. Its title, and what to look at,
//! stand with all words (`words/en/presets.rs`), by its name.

mod table;

pub use self::table::{PRESETS, is_about};
use super::Experiment;
use super::intervention::{Act, Intervention};
use super::value::Value;
use crate::sim::engine::Side;
use crate::sim::fault::Outage;
use crate::sim::time::Micros;

/// The menu's groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// To begin with.
    Start,
    /// A crowd.
    Thousand,
    /// What breaks, and how it shows.
    Broken,
    /// What an order asks of several services.
    Several,
}

/// Every group, in the order of the menu.
pub const GROUPS: [Group; 4] = [Group::Start, Group::Thousand, Group::Several, Group::Broken];

/// A row of the menu.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Its name in links and on the command line; never changes.
    pub name: &'static str,
    /// Where it stands in the menu.
    pub group: Group,
    settings: &'static [(&'static str, Setting)],
    log: &'static [(Micros, Deed)],
}

/// [`Value`], but constant.
#[derive(Clone, Copy, Debug)]
enum Setting {
    Number(f64),
    Name(&'static str),
    Flag(bool),
}

/// [`Act`], but constant.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Click(Side, u32),
    Set(&'static str, Setting),
    Break(Outage),
    Heal(Outage),
}

impl Preset {
    /// The experiment of this preset.
    pub fn experiment(&self) -> Experiment {
        let mut experiment = Experiment {
            preset: Some(self.name.to_owned()),
            ..Experiment::default()
        };
        for (name, setting) in self.settings {
            let set = experiment.set(name, value(*setting));
            debug_assert_eq!(set, Ok(()), "preset {}", self.name);
        }
        experiment.log = self.log.iter().map(dated).collect();
        experiment
    }
}

fn value(setting: Setting) -> Value {
    match setting {
        Setting::Number(number) => Value::Number(number),
        Setting::Name(name) => Value::Choice(name.to_owned()),
        Setting::Flag(flag) => Value::Flag(flag),
    }
}

fn dated(&(at_us, deed): &(Micros, Deed)) -> Intervention {
    let act = match deed {
        Deed::Click(shop, orders) => Act::Click { shop, orders },
        Deed::Set(name, setting) => Act::Set {
            name: name.to_owned(),
            value: value(setting),
        },
        Deed::Break(fault) => Act::Break { fault },
        Deed::Heal(fault) => Act::Heal { fault },
    };
    Intervention { at_us, act }
}

/// The preset of this name.
pub fn find(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|p| p.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::settings;

    #[test]
    fn the_menu_is_in_groups_and_leaves_out_nobody() {
        let grouped = GROUPS.iter().flat_map(|&group| {
            let members = PRESETS.iter().filter(move |p| p.group == group);
            members.map(|p| p.name)
        });
        assert!(grouped.eq(PRESETS.iter().map(|p| p.name)));
    }

    #[test]
    fn every_preset_says_only_what_is_allowed_and_not_a_default() {
        for preset in &PRESETS {
            let experiment = preset.experiment();
            assert_eq!(
                experiment.settings.iter().count(),
                preset.settings.len(),
                "{} repeats a default",
                preset.name
            );
            for (name, value) in experiment.settings.iter() {
                assert_eq!(settings::find(name).unwrap().check(value), Ok(()));
            }
            assert!(experiment.log.is_sorted_by_key(|i| i.at_us));
        }
    }
}
