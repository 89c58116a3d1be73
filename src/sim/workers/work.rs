//! What a worker does with what it is sent: buffer, work, acknowledge, turn to the next.

use super::group::Workers;
use crate::broker::consumer::Work;
use crate::broker::messages::{Messages, Return};
use crate::broker::process::Broker;
use crate::broker::queue::{Message, Place};
use crate::config::lineup::Set;
use crate::config::{OnFail, QueueType};
use crate::event::Event;
use crate::floor::Floor;
use crate::journey::Moment;
use crate::ledger::Reason;
use crate::script::Crash;
use crate::slab::Key;
use crate::time::Micros;
use crate::trace::Leg;
use crate::wire::{Between, Toward, Trip, What};
use crate::wrong::Wrong;

impl Workers {
    pub(crate) fn delivery_reached(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        broker: &mut Broker,
        message: Key,
    ) {
        let m = &messages[message];
        let Place::Unacked { consumer } = m.place else {
            return;
        };
        let (tag, auto_ack) = (m.tag, m.auto_ack);
        let c = &mut self.consumers[consumer as usize];
        let worker = consumer;
        if m.channel != c.channel {
            // Its process died meanwhile; the broker has not noticed yet.
            let moment = Moment::DeliveryFoundNobody { worker };
            return messages.note(floor, message, moment);
        }
        let (idle, retired) = (c.is_idle(), c.retired);
        let ahead = c.buffer.len() as u32 + u32::from(!idle);
        messages.note(floor, message, Moment::ReachedWorker { worker, ahead });
        if retired && !auto_ack {
            c.unacked -= 1;
            broker.requeue(floor, messages, message, Return::Lost);
            broker.shorten(floor, messages, self.service());
            return broker.deliver(floor, messages, self);
        }
        c.buffer.push_back((message, tag));
        if self.enter(floor, messages, broker) && idle {
            self.took_next(floor, messages, broker, consumer);
        }
    }

    pub(crate) fn took_next(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        broker: &mut Broker,
        consumer: u32,
    ) {
        self.make_buffer_mistakes(floor, messages, broker, consumer);
        let c = &mut self.consumers[consumer as usize];
        c.turning = false;
        let Some((message, tag)) = c.buffer.pop_front() else {
            // Its channel died while it turned, or its buffer went back.
            return self.turn_to_next(floor, messages, broker, consumer);
        };
        let m = &messages[message];
        let (order, number, redelivered) = (m.order, m.number, m.redelivered);
        let (brings, delivered) = (m.brings, m.since);
        let prescribed = floor.scripted(number);
        let counted = prescribed.is_some_and(|s| !s.fails.is_empty());
        let attempt = match counted {
            // How often the process of this worker had begun with this order before.
            true => {
                let process = self.process_of(floor, consumer);
                self.tried.add((process, number)) as u32
            }
            false => 0,
        };
        floor.note_of_service(
            self.service(),
            order,
            Moment::ServiceBegan { server: consumer },
        );
        let (span, fails) = self.process.begin(floor, order, attempt);
        let crash = floor.will_crash(self.service(), number, span);
        let crash = crash.filter(|_| !redelivered);
        let span = span + floor.costs.worker_overrun;
        let c = &mut self.consumers[consumer as usize];
        c.working = Some(Work {
            order,
            number,
            brings,
            since: floor.now,
            until: floor.now + span,
            message: Some((message, tag)),
            fails,
            dies: crash == Some(Crash::After),
        });
        self.busy += 1;
        let (service, life) = (self.process.service, c.life);
        let (span, end) = match crash {
            Some(Crash::Mid(after)) => {
                let crashed = Event::WorkerCrashed {
                    service,
                    consumer,
                    life,
                };
                (after, crashed)
            }
            None | Some(Crash::After) => {
                let served = Event::MessageServed {
                    service,
                    consumer,
                    life,
                };
                (span, served)
            }
        };
        floor.after(span, end);
        if floor.now + span - delivered >= floor.bears_workers {
            self.watch(floor, messages, message, span);
        }
    }

    pub(crate) fn served(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        broker: &mut Broker,
        consumer: u32,
    ) {
        let c = &mut self.consumers[consumer as usize];
        let work = c.working.expect("a service ends once");
        let server = consumer;
        if work.fails {
            self.hands_free(consumer);
            self.service_failed(floor, messages, broker, server, work);
        } else {
            floor.note_of_service(self.service(), work.order, Moment::Charged { server });
            floor.done(self.service(), work.order, work.since);
            self.hands_free(consumer);
            let tells = work.brings != Set::one(self.service());
            if tells && !(work.dies && floor.is_wrong(Wrong::NewsAfterAck)) {
                self.tell_next(floor, messages, broker, server, &work);
            }
            // (If its channel died meanwhile, there is no ack to die before.)
            if work.dies && work.message.is_some() {
                floor.note_of_service(self.service(), work.order, Moment::DiedBeforeAck { server });
                return self.crashed(floor, messages, broker, consumer);
            }
            self.acknowledge(floor, messages, broker, consumer, work);
        }
        self.turn_to_next(floor, messages, broker, consumer);
    }

