//! English: if the program ever panics.

/// What happened.
pub const STOPPED: &str = "The simulation stopped";
/// Whose fault it is, and what to do.
pub const SORRY: &str = "This is a mistake in the program, not in what you did. Your experiment is below: copy it, reload \
                         the page, and please report it.";
/// Copies it.
pub const COPY: &str = "Copy the experiment";
/// Begins anew.
pub const RELOAD: &str = "Reload";
