//! Values that most runs never ask for.

use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use super::{Freezer, Frozen, Thawer};

/// A value that is thawed when first used. Mostly it lies apart, and none of its parts may lie apart in turn; with `false` it
/// lies where it was written, for what is asked for often enough to be read with its neighbours.
#[derive(Clone, Debug, Default)]
pub struct Late<T, const APART: bool = true> {
    /// In a box: most are never filled, and then take little room.
    value: OnceLock<Box<T>>,
    place: Option<Thawer>,
}

impl<T, const APART: bool> From<T> for Late<T, APART> {
    fn from(value: T) -> Late<T, APART> {
        Late { value: OnceLock::from(Box::new(value)), place: None }
    }
}

impl<T: Frozen + Default, const APART: bool> Deref for Late<T, APART> {
    type Target = T;

    fn deref(&self) -> &T {
        let thaw = || self.place.and_then(|mut place| T::thaw(&mut place)).unwrap_or_default();
        self.value.get_or_init(|| Box::new(thaw()))
    }
}

impl<T: Frozen + Default, const APART: bool> DerefMut for Late<T, APART> {
    fn deref_mut(&mut self) -> &mut T {
        // Thawed first, where it was not.
        let _value: &T = self;
        self.value.get_mut().expect("it was filled a moment ago")
    }
}

impl<T: Frozen + Default, const APART: bool> Frozen for Late<T, APART> {
    fn freeze(&self, to: &mut Freezer) {
        if APART {
            // What a value writes goes to the front; for this one that is the other shelf.
            std::mem::swap(&mut to.front, &mut to.back);
            let place = to.front.bytes.len();
            T::freeze(self, to);
            std::mem::swap(&mut to.front, &mut to.back);
            to.number(place as u64);
        } else {
            let before = std::mem::take(&mut to.front.bytes);
            T::freeze(self, to);
            let own = std::mem::replace(&mut to.front.bytes, before);
            to.raw(&own);
        }
    }

    fn thaw(from: &mut Thawer) -> Option<Late<T, APART>> {
        let place = if APART {
            let at = from.size()?;
            Thawer { late: true, at, ..*from }
        } else {
            let length = from.size()?;
            let here = *from;
            from.at = from.at.checked_add(length)?;
            here
        };
        Some(Late { value: OnceLock::new(), place: Some(place) })
    }
}
