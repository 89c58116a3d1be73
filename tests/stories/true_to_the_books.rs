//! What a journey says of its order is what the shop's books say of it.

use showdown::sim::config::lineup::{Lineup, PAYMENT};
use showdown::sim::journey::{Fate, Journey, Moment, Noted};
use showdown::sim::ledger::{HUNG_UP, Reason, Told};
use showdown::sim::order::Finished;
use showdown::sim::shop::Shop;
use showdown::sim::time::Micros;

/// What the books say of one order.
pub(crate) struct State {
    pub(crate) sent: bool,
    /// The services that it needs.
    pub(crate) plan: Lineup,
    pub(crate) finished: bool,
    pub(crate) submitted: Micros,
    /// When its user was told what, if they were.
    pub(crate) told: Option<(Micros, u16)>,
}

/// Compares them; returns what the books say.
pub(crate) fn check(journey: &Journey, shop: &Shop, order: u64) -> State {
    let alive = shop.orders().find(|o| o.number == order);
    let ended = shop.log().iter().position(|o| u64::from(o.number) == order);
    assert!(alive.is_none() || ended.is_none());
    let tasks = tasks(shop, order, ended);
    let ended = ended.and_then(|k| shop.log().get(k).copied());
    let Some(books) = ended.or_else(|| alive.map(Finished::from)) else {
        return State {
            sent: false,
            plan: Lineup::ONE,
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
    // (Of a story that is too long the last moment may be of an attempt whose beginning is left out.)
    let whole = journey.left_out() == 0;
    for service in journey.plan().iter().filter(|_| whole) {
        let of = || moments.iter().filter(move |n| n.service == service);
        let attempts = of().map(|noted| noted.attempt).max();
        let again = of().filter(|n| n.what == Moment::BackedOff).count();
        let told = moments.iter().filter(|n| n.what == Moment::NewsPublished);
        let most = again + told.map(|n| n.attempt as usize).max().unwrap_or(0);
        assert!(attempts.is_none_or(|last| last as usize <= most));
    }
    let plan = journey.plan();
    assert_eq!(tasks.len() + 1, plan.len(), "{tasks:?}");
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
    let finished = ended.is_some();
    let payment = Task {
        service: PAYMENT,
        done: usize::from(books.charges),
        deliveries: books.deliveries as usize,
        done_at: books.paid_at,
        reason: books.reason,
    };
    for task in std::iter::once(payment).chain(tasks) {
        a_service(journey, &task, finished);
    }
    // The answers of calls that nobody waits for are validated all the same: the order is settled, its story goes on.
    let called = shop.calls().any(|call| call.number == order);
    State {
        sent: true,
        plan,
        finished: finished && !called,
        submitted: books.submitted,
        told,
    }
}

/// What an order asks of one service, by the books.
#[derive(Clone, Copy, Debug)]
struct Task {
    service: u8,
    done: usize,
    deliveries: usize,
    done_at: Micros,
    reason: Reason,
}

/// Of all services but Payment.
fn tasks(shop: &Shop, order: u64, ended: Option<usize>) -> Vec<Task> {
    if let Some(k) = ended {
        let done = shop.done(k).map(|d| Task {
            service: d.service,
            done: d.done.into(),
            deliveries: d.deliveries.into(),
            done_at: d.done_at,
            reason: d.reason,
        });
        return done.collect();
    }
    let Some((key, o)) = shop.live().find(|(_, o)| o.number == order) else {
        return Vec::new();
    };
    let others = o.plan.iter().filter(|&it| it != PAYMENT);
    let task = |service| {
        let task = shop.task(key, service)?;
        Some(Task {
            service,
            done: task.done as usize,
            deliveries: task.deliveries as usize,
            done_at: task.done_at,
            reason: task.reason,
        })
    };
    others.filter_map(task).collect()
}

/// What a journey says of what one service did is what the books say.
fn a_service(journey: &Journey, task: &Task, finished: bool) {
    let of_it = |noted: &&Noted| noted.service == task.service;
    let moments: Vec<Noted> = journey.moments().iter().filter(of_it).copied().collect();
    let count = |wanted: fn(&Moment) -> bool| moments.iter().filter(|n| wanted(&n.what)).count();
    let charged = count(|m| matches!(m, Moment::Charged { .. }));
    let began = count(|m| matches!(m, Moment::ServiceBegan { .. }));
    let died = count(|m| matches!(m, Moment::WorkDied { .. } | Moment::ServiceFailed { .. }));
    if journey.left_out() == 0 {
        assert_eq!(charged, task.done, "{task:?}");
        assert_eq!(began, task.deliveries, "{task:?}");
        // A worker may die of an order right after it did its work.
        let after = |w: &&[Noted]| {
            let charged = matches!(w[0].what, Moment::Charged { .. });
            let told = charged || w[0].what == Moment::NewsPublished;
            told && matches!(w[1].what, Moment::WorkDied { .. })
        };
        let after = moments.windows(2).filter(after).count();
        assert!(charged + died <= began + after, "{task:?}");
    } else {
        assert!(charged <= task.done);
        assert!(began <= task.deliveries);
    }
    let first = moments
        .iter()
        .find(|n| matches!(n.what, Moment::Charged { .. }));
    if let Some(first) = first {
        assert_eq!(first.at, task.done_at, "{task:?}");
    }
    // (Who is never called was kept from it by another one; in a choreography it is told why by the one before. And a story that
    // is too long leaves out what came late.)
    if finished && task.done == 0 && task.reason != Reason::NotAsked {
        let gives = |noted: &Noted| reason_of(noted.what) == task.reason;
        let said = journey.moments().iter().any(gives);
        assert!(said || journey.left_out() > 0, "it says why: {task:?}");
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
