//! Values that most runs never ask for.

use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use super::{Freezer, Frozen, Thawer};

/// A value that is thawed when first used. None of its parts may be late in turn.
#[derive(Clone, Debug, Default)]
pub struct Late<T> {
    /// In a box: most are never filled, and then take little room.
    value: OnceLock<Box<T>>,
    place: Option<Thawer>,
}

impl<T> From<T> for Late<T> {
    fn from(value: T) -> Late<T> {
        Late { value: OnceLock::from(Box::new(value)), place: None }
    }
}

impl<T: Frozen + Default> Deref for Late<T> {
    type Target = T;

    fn deref(&self) -> &T {
        let thaw = || self.place.and_then(|mut place| T::thaw(&mut place)).unwrap_or_default();
        self.value.get_or_init(|| Box::new(thaw()))
    }
}

impl<T: Frozen + Default> DerefMut for Late<T> {
    fn deref_mut(&mut self) -> &mut T {
        // Thawed first, where it was not.
        let _value: &T = self;
        self.value.get_mut().expect("it was filled a moment ago")
    }
}

impl<T: Frozen + Default> Frozen for Late<T> {
    fn freeze(&self, to: &mut Freezer) {
        // What a value writes goes to the front; for this one that is the other shelf.
        std::mem::swap(&mut to.front, &mut to.back);
        let place = to.front.bytes.len();
        T::freeze(self, to);
        std::mem::swap(&mut to.front, &mut to.back);
        to.number(place as u64);
    }

    fn thaw(from: &mut Thawer) -> Option<Late<T>> {
        let at = from.size()?;
        let place = Thawer { late: true, at, ..*from };
        Some(Late { value: OnceLock::new(), place: Some(place) })
    }
}
