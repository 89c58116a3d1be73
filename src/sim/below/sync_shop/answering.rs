//! What a service's server sends back, and what becomes of its calls when its process dies.

use super::calls::Calls;
use super::server::Server;
use crate::cable::Cable;
use crate::floor::Floor;
use crate::http::CallPhase;
use crate::journey::Moment;
use crate::ledger::Reason;
use crate::line::in_order;
use crate::slab::Key;
use crate::wrong::Wrong;

impl Server {
    /// The answer sets out, if anybody waits for it.
    pub(super) fn answer(
        &mut self,
        floor: &mut Floor,
        calls: &mut Calls,
        cable: &mut Cable,
        call: Key,
    ) {
        if calls[call].awaited {
            self.send_back(floor, calls, cable, call, false);
        } else {
            calls.note(floor, call, Moment::AnsweredNobody);
            calls.remove(call);
        }
    }

    /// Nobody listens, or the peer died: the caller, if there is one, will know.
    pub(super) fn refuse(
        &self,
        floor: &mut Floor,
        calls: &mut Calls,
        cable: &mut Cable,
        call: Key,
        reason: Reason,
    ) {
        calls.note(floor, call, Moment::Refused { reason });
        calls.stop_carrying(floor, call, reason);
        if !calls[call].awaited {
            calls.remove(call);
            return;
        }
        self.send_back(floor, calls, cable, call, true);
    }

    /// The answer, or the news of a failure, sets out for Checkout.
    fn send_back(
        &self,
        floor: &mut Floor,
        calls: &mut Calls,
        cable: &mut Cable,
        call: Key,
        refused: bool,
    ) {
        calls.reach(floor, call, CallPhase::Returning);
        calls[call].refused = refused;
        if cable.stops_back() || self.process.holed {
            calls.note(floor, call, Moment::AnswerHeld);
            cable.hold(call);
        } else {
            calls.depart_back(floor, call);
        }
    }

    /// Its process died: what was inside vanishes uncharged.
    pub(super) fn kill(&mut self, floor: &mut Floor, calls: &mut Calls, cable: &mut Cable) {
        self.process.die();
        for call in self.take_inside(calls) {
            if floor.is_wrong(Wrong::CallsOutliveKill) {
                vanish(floor, calls, call);
            }
            let c = &calls[call];
            match c.phase {
                CallPhase::Serving => {
                    floor.books.totals.wasted_work += floor.now - c.since;
                    if floor.is_wrong(Wrong::KilledWorkCharged) {
                        charge_killed(floor, calls, call);
                    }
                    self.refuse(floor, calls, cable, call, Reason::LostInCrash);
                }
                CallPhase::InLine | CallPhase::Answering => {
                    self.refuse(floor, calls, cable, call, Reason::LostInCrash);
                }
                CallPhase::Pooled
                | CallPhase::Building
                | CallPhase::Connecting
                | CallPhase::Sent
                | CallPhase::Returning => {}
            }
        }
        self.process.bury(floor);
    }

    /// All calls inside leave its lines and threads; the oldest places come first. (Not a look at all calls that are alive: of a
    /// crowd that crashes it again and again few are inside.)
    fn take_inside(&mut self, calls: &Calls) -> Vec<Key> {
        let threads = self.threads.tokens().iter().flatten();
        let threads = threads.map(|holder| holder.key);
        let reading = self.cpu.tasks().map(|task| task.key);
        let lines = self.threads.line().iter().copied().chain(reading);
        let all = threads.chain(lines).chain(self.entering.take());
        // (A thread may be on its way back from a call that is over.)
        let alive: Vec<Key> = all.filter(|&call| calls.get(call).is_some()).collect();
        self.threads.clear();
        self.cpu.clear();
        let places: Vec<_> = alive.iter().map(|call| (call.index.into(), 0)).collect();
        let mut inside: Vec<Key> = in_order(&places).iter().map(|&at| alive[at]).collect();
        inside.dedup();
        inside
    }

    // ---- mistakes -----------------------------------------------------------------------------------------------

    /// A call that nobody waits for, and that it has, leaves it.
    pub(super) fn cancel(&mut self, floor: &mut Floor, calls: &mut Calls, call: Key) {
        self.process.inside -= 1;
        calls.stop_carrying(floor, call, Reason::Timeout);
        calls.remove(call);
    }

    /// A call that was given up ends at once if it is worked on. (In line it ends when its turn comes.)
    pub(super) fn cancel_served(&mut self, floor: &mut Floor, calls: &mut Calls, call: Key) {
        let c = &calls[call];
        if c.phase == CallPhase::Serving
            && let Some(thread) = c.thread
        {
            self.cancel(floor, calls, call);
            self.thread_freed(floor, calls, thread);
        }
    }
}

/// What a dead process had of this call is gone, and its caller hears nothing. (A mistake.)
fn vanish(floor: &mut Floor, calls: &mut Calls, call: Key) {
    let phase = calls[call].phase;
    if matches!(
        phase,
        CallPhase::InLine | CallPhase::Serving | CallPhase::Answering
    ) {
        calls.stop_carrying(floor, call, Reason::LostInCrash);
        calls.reach(floor, call, CallPhase::Sent);
    }
}

/// A call that is being worked on charges its order. (A mistake.)
fn charge_killed(floor: &mut Floor, calls: &Calls, call: Key) {
    let c = &calls[call];
    let (service, order, since) = (c.service, c.order, c.since);
    let server = c.thread.unwrap_or_default();
    calls.note(floor, call, Moment::Charged { server });
    floor.done(service, order, since);
}
