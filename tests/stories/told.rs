//! A story adds up: what takes time tiles the time there was, and what is over has nothing that goes on.

use std::mem::discriminant;

use Participant::{Checkout, Service, User};
use showdown::sim::journey::{Journey, Moment, Noted};
use showdown::sim::ledger::HUNG_UP;
use showdown::sim::shop::Wiring;
use showdown::sim::time::Micros;
use showdown::story::{self, Arrow, Span, Story, rows};
use showdown::words::facts::story::{Kind, Participant};

use crate::common::{Lab, break_, click, heal, lab, preset};
use crate::true_to_the_books::State;
use showdown::experiment::intervention::Act;
use showdown::sim::engine::Side::{self, Async, Both};
use showdown::sim::fault::Fault::{BrokerDown, MemoryAlarm, NetworkCut, PaymentDown};
use showdown::sim::fault::Outage;

pub(crate) fn check(story: &Story, journey: &Journey, state: &State) {
    for span in &story.spans {
        assert!(span.until.is_none_or(|until| until > span.from), "{span:?}");
        assert!(story.participants.contains(&span.participant.lane()));
    }
    for arrow in &story.arrows {
        assert!(arrow.arrives.is_none_or(|at| at >= arrow.left), "{arrow:?}");
        assert!(arrow.arrives.is_none() || arrow.lost.is_none(), "{arrow:?}");
        assert!(story.participants.contains(&arrow.from.lane()));
        assert!(story.participants.contains(&arrow.to.lane()));
        let of_a_service = |who| matches!(who, Participant::QueueOf(_) | Service(_));
        if of_a_service(arrow.from) || of_a_service(arrow.to) {
            assert_eq!(arrow.about.is_some(), several(story), "{arrow:?}");
        }
    }
    let rows = rows(story);
    assert!(
        rows.is_sorted_by_key(story::Row::at),
        "time never goes back"
    );
    assert!(rows.windows(2).all(|w| w[0].place() < w[1].place()));
    assert_eq!(story.is_empty(), !state.sent);
    // Retried, or told twice.
    let again = |noted: &Noted| {
        let twice = noted.what == Moment::NewsPublished && noted.attempt > 0;
        twice || noted.what == Moment::BackedOff
    };
    let retried = journey.moments().iter().any(again);
    if !retried {
        overlaps(story);
    }
    if journey.left_out() > 0 || !state.sent {
        return;
    }
    let goes_on = story.spans.iter().filter(|s| s.until.is_none()).count()
        + story
            .arrows
            .iter()
            .filter(|a| a.arrives.is_none() && a.lost.is_none())
            .count();
    if state.finished {
        assert_eq!(goes_on, 0, "it is over: {story:#?}");
    } else {
        assert!(goes_on > 0, "what is not over is somewhere: {story:#?}");
    }
    // For one who hangs up there is no answer that ends anything.
    if let Some((told_at, status)) = state.told
        && status != HUNG_UP
    {
        tiles(story, state.submitted, told_at);
        if story.shop == Wiring::Sync && status == 200 && !retried {
            let needs = journey.plan();
            needs.iter().for_each(|service| answer_took(story, service));
        }
    }
}

/// One thing is done twice at once only by two workers: one finishes behind the broker's back.
fn overlaps(story: &Story) {
    for (k, a) in story.spans.iter().enumerate() {
        for b in &story.spans[k + 1..] {
            let same = (a.participant, a.about) == (b.participant, b.about)
                && discriminant(&a.kind) == discriminant(&b.kind);
            let overlap = a.until.is_none_or(|until| b.from < until)
                && b.until.is_none_or(|until| a.from < until);
            if same && overlap {
                let by_workers = matches!(a.kind, Kind::ServiceByWorker { .. });
                assert!(by_workers && a.kind != b.kind, "{a:?} and {b:?}");
            }
        }
    }
}

fn arrow(story: &Story, from: Participant, to: Participant) -> &Arrow {
    let mut arrows = story.arrows.iter().rev();
    let arrow = arrows.find(|a| (a.from, a.to) == (from, to));
    arrow.expect("there is one")
}

