//! No circle of files in any room: who reads a file from the top need not have read those that read it.
//!
//! ```text
//! use super::layout::Layout;      scene.rs ──▶ layout.rs       a file needs what it names in its paths
//! ```
//!
//! A folder's own file (`mod.rs`, or `scene.rs` beside `scene/`) speaks for its children: that it has them (`mod`) and
//! that it hands on what they make (`pub use`) is no need of its own, and who names what it hands on needs the child.
//! Whatever else it takes from a child it needs, as anybody would; a child that needs its folder's file closes a circle
//! then. What tests need is left out: they stand beside what they look at.
//!
//! What is not seen: a method that is called without naming its type.

use std::collections::{BTreeMap, BTreeSet};

use crate::{ROOMS, Source, sources};

/// `crate::stage::scene`, as it is written in paths of its package.
type Module = Vec<String>;

/// One `use`, or one path in the code: from where it starts, and whether it is handed on.
struct Named {
    path: Vec<String>,
    handed_on: bool,
    /// What it is called here; `*`: everything in it.
    name: String,
}

#[derive(Default)]
struct Room {
    files: BTreeMap<Module, Vec<Named>>,
}

impl Room {
    fn of(sources: &[Source], root: &str) -> Self {
        let mut room = Self::default();
        for source in sources {
            let inside = source.path.strip_prefix(root).expect("inside");
            let mut module: Module = inside
                .trim_end_matches(".rs")
                .split('/')
                .map(str::to_owned)
                .collect();
            if module.iter().any(|part| part == "tests") {
                continue;
            }
            if matches!(module.last().map(String::as_str), Some("mod" | "lib")) {
                module.pop();
            }
            room.files.insert(module, names(&source.without_tests()));
        }
        room
    }

    /// The file that a path leads to, read in this one; `None`: to another room, or another package.
    fn leads_to(&self, from: &Module, path: &[String], depth: u32) -> Option<Module> {
        let mut module = match path[0].as_str() {
            "crate" => vec![],
            "self" => from.clone(),
            "super" => from[..from.len().checked_sub(1)?].to_vec(),
            child => {
                let mut module = from.clone();
                module.push(child.to_owned());
                if !self.files.contains_key(&module) {
                    return None;
                }
                module
            }
        };
        let mut rest = path[1..].iter().peekable();
        while rest.next_if(|part| *part == "super").is_some() {
            module.pop();
        }
        while let Some(part) = rest.peek() {
            module.push((*part).clone());
            // (A folder without a file of its own is on the way to one that has.)
            let on_the_way = self.files.keys().any(|file| file.starts_with(&module));
            if !on_the_way {
                module.pop();
                break;
            }
            rest.next();
        }
        let here = self.files.get(&module)?;
        let handed_on = |named: &&Named| {
            named.handed_on && rest.peek().is_some_and(|name| **name == named.name)
        };
        match here.iter().find(handed_on) {
            Some(named) if depth < 9 => {
                let child = self.leads_to(&module, &named.path, depth + 1);
                child.or(Some(module))
            }
            _ => Some(module),
        }
    }

    /// Which files each one needs.
    fn needs(&self) -> BTreeMap<&Module, BTreeSet<Module>> {
        let needs = self.files.iter().map(|(file, names)| {
            let own = names.iter().filter(|named| !named.handed_on);
            let others = own.filter_map(|named| self.leads_to(file, &named.path, 0));
            (file, others.filter(|other| other != file).collect())
        });
        needs.collect()
    }

    /// Files that need each other, directly or through others.
    fn circles(&self) -> Vec<Vec<String>> {
        let needs = self.needs();
        let reach = |from: &Module| {
            let mut seen: BTreeSet<Module> = BTreeSet::new();
            let mut left: Vec<&Module> = vec![from];
            while let Some(file) = left.pop() {
                for next in &needs[file] {
                    if seen.insert(next.clone()) {
                        left.push(self.files.get_key_value(next).expect("a file").0);
                    }
                }
            }
            seen
        };
        let reached: BTreeMap<&Module, BTreeSet<Module>> =
            self.files.keys().map(|file| (file, reach(file))).collect();
        let mut circles = BTreeSet::new();
        for (file, seen) in reached.iter().filter(|(file, seen)| seen.contains(**file)) {
            let back = seen.iter().filter(|other| reached[other].contains(*file));
            circles.insert(back.map(|part| part.join("::")).collect::<Vec<_>>());
        }
        circles.into_iter().collect()
    }
}

