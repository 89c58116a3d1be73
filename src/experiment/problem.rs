//! What was wrong with something from outside, in a sentence a person can act on.

use std::fmt;

/// Names the field, the value and what is allowed; says what was used instead where something was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: `settings.payment_time_ms`, `log[3].at_us`.
    pub field: String,
    /// The whole sentence.
    pub sentence: String,
}

impl Problem {
    /// A problem with one field.
    pub fn new(field: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            sentence: sentence.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.sentence)
    }
}

impl std::error::Error for Problem {}

/// Somebody's text in a sentence: in quotes, its first 80 characters at most.
pub fn quoted(text: &str) -> String {
    format!("{:?}", text.chars().take(80).collect::<String>())
}
