//! Where everything of a drawing goes: three columns side by side, and a band for each row.
//!
//! Several services have a lane each, and are called by short names where these are many; the lanes of those where several
//! things are at once, Checkout that waits for several answers and the broker with several queues, are wider.
//!
//! Words have a column of their own, right of everything that is drawn: so no arrow, bar or lifeline can ever run
//! through one, whatever happens to an order.

use super::wrap::{length, wrapped};
use super::{
    Anchor, Bar, CHARACTER, Diagram, Dot, FONT, LINE, LONGEST, Lifeline, Line, NARROWEST, Text,
};
use crate::story::Story;
use crate::story::rows::{Row, rows};
use crate::words::facts::story::Participant;
use crate::words::{clock, story as words};

const BAR: f64 = 8.0;
/// Between two rows.
const GAP: f64 = 8.0;
/// Between two lifelines, at least, where their names stand side by side, and where they take turns.
const APART: f64 = 66.0;
const CLOSE: f64 = 41.0;
/// The same of more than [`FEW`] lifelines.
const CLOSER: f64 = 30.0;
const FEW: usize = 4;
/// The least room for words beside those.
const LEAST: f64 = 20.0 * CHARACTER;
/// Between two lifelines, at most.
const FAR: f64 = 110.0;
/// A column of words that is at least this wide leaves times a column of their own.
const WORDS: f64 = 24.0 * CHARACTER;

/// Lays a story out, this many pixels wide.
pub fn diagram(story: &Story, width: f64) -> Diagram {
    let rows = rows(story);
    let times: Vec<String> = rows.iter().map(|row| clock(row.at())).collect();
    let widest = times.iter().map(|time| length(time)).fold(0.0, f64::max);
    let columns = Columns::of(&story.participants, width.max(NARROWEST), widest);
    let mut drawing = Drawing {
        diagram: Diagram {
            width: columns.words + columns.room,
            ..Diagram::default()
        },
        columns,
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
            Row::Note(_) => drawing.dot(row),
        }
    }
    drawing.done()
}

/// From left to right: times, lifelines, words. Where it is narrow, times stand above the words instead.
struct Columns {
    has_times: bool,
    /// The first lifeline.
    first: f64,
    apart: f64,
    /// The left edge of the words.
    words: f64,
    /// Their room.
    room: f64,
}

impl Columns {
    fn of(participants: &[Participant], width: f64, widest_time: f64) -> Self {
        let many = participants.len() > FEW;
        let half = |p: Option<&Participant>| {
            let name = |p: &Participant| words::lane(*p, many);
            p.map_or(0.0, |p| length(&name(p)) / 2.0)
        };
        let wide: f64 = participants
            .iter()
            .map(|p| 2.0 * more(*p, participants))
            .sum();
        let gaps = participants.len().saturating_sub(1) as f64;
        // (Some fonts are a little wider.)
        let ends = half(participants.first()) + half(participants.last()) + 2.0 * CHARACTER + wide;
        let times = widest_time + CHARACTER;
        let rest = width - ends;
        let has_times = rest - times - gaps * APART >= WORDS;
        let (left, apart) = match has_times {
            true => {
                let wanted = (rest - times - LONGEST as f64 * CHARACTER) / gaps.max(1.0);
                (times, wanted.clamp(APART, FAR))
            }
            false if many => (0.0, CLOSER),
            false => (0.0, CLOSE),
        };
        let words = left + ends + gaps * apart;
        let least = if many { LEAST } else { 0.0 };
        Self {
            has_times,
            first: left + CHARACTER + half(participants.first()),
            apart,
            words,
            room: (width - words).max(least),
        }
    }
}

/// How much wider a lane is, on either side, for all that is there at once.
fn more(participant: Participant, participants: &[Participant]) -> f64 {
    let services = |p: &&Participant| matches!(p, Participant::Service(_));
    let services = participants.iter().filter(services).count();
    match participant {
        Participant::Checkout | Participant::Broker => {
            BAR * (services.saturating_sub(2) / 2) as f64
        }
        Participant::User
        | Participant::Queue
        | Participant::QueueOf(_)
        | Participant::Service(_) => 0.0,
    }
}

/// Where a row is.
struct Band {
    place: u32,
    top: f64,
    /// Where its arrow, its dot or the upper edge of its bar is.
    anchor: f64,
}

