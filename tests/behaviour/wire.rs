//! A wire that is long, uneven or lossy, argued from TCP: what is sent again, when, and what nobody notices.
//!
//! A round trip of 100 ms without jitter. The retransmission timer is then 100 + 200 ms (RFC 6298 with Linux' least of 200 ms),
//! and a tick of 4 ms; an acknowledgement alone waits 40 ms and a tick; a segment counts as lost a quarter of a round trip and
//! a tick after one that was sent behind it was acknowledged (RFC 8985).

use crate::common::{Lab, click, expect_cells, lab};
use showdown::experiment::report::ShopReport;
use showdown::sim::engine::Side::{Async, Both, Sync};
use showdown::sim::script::{Drop, Script, Scripted};
use showdown::sim::shop::Wiring;

const TIMER: f64 = 304.0;

/// No overheads, 50 ms either way, no work: what is left are the wire's own spans.
fn wire(settings: &[(&str, &str)]) -> Lab {
    lab(&[
        ("overheads", "none"),
        ("payment_time_ms", "0"),
        ("wire_out_ms", "50"),
        ("wire_back_ms", "50"),
        ("warm_start", "true"),
    ])
    .with(settings)
}

/// These segments of the first order are lost.
fn drop(mut lab: Lab, drops: &[Drop]) -> Lab {
    let first = Scripted {
        drops: Some(drops.to_vec()),
        ..Scripted::default()
    };
    lab.0.script = Some(
        Script {
            orders: vec![first],
        }
        .into(),
    );
    lab
}

/// When the one order was charged, and its user told.
fn charged_and_told(shop: &ShopReport) -> (f64, f64) {
    assert_eq!((shop.paid_ms.n, shop.told_ms.n), (1, 1));
    (shop.paid_ms.max, shop.told_ms.max)
}

/// Out and back are two figures, and a connection costs both once more.
#[test]
pub(crate) fn each_direction_has_its_own_length() {
    let uneven = [("wire_out_ms", "200"), ("wire_back_ms", "30")];
    let kept = wire(&uneven).at(0.0, click(Sync, 1)).sync();
    assert_eq!(charged_and_told(&kept), (200.0, 230.0));
    let cold = wire(&uneven).with(&[("warm_start", "false")]);
    let cold = cold.at(0.0, click(Sync, 1)).sync();
    assert_eq!(charged_and_told(&cold), (430.0, 460.0));
    // Beside the latency that lies there already.
    let both = wire(&uneven).with(&[("link_latency_ms", "5")]);
    let both = both.at(0.0, click(Sync, 1)).sync();
    assert_eq!(charged_and_told(&both), (205.0, 240.0));
    let confirmed = wire(&uneven).with(&[("publisher_confirms", "true")]);
    let confirmed = confirmed.at(0.0, click(Async, 1)).queued();
    assert_eq!(charged_and_told(&confirmed), (200.0, 230.0));
}

/// Between users and Checkout both shops are as far away; each user makes a connection first.
#[test]
pub(crate) fn a_wire_can_lie_above_checkout_or_behind_the_broker() {
    let above = [
        ("wire_out_ms", "200"),
        ("wire_back_ms", "30"),
        ("wire_between", "user-checkout"),
    ];
    let report = wire(&above).at(0.0, click(Both, 1)).report();
    for wiring in Wiring::ALL {
        assert_eq!(charged_and_told(&report.shops[wiring]), (430.0, 460.0));
    }
    // One worker: the second order waits for the ack of the first, and for its own delivery.
    let behind = wire(&above).with(&[
        ("wire_between", "broker-workers"),
        ("payment_time_ms", "1000"),
    ]);
    let queued = behind.at(0.0, click(Async, 2)).queued();
    assert_eq!(queued.told_ms.max, 0.0);
    assert_eq!(queued.paid_ms.p50, 1_200.0);
    assert_eq!(queued.paid_ms.max, 1_200.0 + 30.0 + 200.0 + 1_000.0);
}

