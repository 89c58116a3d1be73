//! Where a hop is between its two parts, and what it looks like.

use super::layout::Layout;
use super::marks::{self, Ink, Sign};
use super::people::People;
use super::sight::View;
use super::standing;
use crate::sim::config::Exchange;
use crate::sim::ledger::{Reason, Told};
use crate::sim::parts::{PartId, PartKind};
use crate::sim::trace::{Hop, Leg};

/// More than this at once are drawn by the scale, like all that stands.
const ONE_BY_ONE: usize = 40;

/// The hops that are drawn now, and where. In a crowd one of as many as a mark stands for.
pub(super) fn drawn(view: View, people: &People) -> Vec<(Hop, (f64, f64))> {
    let crowded = view.passing.moving().take(ONE_BY_ONE + 1).count() > ONE_BY_ONE;
    let step = match crowded {
        true => view.orders_per_mark.max(1) as u64,
        false => 1,
    };
    let columns = view.shop.room_of(PartId::first(PartKind::Checkout));
    let ends = |hop: &Hop, thread: Option<u32>| Ends {
        // Where there are no seats, or none is known, the marks of a crowd go side by side.
        column: match thread.filter(|_| columns.is_some() || people.few) {
            Some(thread) => thread as usize,
            None => (hop.number / step) as usize,
        },
        user: people.find(hop.number).filter(|_| people.few).map(|p| p.at),
        exit: standing::exit(view, hop.service),
        next: view.shop.config().needs.next(hop.service),
        copied: view.layout.is_of_several() && view.shop.config().exchange != Exchange::Default,
    };
    let moving = view.passing.moving();
    let moving = moving.filter(|(movement, ..)| movement.hop.number.is_multiple_of(step));
    moving
        .map(|(movement, share, thread)| {
            let hop = movement.hop;
            let at = position(view.layout, &hop, share, ends(&hop, thread));
            (hop, at)
        })
        .collect()
}

/// What is known of where a hop begins and ends.
struct Ends {
    /// The place of its order in Checkout, or the column it goes in.
    column: usize,
    /// Where its user stands.
    user: Option<(f64, f64)>,
    /// Where the queue's head stands.
    exit: Option<(f64, f64)>,
    /// The service after this one.
    next: Option<u8>,
    /// What Checkout publishes is one message, of which each queue gets a copy.
    copied: bool,
}

/// Where a hop is that has come this far, 0 to 1.
fn position(layout: &Layout, hop: &Hop, share: f64, ends: Ends) -> (f64, f64) {
    let forks = ends.copied && hop.leg == Leg::Publish && hop.status == 0;
    let (from, to) = path(layout, hop, ends);
    let share = match hop.lost {
        Reason::None => ease(share),
        // A full queue throws it back.
        Reason::MaxLen => 1.0 - (2.0 * share - 1.0).abs(),
        // What is lost goes half of the way.
        Reason::Refused
        | Reason::Timeout
        | Reason::LostInCrash
        | Reason::LostByWorker
        | Reason::LostByBroker
        | Reason::Unroutable
        | Reason::ConnectionLost
        | Reason::Rejected
        | Reason::Expired
        | Reason::PushedOut
        | Reason::DeliveryLimit
        | Reason::InARing
        | Reason::Failed
        | Reason::NotAsked => share.min(0.5),
    };
    let between = |(from, to): ((f64, f64), (f64, f64)), share: f64| {
        (
            from.0 + (to.0 - from.0) * share,
            from.1 + (to.1 - from.1) * share,
        )
    };
    // At the exchange one message becomes several: until there their dots lie on each other.
    let exchange = (layout.size.width / 2.0, (from.1 + to.1) / 2.0);
    match share * 2.0 {
        _ if !forks => between((from, to), share),
        half if half < 1.0 => between((from, exchange), half),
        half => between((exchange, to), half - 1.0),
    }
}

/// Gently away and gently in.
fn ease(share: f64) -> f64 {
    share * share * (3.0 - 2.0 * share)
}

