//! What can be chosen: every choice of the table, with the names of its values.
//!
//! Two stand where their figures are: how a span varies, and what the machinery costs.

use crate::choice::choice;

pub use crate::costs::Overheads;
pub use crate::dist::Spread;

choice! {
    /// How orders arrive besides the reader's own clicks.
    pub enum Arrivals {
        /// Only by clicks.
        ByHand = "by-hand",
        /// Evenly spaced.
        Constant = "constant",
        /// A Poisson process: independent exponential gaps.
        Poisson = "poisson",
        /// A Poisson process whose rate grows from nothing to what is set when arrivals stop.
        Ramp = "ramp",
        /// A Poisson process that comes and goes: for `arrivals_on`, and not for `arrivals_off`.
        OnOff = "on-off",
        /// A crowd of `burst_size` at once, as often as the rate asks.
        Burst = "burst",
        /// One user in a closed loop: the next order a gap after the answer to the last one.
        OneByOne = "one-by-one",
    }
}

choice! {
    /// How Checkout's endpoint is written.
    pub enum Endpoint {
        /// `def`: each request holds one token of the thread pool until it is answered.
        Def = "def",
        /// `async def`: no thread per waiting request.
        AsyncDef = "async-def",
    }
}

choice! {
    /// Who owns the HTTP connections from Checkout to Payment.
    pub enum HttpClient {
        /// One client with one pool of kept-alive connections.
        Shared = "shared",
        /// `httpx.post()`: a client, and so a connection, for each call.
        PerCall = "per-call",
    }
}

choice! {
    /// How Checkout calls several services.
    pub enum Calls {
        /// One after the other; the first failure ends it, and nothing is undone.
        InSequence = "in-sequence",
        /// All at once, and it waits for all of them.
        InParallel = "in-parallel",
    }
}

choice! {
    /// Which status a failed checkout is told.
    pub enum ErrorStyle {
        /// No handling at all, as in the README's snippet: any exception is a 500.
        Snippet = "snippet",
        /// As in the demo's own code: any request error, timeouts too, is a 503.
        Demo = "demo",
        /// Refused is 503, timed out is 504.
        Production = "production",
    }
}

choice! {
    /// How several services hear of an order through the broker.
    pub enum Events {
        /// All of them from Checkout.
        FanOut = "fan-out",
        /// The first one from Checkout, each other one from the workers of the one before it, when these are done.
        Choreography = "choreography",
    }
}

choice! {
    /// What Checkout publishes to.
    pub enum Exchange {
        /// The nameless one: a message goes to the queue that its key names.
        Default = "default",
        /// To every queue bound with its key.
        Direct = "direct",
        /// To every queue bound with a pattern that its key fits.
        Topic = "topic",
        /// To every queue that is bound.
        Fanout = "fanout",
    }
}

choice! {
    /// The key that Checkout publishes with.
    pub enum RoutingKey {
        /// The one that everybody has agreed on.
        OrderCreated = "order.created",
        /// With a word more.
        OrderCreatedEu = "order.created.eu",
        /// Mistyped.
        OrdersCreated = "orders.created",
    }
}

choice! {
    /// The key that a queue is bound to the exchange with.
    pub enum BindingKey {
        /// The one that everybody has agreed on.
        OrderCreated = "order.created",
        /// Of a topic: one word more.
        AnyOrder = "one-word",
        /// Of a topic: any number of words more.
        Orders = "any-words",
        /// Of a topic: everything.
        All = "everything",
    }
}

choice! {
    /// When a message counts as consumed.
    pub enum AckMode {
        /// The worker acknowledges after the work.
        Manual = "manual",
        /// The broker forgets a message as it sends it; prefetch does not apply.
        Auto = "auto",
    }
}

choice! {
    /// What a worker does with an order that failed in its hands.
    pub enum OnFail {
        /// `basic.nack` with requeue: the message goes back to its old place, to be tried again.
        Requeue = "requeue",
        /// `basic.reject` without: the message is dead.
        Reject = "reject",
        /// `basic.reject` with requeue: as after a nack, but from RabbitMQ 4.3 on it says that the work failed.
        RejectBack = "reject-requeue",
    }
}

choice! {
    /// Whose rules the broker follows, where they differ.
    pub enum BrokerVersion {
        /// RabbitMQ 3.10, on which the recorded runs were made.
        V3_10 = "3.10",
        /// RabbitMQ 4.2; as far as is known 4.0 and 4.1 are alike.
        V4_2 = "4.2",
        /// RabbitMQ 4.3.
        V4_3 = "4.3",
    }
}

choice! {
    /// What becomes of dead messages in the queue that the dead-letter exchange leads to.
    pub enum DeadLetters {
        /// Nobody consumes: they lie there.
        Parked = "parked",
        /// A worker takes one after the other, and publishes it to the queue that it died in once more.
        Redriven = "redriven",
        /// The queue is one to wait in: it has a time to live, and its own dead-letter exchange leads back.
        Retried = "retried",
    }
}

choice! {
    /// When a worker's process dies of an order.
    pub enum CrashWhen {
        /// After the work, before the acknowledgement: charged, and the message comes back.
        BeforeAck = "before-ack",
        /// Halfway through the work: nothing is charged.
        MidWork = "mid-work",
    }
}

choice! {
    /// What a full queue does with one message too many.
    pub enum Overflow {
        /// Throws away the oldest ready message.
        DropHead = "drop-head",
        /// Refuses the new one.
        RejectPublish = "reject-publish",
    }
}

choice! {
    /// How the queue keeps its messages.
    pub enum QueueType {
        /// In one broker.
        Classic = "classic",
        /// In a Raft log; always durable, without priorities, and it counts deliveries.
        Quorum = "quorum",
    }
}

choice! {
    /// How Checkout holds its AMQP channel.
    pub enum Channel {
        /// A connection and channel for each thread (one for the event loop of an `async def`).
        PerThread = "per-thread",
        /// Opened for each request, and closed after it.
        PerRequest = "per-request",
        /// One for all threads, without a lock: pika's connections are not for that.
        Shared = "shared",
        /// One for all threads, one publish at a time.
        SharedLocked = "shared-locked",
    }
}

choice! {
    /// Between which parts a wire lies that is long, uneven or lossy.
    pub enum WireBetween {
        /// Between Checkout and what it calls, or publishes to.
        CheckoutBelow = "checkout-below",
        /// Between users and Checkout.
        UserCheckout = "user-checkout",
        /// Between the broker and the workers.
        BrokerWorkers = "broker-workers",
        /// Between all of them.
        Everywhere = "everywhere",
    }
}
