//! Every word of the page stands in one room, so that a language is one table.
//!
//! No other room has a literal that anybody would read: no two words in a row, no label with a capital, no
//! text in the document's own places (between tags; a title, a placeholder, a name for those who hear it). What looks like
//! words and is none is known by its form: markup, formats, classes of the style sheet; or stands in the list below.

use std::path::Path;

use super::{Source, sources};

/// The rooms that may speak: the words, the command line, which is English, and the programs, which are Python.
const SPEAK: [&str; 3] = ["words", "cli", "code"];

/// The others.
fn silent() -> impl Iterator<Item = &'static str> {
    let rooms = super::ROOMS.iter().map(|(room, ..)| *room);
    rooms.filter(|room| !SPEAK.contains(room)).chain(["sim"])
}

/// What looks like words and is none, exactly as it stands there.
const NO_WORDS: [(&str, &[&str]); 9] = [
    // Keys as browsers call them; selectors and sizes of the style sheet.
    (
        "view",
        &[
            "Escape",
            "Arrow",
            "ArrowLeft",
            "ArrowRight",
            "Home",
            "End",
            "input, select, textarea, dialog, [contenteditable]",
            "[role=tab], pre, .scroll",
            "--rows:calc(var(--window) + {users}px) {checkout}px {between}px {services}px minmax(0,1fr)",
        ],
    ),
    ("panels", &["Escape", "ArrowLeft", "ArrowRight"]),
    // Names that a recording gives to exceptions.
    (
        "replay",
        &[
            "NackError",
            "UnroutableError",
            "ReadTimeout",
            "ConnectTimeout",
            "PoolTimeout",
            "ConnectError",
            "RemoteProtocolError",
        ],
    ),
    // Mermaid's own language.
    (
        "story",
        &[
            "    participant {id} as {name}",
            "    Note over U: {left_out}",
            "    Note over {}: {label}",
        ],
    ),
    // Fonts.
    (
        "stage",
        &[
            "700 {}px system-ui, sans-serif",
            "600 {}px system-ui, sans-serif",
        ],
    ),
    ("charts", &["system-ui, sans-serif"]),
    // The name of a type.
    ("web", &["Frames"]),
    // A number that is none.
    ("experiment", &["NaN"]),
    // What a debug build panics with, and what a wrong build stops with.
    (
        "sim",
        &[
            "{orders} orders were sent but the ledger holds {}",
            "a user was told 200 while the charge is {charge:?}",
            "the page ships: it has no business with the feature `wrong`",
        ],
    ),
];

/// A literal, where it stands, and what is around it.
#[derive(Debug, PartialEq)]
struct Literal {
    line: usize,
    text: String,
    /// What comes right before and after it, without blanks.
    before: String,
    after: char,
}

/// The literals of a file up to its tests.
fn literals(text: &str) -> Vec<Literal> {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let chars: Vec<char> = text.chars().collect();
    let (mut found, mut before, mut line, mut k) = (Vec::new(), String::new(), 1, 0);
    let is = |k: usize, c: char| chars.get(k) == Some(&c);
    while k < chars.len() {
        match chars[k] {
            '\n' => line += 1,
            '/' if is(k + 1, '/') => {
                while k + 1 < chars.len() && !is(k + 1, '\n') {
                    k += 1;
                }
            }
            // A character, which may be a quotation mark; not a lifetime.
            '\'' if is(k + 1, '\\') => {
                k += 2;
                while k + 1 < chars.len() && !is(k + 1, '\'') {
                    k += 1;
                }
                k += 1;
            }
            '\'' if is(k + 2, '\'') => k += 2,
            '"' => {
                let hashes = before.chars().rev().take_while(|&c| c == '#').count();
                let raw = before.trim_end_matches('#').ends_with('r');
                let (start, began) = (k + 1, line);
                k += 1;
                let ends = |k: usize| is(k, '"') && (!raw || (1..=hashes).all(|h| is(k + h, '#')));
                while k < chars.len() && !ends(k) {
                    line += usize::from(chars[k] == '\n');
                    // What is escaped ends nothing.
                    if !raw && chars[k] == '\\' {
                        k += 1;
                        line += usize::from(is(k, '\n'));
                    }
                    k += 1;
                }
                let after = chars[k.min(chars.len() - 1) + 1..].iter();
                found.push(Literal {
                    line: began,
                    text: chars[start..k.min(chars.len())].iter().collect(),
                    before: before.clone(),
                    after: after.copied().find(|c| !c.is_whitespace()).unwrap_or(' '),
                });
                before.clear();
            }
            c if !c.is_whitespace() => {
                before.push(c);
                if before.len() > 60 {
                    before = before.chars().skip(30).collect();
                }
            }
            _ => {}
        }
        k += 1;
    }
    found
}

/// What a reader would see of it: without markup, without what is filled in, without escapes.
fn seen(text: &str) -> String {
    let mut seen = String::new();
    let mut inside = Vec::new();
    let text = text
        .replace("\\\"", "'")
        .replace("\\n", " ")
        .replace("{{", "");
    for c in text.chars() {
        match c {
            '<' => inside.push('>'),
            '{' => inside.push('}'),
            c if inside.last() == Some(&c) => drop(inside.pop()),
            c if inside.is_empty() => seen.push(c),
            _ => {}
        }
    }
    seen
}

/// Runs of letters, two at least.
fn words(text: &str) -> Vec<&str> {
    let all = text.split(|c: char| !c.is_alphabetic());
    all.filter(|word| word.chars().count() > 1).collect()
}

