//! Live things in a plain array.
//!
//! A freed place is used again by the next arrival, so memory follows the number of things alive at once and not
//! the number that ever lived. A [`Key`] remembers the generation of its place: an event about something that is
//! gone finds nothing, instead of finding its successor.

/// The address of a live thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Place in the array.
    pub index: u32,
    generation: u32,
}

#[derive(Clone, Debug)]
struct Place<T> {
    /// Odd: something lives here.
    generation: u32,
    /// What lives here, or the last that did.
    value: T,
}

impl<T> Place<T> {
    fn is_alive(&self) -> bool {
        self.generation % 2 == 1
    }
}

/// A growing array with reusable places.
#[derive(Clone, Debug)]
pub struct Slab<T> {
    places: Vec<Place<T>>,
    free: Vec<u32>,
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Self {
            places: Vec::new(),
            free: Vec::new(),
        }
    }
}

impl<T: Copy> Slab<T> {
    /// Adds a live thing.
    pub fn insert(&mut self, value: T) -> Key {
        if let Some(index) = self.free.pop() {
            let place = &mut self.places[index as usize];
            place.generation = place.generation.wrapping_add(1);
            place.value = value;
            return Key {
                index,
                generation: place.generation,
            };
        }
        let index = self.places.len() as u32;
        let generation = 1;
        self.places.push(Place { generation, value });
        Key { index, generation }
    }

    /// Takes a thing out; its key finds nothing from now on.
    pub fn remove(&mut self, key: Key) -> Option<T> {
        let place = self.place_mut(key)?;
        place.generation = place.generation.wrapping_add(1);
        let value = place.value;
        self.free.push(key.index);
        Some(value)
    }
}

impl<T> Slab<T> {
    /// (A key is made for a live thing: its generation is odd.)
    #[inline]
    fn place_mut(&mut self, key: Key) -> Option<&mut Place<T>> {
        let place = self.places.get_mut(key.index as usize)?;
        (place.generation == key.generation).then_some(place)
    }

    /// The thing at this key, if it still lives.
    #[inline]
    pub fn get(&self, key: Key) -> Option<&T> {
        let place = self.places.get(key.index as usize)?;
        (place.generation == key.generation).then_some(&place.value)
    }

    /// The thing at this key, if it still lives.
    #[inline]
    pub fn get_mut(&mut self, key: Key) -> Option<&mut T> {
        self.place_mut(key).map(|place| &mut place.value)
    }

    /// How many things are alive.
    pub fn len(&self) -> usize {
        self.places.len() - self.free.len()
    }

    /// How many places there are: as many as were ever alive at once.
    pub fn places(&self) -> usize {
        self.places.len()
    }

    /// Whether nothing is alive.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every live thing, by place.
    pub fn iter(&self) -> impl Iterator<Item = (Key, &T)> {
        let places = self.places.iter().enumerate();
        let alive = places.filter(|(_, place)| place.is_alive());
        alive.map(|(index, place)| {
            let key = Key {
                index: index as u32,
                generation: place.generation,
            };
            (key, &place.value)
        })
    }

    /// The keys of every live thing, by place.
    pub fn keys(&self) -> Vec<Key> {
        self.iter().map(|(key, _)| key).collect()
    }
}

/// For the places of the engine that know the thing is alive: a miss is a bug in the engine.
impl<T> std::ops::Index<Key> for Slab<T> {
    type Output = T;
    fn index(&self, key: Key) -> &T {
        match self.get(key) {
            Some(thing) => thing,
            None => is_gone(),
        }
    }
}

impl<T> std::ops::IndexMut<Key> for Slab<T> {
    fn index_mut(&mut self, key: Key) -> &mut T {
        match self.get_mut(key) {
            Some(thing) => thing,
            None => is_gone(),
        }
    }
}

/// (Its words stand once: they are asked for in a hundred places.)
#[cold]
#[inline(never)]
fn is_gone() -> ! {
    panic!("the key of a live thing")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_does_not_find_the_successor() {
        let mut slab = Slab::default();
        let first = slab.insert("first");
        assert_eq!(slab.remove(first), Some("first"));
        let second = slab.insert("second");
        assert_eq!(second.index, first.index);
        assert_eq!(slab.get(first), None);
        assert_eq!(slab.remove(first), None);
        assert_eq!(slab[second], "second");
        assert_eq!(slab.len(), 1);
    }
}
