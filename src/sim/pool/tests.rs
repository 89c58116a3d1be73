//! What the pool gives to whom, by hand.

use super::*;
use crate::config::lineup::PAYMENT;
use crate::slab::Slab;

const SHIPPING: u8 = 2;
const PATIENCE: Micros = SECOND;

fn keys(n: usize) -> Vec<Key> {
    let mut slab = Slab::default();
    (0..n).map(|k| slab.insert(k)).collect()
}

fn free() -> Costs {
    Costs::default()
}

fn waking(each: Micros) -> Costs {
    Costs {
        pool_wake: each,
        ..Costs::default()
    }
}

impl Pool {
    fn ask(&mut self, call: Key, now: Micros) -> Option<Connection> {
        self.acquire(call, PAYMENT, now, PATIENCE)
    }

    /// One that is full, with all but the first of these in line for Payment.
    fn full(limit: u32, kept: u32, calls: &[Key]) -> Self {
        let mut pool = Self::new(limit, kept, []);
        for &call in calls {
            pool.ask(call, 0);
        }
        assert_eq!(pool.waiting(), calls.len() - limit as usize);
        pool
    }
}

#[test]
fn a_kept_connection_is_used_again_until_it_expires() {
    let key = keys(1)[0];
    let mut pool = Pool::new(1, 20, []);
    assert_eq!(pool.ask(key, 0), Some(Connection::New));
    pool.release(PAYMENT, true, 0);
    let kept = Connection::Kept { idle_since: 0 };
    assert_eq!(pool.ask(key, SECOND), Some(kept));
    pool.release(PAYMENT, true, SECOND);
    let late = SECOND + KEEP_ALIVE_EXPIRY;
    assert_eq!(pool.ask(key, late), Some(Connection::New));
}

#[test]
fn the_limit_makes_calls_wait_in_line() {
    let k = keys(2);
    let mut pool = Pool::full(1, 20, &k);
    assert_eq!(pool.admit(0, &free()), None);
    pool.release(PAYMENT, false, 0);
    let next = pool.admit(0, &free()).expect("there is room for one");
    assert_eq!((next.call, next.connection), (k[1], Connection::New));
}

/// httpx keeps 20 idle connections under its default limits, and all of them under none.
#[test]
fn without_a_limit_nobody_waits_and_every_connection_is_kept() {
    let key = keys(1)[0];
    for (limit, kept) in [(0, 1_000), (1_000, 20)] {
        let mut pool = Pool::new(limit, 20, []);
        for _ in 0..1_000 {
            assert_eq!(pool.ask(key, 0), Some(Connection::New));
        }
        (0..1_000).for_each(|_| pool.release(PAYMENT, true, 0));
        for _ in 0..kept {
            let kept = Connection::Kept { idle_since: 0 };
            assert_eq!(pool.ask(key, 1), Some(kept));
        }
        if limit == 0 || kept < limit {
            assert_eq!(pool.ask(key, 1), Some(Connection::New));
        }
    }
}

/// Each connection that is kept wakes everybody; a second is counted from then on.
#[test]
fn who_is_woken_in_vain_waits_anew() {
    let k = keys(3);
    let mut pool = Pool::full(1, 20, &k);
    let first = pool.timer(PAYMENT, true).expect("a patience");
    assert_eq!((first.call, first.at), (k[1], SECOND));
    assert_eq!(pool.timer(PAYMENT, true), None, "it is in the calendar");
    pool.release(PAYMENT, true, 900_000);
    let next = pool.admit(900_000, &free()).expect("a connection");
    assert_eq!((next.call, next.in_vain), (k[1], 1));
    let second = pool.timer(PAYMENT, true).expect("another patience");
    assert_eq!((second.call, second.at), (k[2], 1_900_000));
    assert_ne!(second.clock, first.clock, "the old one is stale");
}

/// A connection that is closed makes room for the first in line. The others sleep on.
#[test]
fn who_is_not_woken_does_not() {
    let k = keys(3);
    for (kept, alive) in [(20, false), (0, true)] {
        let mut pool = Pool::full(1, kept.max(1), &k);
        pool.kept = kept;
        pool.release(PAYMENT, alive, 900_000);
        let next = pool.admit(900_000, &free()).expect("room for one");
        assert_eq!((next.connection, next.in_vain), (Connection::New, 0));
        let timer = pool.timer(PAYMENT, true).expect("a patience");
        assert_eq!((timer.call, timer.at), (k[2], SECOND));
    }
}

/// Four in line, a millisecond each to wake: 2.5 ms after the first one was, two more have been, in vain.
#[test]
fn while_some_are_being_woken_whoever_is_awake_comes_first() {
    let k = keys(7);
    let mut pool = Pool::full(2, 20, &k);
    pool.release(PAYMENT, true, 0);
    let first = pool.admit(0, &waking(1_000)).expect("a connection");
    assert_eq!((first.call, first.in_vain), (k[2], 4));
    pool.release(PAYMENT, true, 2_500);
    let second = pool.admit(2_500, &waking(1_000)).expect("a connection");
    assert_eq!((second.call, second.in_vain), (k[5], 2));
    // All of them have slept for long when the next one is freed.
    pool.release(PAYMENT, true, SECOND);
    let third = pool.admit(SECOND, &waking(1_000)).expect("a connection");
    assert_eq!((third.call, third.in_vain), (k[3], 2));
}

/// One pool for all services: what is idle and leads elsewhere is closed for who finds no other room.
#[test]
fn an_idle_connection_to_another_service_gives_way() {
    let k = keys(4);
    let mut pool = Pool::new(2, 20, [PAYMENT, SHIPPING]);
    let kept = Connection::Kept { idle_since: 0 };
    assert_eq!(pool.ask(k[0], 0), Some(kept));
    assert_eq!(pool.ask(k[1], 0), Some(Connection::New), "Shipping's place");
    assert_eq!(pool.connections(), 2);
    assert_eq!(pool.ask(k[2], 0), None);
    assert_eq!(pool.acquire(k[3], SHIPPING, 0, PATIENCE), None);
    // Payment's connection wakes who waits for it; but it is closed for the first who waits for another service.
    pool.release(PAYMENT, true, 500_000);
    let next = pool.admit(500_000, &free()).expect("room for one");
    assert_eq!((next.call, next.connection), (k[3], Connection::New));
    assert_eq!(pool.timer(PAYMENT, true).map(|t| t.at), Some(1_500_000));
    assert_eq!((pool.connections(), pool.waiting()), (2, 1));
}

#[test]
fn who_came_later_with_less_patience_leaves_first() {
    let k = keys(3);
    let mut pool = Pool::full(1, 20, &k[..2]);
    pool.acquire(k[2], PAYMENT, 1_000, 1_000);
    let timer = pool.timer(PAYMENT, true).expect("a patience");
    assert_eq!((timer.call, timer.at), (k[2], 2_000));
    pool.leave(k[2], PAYMENT);
    assert_eq!(pool.timer(PAYMENT, true).map(|t| t.call), Some(k[1]));
}
