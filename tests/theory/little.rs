//! Little's law, L = λW, from accumulators that know nothing of each other: the area under what a station shows
//! between events, and the sum of what the log says of single orders. A run that begins and ends empty owes equality,
//! to the microsecond. The engine's own time-weighted levels are held against the same areas.

use showdown::sim::shop::Wiring;
use std::collections::BinaryHeap;

use showdown::experiment::run::Run;
use showdown::sim::config::lineup::PAYMENT;
use showdown::sim::shop::Shop;
use showdown::sim::task::Done;
use showdown::sim::time::Micros;

use super::common::{Lab, lab, preset};
use super::{Customer, customers, mmc};

/// Areas under the levels of a shop over time.
#[derive(Debug, Default, PartialEq)]
struct Areas {
    /// In line before Checkout's threads.
    thread_line: u64,
    /// In line at Payment, or ready in the queue.
    line: u64,
    /// Being worked on.
    service: u64,
    /// Waiting for an answer.
    open: u64,
}

impl Areas {
    fn add(&mut self, shop: &Shop, line: usize, servers: u32, span: Micros) {
        self.thread_line += shop.checkout().line().len() as u64 * span;
        self.line += line as u64 * span;
        self.service += u64::from(servers) * span;
        self.open += u64::from(shop.open()) * span;
    }

    /// What the log says they should be.
    fn owed(customers: &[Customer], shop: &Shop, threads: usize) -> Self {
        let thread_line = thread_waits(customers, shop, threads);
        let waits: u64 = customers.iter().map(|c| c.wait).sum();
        Self {
            thread_line,
            line: waits - thread_line,
            service: customers.iter().map(|c| c.work).sum(),
            open: shop.log().iter().map(|o| o.told_at - o.submitted).sum(),
        }
    }
}

/// How long orders waited for one of so many threads, held until the answer: each gets the one that is free first.
fn thread_waits(customers: &[Customer], shop: &Shop, threads: usize) -> u64 {
    let mut log = shop.log().to_vec();
    log.sort_by_key(|o| o.number);
    // When the threads that are held will be free, soonest on top.
    let mut held: BinaryHeap<std::cmp::Reverse<Micros>> = BinaryHeap::new();
    let mut sum = 0;
    for (customer, order) in customers.iter().zip(log) {
        if held.len() == threads {
            let free = held.pop().expect("a thread").0;
            sum += free.saturating_sub(customer.arrived);
        }
        held.push(std::cmp::Reverse(order.told_at));
    }
    sum
}

/// Plays a run event by event; calls for each span between two of them.
fn between(run: &mut Run, mut look: impl FnMut(&Run, Micros)) {
    while let Some(next) = run.next_time() {
        look(run, next - run.clock());
        run.step();
    }
}

fn stations(lab: Lab, seed: u64, threads: usize) -> [Areas; 2] {
    let mut run = lab.run();
    let (mut sync, mut queued) = (Areas::default(), Areas::default());
    between(&mut run, |run, span| {
        let (a, b) = (
            run.world().shop(Wiring::Sync),
            run.world().shop(Wiring::Async),
        );
        sync.add(a, a.payment().line().len(), a.payment().held(), span);
        queued.add(b, b.queue().ready().len(), b.busy_workers(), span);
        // At one instant a message may be acknowledged just after the work on it.
        assert!(span == 0 || b.queue().unacked() == b.busy_workers());
    });
    let (a, b) = (
        run.world().shop(Wiring::Sync),
        run.world().shop(Wiring::Async),
    );
    let held = [a, b].map(|shop| shop.series().whole().held(run.clock()));
    assert_eq!([held[0].servers, held[0].open], [sync.service, sync.open]);
    assert_eq!(
        [held[1].servers, held[1].open, held[1].ready],
        [queued.service, queued.open, queued.line]
    );
    for (shop, held) in [a, b].into_iter().zip(held) {
        let slices = shop.series().held(run.clock());
        assert_eq!(slices.iter().map(|s| s.servers).sum::<u64>(), held.servers);
    }
    assert_eq!(sync, Areas::owed(&customers(a, seed), a, threads));
    assert_eq!(queued, Areas::owed(&customers(b, seed), b, usize::MAX));
    [sync, queued]
}

#[test]
fn it_holds_at_payment_and_at_the_queue() {
    for (servers, utilisation) in [(1, 0.9), (4, 0.9)] {
        let [sync, queued] = stations(mmc(servers, utilisation, 20_000, 23), 23, usize::MAX);
        assert_eq!(sync.line, queued.line, "one sample path");
        assert!(sync.line > 0 && sync.thread_line == 0);
    }
}

