//! The frame loop.
//!
//! ```text
//! Msg ─▶ model ─▶ wake ─▶ frame: simulate ≤ 6 ms, paint ─▶ readout, ≤ 10 a second ─▶ labels, word to the desk
//! ```
//!
//! Nothing is scheduled when nothing moves, when the page is hidden (the browser sees to that) or off the screen.

use leptos::prelude::*;

use super::inner::{Canvas, Inner};
use super::page::Page;
use crate::app::readout::{Readout, Setup};
use crate::sim::shop::Wiring;
use crate::stage::layout::{Layout, Plan};
use crate::stage::scene;
use crate::stage::sight::View;
use crate::web::{is_hidden, now_ms, pixel_ratio, reduced_motion};

/// Milliseconds of a frame spent simulating.
const SIMULATE_MS: f64 = 6.0;
/// The same for a timer of a hidden tab.
const HIDDEN_MS: f64 = 250.0;
/// Milliseconds between two readouts.
const READOUT_MS: f64 = 100.0;
/// Milliseconds until words that wait are asked for again.
const WORDS_MS: u32 = 300;
/// A frame stands for at most this much of the reader's time: after a pause of the browser nothing jumps.
const LONGEST_FRAME_MS: f64 = 100.0;

impl Page {
    /// One frame; says whether another one is wanted.
    pub(super) fn frame(self, time: f64) -> bool {
        let mut again = false;
        self.with(|inner| {
            let began = now_ms();
            let last = inner.last_frame.get().unwrap_or(time);
            // (A frame's time is when it was due: on a slow machine before the click that it follows.)
            let time = if time > last { time } else { began };
            inner.last_frame.set(Some(time));
            let elapsed = (time - last).max(0.0).min(LONGEST_FRAME_MS);
            let mut model = inner.model.borrow_mut();
            let micros = (elapsed * 1000.0) as u64;
            model.frame(micros, &mut || now_ms() - began < SIMULATE_MS);
            again = inner.visible.get() && model.is_alive();
            drop(model);
            let scale = inner.paint() as u32;
            if self.scale.get_untracked() != scale {
                self.scale.set(scale);
            }
            if !again {
                inner.last_frame.set(None);
            }
        });
        let due = self
            .inner
            .try_with_value(|inner| time - inner.last_readout.get() >= READOUT_MS);
        if due == Some(true) || !again {
            self.with(|inner| inner.last_readout.set(time));
            self.publish();
        }
        again
    }

    /// *Run to the end* goes on in a tab that gets no frames: a timer works on it in small portions.
    pub(super) fn work_on_in_the_background(self) {
        if self.look(Readout::is_finishing) != Some(true) {
            return;
        }
        let work = move || {
            self.with(|inner| {
                let began = now_ms();
                // A hidden tab gets a timer a second at most, and nobody to disturb.
                let budget = if is_hidden() { HIDDEN_MS } else { SIMULATE_MS };
                let mut more = || now_ms() - began < budget;
                inner.model.borrow_mut().frame(0, &mut more);
            });
            self.publish();
            self.work_on_in_the_background();
            self.wake();
        };
        self.with(|inner| inner.background.ask(READOUT_MS as u32, Box::new(work)));
    }

    pub(super) fn publish(self) {
        self.with(|inner| {
            let mut model = inner.model.borrow_mut();
            let (mut clocks, mut voice) = (inner.clocks.borrow_mut(), inner.voice.borrow_mut());
            voice.storyless = self.presents.get_untracked()
                || self.embed.with_value(|embed| !embed.tells_stories());
            let readout = Readout::of(&mut model, &mut clocks, &mut voice, now_ms());
            let setup = Setup::of(&model);
            drop(model);
            // Words that wait for those before them to be read come although nothing moves any more.
            if readout.voice.waits {
                inner.words.ask(WORDS_MS, Box::new(move || self.publish()));
            }
            if *inner.setup.borrow() != setup {
                inner.setup.replace(setup);
                self.setups.update(|n| *n = n.wrapping_add(1));
            }
            if *inner.readout.borrow() != readout {
                inner.readout.replace(readout);
                self.readouts.update(|n| *n = n.wrapping_add(1));
            }
        });
        self.go_abroad();
    }
}

impl Inner {
    /// Paints all stages; returns how many orders a mark stands for, on any.
    pub(super) fn paint(&self) -> usize {
        let began = now_ms();
        let model = self.model.borrow();
        let ratio = pixel_ratio();
        let still = reduced_motion();
        let canvases = self.canvases.borrow();
        let laid = Wiring::ALL.into_iter().filter_map(|shop| {
            let canvas = canvases[shop].as_ref()?;
            let plans = Plan::of(model.shop(shop));
            Some((shop, canvas, Layout::new(&plans, canvas.size)))
        });
        let laid: Vec<(Wiring, &Canvas, Layout)> = laid.collect();
        let needs = laid
            .iter()
            .map(|(shop, _, layout)| scene::orders_per_mark(model.shop(*shop), layout));
        let scale = needs.max().unwrap_or(1);
        for (shop, Canvas { painter, size }, layout) in &laid {
            let view = View {
                shop: model.shop(*shop),
                layout,
                passing: model.movements(*shop),
                now: model.run().clock(),
                orders_per_mark: scale,
            };
            let mut scene = scene::lane(view, model.chosen());
            if still {
                scene.stand_still();
            }
            painter.resize(size.width, size.height, ratio);
            painter.paint(&scene, size.width, size.height, size.text);
        }
        let mut times = self.paint_us.borrow_mut();
        if times.len() == 120 {
            times.pop_front();
        }
        times.push_back(((now_ms() - began) * 1000.0) as u64);
        scale
    }
}
