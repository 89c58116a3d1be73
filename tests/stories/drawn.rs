//! Every Mermaid line is one that Mermaid knows, and no words of a drawing are on top of others.

use showdown::sim::shop::Wiring;
use showdown::story::diagram::{Anchor, CHARACTER, Diagram, FONT, LINE, Text, diagram};
use showdown::story::{self, Story};

/// The narrowest, a phone, and columns of a page.
const WIDTHS: [f64; 4] = [280.0, 300.0, 460.0, 560.0];

/// Left, right, top and bottom of everything that is drawn, with what it is.
fn drawn(drawing: &Diagram) -> Vec<(String, [f64; 4])> {
    // Half a stroke, and half a head of an arrow.
    const STROKE: f64 = 1.0;
    const HEAD: f64 = 4.0;
    let lifelines = drawing.lifelines.iter().map(|l| {
        let sides = [l.x - STROKE, l.x + STROKE, l.top, l.bottom];
        (format!("{l:?}"), sides)
    });
    let bars = drawing.bars.iter().map(|b| {
        let sides = [
            b.x - STROKE,
            b.x + b.width + STROKE,
            b.y - STROKE,
            b.y + b.height + STROKE,
        ];
        (format!("{b:?}"), sides)
    });
    let lines = drawing.lines.iter().map(|l| {
        let (left, right) = (l.x1.min(l.x2), l.x1.max(l.x2));
        (format!("{l:?}"), [left, right, l.y - HEAD, l.y + HEAD])
    });
    let dots = drawing.dots.iter().map(|d| {
        let sides = [d.x - HEAD, d.x + HEAD, d.y - HEAD, d.y + HEAD];
        (format!("{d:?}"), sides)
    });
    lifelines.chain(bars).chain(lines).chain(dots).collect()
}

/// No words have an arrow, a bar, a dot or a lifeline in their rectangle.
fn nothing_runs_through_words(drawing: &Diagram) {
    let drawn = drawn(drawing);
    for text in &drawing.texts {
        let [left, right, top, bottom] = text_box(text);
        for (what, [l, r, t, b]) in &drawn {
            let apart = right <= *l || *r <= left || bottom <= *t || *b <= top;
            assert!(apart, "{what} runs through {text:?}");
        }
    }
}

/// Every order of every scenario, in both shops. Of a thousand at once every 37th: the others stand between them in the
/// same lines.
#[test]
fn nothing_runs_through_words_in_any_scenario() {
    use showdown::experiment::presets::PRESETS;
    use showdown::experiment::run::Run;
    for preset in &PRESETS {
        let mut whole = Run::new(preset.experiment());
        assert!(whole.finish(), "{}", preset.name);
        let sent = whole.world().shop(Wiring::Sync).sent().max(1);
        let step = if sent > 200 { 37 } else { 1 };
        for order in (0..sent).step_by(step) {
            let mut run = Run::new(preset.experiment());
            run.watch(Some(order));
            assert!(run.finish());
            for wiring in crate::SHOPS {
                check(&story::of(run.journey(wiring), wiring, run.clock()));
            }
        }
    }
}

pub(crate) fn check(story: &Story) {
    grammar(story);
    for width in WIDTHS {
        let drawing = diagram(story, width);
        // (Many lanes need more than the narrowest page has.)
        let few = story.participants.len() <= 4;
        assert!(drawing.width >= width && (drawing.width == width || !few));
        words(&drawing);
        shapes(&drawing, story);
        nothing_runs_through_words(&drawing);
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
    let apart = if xs.len() <= 4 { 40.0 } else { 29.0 };
    assert!(xs.windows(2).all(|w| w[1] - w[0] > apart), "{xs:?}");
    for line in &drawing.lines {
        assert!(xs.contains(&line.x1));
        assert!(line.class == "lost" || line.class == "flying" || xs.contains(&line.x2));
        assert!(line.y > 0.0 && line.y <= drawing.height, "{line:?}");
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
