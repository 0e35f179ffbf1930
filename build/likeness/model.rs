//! Logistic regression over rows of features, trained with AdaGrad (Duchi, Hazan and Singer, JMLR 12, 2011) in a fixed order
//! of shuffles, so that the same samples always give the same weights. It knows nothing of what rows and labels mean.

use crate::likeness::table::{logistic, softmax};

/// How the scores of a model's labels become shares.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Exactly one label fits: softmax.
    One,
    /// Any number of labels fits: a sigmoid for each.
    Any,
}

/// Rows, and how much each counts.
pub(crate) type Weighed = Vec<(u32, f32)>;

/// What is learnt from.
pub(crate) struct Sample {
    /// The labels that fit.
    pub(crate) labels: Vec<usize>,
    pub(crate) rows: Weighed,
}

/// How often each sample is looked at.
const EPOCHS: usize = 12;
const RATE: f32 = 1.0;
/// Half of this, times the squares of all weights, is what they cost: the inverse of the usual C.
const COST: f32 = 0.05;

/// Weights of rows for labels.
pub(crate) struct Model {
    pub(crate) labels: usize,
    /// A weight for each label, for each row.
    pub(crate) weights: Vec<f32>,
    /// A bias for each label.
    pub(crate) biases: Vec<f32>,
}

impl Model {
    pub(crate) fn train(samples: &[Sample], form: Form, labels: usize, rows: usize) -> Model {
        let mut model = Model { labels, weights: vec![0.0; rows * labels], biases: vec![0.0; labels] };
        // A row's share of the cost is paid when it is looked at.
        let mut decays = vec![0.0_f32; rows];
        samples.iter().flat_map(|sample| &sample.rows).for_each(|&(row, _)| decays[row as usize] += 1.0);
        decays.iter_mut().for_each(|times| *times = COST / times.max(1.0));
        let mut squares = vec![1e-6_f32; rows * labels];
        let mut bias_squares = vec![1e-6_f32; labels];
        let mut order: Vec<usize> = (0..samples.len()).collect();
        let mut random = 0x9e37_79b9_7f4a_7c15_u64;
        for _ in 0..EPOCHS {
            shuffle(&mut order, &mut random);
            for &at in &order {
                let sample = &samples[at];
                let mut errors = model.scores(&sample.rows);
                match form {
                    Form::One => softmax(&mut errors),
                    Form::Any => logistic(&mut errors),
                }
                sample.labels.iter().for_each(|&label| errors[label] -= 1.0);
                for &(row, value) in &sample.rows {
                    let from = row as usize * labels;
                    let cells = model.weights[from..from + labels].iter_mut().zip(&mut squares[from..from + labels]);
                    for ((weight, square), error) in cells.zip(&errors) {
                        let slope = error * value + decays[row as usize] * *weight;
                        *square += slope * slope;
                        *weight -= RATE * slope / square.sqrt();
                    }
                }
                for ((bias, square), error) in model.biases.iter_mut().zip(&mut bias_squares).zip(&errors) {
                    *square += error * error;
                    *bias -= RATE * error / square.sqrt();
                }
            }
        }
        model
    }

    /// The score of each label.
    pub(crate) fn scores(&self, rows: &[(u32, f32)]) -> Vec<f32> {
        let mut scores = self.biases.clone();
        for &(row, value) in rows {
            let from = row as usize * self.labels;
            let weights = &self.weights[from..from + self.labels];
            scores.iter_mut().zip(weights).for_each(|(score, weight)| *score += value * weight);
        }
        scores
    }
}

/// Fisher and Yates, with the generator of Vigna's splitmix64.
fn shuffle(order: &mut [usize], random: &mut u64) {
    for last in (1..order.len()).rev() {
        *random = random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = *random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        #[allow(clippy::cast_possible_truncation, reason = "a remainder below the number of samples")]
        let other = (mixed % (last as u64 + 1)) as usize;
        order.swap(last, other);
    }
}