/// From the click to the answer there is not a microsecond that is not accounted for.
fn tiles(story: &Story, submitted: Micros, told_at: Micros) {
    let request = arrow(story, User, Checkout);
    assert_eq!(request.left, submitted);
    let mut at = request.arrives.expect("it arrived");
    let of_the_request = |s: &&Span| s.participant == Checkout && s.kind != Kind::HeldByCut;
    for span in story.spans.iter().filter(of_the_request) {
        // (What is about several services can be at once.)
        assert!(
            span.from == at || span.about.is_some() && span.from < at,
            "no gap: {story:#?}"
        );
        at = at.max(span.until.expect("it is over"));
    }
    let answer = arrow(story, Checkout, User);
    assert_eq!((answer.left, answer.arrives), (at, Some(told_at)));
}

fn took(span: &Span) -> Micros {
    span.until.expect("it is over") - span.from
}

pub(crate) fn hop(arrow: &Arrow) -> Micros {
    arrow.arrives.expect("it arrived") - arrow.left
}

/// Does it need more than one?
fn several(story: &Story) -> bool {
    let services = |who: &&Participant| matches!(who, Service(_));
    story.participants.iter().filter(services).count() > 1
}

/// What Checkout waits for is what the cable, a service's line and its work take.
fn answer_took(story: &Story, service: u8) {
    let (about, its) = (several(story).then_some(service), Service(service));
    let blocked = |s: &&Span| s.kind == Kind::Blocked && s.about == about;
    let held = |s: &Span| s.kind == Kind::HeldByCut && s.participant == Checkout;
    let below = |s: &&Span| s.participant == its || held(s) && s.about == about;
    let blocked: Micros = story.spans.iter().filter(blocked).map(took).sum();
    let below: Micros = story.spans.iter().filter(below).map(took).sum();
    let hops = hop(arrow(story, Checkout, its)) + hop(arrow(story, its, Checkout));
    assert_eq!(blocked, hops + below, "{story:#?}");
}

pub(crate) fn stories(lab: &Lab, order: u64) -> [Story; 2] {
    let mut run = lab.clone().run();
    run.watch(Some(order));
    assert!(run.finish());
    crate::SHOPS.map(|shop| story::of(run.journey(shop), shop, run.clock()))
}

/// Without overheads machinery takes no time: what is left is lines, work and the cable.
#[test]
fn without_overheads_a_sync_order_is_waits_and_service_and_hops() {
    let crowd = lab(&[
        ("overheads", "none"),
        ("checkout_threads", "20"),
        ("payment_threads", "4"),
        ("http_connections", "8"),
        ("pool_timeout_ms", "600000"),
        ("read_timeout_ms", "600000"),
        ("link_latency_ms", "7"),
        ("payment_time_spread", "exponential"),
    ])
    .at(0.0, click(Both, 100));
    for order in [0, 3, 4, 25, 60, 99] {
        let [story, _] = stories(&crowd, order);
        let sum = |wanted: fn(&Kind) -> bool| -> Micros {
            let spans = story.spans.iter().filter(|s| wanted(&s.kind));
            spans.map(took).sum()
        };
        let thread = sum(|k| matches!(k, Kind::WaitingForThread { .. }));
        let connection = sum(|k| matches!(k, Kind::WaitingForConnection { .. }));
        let payment = sum(|k| matches!(k, Kind::WaitingForPaymentThread { .. }));
        let service = sum(|k| matches!(k, Kind::ServiceOnThread { .. }));
        // A new connection takes a round trip, and then the call and its answer another.
        let dialling = sum(|k| *k == Kind::OpeningConnection);
        assert!(dialling == 0 || dialling == 14_000);
        let told = arrow(&story, Checkout, User).arrives.expect("it arrived");
        assert_eq!(
            told,
            thread + connection + dialling + 14_000 + payment + service
        );
        let all = story.spans.len();
        let named = story.spans.iter().filter(|s| took(s) > 0).count();
        assert_eq!(all, named, "what takes no time is left out");
    }
}

