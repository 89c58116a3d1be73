//! The only one that touches the stage's canvas.
//!
//! Marks of one look are collected into one path and drawn with one call: five thousand dots cost a few calls, not
//! five thousand. Colours come from the style sheet's tokens, so the stage follows the theme.

use std::f64::consts::TAU;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::marks::{Edge, Ground, Ink, Mark, SIGNS, Sign};
use super::people::Mood;
use super::scene::Scene;
use super::text::on_dot;
use crate::experiment::value::plain;

/// Beyond so many dots they are drawn as squares: a rectangle is much cheaper than an arc.
const ROUND: usize = 1_500;

/// Of more tethers than these that cross each other, to several services, what lies below Checkout is faint: words behind them are
/// read, and the wall is seen all the same.
const SLANTED: usize = 12;
const FAINT: f64 = 0.35;

const INKS: [(Ink, &str); 5] = [
    (Ink::Lane, "--lane"),
    (Ink::Good, "--good"),
    (Ink::Bad, "--bad"),
    (Ink::Ghost, "--ghost"),
    (Ink::Idle, "--idle"),
];

/// A canvas and the colours it is painted with.
#[derive(Debug)]
pub struct Painter {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    colours: Vec<(Ink, String)>,
    surface: String,
    card: String,
    text: String,
}

impl Painter {
    /// A painter of this canvas; `None` if it has no 2d context.
    pub fn new(canvas: HtmlCanvasElement) -> Option<Self> {
        let context = canvas.get_context("2d").ok()??;
        let context = context.dyn_into::<CanvasRenderingContext2d>().ok()?;
        let mut painter = Self {
            canvas,
            context,
            colours: Vec::new(),
            surface: String::new(),
            card: String::new(),
            text: String::new(),
        };
        painter.read_colours();
        Some(painter)
    }

    /// Reads the tokens again: the theme has changed.
    pub fn read_colours(&mut self) {
        let window = web_sys::window();
        let style = window.and_then(|w| w.get_computed_style(&self.canvas).ok().flatten());
        let token = |name: &str| {
            let value = style.as_ref().and_then(|s| s.get_property_value(name).ok());
            value.map(|v| v.trim().to_owned()).unwrap_or_default()
        };
        self.colours = INKS.map(|(ink, name)| (ink, token(name))).to_vec();
        self.surface = token("--box");
        self.card = token("--card");
        self.text = token("--text");
    }

    /// Gives the canvas this size in CSS pixels, crisp at the device's pixel ratio.
    pub fn resize(&self, width: f64, height: f64, ratio: f64) {
        let (w, h) = (
            (width * ratio).round() as u32,
            (height * ratio).round() as u32,
        );
        if self.canvas.width() != w || self.canvas.height() != h {
            self.canvas.set_width(w);
            self.canvas.set_height(h);
        }
        let _ = self.context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
    }

    /// Paints a scene; `text` is the size of its words in CSS pixels.
    pub fn paint(&self, scene: &Scene, width: f64, height: f64, text: f64) {
        self.context.clear_rect(0.0, 0.0, width, height);
        self.tethers(&scene.marks);
        for (ink, colour) in &self.colours {
            self.seats(&scene.marks, *ink, colour);
        }
        for (ink, colour) in &self.colours {
            self.people(&scene.marks, *ink, colour);
        }
        let dots = scene.marks.iter();
        let dots = dots.filter(|m| matches!(m, Mark::Dot { .. })).count();
        for (ink, colour) in &self.colours {
            self.dots(&scene.marks, *ink, colour, dots <= ROUND);
        }
        self.halos(&scene.marks);
        self.words(&scene.marks, text);
    }

    fn colour(&self, ink: Ink) -> &str {
        let found = self.colours.iter().find(|(i, _)| *i == ink);
        found.map_or("", |(_, colour)| colour)
    }

    fn tethers(&self, marks: &[Mark]) {
        let slants = |mark: &Mark| match mark {
            Mark::Tether { points } => (points[1].0 - points[2].0).abs() > 1.0,
            Mark::Seat { .. }
            | Mark::Dot { .. }
            | Mark::Person { .. }
            | Mark::Halo { .. }
            | Mark::Word { .. } => false,
        };
        let many = marks.iter().filter(|mark| slants(mark)).count() > SLANTED;
        let c = &self.context;
        c.set_stroke_style_str(self.colour(Ink::Lane));
        c.set_line_width(1.6);
        for faint in [false, true] {
            c.begin_path();
            for mark in marks {
                let Mark::Tether {
                    points: [top, seat, end],
                } = mark
                else {
                    continue;
                };
                if !faint {
                    c.move_to(top.0, top.1);
                    c.line_to(seat.0, seat.1);
                }
                if faint == many {
                    c.move_to(seat.0, seat.1);
                    c.line_to(end.0, end.1);
                }
            }
            c.set_global_alpha(if faint { FAINT } else { 1.0 });
            c.stroke();
        }
        c.set_global_alpha(1.0);
    }

