//! An intervention in a link: when, what, to what: `5s:break:payment-down`.

use super::numbers::{time, time_text, whole};
use super::value::value;
use crate::experiment::intervention::{
    Act, Intervention, OUTAGE_NAMES, SHOP_NAMES, meant, name_of, verb,
};
use crate::experiment::limits::{CLICK_LIMIT, TIME_LIMIT};
use crate::experiment::problem::{Complaint, Given, Problem, Takes};
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
        Act::Break { fault } => (verb::BREAK, name_of(&OUTAGE_NAMES, fault), None),
        Act::Heal { fault } => (verb::HEAL, name_of(&OUTAGE_NAMES, fault), None),
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
pub(super) fn moment(text: &str, limit: Micros) -> Result<Micros, Complaint> {
    let at_us = time(text).ok_or_else(|| Complaint::NoTime(Given::text(text)))?;
    if at_us > limit {
        let takes = Takes::Times(limit / SECOND);
        return Err(Complaint::TooLate(Given::text(text), takes));
    }
    Ok(at_us)
}

/// Reads an intervention, or says what is wrong with it.
pub(super) fn intervention(text: &str) -> Result<Intervention, Complaint> {
    let words: Vec<&str> = text.splitn(5, ':').collect();
    let act = match words[..] {
        [_, verb::CLICK, shop, orders] => {
            let shop = meant(&SHOP_NAMES, shop)?;
            let orders = click(orders)?;
            Act::Click { shop, orders }
        }
        [_, verb::SET, name, text] => change(name, text)?,
        [_, verb::BREAK, fault] => {
            let fault = meant(&OUTAGE_NAMES, fault)?;
            Act::Break { fault }
        }
        [_, verb::HEAL, fault] => {
            let fault = meant(&OUTAGE_NAMES, fault)?;
            Act::Heal { fault }
        }
        [] | [_] | [_, verb::CLICK | verb::SET | verb::BREAK | verb::HEAL, ..] => {
            return Err(Complaint::NoDeed(Given::text(text)));
        }
        [_, other, ..] => {
            return Err(Complaint::Refused(Given::text(other), Takes::Verb));
        }
    };
    let at_us = moment(words[0], TIME_LIMIT)?;
    Ok(Intervention { at_us, act })
}

fn click(text: &str) -> Result<u32, Complaint> {
    let most = u64::from(CLICK_LIMIT);
    let orders = whole(text).filter(|orders| (1..=most).contains(orders));
    orders.map(|orders| orders as u32).ok_or_else(|| {
        let takes = Takes::Whole(1, Some(most));
        Complaint::Refused(Given::text(text), takes)
    })
}

fn change(name: &str, text: &str) -> Result<Act, Complaint> {
    let Some(setting) = settings::find(name) else {
        return Err(Complaint::NoSettingNamed(Given::text(name)));
    };
    let inside = |complaint| Complaint::Inside(Problem::new(name, complaint).into());
    let value = value(setting, text).map_err(inside)?;
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
}