/// What becomes of each segment that can be lost, one by one.
#[test]
pub(crate) fn a_lost_segment_is_sent_again_when_tcp_would() {
    let timer_later = 50.0 + 44.0 + 50.0 + TIMER + 50.0;
    for (drops, charged) in [
        (&[][..], 50.0),
        // Something behind it is acknowledged.
        (&[Drop::CallHead][..], 100.0 + 29.0 + 50.0),
        // Nothing is: the timer, from the acknowledgement of the headers.
        (&[Drop::CallBody][..], timer_later),
        // The probe when the timer is over is no retransmission yet, and doubles nothing.
        (&[Drop::CallBody; 2][..], timer_later + TIMER),
        (&[Drop::CallBody; 3][..], timer_later + 3.0 * TIMER),
        // Two round trips without any news: the body is sent again, and its acknowledgement tells of the headers.
        (&[Drop::CallHead, Drop::CallBody][..], 204.0 + 100.0 + 50.0),
        // An acknowledgement costs something only if it would have told.
        (&[Drop::AckOfCallBody][..], 50.0),
        (
            &[Drop::CallHead, Drop::AckOfCallBody][..],
            204.0 + 100.0 + 50.0,
        ),
        (&[Drop::CallBody, Drop::AckOfCallHead][..], 204.0 + 50.0),
    ] {
        let one = drop(wire(&[]).at(0.0, click(Sync, 1)), drops);
        let (paid, told) = charged_and_told(&one.sync());
        assert_eq!((paid, told), (charged, charged + 50.0), "{drops:?}");
    }
    for (drops, told) in [
        (&[Drop::AnswerHead][..], 50.0 + 179.0),
        (&[Drop::AnswerBody][..], 50.0 + timer_later),
    ] {
        let one = drop(wire(&[]).at(0.0, click(Sync, 1)), drops);
        assert_eq!(charged_and_told(&one.sync()), (50.0, told), "{drops:?}");
    }
}

/// A connection's first segment has a timer of a second, which doubles; new connections are acknowledged at once, and know the
/// round trip less well: 100 + 4 × 50 ms.
#[test]
pub(crate) fn a_lost_syn_costs_a_second() {
    let cold = || wire(&[("warm_start", "false")]).at(0.0, click(Sync, 1));
    for (drops, charged) in [
        (&[][..], 150.0),
        (&[Drop::Dial][..], 1_150.0),
        (&[Drop::DialBack][..], 1_150.0),
        (&[Drop::Dial, Drop::Dial][..], 3_150.0),
        (&[Drop::CallBody][..], 100.0 + 100.0 + TIMER + 50.0),
    ] {
        let (paid, _) = charged_and_told(&drop(cold(), drops).sync());
        assert_eq!(paid, charged, "{drops:?}");
    }
    // Three in a row outlast httpx' five seconds.
    let lost = drop(cold(), &[Drop::Dial; 3]).sync();
    expect_cells(&lost, &[("error/never", 1)]);
    assert_eq!(lost.told_ms.max, 5_000.0);
}

/// Whoever waits for a confirm waits for the publish and the confirm to get through; whoever does not waits for nothing.
#[test]
pub(crate) fn publishing_without_confirms_costs_the_user_nothing() {
    let one = || wire(&[]).at(0.0, click(Async, 1));
    let body = drop(one(), &[Drop::MessageBody]).queued();
    assert_eq!(charged_and_told(&body), (498.0, 0.0));
    let confirmed = one().with(&[("publisher_confirms", "true")]);
    let body = drop(confirmed.clone(), &[Drop::MessageBody]).queued();
    assert_eq!(charged_and_told(&body), (498.0, 548.0));
    let confirm = drop(confirmed, &[Drop::Confirm]).queued();
    assert_eq!(charged_and_told(&confirm), (50.0, 50.0 + TIMER + 50.0));
    let lossy = [
        ("wire_out_loss_percent", "20"),
        ("wire_back_loss_percent", "20"),
    ];
    let many = wire(&lossy).at(0.0, click(Async, 500)).queued();
    assert_eq!((many.told_ms.n, many.told_ms.max), (500, 0.0));
    expect_cells(&many, &[("accepted/once", 500)]);
}

