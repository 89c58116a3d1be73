//! In how many experiments everything was hit.
//!
//! A random test proves nothing about what it never reached: every cell of the ledger, every event, every moment of an
//! order's journey, every reason, fault, mechanism and value of a setting is counted, by the experiments that hit it.
//! What the short mode hits in fewer than [`LEAST`] is a failure. What cannot be reached is listed by name, with the
//! reason, and fails if it is hit.

use std::collections::BTreeMap;

use showdown::sim::event::Event;
use showdown::sim::fault::FAULTS;
use showdown::sim::journey::Moment;
use showdown::sim::ledger::{CHARGE, Cell, Charge, Ledger, REASONS, Reason, TOLD, Told};

use crate::events::{self, EVENTS};
use crate::mechanisms::{self, MECHANISMS};
use crate::moments::{self, MOMENTS};
use crate::table::Drawn;

/// The short mode: experiments in `./check`.
pub(crate) const SHORT: u64 = 4_000;

/// Experiments of the short mode that hit each thing, at least.
pub(crate) const LEAST: u64 = 5;

/// Cells that stay empty, and why.
const UNREACHABLE: [(Cell, &str); 2] = [
    ((Told::Ok, Charge::Pending), "would be a bug of the engine"),
    ((Told::Ok, Charge::Never), "would be a bug of the engine"),
];

/// What is counted besides: acts, faults, statuses, levels between events.
const NAMED: [&str; 51] = [
    "act: click, sync",
    "act: click, async",
    "act: click, both",
    "act: set",
    "act: break",
    "act: heal",
    "act: live, while busy",
    "act: planned, while busy",
    "fault: PaymentDown began",
    "fault: PaymentDown ended",
    "fault: BrokerDown began",
    "fault: BrokerDown ended",
    "fault: NetworkCut began",
    "fault: NetworkCut ended",
    "fault: PaymentFrozen began",
    "fault: PaymentFrozen ended",
    "fault: PaymentBlackHoled began",
    "fault: PaymentBlackHoled ended",
    "fault: MemoryAlarm began",
    "fault: MemoryAlarm ended",
    "fault: NetworkCutOut began",
    "fault: NetworkCutOut ended",
    "fault: NetworkCutBack began",
    "fault: NetworkCutBack ended",
    "fault: Payment crashed by itself",
    "fault: Payment was killed while it was frozen",
    "fault: a hole behind a cut",
    "status: 200",
    "status: 202",
    "status: 499",
    "status: 500",
    "status: 503",
    "status: 504",
    "state: a message waits in a worker's buffer",
    "state: it waits there while another worker is idle",
    "state: an urgent message stands before an older one",
    "state: a redelivered message",
    "state: a channel died between two messages",
    "state: work goes on without its channel",
    "state: a removed consumer is still at work",
    "state: something is held by a cut",
    "state: HTTP, held though calls arrive",
    "state: AMQP, held though messages arrive",
    "state: held though answers arrive",
    "state: more threads held than there are",
    "state: a call waits for a connection",
    "state: an order pauses before a retry",
    "state: a message waits in the retry queue",
    "state: a dead message waits to be redriven",
    "run: a crash loop without an end",
    "run: every event checked thoroughly",
];

/// Where the faults begin in [`NAMED`].
const FIRST_FAULT: usize = 8;

/// The names of [`NAMED`] for a fault's beginning and end.
pub(crate) fn fault_names(place: usize) -> (&'static str, &'static str) {
    assert_eq!(FAULTS.len(), 8, "a new fault wants its names here");
    (
        NAMED[FIRST_FAULT + 2 * place],
        NAMED[FIRST_FAULT + 1 + 2 * place],
    )
}

/// In how many experiments each of some things was hit.
#[derive(Debug)]
struct Tally {
    /// What the experiment under way hit, a bit for each.
    now: u128,
    experiments: Vec<u64>,
}

impl Tally {
    fn new(things: usize) -> Self {
        assert!(things <= 128, "a bit for each");
        Self {
            now: 0,
            experiments: vec![0; things],
        }
    }

    fn hit(&mut self, place: usize) {
        self.now |= 1 << place;
    }

    fn over(&mut self) {
        let now = std::mem::take(&mut self.now);
        for (place, n) in self.experiments.iter_mut().enumerate() {
            *n += u64::from(now >> place & 1 == 1);
        }
    }

    fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.experiments.iter_mut().zip(&other.experiments) {
            *mine += theirs;
        }
    }
}

/// Counts of a whole test run.
#[derive(Debug)]
pub(crate) struct Counts {
    cells: Tally,
    events: Tally,
    moments: Tally,
    reasons: Tally,
    mechanisms: Tally,
    named: Tally,
    drawn: Drawn,
}

