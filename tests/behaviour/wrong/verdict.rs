//! What a test says of an engine, as a value.
//!
//! A claim is a test of this program, called by another one: the runs it plays are those of the engine in question
//! (`common::with_mistake`), and a failed assertion is caught where it stands. An assertion of the engine's own would be
//! a panic in `src/`: that is told apart, since a program that ships does not have them.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Once;

use showdown::experiment::run::Run;
use showdown::replay::Replay;
use showdown::sim::wrong::Wrong;

use crate::common::with_mistake;

/// A test of this program, by name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim {
    pub(super) name: &'static str,
    pub(super) test: fn(),
}

/// Why a claim does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Objection {
    /// The file of the assertion.
    pub(super) file: String,
    pub(super) line: u32,
    /// Its words.
    pub(super) said: String,
}

thread_local! {
    /// Is this thread asking for a verdict? Then a failed assertion is an answer, and not for the screen.
    static ASKING: Cell<bool> = const { Cell::new(false) };
    static OBJECTION: RefCell<Option<Objection>> = const { RefCell::new(None) };
}

/// Failed assertions of a thread that asks are kept; those of others go where they always went.
fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !ASKING.get() {
                return usual(panic);
            }
            let place = panic.location();
            OBJECTION.replace(Some(Objection {
                file: place.map_or(String::new(), |place| place.file().replace('\\', "/")),
                line: place.map_or(0, std::panic::Location::line),
                said: words(panic.payload()),
            }));
        }));
    });
}

/// What a panic said: a sentence that was written beforehand, or one that was put together.
fn words(payload: &dyn Any) -> String {
    let written = payload.downcast_ref::<&str>().map(ToString::to_string);
    let composed = || payload.downcast_ref::<String>().cloned();
    written.or_else(composed).unwrap_or_default()
}

impl Claim {
    /// Does it hold for the right engine, or for one that makes this mistake?
    pub(super) fn verdict(self, mistake: Option<Wrong>) -> Result<(), Objection> {
        listen();
        ASKING.set(true);
        let held = with_mistake(mistake, || catch_unwind(AssertUnwindSafe(self.test)));
        ASKING.set(false);
        let objection = OBJECTION.take();
        held.map_err(|_| objection.expect("a failed assertion stands somewhere"))
    }
}

/// The recorded runs that do not hold when they are replayed by an engine with this mistake, by the name of their files.
pub(super) fn recorded_runs_against(mistake: Wrong) -> Vec<String> {
    let against = |file: &PathBuf| {
        let text = std::fs::read_to_string(file).expect("a recorded run");
        let begin = |experiment| Run::prepared(experiment, |world| world.make_wrong(mistake));
        let replay = Replay::by(&text, begin).expect("a run that can be read");
        !replay.holds()
    };
    let name = |file: PathBuf| file.file_stem().map(|stem| stem.display().to_string());
    let files = recorded().into_iter().filter(against);
    files.filter_map(name).collect()
}

/// The files of all recorded runs.
pub(super) fn recorded() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference");
    let files = std::fs::read_dir(folder).expect("the folder of recorded runs");
    let files = files.map(|file| file.expect("a file").path());
    let mut files: Vec<PathBuf> = files
        .filter(|file| file.extension().is_some_and(|e| e == "json"))
        .collect();
    files.sort();
    files
}
