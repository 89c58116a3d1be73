//! What the page holds outside reactivity: the model, what is painted on, what is known of the world around it.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use crate::app::model::Model;
use crate::app::readout::{Clocks, Readout, Setup};
use crate::app::voice::Voice;
use crate::sim::wiring::WIRINGS;
use crate::stage::layout::Size;
use crate::stage::painter::Painter;
use crate::web::events::Listener;
use crate::web::frames::Frames;
use crate::web::now_ms;
use crate::web::observe::Visibility;
use crate::web::timer::Later;

/// A chunk, and whether it is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Chunk {
    /// Nobody wanted it yet.
    #[default]
    Unwanted,
    /// It is under way.
    Loading,
    /// It is there, and has filled its panels.
    There,
    /// It could not be fetched.
    Failed,
}

/// What the orders of a lane are painted on.
pub(super) struct Canvas {
    pub(super) painter: Painter,
    /// How large it is; the layout follows from it and from the parts.
    pub(super) size: Size,
}

/// What is known of the address, and who listens to it (`abroad.rs`).
#[derive(Default)]
pub(super) struct Abroad {
    /// What the link below was made of.
    pub(super) edition: Cell<(u64, bool)>,
    pub(super) link: RefCell<String>,
    /// When the address was written last.
    pub(super) written: Cell<f64>,
    /// What stands in it as far as is known: something else there is a link that the reader follows just now.
    pub(super) known: RefCell<String>,
    pub(super) later: Later,
    pub(super) listeners: RefCell<Vec<Listener>>,
}

pub(super) struct Inner {
    pub(super) model: RefCell<Model>,
    pub(super) clocks: RefCell<Clocks>,
    pub(super) voice: RefCell<Voice>,
    pub(super) readout: RefCell<Readout>,
    pub(super) setup: RefCell<Setup>,
    pub(super) canvases: RefCell<[Option<Canvas>; WIRINGS]>,
    pub(super) frames: RefCell<Option<Frames>>,
    pub(super) visibility: RefCell<Option<Visibility>>,
    /// For *to the end* in a hidden tab.
    pub(super) background: Later,
    /// For words that wait.
    pub(super) words: Later,
    pub(super) visible: Cell<bool>,
    /// A tab was pressed whose panel is still to come.
    pub(super) scrolls: Cell<bool>,
    /// When the last frame was, or when this row of frames was asked for: on the browser's clock.
    pub(super) last_frame: Cell<Option<f64>>,
    pub(super) last_readout: Cell<f64>,
    /// What painting took in the last frames, in microseconds.
    pub(super) paint_us: RefCell<VecDeque<u64>>,
    pub(super) abroad: Abroad,
}

impl Inner {
    /// A click counts from now, and not from the first frame that follows it; what comes of it in that frame is read out
    /// at once.
    #[inline(never)]
    pub(super) fn begins_to_move(&self) {
        if self.last_frame.get().is_none() {
            self.last_frame.set(Some(now_ms()));
            self.last_readout.set(f64::NEG_INFINITY);
        }
    }
}
