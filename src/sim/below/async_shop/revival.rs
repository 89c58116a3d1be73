//! Back from the dead: a message that waited long enough, or was redriven, reaches its queue once more.

use super::{Mail, Queueing};
use crate::floor::Floor;
use crate::slab::Key;

impl Queueing {
    /// The time is over that a dead message waits.
    #[cold]
    pub(crate) fn retry_queue_expired(&mut self, floor: &mut Floor, message: Key) {
        let service = self.mail.messages[message].service;
        self.retry(floor, service);
    }

    /// All whose time is over come back: it acts at the head.
    fn retry(&mut self, floor: &mut Floor, service: u8) {
        let next = |mail: &mut Mail, floor: &mut Floor| {
            mail.broker.retries(floor, &mut mail.messages, service)
        };
        while let Some(message) = next(&mut self.mail, floor) {
            self.revive(floor, message);
        }
    }

    /// A dead message was published anew.
    #[cold]
    pub(crate) fn dead_letter_redriven(&mut self, floor: &mut Floor, message: Key) {
        let mail = &mut self.mail;
        mail.broker.redriven(floor, &mut mail.messages, message);
        self.revive(floor, message);
    }

    fn revive(&mut self, floor: &mut Floor, message: Key) {
        let mail = &mut self.mail;
        let arrived = mail
            .broker
            .message_arrived(floor, &mut mail.messages, message);
        self.deal_out(floor, message, arrived);
    }

    /// The broker runs again, or the settings are other ones: who has waited enough comes back, and whoever redrives goes on.
    pub(super) fn revive_all(&mut self, floor: &mut Floor) {
        for service in 0..self.mail.groups.len() as u8 {
            if self.mail.broker.queues[service as usize].aside().is_some() {
                let mail = &mut self.mail;
                mail.broker
                    .reconsider_dead(floor, &mut mail.messages, service);
                mail.broker.redrive(floor, &mut mail.messages, service);
                self.retry(floor, service);
            }
        }
    }
}
