//! The learnt weights, as the build script wrote them: little-endian, all counts 32 bits.
//!
//! Number of rows. For each question (how a sentence hurts, what it does, which kind of mail a text is) the number of its
//! labels, the step of its weights and a bias for each label. The row with which each drawer begins, and the end; the hash
//! of each row, ascending; for each row its rarity and a weight of eight bits for each label of each question; for whole
//! mails a bias for each kind and, for each answer that is weighed, a weight for each kind, as floating-point numbers of 32
//! bits; the labels' names, one a line.

use std::ops::Range;

/// Rows lie in drawers by the first bits of their hashes, so that one is found without a search.
pub(crate) const DRAWERS: usize = 1 << 14;

/// The drawer of a hash.
pub(crate) fn drawer_of(hash: u32) -> usize {
    (hash >> 18) as usize
}

/// The step in which it is told how rare a run is.
pub(crate) const RARITY: f32 = 0.1;

/// Weights of rows of features for labels.
#[derive(Debug, Default)]
pub(super) struct Table {
    names: Vec<&'static str>,
    questions: [Question; 3],
    drawers: &'static [u8],
    hashes: &'static [u8],
    weights: &'static [u8],
    /// Bytes of a row.
    width: usize,
    /// For whole mails: biases of the kinds, then for each answer their weights.
    mails: Vec<f32>,
}

/// What is asked, in the order of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// How a sentence hurts: one label fits.
    Fault,
    /// What a sentence does: any number of labels fits.
    Role,
    /// Which kind of mail a text is: one label fits.
    Kind,
}

#[derive(Clone, Debug, Default)]
struct Question {
    /// The numbers of its labels among all.
    labels: Range<usize>,
    step: f32,
    biases: Vec<f32>,
}

impl Table {
    pub(super) fn embedded() -> Table {
        Table::read(embedded!("likeness.bin")).unwrap_or_default()
    }

    fn read(bytes: &'static [u8]) -> Option<Table> {
        let (rows, mut bytes) = number(bytes)?;
        let mut questions = <[Question; 3]>::default();
        let mut first = 0;
        for question in &mut questions {
            let (labels, rest) = number(bytes)?;
            let (step, rest) = rest.split_first_chunk::<4>()?;
            let (biases, rest) = rest.split_at_checked(4 * labels)?;
            *question =
                Question { labels: first..first + labels, step: f32::from_le_bytes(*step), biases: floats(biases) };
            (first, bytes) = (first + labels, rest);
        }
        let width = 1 + first;
        let (drawers, bytes) = bytes.split_at_checked(4 * (DRAWERS + 1))?;
        let (hashes, bytes) = bytes.split_at_checked(4 * rows)?;
        let (weights, bytes) = bytes.split_at_checked(width * rows)?;
        let [_, roles, kinds] = questions.each_ref().map(|question| question.labels.len());
        let (mails, names) = bytes.split_at_checked(4 * kinds * (1 + kinds + roles))?;
        let names = std::str::from_utf8(names).ok()?.split('\n').collect();
        Some(Table { names, questions, drawers, hashes, weights, width, mails: floats(mails) })
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.hashes.len() / 4
    }

    /// The names of a question's labels.
    pub(super) fn names(&self, asked: Asked) -> &[&'static str] {
        self.names.get(self.question(asked).labels.clone()).unwrap_or_default()
    }

    /// The number of a label among all.
    pub(super) fn label(&self, asked: Asked, name: &str) -> Option<usize> {
        let at = self.names(asked).iter().position(|label| *label == name)?;
        Some(self.question(asked).labels.start + at)
    }

    /// The name of a label.
    pub(super) fn name(&self, label: usize) -> &'static str {
        self.names.get(label).copied().unwrap_or_default()
    }

    fn question(&self, asked: Asked) -> &Question {
        &self.questions[asked as usize]
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

    fn cells(&self, row: u32) -> &'static [u8] {
        let from = row as usize * self.width;
        self.weights.get(from..from + self.width).unwrap_or_default()
    }

    /// What a row counts for a label, in steps of its question.
    pub(super) fn weight(&self, row: u32, label: usize) -> f32 {
        self.cells(row).get(1 + label).map_or(0.0, |&weight| f32::from(i8::from_le_bytes([weight])))
    }

    /// The sums of some rows, each row once, for all labels.
    pub(super) fn sums(&self, rows: impl Iterator<Item = u32>) -> Sums {
        let (mut sums, mut squares) = (vec![0_i32; self.width.saturating_sub(1)], 0_u32);
        for row in rows {
            let Some((&rarity, weights)) = self.cells(row).split_first() else { continue };
            squares = squares.saturating_add(u32::from(rarity) * u32::from(rarity));
            sums.iter_mut().zip(weights).for_each(|(sum, &weight)| *sum += i32::from(i8::from_le_bytes([weight])));
        }
        Sums { sums, squares }
    }

    /// The scores of a question's labels, given the sums of texts.
    fn scores(&self, asked: Asked, texts: &[Sums]) -> Vec<f32> {
        let question = self.question(asked);
        let mut scores = question.biases.clone();
        for text in texts {
            #[allow(clippy::cast_precision_loss, reason = "a sum of some thousand bytes")]
            let size = question.step / ((text.squares.max(1) as f32).sqrt() * RARITY);
            let sums = text.sums.get(question.labels.clone()).unwrap_or_default();
            #[allow(clippy::cast_precision_loss, reason = "a sum of some thousand bytes")]
            scores.iter_mut().zip(sums).for_each(|(score, &sum)| *score += sum as f32 * size);
        }
        scores
    }

    /// The share of each kind, given the answers that a whole mail gave.
    pub(super) fn kinds(&self, answers: &[f32]) -> Vec<f32> {
        let kinds = self.question(Asked::Kind).labels.len();
        let (biases, weights) = self.mails.split_at_checked(kinds).unwrap_or_default();
        let mut scores = biases.to_vec();
        for (answer, weights) in answers.iter().zip(weights.chunks(kinds.max(1))) {
            scores.iter_mut().zip(weights).for_each(|(score, weight)| *score += answer * weight);
        }
        softmax(&mut scores);
        scores
    }

    /// The share of each label of a question.
    pub(super) fn shares(&self, asked: Asked, texts: &[Sums]) -> Vec<f32> {
        let mut scores = self.scores(asked, texts);
        match asked {
            Asked::Fault | Asked::Kind => softmax(&mut scores),
            Asked::Role => logistic(&mut scores),
        }
        scores
    }
}

/// Makes shares of the scores of labels of which one fits.
pub(crate) fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    scores.iter_mut().for_each(|score| *score = (*score - most).exp());
    let sum: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= sum);
}

/// Makes shares of the scores of labels of which any number fits.
pub(crate) fn logistic(scores: &mut [f32]) {
    scores.iter_mut().for_each(|score| *score = 1.0 / (1.0 + (-*score).exp()));
}

/// What the rows of a text add up to.
#[derive(Clone, Debug)]
pub(super) struct Sums {
    sums: Vec<i32>,
    squares: u32,
}

impl Sums {
    /// With the rows of another text.
    pub(super) fn add(&mut self, other: &Sums) {
        self.sums.iter_mut().zip(&other.sums).for_each(|(sum, more)| *sum += more);
        self.squares = self.squares.saturating_add(other.squares);
    }
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()
}

fn number(bytes: &'static [u8]) -> Option<(usize, &'static [u8])> {
    let (number, rest) = bytes.split_first_chunk::<4>()?;
    Some((u32::from_le_bytes(*number) as usize, rest))
}
