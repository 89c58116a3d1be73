//! Those who wait for something, oldest first.

use std::collections::VecDeque;

use super::slab::Key;

/// By their keys.
pub type Line = VecDeque<Key>;

/// One leaves a line. Patience and pauses end in its order: who leaves usually stands first.
#[inline(never)]
pub(crate) fn leave(line: &mut Line, who: Key) {
    if let Some(at) = line.iter().position(|&k| k == who) {
        line.remove(at);
    }
}
