//! The documents say what the program says.

use std::process::Command;

#[test]
fn the_page_of_settings_is_the_table_of_settings() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_showdown"));
    let output = program.args(["settings", "--markdown"]).output();
    let table = String::from_utf8(output.expect("the program starts").stdout).expect("UTF-8");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/settings.md");
    let page = std::fs::read_to_string(path).expect("docs/settings.md is there");
    assert!(
        page == table,
        "docs/settings.md is out of date: cargo run -- settings --markdown > docs/settings.md"
    );
}

/// Of the whole links, and of the examples of interventions.
#[test]
fn the_examples_of_links_are_links() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/links.md");
    let page = std::fs::read_to_string(path).expect("docs/links.md is there");
    let whole = page.lines().filter(|line| line.starts_with("v1&"));
    let deeds = page.lines().filter_map(|line| {
        let (deed, _) = line.strip_prefix("| `")?.split_once('`')?;
        deed.contains(':').then(|| format!("v1&do={deed}"))
    });
    let links: Vec<String> = whole.map(str::to_owned).chain(deeds).collect();
    assert_eq!(links.len(), 1 + 4);
    for link in links {
        let (_, mut problems) = showdown::share::link::read(&link);
        problems.retain(|problem| problem.field != "engine");
        assert_eq!(problems, [], "{link}");
    }
}
