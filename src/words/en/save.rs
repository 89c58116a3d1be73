//! English: the experiment as a file, and what copies.

use super::figures::count;

/// What determines a run: text before the number of interventions, and after it.
pub const DETERMINED: [&str; 2] = [
    "Settings, a seed and ",
    " determine everything above; the link in the address says it all, and the command line gives the same run.",
];

/// So many interventions.
pub fn interventions(n: usize) -> String {
    count(n as u64, "intervention")
}

/// What a link cannot say: so many orders go as the file prescribes.
pub fn prescribed(orders: usize) -> String {
    let orders = count(orders as u64, "order");
    format!("What is prescribed for {orders} stands in the file only: a link cannot say it.")
}

/// The address of all luck.
pub const SEED: &str = "Seed ";
/// What that is.
pub const SEED_HELP: &str = "The address of all luck; another seed starts the run over";
/// Copies the experiment.
pub const COPY_EXPERIMENT: &str = "Copy experiment";
/// Saves it.
pub const SAVE_EXPERIMENT: &str = "Save experiment";
/// Saves what the run came to.
pub const SAVE_REPORT: &str = "Save report";
/// The experiment as text.
pub const AS_JSON: &str = "As JSON";
/// What can be done with it.
pub const JSON_HELP: &str = "The experiment so far; paste another one and open it.";
/// Does that.
pub const OPEN_IT: &str = "Open it";

/// A button that copies has done it.
pub const COPIED: &str = "Copied";
/// It may not.
pub const NOT_ALLOWED: &str = "Not allowed here: select and copy";
