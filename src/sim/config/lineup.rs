//! The services that an order needs.
//!
//! ```text
//! services=inventory.payment.shipping    three of six, in this order; the others are not there
//! ```
//!
//! A service is known by its number, which is its place in [`NAMES`] and never changes. Payment charges, and is in every
//! lineup. An order keeps the lineup it was sent under: services that come or go concern those that are sent later.

/// How many services there can be.
pub const SERVICES: usize = NAMES.len();

/// The service that charges.
pub const PAYMENT: u8 = 0;

/// Their names in links and files, by number; they never change.
pub const NAMES: [&str; 6] = [
    "payment",
    "inventory",
    "shipping",
    "invoice",
    "email",
    "loyalty",
];

/// Services by number, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Set(u8);

impl Set {
    /// Payment alone.
    pub const PAYMENT: Self = Self::one(PAYMENT);

    /// One of them.
    pub const fn one(service: u8) -> Self {
        Self(1 << service)
    }

    /// Is it in the set?
    pub fn has(self, service: u8) -> bool {
        self.0 & 1 << service != 0
    }

    /// Is none?
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many are?
    pub fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// With those of another.
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Without those of another.
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Those in both.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// They, by number.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        // (Bit by bit: a loop over all that there can be is written out, once for each.)
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let service = rest.trailing_zeros() as u8;
            let any = rest != 0;
            rest &= rest.wrapping_sub(1);
            any.then_some(service)
        })
    }
}

/// 1 to 6 services, each at most once, in order, with Payment among them.
//
// (Three bits each from the lowest on, one more than its number: it is copied into every order.)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lineup(u32);

impl Default for Lineup {
    fn default() -> Self {
        Self::ONE
    }
}

impl Lineup {
    /// Payment alone.
    pub const ONE: Self = Self(1 + PAYMENT as u32);

    /// These, if they can be a lineup.
    pub fn of(services: impl IntoIterator<Item = u8>) -> Option<Self> {
        let (mut bits, mut at, mut set) = (0, 0, Set::default());
        for service in services {
            if usize::from(service) >= SERVICES || set.has(service) {
                return None;
            }
            set = set.with(Set::one(service));
            bits |= (1 + u32::from(service)) << at;
            at += 3;
        }
        set.has(PAYMENT).then_some(Self(bits))
    }

    /// By their names, with a dot between each two.
    pub fn named(text: &str) -> Option<Self> {
        let names = text.split('.');
        let numbers = names.map(|name| NAMES.iter().position(|it| *it == name));
        let numbers: Option<Vec<u8>> = numbers.map(|at| at.map(|at| at as u8)).collect();
        Self::of(numbers?)
    }

    /// Their names, with a dot between each two.
    pub fn names(self) -> String {
        let mut text = String::new();
        for service in self.iter() {
            if !text.is_empty() {
                text.push('.');
            }
            text.push_str(NAMES[service as usize]);
        }
        text
    }

    /// As one number, for [`Lineup::numbered`].
    pub fn number(self) -> u32 {
        self.0
    }

    /// The one of this number, if there is one.
    pub fn numbered(number: u32) -> Option<Self> {
        Self::of(Self(number).iter())
    }

    /// Is there one service, which is Payment?
    #[inline]
    pub fn is_one(self) -> bool {
        self == Self::ONE
    }

    /// How many there are: one, or more.
    // (There is always Payment, so nobody need ask whether it is empty.)
    #[allow(clippy::len_without_is_empty)]
    pub fn len(self) -> usize {
        self.iter().count()
    }

    /// They, in order.
    pub fn iter(self) -> impl Iterator<Item = u8> + Clone {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let service = (rest & 7).checked_sub(1)?;
            rest >>= 3;
            Some(service as u8)
        })
    }

    /// The first one.
    pub fn first(self) -> u8 {
        ((self.0 & 7) - 1) as u8
    }

    /// The one after this.
    pub fn next(self, service: u8) -> Option<u8> {
        let mut rest = self.iter().skip_while(move |&it| it != service);
        rest.nth(1)
    }

    /// All of them.
    #[inline]
    pub fn set(self) -> Set {
        match self {
            Self::ONE => Set::PAYMENT,
            several => several.set_of_several(),
        }
    }

    fn set_of_several(self) -> Set {
        self.iter()
            .fold(Set::default(), |set, it| set.with(Set::one(it)))
    }

    /// This one and all after it.
    pub fn from(self, service: u8) -> Set {
        let rest = self.iter().skip_while(|&it| it != service);
        rest.fold(Set::default(), |set, it| set.with(Set::one(it)))
    }

    /// How many there have to be for it, by number.
    pub fn room(self) -> u8 {
        self.iter().max().map_or(0, |highest| highest + 1)
    }

    /// Its place, from 0.
    pub fn place(self, service: u8) -> Option<usize> {
        self.iter().position(|it| it == service)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lineup_reads_back_from_its_names_and_from_its_number() {
        for text in [
            "payment",
            "inventory.payment.shipping",
            "loyalty.email.invoice.shipping.inventory.payment",
        ] {
            let lineup = Lineup::named(text).expect("a lineup");
            assert_eq!(lineup.names(), text);
            assert_eq!(Lineup::numbered(lineup.number()), Some(lineup));
            assert_eq!(lineup.len(), text.split('.').count());
        }
        assert_eq!(Lineup::named("payment"), Some(Lineup::ONE));
    }

    #[test]
    fn what_is_no_lineup_is_none() {
        for text in [
            "",
            "shipping",
            "payment.payment",
            "payment.what",
            "payment.",
            "Payment",
        ] {
            assert_eq!(Lineup::named(text), None, "{text:?}");
        }
        assert_eq!(Lineup::numbered(0), None);
        assert_eq!(Lineup::numbered(7), None);
    }

    #[test]
    fn each_knows_what_comes_after_it() {
        let lineup = Lineup::named("inventory.payment.shipping").expect("a lineup");
        assert_eq!(lineup.first(), 1);
        assert_eq!(lineup.next(1), Some(PAYMENT));
        assert_eq!(lineup.next(PAYMENT), Some(2));
        assert_eq!(lineup.next(2), None);
        let downstream: Vec<u8> = lineup.from(PAYMENT).iter().collect();
        assert_eq!(downstream, [PAYMENT, 2]);
    }
}