/// Everything that is named in a piece of code by a path of two parts or more, or by `use`.
fn names(code: &str) -> Vec<Named> {
    let words = words(code);
    let mut names = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if words[at] == "use" {
            let handed_on = at > 0 && matches!(words[at - 1], "pub" | ")");
            let end = at + words[at..].iter().position(|w| *w == ";").unwrap_or(0);
            tree(
                &words[at + 1..end.max(at + 1)],
                &mut Vec::new(),
                &mut |path, name| {
                    names.push(Named {
                        path: path.to_vec(),
                        handed_on,
                        name: name.to_owned(),
                    });
                },
            );
            at = end.max(at) + 1;
        } else if is_name(words[at]) {
            let mut path = vec![words[at].to_owned()];
            while words.get(at + 1) == Some(&"::") && words.get(at + 2).is_some_and(|w| is_name(w))
            {
                path.push(words[at + 2].to_owned());
                at += 2;
            }
            at += 1;
            if path.len() > 1 {
                names.push(Named {
                    path,
                    handed_on: false,
                    name: String::new(),
                });
            }
        } else {
            at += 1;
        }
    }
    names
}

/// Goes through the branches of a `use`; returns how many words it read.
fn tree(words: &[&str], path: &mut Vec<String>, each: &mut impl FnMut(&[String], &str)) -> usize {
    let (mut at, depth) = (0, path.len());
    while at < words.len() {
        match words[at] {
            "{" => {
                at += 1 + tree(&words[at + 1..], path, each);
                path.truncate(depth);
            }
            "}" | "," => {
                if path.len() > depth {
                    each(path, path.last().expect("a path"));
                }
                path.truncate(depth);
                if words[at] == "}" {
                    return at + 1;
                }
                at += 1;
            }
            "::" => at += 1,
            "as" => {
                each(path, words[at + 1]);
                path.truncate(depth);
                at += 2;
            }
            name => {
                path.push(name.to_owned());
                at += 1;
            }
        }
    }
    if path.len() > depth {
        each(path, path.last().expect("a path"));
    }
    path.truncate(depth);
    at
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Names, `::`, and single signs.
fn words(code: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let part_of_a_name = |c: char| c.is_alphanumeric() || c == '_';
        let length = match first {
            c if part_of_a_name(c) => rest.find(|c| !part_of_a_name(c)).unwrap_or(rest.len()),
            ':' if rest.starts_with("::") => 2,
            c => c.len_utf8(),
        };
        words.push(&rest[..length]);
        rest = rest[length..].trim_start();
    }
    words
}

impl Source {
    /// Its code without comments, and without its tests.
    fn without_tests(&self) -> String {
        let code: Vec<&str> = self.code().map(|(_, line)| line).collect();
        let tests = "#[cfg(test)]\nmod tests {";
        let code = code.join("\n");
        let end = code.find(tests).unwrap_or(code.len());
        code[..end].to_owned()
    }
}

#[test]
fn no_files_of_a_room_need_each_other() {
    let mut found = Vec::new();
    for room in ROOMS.iter().map(|(room, ..)| *room).chain(["sim"]) {
        let root = if room == "sim" { "src/sim/" } else { "src/" };
        let room = Room::of(&sources(&format!("src/{room}")), root);
        for circle in room.circles() {
            found.push(circle.join(" ↔ "));
        }
    }
    assert!(found.is_empty(), "circles of files:\n{}", found.join("\n"));
}

/// The rule is only worth something if it can be broken.
#[test]
fn a_circle_is_found_where_there_is_one() {
    let file = |path: &str, text: &str| Source {
        path: format!("src/{path}"),
        text: text.to_owned(),
    };
    let circles = |files: &[Source]| Room::of(files, "src/").circles();
    let folder = file(
        "a/mod.rs",
        "//!\nmod x;\nmod y;\npub use x::X;\npub struct A;",
    );
    // Through what the folder hands on; through a path in the code; not through tests, nor through another room.
    let x = file("a/x.rs", "use crate::{b::B, a::y::{Y, Z}};\npub struct X;");
    let y = file("a/y.rs", "use super::X;");
    assert_eq!(circles(&[folder, x, y]), [["a::x", "a::y"]]);

    let folder = file("a/mod.rs", "mod x;\nuse x::X;\npub struct A;");
    let x = file("a/x.rs", "fn x() -> super::A {}");
    assert_eq!(circles(&[folder, x]), [["a", "a::x"]]);

    let folder = file("a/mod.rs", "mod x;\npub(crate) use x::X;\npub struct A;");
    let x = file(
        "a/x.rs",
        "use super::A;\n#[cfg(test)]\nmod tests {\nuse super::super::y::Y;}",
    );
    let y = file("a/y.rs", "use super::x::X; // use super::A;");
    assert!(circles(&[folder, x, y]).is_empty());
}
