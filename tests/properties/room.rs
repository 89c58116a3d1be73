//! Memory is bounded: by what is alive, not by how long a run goes on.
//!
//! * An array has as many places as were ever alive at once in it.
//! * What will happen is a few events for each live thing; what waits are live things.
//! * When nothing is pending, nothing is left in the calendar, timers of what was over included.
//! * A run that goes on for ever without new orders takes no more room later than earlier.

use showdown::experiment::run::Run;
use showdown::sim::config::Arrivals;
use showdown::sim::config::lineup::SERVICES;
use showdown::sim::room::Room;
use showdown::sim::shop::Shop;
use showdown::sim::shop::Wiring;

/// The most that was alive at once so far, of each kind.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Peak {
    alive: [usize; 3],
}

/// The pool's looks at those who wait for a connection, each a task of Checkout's CPU: never more at once
/// (`sim/below/sync_shop/pooled.rs`).
const LOOKS: usize = 1_000;

/// Things at one instant that are nobody's: CPU slices, the next arrival, the heartbeat, a restart, news of crashes
/// that are under way (a crash each 100 ms at most, over a link of 5 s at most).
const NOBODYS: usize = 64;

impl Peak {
    /// After an event.
    pub(crate) fn look(&mut self, shop: &Shop) {
        for (peak, alive) in self.alive.iter_mut().zip(shop.alive()) {
            *peak = (*peak).max(alive);
        }
    }
}

/// Between two events. `acts`: interventions so far, each of which may have made the workers dial again.
pub(crate) fn bounded(shop: &Shop, peak: Peak, acts: usize) {
    let room = shop.room();
    let several = (0..SERVICES as u8).any(|service| shop.fates().total(service) > 0);
    let more = if several { SERVICES } else { 1 };
    for (peak, places) in peak.alive.into_iter().zip(room.places) {
        // Within one event something may have come and gone; and one message may have become several.
        assert!(
            places <= peak + more,
            "{places} places for {peak}: {room:?}"
        );
    }
    let [orders, calls, messages] = room.alive;
    let each = || {
        (0..SERVICES as u8).map(|service| (shop.consumers_of(service), shop.threads_of(service)))
    };
    let workers: usize = each().map(|(workers, _)| workers.len()).sum();
    let threads: usize = each().map(|(_, threads)| threads.held() as usize).sum();
    // (Of several services each may be waited for.)
    let at_once = shop
        .orders()
        .map(|order| order.plan.len())
        .max()
        .unwrap_or(1);
    // An order: its step, its user's patience, its dialling's. A call: its step and a timeout. A message: its step and
    // its end.
    let owed = (2 + at_once) * orders
        + 2 * calls
        + 2 * messages
        + threads
        + workers * (1 + acts)
        + NOBODYS;
    assert!(room.due <= owed + acts, "{room:?}");
    // An order that opens a connection waits for it, and for the broker's CPU; there it may still stand in line when
    // its patience has ended and it is gone.
    let looks = if calls > 0 { LOOKS } else { 0 };
    let most = (1 + at_once) * peak.alive[0] + calls + messages + looks;
    assert!(room.waiting <= most, "{room:?}");
}

/// Nothing is pending.
pub(crate) fn at_the_end(shop: &Shop) {
    let stands = |service| {
        let faults = shop.faults_of(service);
        faults.payment_frozen || faults.payment_black_holed
    };
    if (0..SERVICES as u8).any(stands) || shop.unread() > 0 {
        return; // What stands still, or is not read, is still to come.
    }
    let Room { due, over, .. } = shop.room();
    assert_eq!((due, over), (0, 0), "nothing is pending");
}

/// A run that has no end: it goes on, and grows no more. Returns whether it could be told.
pub(crate) fn stands(mut run: Run) -> bool {
    let acts = run.experiment().log.len();
    // Attempts over HTTP are counted: sooner or later only messages go round.
    let goes_round = |run: &Run| {
        run.progress().interventions == acts && run.world().shop(Wiring::Sync).room().due == 0
    };
    for _ in 0..20 {
        if goes_round(&run) {
            break;
        }
        for _ in 0..WINDOW / 4 {
            if run.step().is_none() {
                return false; // It had an end after all.
            }
        }
    }
    if !goes_round(&run) {
        return false; // That is too far away.
    }
    let sent =
        |run: &Run| run.world().shop(Wiring::Sync).sent() + run.world().shop(Wiring::Async).sent();
    let before = sent(&run);
    let mut seen = Vec::new();
    // (Bursts of a thousand workers that dial anew may come by less than once a window: then longer ones are looked at. What
    // grows without an end does so in all of them.)
    for longer in 0..4 {
        let mut windows = [0; 3];
        for most in &mut windows {
            for event in 0..WINDOW << longer {
                if run.step().is_none() {
                    return false; // It had an end after all.
                }
                if event % 64 == 0 {
                    let world = run.world();
                    let room = world.shop(Wiring::Sync).room().total()
                        + world.shop(Wiring::Async).room().total();
                    *most = room.max(*most);
                }
            }
        }
        if sent(&run) > before && run.config().arrivals != Arrivals::ByHand {
            return false;
        }
        let [first, second, third] = windows;
        if third <= first.max(second) + NOBODYS {
            return true;
        }
        seen.push(windows);
    }
    panic!("it grows: {seen:?}");
}

/// Events of the shortest window.
const WINDOW: u32 = 5_000;
