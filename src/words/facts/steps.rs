//! What the reader's last deed did, if it is told: a press on *event*, or a setting changed in the middle of a run.

use crate::experiment::run::Step;
use crate::experiment::value::Value;

/// A press.
#[derive(Clone, Debug, PartialEq)]
pub enum Stepped {
    /// This happened.
    Forward(Step),
    /// This has not happened now.
    Back(Step),
    /// There was no step to make.
    Nothing,
    /// This setting is another one from now on.
    Set {
        /// Which.
        name: &'static str,
        /// What it was, for those who have begun.
        old: Value,
        /// What it is.
        new: Value,
        /// Somebody is on their way.
        begun: bool,
    },
}