impl Default for Counts {
    fn default() -> Self {
        Self {
            cells: Tally::new(TOLD.len() * CHARGE.len()),
            events: Tally::new(EVENTS.len()),
            moments: Tally::new(MOMENTS.len()),
            reasons: Tally::new(REASONS.len()),
            mechanisms: Tally::new(MECHANISMS.len()),
            named: Tally::new(NAMED.len()),
            drawn: Drawn::default(),
        }
    }
}

impl Counts {
    /// An event happened.
    pub(crate) fn event(&mut self, event: Event) {
        self.events.hit(events::place(event));
    }

    /// A moment of an order's journey.
    pub(crate) fn moment(&mut self, moment: Moment) {
        self.moments.hit(moments::place(moment));
    }

    /// Orders moved from cell to cell.
    pub(crate) fn moved(&mut self, before: &Ledger, after: &Ledger) {
        for told in TOLD {
            for charge in CHARGE {
                if after.at(told, charge) > before.at(told, charge) {
                    self.cells
                        .hit(told as usize * CHARGE.len() + charge as usize);
                }
            }
        }
    }

    /// An order was never charged, because.
    pub(crate) fn reason(&mut self, reason: Reason) {
        let place = REASONS.iter().position(|(other, _)| *other == reason);
        self.reasons.hit(place.unwrap_or_else(|| {
            panic!("an order was never charged, and nobody knows why: {reason:?}")
        }));
    }

    /// Something of [`NAMED`] was seen so many times.
    pub(crate) fn saw(&mut self, name: &'static str, times: u64) {
        if times > 0 {
            let place = NAMED.iter().position(|&other| other == name);
            self.named
                .hit(place.unwrap_or_else(|| panic!("{name:?} is not listed")));
        }
    }

    /// A mechanism of [`MECHANISMS`] was at work, or not.
    pub(crate) fn mechanism(&mut self, name: &'static str, seen: bool) {
        if seen {
            self.mechanisms.hit(mechanisms::place(name));
        }
    }

    /// The settings of this experiment.
    pub(crate) fn drawn(&mut self) -> &mut Drawn {
        &mut self.drawn
    }

    fn tallies(&mut self) -> [&mut Tally; 6] {
        [
            &mut self.cells,
            &mut self.events,
            &mut self.moments,
            &mut self.reasons,
            &mut self.mechanisms,
            &mut self.named,
        ]
    }

    /// The experiment under way is over.
    pub(crate) fn experiment_over(&mut self) {
        self.tallies().into_iter().for_each(Tally::over);
    }

    /// Adds the counts of another thread.
    pub(crate) fn add(&mut self, other: &mut Self) {
        for (mine, theirs) in self.tallies().into_iter().zip(other.tallies()) {
            mine.add(theirs);
        }
        self.drawn.add(&other.drawn);
    }

    /// Prints all counts; returns what was hit too seldom, or was hit and never should.
    pub(crate) fn verdict(&self) -> Vec<String> {
        let cells = TOLD
            .iter()
            .flat_map(|told| CHARGE.map(|charge| (*told, charge)));
        let excuses: BTreeMap<String, &str> = UNREACHABLE
            .iter()
            .map(|(cell, why)| (cell_name(*cell), *why))
            .collect();
        let names = |names: &[&str]| names.iter().map(|&n| n.to_owned()).collect::<Vec<_>>();
        let mut wrong = Vec::new();
        for (title, tally, names) in [
            ("ledger cells", &self.cells, cells.map(cell_name).collect()),
            ("events", &self.events, names(&EVENTS)),
            ("moments of journeys", &self.moments, names(&MOMENTS)),
            (
                "never charged, because",
                &self.reasons,
                names(&REASONS.map(|(_, name)| name)),
            ),
            ("mechanisms", &self.mechanisms, names(&MECHANISMS)),
            ("acts, faults, statuses, levels", &self.named, names(&NAMED)),
        ] {
            println!("{title} (experiments that hit each):");
            for (name, &n) in names.iter().zip(&tally.experiments) {
                let excuse = excuses.get(name);
                println!("  {name:<62} {n:>7} {}", excuse.unwrap_or(&""));
                let fine = match excuse {
                    Some(_) => n == 0,
                    None => n >= LEAST,
                };
                if !fine {
                    wrong.push(format!("{title}: {name}: {n}"));
                }
            }
        }
        wrong.extend(self.drawn.verdict());
        wrong
    }
}

fn cell_name((told, charge): Cell) -> String {
    format!("{} x {}", told.name(), charge.name())
}
