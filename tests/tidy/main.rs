//! Reads the source: rules that a compiler does not know.
//!
//! The engine is pure (no screen, no clock, no global, no order of a hash map, no arithmetic that differs between
//! machines), arrows run one way, and a file ends before a reader does. Comments may say what code may not.

use std::path::{Path, PathBuf};

mod circles;
mod map;
mod words;

/// Lines a file has at most.
const LINES: usize = 600;

struct Source {
    /// From the package's root: `src/sim/shop.rs`.
    path: String,
    text: String,
}

/// Every `.rs` file under a folder of the package.
fn sources(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join(folder)];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the package") {
            let path = entry.expect("an entry of it").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    let source = |path: PathBuf| Source {
        text: std::fs::read_to_string(&path).expect("UTF-8"),
        path: path
            .strip_prefix(root)
            .expect("inside")
            .display()
            .to_string(),
    };
    files.into_iter().map(source).collect()
}

impl Source {
    /// Its lines with their numbers, without comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let code = |line: &'_ str| line.find("//").unwrap_or(line.len());
        let lines = self.text.lines().enumerate();
        lines.map(move |(k, line)| (k + 1, &line[..code(line)]))
    }
}

/// Is this word in a line, as a word of its own?
fn has_word(line: &str, word: &str) -> bool {
    let part_of_a_name = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(part_of_a_name) && !after.is_some_and(part_of_a_name)
    })
}

fn forbid(folder: &str, words: &[&str], why: &str) {
    let mut found = Vec::new();
    let sources = sources(folder);
    assert!(!sources.is_empty(), "{folder} is empty");
    for source in &sources {
        for (number, line) in source.code() {
            for word in words.iter().filter(|word| has_word(line, word)) {
                found.push(format!("{}:{number}: {word}", source.path));
            }
        }
    }
    assert!(found.is_empty(), "{why}:\n{}", found.join("\n"));
}

/// Crates that know of a browser.
const WEB: [&str; 6] = [
    "web_sys",
    "wasm_bindgen",
    "js_sys",
    "leptos",
    "plotters",
    "gloo_timers",
];

/// A room, the rooms whose names it may know, and whether it may know of a browser: the arrows of ARCHITECTURE.md.
///
/// (The tests of `stage` and `charts` look at a whole page, so these two may name `app` and `experiment`. `view` names the
/// two rooms that are chunks, once each, to load them.)
const ROOMS: [(&str, &[&str], bool); 14] = [
    ("experiment", &["sim"], false),
    ("share", &["sim", "experiment"], false),
    ("replay", &["sim", "experiment", "words"], false),
    ("code", &["sim"], false),
    ("words", &["sim", "experiment", "share"], false),
    ("story", &["sim", "words"], false),
    (
        "app",
        &["sim", "experiment", "share", "stage", "words"],
        false,
    ),
    (
        "cli",
        &[
            "sim",
            "experiment",
            "share",
            "replay",
            "story",
            "code",
            "words",
        ],
        false,
    ),
    ("web", &[], true),
    ("stage", &["sim", "words", "app", "experiment"], true),
    ("charts", &["sim", "words", "app", "web"], true),
    (
        "view",
        &[
            "sim",
            "experiment",
            "share",
            "app",
            "stage",
            "words",
            "web",
            "panels",
            "recorded",
        ],
        true,
    ),
    (
        "panels",
        &[
            "sim",
            "experiment",
            "share",
            "app",
            "words",
            "code",
            "story",
            "charts",
            "view",
            "web",
        ],
        true,
    ),
    (
        "recorded",
        &["sim", "replay", "share", "app", "words", "view", "web"],
        true,
    ),
];

#[test]
fn the_engine_can_reach_no_screen() {
    let manifest = include_str!("../../src/sim/Cargo.toml");
    let (_, dependencies) = manifest
        .split_once("[dependencies]")
        .expect("a package that names what it needs");
    let names: Vec<&str> = dependencies
        .lines()
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names, ["libm", "serde"], "sim is pure and at the bottom");
}

