//! The journey of one order and its story: whatever happens in a run, what is told of any one order of it is true.
//!
//! Random experiments (the generator of the property tests), and a random order of each: what its journey says is what
//! the shop's own books say of it; its times add up; its Mermaid text is Mermaid, and its drawing legible.
//!
//! `SHOWDOWN_STORIES=20000 cargo test --release --test stories` looks harder.

#[path = "../common/mod.rs"]
mod common;
mod drawn;
#[path = "../properties/generate.rs"]
mod generate;
#[path = "../properties/scenes.rs"]
mod scenes;
mod told;
mod true_to_the_books;
mod wire;

use std::collections::BTreeMap;

use generate::Dice;
use showdown::experiment::Experiment;
use showdown::experiment::run::Run;
use showdown::sim::journey::{JOURNEY_LIMIT, Journey};
use showdown::sim::shop::{Shop, Wiring};
use showdown::sim::time::Micros;
use showdown::story;

const SHOPS: [Wiring; 2] = [Wiring::Sync, Wiring::Async];

/// Every moment there is. A new one belongs here, and has to be reached by the random experiments.
const MOMENTS: [&str; 48] = [
    "Sent",
    "Told",
    "ReachedCheckout",
    "GotCpu",
    "AskedForThread",
    "GotThread",
    "HandlerBegan",
    "Concluded",
    "Answered",
    "AskedForConnection",
    "GotConnection",
    "Dialled",
    "DialRefused",
    "CallSent",
    "CallHeld",
    "CallLeft",
    "PoolTimedOut",
    "ConnectTimedOut",
    "ReadTimedOut",
    "LetGo",
    "ReachedPayment",
    "AskedForPaymentThread",
    "Refused",
    "AnsweredNobody",
    "AnswerHeld",
    "AnswerLeft",
    "AnswerReachedCheckout",
    "RefusalReachedCheckout",
    "ServiceBegan",
    "Charged",
    "WorkDied",
    "AmqpDialled",
    "AmqpConnected",
    "AmqpTimedOut",
    "BrokerRefused",
    "PublishRefused",
    "Published",
    "MessageHeld",
    "MessageLeft",
    "ReachedQueue",
    "Delivered",
    "DeliveryFoundNobody",
    "ReachedWorker",
    "DroppedFromBuffer",
    "CutOff",
    "AckLeft",
    "AckImpossible",
    "AckReachedBroker",
];
const MORE_MOMENTS: [&str; 29] = [
    "NewsPublished",
    "Requeued",
    "SurvivedBroker",
    "Lost",
    "AskedForChannel",
    "ChannelTorn",
    "AwaitedConfirm",
    "ConfirmLeft",
    "PublishConfirmed",
    "PublishNacked",
    "LeftUnread",
    "ChannelClosing",
    "DiedBeforeAck",
    "NackLeft",
    "NackReachedBroker",
    "DeadLettered",
    "HungUp",
    "AskedForThreadAgain",
    "GotThreadAgain",
    "BackedOff",
    "ServiceFailed",
    "FailureLeft",
    "ReachedFrozenPayment",
    "AnswerMade",
    "AskedForPaymentThreadAgain",
    "GotPaymentThreadAgain",
    "SegmentLost",
    "SetAside",
    "CameBack",
];

/// Those that luck need not meet.
const RARE_MOMENTS: [&str; 4] = [
    "HeartbeatMissed",
    "BlockedTimedOut",
    "PublishReturned",
    "GivenUp",
];

fn shop(run: &Run, wiring: Wiring) -> &Shop {
    match wiring {
        Wiring::Sync => run.world().shop(Wiring::Sync),
        Wiring::Async => run.world().shop(Wiring::Async),
    }
}

/// The experiment of this seed, with everything in its log.
fn experiment(seed: u64) -> Experiment {
    let plan = generate::plan(seed);
    let mut experiment = plan.experiment;
    for act in plan.live {
        experiment.add(act).expect("the log has room");
    }
    experiment
}

/// Played to its end, or in a crash loop to some instant.
fn played(experiment: Experiment) -> (Run, Option<Micros>) {
    let mut run = Run::new(experiment);
    while run.next_time().is_some() {
        let orders = run.world().shop(Wiring::Sync).sent() + run.world().shop(Wiring::Async).sent();
        if run.events() > 8_000 + 40 * orders {
            let end = run.clock();
            while !run.advance(end, u32::MAX) {}
            return (run, Some(end));
        }
        run.advance(Micros::MAX, 5_000);
    }
    (run, None)
}

