//! What is said of a part, in its upper right corner: how many it holds and who waits there, or what is wrong with it.
//!
//! Each in several forms, the long way first: the first one that fits is shown.

use crate::sim::config::Part;
use crate::sim::fault::FAULTS;
use crate::sim::parts::{Doing, PartId, PartKind};
use crate::sim::shop::Shop;
use crate::words::stage as said;

/// How it stands with a part, the long way first.
pub(super) fn of(shop: &Shop, part: PartId) -> Vec<String> {
    let service = part.index;
    match part.kind {
        PartKind::Users => vec![],
        PartKind::Checkout => {
            let all = shop.room_of(part);
            let before_call = shop.before_call().map(|line| line.len());
            said::threads(shop.checkout().held(), all, before_call)
        }
        PartKind::Queue => {
            let queue = shop.queue_of(service);
            match queue.exists() {
                true => said::queue(queue.ready().len(), queue.unacked()),
                false => own(said::NO_QUEUE),
            }
        }
        PartKind::Service => {
            let held = shop.threads_of(service).held();
            let all = shop.config().of(service).threads;
            let seats = shop.seats(part);
            let served = seats.filter(|s| s.doing == Doing::ForNobody).count();
            let lines = shop.lines(part);
            let waiting = lines.iter().map(|line| line.len()).sum();
            let nobody: usize = lines.iter().map(|line| line.for_nobody()).sum();
            said::service(held, all, waiting, [served, nobody])
        }
        PartKind::Workers => {
            let workers = shop.consumers_of(service);
            let held = workers.iter().filter(|c| c.working.is_some()).count() as u32;
            let all = shop.config().of(service).consumers;
            let buffered = workers.iter().map(|c| c.buffer.len()).sum();
            let gone = workers.iter();
            let gone = gone.filter(|c| !c.connected && !c.retired).count();
            said::workers(held, all, buffered, gone)
        }
    }
}

/// How many threads or workers of a service are busy, or how many messages are ready for it, in as few letters as there are.
pub(super) fn least(shop: &Shop, part: PartId) -> Vec<String> {
    match part.kind {
        PartKind::Service | PartKind::Workers => {
            let busy = shop.busy_of(part.index);
            said::held_of(busy, shop.servers_of(part.index))
        }
        PartKind::Queue => said::ready_of(shop.queue_of(part.index).ready().len()),
        PartKind::Users | PartKind::Checkout => vec![],
    }
}

/// What is wrong with a part, the long way first.
pub(super) fn trouble(shop: &Shop, part: PartId) -> Option<Vec<String>> {
    broken(
        shop,
        part.index,
        match part.kind {
            PartKind::Users => Part::Traffic,
            PartKind::Checkout => Part::Checkout,
            PartKind::Queue => Part::Queue,
            PartKind::Service | PartKind::Workers => Part::Service,
        },
    )
}

/// What is wrong with a part as settings have it, which may be the network.
pub(super) fn broken(shop: &Shop, service: u8, part: Part) -> Option<Vec<String>> {
    let faults = shop.faults_of(service);
    let mut here = FAULTS.into_iter().filter(|fault| fault.part() == part);
    let fault = here.find(|&fault| faults.has(fault))?;
    let it = said::Broken {
        shop: shop.wiring(),
        inside: shop.inside(service),
        busy: shop.busy_of(service),
        held: shop.cable().held().len(),
        unread: shop.unread(),
    };
    Some(said::broken(fault, it))
}

fn own(texts: [&str; 2]) -> Vec<String> {
    texts.map(str::to_owned).into()
}
