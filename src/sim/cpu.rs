//! One interpreter, one thing at a time.
//!
//! ```text
//! accepts  ──▶ ┐
//!              ├──▶ the interpreter ──▶ done
//! handlers ──▶ ┘   (accepts go first; a long task gives way every 5 ms)
//! ```
//!
//! A Python process runs one thread's bytecode at a time, and its event loop takes new connections before it goes
//! on with requests it already has. The broker's connection set-up is such a serial worker too.
//!
//! A task that costs nothing on an idle interpreter is done at once, without an event: under overheads `none`
//! this whole module disappears.

use std::collections::VecDeque;

use super::costs::CPU_SLICE;
use super::slab::Key;
use super::time::Micros;

/// What the interpreter is asked to do, and for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Task<J> {
    /// What is to be done.
    pub job: J,
    /// The order or call it is done for.
    pub key: Key,
    /// CPU time still needed.
    pub cost: Micros,
}

/// A serial processor with two lines.
#[derive(Clone, Debug)]
pub struct Cpu<J> {
    running: Option<Task<J>>,
    accepts: VecDeque<Task<J>>,
    handlers: VecDeque<Task<J>>,
}

impl<J> Default for Cpu<J> {
    fn default() -> Self {
        Self {
            running: None,
            accepts: VecDeque::new(),
            handlers: VecDeque::new(),
        }
    }
}

/// What became of a request for CPU time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begun {
    /// Done: it cost nothing and nobody was before it.
    Done,
    /// It runs now; the slice ends after this long.
    Running(Micros),
    /// Others are before it.
    Waits,
}

impl<J: Copy> Cpu<J> {
    /// Asks for CPU time. `first` puts it into the line that goes first.
    #[inline]
    pub fn request(&mut self, task: Task<J>, first: bool) -> Begun {
        match task.cost == 0 && self.running.is_none() {
            true => Begun::Done,
            false => self.take_on(task, first),
        }
    }

    fn take_on(&mut self, task: Task<J>, first: bool) -> Begun {
        if self.running.is_some() {
            let line = if first {
                &mut self.accepts
            } else {
                &mut self.handlers
            };
            line.push_back(task);
            return Begun::Waits;
        }
        Begun::Running(self.run(task))
    }

    /// The running slice is over: the task, if it is finished. Call [`Cpu::begin_next`] afterwards.
    pub fn slice_over(&mut self) -> Option<Task<J>> {
        let mut task = self.running.take().expect("a slice ends once");
        if task.cost <= CPU_SLICE {
            return Some(task);
        }
        task.cost -= CPU_SLICE;
        self.handlers.push_back(task);
        None
    }

    /// Starts the next task; returns how long its slice is. `None`: nothing waits, or something runs already.
    pub fn begin_next(&mut self) -> Option<Micros> {
        if self.running.is_some() {
            return None;
        }
        let task = self
            .accepts
            .pop_front()
            .or_else(|| self.handlers.pop_front())?;
        Some(self.run(task))
    }

    /// Does a task of this kind run, or wait for its turn?
    pub fn is_asked_for(&self, kind: impl Fn(J) -> bool) -> bool {
        let mut tasks = self.running.iter().chain(&self.handlers);
        tasks.any(|task| kind(task.job))
    }

    /// All that it is asked for.
    pub fn tasks(&self) -> impl Iterator<Item = &Task<J>> {
        let running = self.running.iter();
        running.chain(&self.accepts).chain(&self.handlers)
    }

    /// What runs now.
    pub fn running(&self) -> Option<&Task<J>> {
        self.running.as_ref()
    }

    /// Tasks that wait for it.
    pub fn waiting(&self) -> usize {
        self.accepts.len() + self.handlers.len()
    }

    /// Forgets everything: the process died. A slice that was running must be ignored when its end comes.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    fn run(&mut self, task: Task<J>) -> Micros {
        let slice = task.cost.min(CPU_SLICE);
        self.running = Some(task);
        slice
    }
}

#[cfg(test)]
mod tests {
    use super::super::slab::Slab;
    use super::*;

    #[test]
    fn accepts_go_before_handlers_and_long_tasks_give_way() {
        let key = Slab::default().insert(());
        let task = |job, cost| Task { job, key, cost };
        let mut cpu = Cpu::default();
        assert_eq!(cpu.request(task('a', 7_000), false), Begun::Running(5_000));
        assert_eq!(cpu.request(task('b', 100), false), Begun::Waits);
        assert_eq!(cpu.request(task('c', 100), true), Begun::Waits);
        let mut done = vec![];
        let mut clock = 5_000;
        loop {
            done.extend(cpu.slice_over().map(|t| (t.job, clock)));
            match cpu.begin_next() {
                Some(slice) => clock += slice,
                None => break,
            }
        }
        assert_eq!(done, [('c', 5_100), ('b', 5_200), ('a', 7_200)]);
    }

    #[test]
    fn a_free_task_on_an_idle_interpreter_is_done_at_once() {
        let key = Slab::default().insert(());
        let mut cpu = Cpu::default();
        let task = Task {
            job: (),
            key,
            cost: 0,
        };
        assert_eq!(cpu.request(task, false), Begun::Done);
        assert_eq!(cpu.begin_next(), None);
    }
}
