//! English: the four lessons. Each says what really happens, when it does not, and what to look at.

/// What is said in a lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// Its name, as in the list of lessons.
    pub name: &'static str,
    /// What it is about.
    pub title: &'static str,
    /// What there is to understand.
    pub text: &'static str,
    /// What the button says that leads to its moment.
    pub button: &'static str,
}

/// The four lessons, in order.
pub static LESSONS: [Lesson; 4] = [
    Lesson {
        name: "coupling",
        title: "Coupling",
        text: "A sync Checkout is only as available as Payment: while Payment is down, each user gets an error. A queue \
               takes that away from the user, not from the world: orders wait and are paid late. It holds only if the \
               queue is durable, its messages are persistent and workers acknowledge after the work; and it exchanges one \
               dependency for another. Kill the broker instead, and it is the async users who are refused.",
        button: "Look: Payment has been down for seven seconds",
    },
    Lesson {
        name: "latency",
        title: "Latency",
        text: "Two clocks, always: when the user is told, and when the payment is made. The queue makes the first one \
               short and leaves the second where it was, or later: one worker takes one order after the other. A 202 means \
               \u{201c}we have it\u{201d}, not \u{201c}it is paid\u{201d}; somebody still has to tell the user how it ended.",
        button: "Look: one order each, halfway through",
    },
    Lesson {
        name: "event-driven",
        title: "Event-driven",
        text: "The queue lets Payment work at its own pace, and hands an order out again if a worker dies before it has \
               acknowledged it. That is why nothing is lost, and also why work can be done twice: a worker that had \
               finished, but not yet said so, leaves an order that will be charged again unless Payment recognises it. \
               Hollow dots in the queue are orders that were handed out before.",
        button: "Look: four workers have just been killed",
    },
    Lesson {
        name: "showing",
        title: "Showing it to a team",
        text: "Ask before you press Play: a thousand orders at once, Payment takes three seconds, how many users will be \
               told an error, and how many will be charged? With the original demo's code 880 are told an error, and all \
               1000 are charged; its queue loses nobody and needs fifty minutes. Neither side wins; they fail differently. \
               Pause where it happens, step through it, and send the link: it opens at this moment.",
        button: "Look: a thousand at once, after ten seconds",
    },
];