/// 110 orders fill Payment's 40 threads two and a half times: the 110th waits for two rounds of 3 s.
#[test]
fn the_wait_for_payment_can_be_counted_on_ones_fingers() {
    let [sync, queued] = stories(&preset("demo-code"), 109);
    let waits = |s: &&Span| matches!(s.kind, Kind::WaitingForPaymentThread { .. });
    let wait = sync.spans.iter().find(waits).expect("it waits");
    assert_eq!(wait.kind, Kind::WaitingForPaymentThread { ahead: 69 });
    assert_eq!(took(wait), 6_000_000);
    // One worker without a prefetch limit has everything in its buffer: 109 orders before it, 3 s each.
    let buffered = Kind::InPrefetchBuffer {
        worker: 0,
        ahead: 109,
    };
    let wait = queued
        .spans
        .iter()
        .find(|s| s.kind == buffered)
        .expect("it waits");
    assert_eq!(took(wait), 109 * 3_000_000);
}

/// A read timeout ends the waiting, not the work.
#[test]
fn a_story_of_a_charge_that_nobody_waited_for() {
    let slow = lab(&[
        ("overheads", "none"),
        ("payment_time_ms", "6000"),
        ("read_timeout_ms", "5000"),
    ]);
    let [sync, queued] = stories(&slow.at(1_000.0, click(Both, 1)), 0);
    assert_eq!(
        story::sentences(&sync),
        [
            "At 1.000 s the user sends the request to Checkout.",
            "At 1.000 s Checkout waits for the answer, for 5.00 s.",
            "At 1.000 s Checkout sends the call to Payment.",
            "At 1.000 s Payment works on it on thread 1, for 6.00 s.",
            "At 6.000 s Checkout gives up, no answer came in time.",
            "At 6.000 s Payment is not told of that.",
            "At 6.000 s Checkout sends 504 Gateway Timeout to the user.",
            "At 6.000 s Checkout gives thread 1 back.",
            "At 7.000 s Payment charges the order.",
            "At 7.000 s Payment sends the answer to Checkout; it never arrives, nobody waits for it.",
        ]
    );
    assert_eq!(
        story::sentences(&queued),
        [
            "At 1.000 s the user sends the request to Checkout.",
            "At 1.000 s Checkout sends the message to the queue.",
            "At 1.000 s Checkout sends 202 Accepted to the user.",
            "At 1.000 s Checkout gives thread 1 back.",
            "At 1.000 s the queue sends the delivery to Payment.",
            "At 1.000 s Payment works on it as worker 1, for 6.00 s.",
            "At 7.000 s Payment charges the order.",
            "At 7.000 s Payment sends the ack to the queue.",
        ]
    );
}

/// A worker's buffer dies with it at once; the broker learns of it 3 ms later and puts the messages where they were.
#[test]
fn what_a_dead_worker_had_in_its_buffer_is_nowhere_until_the_broker_notices() {
    let three = lab(&[("prefetch_count", "0"), ("checkout_endpoint", "async-def")]);
    let three = three.at(0.0, click(Async, 3));
    let killed = three
        .at(1_000.0, break_(PaymentDown))
        .at(2_000.0, heal(PaymentDown));
    let [_, second] = stories(&killed, 1);
    let of_the_message = |s: &&Span| s.participant != Checkout;
    let spans: Vec<&Span> = second.spans.iter().filter(of_the_message).collect();
    let kinds: Vec<Kind> = spans.iter().map(|s| s.kind).collect();
    let buffered = Kind::InPrefetchBuffer {
        worker: 0,
        ahead: 1,
    };
    let ready = Kind::InReadyQueue { ahead: 1 };
    let work = Kind::ServiceByWorker { worker: 0 };
    assert_eq!(kinds, [buffered, Kind::Unnoticed, ready, buffered, work]);
    assert_eq!(spans[0].until, Some(1_000_000));
    assert_eq!(
        (spans[1].from, spans[1].until),
        (1_000_000, Some(1_003_000))
    );
    // A worker takes 12 ms to start.
    assert_eq!(
        (spans[2].from, spans[2].until),
        (1_003_000, Some(2_012_000))
    );
}

