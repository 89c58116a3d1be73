//! What Checkout is busy with, and what comes of it in the same instant.
//!
//! ```text
//! Checkout ──▶ handler began ──▶ caller, publisher ──▶ (CPU) ──▶ worked ──▶ … ──▶ concluded ──▶ Checkout
//! ```
//!
//! A part does not call another one: it returns what comes next, and where the parts are joined it is passed on.

use super::config::{Config, ErrorStyle};
use super::ledger::Reason;
use super::slab::Key;

/// What Checkout's interpreter can be busy with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// Read a new request.
    Accept,
    /// Hand it to a thread.
    Dispatch,
    /// Build and write the call to Payment.
    Call,
    /// Set up a new connection to Payment.
    OpenHttp,
    /// Look whom the pool of connections can give one, and wake those who wait for it.
    Wake,
    /// Open an AMQP connection.
    OpenAmqp,
    /// Publish a message.
    Publish,
    /// Read the broker's word on it: it took it.
    ReadConfirm,
    /// The same: it refused it.
    ReadNack,
    /// The same: it had no queue for it.
    ReadReturn,
    /// Validate the answer, on a thread.
    Validate,
    /// Write the answer.
    Answer,
}

impl Job {
    /// Is it done for a call? Else for the order itself.
    pub(crate) fn is_for_a_call(self) -> bool {
        match self {
            Self::Call | Self::OpenHttp => true,
            Self::Accept
            | Self::Dispatch
            | Self::Wake
            | Self::OpenAmqp
            | Self::Publish
            | Self::ReadConfirm
            | Self::ReadNack
            | Self::ReadReturn
            | Self::Validate
            | Self::Answer => false,
        }
    }
}

/// How a checkout failed, before it becomes a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    Refused,
    TimedOut,
    /// Payment answered 500.
    Failed,
}

impl Failure {
    /// The status it becomes.
    pub(crate) fn status(self, config: &Config) -> u16 {
        match (config.error_style, self) {
            (ErrorStyle::Snippet, Self::Refused | Self::TimedOut | Self::Failed) => 500,
            (ErrorStyle::Production, Self::TimedOut) => 504,
            (ErrorStyle::Production, Self::Refused | Self::Failed)
            | (ErrorStyle::Demo, Self::Refused | Self::TimedOut | Self::Failed) => 503,
        }
    }
}

/// What comes next, in the same instant, and may concern another part than the one that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub(crate) enum Then {
    /// Nothing: whatever follows is in the calendar.
    Nothing,
    /// The handler of an order began: it is to be paid.
    HandlerBegan(Key),
    /// The CPU is done with what a caller or publisher asked of it, for this call or order.
    Worked(Job, Key),
    /// A caller or publisher is done with an order: this is what its user will be told, and why its request charges
    /// nothing, if something went wrong.
    Concluded(Key, u16, Reason),
    /// A thread may be free for the next in line.
    ThreadFree,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::choice::Choice;
    use crate::config::DEFAULTS;
    use crate::ledger::{Ending, Told};

    #[test]
    fn whatever_fails_is_told_as_an_error() {
        for place in 0..ErrorStyle::NAMES.len() {
            let error_style = ErrorStyle::at(place).expect("a style");
            let mut config = DEFAULTS.clone();
            config.error_style = error_style;
            for failure in [Failure::Refused, Failure::TimedOut, Failure::Failed] {
                let told = Told::of(failure.status(&config));
                assert_eq!(told.ending(), Ending::Error, "{error_style:?} {failure:?}");
            }
        }
    }
}