/// Six threads before four servers: one line in two pieces.
#[test]
fn it_holds_before_checkouts_threads() {
    let settings = [("checkout_endpoint", "def"), ("checkout_threads", "6")];
    let [sync, queued] = stations(mmc(4, 0.9, 20_000, 24).with(&settings), 24, 6);
    assert!(sync.thread_line > sync.line && sync.line > 0);
    assert_eq!(sync.line + sync.thread_line, queued.line);
}

/// Whatever happens to them: users are open from the click to the answer.
#[test]
fn it_holds_for_users_in_any_trouble() {
    for name in ["payment-outage", "demo-code", "timeout-cliff"] {
        let mut run = preset(name).run();
        let mut areas = [0u64; 2];
        between(&mut run, |run, span| {
            let world = run.world();
            for (area, shop) in areas
                .iter_mut()
                .zip([world.shop(Wiring::Sync), world.shop(Wiring::Async)])
            {
                *area += u64::from(shop.open()) * span;
            }
        });
        let world = run.world();
        for (area, shop) in areas
            .into_iter()
            .zip([world.shop(Wiring::Sync), world.shop(Wiring::Async)])
        {
            assert_eq!(shop.open(), 0, "{name}: it ends empty");
            let owed: u64 = shop.log().iter().map(|o| o.told_at - o.submitted).sum();
            assert_eq!(area, owed, "{name}");
        }
    }
}

/// Three services with one seat each, and a stream of Poisson's that each can bear.
fn several(more: &[(&str, &str)]) -> Lab {
    lab(&[
        ("overheads", "none"),
        ("services", "inventory.payment.shipping"),
        ("exchange", "fanout"),
        ("checkout_endpoint", "async-def"),
        ("http_client", "per-call"),
        ("read_timeout_ms", "600000"),
        ("arrivals", "poisson"),
        ("arrival_rate_per_s", "4"),
        ("arrivals_stop_s", "500"),
        ("payment_time_ms", "200"),
        ("payment_time_spread", "exponential"),
        ("payment_threads", "1"),
        ("inventory.time_ms", "100"),
        ("inventory.time_spread", "exponential"),
        ("inventory.threads", "1"),
        ("shipping.time_ms", "150"),
        ("shipping.time_spread", "exponential"),
        ("shipping.threads", "1"),
    ])
    .with(more)
}

/// How long all orders of a shop were with each of its services, in all: from when they were sent to it until it was done.
fn with_each(shop: &Shop, in_turn: bool) -> [u64; 3] {
    let lineup = shop.config().needs;
    let mut sums = [0; 3];
    for (k, order) in shop.log().iter().enumerate() {
        let mut sent = order.submitted;
        for service in lineup.iter() {
            let of_it = |done: &&Done| done.service == service;
            let done_at = match service {
                PAYMENT => order.paid_at,
                _ => shop.done(k).find(of_it).expect("it is done").done_at,
            };
            sums[usize::from(service)] += done_at - sent;
            if in_turn {
                sent = done_at;
            }
        }
    }
    sums
}

/// At each of several services, whoever does the work and whatever the order in which they are asked.
#[test]
fn it_holds_at_each_of_several_services() {
    for (calls, events, in_turn) in [
        ("in-sequence", "choreography", true),
        ("in-parallel", "fan-out", false),
    ] {
        let mut run = several(&[("sync_calls", calls), ("async_events", events)]).run();
        let mut areas = [[0u64; 3]; 2];
        between(&mut run, |run, span| {
            let shops = Wiring::ALL.map(|wiring| run.world().shop(wiring));
            for service in 0..3 {
                let station = shops[0].threads_of(service);
                let inside = station.line().len() as u64 + u64::from(station.held());
                areas[0][usize::from(service)] += inside * span;
                let queue = shops[1].queue_of(service);
                let there = queue.ready().len() as u64 + u64::from(queue.unacked());
                areas[1][usize::from(service)] += there * span;
            }
        });
        for (wiring, areas) in Wiring::ALL.into_iter().zip(areas) {
            let shop = run.world().shop(wiring);
            assert!(shop.log().len() > 1_900, "all of them have ended");
            assert_eq!(areas, with_each(shop, in_turn), "{wiring:?} {calls}");
            assert!(areas.iter().all(|&area| area > 0));
        }
    }
}
