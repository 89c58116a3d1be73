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
