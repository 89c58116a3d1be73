//! Where everything of a drawing goes: bands from top to bottom, then lines and bars between them.

use super::wrap::{length, wrapped};
use super::{Anchor, Bar, CHARACTER, Diagram, FONT, LINE, Lifeline, Line, NARROWEST, Text};
use crate::story::rows::{Row, rows};
use crate::story::{Participant, Story};
use crate::words;

const BAR: f64 = 8.0;
const HEAD: f64 = 30.0;
/// Between two rows.
const GAP: f64 = 8.0;
/// Between an arrow and the words above it.
const ABOVE: f64 = 6.0;
/// Lays a story out, this many pixels wide.
pub fn diagram(story: &Story, width: f64) -> Diagram {
    let rows = rows(story);
    let times: Vec<String> = rows.iter().map(|row| words::clock(row.at())).collect();
    let widest = times.iter().map(|time| length(time)).fold(0.0, f64::max);
    let mut drawing = Drawing {
        diagram: Diagram {
            width: width.max(NARROWEST),
            height: HEAD + GAP,
            lifelines: Vec::new(),
            bars: Vec::new(),
            lines: Vec::new(),
            texts: Vec::new(),
        },
        gutter: widest + CHARACTER,
        bands: Vec::new(),
    };
    drawing.place_lifelines(&story.participants);
    let mut before = "";
    for (k, (row, time)) in rows.iter().zip(&times).enumerate() {
        if story.left_out > 0 && k + 1 == rows.len() {
            drawing.leave_out(story.left_out);
        }
        // The same time is not written again.
        let time = if time == before { "" } else { time };
        drawing.band(row, time);
        before = &times[k];
    }
    for row in &rows {
        match row {
            Row::Arrow(_) => drawing.line(row),
            Row::Span(_) => drawing.bar(row),
            Row::Note(_) => {}
        }
    }
    drawing.done()
}

/// Where a row is.
struct Band {
    place: u32,
    top: f64,
    /// Where its arrow or the upper edge of its bar is.
    anchor: f64,
}

struct Drawing {
    diagram: Diagram,
    gutter: f64,
    bands: Vec<Band>,
}

impl Drawing {
    fn place_lifelines(&mut self, participants: &[Participant]) {
        let name = |p: &Participant| length(p.name()) / 2.0;
        let first = self.gutter + participants.first().map_or(0.0, name);
        // Some fonts are a little wider.
        let last = self.diagram.width - CHARACTER - participants.last().map_or(0.0, name);
        let apart = (last - first) / (participants.len().max(2) - 1) as f64;
        for (k, &participant) in participants.iter().enumerate() {
            let x = first + apart * k as f64;
            self.diagram.lifelines.push(Lifeline {
                participant,
                x,
                top: HEAD - LINE / 2.0,
                bottom: 0.0,
            });
            self.text(x, LINE, Anchor::Middle, "name", participant.name());
        }
    }

    fn x(&self, participant: Participant) -> f64 {
        let lifeline = self
            .diagram
            .lifelines
            .iter()
            .find(|l| l.participant == participant);
        lifeline.map_or(self.gutter, |l| l.x)
    }

    fn text(&mut self, x: f64, y: f64, anchor: Anchor, class: &'static str, text: &str) {
        let text = text.to_owned();
        self.diagram.texts.push(Text {
            x,
            y,
            anchor,
            class,
            text,
        });
    }

    /// A row's band: its words, and room for what is drawn.
    fn band(&mut self, row: &Row<'_>, time: &str) {
        let top = self.diagram.height;
        if !time.is_empty() {
            self.text(0.0, top + FONT, Anchor::Start, "time", time);
        }
        let label = together(&row.label());
        let (lines, anchor) = match row {
            Row::Arrow(arrow) => {
                let middle = f64::midpoint(self.x(arrow.from), self.x(arrow.to));
                let class = if arrow.lost.is_some() {
                    "lost"
                } else {
                    "arrow"
                };
                let lines = self.words_around(middle, top, class, &label);
                (lines, top + LINE * lines as f64 + ABOVE)
            }
            Row::Span(span) => {
                let lines = self.words_beside(span.participant, top, span.kind.class(), &label);
                (lines, top)
            }
            Row::Note(note) => (
                self.words_beside(note.participant, top, "note", &label),
                top,
            ),
        };
        let bottom = (top + LINE * lines as f64).max(anchor) + GAP;
        self.bands.push(Band {
            place: row.place(),
            top,
            anchor,
        });
        self.diagram.height = bottom;
    }

