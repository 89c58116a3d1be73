//! Random experiments with interventions: what must hold holds after every event, and every way to play an
//! experiment gives the same run.
//!
//! Each experiment is played five times: by a reader who acts while it runs, in chunks; then, from what that reader
//! left behind, event by event with the books done again after each one; from its exported JSON, in one go, with
//! everybody watched; and in random chunks with tiny budgets, half-way through on a copy, with the trace on. One digest. The
//! fifth time it is a quiet run, which has none, and the same report.
//!
//! | file | what must hold |
//! |---|---|
//! | `check` | who holds what, who may still charge which order, what is where: counted again from the live things |
//! | `broker` | the broker's balance, and which event may change which of its counts |
//! | `room` | memory follows what is alive |
//! | `quiet` | a quiet run has the report of an ordinary one |
//! | `count` | everything was hit: cells, events, moments, reasons, faults, `mechanisms`, values of settings (`table`) |
//!
//! The short mode plays 4,000 experiments, and insists that each thing was hit by five of them. The long mode:
//!
//! ```text
//! SHOWDOWN_EXPERIMENTS=20000 cargo test --test properties -- --nocapture
//! ```
//!
//! `SHOWDOWN_ONLY=123` plays experiment 123 alone.

mod broker;
mod check;
mod count;
mod events;
mod generate;
mod mechanisms;
mod moments;
mod quiet;
mod room;
mod scenes;
mod table;

use showdown::sim::shop::Wiring;
use std::sync::atomic::{AtomicU64, Ordering};

use check::Held;
use count::{Counts, SHORT, fault_names};
use generate::{Dice, Plan};
use room::Peak;
use showdown::experiment::intervention::Act;
use showdown::experiment::report::{Report, ShopReport};
use showdown::experiment::run::Run;
use showdown::experiment::{Experiment, decode};
use showdown::sim::broker::balance::Balance;
use showdown::sim::config::lineup::SERVICES;
use showdown::sim::digest::Digest;
use showdown::sim::engine::Side;
use showdown::sim::event::Event;
use showdown::sim::fault::{FAULTS, Faults};
use showdown::sim::ledger::Ledger;
use showdown::sim::shop::Shop;
use showdown::sim::time::Micros;

/// A run with so many events has no end, as far as these tests know: a crash loop.
fn is_endless(run: &Run) -> bool {
    let orders: u64 = shops(run).iter().map(|shop| shop.sent()).sum();
    run.events() > 8_000 + 40 * orders
}

/// Live things looked at in one experiment, after each of its events. When they are used up, each further event brings
/// some more, and it is checked thoroughly as soon as they suffice: crowds of a hundred thousand are looked at seldom.
const EFFORT: usize = 400_000;
const EFFORT_PER_EVENT: usize = 16;

fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().expect("a whole number"))
}