    /// What comes of its work is published for the next service, if that hears of it from here: before the message is
    /// acknowledged, so that nothing is lost in between, and something may be told twice.
    #[cold]
    #[inline(never)]
    fn tell_next(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        broker: &Broker,
        consumer: u32,
        work: &Work,
    ) {
        let others = work.brings.without(Set::one(self.service()));
        let Some((message, _)) = work.message else {
            // (Without a channel it cannot: the message comes back.)
            return;
        };
        let heard = messages[message];
        let told = floor.times_done(self.service(), work.order) - 1;
        let news = messages.insert(Message {
            brings: others,
            copy: told.min(u8::MAX.into()) as u8,
            from_worker: true,
            mandatory: false,
            confirm: false,
            persistent: true,
            expires: Micros::MAX,
            alarm: Micros::MAX,
            returns: 0,
            death: None,
            laps: 0,
            was_retried: false,
            arrived: false,
            redelivered: false,
            ahead: false,
            place: Place::Publishing,
            since: floor.now,
            tag: 0,
            auto_ack: false,
            broker_life: broker.life,
            ..heard
        });
        self.consumers[consumer as usize].told = Some(news);
        floor.add_carrier(work.order, others);
        messages.note(floor, news, Moment::NewsPublished);
        let trip = messages[news].trip();
        let crossing = self.crossing(floor, messages, consumer, (news, trip));
        let span = floor.costs.publish_out + crossing;
        messages.hop(floor, news, Leg::Publish, span, 1);
        floor.seldom_after(span, Event::NewsReachedBroker { message: news });
    }

    fn hands_free(&mut self, consumer: u32) {
        self.consumers[consumer as usize].working = None;
        self.busy -= 1;
        self.process.inside -= 1;
    }

    fn acknowledge(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        broker: &Broker,
        consumer: u32,
        work: Work,
    ) {
        match work.message {
            None => {
                floor.note_of_service(self.service(), work.order, Moment::AckImpossible);
                floor.drop_carrier(work.order, work.brings, Reason::None);
            }
            Some((message, _)) if messages[message].auto_ack => {
                messages.remove(message);
                floor.drop_carrier(work.order, work.brings, Reason::None);
            }
            Some((message, tag)) => {
                let trip = messages[message].handing(What::Settle);
                let wire = self.crossing(floor, messages, consumer, (message, trip));
                let span = self.settling(floor, broker, false, wire);
                messages.note(floor, message, Moment::AckLeft);
                messages.hop(floor, message, Leg::Ack, span, 0);
                floor.after(span, Event::AckReachedBroker { message, tag });
            }
        }
    }

    /// Nothing was charged. The broker is told what to do with the message, if it still has it.
    fn service_failed(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        broker: &mut Broker,
        server: u32,
        work: Work,
    ) {
        floor.note_of_service(self.service(), work.order, Moment::ServiceFailed { server });
        floor.books.totals.wasted_work += floor.now - work.since;
        match work.message {
            None => {
                floor.note_of_service(self.service(), work.order, Moment::AckImpossible);
                floor.drop_carrier(work.order, work.brings, Reason::Failed);
            }
            Some((message, _)) if messages[message].auto_ack => {
                broker.lose(floor, messages, message, Reason::Failed);
            }
            Some((message, tag)) => {
                let on_fail = floor.config.of(self.service()).on_fail;
                let requeue = on_fail != OnFail::Reject;
                // Even without any costs a message that fails for ever must not stop the clock.
                let trip = messages[message].handing(What::Settle);
                let wire = self.crossing(floor, messages, server, (message, trip));
                let span = self.settling(floor, broker, requeue, wire).max(1);
                messages.note(floor, message, Moment::NackLeft { requeue });
                messages.hop(floor, message, Leg::Ack, span, 1);
                let event = match on_fail {
                    OnFail::Requeue => Event::NackReachedBroker { message, tag },
                    OnFail::RejectBack => Event::RejectBackReachedBroker { message, tag },
                    OnFail::Reject => Event::RejectReachedBroker { message, tag },
                };
                floor.seldom_after(span, event);
            }
        }
    }

    /// How long what a worker sends is on the wire to the broker; on a bad one, behind what it sent before.
    #[inline]
    fn crossing(
        &mut self,
        floor: &mut Floor,
        messages: &Messages,
        consumer: u32,
        (message, trip): (Key, Trip),
    ) -> Micros {
        match floor.wire.lies(Between::Workers) {
            false => floor.config.link_latency,
            true => {
                messages.note_lost(floor, message, Toward::Back, trip);
                let span = floor.cross(Between::Workers, Toward::Back, trip);
                self.consumers[consumer as usize].will_be_heard(floor.now, span)
            }
        }
    }

    /// How long an acknowledgement takes, of whatever kind, besides the wire: a quorum queue writes it in its log first.
    pub(super) fn settling(
        &self,
        floor: &Floor,
        broker: &Broker,
        requeue: bool,
        wire: Micros,
    ) -> Micros {
        let span = floor.costs.ack + wire;
        if floor.config.of(self.service()).queue_type == QueueType::Classic {
            return span;
        }
        let busy = floor.now < broker.queues[self.service() as usize].log_busy;
        let cost = |is: bool, cost: Micros| if is { cost } else { 0 };
        span + cost(requeue, floor.costs.quorum_requeue) + cost(busy, floor.costs.quorum_busy)
    }

    fn turn_to_next(
        &mut self,
        floor: &mut Floor,
        messages: &mut Messages,
        broker: &mut Broker,
        consumer: u32,
    ) {
        let service = self.service();
        let c = &mut self.consumers[consumer as usize];
        if c.buffer.is_empty() {
            if !c.connected && !c.retired && broker.up {
                self.dial(floor, consumer);
            }
            return;
        }
        c.turning = true;
        let life = c.life;
        match floor.costs.next_buffered {
            0 => self.took_next(floor, messages, broker, consumer),
            span => {
                let took = Event::ConsumerTookNext {
                    service,
                    consumer,
                    life,
                };
                floor.seldom_after(span, took);
            }
        }
    }
}
