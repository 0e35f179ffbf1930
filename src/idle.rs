//! Buffers that grow to what work needs, kept for whoever works next: to grow them anew for each mail takes longer than to
//! judge some of its sentences. Knows nothing of what is done with them.

use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, PoisonError};

/// What nobody works with at the moment: at most one for each thread that ever did.
#[derive(Debug, Default)]
pub(crate) struct Idle<T>(Mutex<Vec<T>>);

impl<T: Default> Idle<T> {
    /// What somebody has left, or new; it comes back when it is dropped.
    pub(crate) fn take(&self) -> Taken<'_, T> {
        let left = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Taken { thing: left.unwrap_or_default(), from: self }
    }
}

/// Somebody's for as long as it lives.
#[derive(Debug)]
pub(crate) struct Taken<'i, T: Default> {
    thing: T,
    from: &'i Idle<T>,
}

impl<T: Default> Deref for Taken<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.thing
    }
}

impl<T: Default> DerefMut for Taken<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.thing
    }
}

impl<T: Default> Drop for Taken<'_, T> {
    fn drop(&mut self) {
        let thing = std::mem::take(&mut self.thing);
        self.from.0.lock().unwrap_or_else(PoisonError::into_inner).push(thing);
    }
}
