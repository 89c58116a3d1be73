//! What the last press on *event* did.

use crate::experiment::run::Step;

/// A press.
#[derive(Clone, Debug, PartialEq)]
pub enum Stepped {
    /// This happened.
    Forward(Step),
    /// This has not happened now.
    Back(Step),
    /// There was no step to make.
    Nothing,
}
