//! Payment's workers: connect, buffer, work, acknowledge, turn to the next.

use super::AMQP_ROUND_TRIPS;
use crate::broker::consumer::Work;
use crate::broker::queue::Place;
use crate::config::{OnFail, QueueType};
use crate::event::Event;
use crate::journey::Moment;
use crate::ledger::Reason;
use crate::script::Crash;
use crate::shop::Shop;
use crate::slab::Key;
use crate::time::Micros;
use crate::trace::Leg;
use crate::wrong::Wrong;

impl Shop {
    pub(crate) fn connect_workers(&mut self) {
        if !self.queueing.broker.up || !self.process.up {
            return;
        }
        for index in 0..self.queueing.workers.consumers.len() {
            let c = &self.queueing.workers.consumers[index];
            // One that is still at work connects when it is done: its thread is blocked in the callback.
            if !c.connected && !c.retired && !c.dead && c.is_idle() {
                self.dial(index as u32);
            }
        }
    }

    /// Every process that died of an order is started again.
    pub(crate) fn revive_workers(&mut self) {
        for consumer in &mut self.queueing.workers.consumers {
            consumer.dead = false;
        }
    }

    pub(super) fn dial(&mut self, consumer: u32) {
        let channel = self.queueing.workers.consumers[consumer as usize].channel;
        let event = Event::ConsumerConnected { consumer, channel };
        let round_trips = 2 * AMQP_ROUND_TRIPS * self.config.link_latency;
        self.after(self.costs.worker_start + round_trips, event);
    }

    pub(crate) fn consumer_connected(&mut self, consumer: u32) {
        self.queueing.workers.consumers[consumer as usize].connected = true;
        self.queueing.broker.queue.declare();
        self.join_ring(consumer);
        self.deliver();
    }

    pub(crate) fn delivery_reached_consumer(&mut self, message: Key) {
        let m = &self.queueing.messages[message];
        let Place::Unacked { consumer } = m.place else {
            return;
        };
        let (tag, auto_ack) = (m.tag, m.auto_ack);
        let c = &self.queueing.workers.consumers[consumer as usize];
        if m.channel != c.channel {
            // Its process died meanwhile; the broker has not noticed yet.
            let worker = consumer;
            return self.note_message(message, Moment::DeliveryFoundNobody { worker });
        }
        let (idle, retired) = (c.is_idle(), c.retired);
        let (worker, ahead) = (consumer, c.buffer.len() as u32 + u32::from(!idle));
        self.note_message(message, Moment::ReachedWorker { worker, ahead });
        if retired && !auto_ack {
            self.queueing.workers.consumers[consumer as usize].unacked -= 1;
            self.requeue(message);
            self.shorten();
            return self.deliver();
        }
        let buffer = &mut self.queueing.workers.consumers[consumer as usize].buffer;
        buffer.push_back((message, tag));
        if self.entered_payment() && idle {
            self.consumer_took_next(consumer);
        }
    }

    pub(crate) fn consumer_took_next(&mut self, consumer: u32) {
        let now = self.now;
        if self.is_wrong(Wrong::TtlInBuffer) {
            self.expire_in_buffer(consumer);
        }
        if self.is_wrong(Wrong::PriorityInBuffer) {
            self.sort_buffer(consumer);
        }
        let c = &mut self.queueing.workers.consumers[consumer as usize];
        c.turning = false;
        let Some((message, tag)) = c.buffer.pop_front() else {
            // Its channel died while it turned, or its buffer went back.
            return self.turn_to_next(consumer);
        };
        let m = &self.queueing.messages[message];
        let (order, number, redelivered) = (m.order, m.number, m.redelivered);
        let prescribed = self.scripted(number);
        let counted = prescribed.is_some_and(|s| !s.fails.is_empty());
        let attempt = match counted {
            true => self.count_attempt(consumer, number),
            false => 0,
        };
        self.note(order, Moment::ServiceBegan { server: consumer });
        let (service, fails) = self.service_began(order, attempt);
        let crash = self.will_crash(number, service);
        let crash = crash.filter(|_| !redelivered);
        let span = service + self.costs.worker_overrun;
        let c = &mut self.queueing.workers.consumers[consumer as usize];
        c.working = Some(Work {
            order,
            number,
            since: now,
            until: now + span,
            message: Some((message, tag)),
            fails,
            dies: crash == Some(Crash::After),
        });
        let life = c.life;
        self.queueing.workers.busy += 1;
        match crash {
            Some(Crash::Mid(after)) => {
                self.after(after, Event::WorkerCrashed { consumer, life });
            }
            None | Some(Crash::After) => {
                self.after(span, Event::MessageServed { consumer, life });
            }
        }
    }

