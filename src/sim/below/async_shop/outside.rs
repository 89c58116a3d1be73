//! The async shop seen from outside, as any wiring is: what Checkout passes on, how high everything stands; processes die and
//! come back, the cable is cut, settings change.

use super::Queueing;
use crate::broker::word::Word;
use crate::cable::{Cable, Cut};
use crate::checkout::Checkout;
use crate::config::Config;
use crate::floor::Floor;
use crate::job::{Failure, Job, Then};
use crate::journey::Moment;
use crate::ledger::Reason;
use crate::metrics::Levels;
use crate::process::Process;
use crate::wired::Wired;
use crate::wrong::Wrong;

impl Wired for Queueing {
    // ---- Checkout -----------------------------------------------------------------------------------------------

    fn go_on(&mut self, floor: &mut Floor, checkout: &mut Checkout, mut then: Then) {
        loop {
            let Self { publisher, mail } = self;
            then = match then {
                Then::Nothing => return,
                Then::HandlerBegan(order) => publisher.publish(floor, checkout, order),
                Then::Worked(job, order) => match job {
                    Job::OpenAmqp => publisher.dialled(floor, checkout, mail, order),
                    Job::Publish => self.published(floor, checkout, order),
                    Job::ReadConfirm => publisher.go_on(floor, checkout, order, Word::Taken, false),
                    Job::ReadNack => publisher.end(floor, order, Word::Refused, false),
                    Job::ReadReturn => publisher.end(floor, order, Word::Returned, false),
                    Job::Accept
                    | Job::Dispatch
                    | Job::Call
                    | Job::OpenHttp
                    | Job::Wake
                    | Job::Validate
                    | Job::Answer => unreachable!(),
                },
                Then::Concluded(order, status, reason) => {
                    return self.conclude(floor, checkout, order, status, reason);
                }
                Then::ThreadFree => return self.admit(floor, checkout),
            }
        }
    }

    fn reconfigure(&mut self, floor: &mut Floor, _: &mut Checkout, old: &Config) {
        let Self { publisher, mail } = self;
        if floor.config.channel != old.channel {
            publisher.restart(mail.broker.up && !mail.cable.is_cut());
        }
        mail.hire(&floor.config);
        for workers in &mut mail.groups {
            workers.reconfigure(floor, &mut mail.messages, &mut mail.broker);
        }
        self.revive_all(floor);
    }

    // ---- what is seen of it -------------------------------------------------------------------------------------

    fn stands_still(&self) -> bool {
        let mut groups = self.mail.groups.iter();
        self.mail.broker.alarm.on || groups.any(|workers| workers.process.stands_still())
    }

    #[inline(always)]
    fn levels(&self) -> Levels {
        let mail = &self.mail;
        // (It is asked at every event, and a loop over one costs more than the one.)
        let [queue] = &mail.broker.queues[..] else {
            return mail.levels_of_several();
        };
        Levels {
            ready: queue.ready().len() as u32,
            unacked: queue.unacked(),
            servers: mail.groups.first().map_or(0, |workers| workers.busy),
            ..Levels::default()
        }
    }

    fn seats(&self, config: &Config) -> u32 {
        config
            .needs
            .iter()
            .map(|service| config.of(service).consumers)
            .sum()
    }

    // ---- the workers --------------------------------------------------------------------------------------------

    #[inline]
    fn process(&self, service: u8) -> Option<&Process> {
        let workers = self.mail.groups.get(service as usize);
        workers.map(|workers| &workers.process)
    }

    fn process_mut(&mut self, service: u8) -> Option<&mut Process> {
        let workers = self.mail.groups.get_mut(service as usize);
        workers.map(|workers| &mut workers.process)
    }

    /// The processes of a service's workers died.
    fn kill(&mut self, floor: &mut Floor, service: u8) {
        let (workers, messages, broker) = self.mail.of(service);
        workers.kill(floor, messages, broker);
    }

    /// They run again.
    fn start(&mut self, floor: &mut Floor, service: u8) {
        let (workers, _, broker) = self.mail.of(service);
        workers.start(floor, broker);
    }

    /// They go on, after they were frozen.
    fn thaw(&mut self, floor: &mut Floor, service: u8) {
        let (workers, messages, broker) = self.mail.of(service);
        if floor.is_wrong(Wrong::FrozenWorkLost) {
            for event in workers.process.take_stopped() {
                floor.seldom_after(0, event);
            }
            workers.kill(floor, messages, broker);
            return workers.start(floor, broker);
        }
        for event in workers.process.thaw() {
            floor.seldom_after(0, event);
        }
    }

    // ---- the broker ---------------------------------------------------------------------------------------------

    /// The broker's process died: connections break, and what is not both durable and persistent is gone.
    fn kill_broker(&mut self, floor: &mut Floor) {
        let Self { publisher, mail } = self;
        mail.broker.die();
        mail.broker.forget_unread(floor);
        publisher.broker_died(floor, mail.cable.stops_back());
        if mail.cable.is_cut() && !mail.cable.stops_back() {
            // Checkout is told, and closes its sockets with what they hold.
            let held = mail.cable.drop_held();
            mail.lose_all(floor, held, Reason::LostByBroker);
        }
        for workers in &mut mail.groups {
            workers.disconnect(floor, &mut mail.messages, &mut mail.broker);
        }
        mail.broker.bury(floor, &mut mail.messages);
    }

