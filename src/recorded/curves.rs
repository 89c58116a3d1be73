//! A recorded run and its replay, as two curves over time: how many users were told by then, how many orders were paid.
//!
//! Drawn as SVG, of classes of the style sheet: it takes another theme by itself, and its words are text.
//!
//! ```text
//! 200 ┤        ▄▄███▀▀   measured: broad, in the shop's colour
//!     │   ▄▄██▀▀         simulated: a thin dashed line in the text's colour, on top of it
//!   0 ┼▀▀▀────────────
//! ```

use std::fmt::Write as _;

use crate::replay::Replay;
use crate::replay::line::Line;
use crate::sim::time::from_ms;
use crate::words::{decimals, recorded as said};

/// Room around the plot, in CSS pixels: left for counts, below for seconds.
const LEFT: f64 = 40.0;
const BELOW: f64 = 24.0;
const ABOVE: f64 = 10.0;
const RIGHT: f64 = 18.0;
/// Steps closer together than this, in CSS pixels, are one.
const FINEST: f64 = 0.3;

/// When the first, second, third … order got there, in milliseconds since the start of the run.
#[derive(Clone, Debug, PartialEq)]
pub struct Curves {
    /// What they got to.
    pub title: &'static str,
    /// On the real stack.
    pub measured: Vec<f64>,
    /// Here.
    pub simulated: Vec<f64>,
    /// Orders of the run.
    pub orders: usize,
    /// The end of the time axis.
    pub until_ms: f64,
}

/// The curves of a run: users told, orders paid.
pub fn curves(replay: &Replay) -> [Curves; 2] {
    let both = || replay.recorded.iter().chain(&replay.orders);
    let ends = both().flat_map(|o| [o.t_response, o.t_payment_done]);
    let until_ms = ends.flatten().fold(1.0, f64::max);
    let of = |title, time: fn(&Line) -> Option<f64>| {
        let sorted = |orders: &[Line]| {
            let mut times: Vec<f64> = orders.iter().filter_map(time).collect();
            times.sort_by(f64::total_cmp);
            times
        };
        Curves {
            title,
            measured: sorted(&replay.recorded),
            simulated: sorted(&replay.orders),
            orders: replay.recorded.len(),
            until_ms,
        }
    };
    [
        of(said::USERS_TOLD, |o| o.t_response),
        of(said::ORDERS_PAID, |o| o.t_payment_done),
    ]
}

impl Curves {
    /// What the drawing shows, in a sentence.
    pub fn sentence(&self) -> String {
        let last = |times: &[f64]| (times.len(), times.last().map(|&last| from_ms(last)));
        let pairs = self.measured.iter().zip(&self.simulated);
        let apart = pairs.map(|(was, is)| (was - is).abs()).fold(0.0, f64::max);
        let both = !self.measured.is_empty() && !self.simulated.is_empty();
        said::curves(
            self.title,
            self.orders,
            last(&self.measured),
            last(&self.simulated),
            both.then(|| from_ms(apart)),
        )
    }

    /// What stands inside the `<svg>` element of this size in CSS pixels.
    pub fn svg(&self, width: f64, height: f64) -> String {
        let (right, bottom) = (width - RIGHT, height - BELOW);
        let x = |ms: f64| LEFT + (right - LEFT) * (ms / self.until_ms).clamp(0.0, 1.0);
        let top = self.orders.max(1) as f64;
        let y = |n: f64| bottom - (bottom - ABOVE) * (n / top).clamp(0.0, 1.0);
        let at = |n: f64| decimals(n, 1);
        let mut svg = String::new();
        for n in ticks(top, 4.0, 1.0) {
            let _ = write!(
                svg,
                "<path class=\"lifeline\" d=\"M{LEFT} {0}H{1}\"/><text class=\"time\" x=\"{2}\" y=\"{3}\" \
                 text-anchor=\"end\">{4}</text>",
                at(y(n)),
                at(right),
                at(LEFT - 6.0),
                at(y(n) + 4.0),
                decimals(n, 0)
            );
        }
        let until_s = self.until_ms / 1_000.0;
        for s in ticks(until_s, if width < 360.0 { 4.0 } else { 7.0 }, 0.0) {
            let _ = write!(
                svg,
                "<text class=\"time\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                at(x(s * 1_000.0)),
                at(bottom + 18.0),
                said::seconds(&short(s))
            );
        }
        for (class, times) in [("measured", &self.measured), ("reply", &self.simulated)] {
            let mut path = format!("M{} {}", at(x(0.0)), at(y(0.0)));
            let mut drawn = f64::NEG_INFINITY;
            for (k, &ms) in times.iter().enumerate() {
                let last = k + 1 == times.len();
                if x(ms) - drawn >= FINEST || last {
                    drawn = x(ms);
                    let _ = write!(path, "H{}V{}", at(x(ms)), at(y((k + 1) as f64)));
                }
            }
            let _ = write!(svg, "<path class=\"{class}\" d=\"{path}H{}\"/>", at(right));
        }
        svg
    }
}

