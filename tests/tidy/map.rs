//! The map of the house: every room stands in ARCHITECTURE.md, and what that names exists.

use std::path::Path;

/// What it speaks of that is not there: the folders of a second language.
const NOT_BUILT: [&str; 2] = ["words/de/", "dist/de/"];

/// Where a name that is not whole may begin: the code map's are whole, the tables below it leave out `src/`.
const BELOW: [&str; 3] = ["", "src", "src/sim"];

/// Endings of names that are files.
const FILES: [&str; 7] = [".rs", ".mjs", ".js", ".css", ".html", ".py", ".sh"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text() -> String {
    std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("the map")
}

/// Between backticks.
fn named(text: &str) -> Vec<&str> {
    text.lines()
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .collect()
}

/// The code map alone.
fn code_map(text: &str) -> &str {
    let (_, after) = text.split_once("## Code map").expect("a code map");
    after.split_once("\n## ").map_or(after, |(map, _)| map)
}

fn names_in(folder: &str) -> Vec<(String, bool)> {
    let entries = std::fs::read_dir(root().join(folder)).expect("a folder");
    let entry = |entry: std::io::Result<std::fs::DirEntry>| {
        let entry = entry.expect("an entry of it");
        (
            entry.file_name().to_string_lossy().into_owned(),
            entry.path().is_dir(),
        )
    };
    entries.map(entry).collect()
}

#[test]
fn every_room_and_every_part_of_the_engine_stands_in_the_map() {
    let text = text();
    let mut rooms: Vec<&str> = Vec::new();
    for row in code_map(&text)
        .lines()
        .filter(|line| line.starts_with("| `"))
    {
        // Its first cell may name several; those after the first are in the same folder.
        let cell = row.split('|').nth(1).expect("a first cell");
        rooms.extend(named(cell).iter().map(|name| name.trim_end_matches('/')));
    }
    for (folder, files_too) in [("src", false), ("src/sim", true)] {
        for (name, is_folder) in names_in(folder) {
            let whole = format!("{folder}/{name}");
            // (`below.rs` and the folder `below/` are one.)
            let is = |room: &&str| {
                [whole.as_str(), &name]
                    .map(|it| it.trim_end_matches(".rs"))
                    .contains(&room.trim_end_matches(".rs"))
            };
            let stands = rooms.iter().any(is);
            let exempt = ["lib.rs", "Cargo.toml"].contains(&name.as_str());
            assert!(
                stands || exempt || !(is_folder || files_too),
                "{whole} is not in the map"
            );
        }
    }
}

#[test]
fn what_the_document_names_exists() {
    let text = text();
    let all: Vec<String> = ["src", "tests", "benches", "e2e", "scripts", "style"]
        .iter()
        .flat_map(|folder| below(folder))
        .collect();
    for name in named(&text) {
        let path = name.trim_end_matches('/');
        let is_path = FILES.iter().any(|end| name.ends_with(end)) || name.ends_with('/');
        let is_pattern = name.contains(['*', '{', ' ', '<', '…']);
        if !is_path || is_pattern || NOT_BUILT.contains(&name) || name.starts_with("dist") {
            continue;
        }
        let there = BELOW
            .iter()
            .any(|from| root().join(from).join(path).exists());
        // (In the cell of a room stand names that are below it.)
        let somewhere = all.iter().any(|file| file.ends_with(&format!("/{path}")));
        assert!(
            there || somewhere,
            "ARCHITECTURE.md names {name}, which is not there"
        );
    }
}

/// Every file and folder below one, by its whole name.
fn below(folder: &str) -> Vec<String> {
    let mut all = Vec::new();
    for (name, is_folder) in names_in(folder) {
        let whole = format!("{folder}/{name}");
        if is_folder && !["node_modules", "target"].contains(&name.as_str()) {
            all.extend(below(&whole));
        }
        all.push(whole);
    }
    all
}
