//! The page inside another page: what its address asks for after `?`.
//!
//! ```text
//! ?embed=1&panels=settings,code&lock=all&theme=dark#v1&…
//! ```
//!
//! An embedded page is the same page with less chrome: the two lanes and the transport always, and the panels that are
//! asked for. What is locked is shown, and cannot be changed. Names that do not exist get a sentence; parameters of
//! other people (campaign tags and the like) are left alone.

use crate::experiment::problem::{Complaint, Given, Problem, Takes};
use crate::experiment::settings;
use crate::share::panels::{EXTRAS, PANELS};

/// Groups of controls that can be locked, besides single settings and `all`.
pub const LOCKS: [&str; 3] = ["scenario", "failures", "settings"];

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Embed {
    /// Less chrome.
    pub on: bool,
    /// Panels to show, by name.
    pub panels: Vec<String>,
    /// Settings that cannot be changed, by name, or groups of [`LOCKS`].
    pub lock: Vec<String>,
    /// `light` or `dark`; empty: what the reader's system prefers.
    pub theme: String,
}

impl Embed {
    /// Is this setting locked?
    pub fn locks_setting(&self, name: &str) -> bool {
        self.locks("settings") || self.lock.iter().any(|locked| locked == name)
    }

    /// Is this group locked?
    pub fn locks(&self, group: &str) -> bool {
        let is = |locked: &String| locked == group || locked == "all";
        self.lock.iter().any(is)
    }

    /// Is there a panel with the story of an order?
    pub fn tells_stories(&self) -> bool {
        !self.on || self.panels.iter().any(|panel| panel == "story")
    }

    /// May another experiment take the place of this one: a lesson's, a file's, that of a recorded run? Whatever is
    /// locked would go with this one. (The scenario's menu has a lock of its own.)
    pub fn takes_another(&self) -> bool {
        self.lock.is_empty()
    }

    /// As it stands in an address, without the question mark.
    pub fn write(&self) -> String {
        let mut text = "embed=1".to_owned();
        for (name, list) in [("panels", &self.panels), ("lock", &self.lock)] {
            if !list.is_empty() {
                text = format!("{text}&{name}={}", list.join(","));
            }
        }
        if !self.theme.is_empty() {
            text = format!("{text}&theme={}", self.theme);
        }
        text
    }
}

/// The HTML to put into another page. `page` is this page's address without query and fragment.
pub fn snippet(page: &str, embed: &Embed, link: &str, title: &str, height: u32) -> String {
    let address = escaped(&address(page, embed, link));
    let title = escaped(title);
    format!(
        "<iframe src=\"{address}\"\n  title=\"{title}\"\n  width=\"640\" height=\"{height}\" \
         style=\"width: 100%; border: 0\"\n  loading=\"lazy\" allow=\"clipboard-write\"></iframe>"
    )
}

/// The address of the embedded page.
pub fn address(page: &str, embed: &Embed, link: &str) -> String {
    format!("{page}?{}#{link}", embed.write())
}

/// For an attribute in double quotes.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
}

/// Reads the part of an address after `?`; the problems say what could not be used.
pub fn read(query: &str) -> (Embed, Vec<Problem>) {
    let mut embed = Embed::default();
    let mut found = Vec::new();
    let mut idle = false;
    for pair in query.trim_start_matches('?').split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match name {
            "embed" => embed.on = value != "0",
            "theme" => match value {
                "light" | "dark" => embed.theme = value.to_owned(),
                _ => found.push(ignored("theme", value, Takes::Theme)),
            },
            "panels" | "lock" => {
                idle = true;
                // Commas come percent-encoded from some editors.
                let list = super::link::decoded(value);
                for word in list.split(',').filter(|word| !word.is_empty()) {
                    let panel = name == "panels";
                    let known = match panel {
                        true => panels().any(|name| name == word),
                        false => {
                            word == "all" || LOCKS.contains(&word) || settings::find(word).is_some()
                        }
                    };
                    if !known {
                        found.push(unknown(panel, word));
                    } else if panel {
                        embed.panels.push(word.to_owned());
                    } else {
                        embed.lock.push(word.to_owned());
                    }
                }
            }
            _ => {}
        }
    }
    if idle && !embed.on {
        found.push(Problem::new("address", Complaint::NotEmbedded));
        embed = Embed {
            theme: embed.theme,
            ..Embed::default()
        };
    }
    (embed, found)
}

