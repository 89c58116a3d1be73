//! A cut in one direction, argued from TCP and from heartbeats: what is sent the other way arrives, what nobody acknowledges is
//! sent again, and a new connection needs both ways.
//!
//! Arithmetic: hops and CPU take no time, and Payment 100 ms. The retransmission timer is then Linux' least, 200 ms, and a tick of
//! 4 ms; ten segments leave before anything is acknowledged (RFC 6928), and a publish is two.

use showdown::experiment::report::ShopReport;
use showdown::sim::engine::Side::{Async, Sync};
use showdown::sim::fault::Fault::{
    BrokerDown, MemoryAlarm, NetworkCut, NetworkCutBack, NetworkCutOut,
};
use showdown::sim::shop::Wiring;

use crate::common::{Lab, break_, click, expect_cells, heal, lab};

/// One that has been open for a while: it has a connection to Payment, and one to the broker.
fn shop(settings: &[(&str, &str)]) -> Lab {
    lab(&[
        ("overheads", "none"),
        ("payment_time_ms", "100"),
        ("warm_start", "true"),
    ])
    .with(settings)
}

/// One connection to the broker, for all.
const ONE: (&str, &str) = ("checkout_endpoint", "async-def");

const CONFIRMS: (&str, &str) = ("publisher_confirms", "true");

/// What a test can say of a shop, whichever faults it was told of.
fn outcome(shop: &ShopReport) -> (Vec<(u16, u64)>, u64, f64, f64) {
    let statuses = shop.statuses.iter().map(|(&status, &n)| (status, n));
    let (charges, told) = (shop.charges, shop.told_ms.max);
    (statuses.collect(), charges, told, shop.last_charge_ms)
}

// ---- who calls ------------------------------------------------------------------------------------------------------

/// The call arrives, the answer does not: an error, and a charge.
#[test]
pub(crate) fn what_cannot_get_back_is_done_and_its_user_is_told_an_error() {
    let cut = shop(&[]).at(0.0, break_(NetworkCutBack));
    let sync = cut.at(1.0, click(Sync, 1)).sync();
    expect_cells(&sync, &[("error/once", 1)]);
    assert_eq!(outcome(&sync), (vec![(504, 1)], 1, 5_000.0, 101.0));
}

/// Nobody down there ever hears of it.
#[test]
pub(crate) fn what_cannot_get_out_is_never_done() {
    let cut = shop(&[]).at(0.0, break_(NetworkCutOut));
    let sync = cut.at(1.0, click(Sync, 1)).sync();
    expect_cells(&sync, &[("error/never", 1)]);
    assert_eq!((sync.deliveries, sync.told_ms.max), (0, 5_000.0));
    assert_eq!(sync.never_because, [("timeout", 1)].into());
}

#[test]
pub(crate) fn an_answer_gets_back_while_nothing_gets_out() {
    let under_way = shop(&[]).at(0.0, click(Sync, 1));
    let sync = under_way.at(50.0, break_(NetworkCutOut)).sync();
    assert_eq!(outcome(&sync), (vec![(200, 1)], 1, 100.0, 100.0));
}

#[test]
pub(crate) fn an_answer_that_is_held_arrives_when_the_way_back_is_free() {
    let under_way = shop(&[]).at(0.0, click(Sync, 1));
    let cut = under_way.at(50.0, break_(NetworkCutBack));
    let sync = cut.at(2_000.0, heal(NetworkCutBack)).sync();
    assert_eq!(outcome(&sync), (vec![(200, 1)], 1, 2_000.0, 100.0));
}

/// TCP sends it again, and it arrives.
#[test]
fn a_call_that_is_held_arrives_when_the_way_out_is_free() {
    let cut = shop(&[]).at(0.0, break_(NetworkCutOut));
    let cut = cut.at(0.0, click(Sync, 1));
    let sync = cut.at(2_000.0, heal(NetworkCutOut)).sync();
    assert_eq!(outcome(&sync), (vec![(200, 1)], 1, 2_100.0, 2_100.0));
}

/// A SYN there, and a SYN and an ACK back.
#[test]
pub(crate) fn no_connection_is_made_while_either_way_is_cut() {
    let settings = [("warm_start", "false"), ("connect_timeout_ms", "2000")];
    for fault in [NetworkCutOut, NetworkCutBack] {
        let cut = shop(&settings).at(0.0, break_(fault));
        let cut = cut.at(0.0, click(Sync, 1));
        let sync = cut.clone().sync();
        assert_eq!(
            (sync.deliveries, sync.told_ms.max),
            (0, 2_000.0),
            "{fault:?}"
        );
        let healed = cut.at(1_000.0, heal(fault)).sync();
        assert_eq!(
            outcome(&healed),
            (vec![(200, 1)], 1, 1_100.0, 1_100.0),
            "{fault:?}"
        );
    }
}

// ---- who publishes --------------------------------------------------------------------------------------------------

/// The user is told 202, and the message waits in the socket.
#[test]
pub(crate) fn what_is_published_while_nothing_gets_out_waits() {
    let cut = shop(&[]).at(0.0, break_(NetworkCutOut));
    let cut = cut.at(0.0, click(Async, 1));
    let queued = cut.at(2_000.0, heal(NetworkCutOut)).queued();
    assert_eq!(outcome(&queued), (vec![(202, 1)], 1, 0.0, 2_100.0));
}