/// A loss is a delay, then somebody's timeout: no order vanishes of it, and none is charged twice.
#[test]
pub(crate) fn a_lost_segment_is_no_lost_order() {
    let lossy = wire(&[
        ("wire_out_loss_percent", "20"),
        ("wire_back_loss_percent", "20"),
        ("connect_timeout_ms", "600000"),
        ("read_timeout_ms", "600000"),
        ("pool_timeout_ms", "600000"),
        ("wire_between", "everywhere"),
    ]);
    let report = lossy.at(0.0, click(Both, 300)).report();
    expect_cells(&report.shops[Wiring::Sync], &[("ok/once", 300)]);
    expect_cells(&report.shops[Wiring::Async], &[("accepted/once", 300)]);
    // With a timeout below the retransmission timer: told an error, and charged.
    let late = drop(
        wire(&[("read_timeout_ms", "200")]).at(0.0, click(Sync, 1)),
        &[Drop::CallBody],
    );
    let late = late.sync();
    expect_cells(&late, &[("error/once", 1)]);
    assert_eq!(charged_and_told(&late), (498.0, 200.0));
}

/// On one connection what follows a lost segment waits for it, and is what tells of it.
#[test]
pub(crate) fn messages_on_one_connection_arrive_in_order() {
    let one = wire(&[("amqp_channel", "shared-locked"), ("consumers", "10")]);
    let few = drop(one.clone().at(0.0, click(Async, 3)), &[Drop::MessageBody]);
    let few = few.queued();
    let repaired = 100.0 + 29.0 + 50.0;
    assert_eq!((few.paid_ms.p50, few.paid_ms.max), (repaired, repaired));
    // One alone has its timer, and nothing else.
    let alone = drop(one.at(0.0, click(Async, 1)), &[Drop::MessageBody]);
    assert_eq!(alone.queued().paid_ms.max, 498.0);
}

/// A new connection lets ten segments through before the first is acknowledged (RFC 6928), of which a message is two; what is
/// written meanwhile leaves together.
#[test]
pub(crate) fn a_new_connection_lets_ten_segments_through() {
    let one = wire(&[
        ("amqp_channel", "shared-locked"),
        ("warm_start", "false"),
        ("consumers", "100"),
    ]);
    let queued = one.at(0.0, click(Async, 20)).played();
    let log = queued.world().shop(Wiring::Async).log();
    let mut paid: Vec<u64> = log.iter().map(|order| order.paid_at / 1_000).collect();
    paid.sort_unstable();
    let expected: Vec<u64> = (0..20).map(|k| if k < 5 { 50 } else { 150 }).collect();
    assert_eq!(paid, expected);
}

/// What two segments cost on average, if each is lost one time in ten and their acknowledgements never are, against a closed
/// sum; retries are a geometric series of doubling timers.
#[test]
pub(crate) fn the_mean_of_a_lossy_wire_is_what_its_segments_add_up_to() {
    let p = 0.1;
    let again = p * TIMER / (1.0 - 2.0 * p);
    let cases = [
        ((1.0 - p) * (1.0 - p), 50.0),
        (p * (1.0 - p), 179.0 + again),
        ((1.0 - p) * p, 498.0 + again),
        (p * p, 354.0 + 2.0 * again),
    ];
    let expected: f64 = cases.iter().map(|(share, ms)| share * ms).sum();
    let one_user = wire(&[
        ("arrivals", "one-by-one"),
        ("arrival_rate_per_s", "1000"),
        ("arrivals_stop_s", "900"),
        ("wire_out_loss_percent", "10"),
        ("read_timeout_ms", "600000"),
    ]);
    let sync = one_user.seed(7).sync();
    let n = sync.paid_ms.n as f64;
    assert!(n > 4_000.0, "{n}");
    let square: f64 = cases.iter().map(|(share, ms)| share * ms * ms).sum();
    // (Retries spread it a little more.)
    let error = 1.2 * (square - expected * expected).sqrt() / n.sqrt();
    let off = (sync.paid_ms.mean - expected).abs();
    assert!(
        off < 4.0 * error,
        "{} ms on average, not {expected}: {off} off, {error} is usual",
        sync.paid_ms.mean
    );
}
