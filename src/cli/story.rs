//! `showdown story`: one order's journey, as sentences or as Mermaid.

use super::args::Story as Asked;
use super::source;
use super::terminal::{Refusal, Status, Terminal};
use crate::experiment::report;
use crate::experiment::run::Run;
use crate::story::{self, Story};

/// Tells what happened to one order.
pub(super) fn tell(asked: &Asked, terminal: &mut Terminal) -> Result<Status, Refusal> {
    let link = source::asked(&asked.experiment, terminal)?;
    let order = asked.order.or(link.order);
    let order = order.ok_or_else(|| "story wants --order K, from 1".to_owned())?;
    let mut run = Run::new(link.experiment);
    run.watch(Some(order));
    match asked.until.or(link.at_us) {
        Some(until) => run.play_to(until),
        None => run.finish(),
    };
    let told = |&shop| {
        let story = story::of(run.journey(shop), shop, run.clock());
        let text = match asked.mermaid {
            true => story::mermaid(&story),
            false => in_words(&story),
        };
        format!("{}\n", text.trim_end())
    };
    let told: Vec<String> = asked.shop.shops().iter().map(told).collect();
    terminal.say(&told.join("\n"));
    Ok(terminal.whole(&report::cut_short_by(&run)))
}

fn in_words(story: &Story) -> String {
    let sentences = story::sentences(story).join("\n");
    format!("{}:\n{sentences}", story.title())
}