/// The broker restarts during a service: the worker cannot acknowledge, and gets the order again.
#[test]
fn a_story_of_an_order_charged_twice() {
    let broken = lab(&[("overheads", "none")]).at(0.0, click(Async, 1));
    let broken = broken
        .at(1_000.0, break_(BrokerDown))
        .at(1_500.0, heal(BrokerDown));
    let [_, queued] = stories(&broken, 0);
    assert_eq!(
        story::sentences(&queued)[5..],
        [
            "At 0.000 s Payment works on it as worker 1, for 3.00 s.",
            "At 1.000 s Payment works on as worker 1, without a channel.",
            "At 1.000 s the queue dies with the broker, and has it on its disk.",
            "At 1.000 s the queue keeps it ready, for 2.00 s.",
            "At 3.000 s Payment charges the order.",
            "At 3.000 s Payment has no channel to acknowledge it on.",
            "At 3.000 s the queue sends the redelivery to Payment.",
            "At 3.000 s Payment works on it as worker 1, for 3.00 s.",
            "At 6.000 s Payment charges the order again, 2 times now.",
            "At 6.000 s Payment sends the ack to the queue.",
        ]
    );
}

/// Its publish hangs in a memory alarm, until Checkout has had enough; then it is read all the same.
#[test]
fn a_story_of_an_order_that_was_left_unread() {
    let settings = [
        ("overheads", "none"),
        ("publisher_confirms", "true"),
        ("blocked_connection_timeout_s", "2"),
    ];
    let alarm = lab(&settings)
        .at(0.0, break_(MemoryAlarm))
        .at(1_000.0, click(Async, 1))
        .at(5_000.0, heal(MemoryAlarm));
    assert_eq!(
        told_since(&alarm, 0, "waits for the broker's confirm"),
        [
            "At 1.000 s Checkout waits for the broker's confirm, for 2.00 s.",
            "At 1.000 s Checkout sends the message to the queue.",
            "At 1.000 s the queue leaves it in the socket, the broker is short of memory, for 4.00 s.",
            "At 3.000 s Checkout gives up, the broker has not read its connection for too long.",
            "At 3.000 s Checkout sends 503 Service Unavailable to the user.",
            "At 3.000 s Checkout gives thread 1 back.",
            "At 5.000 s the queue sends the delivery to Payment.",
            "At 5.000 s Payment works on it as worker 1, for 3.00 s.",
            "At 8.000 s Payment charges the order.",
            "At 8.000 s Payment sends the ack to the queue.",
        ]
    );
}

/// A worker tells the next service, and acknowledges right behind: the broker reads neither, and then both.
#[test]
fn a_story_of_news_that_were_left_unread() {
    let settings = [
        ("overheads", "none"),
        ("services", "payment.shipping"),
        ("async_events", "choreography"),
    ];
    let alarm = lab(&settings)
        .at(0.0, click(Async, 1))
        .at(1_000.0, break_(MemoryAlarm))
        .at(5_000.0, heal(MemoryAlarm));
    let [_, story] = stories(&alarm, 0);
    let unread: Vec<_> = story
        .spans
        .iter()
        .filter(|span| span.kind == Kind::Unread)
        .map(|span| (span.participant, span.from, span.until))
        .collect();
    assert_eq!(
        unread,
        [(Participant::QueueOf(2), 3_000_000, Some(5_000_000))]
    );
}

/// Behind a cut nothing is heard from the broker any more.
#[test]
fn a_story_of_a_silent_broker() {
    let settings = [("overheads", "none"), ("publisher_confirms", "true")];
    let cut = lab(&settings)
        .at(0.0, break_(NetworkCut))
        .at(1_000.0, click(Async, 1))
        .at(90_000.0, heal(NetworkCut));
    assert_eq!(
        told_since(&cut, 0, "gives up")[0],
        "At 60.000 s Checkout gives up, nothing is heard from the broker."
    );
}

/// The sentences of an order's story in the async shop from this one on.
fn told_since(lab: &Lab, order: u64, from: &str) -> Vec<String> {
    let [_, queued] = stories(lab, order);
    let mut sentences = story::sentences(&queued);
    let at = sentences.iter().position(|said| said.contains(from));
    sentences.split_off(at.unwrap_or_else(|| panic!("{from:?} is not in {sentences:#?}")))
}

/// Under auto-ack it is the workers who lose what they have: the one who works on it, and the buffer behind.
#[test]
fn an_order_that_a_worker_lost_was_not_lost_by_the_queue() {
    let killed = lab(&[("overheads", "none"), ("ack_mode", "auto")])
        .at(0.0, click(Async, 3))
        .at(1_000.0, break_(PaymentDown))
        .at(2_000.0, heal(PaymentDown));
    assert_eq!(
        told_since(&killed, 0, "At 1.000 s"),
        [
            "At 1.000 s Payment dies, and worker 1 at work with it.",
            "At 1.000 s Payment has lost it, and with auto-ack the queue forgot it as it was sent.",
        ]
    );
    assert_eq!(
        told_since(&killed, 2, "At 1.000 s"),
        [
            "At 1.000 s Payment loses the buffer of worker 1.",
            "At 1.000 s Payment has lost it, and with auto-ack the queue forgot it as it was sent.",
        ]
    );
}

