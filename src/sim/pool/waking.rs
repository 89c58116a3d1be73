//! Who comes first of those who are woken for one connection.
//!
//! The first in line, unless connections fall idle while others are still being woken: then whoever is just awake, and not
//! those before it, who were too early and went back to sleep. Waking one in vain takes Python half a millisecond, so that
//! happens: in the recorded run 22b the 17th in line was given a connection before the second.
//!
//! On the stack that is a race. Here it is read off the clock: as many are too early as could be woken since.

use crate::time::Micros;

/// Those who were woken, and are too late.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Waking {
    since: Micros,
    until: Micros,
    /// Who was next then: its place in line.
    next: usize,
}

impl Waking {
    /// A line of so many is woken, each in so much time: who is there first, by its place; and how many are woken in vain.
    pub(super) fn wake(&mut self, line: usize, now: Micros, each: Micros) -> (usize, usize) {
        let (mut place, mut in_vain) = (0, line - 1);
        if now < self.until {
            // Only those who went back to sleep have to be woken again.
            let passed = ((now - self.since) / each) as usize;
            place = (self.next + passed) % line;
            in_vain = passed.min(in_vain);
        }
        *self = Self {
            since: now,
            until: now + each * (line as Micros - 1),
            next: place,
        };
        (place, in_vain)
    }
}
