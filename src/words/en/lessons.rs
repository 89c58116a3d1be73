//! English: the four lessons. Each says what really happens, when it does not, what to look at, and what to try next.
//! (Tests play what is said: `experiment/lessons.rs`.)

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
    /// What to do there.
    pub next: &'static str,
}

/// The four lessons, in order.
pub static LESSONS: [Lesson; 4] = [
    Lesson {
        name: "coupling",
        title: "Coupling",
        text: "While Payment is down, each sync user gets an error: Checkout is only as available as Payment. With \
               a queue orders wait and are paid late, if queue and messages are durable and workers acknowledge \
               after the work. The broker is a dependency too.",
        button: "Look: Payment has been down for seven seconds",
        next: "Press Play: Payment is back at 15 s. Then choose the scenario \u{201c}The broker is down\u{201d}: it \
               is async users who are refused.",
    },
    Lesson {
        name: "latency",
        title: "Latency",
        text: "Two clocks: when the user is told, and when the payment is made. The queue makes the first one short \
               and leaves the second where it was, or later. A 202 means \u{201c}we have it\u{201d}, not \u{201c}it \
               is paid\u{201d}: somebody still has to tell the user how it ended.",
        button: "Look: one order each, halfway through",
        next: "Press Play: both are charged at 3 s. Then send 10 to both: sync users wait 3 s, and the last async \
               payment takes 30 s.",
    },
    Lesson {
        name: "event-driven",
        title: "Event-driven",
        text: "The queue hands an order out again if its worker dies before acknowledging it. So nothing is lost, \
               and so work can be done twice: what was finished and not yet acknowledged is charged again, unless \
               Payment recognises it. Hollow dots were handed out before.",
        button: "Look: four workers have just been killed",
        next: "Restart Payment: the four come first, and all 40 are charged once. Then reset, choose auto-ack in \
               Every setting, press Play: 32 are lost.",
    },
    Lesson {
        name: "showing",
        title: "Showing it to a team",
        text: "Ask before you press Play: a thousand orders at once, Payment takes 3 s, how many users are told an \
               error, how many are charged? With the demo's own code 880 are told an error, and all 1000 are \
               charged; its queue loses nobody and needs fifty minutes.",
        button: "Look: a thousand at once, after ten seconds",
        next: "Press \u{201c}to the end\u{201d} and compare the two ledgers. Or step event by event, and share the \
               link: it opens at this moment.",
    },
];

/// Where a lesson stands beside the stage.
pub const LABEL: &str = "Lesson";
/// Before what to do.
pub const NEXT: &str = "Try next: ";
/// Puts a lesson's words away.
pub const END: &str = "End the lesson";

/// Which one it is, of how many.
pub fn count(which: usize) -> String {
    format!("lesson {} of {}", which + 1, LESSONS.len())
}

/// The way to the following one.
pub fn following(title: &str) -> String {
    format!("{title} →")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lesson_has_its_words() {
        let said = LESSONS.map(|said| said.name);
        assert_eq!(said, crate::experiment::lessons::NAMES);
        assert!(
            LESSONS
                .iter()
                .all(|said| !said.text.is_empty() && !said.next.is_empty())
        );
    }
}
