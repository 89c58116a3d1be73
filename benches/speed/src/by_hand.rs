//! A case by a loop written for it alone, and nothing kept but the times until paid: how fast it could be.
//!
//! The same kind of randomness (a mixer of 64 bits, libm's logarithm), whole microseconds, no allocation per event.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use crate::cases::{BACK_OFF_S, CHECKOUT_THREADS, Case};
use crate::check::Outcome;

/// SplitMix64, in sequence.
struct Luck(u64);

impl Luck {
    fn exponential(&mut self, mean_us: f64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        let quantile = ((z >> 11) as f64 + 0.5) * (1.0 / (1u64 << 53) as f64);
        (-libm::log(quantile) * mean_us + 0.5) as u64
    }
}

/// Plays a case by the tightest loop that can.
pub fn run(case: &Case, seed: u64) -> Outcome {
    match (case.servers, case.gives_up()) {
        (1, false) => single(case, seed),
        (_, false) => several(case, seed),
        (_, true) => Pipeline::new(case, seed).play(),
    }
}

/// M/M/1: two instants and a line; no heap.
fn single(case: &Case, seed: u64) -> Outcome {
    let mut luck = Luck(seed);
    let (gap, service) = (1e6 / case.rate, 1e6 * case.service_s);
    let mut outcome = Outcome::default();
    outcome.sojourns.reserve(case.orders as usize);
    let mut inside: VecDeque<u64> = VecDeque::new();
    let (mut arrival, mut departure) = (luck.exponential(gap), u64::MAX);
    let mut sent = 0;
    loop {
        outcome.events += 1;
        if arrival < departure {
            if inside.is_empty() {
                departure = arrival + luck.exponential(service);
            }
            inside.push_back(arrival);
            sent += 1;
            arrival = match sent < case.orders {
                true => arrival + luck.exponential(gap),
                false => u64::MAX,
            };
        } else {
            let since = inside.pop_front().expect("somebody is served");
            outcome.sojourns.push(departure - since);
            departure = match inside.is_empty() {
                true => u64::MAX,
                false => departure + luck.exponential(service),
            };
            if arrival == u64::MAX && inside.is_empty() {
                return outcome;
            }
        }
    }
}

/// M/M/c: one heap of departures.
fn several(case: &Case, seed: u64) -> Outcome {
    let mut luck = Luck(seed);
    let (gap, service) = (1e6 / case.rate, 1e6 * case.service_s);
    let mut outcome = Outcome::default();
    outcome.sojourns.reserve(case.orders as usize);
    let mut line: VecDeque<u64> = VecDeque::new();
    let mut serving: BinaryHeap<Reverse<(u64, u64)>> = BinaryHeap::new();
    let mut arrival = luck.exponential(gap);
    let mut sent = 0;
    loop {
        outcome.events += 1;
        let departure = serving.peek().map_or(u64::MAX, |r| r.0.0);
        if arrival < departure {
            if serving.len() < case.servers as usize {
                serving.push(Reverse((arrival + luck.exponential(service), arrival)));
            } else {
                line.push_back(arrival);
            }
            sent += 1;
            arrival = match sent < case.orders {
                true => arrival + luck.exponential(gap),
                false => u64::MAX,
            };
        } else {
            let Some(Reverse((now, since))) = serving.pop() else {
                outcome.events -= 1;
                return outcome;
            };
            outcome.sojourns.push(now - since);
            if let Some(next) = line.pop_front() {
                serving.push(Reverse((now + luck.exponential(service), next)));
            }
        }
    }
}

/// What is due, in the order in which it goes first at the same instant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    /// A caller's patience ends.
    Timeout { call: u32 },
    /// A back-off ends.
    Retry { order: u32 },
    /// A service ends.
    Served { call: u32 },
}

/// One attempt at Payment.
#[derive(Clone, Copy)]
struct Attempt {
    order: u32,
    awaited: bool,
    served: bool,
}

/// One order.
#[derive(Clone, Copy)]
struct Sent {
    at: u64,
    attempts: u32,
    paid: bool,
}

