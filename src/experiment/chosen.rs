//! Settings that are not at their default.

use serde::{Serialize, Serializer};

use super::settings::Setting;
use super::value::Value;

/// Values by the name of their setting, in the order of the names. (A sorted list: fifty keys at most need no tree.)
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chosen(Vec<(&'static str, Value)>);

impl Chosen {
    /// Another value; none: the default again.
    pub(super) fn set(&mut self, setting: &'static Setting, value: Option<Value>) {
        let found = self
            .0
            .binary_search_by_key(&setting.name, |&(name, _)| name);
        match (found, value) {
            (Ok(at), Some(value)) => self.0[at].1 = value,
            (Ok(at), None) => drop(self.0.remove(at)),
            (Err(at), Some(value)) => self.0.insert(at, (setting.name, value)),
            (Err(_), None) => {}
        }
    }

    /// The value of a setting, if it is not the default.
    pub fn get(&self, name: &str) -> Option<&Value> {
        let found = self.0.iter().find(|(n, _)| *n == name);
        found.map(|(_, value)| value)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.0.iter().map(|(name, value)| (*name, value))
    }
}

impl Serialize for Chosen {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::settings::find;

    #[test]
    fn it_keeps_what_differs_in_the_order_of_the_names() {
        let mut chosen = Chosen::default();
        for (name, value) in [
            ("prefetch_count", 1.0),
            ("consumers", 4.0),
            ("consumers", 5.0),
        ] {
            let row = find(name).expect("a setting");
            chosen.set(row, Some(Value::Number(value)));
        }
        let text = serde_json::to_string(&chosen).expect("plain data");
        assert_eq!(text, r#"{"consumers":5,"prefetch_count":1}"#);
        chosen.set(find("consumers").expect("a setting"), None);
        assert_eq!(chosen.get("consumers"), None);
        assert_eq!(chosen.get("prefetch_count"), Some(&Value::Number(1.0)));
    }
}
