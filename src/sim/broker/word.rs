//! What the broker says of a publish, if it was asked to.

/// Its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Word {
    /// `basic.ack`: it has the message, or has done what it could with it.
    Taken = 0,
    /// `basic.nack`: a queue was full.
    Refused = 1,
    /// `basic.return`, and then `basic.ack`: the message was mandatory, and no queue was there for it.
    Returned = 2,
}
