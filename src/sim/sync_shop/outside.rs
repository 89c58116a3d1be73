//! What happens to the sync shop from outside: Payment dies, the cable is put back, settings change.

use std::collections::VecDeque;

use crate::config::Config;
use crate::http::CallPhase;
use crate::ledger::Reason;
use crate::shop::Shop;
use crate::slab::Key;
use crate::wrong::Wrong;

impl Shop {
    /// Payment's process died: what was inside vanishes uncharged.
    pub(crate) fn kill_calls(&mut self) {
        self.calling.server.threads.clear();
        self.calling.server.cpu.clear();
        self.calling.pool.forget_idle();
        for call in self.calling.calls.keys() {
            if self.is_wrong(Wrong::CallsOutliveKill) {
                self.vanish(call);
            }
            let c = &self.calling.calls[call];
            match c.phase {
                CallPhase::Serving => {
                    self.books.totals.wasted_work += self.now - c.since;
                    if self.is_wrong(Wrong::KilledWorkCharged) {
                        self.charge_killed_call(call);
                    }
                    self.refuse(call, Reason::LostInCrash);
                }
                CallPhase::InLine | CallPhase::Answering => self.refuse(call, Reason::LostInCrash),
                CallPhase::Pooled
                | CallPhase::Building
                | CallPhase::Connecting
                | CallPhase::Sent
                | CallPhase::Returning => {}
            }
        }
    }

    /// The cable is back: what was held leaves.
    pub(crate) fn resume_calls(&mut self, held: VecDeque<Key>) {
        for call in held {
            match self.calling.calls[call].phase {
                CallPhase::Connecting => self.dial_payment(call),
                CallPhase::Sent => self.depart(call),
                CallPhase::Pooled
                | CallPhase::Building
                | CallPhase::InLine
                | CallPhase::Serving
                | CallPhase::Answering
                | CallPhase::Returning => self.depart_back(call),
            }
        }
    }

    pub(crate) fn reconfigure_calling(&mut self, old: &Config) {
        if old.payment_threads != self.config.payment_threads {
            let threads = self.config.payment_threads;
            self.calling.server.threads.set_capacity(threads);
            self.admit_to_payment();
        }
        self.calling.pool.set_limit(self.config.http_connections);
        self.admit_to_pool();
    }
}