    fn start_broker(&mut self, floor: &mut Floor) {
        let mail = &mut self.mail;
        mail.broker.start();
        for workers in &mut mail.groups {
            let service = workers.service();
            workers.connect(floor, &mail.broker);
            // What expired meanwhile leaves at once, and so does what is too many now that all is back.
            mail.broker.shorten(floor, &mut mail.messages, service);
            mail.broker.expire(floor, &mut mail.messages, service);
        }
        self.revive_all(floor);
    }

    fn raise_alarm(&mut self) {
        self.mail.broker.alarm.raise();
    }

    /// The sockets are read again.
    fn clear_alarm(&mut self, floor: &mut Floor) {
        self.read_on(floor);
    }

    // ---- the cable ----------------------------------------------------------------------------------------------

    fn cable(&self) -> &Cable {
        &self.mail.cable
    }

    fn cable_mut(&mut self) -> &mut Cable {
        &mut self.mail.cable
    }

    fn cut(&mut self, floor: &mut Floor, cut: Cut) {
        let Self { publisher, mail } = self;
        if !mail.cable.is_cut() {
            publisher.life_before_cut = mail.broker.life;
        }
        mail.cable.cut(cut);
        publisher.streams.stop();
        publisher.listen(floor, &mail.cable);
    }

    /// The cable is back, as far as no other cut is in force: messages leave, and who was dialling goes on.
    fn heal(&mut self, floor: &mut Floor, checkout: &mut Checkout, cut: Cut) {
        let Self { publisher, mail } = self;
        mail.cable.mend(cut);
        publisher.listen(floor, &mail.cable);
        match publisher.life_before_cut == mail.broker.life {
            true => self.finds_its_broker(floor, checkout, cut),
            false => self.finds_another_broker(floor),
        }
        if self.mail.cable.is_cut() {
            return;
        }
        for order in std::mem::take(&mut self.publisher.dialling) {
            let Self { publisher, mail } = self;
            let then = publisher.shake_hands(floor, checkout, mail, order);
            self.go_on(floor, checkout, then);
        }
    }
}

impl Queueing {
    /// A way is free again, to the broker that was there before: what was held takes it.
    fn finds_its_broker(&mut self, floor: &mut Floor, checkout: &mut Checkout, cut: Cut) {
        let Self { publisher, mail } = self;
        let (out, back) = (mail.cable.stops_out(), mail.cable.stops_back());
        if !back {
            publisher.unheard.forget();
        }
        if !out && !back {
            for place in publisher.streams.start() {
                publisher.stream_goes_on(floor, mail, place);
            }
        }
        if !out {
            for message in mail.cable.drop_held() {
                match back && publisher.is_held(floor, mail, message) {
                    true => mail.cable.hold(message),
                    false => publisher.send(floor, mail, message),
                }
            }
        }
        if !back {
            if cut == Cut::Back {
                self.tells_who_is_blocked(floor);
            }
            for (order, word) in std::mem::take(&mut self.publisher.confirms_held) {
                let publisher = &mut self.publisher;
                // (Who found the channel torn meanwhile waits no more.)
                if publisher.is_unconfirmed(order) {
                    let then = publisher.send_confirm(floor, checkout, order, word, 0);
                    self.go_on(floor, checkout, then);
                }
            }
        }
    }

    /// A way is free again, and the broker at its end has died since, so that it knows no connection of before.
    fn finds_another_broker(&mut self, floor: &mut Floor) {
        let Self { publisher, mail } = self;
        let (out, back) = (mail.cable.stops_out(), mail.cable.stops_back());
        if out && back {
            return;
        }
        if !out && !back {
            publisher.streams.start();
        }
        // What was sent is thrown away there, or its socket is closed here.
        let held = mail.cable.drop_held();
        mail.lose_all(floor, held, Reason::LostByBroker);
        publisher.lose_backlog(floor, mail, Reason::LostByBroker);
        if !back {
            publisher.is_unknown(floor);
        }
    }

    /// The broker, or Checkout, has heard nothing for too long and closes their connections: what waits in their sockets
    /// will never be read, although its users were told 202.
    pub(crate) fn heartbeat_missed(&mut self, floor: &mut Floor, checkout: &mut Checkout) {
        let Self { publisher, mail } = self;
        let held = mail.cable.drop_held();
        mail.lose_all(floor, held, Reason::ConnectionLost);
        publisher.lose_backlog(floor, mail, Reason::ConnectionLost);
        // Who waits for the broker's word hears nothing either.
        for order in publisher.heartbeat_missed() {
            floor.note(order, Moment::HeartbeatMissed);
            let status = Failure::Refused.status(&floor.config);
            let then = Then::Concluded(order, status, Reason::ConnectionLost);
            self.go_on(floor, checkout, then);
        }
    }
}
