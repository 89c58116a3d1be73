//! English: numbers in words, and what goes with one or with several.

/// Up to ten in words, as within a sentence.
pub(super) fn few(n: u64) -> String {
    number(n).to_ascii_lowercase()
}

/// Up to ten in words, as a sentence begins.
pub(super) fn number(n: u64) -> String {
    const WORDS: [&str; 11] = [
        "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten",
    ];
    match WORDS.get(n as usize) {
        Some(word) => (*word).to_owned(),
        None => n.to_string(),
    }
}

/// All of several, as a sentence begins.
pub(super) fn all_of(n: u64) -> String {
    match n {
        2 => "Both".to_owned(),
        n => format!("All {}", few(n)),
    }
}

pub(super) fn noun(n: u64, noun: &str) -> String {
    match n {
        1 => noun.to_owned(),
        _ => format!("{noun}s"),
    }
}

pub(super) fn were(n: u64) -> &'static str {
    if n == 1 { "was" } else { "were" }
}

pub(super) fn wait(n: u64) -> &'static str {
    if n == 1 { "waits" } else { "wait" }
}

pub(super) fn waits(n: u64, what: &str) -> String {
    format!("{} {}", noun(n, what), wait(n))
}

pub(super) fn them(n: u64) -> &'static str {
    if n == 1 { "it" } else { "them" }
}

pub(super) fn is_or_are(n: u64) -> &'static str {
    if n == 1 { "is" } else { "are" }
}

/// "Three sync users were".
pub(super) fn who_were(n: u64, side: &str) -> String {
    format!("{} {side} {} {}", number(n), noun(n, "user"), were(n))
}
