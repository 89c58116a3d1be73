//! English: the story of one order, in each of its three forms.

use super::figures::{count, instant, span, status};
use super::outcomes::word;
use super::services;
use crate::sim::journey::Connection;
use crate::sim::ledger::Reason;
use crate::sim::shop::Wiring;
use crate::sim::time::Micros;
use crate::sim::wire::What;
use crate::words::facts::outcomes::Outcome;
use crate::words::facts::story::{Deed, GaveUp, Kind, Loss, Participant, Thing};

// ---- the panel --------------------------------------------------------------------------------------------------

/// Before the first order.
pub const NOTHING_YET: &str = "Press a trigger, or click an order on the stage. What happened to it will stand here: every hop, every wait, \
                               and why.";
/// The choice of an order.
pub const WHICH: &str = "Which order";
/// Its field.
pub const ORDER: &str = "Order ";
/// Its buttons, of one group of orders.
pub const OR_ONE_OF: &str = "or one of ";
/// The orders sent last, whatever became of them.
pub const THE_LAST: &str = "the last";

/// Orders of a shop with one outcome.
pub fn those_of(shop: Wiring, outcome: Outcome) -> String {
    format!("{}: {}", shop.name(), word(outcome))
}

/// A shop has had fewer orders than the other.
pub const NO_SUCH_ORDER: &str = "This shop has had no such order yet.";
/// Takes the story along.
pub const COPY_MERMAID: &str = "Copy as Mermaid";
/// The sentences.
pub const IN_WORDS: &str = "In words";

/// A shop's story.
pub fn in_the_shop(shop: Wiring) -> &'static str {
    match shop {
        Wiring::Sync => "In the sync shop",
        Wiring::Async => "In the async shop",
    }
}

// ---- what it is made of -----------------------------------------------------------------------------------------

/// Which order (from 0) in which shop: `Order 7, sync shop`.
pub fn title(number: u64, shop: Wiring) -> String {
    format!("Order {}, {} shop", number + 1, shop.name())
}

/// Who takes part.
pub fn name(participant: Participant) -> String {
    match participant {
        Participant::User => "User".to_owned(),
        Participant::Checkout => "Checkout".to_owned(),
        Participant::Queue => "Queue".to_owned(),
        Participant::Broker => "Broker".to_owned(),
        Participant::QueueOf(service) => format!("{}'s queue", services::name(service)),
        Participant::Service(service) => services::name(service).to_owned(),
    }
}

/// The same above its lane; `close`: of many that stand close together.
pub fn lane(participant: Participant, close: bool) -> String {
    match participant {
        Participant::Service(service) if close => services::short(service).to_owned(),
        _ => name(participant),
    }
}

/// The same within a sentence.
fn subject(participant: Participant) -> String {
    match participant {
        Participant::User => "the user".to_owned(),
        Participant::Queue => "the queue".to_owned(),
        Participant::Broker => "the broker".to_owned(),
        Participant::Checkout | Participant::QueueOf(_) | Participant::Service(_) => {
            name(participant)
        }
    }
}

/// What moves.
fn thing(thing: Thing) -> &'static str {
    match thing {
        Thing::Request => "request",
        Thing::Status(code) => status(code),
        Thing::ConnectionRequest => "connection request",
        Thing::Call => "call",
        Thing::Answer => "answer",
        Thing::Failure => "500",
        Thing::Refusal => "refusal",
        Thing::Message => "message",
        Thing::News => "news",
        Thing::Confirm => "confirm",
        Thing::Nack => "nack",
        Thing::Return => "returned",
        Thing::Delivery => "delivery",
        Thing::Redelivery => "redelivery",
        Thing::Ack => "ack",
        Thing::Rejection => "rejection",
    }
}

/// Why it never arrives.
fn loss(loss: Loss) -> &'static str {
    match loss {
        Loss::CableOut => "the cable is out",
        Loss::NobodyWaits => "nobody waits for it",
        Loss::NobodyAnswers => "nobody answers",
        Loss::BrokerDied => "the broker died",
        Loss::WorkerGone => "the worker is gone",
        Loss::ChannelDied => "its channel died",
        Loss::Because(reason) => why(reason),
    }
}

