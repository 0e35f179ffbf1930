//! Numbers in a row that are read where they lie.

use std::borrow::Cow;

use super::{Freezer, Frozen, Thawer};

/// A row of numbers of four bytes each: in the binary where it was thawed, else its own.
#[derive(Clone, Debug, Default)]
pub struct Table(Cow<'static, [u8]>);

impl From<Vec<u32>> for Table {
    fn from(numbers: Vec<u32>) -> Table {
        Table(Cow::Owned(numbers.iter().flat_map(|number| number.to_le_bytes()).collect()))
    }
}

impl Table {
    /// The numbers.
    pub fn numbers(&self) -> Numbers<'_> {
        Numbers(&self.0)
    }
}

impl Frozen for Table {
    fn freeze(&self, to: &mut Freezer) {
        to.raw(&self.0);
    }

    fn thaw(from: &mut Thawer) -> Option<Table> {
        from.raw().map(|bytes| Table(Cow::Borrowed(bytes)))
    }
}

/// The numbers of a table or of a part of one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Numbers<'t>(&'t [u8]);

impl<'t> Numbers<'t> {
    /// How many there are.
    pub fn len(self) -> usize {
        self.0.len() / 4
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// The number at that place.
    pub fn get(self, at: usize) -> Option<u32> {
        self.0.get(4 * at..)?.first_chunk().map(|&bytes| u32::from_le_bytes(bytes))
    }

    /// As many numbers as asked for, from that place on.
    pub fn row<const N: usize>(self, at: usize) -> Option<[u32; N]> {
        let bytes = self.0.get(4 * at..4 * (at + N))?;
        let mut row = [0; N];
        for (number, bytes) in row.iter_mut().zip(bytes.as_chunks::<4>().0) {
            *number = u32::from_le_bytes(*bytes);
        }
        Some(row)
    }

    /// The numbers from one place to another; none where they are not all there.
    pub fn part(self, start: usize, end: usize) -> Numbers<'t> {
        Numbers(self.0.get(4 * start..4 * end).unwrap_or_default())
    }

    /// Rows of `N` numbers, one after the other; what is left over is no row.
    pub fn rows<const N: usize>(self) -> impl Iterator<Item = [u32; N]> + 't {
        self.0.as_chunks::<4>().0.as_chunks::<N>().0.iter().map(|row| row.map(u32::from_le_bytes))
    }

    /// How many rows come before the first that is not `before`, if all that are come first.
    pub fn rows_before<const N: usize>(self, before: impl Fn([u32; N]) -> bool) -> usize {
        self.0.as_chunks::<4>().0.as_chunks::<N>().0.partition_point(|row| before(row.map(u32::from_le_bytes)))
    }

    /// One after the other.
    pub fn iter(self) -> impl Iterator<Item = u32> + 't {
        self.0.as_chunks::<4>().0.iter().map(|&bytes| u32::from_le_bytes(bytes))
    }
}

/// For each number below some end, a row of others.
#[derive(Clone, Debug, Default)]
pub struct Index {
    ends: Table,
    items: Table,
}

impl Index {
    /// Of `(number, item)`; the items of a number keep their order.
    pub fn of(pairs: &[(u32, u32)]) -> Index {
        let mut sorted: Vec<(u32, u32)> = pairs.to_vec();
        sorted.sort_by_key(|&(number, _)| number);
        let mut ends = vec![0; sorted.last().map_or(0, |&(number, _)| number as usize + 1)];
        for &(number, _) in &sorted {
            ends[number as usize] += 1;
        }
        let mut end = 0;
        for count in &mut ends {
            end += *count;
            *count = end;
        }
        Index {
            ends: Table::from(ends),
            items: Table::from(sorted.into_iter().map(|(_, item)| item).collect::<Vec<_>>()),
        }
    }

    /// The row of a number.
    pub fn row(&self, number: u32) -> Numbers<'_> {
        let ends = self.ends.numbers();
        let at = number as usize;
        let end = ends.get(at).unwrap_or(0) as usize;
        let start = at.checked_sub(1).and_then(|before| ends.get(before)).unwrap_or(0) as usize;
        self.items.numbers().part(start.min(end), end)
    }
}

super::frozen!(struct Index { ends, items });

#[cfg(test)]
mod tests {
    use super::{Index, Table};

    #[test]
    fn an_index_keeps_the_order_of_its_items() {
        let index = Index::of(&[(3, 9), (1, 5), (3, 2)]);
        let row = |number| index.row(number).iter().collect::<Vec<_>>();
        assert_eq!([row(0), row(1), row(2), row(3), row(4)], [vec![], vec![5], vec![], vec![9, 2], vec![]]);
        assert!(Index::default().row(0).is_empty());
    }

    #[test]
    fn a_table_ends_where_it_ends() {
        let table = Table::from(vec![1, 2, u32::MAX]);
        let numbers = table.numbers();
        assert_eq!((numbers.len(), numbers.get(2), numbers.get(3)), (3, Some(u32::MAX), None));
        assert_eq!(numbers.row::<2>(1), Some([2, u32::MAX]));
        assert_eq!(numbers.row::<2>(2), None);
        assert!(numbers.part(2, 4).is_empty());
    }
}