#[test]
fn whatever_happens_the_books_are_true_and_every_way_to_play_is_the_same_run() {
    let (first, last) = match number("SHOWDOWN_ONLY") {
        Some(only) => (only, only + 1),
        None => (0, number("SHOWDOWN_EXPERIMENTS").unwrap_or(SHORT)),
    };
    let next = AtomicU64::new(first);
    let began = std::time::Instant::now();
    let mut all = Counts::default();
    let mut events = 0;
    std::thread::scope(|scope| {
        let worker = || {
            let (mut counts, mut events) = (Counts::default(), 0);
            loop {
                let seed = next.fetch_add(1, Ordering::Relaxed);
                if seed >= last {
                    return (counts, events);
                }
                let plan = generate::plan(seed);
                let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                    examine(seed, &plan, &mut counts)
                }));
                match outcome {
                    Ok(processed) => {
                        counts.experiment_over();
                        events += processed;
                    }
                    Err(panic) => {
                        println!("experiment {seed} failed (SHOWDOWN_ONLY={seed}): {plan:?}");
                        std::panic::resume_unwind(panic);
                    }
                }
            }
        };
        let threads: Vec<_> = (0..2).map(|_| scope.spawn(worker)).collect();
        for thread in threads {
            match thread.join() {
                Ok((mut counts, processed)) => {
                    all.add(&mut counts);
                    events += processed;
                }
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    let wrong = all.verdict();
    println!(
        "{} experiments, {events} events (each played five times), {:.1} s",
        last - first,
        began.elapsed().as_secs_f64()
    );
    if last - first >= SHORT {
        assert!(
            wrong.is_empty(),
            "hit too seldom, or hit and never should: {wrong:#?}"
        );
    }
}

/// Plays one plan in every way; returns how many events it has.
fn examine(seed: u64, plan: &Plan, counts: &mut Counts) -> u64 {
    let dice = &mut Dice::new(!seed);
    let live = live(plan, dice, counts);
    let endless = is_endless(&live);
    let experiment = live.experiment().clone();
    counts.drawn().experiment(&experiment);
    // A run without an end is compared up to the last instant that is surely complete.
    let end = match endless {
        true => live.clock().saturating_sub(1),
        false => Micros::MAX,
    };
    let stepped = step_by_step(experiment.clone(), end, counts);
    let digest = stepped.world().digest();
    if !endless {
        assert_eq!(live.world().digest(), digest, "live, then again");
        assert_eq!(live.clock(), stepped.clock(), "live, then again");
        for shop in shops(&stepped) {
            check::at_the_end(shop);
            room::at_the_end(shop);
        }
        reports_agree(&stepped, counts);
        quiet::reports_the_same(experiment.clone(), &stepped);
    }
    shops(&stepped).into_iter().for_each(broker::balances);
    let (decoded, problems) = decode::experiment(&experiment.to_json()).unwrap();
    assert_eq!(problems, []);
    assert_eq!(decoded, experiment, "exported and read");
    let watched = in_one_go(decoded, end);
    assert_eq!(watched.world().digest(), digest, "exported and read");
    mechanisms::look(&watched, counts);
    assert_eq!(
        in_chunks(experiment, end, stepped.clock(), dice),
        digest,
        "in chunks"
    );
    let events = stepped.events();
    if endless {
        let stands = room::stands(stepped);
        counts.saw("run: a crash loop without an end", u64::from(stands));
    }
    events
}

/// A reader plays it in chunks, and acts.
fn live(plan: &Plan, dice: &mut Dice, counts: &mut Counts) -> Run {
    let mut run = Run::new(plan.experiment.clone());
    for intervention in &plan.live {
        while !run.advance(intervention.at_us, 1 + dice.below(2_000) as u32) {
            if is_endless(&run) {
                return run;
            }
            // Some readers do not wait until a frame is simulated to its end.
            if dice.one_in(8) {
                break;
            }
        }
        let busy = run.next_time().is_some();
        counts.saw("act: live, while busy", u64::from(busy));
        let (before, clock) = (run.experiment().log.len(), run.clock());
        run.act(intervention.act.clone()).expect("it is allowed");
        assert_eq!(run.experiment().log.len(), before + 1);
        assert_eq!(run.clock(), clock, "to act takes no time");
    }
    while run.next_time().is_some() && !is_endless(&run) {
        run.advance(Micros::MAX, 5_000);
    }
    run
}

/// One shop before something happens.
struct Before {
    now: Micros,
    held: Held,
    ledger: Ledger,
    balance: [Balance; SERVICES],
    stopped: usize,
    faults: Faults,
}

impl Before {
    fn of(shop: &Shop) -> Self {
        Self {
            now: shop.now(),
            held: Held::of(shop),
            ledger: shop.ledger().clone(),
            balance: broker::of_all(shop),
            stopped: shop.stopped(),
            faults: shop.faults(),
        }
    }
}

/// One event or intervention at a time, with the books done again.
fn step_by_step(experiment: Experiment, end: Micros, counts: &mut Counts) -> Run {
    let mut acts = experiment.log.clone().into_iter();
    let mut run = Run::new(experiment);
    let mut carriers = Vec::new();
    let (mut effort, mut steps, mut acted_so_far) = (0, 0, 0);
    let mut peaks = [Peak::default(); 2];
    while run.next_time().is_some_and(|next| next <= end) {
        let (clock, events) = (run.clock(), run.events());
        let before = shops(&run).map(Before::of);
        let busy = shops(&run).map(|s| s.open() + s.inside_payment()) != [0, 0];
        let (side, event) = run.step().expect("something is pending");
        steps += 1;
        assert!(run.clock() >= clock, "time never goes back");
        assert_eq!(run.events(), events + u64::from(event.is_some()));
        match event {
            Some(event) => counts.event(event),
            None => {
                acted(&acts.next().expect("a planned act").act, busy, counts);
                acted_so_far += 1;
            }
        }
        for ((shop, before), peak) in shops(&run).into_iter().zip(&before).zip(&mut peaks) {
            if !side.has(shop.wiring()) {
                continue; // An event of one shop does not touch the other.
            }
            assert!(shop.now() >= before.now, "time never goes back");
            counts.moved(&before.ledger, shop.ledger());
            faulted(before.faults, shop.faults(), event.is_some(), counts);
            check::at_a_glance(shop, before.held);
            peak.look(shop);
            let stopped = event.is_some() && shop.stopped() > before.stopped;
            broker::moved(&before.balance, shop, event, stopped);
            counts.mechanism(
                "worker crash, mid-work",
                !stopped && matches!(event, Some(Event::WorkerCrashed { .. })),
            );
            if effort < EFFORT + EFFORT_PER_EVENT * steps {
                effort += check::effort(shop);
                room::bounded(shop, *peak, acted_so_far);
                check::all(shop, &mut carriers, counts);
            }
        }
    }
    counts.saw(
        "run: every event checked thoroughly",
        u64::from(effort < EFFORT),
    );
    run
}

fn shops(run: &Run) -> [&Shop; 2] {
    [
        run.world().shop(Wiring::Sync),
        run.world().shop(Wiring::Async),
    ]
}

fn acted(act: &Act, busy: bool, counts: &mut Counts) {
    let name = match act {
        Act::Click { shop, .. } => match shop {
            Side::Sync => "act: click, sync",
            Side::Async => "act: click, async",
            Side::Both => "act: click, both",
        },
        Act::Set { .. } => "act: set",
        Act::Break { .. } => "act: break",
        Act::Heal { .. } => "act: heal",
    };
    counts.saw(name, 1);
    counts.saw("act: planned, while busy", u64::from(busy));
}

/// Counts faults that began or ended.
fn faulted(before: Faults, after: Faults, by_itself: bool, counts: &mut Counts) {
    for (place, fault) in FAULTS.into_iter().enumerate() {
        let (began, ended) = fault_names(place);
        match (before.has(fault), after.has(fault)) {
            (false, true) if by_itself => {
                counts.saw("fault: Payment crashed by itself", 1);
                counts.mechanism("overload: Payment crashes", true);
            }
            (false, true) => counts.saw(began, 1),
            (true, false) => counts.saw(ended, 1),
            _ => {}
        }
    }
    let killed = before.payment_frozen && after.payment_down;
    counts.saw(
        "fault: Payment was killed while it was frozen",
        u64::from(killed),
    );
    let both = after.network_cut && after.payment_black_holed;
    counts.saw("fault: a hole behind a cut", u64::from(both));
}

/// All that is due by `end`, at once, with everybody watched.
fn in_one_go(experiment: Experiment, end: Micros) -> Run {
    let mut run = Run::new(experiment);
    run.watch_everybody();
    if end == Micros::MAX {
        assert!(run.finish(), "this run has an end");
    } else {
        while !run.advance(end, u32::MAX) {}
    }
    run
}

/// Random steps of the clock, tiny budgets, and a copy that takes over half-way. With the trace on.
fn in_chunks(experiment: Experiment, end: Micros, clock: Micros, dice: &mut Dice) -> Digest {
    let mut run = Run::new(experiment);
    run.trace(true);
    let mut until = 0;
    while run.next_time().is_some_and(|next| next <= end) {
        let step = match dice.below(4) {
            0 => dice.below(3),
            1 => dice.below(1 + clock / 1_000),
            _ => dice.below(1 + clock / 8),
        };
        until = (until.max(run.clock()) + step).min(end);
        let budget = 1 + dice.below(200) as u32;
        let before = run.clock();
        while !run.advance(until, budget) {
            assert!(run.clock() <= until, "no further than asked");
            let _ = run.next_time();
        }
        assert!(run.clock() >= before, "time never goes back");
        assert!(run.clock() <= until, "no further than asked");
        if dice.one_in(16) {
            run = run.clone();
        }
        if step == 0 {
            // Towards the end, for it may be far away.
            until = until.max(run.next_time().unwrap_or(end)).min(end);
        }
    }
    run.world().digest()
}

/// The report adds up, whichever way it is read.
fn reports_agree(run: &Run, counts: &mut Counts) {
    let report = Report::of(run, showdown::words::textbook::misfit);
    for (shop, report) in shops(run)
        .into_iter()
        .zip([&report.shops[Wiring::Sync], &report.shops[Wiring::Async]])
    {
        report_agrees(shop, report);
        for (status, name) in [
            (200, "status: 200"),
            (202, "status: 202"),
            (499, "status: 499"),
            (500, "status: 500"),
            (503, "status: 503"),
            (504, "status: 504"),
        ] {
            let n = report.statuses.get(&status).copied().unwrap_or_default();
            counts.saw(name, n);
        }
        for order in shop.log().iter().filter(|o| o.charges == 0) {
            counts.reason(order.reason);
        }
    }
}

fn report_agrees(shop: &Shop, report: &ShopReport) {
    let row = |told: &str| report.ledger[told].values().sum::<u64>();
    let column = |charge: &str| report.ledger.values().map(|row| row[charge]).sum::<u64>();
    let told = report.orders - row("waiting");
    assert_eq!(report.statuses.values().sum::<u64>(), told);
    assert_eq!(report.told_ms.n as u64, told);
    let status = |code| report.statuses.get(&code).copied().unwrap_or_default();
    assert_eq!((row("ok"), row("accepted")), (status(200), status(202)));
    assert_eq!(report.paid_ms.n as u64, column("once") + column("many"));
    let never: u64 = report.never_because.values().sum();
    assert_eq!(never, column("never"), "each has a reason");
    assert!(report.charges >= column("once") + 2 * column("many"));
    assert!(report.deliveries >= report.charges);
    let ended = shop.log().iter().map(|o| u32::from(o.charges));
    let alive = shop.orders().map(|o| o.charges);
    let charges: u32 = ended.chain(alive).sum();
    assert_eq!(u64::from(charges), report.charges);
}