/// Checkout's threads before Payment's servers; a caller waits so long, and abandoned work goes on.
struct Pipeline<'a> {
    case: &'a Case,
    luck: Luck,
    due: BinaryHeap<Reverse<(u64, Due)>>,
    orders: Vec<Sent>,
    calls: Vec<Attempt>,
    /// Places of `calls` to be used again.
    free: Vec<u32>,
    threads: usize,
    checkout_line: VecDeque<u32>,
    busy: u32,
    payment_line: VecDeque<u32>,
    outcome: Outcome,
}

impl<'a> Pipeline<'a> {
    fn new(case: &'a Case, seed: u64) -> Self {
        Self {
            case,
            luck: Luck(seed),
            due: BinaryHeap::new(),
            orders: Vec::with_capacity(case.orders as usize),
            calls: Vec::new(),
            free: Vec::new(),
            threads: 0,
            checkout_line: VecDeque::new(),
            busy: 0,
            payment_line: VecDeque::new(),
            outcome: Outcome::default(),
        }
    }

    fn play(mut self) -> Outcome {
        let gap = 1e6 / self.case.rate;
        let mut arrival = self.luck.exponential(gap);
        loop {
            let next = self.due.peek().map_or(u64::MAX, |r| r.0.0);
            if arrival < next {
                self.outcome.events += 1;
                let order = self.orders.len() as u32;
                self.orders.push(Sent {
                    at: arrival,
                    attempts: 0,
                    paid: false,
                });
                if self.threads < CHECKOUT_THREADS {
                    self.threads += 1;
                    self.call(order, arrival);
                } else {
                    self.checkout_line.push_back(order);
                }
                arrival = match (self.orders.len() as u64) < self.case.orders {
                    true => arrival + self.luck.exponential(gap),
                    false => u64::MAX,
                };
                continue;
            }
            let Some(Reverse((now, due))) = self.due.pop() else {
                return self.outcome;
            };
            match due {
                Due::Timeout { call } => self.timed_out(call, now),
                Due::Retry { order } => {
                    self.outcome.events += 1;
                    self.call(order, now);
                }
                Due::Served { call } => self.served(call, now),
            }
        }
    }

    fn call(&mut self, order: u32, now: u64) {
        self.orders[order as usize].attempts += 1;
        let attempt = Attempt {
            order,
            awaited: true,
            served: false,
        };
        let call = match self.free.pop() {
            Some(place) => {
                self.calls[place as usize] = attempt;
                place
            }
            None => {
                self.calls.push(attempt);
                self.calls.len() as u32 - 1
            }
        };
        let patience = (1e6 * self.case.timeout_s) as u64;
        self.due
            .push(Reverse((now + patience, Due::Timeout { call })));
        if self.busy < self.case.servers {
            self.busy += 1;
            self.serve(call, now);
        } else {
            self.payment_line.push_back(call);
        }
    }

    fn serve(&mut self, call: u32, now: u64) {
        let service = self.luck.exponential(1e6 * self.case.service_s);
        self.due
            .push(Reverse((now + service, Due::Served { call })));
    }

    fn served(&mut self, call: u32, now: u64) {
        self.outcome.events += 1;
        let Attempt { order, awaited, .. } = self.calls[call as usize];
        let sent = &mut self.orders[order as usize];
        if !sent.paid {
            sent.paid = true;
            self.outcome.sojourns.push(now - sent.at);
        }
        if awaited {
            // Its timer is still in the heap: the place is free when that has come up.
            self.calls[call as usize].awaited = false;
            self.calls[call as usize].served = true;
            self.answered(now);
        } else {
            self.free.push(call);
        }
        match self.payment_line.pop_front() {
            Some(next) => self.serve(next, now),
            None => self.busy -= 1,
        }
    }

    fn timed_out(&mut self, call: u32, now: u64) {
        let attempt = &mut self.calls[call as usize];
        if attempt.served {
            return self.free.push(call);
        }
        self.outcome.events += 1;
        attempt.awaited = false;
        let order = attempt.order;
        let attempts = self.orders[order as usize].attempts;
        if attempts < self.case.attempts {
            let back_off = (1e6 * BACK_OFF_S) as u64;
            self.due
                .push(Reverse((now + back_off, Due::Retry { order })));
        } else {
            self.answered(now);
        }
    }

    /// A Checkout thread is free.
    fn answered(&mut self, now: u64) {
        match self.checkout_line.pop_front() {
            Some(next) => self.call(next, now),
            None => self.threads -= 1,
        }
    }
}
