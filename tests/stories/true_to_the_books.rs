//! What a journey says of its order is what the shop's books say of it.

use showdown::sim::journey::{Fate, Journey, Moment, Noted};
use showdown::sim::ledger::{HUNG_UP, Reason, Told};
use showdown::sim::order::Finished;
use showdown::sim::shop::Shop;
use showdown::sim::time::Micros;

/// What the books say of one order.
pub(crate) struct State {
    pub(crate) sent: bool,
    pub(crate) finished: bool,
    pub(crate) submitted: Micros,
    /// When its user was told what, if they were.
    pub(crate) told: Option<(Micros, u16)>,
}

/// Compares them; returns what the books say.
pub(crate) fn check(journey: &Journey, shop: &Shop, order: u64) -> State {
    let alive = shop.orders().find(|o| o.number == order);
    let ended = shop.log().iter().find(|o| u64::from(o.number) == order);
    assert!(alive.is_none() || ended.is_none());
    let Some(books) = ended.copied().or_else(|| alive.map(Finished::from)) else {
        return State {
            sent: false,
            finished: false,
            submitted: 0,
            told: None,
        };
    };
    let moments = journey.moments();
    assert!(
        moments.is_sorted_by_key(|noted| noted.at),
        "time never goes back"
    );
    assert!(moments.last().is_some_and(|last| last.at <= shop.now()));
    let attempts = moments.iter().map(|noted| noted.attempt).max();
    let retried = moments.iter().filter(|n| n.what == Moment::BackedOff);
    assert!(attempts.is_none_or(|last| last as usize <= retried.count()));
    let all = |wanted: fn(&Moment) -> bool| -> Vec<Micros> {
        let found = moments.iter().filter(|noted| wanted(&noted.what));
        found.map(|noted| noted.at).collect()
    };
    assert_eq!(all(|m| *m == Moment::Sent), [books.submitted]);
    let told = (books.told != Told::Waiting).then_some((books.told_at, books.status));
    let said: Vec<(Micros, u16)> = moments
        .iter()
        .filter_map(|noted| match noted.what {
            Moment::Told { status } => Some((noted.at, status)),
            Moment::HungUp => Some((noted.at, HUNG_UP)),
            _ => None,
        })
        .collect();
    // A story that is too long leaves out what came late; it says nothing else.
    if journey.left_out() == 0 || !said.is_empty() {
        assert_eq!(said, Vec::from_iter(told));
    }
    let charged = all(|m| matches!(m, Moment::Charged { .. }));
    let began = all(|m| matches!(m, Moment::ServiceBegan { .. }));
    let died = all(|m| matches!(m, Moment::WorkDied { .. } | Moment::ServiceFailed { .. }));
    if journey.left_out() == 0 {
        assert_eq!(charged.len(), usize::from(books.charges));
        assert_eq!(began.len(), books.deliveries as usize);
        // A worker may die of an order right after it charged it.
        let after = |w: &&[Noted]| {
            let charged = matches!(w[0].what, Moment::Charged { .. });
            charged && matches!(w[1].what, Moment::WorkDied { .. })
        };
        let after = moments.windows(2).filter(after).count();
        assert!(charged.len() + died.len() <= began.len() + after);
    } else {
        assert!(charged.len() <= usize::from(books.charges));
        assert!(began.len() <= books.deliveries as usize);
    }
    if let Some(first) = charged.first() {
        assert_eq!(*first, books.paid_at);
    }
    let finished = ended.is_some();
    if finished && books.charges == 0 {
        let gives = |noted: &Noted| reason_of(noted.what) == books.reason;
        assert!(moments.iter().any(gives), "it says why: {:?}", books.reason);
    }
    // The answers of calls that nobody waits for are validated all the same: the order is settled, its story goes on.
    let called = shop.calls().any(|call| call.number == order);
    State {
        sent: true,
        finished: finished && !called,
        submitted: books.submitted,
        told,
    }
}

/// Why an order is not charged, if this is why.
fn reason_of(moment: Moment) -> Reason {
    match moment {
        Moment::DialRefused | Moment::PublishRefused | Moment::ChannelTorn => Reason::Refused,
        Moment::PublishNacked => Reason::MaxLen,
        Moment::HeartbeatMissed | Moment::BlockedTimedOut => Reason::ConnectionLost,
        Moment::DeadLettered { reason } => reason,
        Moment::LetGo {
            fate: Fate::NeverLeft,
        }
        | Moment::AmqpTimedOut => Reason::Timeout,
        Moment::WorkDied { .. } => Reason::LostByWorker,
        Moment::ServiceFailed { .. } => Reason::Failed,
        Moment::Refused { reason } | Moment::Lost { reason } => reason,
        _ => Reason::None,
    }
}