    /// How often the process of this worker had begun with this order before.
    fn count_attempt(&mut self, consumer: u32, number: u64) -> u32 {
        let process = self.process_of(consumer);
        self.queueing.workers.tried.add((process, number)) as u32
    }

    pub(crate) fn message_served(&mut self, consumer: u32) {
        let c = &mut self.queueing.workers.consumers[consumer as usize];
        let work = c.working.expect("a service ends once");
        if work.fails {
            self.hands_free(consumer);
            self.service_failed(consumer, work);
        } else {
            self.note(work.order, Moment::Charged { server: consumer });
            self.charge(work.order, work.since);
            self.hands_free(consumer);
            // (If its channel died meanwhile, there is no ack to die before.)
            if work.dies && work.message.is_some() {
                let server = consumer;
                self.note(work.order, Moment::DiedBeforeAck { server });
                return self.worker_crashed(consumer);
            }
            self.acknowledge(work);
        }
        self.turn_to_next(consumer);
    }

    fn hands_free(&mut self, consumer: u32) {
        self.queueing.workers.consumers[consumer as usize].working = None;
        self.queueing.workers.busy -= 1;
        self.process.inside -= 1;
    }

    fn acknowledge(&mut self, work: Work) {
        match work.message {
            None => {
                self.note(work.order, Moment::AckImpossible);
                self.drop_carrier(work.order, Reason::None);
            }
            Some((message, _)) if self.queueing.messages[message].auto_ack => {
                self.queueing.messages.remove(message);
                self.drop_carrier(work.order, Reason::None);
            }
            Some((message, tag)) => {
                let span = self.settling(false);
                self.note_message(message, Moment::AckLeft);
                self.message_hop(message, Leg::Ack, span, 0);
                self.after(span, Event::AckReachedBroker { message, tag });
            }
        }
    }

    /// Nothing was charged. The broker is told what to do with the message, if it still has it.
    fn service_failed(&mut self, consumer: u32, work: Work) {
        self.note(work.order, Moment::ServiceFailed { server: consumer });
        self.books.totals.wasted_work += self.now - work.since;
        match work.message {
            None => {
                self.note(work.order, Moment::AckImpossible);
                self.drop_carrier(work.order, Reason::Failed);
            }
            Some((message, _)) if self.queueing.messages[message].auto_ack => {
                self.lose(message, Reason::Failed);
            }
            Some((message, tag)) => {
                let requeue = self.config.on_fail == OnFail::Requeue;
                // Even without any costs a message that fails for ever must not stop the clock.
                let span = self.settling(requeue).max(1);
                self.note_message(message, Moment::NackLeft { requeue });
                self.message_hop(message, Leg::Ack, span, 1);
                let event = Event::NackReachedBroker {
                    message,
                    tag,
                    requeue,
                };
                self.after(span, event);
            }
        }
    }

    /// How long an acknowledgement takes, of whatever kind: a quorum queue writes it in its log first.
    pub(super) fn settling(&self, requeue: bool) -> Micros {
        let span = self.costs.ack + self.config.link_latency;
        if self.config.queue_type == QueueType::Classic {
            return span;
        }
        let busy = self.now < self.queueing.broker.log_busy;
        let cost = |is: bool, cost: Micros| if is { cost } else { 0 };
        span + cost(requeue, self.costs.quorum_requeue) + cost(busy, self.costs.quorum_busy)
    }

    pub(super) fn turn_to_next(&mut self, consumer: u32) {
        let c = &mut self.queueing.workers.consumers[consumer as usize];
        if c.buffer.is_empty() {
            if !c.connected && !c.retired && self.queueing.broker.up {
                self.dial(consumer);
            }
            return;
        }
        c.turning = true;
        let life = c.life;
        match self.costs.next_buffered {
            0 => self.consumer_took_next(consumer),
            span => self.after(span, Event::ConsumerTookNext { consumer, life }),
        }
    }
}
