//! Values of the standard library, and the macro for our own.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Freezer, Frozen, Thawer};

/// Implements [`Frozen`] for a struct, of which all fields are named, or for an enum, of which each variant is named
/// with its number.
macro_rules! frozen {
    (struct $name:ident { $($field:ident),* $(,)? }) => {
        impl $crate::frozen::Frozen for $name {
            fn freeze(&self, to: &mut $crate::frozen::Freezer) {
                let $name { $($field),* } = self;
                $($crate::frozen::Frozen::freeze($field, to);)*
            }

            fn thaw(from: &mut $crate::frozen::Thawer) -> Option<$name> {
                Some($name { $($field: $crate::frozen::Frozen::thaw(from)?),* })
            }
        }
    };
    (enum $name:ident {
        $($number:literal => $variant:ident $(($inner:ident))? $({ $($field:ident),* })?),* $(,)?
    }) => {
        impl $crate::frozen::Frozen for $name {
            fn freeze(&self, to: &mut $crate::frozen::Freezer) {
                match self {
                    $($name::$variant $(($inner))? $({ $($field),* })? => {
                        to.number($number);
                        $($crate::frozen::Frozen::freeze($inner, to);)?
                        $($($crate::frozen::Frozen::freeze($field, to);)*)?
                    })*
                }
            }

            fn thaw(from: &mut $crate::frozen::Thawer) -> Option<$name> {
                match from.number()? {
                    $($number => {
                        $(let $inner = $crate::frozen::Frozen::thaw(from)?;)?
                        $($(let $field = $crate::frozen::Frozen::thaw(from)?;)*)?
                        Some($name::$variant $(($inner))? $({ $($field),* })?)
                    })*
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use frozen;

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl Frozen for $number {
            fn freeze(&self, to: &mut Freezer) {
                to.number(*self as u64);
            }

            fn thaw(from: &mut Thawer) -> Option<$number> {
                <$number>::try_from(from.number()?).ok()
            }
        })*
    };
}

numbers!(u8, u16, u32, u64, usize);

impl Frozen for bool {
    fn freeze(&self, to: &mut Freezer) {
        to.number(u64::from(*self));
    }

    fn thaw(from: &mut Thawer) -> Option<bool> {
        Some(from.number()? != 0)
    }
}

impl Frozen for f64 {
    fn freeze(&self, to: &mut Freezer) {
        to.number(self.to_bits());
    }

    fn thaw(from: &mut Thawer) -> Option<f64> {
        from.number().map(f64::from_bits)
    }
}

impl Frozen for String {
    fn freeze(&self, to: &mut Freezer) {
        to.text(self);
    }

    fn thaw(from: &mut Thawer) -> Option<String> {
        from.text().map(str::to_owned)
    }
}

impl Frozen for Cow<'static, str> {
    fn freeze(&self, to: &mut Freezer) {
        to.text(self);
    }

    fn thaw(from: &mut Thawer) -> Option<Cow<'static, str>> {
        from.text().map(Cow::Borrowed)
    }
}

impl<T: Frozen> Frozen for Option<T> {
    fn freeze(&self, to: &mut Freezer) {
        to.number(u64::from(self.is_some()));
        if let Some(value) = self {
            value.freeze(to);
        }
    }

    fn thaw(from: &mut Thawer) -> Option<Option<T>> {
        Some(if from.number()? == 0 { None } else { Some(T::thaw(from)?) })
    }
}

impl<T: Frozen> Frozen for Box<T> {
    fn freeze(&self, to: &mut Freezer) {
        T::freeze(self, to);
    }

    fn thaw(from: &mut Thawer) -> Option<Box<T>> {
        T::thaw(from).map(Box::new)
    }
}

impl<T: Frozen> Frozen for Arc<T> {
    fn freeze(&self, to: &mut Freezer) {
        T::freeze(self, to);
    }

    fn thaw(from: &mut Thawer) -> Option<Arc<T>> {
        T::thaw(from).map(Arc::new)
    }
}

impl<T: Frozen> Frozen for Vec<T> {
    fn freeze(&self, to: &mut Freezer) {
        to.number(self.len() as u64);
        for value in self {
            value.freeze(to);
        }
    }

    fn thaw(from: &mut Thawer) -> Option<Vec<T>> {
        // Each value has a byte at least: no length asks for more memory than the bytes can fill.
        let length = from.size()?.min(from.left());
        let mut values = Vec::with_capacity(length);
        for _ in 0..length {
            values.push(T::thaw(from)?);
        }
        Some(values)
    }
}

impl<K: Frozen + Ord, V: Frozen> Frozen for BTreeMap<K, V> {
    fn freeze(&self, to: &mut Freezer) {
        to.number(self.len() as u64);
        for (key, value) in self {
            key.freeze(to);
            value.freeze(to);
        }
    }

    fn thaw(from: &mut Thawer) -> Option<BTreeMap<K, V>> {
        (0..from.number()?).map(|_| Some((K::thaw(from)?, V::thaw(from)?))).collect()
    }
}

impl<A: Frozen, B: Frozen> Frozen for (A, B) {
    fn freeze(&self, to: &mut Freezer) {
        self.0.freeze(to);
        self.1.freeze(to);
    }

    fn thaw(from: &mut Thawer) -> Option<(A, B)> {
        Some((A::thaw(from)?, B::thaw(from)?))
    }
}
