//! The page's voice: the sentence that is shown, and when it changes.
//!
//! Figures in it may tick with every readout. Its words are other words only when the facts are of another kind, at most
//! twice a second; and those who hear it are told only then.

use crate::experiment::intervention::Intervention;
use crate::experiment::run::Run;
use crate::sim::wiring::{WIRINGS, Wiring};
use crate::words::facts::notices::Notice;
use crate::words::facts::steps::Stepped;
use crate::words::facts::{Facts, Kind, OfSeveral, Scene, ShopFacts};
use crate::words::{sentence, why};

/// Milliseconds of the reader's time for which words stay, at least.
const WORDS_MS: f64 = 500.0;

/// The same for those who hear them.
const HEARD_MS: f64 = 2_000.0;

/// What is said later.
#[derive(Clone, Copy, Debug)]
pub struct Later {
    /// The line below the sentence.
    pub why: fn(&Facts, &Scene) -> String,
    /// What would come of one order with other settings, in each shop; `None`: that is not certain.
    pub forecast: fn(&Run) -> Option<[String; WIRINGS]>,
    /// What is planned, before it begins.
    pub plan: fn(&[Intervention]) -> String,
    /// What a press on *event* did.
    pub stepped: fn(&Stepped) -> String,
    /// What went wrong.
    pub notices: fn(&[Notice]) -> String,
    /// What there is to say of several services.
    pub several: &'static OfSeveral,
}

/// What is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spoken {
    /// Of each shop.
    pub says: [String; WIRINGS],
    /// Below them: why, or what to try next.
    pub why: String,
    /// The same for those who hear it: it changes only with the facts.
    pub heard: String,
    /// There is something else to say, which waits until these words have been read.
    pub waits: bool,
}

/// Keeps what is said until there is something else to say.
#[derive(Clone, Debug, Default)]
pub struct Voice {
    shown: Spoken,
    kinds: Option<[Vec<Kind>; WIRINGS]>,
    /// When these words came.
    said_at: f64,
    /// When those who hear it were told last. (What a page says as it opens is no news.)
    told_at: Option<f64>,
    /// No panel tells the story of an order.
    pub storyless: bool,
    /// Words that come with the panels (`panels/help.rs`), because nobody needs them in the first second.
    pub later: Option<Later>,
    /// What to look at in a scenario: it comes when one is chosen.
    pub scenarios: Option<fn(&str) -> &'static str>,
}

impl Voice {
    /// What knows of several services, once it is there.
    pub fn several(&self) -> Option<&'static OfSeveral> {
        self.later.map(|later| later.several)
    }

    /// What is to be shown of these facts at this moment, in milliseconds of the reader's time.
    /// `instead`: other words of the shops, for want of facts.
    pub fn speak(
        &mut self,
        facts: &Facts,
        scene: &Scene,
        instead: Option<[String; WIRINGS]>,
        now: f64,
    ) -> Spoken {
        let several = self.several();
        let of_facts = || Wiring::ALL.map(|wiring| sentence::says(facts, wiring, several));
        let says = instead.unwrap_or_else(of_facts);
        let why = match self.later {
            Some(later) => (later.why)(facts, scene),
            None => why::first(scene.planned).to_owned(),
        };
        let old = &mut self.shown;
        let mut pairs = says.iter().zip(&old.says);
        let other =
            pairs.any(|(now, old)| are_other_words(now, old)) || are_other_words(&why, &old.why);
        let begun = self.kinds.is_some();
        let blank = old.says.iter().all(String::is_empty);
        if other && begun && !blank && now - self.said_at < WORDS_MS {
            // These have only just been read. What they say was true then.
            old.waits = true;
            return old.clone();
        }
        if other {
            self.said_at = now;
        }
        (old.says, old.why) = (says, why);
        let kinds = facts.shops.each_ref().map(ShopFacts::kinds);
        let news = self.kinds.as_ref() != Some(&kinds);
        // (Who listens needs longer than who reads.)
        old.waits = news && self.told_at.is_some_and(|told_at| now - told_at < HEARD_MS);
        if news && !old.waits {
            self.kinds = Some(kinds);
            self.told_at = begun.then_some(now);
            old.heard = old.says.join(" ");
        }
        old.clone()
    }
}

/// Do they differ in more than their figures? (A number that is written out is a word.)
fn are_other_words(a: &str, b: &str) -> bool {
    let words = |text: &str| -> String {
        let is_figure = |c: &char| c.is_ascii_digit() || *c == '.';
        text.chars().filter(|c| !is_figure(c)).collect()
    };
    words(a) != words(b)
}
