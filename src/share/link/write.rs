//! From an experiment to its link.
//!
//! One way to write each thing, so that equal experiments have equal links.

use super::deed::deed;
use super::fields::{Field, LOOK, MADE_BY, RUN};
use super::{DO, Link, VERSION};

/// The link, without `#`: ASCII letters and digits, `&`, `=`, `:`, `.`, `-` and `_`, with a letter or a digit at the
/// end. Where nothing differs from the defaults it is `v1`.
///
/// Three things are not carried: a label that is no preset's, the engine of an experiment that came from elsewhere
/// (what is seen here is seen on this engine), and what is prescribed for single orders: see [`loses_orders`]. Moments and orders beyond their limits are not carried either.
pub fn write(link: &Link) -> String {
    let experiment = &link.experiment;
    let mut fields = String::new();
    add_all(&mut fields, link, &RUN);
    for (name, value) in experiment.settings.iter() {
        add(&mut fields, name, &value.to_string());
    }
    for intervention in &experiment.log {
        add(&mut fields, DO, &deed(intervention));
    }
    add_all(&mut fields, link, &LOOK);
    let mut text = String::from("v");
    text.push_str(VERSION);
    // Figures belong to an engine; where there is nothing to see there are none.
    if !fields.is_empty() {
        add_all(&mut text, link, std::slice::from_ref(&MADE_BY));
        text.push_str(&fields);
    }
    text
}

/// Does the link of this experiment leave out what is prescribed for single orders, so that it gives another run? That
/// takes a file.
pub fn loses_orders(link: &Link) -> bool {
    link.experiment.script.is_some()
}

fn add_all(text: &mut String, link: &Link, fields: &[Field]) {
    for field in fields {
        if let Some(value) = (field.write)(link) {
            add(text, field.name, &value);
        }
    }
}

fn add(text: &mut String, name: &str, value: &str) {
    for piece in ["&", name, "=", value] {
        text.push_str(piece);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::ENGINE;
    use crate::experiment::intervention::{Act, Intervention};
    use crate::experiment::value::Value;
    use crate::sim::engine::Side;

    #[test]
    fn defaults_are_not_written() {
        assert_eq!(write(&Link::default()), "v1");
        let at_us = Some(0);
        let link = Link {
            at_us,
            ..Link::default()
        };
        assert_eq!(write(&link), format!("v1&engine={ENGINE}&at=0"));
    }

    #[test]
    fn everything_has_its_place() {
        let mut link = Link::default();
        let experiment = &mut link.experiment;
        experiment.preset = Some("payment-outage".to_owned());
        experiment.seed = 7;
        experiment
            .set("payment_time_ms", Value::Number(0.35))
            .unwrap();
        experiment
            .set("arrivals", Value::Choice("poisson".to_owned()))
            .unwrap();
        let act = Act::Click {
            shop: Side::Both,
            orders: 10,
        };
        experiment
            .add(Intervention {
                at_us: 1_500_000,
                act,
            })
            .unwrap();
        let (name, value) = ("queue_durable".to_owned(), Value::Flag(false));
        let act = Act::Set { name, value };
        experiment.add(Intervention { at_us: 0, act }).unwrap();
        link.at_us = Some(20_000_001);
        link.order = Some(3);
        assert_eq!(
            write(&link),
            format!(
                "v1&engine={ENGINE}&preset=payment-outage&seed=7&arrivals=poisson&payment_time_ms=0.35\
                 &do=0:set:queue_durable:false&do=1500ms:click:both:10&at=20000001us&order=3"
            )
        );
    }

    #[test]
    fn what_a_link_cannot_carry_is_left_out() {
        let mut link = Link::default();
        link.experiment.preset = Some("a name & of one's own".to_owned());
        link.experiment.engine = "0.0.1".to_owned();
        link.at_us = Some(u64::MAX);
        link.order = Some(u64::MAX);
        assert_eq!(write(&link), "v1");
    }
}
