//! A choice: a setting that takes one of some values, each of which has a name.
//!
//! ```text
//!   links, files        engine                  page
//!   "async-def"  ◀──▶  Endpoint::AsyncDef  ──▶  async def     (words/en/settings.rs)
//! ```
//!
//! Value and name stand side by side in one list, so that none can be without the other, and nothing is paired by its
//! place. What the page calls a value is a word, and stands with all words; a value without its word does not compile.

/// One of some values, each with its name in links and files.
pub trait Choice: Copy + 'static {
    /// The names, in the order of the list.
    const NAMES: &'static [&'static str];

    /// Its place in the list.
    fn place(self) -> usize;

    /// The value in this place.
    fn at(place: usize) -> Option<Self>;

    /// The value of this name.
    fn named(name: &str) -> Option<Self> {
        let place = Self::NAMES.iter().position(|it| *it == name)?;
        Self::at(place)
    }
}

/// An enum of which each value has a name: `AsyncDef = "async-def"`.
macro_rules! choice {
    (
        $(#[$about:meta])*
        pub enum $Choice:ident {
            $($(#[$means:meta])* $Value:ident = $name:literal,)+
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $Choice {
            $($(#[$means])* $Value,)+
        }

        impl $crate::choice::Choice for $Choice {
            const NAMES: &'static [&'static str] = &[$($name),+];

            fn place(self) -> usize {
                self as usize
            }

            fn at(place: usize) -> Option<Self> {
                $(
                    if place == Self::$Value as usize {
                        return Some(Self::$Value);
                    }
                )+
                None
            }
        }
    };
}
pub(crate) use choice;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::Spread;

    #[test]
    fn a_value_is_found_by_its_place_and_by_its_name() {
        for (place, name) in Spread::NAMES.iter().enumerate() {
            let spread = Spread::at(place).expect("a name has its value");
            assert_eq!(spread.place(), place);
            assert_eq!(Spread::named(name), Some(spread));
        }
        assert_eq!(Spread::named("exponential"), Some(Spread::Exponential));
        assert_eq!(Spread::named("Exponential"), None, "to the letter");
        assert_eq!(Spread::at(Spread::NAMES.len()), None);
    }
}
