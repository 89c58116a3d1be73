//! Every Mermaid line is one that Mermaid knows, and no words of a drawing are on top of others.

use showdown::story::diagram::{Anchor, CHARACTER, Diagram, FONT, LINE, Text, diagram};
use showdown::story::{self, Story};

/// A phone, and a column of a page.
const WIDTHS: [f64; 2] = [300.0, 560.0];

pub(crate) fn check(story: &Story) {
    grammar(story);
    for width in WIDTHS {
        let drawing = diagram(story, width);
        assert_eq!(drawing.width, width);
        words(&drawing);
        shapes(&drawing, story);
    }
}

/// The part of Mermaid's grammar that is used: a head, participants, messages and notes.
fn grammar(story: &Story) {
    let text = story::mermaid(story);
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("sequenceDiagram"));
    let title = lines
        .next()
        .and_then(|line| line.strip_prefix("    title "));
    assert!(title.is_some_and(is_plain));
    let mut known = Vec::new();
    let mut messages = 0;
    for line in lines {
        let line = line.strip_prefix("    ").expect("indented");
        if let Some(participant) = line.strip_prefix("participant ") {
            let (id, name) = participant.split_once(" as ").expect("a name");
            assert!(is_plain(name));
            known.push(id.to_owned());
            continue;
        }
        let (head, words) = line.split_once(": ").expect("words after a colon");
        assert!(is_plain(words), "{line}");
        if let Some(over) = head.strip_prefix("Note over ") {
            assert!(known.iter().any(|id| id == over), "{line}");
            continue;
        }
        messages += 1;
        let arrow = ["-->>", "->>", "--x", "-x"]
            .into_iter()
            .find(|a| head.contains(a));
        let (from, to) = head
            .split_once(arrow.expect("an arrow"))
            .expect("two sides");
        assert!(
            known.iter().any(|id| id == from) && known.iter().any(|id| id == to),
            "{line}"
        );
    }
    assert_eq!(messages, story.arrows.len());
}

/// Nothing in it that Mermaid would take for syntax.
fn is_plain(words: &str) -> bool {
    let mut rest = words;
    while let Some(at) = rest.find('#') {
        let (number, after) = rest[at + 1..].split_once(';').unwrap_or(("x", ""));
        if number.is_empty() || !number.chars().all(|c| c.is_ascii_digit()) {
            return false;
        }
        if rest[..at].contains([';', ':']) {
            return false;
        }
        rest = after;
    }
    !words.is_empty() && !rest.contains([';', ':', '<', '>'])
}

/// Left, right, top and bottom.
fn text_box(text: &Text) -> [f64; 4] {
    let long = text.text.chars().count() as f64 * CHARACTER;
    let left = match text.anchor {
        Anchor::Start => text.x,
        Anchor::Middle => text.x - long / 2.0,
        Anchor::End => text.x - long,
    };
    [left, left + long, text.y - FONT, text.y + LINE - FONT]
}

fn words(drawing: &Diagram) {
    let boxes: Vec<[f64; 4]> = drawing.texts.iter().map(text_box).collect();
    for (k, a) in boxes.iter().enumerate() {
        let text = &drawing.texts[k];
        assert!(!text.text.is_empty());
        assert!(
            a[0] >= -0.01 && a[1] <= drawing.width + 0.01,
            "{text:?} at {a:?}"
        );
        assert!(a[2] >= 0.0 && a[3] <= drawing.height, "{text:?} at {a:?}");
        for (b, other) in boxes[k + 1..].iter().zip(&drawing.texts[k + 1..]) {
            let apart = a[1] <= b[0] + 0.01 || b[1] <= a[0] + 0.01 || a[3] <= b[2] || b[3] <= a[2];
            assert!(apart, "{text:?} and {other:?}");
        }
    }
}

fn shapes(drawing: &Diagram, story: &Story) {
    assert_eq!(drawing.lifelines.len(), story.participants.len());
    assert_eq!(drawing.lines.len(), story.arrows.len());
    assert_eq!(drawing.bars.len(), story.spans.len());
    let xs: Vec<f64> = drawing.lifelines.iter().map(|l| l.x).collect();
    assert!(xs.windows(2).all(|w| w[1] - w[0] > 40.0), "{xs:?}");
    for line in &drawing.lines {
        assert!(xs.contains(&line.x1));
        assert!(line.class == "lost" || line.class == "flying" || xs.contains(&line.x2));
        assert!(line.y2 >= line.y1 && line.y2 <= drawing.height, "{line:?}");
    }
    for bar in &drawing.bars {
        assert!(
            bar.x >= 0.0 && bar.x + bar.width <= drawing.width,
            "{bar:?}"
        );
        assert!(
            bar.height > 0.0 && bar.y + bar.height <= drawing.height + bar.width,
            "{bar:?}"
        );
    }
}
