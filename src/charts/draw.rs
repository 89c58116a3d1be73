//! Drawing a chart with plotters on a canvas.
//!
//! plotters-canvas knows nothing of device pixels: the canvas is given its size times the pixel ratio, and fonts and
//! strokes are scaled along. Titles and legends are HTML.

use plotters::prelude::*;
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::{Chart, Line, spread};
use crate::words::charts::SECONDS;
use crate::words::decimals;

/// Draws `chart` on the whole of `canvas`, `width` by `height` CSS pixels.
pub fn draw(canvas: &HtmlCanvasElement, chart: &Chart, width: f64, height: f64) -> Option<()> {
    let ratio = crate::web::pixel_ratio();
    canvas.set_width((width * ratio).round() as u32);
    canvas.set_height((height * ratio).round() as u32);
    let window = web_sys::window()?;
    let style = window.get_computed_style(canvas).ok()??;
    let pen = canvas.get_context("2d").ok()??;
    let pen: CanvasRenderingContext2d = pen.dyn_into().ok()?;
    let colour = |token: &str| {
        // A canvas knows every way to write a colour (a reader's own have names), and says it as `#rrggbb`.
        pen.set_fill_style_str(&style.get_property_value(token).unwrap_or_default());
        parse(&pen.fill_style().as_string().unwrap_or_default())
    };
    let root = CanvasBackend::with_canvas_object(canvas.clone())?.into_drawing_area();
    let scaled = |n: f64| (n * ratio).round() as i32;
    // (Given by its parts: to read a family's name, plotters brings the letter cases of all scripts, 5 kB of the page.)
    let family = FontFamily::Name("system-ui, sans-serif");
    let text = FontDesc::new(family, 12.0 * ratio, FontStyle::Normal).color(&colour("--muted"));
    // An empty chart still has an axis.
    let least = if chart.unit.is_empty() { 4.0 } else { 1.0 };
    let top = (chart.top() * 1.08).max(least);
    let named = chart.lines.iter().any(|line| line.label().is_some());
    let mut context = ChartBuilder::on(&root)
        .margin_top(scaled(8.0))
        .margin_right(scaled(if named { 44.0 } else { 26.0 }))
        .x_label_area_size(scaled(22.0))
        .y_label_area_size(scaled(52.0))
        .build_cartesian_2d(0.0..chart.until_s, 0.0..top)
        .ok()?;
    let unit = chart.unit;
    context
        .configure_mesh()
        .disable_x_mesh()
        .x_labels(if width < 360.0 { 4 } else { 7 })
        .y_labels(4)
        .max_light_lines(0)
        .bold_line_style(colour("--line").stroke_width(scaled(1.0) as u32))
        .axis_style(colour("--line").stroke_width(scaled(1.0) as u32))
        .x_label_formatter(&|s| format!("{} {SECONDS}", short(*s)))
        .y_label_formatter(&|v| format!("{} {unit}", short(*v)).trim_end().to_owned())
        .label_style(text)
        .draw()
        .ok()?;
    for line in &chart.lines {
        let stroke = colour(&line.token()).stroke_width(scaled(2.0) as u32);
        let points = line.points.iter().copied();
        if let Some((dash, gap)) = line.stroke.dashes() {
            let dashes = DashedLineSeries::new(points, scaled(dash), scaled(gap), stroke);
            context.draw_series(dashes).ok()?;
        } else {
            context.draw_series(LineSeries::new(points, stroke)).ok()?;
        }
    }
    // A line of one point would be invisible.
    for line in chart.lines.iter().filter(|l| l.points.len() == 1) {
        let dot =
            |&(x, y): &(f64, f64)| Circle::new((x, y), scaled(3.0), colour(&line.token()).filled());
        context.draw_series(line.points.iter().map(dot)).ok()?;
    }
    root.present().ok()?;
    // Names stand at the ends of lines, apart from each other. (By the canvas itself: plotters' own way with text is long.)
    let end_of = |line: &Line| {
        let &(at, value) = line.points.last()?;
        Some(context.backend_coord(&(at, value)))
    };
    let ends: Vec<(i32, i32)> = chart.lines.iter().filter_map(end_of).collect();
    let wanted: Vec<f64> = ends.iter().map(|end| f64::from(end.1)).collect();
    let heights = spread(
        &wanted,
        13.0 * ratio,
        (8.0 * ratio, (height - 30.0) * ratio),
    );
    pen.set_text_align("left");
    for (k, line) in chart.lines.iter().enumerate() {
        if let (Some(name), Some(end), Some(y)) = (line.label(), ends.get(k), heights.get(k)) {
            pen.set_font(&format!("700 {}px system-ui, sans-serif", scaled(12.0)));
            pen.set_fill_style_str(&style.get_property_value(&line.token()).unwrap_or_default());
            let x = f64::from(end.0 + scaled(5.0));
            pen.fill_text(name, x, *y + 4.0 * ratio).ok()?;
        }
    }
    Some(())
}

fn short(value: f64) -> String {
    let places = match value {
        v if v >= 100.0 || v.fract() == 0.0 => 0,
        v if v >= 1.0 => 1,
        _ => 2,
    };
    decimals(value, places)
}

/// `#rrggbb`.
fn parse(colour: &str) -> RGBColor {
    let hex = colour.trim_start_matches('#');
    let part = |at: usize| {
        let digits = hex.get(at..at + 2);
        digits
            .and_then(|d| u8::from_str_radix(d, 16).ok())
            .unwrap_or(128)
    };
    RGBColor(part(0), part(2), part(4))
}