    /// Idle seats are quiet shapes, never outlines: those look like glyphs that a font lacks.
    fn seats(&self, marks: &[Mark], wanted: Ink, colour: &str) {
        let c = &self.context;
        c.set_fill_style_str(colour);
        c.set_stroke_style_str(colour);
        for mark in marks {
            let Mark::Seat {
                at: (x, y),
                size: (w, h),
                ink,
                done,
                dashed,
            } = *mark
            else {
                continue;
            };
            if ink != wanted {
                continue;
            }
            let (left, top) = (x - w / 2.0, y - h / 2.0);
            if dashed {
                let _ = c.set_line_dash(&dash(2.0));
                c.set_line_width(1.0);
                c.stroke_rect(left + 0.5, top + 0.5, w - 1.0, h - 1.0);
                let _ = c.set_line_dash(&js_sys::Array::new());
                continue;
            }
            c.set_global_alpha(if done.is_some() { 0.35 } else { 0.55 });
            self.rounded(left, top, w, h);
            c.set_global_alpha(1.0);
            if let Some(done) = done {
                let high = (h * done).max(1.5);
                self.rounded(left, top + h - high, w, high);
            }
        }
        self.hatch(marks, wanted);
    }

    fn rounded(&self, x: f64, y: f64, w: f64, h: f64) {
        let c = &self.context;
        c.begin_path();
        let radius = 2.0_f64.min(h / 2.0).min(w / 2.0);
        let _ = c.round_rect_with_f64(x, y, w, h, radius);
        c.fill();
    }

    /// Head and shoulders: hollow while they wait, filled once they were told; those who were harmed have a mark across.
    fn people(&self, marks: &[Mark], wanted: Ink, colour: &str) {
        let c = &self.context;
        c.set_fill_style_str(colour);
        c.set_stroke_style_str(colour);
        c.set_line_width(1.4);
        for hollow in [true, false] {
            c.begin_path();
            let mut any = false;
            for mark in marks {
                if let Mark::Person {
                    at: (x, y),
                    height,
                    ink,
                    mood,
                } = *mark
                    && ink == wanted
                    && hollow == (mood == Mood::Waits)
                {
                    any = true;
                    figure(c, x, y, height);
                }
            }
            if any && hollow {
                c.stroke();
            } else if any {
                c.fill();
            }
        }
        self.strikes(marks, wanted);
    }

    /// Told by shape too: refused is a bar, harmed a cross.
    fn strikes(&self, marks: &[Mark], wanted: Ink) {
        let c = &self.context;
        c.begin_path();
        for mark in marks {
            let Mark::Person {
                at: (x, y),
                height,
                ink,
                mood,
            } = *mark
            else {
                continue;
            };
            if ink != wanted {
                continue;
            }
            let d = height * 0.16;
            let y = y + height * 0.28;
            match mood {
                Mood::Waits | Mood::Told => {}
                Mood::Refused => {
                    c.move_to(x - d, y);
                    c.line_to(x + d, y);
                }
                Mood::Harmed => {
                    c.move_to(x - d, y - d);
                    c.line_to(x + d, y + d);
                    c.move_to(x + d, y - d);
                    c.line_to(x - d, y + d);
                }
            }
        }
        c.set_stroke_style_str(&self.surface);
        c.set_line_width(1.8);
        c.stroke();
    }

    /// Work that goes on though nobody waits is hatched: it must not look like work that somebody waits for.
    fn hatch(&self, marks: &[Mark], wanted: Ink) {
        if wanted != Ink::Ghost {
            return;
        }
        let c = &self.context;
        c.begin_path();
        for mark in marks {
            if let Mark::Seat {
                at: (x, y),
                size: (_, h),
                ink: Ink::Ghost,
                ..
            } = *mark
            {
                for k in [-2.5, 1.5] {
                    c.move_to(x + k - 1.0, y + h / 2.0);
                    c.line_to(x + k + 3.0, y - h / 2.0);
                }
            }
        }
        c.set_stroke_style_str(&self.surface);
        c.set_line_width(1.4);
        c.stroke();
    }

    fn dots(&self, marks: &[Mark], wanted: Ink, colour: &str, round: bool) {
        for sign in SIGNS {
            let places = marks.iter().filter_map(|mark| {
                let &Mark::Dot {
                    at: (x, y),
                    radius,
                    ink,
                    sign: its,
                    ..
                } = mark
                else {
                    return None;
                };
                (ink == wanted && its == sign).then_some((x, y, radius))
            });
            let places: Vec<(f64, f64, f64)> = places.collect();
            if !places.is_empty() {
                self.signs(&places, sign, colour, round);
            }
        }
    }

