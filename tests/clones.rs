//! What a clone of a run costs: a point in time to come back to has to be cheap, however long the run was before it.
//!
//! In a program of its own, because it counts what is allocated. (Debug assertions allocate nothing.)

mod common;

use showdown::sim::shop::Wiring;
use std::time::Instant;

use common::lab;
use showdown::experiment::run::Run;
use showdown::sim::engine::World;

#[global_allocator]
static COUNTED: dhat::Alloc = dhat::Alloc;

/// What one clone allocates, in bytes, and the shortest of many times it took.
fn cost(world: &World) -> (u64, f64) {
    let before = dhat::HeapStats::get().total_bytes;
    let clone = world.clone();
    let bytes = dhat::HeapStats::get().total_bytes - before;
    assert_eq!(clone.digest(), world.digest());
    let times = (0..50).map(|_| {
        let begin = Instant::now();
        let clone = world.clone();
        let time = begin.elapsed().as_secs_f64();
        drop(clone);
        time
    });
    (bytes, times.fold(f64::INFINITY, f64::min))
}

/// A stream that both shops can keep up with, until so many orders a side are done.
fn after(orders: usize) -> Run {
    let stream = [
        ("arrivals", "poisson"),
        ("arrival_rate_per_s", "100"),
        ("arrivals_stop_s", "2000"),
        ("payment_time_ms", "30"),
        ("consumers", "4"),
    ];
    let mut run = lab(&stream).run();
    run.trace(true);
    let done = |world: &World| {
        world
            .shop(Wiring::Sync)
            .log()
            .len()
            .min(world.shop(Wiring::Async).log().len())
    };
    while done(run.world()) < orders {
        assert!(run.step().is_some(), "the stream goes on");
    }
    run
}

#[test]
fn a_clone_costs_no_more_after_a_hundred_thousand_orders() {
    let (early, late) = (after(20_000), after(100_000));
    let _counting = dhat::Profiler::builder().testing().build();
    let (bytes_early, _) = cost(early.world());
    let (bytes, seconds) = cost(late.world());
    println!("{bytes_early} and {bytes} bytes, {:.3} ms", seconds * 1e3);
    assert!(bytes < 100_000, "{bytes} bytes");
    assert!(seconds < 0.001, "{seconds} s");
    // What stands in the open segments differs, a page of memory for each of six lists in two shops; nothing else may.
    assert!(
        bytes.abs_diff(bytes_early) <= 12 * 4_096,
        "{bytes_early}, then {bytes} bytes"
    );
}