/// Round numbers from 0 up to `top`: about so many, none of them closer together than `least`.
fn ticks(top: f64, about: f64, least: f64) -> impl Iterator<Item = f64> {
    let rough = (top / about).max(least).max(1e-3);
    let mut power = 1e-3;
    while power * 10.0 <= rough {
        power *= 10.0;
    }
    let of = |times: f64| times * power;
    let fits = [1.0, 2.0, 5.0, 10.0]
        .map(of)
        .into_iter()
        .find(|s| *s >= rough * 0.999);
    let step = fits.unwrap_or(rough);
    let n = libm::floor(top / step * 1.000_001) as u32;
    (0..=n.min(20)).map(move |k| f64::from(k) * step)
}

/// As few decimals as it needs, three at most.
fn short(number: f64) -> String {
    let text = decimals(number, 3);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replay() -> Replay {
        let text = r#"{"parameters": {"mode": "sync", "service_ms": [100, 100]}, "orders": [
            {"id": "o0", "t_submit": 0, "t_response": 105, "t_payment_done": 103, "status": 200, "final_state": "ok"},
            {"id": "o1", "t_submit": 2000, "t_response": 2110, "status": 500, "final_state": "failed"}]}"#;
        Replay::of(text).expect("a run")
    }

    #[test]
    fn its_sentence_says_how_many_when_and_how_far_apart() {
        let [told, paid] = curves(&replay());
        assert_eq!((told.measured.len(), told.simulated.len()), (2, 2));
        let sentence = told.sentence();
        assert!(
            sentence
                .starts_with("Users told of 2 orders: measured 2, the last at 2.11 s; simulated 2")
        );
        assert!(sentence.ends_with("apart."), "{sentence}");
        // One was never paid on the real stack.
        assert_eq!((paid.measured.len(), paid.simulated.len()), (1, 2));
        let empty = Curves {
            measured: vec![],
            ..paid
        };
        assert!(empty.sentence().contains("measured none; simulated 2"));
    }

    #[test]
    fn a_curve_climbs_by_one_an_order_and_stays_inside() {
        let [told, _] = curves(&replay());
        let svg = told.svg(400.0, 150.0);
        assert!(svg.contains("class=\"measured\" d=\"M40.0 126.0H"));
        // The last step is up to the top, and then it holds to the right edge.
        assert!(svg.contains("V10.0H382.0\"/>"), "{svg}");
        assert_eq!(svg.matches("<path class=\"reply\"").count(), 1);
    }

    #[test]
    fn ticks_are_round_numbers() {
        let all = |top, about, least| ticks(top, about, least).map(short).collect::<Vec<_>>();
        assert_eq!(all(200.0, 4.0, 1.0), ["0", "50", "100", "150", "200"]);
        assert_eq!(all(1.0, 4.0, 1.0), ["0", "1"]);
        assert_eq!(all(23.4, 7.0, 0.0), ["0", "5", "10", "15", "20"]);
        assert_eq!(all(0.25, 4.0, 0.0), ["0", "0.1", "0.2"]);
    }
}
