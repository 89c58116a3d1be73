//! What a recorded run prescribes, order by order.
//!
//! ```text
//! service time of (order, attempt):   prescribed?  ──yes──▶ that span
//!                                          └──no──▶ the draw at its address
//! ```
//!
//! A recording of a real stack says what each order met: how long Payment worked on it, which attempts failed, which
//! message made its worker die. A script says the same to both shops, so that a run can be put beside its recording.
//! Everything it does not prescribe stays as it is: drawn where it is drawn, and failing as the settings say.

use super::choice::choice;
use super::config::lineup::PAYMENT;
use super::time::Micros;

/// What is prescribed for the orders of a run: the k-th entry is for the k-th order of either shop. Orders beyond the
/// end are not prescribed at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// By order number.
    pub orders: Vec<Scripted>,
}

/// What is prescribed for one order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scripted {
    /// Is it sent by the user of the order before, who presses the button when it is time, but not before that one was answered?
    pub follows: bool,
    /// How long Payment works on it, at every attempt or delivery, in microseconds; `None`: as drawn.
    pub service: Option<Micros>,
    /// The same of other services, by number.
    pub others: Vec<(u8, Micros)>,
    /// Does its k-th attempt or delivery fail, at the end of the service? Those beyond the end do not; an empty list
    /// prescribes nothing.
    pub fails: Vec<bool>,
    /// Every attempt or delivery fails: a poison message.
    pub poison: bool,
    /// The priority of its message; `None`: none was set, which counts as 0.
    pub priority: Option<u8>,
    /// How long its message may wait in the queue, in microseconds; `None`: for ever.
    pub ttl: Option<Micros>,
    /// The worker that has it dies.
    pub crash: Option<Crash>,
    /// Which segments of it a lossy wire lost, at its first attempt; `None`: as drawn.
    pub drops: Option<Vec<Drop>>,
}

choice! {
    /// A segment that a wire lost. One that was lost again stands in the list again.
    pub enum Drop {
        /// The first segment of a connection to a service, and the answer to it.
        Dial = "syn",
        DialBack = "syn-ack",
        /// A call's headers and body, and what acknowledges either alone.
        CallHead = "call-head",
        CallBody = "call-body",
        AckOfCallHead = "call-head-ack",
        AckOfCallBody = "call-body-ack",
        /// The same of what comes of it.
        AnswerHead = "answer-head",
        AnswerBody = "answer-body",
        AckOfAnswerHead = "answer-head-ack",
        AckOfAnswerBody = "answer-body-ack",
        /// The same of what is published: the method, then the rest.
        MessageHead = "message-head",
        MessageBody = "message-body",
        AckOfMessageHead = "message-head-ack",
        AckOfMessageBody = "message-body-ack",
        /// The broker's word on it.
        Confirm = "confirm",
    }
}

impl Scripted {
    /// How long this service works on it, if that is prescribed.
    pub(crate) fn span(&self, service: u8) -> Option<Micros> {
        match service {
            PAYMENT => self.service,
            _ => self
                .others
                .iter()
                .find(|(of, _)| *of == service)
                .map(|&(_, span)| span),
        }
    }
}

/// When a worker's process dies of an order. It does so once, on a message that is not redelivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crash {
    /// This many microseconds after the work began.
    Mid(Micros),
    /// After the work, before the acknowledgement.
    After,
}