    /// Words in the middle of an arrow, or as near as the edges let them; returns how many lines.
    fn words_around(&mut self, middle: f64, top: f64, class: &'static str, words: &str) -> usize {
        let room = self.diagram.width - self.gutter;
        let lines = wrapped(words, room);
        for (k, line) in lines.iter().enumerate() {
            let half = length(line) / 2.0;
            let x = middle
                .min(self.diagram.width - half)
                .max(self.gutter + half);
            self.text(x, top + FONT + LINE * k as f64, Anchor::Middle, class, line);
        }
        lines.len()
    }

    /// Words beside a lifeline, where there is more room; returns how many lines.
    fn words_beside(
        &mut self,
        who: Participant,
        top: f64,
        class: &'static str,
        words: &str,
    ) -> usize {
        // A bar, and a second one beside it.
        let clear = 2.0 * BAR;
        let x = self.x(who);
        let (left, right) = (x - clear - self.gutter, self.diagram.width - x - clear);
        let (x, anchor) = match right >= left {
            true => (x + clear, Anchor::Start),
            false => (x - clear, Anchor::End),
        };
        let lines = wrapped(words, left.max(right));
        for (k, line) in lines.iter().enumerate() {
            self.text(x, top + FONT + LINE * k as f64, anchor, class, line);
        }
        lines.len()
    }

    fn leave_out(&mut self, moments: u64) {
        let words = format!("… {} left out …", words::count(moments, "moment"));
        let (top, middle) = (self.diagram.height, self.diagram.width / 2.0);
        let lines = self.words_around(middle, top, "note", &words);
        self.diagram.height += LINE * lines as f64 + GAP;
    }

    /// How far down this place is: the row that begins there, or the next one's upper edge.
    fn y(&self, place: u32) -> f64 {
        let at = self.bands.partition_point(|band| band.place < place);
        match self.bands.get(at) {
            Some(band) if band.place == place => band.anchor,
            Some(band) => band.top - GAP / 2.0,
            None => self.diagram.height - GAP / 2.0,
        }
    }

    fn line(&mut self, row: &Row<'_>) {
        let Row::Arrow(arrow) = row else { return };
        let (x1, y1) = (self.x(arrow.from), self.y(arrow.places.began));
        let next = self
            .bands
            .partition_point(|b| b.place <= arrow.places.began);
        let next = self.bands.get(next).map(|band| band.place);
        let class = match (arrow.lost, arrow.arrives) {
            (Some(_), _) => "lost",
            (None, None) => "flying",
            _ if arrow.is_reply => "reply",
            _ => "arrow",
        };
        let (x2, y2) = match arrow.places.ended {
            _ if arrow.arrives.is_none() => (f64::midpoint(x1, self.x(arrow.to)), y1),
            Some(ended) if next.is_some_and(|next| next < ended) => {
                (self.x(arrow.to), self.y(ended))
            }
            _ => (self.x(arrow.to), y1),
        };
        self.diagram.lines.push(Line {
            x1,
            y1,
            x2,
            y2,
            class,
        });
    }

    fn bar(&mut self, row: &Row<'_>) {
        let Row::Span(span) = row else { return };
        let y = self.y(span.places.began);
        let bottom = match span.places.ended {
            Some(ended) => self.y(ended),
            None => self.diagram.height,
        };
        // What overlaps stands side by side; a fourth at once, which takes several restarts of the broker during one
        // service, stands before the second.
        let middle = self.x(span.participant) - BAR / 2.0;
        let is_free = |x: &f64| {
            let mut bars = self.diagram.bars.iter();
            !bars.any(|bar| bar.x == *x && bar.y + bar.height > y)
        };
        let columns = [middle, middle + BAR, middle - BAR];
        let x = columns.into_iter().find(is_free).unwrap_or(columns[1]);
        self.diagram.bars.push(Bar {
            x,
            y,
            width: BAR,
            height: (bottom - y).max(BAR),
            class: span.kind.class(),
            is_open: span.until.is_none(),
        });
    }

    fn done(mut self) -> Diagram {
        let height = self.diagram.height;
        for lifeline in &mut self.diagram.lifelines {
            lifeline.bottom = height;
        }
        self.diagram
    }
}

/// How long it took stays in one line.
fn together(label: &str) -> String {
    match label.rsplit_once(" · ") {
        Some((what, span)) => format!("{what} ·\u{a0}{}", span.replace(' ', "\u{a0}")),
        None => label.to_owned(),
    }
}
