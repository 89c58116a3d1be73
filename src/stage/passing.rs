//! Where a hop is between its two parts, and what it looks like.

use super::layout::Layout;
use super::scene::{Ink, Sign};
use crate::sim::ledger::Reason;
use crate::sim::trace::{Hop, Leg};

/// Where a hop is that has come this far, 0 to 1; `thread` is the place of its order in Checkout.
pub(super) fn position(layout: &Layout, hop: &Hop, share: f64, thread: Option<u32>) -> (f64, f64) {
    let (from, to) = path(layout, hop, thread);
    // What is lost goes half of the way.
    let lost = hop.lost != Reason::None;
    let share = if lost { share.min(0.5) } else { ease(share) };
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
    match hop.leg {
        Leg::Request => (user, door),
        Leg::Answer => (door, user),
        Leg::Call => (back, payment),
        Leg::Return => (payment, back),
        Leg::Publish => (back, (x, queue_top)),
        Leg::Deliver => (head, worker),
        Leg::Ack => (worker, (server_x, queue_bottom)),
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
        (Leg::Return, _) => (Ink::Bad, Sign::Cross),
        (Leg::Ack, _) => (Ink::Good, Sign::Small),
        _ => (Ink::Lane, Sign::Dot),
    }
}
