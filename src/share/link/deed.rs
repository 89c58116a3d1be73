//! An intervention in a link: when, what, to what: `5s:break:payment-down`.

use super::numbers::{time, time_text, whole};
use super::value::value;
use crate::experiment::intervention::{
    Act, FAULT_NAMES, Intervention, SHOP_NAMES, meant, name_of, verb,
};
use crate::experiment::limits::{CLICK_LIMIT, TIME_LIMIT};
use crate::experiment::problem::quoted;
use crate::experiment::settings;
use crate::sim::time::{Micros, SECOND};

/// Writes an intervention.
pub(super) fn deed(intervention: &Intervention) -> String {
    let mut text = time_text(intervention.at_us);
    let (verb, thing, count) = match &intervention.act {
        Act::Click { shop, orders } => {
            let shop = name_of(&SHOP_NAMES, shop);
            (verb::CLICK, shop, Some(orders.to_string()))
        }
        Act::Set { name, value } => (verb::SET, name.as_str(), Some(value.to_string())),
        Act::Break { fault } => (verb::BREAK, name_of(&FAULT_NAMES, fault), None),
        Act::Heal { fault } => (verb::HEAL, name_of(&FAULT_NAMES, fault), None),
    };
    for piece in [":", verb, ":", thing] {
        text.push_str(piece);
    }
    if let Some(count) = count {
        text.push(':');
        text.push_str(&count);
    }
    text
}

/// Reads a time from 0 to a limit.
pub(super) fn moment(text: &str, limit: Micros) -> Result<Micros, String> {
    let at_us = time(text).ok_or_else(|| {
        let text = quoted(text);
        format!("{text} is no time; it takes 0, or a number and s, ms or us, down to a microsecond")
    })?;
    if at_us > limit {
        let (text, limit) = (quoted(text), limit / SECOND);
        return Err(format!(
            "{text} is too late; it takes times from 0 to {limit}s"
        ));
    }
    Ok(at_us)
}

const EXAMPLES: &str = "one looks like 5s:click:both:10, 5s:set:consumers:4, 5s:break:payment-down or 5s:heal:payment-down";

/// Reads an intervention; the sentence says what is wrong with it.
pub(super) fn intervention(text: &str) -> Result<Intervention, String> {
    let words: Vec<&str> = text.splitn(5, ':').collect();
    let act = match words[..] {
        [_, verb::CLICK, shop, orders] => {
            let shop = meant(&SHOP_NAMES, shop)?;
            let orders = click(orders)?;
            Act::Click { shop, orders }
        }
        [_, verb::SET, name, text] => change(name, text)?,
        [_, verb::BREAK, fault] => {
            let fault = meant(&FAULT_NAMES, fault)?;
            Act::Break { fault }
        }
        [_, verb::HEAL, fault] => {
            let fault = meant(&FAULT_NAMES, fault)?;
            Act::Heal { fault }
        }
        [] | [_] | [_, verb::CLICK | verb::SET | verb::BREAK | verb::HEAL, ..] => {
            let text = quoted(text);
            return Err(format!("{text} is no intervention; {EXAMPLES}"));
        }
        [_, other, ..] => {
            let (other, all) = (quoted(other), verb::ALL);
            return Err(format!("{other} is not allowed here; it takes {all}"));
        }
    };
    let at_us = moment(words[0], TIME_LIMIT)?;
    Ok(Intervention { at_us, act })
}

fn click(text: &str) -> Result<u32, String> {
    let orders = whole(text).filter(|orders| (1..=u64::from(CLICK_LIMIT)).contains(orders));
    orders.map(|orders| orders as u32).ok_or_else(|| {
        let text = quoted(text);
        format!("{text} is not allowed here; it takes a whole number from 1 to {CLICK_LIMIT}")
    })
}

fn change(name: &str, text: &str) -> Result<Act, String> {
    let Some(setting) = settings::find(name) else {
        let name = quoted(name);
        return Err(format!("there is no setting of the name {name}"));
    };
    let value = value(setting, text).map_err(|sentence| format!("{name}: {sentence}"))?;
    let name = name.to_owned();
    Ok(Act::Set { name, value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_verb_is_written_as_it_is_read() {
        for text in [
            "0:click:both:1",
            "1500ms:click:sync:1000000",
            "1us:set:payment_time_ms:0.000001",
            "5s:set:queue_durable:false",
            "5s:set:arrivals:poisson",
            "86400000s:break:payment-down",
            "1234567us:heal:network-cut",
        ] {
            let read = intervention(text).unwrap();
            assert_eq!(read.check(), Ok(()));
            assert_eq!(deed(&read), text);
        }
    }

    #[test]
    fn what_is_wrong_is_quoted_and_what_is_right_is_named() {
        for (text, wrong, right) in [
            ("", "\"\"", "5s:click:both:10"),
            ("5s", "\"5s\"", "5s:click:both:10"),
            ("5s:click:both", "\"5s:click:both\"", "5s:click:both:10"),
            (
                "5s:heal:network-cut:1",
                "network-cut:1",
                "5s:heal:payment-down",
            ),
            (
                "5s:brake:payment-down",
                "\"brake\"",
                "click, set, break or heal",
            ),
            (
                "5s:break:payment",
                "\"payment\"",
                "payment-down, broker-down",
            ),
            ("5s:click:left:1", "\"left\"", "sync, async, both"),
            ("5s:click:both:0", "\"0\"", "from 1 to 1000000"),
            ("5s:click:both:1000001", "\"1000001\"", "from 1 to 1000000"),
            ("5s:set:workers:4", "\"workers\"", "no setting"),
            ("5s:set:consumers:0", "consumers: \"0\"", "from 1 to 1000"),
            ("5:heal:network-cut", "\"5\"", "s, ms or us"),
            (
                "86400001s:heal:network-cut",
                "too late",
                "from 0 to 86400000s",
            ),
        ] {
            let sentence = intervention(text).unwrap_err();
            assert!(sentence.contains(wrong), "{text}: {sentence}");
            assert!(sentence.contains(right), "{text}: {sentence}");
        }
    }
}
