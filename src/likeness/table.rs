//! The learnt weights, as the build script wrote them: little-endian, all counts 32 bits.
//!
//! Number of labels, number of rows, the step of a weight; a bias for each label; the row with which each drawer begins, and
//! the end; the hash of each row, ascending; for each row a weight of eight bits for each label; the labels' names, one a
//! line.

/// Rows lie in drawers by the first bits of their hashes, so that one is found without a search.
pub(crate) const DRAWERS: usize = 1 << 14;

/// The drawer of a hash.
pub(crate) fn drawer_of(hash: u32) -> usize {
    (hash >> 18) as usize
}

/// Weights of rows of features for labels.
#[derive(Debug, Default)]
pub(super) struct Table {
    labels: Vec<&'static str>,
    step: f32,
    biases: Vec<f32>,
    drawers: &'static [u8],
    hashes: &'static [u8],
    weights: &'static [u8],
}

impl Table {
    pub(super) fn embedded() -> Table {
        Table::read(embedded!("likeness.bin")).unwrap_or_default()
    }

    fn read(bytes: &'static [u8]) -> Option<Table> {
        let (labels, bytes) = number(bytes)?;
        let (rows, bytes) = number(bytes)?;
        let (step, bytes) = bytes.split_first_chunk::<4>()?;
        let (biases, bytes) = bytes.split_at_checked(4 * labels)?;
        let (drawers, bytes) = bytes.split_at_checked(4 * (DRAWERS + 1))?;
        let (hashes, bytes) = bytes.split_at_checked(4 * rows)?;
        let (weights, names) = bytes.split_at_checked(labels * rows)?;
        Some(Table {
            labels: std::str::from_utf8(names).ok()?.split('\n').collect(),
            step: f32::from_le_bytes(*step),
            biases: biases.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect(),
            drawers,
            hashes,
            weights,
        })
    }

    pub(super) fn labels(&self) -> impl Iterator<Item = &'static str> {
        self.labels.iter().copied()
    }

    /// The row of a feature, if it was learnt.
    pub(super) fn row(&self, hash: u32) -> Option<u32> {
        let begins = |drawer: usize| Some(u32::from_le_bytes(*self.drawers.as_chunks::<4>().0.get(drawer)?) as usize);
        let drawer = drawer_of(hash);
        let (first, end) = (begins(drawer)?, begins(drawer + 1)?);
        let hashes = self.hashes.as_chunks::<4>().0.get(first..end)?;
        let found = hashes.iter().position(|bytes| u32::from_le_bytes(*bytes) == hash)?;
        u32::try_from(first + found).ok()
    }

    pub(super) fn weight(&self, row: u32, label: usize) -> f32 {
        let weight = self.weights.get(row as usize * self.labels.len() + label);
        weight.map_or(0.0, |&weight| f32::from(i8::from_le_bytes([weight])) * self.step)
    }

    /// The share of each label, given rows of which the same ones stand together; they count once.
    pub(super) fn shares(&self, rows: impl Iterator<Item = u32>) -> Vec<f32> {
        let width = self.labels.len();
        let mut sums = vec![0_i32; width];
        let (mut last, mut count) = (None, 0_u16);
        for row in rows.filter(|&row| last.replace(row) != Some(row)) {
            count = count.saturating_add(1);
            let from = row as usize * width;
            let weights = self.weights.get(from..from + width).unwrap_or_default();
            sums.iter_mut().zip(weights).for_each(|(sum, &weight)| *sum += i32::from(i8::from_le_bytes([weight])));
        }
        let size = self.step / f32::from(count.max(1)).sqrt();
        #[allow(clippy::cast_precision_loss, reason = "a sum of a few hundred bytes")]
        let scores: Vec<f32> = sums.iter().zip(&self.biases).map(|(&sum, bias)| sum as f32 * size + bias).collect();
        let most = scores.iter().copied().fold(f32::MIN, f32::max);
        let exponentials: Vec<f32> = scores.iter().map(|score| (score - most).exp()).collect();
        let sum: f32 = exponentials.iter().sum();
        exponentials.iter().map(|value| value / sum).collect()
    }
}

fn number(bytes: &'static [u8]) -> Option<(usize, &'static [u8])> {
    let (number, rest) = bytes.split_first_chunk::<4>()?;
    Some((u32::from_le_bytes(*number) as usize, rest))
}