#[test]
fn arrows_run_one_way() {
    for (room, may_know, browser) in ROOMS {
        let others = ROOMS.iter().map(|(name, ..)| *name);
        let strangers = others.filter(|other| *other != room && !may_know.contains(other));
        let strangers: Vec<String> = strangers.map(|name| format!("crate::{name}")).collect();
        let web: &[&str] = if browser { &[] } else { &WEB };
        let words: Vec<&str> = strangers
            .iter()
            .map(String::as_str)
            .chain(web.iter().copied())
            .collect();
        forbid(&format!("src/{room}"), &words, "arrows run one way");
    }
}

#[test]
fn every_room_is_on_the_map() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in std::fs::read_dir(root).expect("src") {
        let entry = entry.expect("an entry of it");
        let name = entry.file_name().to_string_lossy().into_owned();
        let known = name == "sim" || ROOMS.iter().any(|(room, ..)| *room == name);
        assert!(known || !entry.path().is_dir(), "whom may src/{name} know?");
    }
}

#[test]
fn nothing_in_a_run_depends_on_the_machine() {
    for folder in ["src/sim", "src/experiment", "src/share"] {
        forbid(
            folder,
            &[
                "HashMap",
                "HashSet",
                "RandomState",
                "std::time",
                "Instant",
                "SystemTime",
                "std::thread",
                "std::env",
                "static mut",
                "thread_local",
                "OnceLock",
                "LazyLock",
                "Mutex",
                "usize::MAX",
                "rand",
            ],
            "a run is a function of its experiment",
        );
    }
}

/// `sqrt` is exact everywhere; the others differ in the last bit between std natively and in WebAssembly.
#[test]
fn transcendental_functions_come_from_libm() {
    let functions = [
        "ln", "ln_1p", "log", "log2", "log10", "exp", "exp2", "exp_m1", "powf", "powi", "sin",
        "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "cbrt", "hypot",
    ];
    let mut found = Vec::new();
    for source in sources("src/sim").iter().chain(&sources("src/experiment")) {
        for (number, line) in source.code() {
            for name in functions {
                let call = format!(".{name}(");
                let mut calls = line.match_indices(&call);
                // `log()` without a base is the log of a shop.
                let method =
                    calls.any(|(at, _)| name != "log" || !line[at + call.len()..].starts_with(')'));
                let path = has_word(line, &format!("f64::{name}"));
                if method || path {
                    found.push(format!("{}:{number}: {name}", source.path));
                }
            }
        }
    }
    assert!(found.is_empty(), "use libm:\n{}", found.join("\n"));
}

#[test]
fn nothing_is_unsafe() {
    for folder in ["src", "tests"] {
        let word = concat!("un", "safe");
        forbid(folder, &[word], "nothing here needs it");
    }
}

#[test]
fn a_file_ends_before_its_reader_does() {
    let mut long = Vec::new();
    for source in sources("src").iter().chain(&sources("tests")) {
        let lines = source.text.lines().count();
        if lines > LINES {
            long.push(format!("{}: {lines} lines", source.path));
        }
    }
    assert!(long.is_empty(), "over {LINES} lines:\n{}", long.join("\n"));
}

#[test]
fn a_module_opens_by_teaching() {
    let silent: Vec<String> = sources("src")
        .into_iter()
        .chain(sources("tests"))
        .filter(|source| !source.text.starts_with("//!"))
        .map(|source| source.path)
        .collect();
    assert!(silent.is_empty(), "no header: {silent:?}");
}

/// The rules above are only worth something if they can be broken.
#[test]
fn the_rules_can_be_broken() {
    assert!(has_word("use std::collections::HashMap;", "HashMap"));
    assert!(!has_word("let my_HashMap_like = 1;", "HashMap"));
    assert!(has_word("crate::web::canvas()", "crate::web"));
    assert!(!has_word("crate::website()", "crate::web"));
    let source = Source {
        path: String::new(),
        text: "// HashMap\nlet x = 1; // HashMap\nHashMap::new()".to_owned(),
    };
    let lines: Vec<usize> = source
        .code()
        .filter(|(_, line)| has_word(line, "HashMap"))
        .map(|(number, _)| number)
        .collect();
    assert_eq!(lines, [3]);
}
