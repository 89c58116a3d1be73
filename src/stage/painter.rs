//! The only one that touches the stage's canvas.
//!
//! Marks of one look are collected into one path and drawn with one call: five thousand dots cost a few calls, not
//! five thousand. Colours come from the style sheet's tokens, so the stage follows the theme.

use std::f64::consts::TAU;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::scene::{Ink, Mark, Scene, Sign};

/// Beyond so many dots they are drawn as squares: a rectangle is much cheaper than an arc.
const ROUND: usize = 1_500;

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

    /// Paints a scene.
    pub fn paint(&self, scene: &Scene, width: f64, height: f64) {
        self.context.clear_rect(0.0, 0.0, width, height);
        self.bands(&scene.marks);
        for (ink, colour) in &self.colours {
            self.tethers(&scene.marks, *ink, colour);
        }
        for (ink, colour) in &self.colours {
            self.slots(&scene.marks, *ink, colour);
        }
        let dots = scene
            .marks
            .iter()
            .filter(|m| matches!(m, Mark::Dot { .. }))
            .count();
        for (ink, colour) in &self.colours {
            self.dots(&scene.marks, *ink, colour, dots <= ROUND);
        }
        self.halos(&scene.marks);
        self.labels(&scene.marks);
    }

    fn colour(&self, ink: Ink) -> &str {
        let found = self.colours.iter().find(|(i, _)| *i == ink);
        found.map_or("", |(_, colour)| colour)
    }

    fn bands(&self, marks: &[Mark]) {
        let c = &self.context;
        c.set_fill_style_str(self.colour(Ink::Lane));
        for mark in marks {
            if let Mark::Band {
                area: (left, top, right, bottom),
                strength,
            } = *mark
            {
                c.set_global_alpha(0.06 + 0.22 * strength);
                c.fill_rect(left, top, right - left, bottom - top);
            }
        }
        c.set_global_alpha(1.0);
    }

    fn tethers(&self, marks: &[Mark], wanted: Ink, colour: &str) {
        let c = &self.context;
        c.begin_path();
        for mark in marks {
            if let Mark::Tether { points, ink } = mark
                && *ink == wanted
            {
                c.move_to(points[0].0, points[0].1);
                for (x, y) in &points[1..] {
                    c.line_to(*x, *y);
                }
            }
        }
        c.set_stroke_style_str(colour);
        c.set_line_width(1.6);
        c.stroke();
    }

    fn slots(&self, marks: &[Mark], wanted: Ink, colour: &str) {
        let c = &self.context;
        c.set_fill_style_str(colour);
        c.set_stroke_style_str(colour);
        for mark in marks {
            let Mark::Slot {
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
            if let Some(done) = done {
                c.set_global_alpha(0.35);
                c.fill_rect(left, top, w, h);
                c.set_global_alpha(1.0);
                c.fill_rect(left, top, (w * done).max(2.0), h);
            }
            c.set_line_width(1.0);
            if dashed {
                let _ = c.set_line_dash(&dash(2.0));
            }
            c.stroke_rect(left + 0.5, top + 0.5, w - 1.0, h - 1.0);
            if dashed {
                let _ = c.set_line_dash(&js_sys::Array::new());
            }
        }
        self.hatch(marks, wanted);
    }

    /// Work that goes on though nobody waits is hatched: it must not look like work that somebody waits for.
    fn hatch(&self, marks: &[Mark], wanted: Ink) {
        if wanted != Ink::Ghost {
            return;
        }
        let c = &self.context;
        c.begin_path();
        for mark in marks {
            if let Mark::Slot {
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
        for sign in [
            Sign::Dot,
            Sign::Small,
            Sign::Ring,
            Sign::Tick,
            Sign::Cross,
            Sign::Accepted,
            Sign::Lost,
            Sign::Urgent,
        ] {
            let places = marks.iter().filter_map(|mark| match mark {
                Mark::Dot {
                    at,
                    radius,
                    ink,
                    sign: s,
                    ..
                } if *ink == wanted && *s == sign => Some((at.0, at.1, *radius)),
                _ => None,
            });
            let places: Vec<(f64, f64, f64)> = places.collect();
            if !places.is_empty() {
                self.signs(&places, sign, colour, round);
            }
        }
    }

    fn signs(&self, places: &[(f64, f64, f64)], sign: Sign, colour: &str, round: bool) {
        let c = &self.context;
        let hollow = matches!(sign, Sign::Ring | Sign::Lost | Sign::Accepted);
        c.begin_path();
        for &(x, y, r) in places {
            if sign == Sign::Urgent {
                c.move_to(x, y - 1.4 * r);
                c.line_to(x + 1.2 * r, y + 0.9 * r);
                c.line_to(x - 1.2 * r, y + 0.9 * r);
                c.close_path();
            } else if round {
                c.move_to(x + r, y);
                let _ = c.arc(x, y, r, 0.0, TAU);
            } else {
                c.rect(x - r, y - r, 2.0 * r, 2.0 * r);
            }
        }
        c.set_fill_style_str(if hollow { &self.surface } else { colour });
        c.fill();
        if hollow {
            if sign == Sign::Lost {
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
        c.begin_path();
        for &(x, y, r) in places {
            match sign {
                Sign::Tick => {
                    c.move_to(x - 0.5 * r, y);
                    c.line_to(x - 0.1 * r, y + 0.4 * r);
                    c.line_to(x + 0.5 * r, y - 0.4 * r);
                }
                Sign::Cross => {
                    let d = 0.4 * r;
                    c.move_to(x - d, y - d);
                    c.line_to(x + d, y + d);
                    c.move_to(x + d, y - d);
                    c.line_to(x - d, y + d);
                }
                Sign::Accepted => {
                    c.move_to(x - 0.45 * r, y);
                    c.line_to(x + 0.45 * r, y);
                }
                _ => return,
            }
        }
        let own = sign == Sign::Accepted;
        c.set_stroke_style_str(if own { colour } else { &self.surface });
        c.set_line_width(1.5);
        c.stroke();
    }

    fn halos(&self, marks: &[Mark]) {
        let c = &self.context;
        c.begin_path();
        for mark in marks {
            if let Mark::Halo { at: (x, y) } = *mark {
                c.move_to(x + 9.0, y);
                let _ = c.arc(x, y, 9.0, 0.0, TAU);
            }
        }
        c.set_stroke_style_str(&self.text);
        c.set_line_width(1.5);
        c.stroke();
    }

    fn labels(&self, marks: &[Mark]) {
        let c = &self.context;
        c.set_fill_style_str(&self.text);
        c.set_font("600 12px system-ui, sans-serif");
        c.set_text_baseline("middle");
        // Around each word the lines behind it end.
        c.set_stroke_style_str(&self.surface);
        c.set_line_width(4.0);
        for mark in marks {
            if let Mark::Dot {
                at: (x, y), label, ..
            } = mark
                && *label > 0
            {
                let label = label.to_string();
                let _ = c.stroke_text(&label, x + 9.0, *y);
                let _ = c.fill_text(&label, x + 9.0, *y);
            }
        }
    }
}

fn dash(length: f64) -> js_sys::Array {
    js_sys::Array::of2(&JsValue::from_f64(length), &JsValue::from_f64(length))
}
