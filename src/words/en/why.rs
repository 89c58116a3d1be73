//! English: the line below the sentence: why it is so, or what to try next.

use super::counts::few;
use super::figures::span;
use super::{broken, services};
use crate::sim::config::lineup::PAYMENT;
use crate::sim::config::{Calls, Events};
use crate::sim::fault::Fault;
use crate::sim::ledger::Reason;
use crate::sim::wiring::Wiring;
use crate::words::WHY;
use crate::words::facts::{Facts, Scene, ShopFacts, Trouble};

/// Why, or what to try next.
pub fn says(facts: &Facts, scene: &Scene) -> String {
    let whose = facts.shops.iter().map(|shop| shop.whose).max();
    let text = of_several(facts)
        .unwrap_or_else(|| services::said_of(whose.unwrap_or(PAYMENT), &because(facts, scene)));
    let text = with_since(text, facts);
    debug_assert!(text.chars().count() <= WHY, "{text}");
    text
}

/// And since when what the sentence calls broken has been so: by name, because shops may speak of different parts.
fn with_since(mut text: String, facts: &Facts) -> String {
    let mut said = Vec::new();
    for shop in facts.shops.iter().filter(|shop| shop.sent > 0) {
        if let (Some(trouble), Some(since)) = (shop.trouble, shop.broken_since) {
            let what = broken::in_a_word(shop, trouble);
            let since = match since {
                0 => "0 s".to_owned(),
                since => span(since),
            };
            let since = format!(" {what} since {since}.");
            if !said.contains(&since) && text.chars().count() + since.len() <= WHY {
                text += &since;
                said.push(since);
            }
        }
    }
    text
}

/// What to try first; it stands there until the other words have come, too.
pub fn first(planned: bool) -> &'static str {
    match planned {
        true => "Press Play: nothing here moves by itself.",
        false => {
            "Press a trigger on each side, or 1 for both at once, and compare the two clocks below each lane."
        }
    }
}

/// Where an order needs several services, and that is why.
fn of_several(facts: &Facts) -> Option<String> {
    let (sync, queued) = (&facts.shops[Wiring::Sync], &facts.shops[Wiring::Async]);
    let (called, told) = (sync.several.as_ref()?, queued.several.as_ref()?);
    let is_settled = |s: &ShopFacts| s.waiting + s.promised + s.error_pending == 0;
    let settled = facts.shops.iter().all(is_settled) && told.unfinished == 0;
    let idle = facts.shops.iter().all(|s| s.sent == 0);
    let [in_part, lost_in_part] = [called, told].map(|s| s.charged_in_part + s.uncharged_in_part);
    let down = Trouble::Fault(Fault::PaymentDown);
    let text = if idle {
        return None;
    } else if in_part > 0 {
        "Nothing is undone: what the others did stays done. A saga has a step that takes back for each one that does."
    } else if lost_in_part > 0 {
        "Each queue has a message of its own: what one of them loses, the other services have done all the same."
    } else if queued.twice + told.again.iter().sum::<u64>() > 0 {
        "What was worked on and not acknowledged is handed out again: only idempotent work is done once."
    } else if queued.trouble == Some(down)
        && sync.trouble == Some(down)
        && told.way.events == Events::FanOut
        && sync.error_charged + sync.error_pending + sync.refused > 0
    {
        "Who calls needs every service at once. Who publishes needs none: each has a queue of its own, and no other waits."
    } else if told.way.events == Events::FanOut && queued.trouble == Some(down) {
        "Each service has a queue of its own: one that is down holds up no other."
    } else if told.way.events == Events::Choreography && queued.trouble.is_some() {
        "Each service is told by the workers of the one before it: what waits before one has not reached the next."
    } else if sync.error_charged + sync.error_pending > 0 {
        "No service is told that Checkout gave up: it works on. A timeout is of one call, and the order has none."
    } else if sync.waiting > 0 && sync.in_line == 0 && called.way.calls == Calls::InSequence {
        "Calls in sequence add up: the user waits for the sum of them, and holds a thread. Who publishes waits for nobody's work."
    } else if sync.waiting > 0 && sync.in_line == 0 {
        "All at once: the user waits for the slowest. One call that fails is enough for an error, which is told with the slowest."
    } else if told.unfinished + queued.promised > 0
        && told.way.events == Events::Choreography
        && queued.trouble.is_none()
    {
        "Each service publishes when its work is done, before it acknowledges: only then the next one hears of the order."
    } else if settled && sync.sent > 0 && queued.sent > 0 && sync.refused + queued.refused == 0 {
        "Now change one thing and press again: make one service slow, or kill it."
    } else {
        return None;
    };
    Some(text.to_owned())
}