/// Why a message is gone.
fn why(reason: Reason) -> &'static str {
    match reason {
        Reason::Unroutable => "there is no queue for it",
        Reason::ConnectionLost => "its connection was closed",
        Reason::Rejected => "the worker rejected it",
        Reason::Expired => "its time was over",
        Reason::MaxLen => "the queue was full",
        Reason::PushedOut => "it is full, and this was its oldest",
        Reason::LostByWorker => "the worker is gone",
        Reason::LostByBroker => "the broker died",
        Reason::Failed => "the work failed",
        Reason::DeliveryLimit => "it came back too often",
        Reason::InARing => "it went round a ring of queues, and nobody had rejected it",
        Reason::LostInCrash => "Payment died",
        Reason::Refused => "nobody listens",
        Reason::Timeout => "it took too long",
        Reason::NotAsked => "another service failed before",
        Reason::None => "",
    }
}

/// What its participant does, in a few words: `waits for a thread behind 3`; and for which of several services.
fn kind(kind: Kind, about: Option<u8>) -> String {
    let whom = about.map(services::name);
    let whom = |before: &str| match &whom {
        Some(name) if before.is_empty() => format!(" {name}"),
        Some(name) => format!(" {before} {name}"),
        None => String::new(),
    };
    let plain = match kind {
        Kind::WaitingForThread { ahead } | Kind::WaitingForPaymentThread { ahead } => {
            return format!("waits for a thread{}", behind(ahead));
        }
        Kind::WaitingForConnection { ahead } => {
            return format!("waits for a connection{}{}", whom("to"), behind(ahead));
        }
        Kind::WaitingForChannel { ahead } => {
            return format!("waits for the channel{}", behind(ahead));
        }
        Kind::InReadyQueue { ahead } => return format!("keeps it ready{}", behind(ahead)),
        Kind::InRetryQueue => "keeps it in the retry queue",
        Kind::WithTheDead => "keeps it with the dead ones, to be redriven",
        Kind::InPrefetchBuffer { worker, ahead } => {
            return format!("buffers it for worker {}{}", worker + 1, behind(ahead));
        }
        Kind::StartingHandler { thread } => {
            return format!("hands it to thread {}", thread + 1);
        }
        Kind::ServiceOnThread { thread } => {
            return format!("works on it on thread {}", thread + 1);
        }
        Kind::ServiceByWorker { worker } => {
            return format!("works on it as worker {}", worker + 1);
        }
        Kind::BuildingCall {
            connection: Connection::Own,
        } => return format!("builds a client and the call{}", whom("to")),
        Kind::BuildingCall { .. } => return format!("builds the call{}", whom("to")),
        Kind::WaitingForCpu => return format!("waits for its CPU{}", whom("for the call to")),
        Kind::Reading => "reads the request",
        Kind::WritingAnswer => "writes the answer",
        Kind::ValidatingAnswer => "validates the answer",
        Kind::BackingOff => return format!("pauses before it tries{} again", whom("")),
        Kind::OpeningConnection => return format!("opens a connection{}", whom("to")),
        Kind::Blocked => return format!("waits for the answer{}", whom("of")),
        Kind::OpeningAmqp => "opens an AMQP connection",
        Kind::Publishing => "publishes the message",
        Kind::AwaitingConfirm => "waits for the broker's confirm",
        Kind::ClosingAmqp => "closes its AMQP connection",
        Kind::LearningOfRefusal => "learns that its connection died",
        Kind::Unnoticed => "waits for an ack, the worker is gone",
        Kind::HeldByCut if about.is_some() => {
            return format!("holds what is{} back, the cable is out", whom("for"));
        }
        Kind::HeldByCut => "holds it back, the cable is out",
        Kind::Unread => "leaves it in the socket, the broker is short of memory",
        Kind::PaymentReading => "reads the call",
        Kind::Frozen => "is frozen, its kernel has it",
        Kind::PaymentValidating => "has its answer validated",
    };
    plain.to_owned()
}

fn behind(ahead: u32) -> String {
    match ahead {
        0 => String::new(),
        _ => format!(" behind {ahead}"),
    }
}

