//! Where a hop is between its two parts, and what it looks like.

use super::layout::Layout;
use super::scene::{Ink, Sign};
use crate::sim::ledger::Reason;
use crate::sim::trace::{Hop, Leg};

/// Where a hop is that has come this far, 0 to 1; `thread` is the place of its order in Checkout.
pub(super) fn position(layout: &Layout, hop: &Hop, share: f64, thread: Option<u32>) -> (f64, f64) {
    let (from, to) = path(layout, hop, thread);
    let share = match hop.lost {
        Reason::None => ease(share),
        // A full queue throws it back.
        Reason::MaxLen => 1.0 - (2.0 * share - 1.0).abs(),
        // What is lost goes half of the way.
        _ => share.min(0.5),
    };
    (
        from.0 + (to.0 - from.0) * share,
        from.1 + (to.1 - from.1) * share,
    )
}

/// Gently away and gently in.
fn ease(share: f64) -> f64 {
    share * share * (3.0 - 2.0 * share)
}

fn path(layout: &Layout, hop: &Hop, thread: Option<u32>) -> ((f64, f64), (f64, f64)) {
    let place = thread.map_or(hop.number as usize, |t| t as usize) % layout.threads.places();
    let (x, _) = layout.threads.at(place);
    let server = hop.place.unwrap_or(0) as usize % layout.servers.places();
    let (server_x, _) = layout.servers.at(server);
    let user = (x, layout.users_y);
    let door = (x, layout.checkout.y);
    let back = (x, layout.checkout.bottom());
    let payment = (x, layout.payment.y);
    let (queue_top, queue_bottom) = layout
        .queue
        .map_or((layout.payment.y, layout.payment.y), |q| (q.y, q.bottom()));
    let head = (layout.ready.at(0).0, queue_bottom);
    let worker = (server_x, layout.payment.y);
    let tray = (layout.width - 24.0, layout.tray_bottom - 8.0);
    match hop.leg {
        Leg::Request => (user, door),
        Leg::Answer => (door, user),
        Leg::Call => (back, payment),
        Leg::Return => (payment, back),
        Leg::Publish => (back, (x, queue_top)),
        Leg::Deliver => (head, worker),
        Leg::Ack => (worker, (server_x, queue_bottom)),
        // Off the head: into the tray, or into nowhere.
        Leg::Death if hop.status == 1 => (head, tray),
        Leg::Death => (head, (head.0 + 28.0, queue_bottom + 22.0)),
    }
}

/// What a hop is drawn as.
pub(super) fn look(hop: &Hop) -> (Ink, Sign) {
    if hop.lost != Reason::None {
        return (Ink::Bad, Sign::Lost);
    }
    match (hop.leg, hop.status) {
        (Leg::Answer, 200) => (Ink::Good, Sign::Tick),
        (Leg::Answer, 202) => (Ink::Lane, Sign::Accepted),
        (Leg::Answer, _) => (Ink::Bad, Sign::Cross),
        (Leg::Return, 0) => (Ink::Good, Sign::Tick),
        (Leg::Ack, 0) => (Ink::Good, Sign::Small),
        (Leg::Death, 0) => (Ink::Bad, Sign::Lost),
        (Leg::Return | Leg::Ack | Leg::Death, _) => (Ink::Bad, Sign::Cross),
        (Leg::Deliver, 1) => (Ink::Lane, Sign::Ring),
        _ => (Ink::Lane, Sign::Dot),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::{Model, Msg};
    use crate::sim::engine::Side;
    use crate::sim::shop::Wiring;
    use crate::stage::scene::{Mark, lane};

    /// The signs that move on the async stage between these two instants of a scenario, in seconds.
    fn seen(preset: &str, from: u64, to: u64) -> Vec<(Sign, (f64, f64))> {
        let mut model = Model::default();
        model.update(Msg::Preset(preset.into()));
        model.update(Msg::Play(true));
        let layout = Layout::new(Wiring::Async, 560.0, false);
        let mut seen = Vec::new();
        for frame in 0..60 * to {
            model.frame(16_667, &mut || true);
            let movements = model.movements(Side::Async);
            if frame < 60 * from || !movements.is_moving() {
                continue;
            }
            let shop = model.shop(Side::Async);
            let mut scene = lane(shop, &layout, movements, model.run().clock(), None);
            let all = scene.marks.clone();
            scene.stand_still();
            let moving = all[scene.marks.len()..].iter();
            seen.extend(moving.filter_map(|mark| match mark {
                Mark::Dot { sign, at, .. } => Some((*sign, *at)),
                _ => None,
            }));
        }
        seen
    }

    fn queue() -> (f64, f64) {
        let queue = Layout::new(Wiring::Async, 560.0, false).queue;
        queue.map_or((0.0, 0.0), |q| (q.y, q.bottom()))
    }

    #[test]
    fn what_a_full_queue_drops_falls_off_its_head() {
        let lost = seen("drop-head", 6, 8);
        let lost: Vec<_> = lost
            .iter()
            .filter(|(sign, _)| *sign == Sign::Lost)
            .collect();
        assert!(lost.len() > 10, "seen for more than a frame or two");
        assert!(lost.iter().all(|(_, at)| at.1 >= queue().1));
    }

    /// It reaches the queue's upper edge, and is half-way back at the end.
    #[test]
    fn what_a_full_queue_refuses_bounces() {
        let seen = seen("reject-unconfirmed", 6, 8);
        let lost = seen.iter().filter(|(sign, _)| *sign == Sign::Lost);
        let heights: Vec<f64> = lost.map(|(_, at)| at.1).collect();
        let lowest = heights.iter().copied().fold(0.0, f64::max);
        assert!(lowest <= queue().0 && lowest > queue().0 - 12.0, "{lowest}");
        let turned = heights.iter().position(|&y| y == lowest);
        let after = &heights[turned.unwrap_or(0)..];
        assert!(after.windows(2).any(|y| y[1] < y[0]), "and up again");
    }

    /// It goes out hollow, comes back with a cross, and out again.
    #[test]
    fn a_failed_payment_has_a_cross_and_what_is_sent_again_is_hollow() {
        let seen = seen("poison-message", 5, 8);
        for wanted in [Sign::Cross, Sign::Ring] {
            let count = seen.iter().filter(|(sign, _)| *sign == wanted).count();
            assert!(count > 10, "{wanted:?}: {count}");
        }
    }
}