/// Why somebody would read it, if somebody would.
fn reads(literal: &Literal, classes: &[String]) -> Option<&'static str> {
    let text = seen(&literal.text);
    let in_a_row = text.split_whitespace().collect::<Vec<_>>();
    let is_word = |word: &&str| {
        let bare = word.trim_matches(|c: char| c.is_ascii_punctuation());
        bare.chars().count() > 1 && bare.chars().all(char::is_alphabetic)
    };
    let is_class = |word: &&str| classes.iter().any(|class| class == word);
    let pairs = in_a_row.windows(2).any(|two| two.iter().all(is_word));
    if pairs && !in_a_row.iter().all(is_class) {
        return Some("two words in a row");
    }
    let first = text.chars().next().is_some_and(char::is_uppercase);
    let label = |c: char| c.is_alphabetic() || c == ' ';
    if first && text.chars().all(label) && text.chars().any(char::is_lowercase) {
        return Some("a label with a capital");
    }
    if words(&text).is_empty() {
        return None;
    }
    let named = ["title=", "aria-label=", "placeholder=", "aria-valuetext="];
    if named.iter().any(|name| literal.before.ends_with(name)) {
        return Some("the name of something");
    }
    let opens = literal.before.ends_with(['>', '}']) && !literal.before.ends_with("=>");
    if opens && ['<', '{'].contains(&literal.after) {
        return Some("a text between tags");
    }
    None
}

/// Said to whoever reads a panic, not to a reader of the page.
fn of_a_panic(literal: &Literal) -> bool {
    let calls = ["expect(", "panic!(", "unreachable!("];
    calls.iter().any(|call| literal.before.ends_with(call)) || literal.before.contains("assert")
}

/// The classes of the style sheets.
fn classes() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("style");
    let mut classes = Vec::new();
    for entry in std::fs::read_dir(folder).expect("style") {
        let text = std::fs::read_to_string(entry.expect("an entry of it").path());
        for part in text.expect("UTF-8").split('.').skip(1) {
            let end = part.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_');
            classes.push(part[..end.unwrap_or(part.len())].to_owned());
        }
    }
    classes
}

fn complaints(source: &Source, allowed: &[&str], classes: &[String]) -> Vec<String> {
    let literals = literals(&source.text).into_iter();
    let read = literals.filter_map(|literal| {
        let why = reads(&literal, classes)?;
        let fine = allowed.contains(&literal.text.as_str()) || of_a_panic(&literal);
        (!fine).then(|| {
            format!(
                "{}:{}: {why}: {:?}",
                source.path, literal.line, literal.text
            )
        })
    });
    read.collect()
}

#[test]
fn every_word_of_the_page_stands_in_one_room() {
    let classes = classes();
    let mut found = Vec::new();
    for room in silent() {
        let allowed = NO_WORDS.iter().find(|(name, _)| *name == room);
        let allowed = allowed.map_or(&[][..], |(_, allowed)| allowed);
        let sources = sources(&format!("src/{room}"));
        let is_test = |s: &&Source| s.path.ends_with("/tests.rs");
        // (A setting's row names the source of its default.)
        let tables = ["src/sim/config/table.rs", "src/sim/config/service.rs"];
        let is_row = |s: &&Source| tables.contains(&s.path.as_str());
        for source in sources.iter().filter(|s| !is_test(s) && !is_row(s)) {
            found.extend(complaints(source, allowed, &classes));
        }
    }
    assert!(found.is_empty(), "to src/words:\n{}", found.join("\n"));
}

#[test]
fn what_is_allowed_is_there() {
    for (room, allowed) in NO_WORDS {
        let all: Vec<String> = sources(&format!("src/{room}"))
            .iter()
            .flat_map(|source| literals(&source.text))
            .map(|literal| literal.text)
            .collect();
        for text in allowed {
            assert!(all.iter().any(|it| it == text), "{room}: {text:?} is gone");
        }
    }
}

/// Each way in which a word can slip into a room is seen, and nothing else is.
#[test]
fn the_rule_can_be_broken() {
    let source = |text: &str| Source {
        path: String::new(),
        text: text.to_owned(),
    };
    let classes = ["box".to_owned(), "pill".to_owned()];
    let complains = |text: &str| !complaints(&source(text), &[], &classes).is_empty();
    for read in [
        r#"let x = "nobody waits";"#,
        r#"format!("{n} of them wait, {m} do not")"#,
        r#"push("<p class=\"quiet\">read me</p>")"#,
        r#"<button title="back">{word}</button>"#,
        r#"<button>"reset"</button>"#,
        r#"<p>{clock} "later" {rest}</p>"#,
        r#"true => "Copied","#,
        r#"let x = '"'; let y = "two words";"#,
        r##"r#"say "no" more"#"##,
    ] {
        assert!(complains(read), "{read}");
    }
    for unread in [
        r#"// "a comment says much""#,
        r#"let x = "box pill";"#,
        r#"<p class="quiet" id="clock">{word} " · " "▶"</p>"#,
        r#"format!("width:{}%", "left:{x}px;top:{y}px")"#,
        r#"write!(svg, "<text class=\"time\" x=\"{x}\">{words}</text>")"#,
        r#".expect("there is a line")"#,
        r#"fn f<'a>(x: &'a str) -> &'a str { "on" }"#,
        r#"#[cfg(test)] mod tests { fn f() { say("two words") } }"#,
    ] {
        assert!(!complains(unread), "{unread}");
    }
}