/// The message is there and is worked on. Who asked for the broker's word waits for it, a minute at most: then Checkout has heard
/// no heartbeat, and closes the connection.
#[test]
pub(crate) fn a_confirm_that_cannot_get_back_is_waited_for_and_the_order_is_paid() {
    let settings = [CONFIRMS];
    let cut = shop(&settings).at(0.0, break_(NetworkCutBack));
    let cut = cut.at(0.0, click(Async, 1));
    let back = cut.clone().at(2_000.0, heal(NetworkCutBack)).queued();
    assert_eq!(outcome(&back), (vec![(202, 1)], 1, 2_000.0, 100.0));
    let queued = cut.queued();
    expect_cells(&queued, &[("error/once", 1)]);
    assert_eq!(outcome(&queued), (vec![(503, 1)], 1, 60_000.0, 100.0));
    // The other way round the broker hears nothing of Checkout, and never had the message.
    let cut = shop(&settings).at(0.0, break_(NetworkCutOut));
    let queued = cut.at(0.0, click(Async, 1)).queued();
    expect_cells(&queued, &[("error/never", 1)]);
    assert_eq!(queued.told_ms.max, 60_000.0);
    assert_eq!(queued.never_because, [("connection_lost", 1)].into());
}

/// Without confirms nobody waits for news, but TCP does. Of seven orders, one every 10 ms, five fit into its window; and one that
/// comes when the first was not acknowledged in time waits, too.
#[test]
pub(crate) fn without_acknowledgements_a_connection_takes_a_window_and_no_more() {
    let cut = |at: &[f64]| {
        let mut cut = shop(&[ONE, ("consumers", "7")]).at(0.0, break_(NetworkCutBack));
        for &at in at {
            cut = cut.at(at, click(Async, 1));
        }
        cut.at(5_000.0, heal(NetworkCutBack))
    };
    let early = |lab: Lab| {
        let run = lab.until(4_999.0);
        let shop = run.world().shop(Wiring::Async);
        (shop.log().len(), shop.cable().held().len())
    };
    let window = cut(&[0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0]);
    assert_eq!(early(window.clone()), (5, 2));
    assert_eq!(early(cut(&[0.0, 203.0])), (2, 0));
    assert_eq!(early(cut(&[0.0, 204.0, 205.0])), (1, 2));
    for all in [window, cut(&[0.0, 204.0])] {
        let queued = all.queued();
        assert_eq!(queued.told_ms.max, 0.0);
        assert_eq!(queued.last_charge_ms, 5_100.0);
    }
}

/// As many messages are held as ever, and lost with the connection after a minute.
#[test]
fn what_waits_in_a_socket_for_longer_than_the_heartbeat_is_lost() {
    let cut = |heals| {
        shop(&[ONE])
            .at(0.0, break_(NetworkCutBack))
            .at(0.0, click(Async, 1))
            .at(1_000.0, click(Async, 1))
            .at(heals, heal(NetworkCutBack))
            .queued()
    };
    expect_cells(&cut(59_900.0), &[("accepted/once", 2)]);
    let lost = cut(60_100.0);
    expect_cells(&lost, &[("accepted/once", 1), ("accepted/never", 1)]);
    assert_eq!(lost.never_because, [("connection_lost", 1)].into());
}

/// Each side has a clock of its own: what it has not heard of the other since.
#[test]
pub(crate) fn each_side_counts_its_own_silence() {
    let cut = |heals| {
        shop(&[])
            .at(0.0, break_(NetworkCutBack))
            .at(30_000.0, break_(NetworkCutOut))
            .at(31_000.0, click(Async, 1))
            // Checkout has been deaf for 50 s, and hears again. The broker has been for 20.
            .at(50_000.0, heal(NetworkCutBack))
            .at(heals, heal(NetworkCutOut))
            .queued()
    };
    expect_cells(&cut(89_900.0), &[("accepted/once", 1)]);
    expect_cells(&cut(90_100.0), &[("accepted/never", 1)]);
}

/// It is between Checkout and the broker: who works behind that goes on.
#[test]
fn workers_are_not_behind_it() {
    for fault in [NetworkCutOut, NetworkCutBack] {
        let full = shop(&[]).at(0.0, click(Async, 20));
        let queued = full.at(50.0, break_(fault)).queued();
        let paid = shop(&[]).at(0.0, click(Async, 20)).queued();
        assert_eq!(outcome(&queued), outcome(&paid), "{fault:?}");
    }
}

// ---- a broker that dies behind it -----------------------------------------------------------------------------------

