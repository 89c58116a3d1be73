//! The sync shop seen from outside, as any wiring is: what Checkout passes on, how high everything stands; Payment dies, stands
//! still, comes back; the cable; settings.

use super::Calling;
use super::services::Services;
use crate::cable::{Cable, Cut};
use crate::checkout::Checkout;
use crate::config::Config;
use crate::event::Event;
use crate::floor::Floor;
use crate::http::SERVER_KEEP_ALIVE;
use crate::job::{Job, Then};
use crate::journey::Moment;
use crate::ledger::Reason;
use crate::metrics::Levels;
use crate::process::Process;
use crate::slab::Key;
use crate::wired::Wired;
use crate::wrong::Wrong;

impl Wired for Calling {
    // ---- Checkout -----------------------------------------------------------------------------------------------

    fn go_on(&mut self, floor: &mut Floor, checkout: &mut Checkout, mut then: Then) {
        let Self { caller, services } = self;
        loop {
            then = match then {
                Then::Nothing => return,
                Then::HandlerBegan(order) => {
                    return caller.begin(floor, checkout, services, order);
                }
                Then::Worked(job, call) => match job {
                    Job::Call => return caller.built(floor, checkout, services, call),
                    Job::OpenHttp => return caller.send(floor, services, call),
                    Job::Wake => return caller.looked(),
                    Job::Accept
                    | Job::Dispatch
                    | Job::OpenAmqp
                    | Job::Publish
                    | Job::ReadConfirm
                    | Job::ReadNack
                    | Job::ReadReturn
                    | Job::Validate
                    | Job::Answer => unreachable!(),
                },
                Then::Concluded(order, status, reason) => {
                    checkout.conclude(floor, order, status, reason)
                }
                Then::ThreadFree => return self.admit(floor, checkout),
            }
        }
    }

    fn checkout_slice_over(&mut self, floor: &mut Floor, checkout: &mut Checkout) {
        let done = checkout.slice_over(floor);
        if let Some(task) = checkout.cpu.running() {
            match task.job.is_for_a_call() {
                // (It is nobody's own.)
                false if task.job == Job::Wake => {}
                true => self.services.calls.note(floor, task.key, Moment::GotCpu),
                false => floor.note(task.key, Moment::GotCpu),
            }
        }
        if let Some(task) = done {
            let then = checkout.worked(floor, task.job, task.key);
            self.go_on(floor, checkout, then);
        }
    }

    /// The settings changed.
    fn reconfigure(&mut self, floor: &mut Floor, checkout: &mut Checkout, old: &Config) {
        let Self { caller, services } = self;
        services.hire(&floor.config);
        for server in &mut services.servers {
            server.reconfigure(floor, &mut services.calls, old);
        }
        caller.reconfigure(floor, checkout, services);
    }

    // ---- what is seen of it -------------------------------------------------------------------------------------

    fn stands_still(&self) -> bool {
        let mut servers = self.services.servers.iter();
        servers.any(|server| server.process.stands_still())
    }

    #[inline(always)]
    fn levels(&self) -> Levels {
        Levels {
            servers: self.services.busy(),
            ..Levels::default()
        }
    }

    fn seats(&self, config: &Config) -> u32 {
        config
            .needs
            .iter()
            .map(|service| config.of(service).threads)
            .sum()
    }

    // ---- the services' processes --------------------------------------------------------------------------------

    #[inline]
    fn process(&self, service: u8) -> Option<&Process> {
        let server = self.services.servers.get(service as usize);
        server.map(|server| &server.process)
    }

    fn process_mut(&mut self, service: u8) -> Option<&mut Process> {
        let server = self.services.servers.get_mut(service as usize);
        server.map(|server| &mut server.process)
    }

    /// The process of a service died, and with it every connection to it.
    fn kill(&mut self, floor: &mut Floor, service: u8) {
        let Services {
            calls,
            cable,
            servers,
        } = &mut self.services;
        servers[service as usize].kill(floor, calls, cable);
        self.caller.pool.forget_idle(service);
    }

    /// It goes on, after it was frozen.
    fn thaw(&mut self, floor: &mut Floor, service: u8) {
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
                floor.seldom_after(0, event);
            }
        }
    }

    /// A service is within reach again.
    fn close_hole(&mut self, floor: &mut Floor, checkout: &mut Checkout, service: u8) {
        let process = &mut self.services.servers[service as usize].process;
        process.close_hole(floor);
        self.resume(floor, checkout);
    }

    // ---- the cable ----------------------------------------------------------------------------------------------

    fn cable(&self) -> &Cable {
        &self.services.cable
    }

    fn cable_mut(&mut self) -> &mut Cable {
        &mut self.services.cable
    }

    /// The cable is back.
    fn heal(&mut self, floor: &mut Floor, checkout: &mut Checkout, cut: Cut) {
        self.services.cable.mend(cut);
        self.resume(floor, checkout);
    }
}

impl Calling {
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
                other => floor.seldom_after(0, other),
            }
        }
        self.kill(floor, service);
        let process = &mut self.services.servers[service as usize].process;
        process.start();
    }

    /// What was held leaves, if nothing is in its way any more; what is cut off still is held again.
    fn resume(&mut self, floor: &mut Floor, checkout: &mut Checkout) {
        let Self { caller, services } = self;
        for call in services.cable.drop_held() {
            match services.is_held_still(call) {
                true => services.cable.hold(call),
                false => caller.resume(floor, checkout, services, call),
            }
        }
    }
}
