//! What is asked of a wiring, whichever it is: what lies below Checkout answers.
//!
//! ```text
//! Checkout, clock, interventions ──▶ Wired ◀── a folder for each wiring (below/)
//! ```
//!
//! What a wiring does not answer itself is answered here, for one that has no such part. [`Below`](super::below::Below) passes on
//! what it is asked to the one that a shop has.

use super::cable::{Cable, Cut};
use super::checkout::Checkout;
use super::config::Config;
use super::floor::Floor;
use super::job::Then;
use super::journey::Moment;
use super::metrics::Levels;
use super::process::Process;

pub(crate) trait Wired {
    // ---- Checkout -----------------------------------------------------------------------------------------------

    /// What Checkout said is done by whom it concerns, until nothing is left to do in this instant.
    fn go_on(&mut self, floor: &mut Floor, checkout: &mut Checkout, then: Then);

    /// Those in Checkout's line get threads, as long as one is free.
    fn admit(&mut self, floor: &mut Floor, checkout: &mut Checkout) {
        if checkout.begin_admitting() {
            while let Some(then) = checkout.admit(floor) {
                self.go_on(floor, checkout, then);
            }
        }
    }

    /// A slice of Checkout's CPU time is over.
    fn checkout_slice_over(&mut self, floor: &mut Floor, checkout: &mut Checkout) {
        let done = checkout.slice_over(floor);
        if let Some(task) = checkout.cpu.running() {
            floor.note(task.key, Moment::GotCpu);
        }
        if let Some(task) = done {
            let then = checkout.worked(floor, task.job, task.key);
            self.go_on(floor, checkout, then);
        }
    }

    /// The settings changed.
    fn reconfigure(&mut self, _floor: &mut Floor, _checkout: &mut Checkout, _old: &Config) {}

    // ---- what is seen of it -------------------------------------------------------------------------------------

    /// How high everything stands in it, of all services.
    fn levels(&self) -> Levels {
        Levels::default()
    }

    /// Threads or workers that the settings give, of all services.
    fn seats(&self, _config: &Config) -> u32 {
        0
    }

    // ---- the services' processes --------------------------------------------------------------------------------

    /// The process of a service, if it has one of its own: its server's, or that of its workers.
    fn process(&self, _service: u8) -> Option<&Process> {
        None
    }

    fn process_mut(&mut self, _service: u8) -> Option<&mut Process> {
        None
    }

    /// Does any of them stand still?
    fn stands_still(&self) -> bool {
        false
    }

    /// It is killed.
    fn kill(&mut self, _floor: &mut Floor, _service: u8) {}

    /// It runs again.
    fn start(&mut self, _floor: &mut Floor, service: u8) {
        if let Some(process) = self.process_mut(service) {
            process.start();
        }
    }

    /// It goes on, after it was frozen.
    fn thaw(&mut self, _floor: &mut Floor, _service: u8) {}

    /// It is within reach again.
    fn close_hole(&mut self, floor: &mut Floor, _checkout: &mut Checkout, service: u8) {
        if let Some(process) = self.process_mut(service) {
            process.close_hole(floor);
        }
    }

    // ---- the cable ----------------------------------------------------------------------------------------------

    /// The cable below Checkout.
    fn cable(&self) -> &Cable;

    fn cable_mut(&mut self) -> &mut Cable;

    /// It is out.
    fn cut(&mut self, _floor: &mut Floor, cut: Cut) {
        self.cable_mut().cut(cut);
    }

    /// It is back.
    fn heal(&mut self, _floor: &mut Floor, _checkout: &mut Checkout, cut: Cut) {
        self.cable_mut().mend(cut);
    }

    // ---- the broker ---------------------------------------------------------------------------------------------

    /// Its process is killed.
    fn kill_broker(&mut self, _floor: &mut Floor) {}

    /// It runs again.
    fn start_broker(&mut self, _floor: &mut Floor) {}

    /// Its memory alarm is raised.
    fn raise_alarm(&mut self) {}

    /// It is cleared.
    fn clear_alarm(&mut self, _floor: &mut Floor) {}
}