/// The end of its connections gets back: Checkout knows, and what was in its sockets is gone.
#[test]
fn the_death_of_a_broker_gets_back_while_nothing_gets_out() {
    let cut = shop(&[])
        .at(0.0, break_(NetworkCutOut))
        .at(0.0, click(Async, 1))
        .at(1_000.0, break_(BrokerDown))
        .at(1_100.0, heal(BrokerDown));
    let lost = cut.clone().at(5_000.0, heal(NetworkCutOut)).queued();
    expect_cells(&lost, &[("accepted/never", 1)]);
    assert_eq!(lost.never_because, [("lost_in_crash", 1)].into());
    // So the next one dials, and pika gives that up after 10 s.
    let next = cut.at(2_000.0, click(Async, 1)).queued();
    assert_eq!(next.statuses, [(202, 1), (504, 1)].into());
    assert_eq!(next.told_ms.max, 10_000.0);
}

/// It does not get back: Checkout promises what no broker knows the connection of.
#[test]
fn the_death_of_a_broker_is_not_heard_of_while_nothing_gets_back() {
    let cut = shop(&[])
        .at(0.0, break_(NetworkCutBack))
        .at(1_000.0, break_(BrokerDown))
        .at(1_100.0, heal(BrokerDown))
        .at(2_000.0, click(Async, 1));
    let back = cut.at(5_000.0, heal(NetworkCutBack));
    let lost = back.clone().queued();
    expect_cells(&lost, &[("accepted/never", 1)]);
    assert_eq!(lost.never_because, [("lost_in_crash", 1)].into());
    assert_eq!(lost.told_ms.max, 0.0);
    let later = back.at(6_000.0, click(Async, 1)).queued();
    expect_cells(&later, &[("accepted/never", 1), ("accepted/once", 1)]);
}

/// That its connection is blocked is something that a broker says.
#[test]
fn who_does_not_hear_that_it_is_blocked_gives_nothing_up() {
    let settings = [CONFIRMS, ("blocked_connection_timeout_s", "1")];
    let deaf = shop(&settings)
        .at(0.0, break_(MemoryAlarm))
        .at(0.0, break_(NetworkCutBack))
        .at(0.0, click(Async, 1))
        .at(5_000.0, heal(NetworkCutBack))
        .at(10_000.0, heal(MemoryAlarm));
    let queued = deaf.queued();
    expect_cells(&queued, &[("error/once", 1)]);
    assert_eq!(outcome(&queued), (vec![(503, 1)], 1, 6_000.0, 10_100.0));
}

// ---- several cuts at once -------------------------------------------------------------------------------------------

/// Both ways cut one by one is the whole cut, for whoever calls and whoever publishes, whenever it comes and however long it
/// lasts.
#[test]
pub(crate) fn a_cut_each_way_is_a_cut() {
    for settings in [&[][..], &[CONFIRMS], &[ONE], &[("warm_start", "false")]] {
        for (begins, ends) in [
            (0.0, 2_000.0),
            (50.0, 3_000.0),
            (0.0, 8_000.0),
            (0.0, 70_000.0),
        ] {
            let shop = || {
                shop(settings)
                    .at(0.0, click(Sync, 3))
                    .at(0.0, click(Async, 3))
            };
            let more = |lab: Lab| lab.at(100.0, click(Sync, 2)).at(1_000.0, click(Async, 2));
            let whole = more(shop().at(begins, break_(NetworkCut)));
            let whole = whole.at(ends, heal(NetworkCut)).report();
            let each = shop()
                .at(begins, break_(NetworkCutOut))
                .at(begins, break_(NetworkCutBack));
            let each = more(each)
                .at(ends, heal(NetworkCutBack))
                .at(ends, heal(NetworkCutOut))
                .report();
            for wiring in Wiring::ALL {
                let [whole, each] = [&whole, &each].map(|report| &report.shops[wiring]);
                let said = format!("{settings:?} from {begins} to {ends} ms");
                assert_eq!(outcome(whole), outcome(each), "{said}");
                assert_eq!(whole.never_because, each.never_because, "{said}");
            }
        }
    }
}

/// One that is mended leaves the other.
#[test]
pub(crate) fn each_cut_is_mended_by_itself() {
    for (first, second) in [
        (NetworkCutOut, NetworkCutBack),
        (NetworkCutBack, NetworkCutOut),
        (NetworkCut, NetworkCutBack),
        (NetworkCut, NetworkCutOut),
        (NetworkCutOut, NetworkCut),
        (NetworkCutBack, NetworkCut),
    ] {
        let both = shop(&[])
            .at(0.0, break_(first))
            .at(0.0, break_(second))
            .at(0.0, click(Sync, 1))
            .at(0.0, click(Async, 1));
        let mended = both
            .at(1_000.0, heal(first))
            .at(2_000.0, heal(second))
            .report();
        let (sync, queued) = (&mended.shops[Wiring::Sync], &mended.shops[Wiring::Async]);
        // The call leaves as soon as there is a way out; its answer, as soon as there is one back.
        let out = if second == NetworkCutBack {
            1_000.0
        } else {
            2_000.0
        };
        let told = f64::max(out + 100.0, 2_000.0);
        let said = format!("{first:?}, then {second:?}");
        assert_eq!(
            outcome(sync),
            (vec![(200, 1)], 1, told, out + 100.0),
            "{said}"
        );
        assert_eq!(
            outcome(queued),
            (vec![(202, 1)], 1, 0.0, out + 100.0),
            "{said}"
        );
    }
}
