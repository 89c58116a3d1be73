//! The link: a whole experiment in the part of the address after `#`.
//!
//! ```text
//! v1&engine=0.1.0&seed=7&payment_time_ms=3000&do=5s:break:payment-down&do=15s:heal:payment-down&at=20500ms
//! ```
//!
//! Fields are joined by `&`. Settings stand under their own names, and only where they differ from their defaults;
//! each intervention is a `do` of its own. No field says where another one is, so a link can be written by hand,
//! cut short or made longer, and what is left still means the same. `docs/links.md` is the whole format.
//!
//! Links outlive programs. A name in a link is never given another meaning, and a default that changes comes with a
//! new version: `v1` promises that settings and interventions mean the same for ever. Their figures are promised
//! within one version of the engine, so a link says which one it was made with.

mod deed;
mod fields;
mod numbers;
mod read;
mod value;
mod write;

pub use self::fields::Link;
pub(super) use self::read::decoded;
pub use self::read::read;
pub use self::write::{loses_orders, write};
use crate::experiment::lessons::Lesson;

/// The version of the format that is written, as it stands in a link.
pub const VERSION: &str = "1";

/// The name of the field of an intervention.
const DO: &str = "do";

impl Link {
    /// A lesson at its moment.
    pub fn to(lesson: &Lesson) -> Self {
        let (experiment, at) = (lesson.moment)();
        Self {
            experiment,
            at_us: Some(at),
            lesson: Some(lesson.name),
            ..Self::default()
        }
    }
}

/// Is this a link, or an address with one, rather than the name of a file?
///
/// It is if it has `://` in it, or if it, or what follows its first `#`, is `v` and digits, alone or followed by `&`.
/// (A file of such a name is meant by `./v1`.)
pub fn is_link(text: &str) -> bool {
    let fragment = text.split_once('#').map_or(text, |(_, fragment)| fragment);
    let (first, _) = fragment.split_once('&').unwrap_or((fragment, ""));
    is_address(text) || version(first).is_some()
}

/// Is there a `://` in it?
fn is_address(text: &str) -> bool {
    let mut after_colons = text.split(':').skip(1);
    after_colons.any(|rest| rest.starts_with("//"))
}

/// The digits of `v1`.
fn version(part: &str) -> Option<&str> {
    let digits = part.strip_prefix('v')?;
    let fine = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    fine.then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::lessons::{LESSONS, NAMES};
    use crate::experiment::presets::PRESETS;
    use crate::experiment::settings::{Kind, SETTINGS};

    /// What browsers and chat programs leave as it is; and a link ends with a letter or a digit, because a full stop
    /// or a dash at the end is taken for the sentence's.
    #[test]
    fn names_need_no_escaping() {
        let fine = |name: &str| {
            let inner = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
            assert!(name.bytes().all(inner), "{name}");
            assert!(
                name.ends_with(|c: char| c.is_ascii_alphanumeric()),
                "{name}"
            );
        };
        for setting in &SETTINGS {
            fine(setting.name);
            if let Kind::Choice { options } = setting.kind {
                options.iter().for_each(|name| fine(name));
            }
        }
        PRESETS.iter().for_each(|preset| fine(preset.name));
        NAMES.iter().for_each(|lesson| fine(lesson));
    }

    #[test]
    fn each_lesson_is_a_link_that_opens() {
        for lesson in &LESSONS {
            let link = Link::to(lesson);
            assert_eq!(read(&write(&link)), (link, vec![]));
        }
    }

    #[test]
    fn a_link_is_told_from_a_file() {
        for link in [
            "v1",
            "#v1",
            "v1&seed=7",
            "v2&seed=7",
            "page.html#v1&seed=7",
            "https://example.org/showdown/#v1",
            "https://example.org/",
        ] {
            assert!(is_link(link), "{link}");
        }
        for file in ["v1.json", "./v1", "v", "seed=7", "run#1.json", "v&seed", ""] {
            assert!(!is_link(file), "{file}");
        }
    }
}
