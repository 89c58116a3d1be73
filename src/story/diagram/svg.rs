//! The drawing as SVG: every number, label and class name where it belongs, and nothing decided.

use std::fmt::Write as _;

use super::Diagram;

/// What stands inside the `<svg>` element. `name` keeps the arrow heads of several drawings on one page apart.
pub fn svg(diagram: &Diagram, name: &str) -> String {
    let mut svg = String::new();
    for (head, class) in [("arrow", "head"), ("reply", "head reply")] {
        let _ = write!(
            svg,
            "<marker id=\"{name}-{head}\" class=\"{class}\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" \
             markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\"/></marker>"
        );
    }
    let _ = write!(
        svg,
        "<marker id=\"{name}-lost\" class=\"cross\" viewBox=\"0 0 10 10\" refX=\"5\" refY=\"5\" markerWidth=\"10\" \
         markerHeight=\"10\"><path d=\"M1 1L9 9M9 1L1 9\"/></marker>"
    );
    for l in &diagram.lifelines {
        let _ = write!(
            svg,
            "<path class=\"lifeline\" d=\"M{} {}V{}\"/>",
            l.x, l.top, l.bottom
        );
    }
    for b in &diagram.bars {
        let open = if b.is_open { " open" } else { "" };
        let _ = write!(
            svg,
            "<rect class=\"{}{open}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            b.class, b.x, b.y, b.width, b.height
        );
    }
    for l in &diagram.lines {
        let head = match l.class {
            "flying" => String::new(),
            class => format!(" marker-end=\"url(#{name}-{class})\""),
        };
        let _ = write!(
            svg,
            "<path class=\"{}\" d=\"M{} {}H{}\"{head}/>",
            l.class, l.x1, l.y, l.x2
        );
    }
    for d in &diagram.dots {
        let _ = write!(svg, "<circle cx=\"{}\" cy=\"{}\" r=\"3\"/>", d.x, d.y);
    }
    for t in &diagram.texts {
        let words = t.text.replace('&', "&amp;").replace('<', "&lt;");
        let _ = write!(
            svg,
            "<text class=\"{}\" x=\"{}\" y=\"{}\" text-anchor=\"{}\">{words}</text>",
            t.class,
            t.x,
            t.y,
            t.anchor.name()
        );
    }
    svg
}