/// What can be shown beside the lanes.
pub fn panels() -> impl Iterator<Item = &'static str> {
    EXTRAS
        .into_iter()
        .chain(PANELS.iter().map(|panel| panel.name))
}

fn unknown(panel: bool, word: &str) -> Problem {
    match panel {
        true => ignored("panels", word, Takes::Names(panels().collect())),
        false => ignored("lock", word, Takes::Locks(&LOCKS)),
    }
}

fn ignored(name: &str, value: &str, takes: Takes) -> Problem {
    let value = Given::Text(value.chars().take(40).collect());
    Problem::new(name, Complaint::Ignored(value, takes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(query: &str) -> Vec<Complaint> {
        let (_, found) = read(query);
        found.into_iter().map(|problem| problem.complaint).collect()
    }

    #[test]
    fn what_is_written_is_read() {
        let embed = Embed {
            on: true,
            panels: vec!["settings".into(), "code".into()],
            lock: vec!["failures".into(), "payment_time_ms".into()],
            theme: "dark".into(),
        };
        assert_eq!(read(&embed.write()), (embed, vec![]));
        let plain = Embed {
            on: true,
            ..Embed::default()
        };
        assert_eq!(read(&plain.write()), (plain, vec![]));
    }

    #[test]
    fn a_page_of_its_own_asks_for_nothing() {
        assert_eq!(read(""), (Embed::default(), vec![]));
        assert_eq!(read("?utm_source=a&x"), (Embed::default(), vec![]));
    }

    #[test]
    fn a_wrong_name_gets_a_sentence_and_the_rest_is_used() {
        let (embed, found) =
            read("?embed=1&panels=code,dance&lock=consumers%2Cnothing&theme=green");
        assert_eq!(embed.panels, ["code"]);
        assert_eq!(embed.lock, ["consumers"]);
        assert_eq!(embed.theme, "");
        let fields: Vec<&str> = found.iter().map(|p| p.field.as_str()).collect();
        assert_eq!(fields, ["panels", "lock", "theme"]);
        let takes = Takes::Names(panels().collect());
        assert_eq!(
            complaints("?embed=1&panels=dance"),
            [Complaint::Ignored(Given::text("dance"), takes)]
        );
    }

    #[test]
    fn a_snippet_is_html_whatever_stands_in_it() {
        let embed = Embed {
            on: true,
            panels: vec!["code".into()],
            ..Embed::default()
        };
        let html = snippet(
            "https://a.example/x/",
            &embed,
            "v1&seed=2",
            "A \"b\" <c>",
            480,
        );
        assert!(html.starts_with(
            "<iframe src=\"https://a.example/x/?embed=1&amp;panels=code#v1&amp;seed=2\""
        ));
        assert!(html.contains("title=\"A &quot;b&quot; &lt;c>\""));
        assert!(html.contains("height=\"480\""));
    }

    #[test]
    fn panels_without_embed_are_told() {
        assert_eq!(complaints("?panels=code"), [Complaint::NotEmbedded]);
    }

    #[test]
    fn all_locks_everything_and_a_name_locks_that_setting() {
        let (all, _) = read("embed=1&lock=all");
        assert!(all.locks("failures") && all.locks_setting("consumers"));
        let (one, _) = read("embed=1&lock=consumers");
        assert!(!one.locks("failures") && !one.locks_setting("prefetch_count"));
        assert!(one.locks_setting("consumers"));
        assert!(!one.takes_another() && !all.takes_another());
        assert!(read("embed=1").0.takes_another());
    }
}