/// With auto-ack there is no ack to die before: who was charged has lost nothing. And the queue cannot drop what it does
/// not have any more.
#[test]
fn with_auto_ack_a_charged_order_is_not_lost() {
    let auto = lab(&[
        ("overheads", "none"),
        ("ack_mode", "auto"),
        ("crash_order", "2"),
    ]);
    let auto = auto.at(0.0, click(Async, 3));
    assert_eq!(
        told_since(&auto, 1, "At 6.000 s"),
        [
            "At 6.000 s Payment charges the order.",
            "At 6.000 s Payment dies as worker 1, and with auto-ack there was nothing left to acknowledge.",
        ]
    );
    let fails = auto.with(&[("crash_order", "0"), ("poison_order", "1")]);
    assert_eq!(
        told_since(&fails, 0, "At 3.000 s"),
        [
            "At 3.000 s Payment fails, and charges nothing.",
            "At 3.000 s Payment has lost it, and with auto-ack the queue forgot it as it was sent.",
        ]
    );
}

/// It is the broker who forgets what it had not written down.
#[test]
fn an_order_that_a_restart_forgot() {
    let forgotten = "At 10.000 s the queue forgets it, it was not on the broker's disk.";
    is_told_of_some_order("transient-queue", forgotten);
}

/// A full queue throws its oldest away, or takes no more.
#[test]
fn an_order_for_which_there_was_no_room() {
    is_told_of_some_order(
        "drop-head",
        "the queue drops it, it is full, and this was its oldest.",
    );
    is_told_of_some_order("reject-unconfirmed", "the queue refuses it, it is full.");
}

/// Some order's story in the async shop of this scenario has a sentence that ends like this.
fn is_told_of_some_order(scenario: &str, end: &str) {
    let lab = preset(scenario);
    let mut all = (0..50).flat_map(|order| {
        let [_, queued] = stories(&lab, order);
        story::sentences(&queued)
    });
    assert!(all.any(|said| said.ends_with(end)), "{scenario}: {end}");
}

// ---- several services -------------------------------------------------------------------------------------------

const THREE: [(&str, &str); 5] = [
    ("overheads", "none"),
    ("services", "inventory.payment.shipping"),
    ("inventory.time_ms", "200"),
    ("payment_time_ms", "500"),
    ("shipping.time_ms", "300"),
];

/// The sentences of an order's story in a shop.
fn sentences_of(lab: &Lab, order: u64, shop: Wiring) -> Vec<String> {
    let [sync, queued] = stories(lab, order);
    match shop {
        Wiring::Sync => story::sentences(&sync),
        Wiring::Async => story::sentences(&queued),
    }
}

/// A chain stops at the first failure: what was done stays done, and who was never called is said.
#[test]
fn a_chain_says_who_was_called_and_who_never_was() {
    let slow = lab(&THREE).with(&[("read_timeout_ms", "400")]);
    let told = sentences_of(&slow.at(0.0, click(Side::Sync, 1)), 0, Wiring::Sync);
    assert_eq!(
        told[1..],
        [
            "At 0.000 s Checkout waits for the answer of Inventory, for 200 ms.",
            "At 0.000 s Checkout sends the call to Inventory.",
            "At 0.000 s Inventory works on it on thread 1, for 200 ms.",
            "At 0.200 s Inventory does its work for the order.",
            "At 0.200 s Inventory sends the answer to Checkout.",
            "At 0.200 s Checkout waits for the answer of Payment, for 400 ms.",
            "At 0.200 s Checkout sends the call to Payment.",
            "At 0.200 s Payment works on it on thread 1, for 500 ms.",
            "At 0.600 s Checkout gives up on Payment, no answer came in time.",
            "At 0.600 s Payment is not told of that.",
            "At 0.600 s Shipping is never called.",
            "At 0.600 s Checkout sends 504 Gateway Timeout to the user.",
            "At 0.600 s Checkout gives thread 1 back.",
            "At 0.700 s Payment charges the order.",
            "At 0.700 s Payment sends the answer to Checkout; it never arrives, nobody waits for it.",
        ]
    );
}

