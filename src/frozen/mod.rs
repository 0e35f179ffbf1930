//! Values as bytes: what the build has made is used at run time without being made again.
//!
//! A [`Freezer`] writes values one behind the other, numbers in few bytes and each text once. A [`Thawer`] reads them
//! in the same order; texts and [`Table`]s stay where they are in the binary, so that only what is looked at is read
//! from disk. What most runs never ask for is [`Late`]: it lies apart and is thawed when first used.
//!
//! The bytes are of one build and read by that build: there is no version, and no defence against bytes of others but
//! that they yield nothing instead of a panic.

mod late;
mod table;
mod value;

use std::collections::HashMap;

pub use late::Late;
pub use table::{Index, Numbers, Table};
pub(crate) use value::frozen;

/// A value that can be written and read back.
pub trait Frozen: Sized {
    /// Writes the value.
    fn freeze(&self, to: &mut Freezer);

    /// Reads one; `None` where the bytes hold none.
    fn thaw(from: &mut Thawer) -> Option<Self>;
}

/// What has been written: bytes, and the texts that they refer to.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// The values.
    pub bytes: Vec<u8>,
    /// Their texts, each once.
    pub text: String,
    places: HashMap<String, usize>,
}

/// Writes values.
#[derive(Clone, Debug, Default)]
pub struct Freezer {
    /// What is read at every start.
    pub front: Shelf,
    /// What is [`Late`].
    pub back: Shelf,
}

impl Freezer {
    /// Writes a number: seven bits to a byte, the lowest first, and the eighth where more follow.
    pub fn number(&mut self, mut number: u64) {
        while number > 0x7f {
            self.front.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.front.bytes.push(number as u8);
    }

    /// Writes a text.
    pub fn text(&mut self, text: &str) {
        let Shelf { text: all, places, .. } = &mut self.front;
        let place = *places.entry(text.to_owned()).or_insert_with(|| {
            all.push_str(text);
            all.len() - text.len()
        });
        self.number(place as u64);
        self.number(text.len() as u64);
    }

    /// Writes bytes as they are.
    fn raw(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.front.bytes.extend_from_slice(bytes);
    }
}

/// Bytes and texts that were written, in the binary.
#[derive(Clone, Copy, Debug)]
pub struct Store {
    /// The values.
    pub bytes: &'static [u8],
    /// Their texts.
    pub text: &'static str,
}

/// All that a [`Freezer`] wrote.
#[derive(Clone, Copy, Debug)]
pub struct Stores {
    /// What is read at every start.
    pub front: Store,
    /// What is [`Late`].
    pub back: Store,
}

/// Reads values in the order in which they were written.
#[derive(Clone, Copy, Debug)]
pub struct Thawer {
    stores: &'static Stores,
    /// Whether it reads what is late.
    late: bool,
    at: usize,
}

impl Thawer {
    /// From the first value on.
    pub fn new(stores: &'static Stores) -> Thawer {
        Thawer { stores, late: false, at: 0 }
    }

    fn store(&self) -> &'static Store {
        if self.late { &self.stores.back } else { &self.stores.front }
    }

    /// The next number.
    pub fn number(&mut self) -> Option<u64> {
        // Most numbers are small.
        if let Some(&byte) = self.store().bytes.get(self.at)
            && byte < 0x80
        {
            self.at += 1;
            return Some(u64::from(byte));
        }
        let bytes = self.store().bytes;
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = *bytes.get(self.at)?;
            self.at += 1;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// The next number, as a place or length.
    fn size(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    /// How many bytes are left.
    fn left(&self) -> usize {
        self.store().bytes.len().saturating_sub(self.at)
    }

    /// The next text, where it lies.
    pub fn text(&mut self) -> Option<&'static str> {
        let start = self.size()?;
        let end = start.checked_add(self.size()?)?;
        self.store().text.get(start..end)
    }

    /// The next bytes, where they lie.
    fn raw(&mut self) -> Option<&'static [u8]> {
        let length = self.size()?;
        let end = self.at.checked_add(length)?;
        let bytes = self.store().bytes.get(self.at..end)?;
        self.at = end;
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{Freezer, Frozen, Late, Store, Stores, Table, Thawer, frozen};

    #[derive(Debug, Default, PartialEq)]
    enum Kind {
        #[default]
        Plain,
        Of(Vec<u32>),
        Named {
            name: String,
            share: Option<f64>,
        },
    }

    #[derive(Debug, Default, PartialEq)]
    struct Thing {
        kinds: Vec<Kind>,
        title: Cow<'static, str>,
        sure: bool,
    }

    frozen!(enum Kind { 0 => Plain, 1 => Of(of), 2 => Named { name, share } });
    frozen!(struct Thing { kinds, title, sure });

    fn thawer(freezer: Freezer) -> Thawer {
        let store = |shelf: super::Shelf| Store { bytes: shelf.bytes.leak(), text: shelf.text.leak() };
        Thawer::new(Box::leak(Box::new(Stores { front: store(freezer.front), back: store(freezer.back) })))
    }

    #[test]
    fn what_was_frozen_is_thawed() {
        let thing = || Thing {
            kinds: vec![
                Kind::Plain,
                Kind::Of(vec![0, 127, 128, u32::MAX]),
                Kind::Named { name: "遅延".to_owned(), share: Some(0.3) },
            ],
            title: Cow::Borrowed("遅延"),
            sure: true,
        };
        let mut freezer = Freezer::default();
        thing().freeze(&mut freezer);
        Late::<Thing>::from(thing()).freeze(&mut freezer);
        Late::<Late<Thing>, false>::from(Late::from(thing())).freeze(&mut freezer);
        Table::from(vec![7_u32, 8]).freeze(&mut freezer);
        assert_eq!(freezer.front.text, "遅延", "each text once");

        let mut thawer = thawer(freezer);
        assert_eq!(Thing::thaw(&mut thawer), Some(thing()));
        assert_eq!(Late::<Thing>::thaw(&mut thawer).as_deref(), Some(&thing()));
        assert_eq!(Late::<Late<Thing>, false>::thaw(&mut thawer).map(|late| (**late == thing()) as u8), Some(1));
        let table = Table::thaw(&mut thawer).expect("a table");
        assert_eq!(table.numbers().iter().collect::<Vec<_>>(), [7, 8]);
        assert_eq!(u32::thaw(&mut thawer), None, "the end");
    }
}