struct Drawing {
    diagram: Diagram,
    columns: Columns,
    bands: Vec<Band>,
}

impl Drawing {
    /// Names in one line, or by turns in two where they are close.
    fn place_lifelines(&mut self, participants: &[Participant]) {
        let lines = if self.columns.has_times { 1 } else { 2 };
        let close = participants.len() > FEW;
        let mut wider = 0.0;
        for (k, &participant) in participants.iter().enumerate() {
            let more = more(participant, participants);
            let x = self.columns.first + self.columns.apart * k as f64 + wider + more;
            wider += 2.0 * more;
            let line = (k % lines + 1) as f64;
            let top = line * LINE + LINE - FONT;
            self.diagram.lifelines.push(Lifeline {
                participant,
                x,
                top,
                bottom: 0.0,
            });
            self.text(
                x,
                line * LINE,
                Anchor::Middle,
                "name",
                &words::lane(participant, close),
            );
        }
        self.diagram.height = LINE * (lines + 1) as f64;
    }

    fn x(&self, participant: Participant) -> f64 {
        let mut lifelines = self.diagram.lifelines.iter();
        let lifeline = lifelines.find(|l| l.participant == participant.lane());
        lifeline.map_or(self.columns.first, |l| l.x)
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

    /// A row's band: its time and its words, as high as they are.
    fn band(&mut self, row: &Row<'_>, time: &str) {
        let mut top = self.diagram.height;
        if !time.is_empty() {
            let x = if self.columns.has_times {
                0.0
            } else {
                self.columns.words
            };
            self.text(x, top + FONT, Anchor::Start, "time", time);
            if !self.columns.has_times {
                top += LINE;
            }
        }
        let label = words::unbroken(&row.label());
        let (class, label, anchor) = match row {
            Row::Arrow(arrow) if arrow.lost.is_some() => ("lost", label, top + LINE / 2.0),
            Row::Arrow(_) => ("arrow", label, top + LINE / 2.0),
            Row::Span(span) => (
                span.kind.class(),
                words::named(span.participant, &label),
                top,
            ),
            Row::Note(note) => {
                let label = words::named(note.participant, &label);
                ("note", label, top + LINE / 2.0)
            }
        };
        let height = self.words(top, class, &label);
        self.bands.push(Band {
            place: row.place(),
            top,
            anchor,
        });
        self.diagram.height = top + height + GAP;
    }

    /// Words in their column; returns how high they are.
    fn words(&mut self, top: f64, class: &'static str, words: &str) -> f64 {
        let lines = wrapped(words, self.columns.room);
        for (k, line) in lines.iter().enumerate() {
            let y = top + FONT + LINE * k as f64;
            self.text(self.columns.words, y, Anchor::Start, class, line);
        }
        LINE * lines.len() as f64
    }

    fn leave_out(&mut self, moments: u64) {
        let said = words::left_out(moments);
        let height = self.words(self.diagram.height, "note", &said);
        self.diagram.height += height + GAP;
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
        let (x1, to) = (self.x(arrow.from), self.x(arrow.to));
        let class = match (arrow.lost, arrow.arrives) {
            (Some(_), _) => "lost",
            (None, None) => "flying",
            (None, Some(_)) if arrow.is_reply => "reply",
            (None, Some(_)) => "arrow",
        };
        let x2 = match arrow.arrives {
            Some(_) => to,
            None => f64::midpoint(x1, to),
        };
        let y = self.y(arrow.places.began);
        self.diagram.lines.push(Line { x1, x2, y, class });
    }

    fn dot(&mut self, row: &Row<'_>) {
        let (x, y) = (self.x(row.participant()), self.y(row.place()));
        self.diagram.dots.push(Dot { x, y });
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
        let lanes: Vec<Participant> = self
            .diagram
            .lifelines
            .iter()
            .map(|l| l.participant)
            .collect();
        let sides = 1 + (more(span.participant.lane(), &lanes) / BAR) as usize;
        let beside = (1..=sides).flat_map(|k| [BAR * k as f64, -BAR * k as f64]);
        let mut columns = std::iter::once(0.0).chain(beside).map(|by| middle + by);
        let x = columns.find(is_free).unwrap_or(middle + BAR);
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