/// What its participant does that takes no time; and for which of several services.
fn deed(who: Participant, deed: Deed, about: Option<u8>) -> String {
    let pays = who == Participant::PAYMENT;
    let plain = match deed {
        Deed::SendsAgain(what) => {
            let whose = about.map(|service| format!(" for {}", services::name(service)));
            return format!(
                "loses a segment of the {}{} on the wire, and TCP sends it again",
                crossing(what),
                whose.unwrap_or_default()
            );
        }
        Deed::GivesBack { thread } => return format!("gives thread {} back", thread + 1),
        Deed::GivesUp(why) => {
            let on = about.map(|service| format!(" on {}", services::name(service)));
            return format!("gives up{}, {}", on.unwrap_or_default(), gave_up(why));
        }
        Deed::Charges { times: 1 } if !pays => "does its work for the order",
        Deed::Charges { times } if !pays => {
            return format!("does its work for the order again, {times} times now");
        }
        Deed::Charges { times: 1 } => "charges the order",
        Deed::Charges { times } => return format!("charges the order again, {times} times now"),
        Deed::DiesAtWork { worker } => {
            return format!("dies, and worker {} at work with it", worker + 1);
        }
        Deed::LosesBuffer { worker } => {
            return format!("loses the buffer of worker {}", worker + 1);
        }
        Deed::GivesUpWorker { worker, unheard } => {
            let why = match unheard {
                false => "which has not acknowledged it for too long",
                true => "of which nothing is heard",
            };
            return format!("closes the channel of worker {}, {why}", worker + 1);
        }
        Deed::WorksOn { worker } => {
            return format!("works on as worker {}, without a channel", worker + 1);
        }
        Deed::DiesBeforeAck { worker } => {
            return format!("dies as worker {}, before it could acknowledge", worker + 1);
        }
        Deed::DiesWithNothingToAck { worker } => {
            return format!(
                "dies as worker {}, and with auto-ack there was nothing left to acknowledge",
                worker + 1
            );
        }
        Deed::DeadLetters(reason) => return format!("puts it with the dead ones, {}", why(reason)),
        Deed::Revives => "has it back from the dead",
        Deed::Drops(reason) => return format!("drops it, {}", why(reason)),
        Deed::HangsUp => "has waited enough, and hangs up",
        Deed::FindsChannelTorn => "finds the shared channel torn",
        Deed::Stops => "is where this story stops",
        Deed::IsDown => "is down, nobody listens",
        Deed::ClosesIdle => "closes the connection, which was idle for too long",
        Deed::DiesWithCall => "dies, and the call inside it with it",
        Deed::IsNotTold => "is not told of that",
        Deed::Fails if !pays => "fails, and has done nothing",
        Deed::Fails => "fails, and charges nothing",
        Deed::IsNotCalled => "is never called",
        Deed::HasNoQueue => "has no queue for it, and drops it",
        Deed::CannotAck => "has no channel to acknowledge it on",
        Deed::LostIt => "has lost it, and with auto-ack the queue forgot it as it was sent",
        Deed::TakesBack => "takes it back, to be redelivered",
        Deed::KeepsOnDisk => "dies with the broker, and has it on its disk",
        Deed::KnowsNothing => "knows nothing of it any more",
        Deed::Forgets => "forgets it, it was not on the broker's disk",
        Deed::IsFull => "refuses it, it is full",
        Deed::IsNotThere => "is not there, and the broker drops it",
    };
    plain.to_owned()
}

/// What crosses a wire.
fn crossing(what: What) -> &'static str {
    match what {
        What::Visit | What::Dial => thing(Thing::ConnectionRequest),
        What::Shake | What::Nod => "AMQP handshake",
        What::Request => thing(Thing::Request),
        What::Answer | What::Return => thing(Thing::Answer),
        What::Call => thing(Thing::Call),
        What::Publish => thing(Thing::Message),
        What::Confirm => thing(Thing::Confirm),
        What::Deliver => thing(Thing::Delivery),
        // (Or a negative one.)
        What::Settle => "acknowledgement",
    }
}

fn gave_up(why: GaveUp) -> &'static str {
    match why {
        GaveUp::NoneFree => "no connection was free in time",
        GaveUp::NoConnection => "no connection stood in time",
        GaveUp::NoAnswer => "no answer came in time",
        GaveUp::NoAmqp => "no AMQP connection stood in time",
        GaveUp::Blocked => "the broker has not read its connection for too long",
        GaveUp::SilentBroker => "nothing is heard from the broker",
    }
}

// ---- the forms --------------------------------------------------------------------------------------------------

/// How something that moves got on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// It arrived after so long.
    Arrived(Micros),
    /// It is under way.
    UnderWay,
    /// It never arrives.
    Lost(Loss),
}

/// What happened, and how long it took, if that is to be said.
pub type Label = (String, Option<String>);

