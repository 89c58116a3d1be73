//! The documents say what the program says, and the program answers what it is asked.

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

/// Of every recorded run, every figure that is judged.
#[test]
fn the_page_of_recorded_runs_is_what_they_come_to_now() {
    let root = env!("CARGO_MANIFEST_DIR");
    let runs = format!("{root}/tests/reference");
    let mut program = Command::new(env!("CARGO_BIN_EXE_showdown"));
    let output = program.args(["replay", "--all", &runs, "--markdown"]);
    let output = output.output().expect("the program starts");
    let table = String::from_utf8(output.stdout).expect("UTF-8");
    let page = std::fs::read_to_string(format!("{root}/docs/recorded-table.md"));
    let page = page.expect("docs/recorded-table.md is there");
    let drifted = page.lines().zip(table.lines()).find(|(was, is)| was != is);
    assert!(
        page == table,
        "docs/recorded-table.md is out of date ({drifted:?}): \
         cargo run --release -q -- replay --all tests/reference --markdown > docs/recorded-table.md"
    );
}

/// What the page says of itself at the stage's foot is what the table comes to.
#[test]
fn the_line_of_trust_is_the_table_s() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/recorded-table.md");
    let page = std::fs::read_to_string(path).expect("docs/recorded-table.md is there");
    let bold: Vec<&str> = page.split("**").skip(1).step_by(2).collect();
    let [holding, off, ..] = bold[..] else {
        panic!("two figures stand out: {bold:?}")
    };
    let (runs, of) = holding.split_once(" of ").expect("so many of so many");
    assert_eq!(of, format!("{runs} runs hold"), "or the line has to say so");
    let line = showdown::words::panels::TRUST;
    assert!(line.contains(&format!("{runs} recorded runs")), "{line}");
    assert!(line.ends_with(off), "{line}: {off}");
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

fn showdown(words: &str) -> (String, String, Option<i32>) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_showdown"));
    let output = program.args(words.split(' ')).output();
    let output = output.expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (
        text(output.stdout),
        text(output.stderr),
        output.status.code(),
    )
}

#[test]
fn the_story_of_an_order_can_be_asked_for() {
    let story = "story --preset demo-code --order 150";
    let (both, ..) = showdown(story);
    assert!(both.contains("Order 150, sync shop:\n"));
    assert!(both.contains("Order 150, async shop:\n"));
    // At 9.5 s Payment's third round is at work, and Checkout still waits.
    let (early, ..) = showdown(&format!("{story} --shop sync --until 9.5"));
    assert!(
        early.ends_with("Payment works on it on thread 30, and still does.\n"),
        "{early}"
    );
    assert!(!early.contains("async"));
    let (mermaid, ..) = showdown(&format!("{story} --shop async --mermaid"));
    assert!(mermaid.starts_with("sequenceDiagram\n"));
    for (wrong, sentence) in [
        ("story --preset demo-code", "story wants --order K"),
        (
            "story --preset demo-code --order 0",
            "a whole number from 1",
        ),
        (
            "story --preset demo-code --order 1 --shop left",
            "[possible values: sync, async, both]",
        ),
        (
            "story --preset demo-code --order 1 --until -1",
            "seconds from 0",
        ),
        ("story --preset demo-code --order", "a value is required"),
    ] {
        let (said, complaint, status) = showdown(wrong);
        assert_eq!((said.as_str(), status), ("", Some(2)), "{wrong}");
        assert!(complaint.contains(sentence), "{wrong}: {complaint}");
    }
}

/// A picture that no document shows is looked at by nobody, and grows old.
#[test]
fn every_picture_is_shown_and_every_shown_one_is_there() {
    let root = env!("CARGO_MANIFEST_DIR");
    let readme = std::fs::read_to_string(format!("{root}/README.md")).expect("README.md is there");
    let shown = readme.split("(docs/screenshots/").skip(1);
    let mut shown: Vec<&str> = shown.filter_map(|rest| rest.split(')').next()).collect();
    shown.sort_unstable();
    let there = std::fs::read_dir(format!("{root}/docs/screenshots")).expect("pictures");
    let name = |entry: std::io::Result<std::fs::DirEntry>| {
        let name = entry.expect("an entry").file_name();
        name.into_string().expect("UTF-8")
    };
    let mut there: Vec<String> = there.map(name).collect();
    there.sort_unstable();
    assert_eq!(there, shown);
}
