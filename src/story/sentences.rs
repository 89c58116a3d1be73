//! A story as sentences: for the command line, for screen readers, and as the drawing's text alternative.

use super::Story;
use super::rows::{Row, rows};
use crate::words::story as words;

/// The story, a sentence a row.
pub fn sentences(story: &Story) -> Vec<String> {
    if story.is_empty() {
        return vec![words::not_sent(&story.title())];
    }
    let mut sentences: Vec<String> = rows(story).iter().map(Row::sentence).collect();
    if story.left_out > 0 {
        let at = sentences.len().saturating_sub(1);
        sentences.insert(at, words::goes_on(story.left_out));
    }
    sentences
}