/// Calls made at once stand beside each other, each with its own waits and pauses; the user waits for the last one.
#[test]
fn calls_at_once_stand_beside_each_other() {
    let at_once = lab(&THREE).with(&[
        ("sync_calls", "in-parallel"),
        ("checkout_endpoint", "async-def"),
        ("retries", "1"),
        ("retry_backoff_ms", "100"),
    ]);
    let down = Act::Break {
        fault: Outage {
            fault: PaymentDown,
            service: 2,
        },
    };
    let at_once = at_once.at(0.0, down).at(0.0, click(Side::Sync, 1));
    let [story, _] = stories(&at_once, 0);
    let at_checkout = |s: &&Span| s.participant == Checkout;
    let spans: Vec<(Kind, Option<u8>, Micros)> = story
        .spans
        .iter()
        .filter(at_checkout)
        .map(|s| (s.kind, s.about, took(s)))
        .collect();
    assert_eq!(
        spans,
        [
            (Kind::Blocked, Some(1), 200_000),
            (Kind::Blocked, Some(0), 500_000),
            (Kind::BackingOff, Some(2), 100_000),
        ]
    );
    let told = story::sentences(&story);
    let pauses = "At 0.000 s Checkout pauses before it tries Shipping again, for 100 ms.";
    assert!(told.iter().any(|said| said == pauses), "{told:#?}");
    let answer = arrow(&story, Checkout, User);
    assert_eq!(answer.left, 500_000, "it waits for all of them");
}

/// One message is copied to each queue; what stands in one knows nothing of the others.
#[test]
fn one_message_reaches_every_queue() {
    let fan_out = lab(&THREE)
        .with(&[("exchange", "fanout")])
        .at(0.0, click(Async, 2));
    let told = sentences_of(&fan_out, 1, Wiring::Async);
    let messages = told
        .iter()
        .filter(|said| said.contains("sends the message"));
    assert_eq!(messages.count(), 1, "{told:#?}");
    let waits = "At 0.000 s Payment's queue keeps it ready, for 500 ms.";
    assert!(told.iter().any(|said| said == waits), "{told:#?}");
    // Over the default exchange there is one for each.
    let one_by_one = lab(&THREE).at(0.0, click(Async, 1));
    let told = sentences_of(&one_by_one, 0, Wiring::Async);
    for queue in ["Inventory", "Payment", "Shipping"] {
        let said = format!("At 0.000 s Checkout sends the message to {queue}'s queue.");
        assert!(told.contains(&said), "{told:#?}");
    }
    // A queue that is not bound gets none.
    let unbound = lab(&THREE).with(&[("exchange", "direct"), ("shipping.binding_key", "one-word")]);
    let told = sentences_of(&unbound.at(0.0, click(Async, 1)), 0, Wiring::Async);
    let nowhere = "At 0.000 s Shipping's queue is not there, and the broker drops it.";
    assert!(told.iter().any(|said| said == nowhere), "{told:#?}");
}

/// A worker that dies after its work and before its ack has told the next service, and does it all again: that has two messages.
#[test]
fn in_a_choreography_news_are_told_twice() {
    let twice = lab(&[
        ("overheads", "none"),
        ("services", "payment.shipping"),
        ("async_events", "choreography"),
        ("consumers", "2"),
        ("worker_threads", "1"),
        ("payment_time_ms", "500"),
        ("shipping.time_ms", "2000"),
        ("crash_order", "1"),
    ]);
    let twice = twice.at(0.0, click(Async, 1));
    let told = sentences_of(&twice, 0, Wiring::Async);
    let of = |said: &str| told.iter().filter(|it| it.ends_with(said)).count();
    assert_eq!(
        of("Payment sends the news to Shipping's queue."),
        2,
        "{told:#?}"
    );
    assert_eq!(of("before it could acknowledge."), 1, "{told:#?}");
    assert_eq!(of("Payment charges the order again, 2 times now."), 1);
    assert_eq!(
        of("Shipping does its work for the order again, 2 times now."),
        1
    );
}