    fn signs(&self, places: &[(f64, f64, f64)], sign: Sign, colour: &str, round: bool) {
        let c = &self.context;
        let hollow = sign.is_hollow();
        c.begin_path();
        for &(x, y, r) in places {
            match sign.edge() {
                Edge::Triangle => {
                    c.move_to(x, y - 1.4 * r);
                    c.line_to(x + 1.2 * r, y + 0.9 * r);
                    c.line_to(x - 1.2 * r, y + 0.9 * r);
                    c.close_path();
                }
                Edge::Circle if round => {
                    c.move_to(x + r, y);
                    let _ = c.arc(x, y, r, 0.0, TAU);
                }
                Edge::Circle => c.rect(x - r, y - r, 2.0 * r, 2.0 * r),
            }
        }
        c.set_fill_style_str(if hollow { &self.surface } else { colour });
        c.fill();
        if hollow {
            if sign.ground() == Ground::Broken {
                let _ = c.set_line_dash(&dash(2.0));
            }
            c.set_stroke_style_str(colour);
            c.set_line_width(1.5);
            c.stroke();
            let _ = c.set_line_dash(&js_sys::Array::new());
        }
        self.strokes(places, sign, colour);
    }

    /// What is written into a dot.
    fn strokes(&self, places: &[(f64, f64, f64)], sign: Sign, colour: &str) {
        let c = &self.context;
        if sign.strokes().is_empty() {
            return;
        }
        c.begin_path();
        for &(x, y, r) in places {
            for stroke in sign.strokes() {
                for (k, (across, down)) in stroke.iter().enumerate() {
                    let (x, y) = (x + across * r, y + down * r);
                    match k {
                        0 => c.move_to(x, y),
                        _ => c.line_to(x, y),
                    }
                }
            }
        }
        // In what the ground is not.
        let hollow = sign.is_hollow();
        c.set_stroke_style_str(if hollow { colour } else { &self.surface });
        c.set_line_width(1.5);
        c.stroke();
    }

    fn halos(&self, marks: &[Mark]) {
        let c = &self.context;
        c.begin_path();
        for mark in marks {
            if let Mark::Halo { at: (x, y), radius } = *mark {
                c.move_to(x + radius + 2.0, y);
                let _ = c.arc(x, y, radius + 2.0, 0.0, TAU);
            }
        }
        c.set_stroke_style_str(&self.text);
        c.set_line_width(2.0);
        c.stroke();
    }

    /// Numbers in dots, and words that belong to a single mark.
    fn words(&self, marks: &[Mark], size: f64) {
        let c = &self.context;
        c.set_text_baseline("middle");
        c.set_text_align("center");
        let on_dot = plain(on_dot(size));
        c.set_font(&format!("700 {}px system-ui, sans-serif", on_dot));
        for mark in marks {
            if let Mark::Dot {
                at: (x, y),
                number,
                sign,
                ..
            } = mark
                && *number > 0
            {
                // On a hollow dot the surface would not be seen.
                c.set_fill_style_str(if sign.is_hollow() {
                    &self.text
                } else {
                    &self.surface
                });
                let _ = c.fill_text(&number.to_string(), *x, *y + 0.5);
            }
        }
        c.set_font(&format!("600 {}px system-ui, sans-serif", plain(size)));
        // Around each word the lines behind it end.
        c.set_stroke_style_str(&self.card);
        c.set_line_width(4.0);
        for mark in marks {
            match mark {
                Mark::Word {
                    at: (x, y),
                    text,
                    ink,
                } => {
                    let _ = c.stroke_text(text, *x, *y - size / 2.0);
                    c.set_fill_style_str(match ink {
                        Ink::Lane => &self.text,
                        Ink::Good | Ink::Bad | Ink::Ghost | Ink::Idle => self.colour(*ink),
                    });
                    let _ = c.fill_text(text, *x, *y - size / 2.0);
                }
                Mark::Dot {
                    at: (x, y),
                    radius,
                    label,
                    ..
                } if *label > 0 => {
                    let label = label.to_string();
                    let x = x + radius + size * 1.2;
                    let _ = c.stroke_text(&label, x, *y);
                    c.set_fill_style_str(&self.text);
                    let _ = c.fill_text(&label, x, *y);
                }
                Mark::Tether { .. }
                | Mark::Seat { .. }
                | Mark::Dot { .. }
                | Mark::Person { .. }
                | Mark::Halo { .. } => {}
            }
        }
    }
}

/// A head and shoulders of this height, as a path.
fn figure(c: &CanvasRenderingContext2d, x: f64, y: f64, height: f64) {
    let head = height * 0.21;
    let top = y - height / 2.0;
    c.move_to(x + head, top + head);
    let _ = c.arc(x, top + head, head, 0.0, TAU);
    let (shoulder, half) = (top + height * 0.52, height * 0.34);
    let bottom = y + height / 2.0;
    c.move_to(x - half, bottom);
    c.line_to(x - half, shoulder + half * 0.7);
    let _ = c.arc_with_anticlockwise(
        x,
        shoulder + half * 0.7,
        half,
        std::f64::consts::PI,
        0.0,
        false,
    );
    c.line_to(x + half, bottom);
    c.close_path();
}

fn dash(length: f64) -> js_sys::Array {
    js_sys::Array::of2(&JsValue::from_f64(length), &JsValue::from_f64(length))
}
