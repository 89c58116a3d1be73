//! What is said of a part, in its upper right corner: how many it holds and who waits there, or what is wrong with it.
//!
//! Each in several forms, the long way first: the first one that fits is shown, and all of them are words.

use crate::sim::fault::Fault;
use crate::sim::parts::{Doing, PartId, PartKind};
use crate::sim::shop::{Shop, Wiring};

/// How it stands with a part, the long way first.
pub(super) fn of(shop: &Shop, kind: PartKind) -> Vec<String> {
    match kind {
        PartKind::Users => vec![],
        PartKind::Checkout => {
            let held = shop.checkout().held();
            match shop.room_of(PartId::first(kind)) {
                Some(all) => vec![
                    format!("threads {held} / {all}"),
                    format!("{held} / {all} busy"),
                    format!("{held} busy"),
                ],
                None => vec![format!("async def: {held} open"), format!("{held} open")],
            }
        }
        PartKind::Queue => match shop.queue().exists() {
            true => {
                let (ready, unacked) = (shop.queue().ready().len(), shop.queue().unacked());
                vec![
                    format!("ready {ready} · unacked {unacked}"),
                    format!("ready {ready}"),
                ]
            }
            false => vec![
                "no queue: messages vanish".to_owned(),
                "no queue".to_owned(),
            ],
        },
        PartKind::Service => {
            let (held, all) = (shop.payment().held(), shop.config().payment_threads);
            let seats = shop.seats(PartId::first(kind));
            let seats = seats.filter(|seat| seat.doing == Doing::ForNobody);
            let lines = shop.lines(PartId::first(kind));
            let waiting: usize = lines.iter().map(|line| line.len()).sum();
            let nobody: usize = lines.iter().map(|line| line.for_nobody()).sum();
            let nobody = nobody + seats.count();
            of_a_service(
                [held as usize, all as usize, waiting],
                "in line",
                "line",
                nobody,
                "for nobody",
            )
        }
        PartKind::Workers => {
            let (held, all) = (shop.busy_workers(), shop.config().consumers);
            let buffered: usize = shop.consumers().iter().map(|c| c.buffer.len()).sum();
            let gone = shop
                .consumers()
                .iter()
                .filter(|c| !c.connected && !c.retired)
                .count();
            of_a_service(
                [held as usize, all as usize, buffered],
                "buffered",
                "buffer",
                gone,
                "not connected",
            )
        }
    }
}

/// Those who are served, those who wait and those with whom something is wrong, the long way first.
fn of_a_service(
    [held, all, waiting]: [usize; 3],
    long: &str,
    short: &str,
    wrong: usize,
    what: &str,
) -> Vec<String> {
    let busy = [format!("busy {held} / {all}"), format!("{held} busy")];
    let line = [format!("{long} {waiting}"), format!("{short} {waiting}")];
    let wrong = (wrong > 0).then(|| format!("{wrong} {what}"));
    let mut texts = Vec::new();
    if waiting == 0 {
        texts.extend(wrong.iter().map(|wrong| format!("{} · {wrong}", busy[0])));
        texts.extend(busy);
        return texts;
    }
    // Where some wait all are busy, as a rule: that goes first.
    if let Some(wrong) = &wrong {
        texts.push(format!("{} · {} · {wrong}", busy[0], line[0]));
        texts.push(format!("{} · {wrong}", line[1]));
    }
    texts.push(format!("{} · {}", busy[0], line[0]));
    texts.push(format!("{} · {}", busy[0], line[1]));
    texts.push(format!("busy {held}/{all}, {}", line[1]));
    texts.extend(line);
    texts
}

/// What is wrong with a part, in a word; the long way first.
pub(super) fn trouble(shop: &Shop, part: PartKind) -> Option<Vec<String>> {
    let faults = shop.faults();
    let said = |long: String, short: &str| Some(vec![long, short.to_owned()]);
    match part {
        PartKind::Users | PartKind::Checkout => None,
        PartKind::Queue => match faults.broker_down {
            true => said("broker down".to_owned(), "down"),
            false => None,
        },
        PartKind::Service | PartKind::Workers => {
            // Who calls is refused; who waits in a queue is not.
            let down = if part == PartKind::Service {
                "down: refuses"
            } else {
                "down"
            };
            if faults.has(Fault::PaymentDown) {
                said(down.to_owned(), "down")
            } else if faults.has(Fault::PaymentFrozen) {
                said(
                    format!("frozen · {} inside", shop.inside_payment()),
                    "frozen",
                )
            } else if faults.has(Fault::PaymentBlackHoled) {
                said(format!("out of reach · busy {}", busy(shop)), "cut off")
            } else {
                None
            }
        }
    }
}

fn busy(shop: &Shop) -> u32 {
    match shop.wiring() {
        Wiring::Sync => shop.payment().held(),
        Wiring::Async => shop.busy_workers(),
    }
}