fn because(facts: &Facts, scene: &Scene) -> String {
    let (sync, queued) = (&facts.shops[Wiring::Sync], &facts.shops[Wiring::Async]);
    let mut shops = facts.shops.iter();
    let idle = shops.clone().all(|s| s.sent == 0);
    let settled = shops.all(|s| s.waiting + s.promised + s.error_pending == 0);
    let text = if idle {
        first(scene.planned)
    } else if sync.trouble == Some(Trouble::Fault(Fault::PaymentFrozen)) && sync.error_pending > 0 {
        "Nothing goes on in a frozen process. Once it thaws, Payment works on all it was sent, and charges: whoever gave up, too."
    } else if sync.error_charged + sync.error_pending > 0 && scene.retries > 0 {
        "Payment is not told that Checkout gave up, and each retry is another order to it: each may charge."
    } else if sync.error_charged + sync.error_pending > 0 {
        "Payment is not told that Checkout gave up: it works on, and charges."
    } else if queued.error_charged + queued.error_pending > 0 {
        "Checkout gave up what it had published: the broker has it, or will read it, and it is charged all the same."
    } else if queued.lost > 0 {
        why_lost(queued.lost_because.unwrap_or_default(), scene)
    } else if queued.twice + sync.twice > 0 {
        "What was worked on and not acknowledged is handed out again: only idempotent payments charge once."
    } else if queued.trouble == Some(Trouble::Fault(Fault::BrokerDown)) {
        "The queue is a dependency too: without its broker the async shop refuses, and the sync one goes on."
    } else if queued.trouble == Some(Trouble::Fault(Fault::MemoryAlarm)) {
        "Who waits for no confirm notices nothing: the message waits in a socket. Who waits for one hangs until the alarm ends."
    } else if queued.trouble == Some(Trouble::Fault(Fault::PaymentDown)) && scene.manual_ack {
        "What a worker has in hand as it dies goes back to the queue, because it acknowledges only after the work."
    } else if queued.trouble == Some(Trouble::Fault(Fault::PaymentDown)) {
        "With auto-ack the broker forgets an order as it sends it: what a worker has when it dies, nobody else has."
    } else if sync.trouble == Some(Trouble::Fault(Fault::PaymentDown)) {
        "Payment died of too many calls at once. In the async shop it takes from the queue only what it has room for."
    } else if queued.trouble == Some(Trouble::WorkersDead) {
        "A worker that dies of an order is gone until Payment is restarted; what it had in hand goes to another one."
    } else if queued.idle_workers > 0 && queued.ready == 0 {
        "Ready reads 0, yet orders wait: in the buffers of busy workers, while other workers are idle."
    } else if queued.stuck.is_some() {
        "An order that is handed back is handed out again, and costs a worker's time again, until it is given up."
    } else if queued.aside > 0 {
        "What died in the queue waits beside it, in nobody's way, and comes back: to be tried again, or to be dropped."
    } else if sync.for_nobody > 0 && scene.retries > 0 {
        return retried(sync);
    } else if sync.in_line > 0 {
        "Waiting for a thread is in no timeout: nobody is refused, and the last one waits longest."
    } else if sync.waiting > 0
        && queued.promised > 0
        && sync.sent == queued.sent
        && sync.sent <= 3
        && sync.several.is_none()
    {
        "Both shops charge order 1 at about the same moment: a queue makes the answer faster, not the work."
    } else if settled && sync.sent > 0 && queued.sent > 0 && sync.refused + queued.refused == 0 {
        "Now change one thing and press again: let Payment take longer than the HTTP timeout, say, or kill it."
    } else if settled && scene.has_story {
        "Every order is in one of the outcomes below each lane. Click one on the stage for its whole story."
    } else if settled {
        "Every order is in one of the outcomes below each lane."
    } else if scene.has_story {
        "Click an order on the stage for its whole story; step event by event to see who waits for whom."
    } else {
        "Step event by event to see who waits for whom."
    };
    text.to_owned()
}

/// How trying again makes a line longer.
fn retried(sync: &ShopFacts) -> String {
    format!(
        "Nobody waits any more for {} of the {} calls inside Payment: who gave up tries again, at the end of the line.",
        few(sync.for_nobody),
        few(sync.inside + sync.busy),
    )
}

/// Why orders that were promised are never charged: by cause.
fn why_lost(reason: Reason, scene: &Scene) -> &'static str {
    match reason {
        Reason::LostByBroker if scene.survives => {
            "Without publisher confirms nobody knows of a message that was on its way to a broker as it died."
        }
        Reason::LostByBroker => {
            "A queue that is not durable, or messages that are not persistent, do not survive their broker."
        }
        Reason::LostByWorker => {
            "With auto-ack the broker forgets an order as it sends it: what a worker then loses, nobody else has."
        }
        Reason::PushedOut => {
            "A full queue with drop-head makes room by dropping its oldest order, whose user was told 202 long ago."
        }
        Reason::MaxLen => {
            "A full queue refuses, and without publisher confirms Checkout does not hear of it: it says 202."
        }
        Reason::InARing => {
            "A dead letter that comes back to its queue without a worker's rejection is dropped: else it would go round for ever."
        }
        Reason::None
        | Reason::Refused
        | Reason::Timeout
        | Reason::LostInCrash
        | Reason::Unroutable
        | Reason::ConnectionLost
        | Reason::Rejected
        | Reason::Expired
        | Reason::DeliveryLimit
        | Reason::Failed
        | Reason::NotAsked => {
            "A 202 is a promise: who makes it must see to it that the order cannot be dropped."
        }
    }
}