/// A label of what moves; and of which of several services it is, or for which.
pub fn arrow_label(what: Thing, about: Option<u8>, moved: Moved) -> Label {
    let whom = about.map(services::name);
    let what = match whom {
        Some(name) => format!("{} {} {name}", thing(what), relation(what)),
        None => thing(what).to_owned(),
    };
    match moved {
        Moved::Arrived(0) => (what, None),
        Moved::Arrived(after) => (what, Some(span(after))),
        Moved::UnderWay => (format!("{what}, under way"), None),
        Moved::Lost(why) => (format!("{what}, {}", loss(why)), None),
    }
}

/// What it is to the service that it concerns: `of`, `to` or `for`.
fn relation(thing: Thing) -> &'static str {
    match thing {
        Thing::ConnectionRequest | Thing::Call | Thing::Delivery | Thing::Redelivery => "to",
        Thing::Message | Thing::News => "for",
        Thing::Request
        | Thing::Status(_)
        | Thing::Answer
        | Thing::Failure
        | Thing::Refusal
        | Thing::Confirm
        | Thing::Nack
        | Thing::Return
        | Thing::Ack
        | Thing::Rejection => "of",
    }
}

/// A label of what takes time (`None`: it goes on).
pub fn span_label(what: Kind, about: Option<u8>, took: Option<Micros>) -> Label {
    let took = took.map_or("still".to_owned(), span);
    (kind(what, about), Some(took))
}

/// A label of what takes none.
pub fn note_label(who: Participant, what: Deed, about: Option<u8>) -> Label {
    (deed(who, what, about), None)
}

/// A label as one text: `waits for a thread behind 3 · 12 ms`.
pub fn joined((what, took): &Label) -> String {
    match took {
        Some(took) => format!("{what} · {took}"),
        None => what.clone(),
    }
}

/// The same, where lines break: how long it took stays in one line.
pub fn unbroken((what, took): &Label) -> String {
    match took {
        Some(took) => format!("{what} ·\u{a0}{}", took.replace(' ', "\u{a0}")),
        None => what.clone(),
    }
}

/// The same behind who does it.
pub fn named(who: Participant, label: &str) -> String {
    format!("{} {label}", name(who))
}

/// In place of moments that are left out of a picture.
pub fn left_out(moments: u64) -> String {
    format!("… {} left out …", count(moments, "moment"))
}

/// A sentence in place of them.
pub fn goes_on(moments: u64) -> String {
    let left_out = count(moments, "moment");
    format!("So it goes on: {left_out} more are left out here.")
}

/// Of an order that is not there.
pub fn not_sent(title: &str) -> String {
    format!("{title} was not sent.")
}

/// A sentence on what moves.
pub fn arrow_sentence(
    at: Micros,
    from: Participant,
    to: Participant,
    what: Thing,
    moved: Moved,
) -> String {
    let (at, from, to) = (instant(at), subject(from), subject(to));
    // An answer that is called by its status stands without an article.
    let article = match what {
        Thing::Status(_) | Thing::Failure => "",
        Thing::Request
        | Thing::ConnectionRequest
        | Thing::Call
        | Thing::Answer
        | Thing::Refusal
        | Thing::Message
        | Thing::News
        | Thing::Confirm
        | Thing::Nack
        | Thing::Return
        | Thing::Delivery
        | Thing::Redelivery
        | Thing::Ack
        | Thing::Rejection => "the ",
    };
    let sent = format!("At {at} {from} sends {article}{} to {to}", thing(what));
    match moved {
        Moved::Arrived(0) => format!("{sent}."),
        Moved::Arrived(after) => format!("{sent}; it arrives after {}.", span(after)),
        Moved::UnderWay => format!("{sent}; it is under way."),
        Moved::Lost(why) => format!("{sent}; it never arrives, {}.", loss(why)),
    }
}

/// A sentence on what takes time.
pub fn span_sentence(
    at: Micros,
    who: Participant,
    what: Kind,
    about: Option<u8>,
    took: Option<Micros>,
) -> String {
    let (at, who, what) = (instant(at), subject(who), kind(what, about));
    match took {
        Some(took) => format!("At {at} {who} {what}, for {}.", span(took)),
        None => format!("At {at} {who} {what}, and still does."),
    }
}

/// A sentence on what takes none.
pub fn note_sentence(at: Micros, who: Participant, what: Deed, about: Option<u8>) -> String {
    let what = deed(who, what, about);
    format!("At {} {} {what}.", instant(at), subject(who))
}