fn watched(experiment: Experiment, order: u64, end: Option<Micros>) -> Run {
    let mut run = Run::new(experiment);
    run.watch(Some(order));
    match end {
        Some(end) => while !run.advance(end, u32::MAX) {},
        None => assert!(run.finish()),
    }
    run
}

/// In random chunks, sometimes event by event, sometimes on a copy.
fn watched_in_chunks(
    experiment: Experiment,
    order: u64,
    end: Option<Micros>,
    dice: &mut Dice,
) -> Run {
    let mut run = Run::new(experiment);
    run.watch(Some(order));
    let end = end.unwrap_or(Micros::MAX);
    while let Some(next) = run.next_time().filter(|&next| next <= end) {
        match dice.below(3) {
            0 => {
                run.step();
            }
            1 => run = run.clone(),
            _ => {
                let until = next.saturating_add(dice.span(0.01, 10_000.0)).min(end);
                run.advance(until, 1 + dice.below(300) as u32);
            }
        }
    }
    run
}

#[test]
fn whatever_happens_every_story_is_true() {
    let asked = std::env::var("SHOWDOWN_STORIES").ok();
    let experiments = asked.map_or(1_000, |n| n.parse().expect("a whole number"));
    let next = std::sync::atomic::AtomicU64::new(0);
    let work = || {
        let mut seen = BTreeMap::new();
        loop {
            let seed = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            if seed >= experiments {
                return seen;
            }
            let examined = std::panic::AssertUnwindSafe(|| examine(seed, &mut seen));
            if let Err(panic) = std::panic::catch_unwind(examined) {
                println!("the story of experiment {seed}");
                std::panic::resume_unwind(panic);
            }
        }
    };
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..2).map(|_| scope.spawn(work)).collect();
        for thread in threads {
            match thread.join() {
                Ok(counts) => counts
                    .into_iter()
                    .for_each(|(name, n)| *seen.entry(name).or_default() += n),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    println!("{seen:#?}");
    let mut known: Vec<&str> = MOMENTS.into_iter().chain(MORE_MOMENTS).collect();
    known.sort_unstable();
    let rare = |name: &&str| RARE_MOMENTS.contains(name);
    let seen: Vec<&str> = seen.keys().map(String::as_str).collect();
    let seen: Vec<&str> = seen.into_iter().filter(|name| !rare(name)).collect();
    assert_eq!(seen, known);
}

/// Orders of a run that is not told: it is copied again and again here, and the story of one of so many is no other.
const MANY: u64 = 5_000;

fn examine(seed: u64, seen: &mut BTreeMap<String, u64>) {
    let dice = &mut Dice::new(!seed);
    let experiment = experiment(seed);
    let (plain, end) = played(experiment.clone());
    let most = plain
        .world()
        .shop(Wiring::Sync)
        .sent()
        .max(plain.world().shop(Wiring::Async).sent());
    if most > MANY {
        return;
    }
    for _ in 0..3 {
        let order = dice.below(most + 1);
        let run = watched(experiment.clone(), order, end);
        assert_eq!(
            run.world().digest(),
            plain.world().digest(),
            "watching changes nothing"
        );
        let chunked = watched_in_chunks(experiment.clone(), order, end, dice);
        for wiring in SHOPS {
            let journey = run.journey(wiring);
            assert_eq!(journey, chunked.journey(wiring), "played in chunks");
            for noted in journey.moments() {
                let name = format!("{:?}", noted.what);
                let name = name.split(' ').next().unwrap_or_default();
                *seen.entry(name.to_owned()).or_default() += 1;
            }
            about_one(&run, wiring, order);
        }
    }
}

fn about_one(run: &Run, wiring: Wiring, order: u64) {
    let journey: &Journey = run.journey(wiring);
    assert_eq!(journey.watched(), Some(order));
    assert!(journey.moments().len() <= JOURNEY_LIMIT);
    let shop = shop(run, wiring);
    if order >= shop.sent() {
        assert_eq!(
            journey.moments(),
            [],
            "an order that was not sent has no journey"
        );
    }
    let state = true_to_the_books::check(journey, shop, order);
    assert_eq!(journey.plan(), state.plan, "it knows what the order needs");
    let story = story::of(journey, wiring, run.clock());
    told::check(&story, journey, &state);
    drawn::check(&story);
}