fn path(layout: &Layout, hop: &Hop, ends: Ends) -> ((f64, f64), (f64, f64)) {
    let (x, seat_y) = standing::checkout_seat(layout, ends.column);
    let user = ends.user.unwrap_or((x, layout.users_y));
    let seat = (x, seat_y);
    let back = (x, layout.below_checkout());
    let of = |kind, index| layout.at(PartId { kind, index });
    let door = match of(PartKind::Service, hop.service) {
        // (Of several, each is as wide as its column.)
        Some(p) if p.area.w < layout.size.width => (p.area.middle(), p.area.y),
        Some(p) => (x, p.area.y),
        None => back,
    };
    // What a service's workers publish is for the next one's queue.
    let from_workers = hop.leg == Leg::Publish && hop.status == 1;
    let whose = match from_workers {
        true => ends.next.unwrap_or(hop.service),
        false => hop.service,
    };
    let (queue_top, queue_bottom, middle) = match of(PartKind::Queue, whose) {
        Some(p) => (p.area.y, p.area.bottom(), p.area.middle()),
        None => (door.1, door.1, x),
    };
    let head = ends.exit.unwrap_or((middle, queue_bottom - 6.0));
    let worker = match of(PartKind::Workers, hop.service) {
        Some(p) => {
            let seats = p.seats.places().max(1);
            let (x, y) = p.seats.at(hop.place.unwrap_or(0) as usize % seats);
            (x, y - p.seats.size.1)
        }
        None => back,
    };
    let tray = (layout.size.width - 24.0, queue_bottom + 6.0);
    match hop.leg {
        Leg::Request => (user, seat),
        Leg::Answer => (seat, user),
        Leg::Call => (back, door),
        Leg::Return => (door, back),
        Leg::Publish if from_workers => (worker, (middle, queue_bottom)),
        // (Into a queue of several in its middle: each has little room.)
        Leg::Publish if layout.is_of_several() => (back, (middle, queue_top)),
        Leg::Publish => (back, (middle + (x - middle) * 0.5, queue_top)),
        Leg::Deliver => (head, worker),
        Leg::Ack => (worker, (worker.0, queue_bottom)),
        // Off the head: into the tray, or into nowhere.
        Leg::Death if hop.status == 1 => (head, tray),
        Leg::Death => (head, (head.0 + 28.0, queue_bottom + 22.0)),
        Leg::Revival => (tray, (middle, queue_top)),
    }
}

/// What a hop is drawn as.
pub(super) fn look(hop: &Hop) -> (Ink, Sign) {
    if hop.lost != Reason::None {
        return (Ink::Bad, Sign::Lost);
    }
    match (hop.leg, hop.status) {
        (Leg::Answer, status) => marks::answer(Told::of(status)),
        (Leg::Return, 0) => (Ink::Good, Sign::Tick),
        (Leg::Ack, 0) => (Ink::Good, Sign::Small),
        (Leg::Death, 0) => (Ink::Bad, Sign::Lost),
        (Leg::Return | Leg::Ack | Leg::Death, _) => (Ink::Bad, Sign::Cross),
        (Leg::Deliver, 1) | (Leg::Revival, _) => (Ink::Lane, Sign::Ring),
        (Leg::Request | Leg::Call | Leg::Publish | Leg::Deliver, _) => (Ink::Lane, Sign::Dot),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::{Model, Msg};
    use crate::sim::shop::Wiring;
    use crate::stage::layout::{Plan, Size};
    use crate::stage::marks::Mark;
    use crate::stage::scene::lane;

    const SIZE: Size = Size {
        width: 490.0,
        height: 420.0,
        text: 12.6,
    };

    /// The signs that move on the async stage between these two instants of a scenario, in seconds.
    fn seen(preset: &str, from: u64, to: u64) -> Vec<(Sign, (f64, f64))> {
        let mut model = Model::default();
        model.update(Msg::Preset(preset.into()));
        model.update(Msg::Play(true));
        let layout = Layout::new(&Plan::of(model.shop(Wiring::Async)), SIZE);
        let mut seen = Vec::new();
        for frame in 0..60 * to {
            model.frame(16_667, &mut || true);
            let movements = model.movements(Wiring::Async);
            if frame < 60 * from || !movements.is_moving() {
                continue;
            }
            let shop = model.shop(Wiring::Async);
            let view = View {
                shop,
                layout: &layout,
                passing: movements,
                now: model.run().clock(),
                orders_per_mark: 1,
            };
            let mut scene = lane(view, None);
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
        let model = Model::default();
        let layout = Layout::new(&Plan::of(model.shop(Wiring::Async)), SIZE);
        let queue = layout.of(PartKind::Queue).expect("there is one").area;
        (queue.y, queue.bottom())
    }

    #[test]
    fn what_a_full_queue_drops_falls_off_its_head() {
        let lost = seen("drop-head", 6, 8);
        let lost: Vec<_> = lost
            .iter()
            .filter(|(sign, _)| *sign == Sign::Lost)
            .collect();
        assert!(lost.len() > 10, "seen for more than a frame or two");
        assert!(lost.iter().all(|(_, at)| at.1 >= queue().1 - 8.0));
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

    /// Rejected at 1.2 s, the third order leaves the queue with a cross, and is back hollow after ten seconds.
    #[test]
    fn what_comes_back_from_the_dead_is_hollow() {
        let rings = |seen: &[(Sign, (f64, f64))]| {
            let rings = seen.iter().filter(|(sign, _)| *sign == Sign::Ring);
            rings.count()
        };
        assert_eq!(rings(&seen("retry-queue", 0, 10)), 0);
        assert!(rings(&seen("retry-queue", 10, 14)) > 10);
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
