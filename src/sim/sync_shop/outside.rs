//! What happens to the sync shop from outside: Payment dies, stands still, comes back; the cable; settings.

use super::Calling;
use super::services::Services;
use crate::checkout::Checkout;
use crate::config::Config;
use crate::event::Event;
use crate::floor::Floor;
use crate::http::SERVER_KEEP_ALIVE;
use crate::ledger::Reason;
use crate::slab::Key;
use crate::wrong::Wrong;

impl Calling {
    /// The process of a service died, and with it every connection to it.
    pub(crate) fn kill(&mut self, floor: &mut Floor, service: u8) {
        let Services {
            calls,
            cable,
            servers,
        } = &mut self.services;
        servers[service as usize].kill(floor, calls, cable);
        self.caller.pools[service as usize].forget_idle();
    }

    /// It goes on, after it was frozen.
    pub(crate) fn thaw(&mut self, floor: &mut Floor, service: u8) {
        if floor.is_wrong(Wrong::FrozenWorkLost) {
            return self.wake_with_empty_hands(floor, service);
        }
        let process = &mut self.services.servers[service as usize].process;
        for event in process.thaw() {
            if let Event::CallReachedPayment { call } = event
                && self.was_closed_meanwhile(floor, call)
            {
                let (server, calls, cable) = self.services.at(call);
                server.refuse(floor, calls, cable, call, Reason::ConnectionLost);
            } else {
                floor.after(0, event);
            }
        }
    }

    /// Did the call come over a connection whose idle time was over before anybody read it?
    fn was_closed_meanwhile(&self, floor: &Floor, call: Key) -> bool {
        let call = self.services.calls.get(call);
        call.is_some_and(|c| !c.fresh && floor.now - c.idle_since >= SERVER_KEEP_ALIVE)
    }

    /// All that a frozen process was sent is thrown away, and it is as new. (A mistake.)
    fn wake_with_empty_hands(&mut self, floor: &mut Floor, service: u8) {
        let process = &mut self.services.servers[service as usize].process;
        for event in process.take_stopped() {
            match event {
                Event::CallReachedPayment { call } => {
                    let (server, calls, cable) = self.services.at(call);
                    server.refuse(floor, calls, cable, call, Reason::ConnectionLost);
                }
                other => floor.after(0, other),
            }
        }
        self.kill(floor, service);
        let process = &mut self.services.servers[service as usize].process;
        process.start();
    }

    /// A service is within reach again.
    pub(crate) fn close_hole(&mut self, floor: &mut Floor, checkout: &mut Checkout, service: u8) {
        let process = &mut self.services.servers[service as usize].process;
        process.close_hole(floor);
        self.resume(floor, checkout);
    }

    /// The cable is back.
    pub(crate) fn heal(&mut self, floor: &mut Floor, checkout: &mut Checkout) {
        self.services.cable.mend();
        self.resume(floor, checkout);
    }

    /// What was held leaves, if nothing is in its way any more; what is cut off still is held again.
    fn resume(&mut self, floor: &mut Floor, checkout: &mut Checkout) {
        let Self { caller, services } = self;
        if services.cable.is_cut() {
            return;
        }
        for call in services.cable.drop_held() {
            match services.is_cut_off(call) {
                true => services.cable.hold(call),
                false => caller.resume(floor, checkout, services, call),
            }
        }
    }

    /// The settings changed.
    pub(crate) fn reconfigure(&mut self, floor: &mut Floor, checkout: &mut Checkout, old: &Config) {
        let Self { caller, services } = self;
        for server in &mut services.servers {
            server.reconfigure(floor, &mut services.calls, old);
        }
        caller.reconfigure(floor, checkout, services);
    }
}
