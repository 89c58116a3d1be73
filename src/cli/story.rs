//! `showdown story`: one order's journey, as sentences or as Mermaid.

use super::{USAGE, seed, set, source};
use crate::experiment::limits::{EVENT_LIMIT, TIME_LIMIT};
use crate::experiment::run::Run;
use crate::sim::shop::Wiring;
use crate::sim::time::{Micros, SECOND};
use crate::story::{self, Story};

/// Tells what happened to one order.
pub(super) fn tell(args: &[&str]) -> Result<String, String> {
    let (link, rest) = source("story", args)?;
    let (mut experiment, mut order, mut until) = (link.experiment, link.order, link.at_us);
    let mut shops = &[Wiring::Sync, Wiring::Async][..];
    let mut tell: fn(&Story) -> String = |story| {
        let sentences = story::sentences(story).join("\n");
        format!("{}:\n{sentences}", story.title())
    };
    let mut rest = rest.iter();
    while let Some(option) = rest.next() {
        if *option == "--mermaid" {
            tell = story::mermaid;
            continue;
        }
        let argument = *rest
            .next()
            .ok_or_else(|| format!("{option} wants a value after it"))?;
        match *option {
            "--seed" => experiment.seed = seed(argument)?,
            "--set" => set(&mut experiment, argument)?,
            "--order" => order = Some(order_number(argument)?),
            "--until" => until = Some(instant(argument)?),
            "--shop" => {
                shops = match argument {
                    "sync" => &[Wiring::Sync],
                    "async" => &[Wiring::Async],
                    "both" => &[Wiring::Sync, Wiring::Async],
                    _ => {
                        let wrong = "is not allowed here; it takes one of sync, async, both";
                        return Err(format!("--shop: {argument} {wrong}"));
                    }
                }
            }
            _ => return Err(format!("story has no option {option:?}.\n\n{USAGE}")),
        }
    }
    let order = order.ok_or("story wants --order K, from 1")?;
    let mut run = Run::new(experiment);
    run.watch(Some(order));
    let complete = match until {
        Some(until) => run.play_to(until),
        None => run.finish(),
    };
    if !complete {
        eprintln!("showdown: stopped after {EVENT_LIMIT} events: this run has no end");
    }
    let tell = |&shop| {
        let story = story::of(run.journey(shop), shop, run.clock());
        format!("{}\n", tell(&story).trim_end())
    };
    Ok(shops.iter().map(tell).collect::<Vec<_>>().join("\n"))
}

/// People count orders from 1, the engine from 0.
fn order_number(text: &str) -> Result<u64, String> {
    let number = text.parse().ok().and_then(|k: u64| k.checked_sub(1));
    number.ok_or_else(|| {
        format!("--order: {text} is not allowed here; it takes a whole number from 1")
    })
}

/// Seconds as microseconds.
fn instant(text: &str) -> Result<Micros, String> {
    let latest = TIME_LIMIT / SECOND;
    let seconds: Option<f64> = text.parse().ok();
    let seconds = seconds.filter(|s| (0.0..=latest as f64).contains(s));
    seconds
        .map(|s| (s * SECOND as f64) as Micros)
        .ok_or_else(|| {
            format!("--until: {text} is not allowed here; it takes seconds from 0 to {latest}")
        })
}
