//! Learns from `sentences/*.tsv`, and from the examples of the rules, how much each run of characters speaks for each
//! label, and writes the table that the library embeds.
//!
//! Multinomial logistic regression, trained with AdaGrad (Duchi, Hazan and Singer, JMLR 12, 2011) over the sentences in a
//! fixed order of shuffles, so that the same sentences always give the same table.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

use crate::likeness::feature::{Feature, features, kind_hash};
use crate::likeness::table::{DRAWERS, drawer_of};

/// Runs seen in fewer sentences than this teach nothing that holds elsewhere.
const SEEN: u32 = 2;
/// How often each sentence is looked at.
const EPOCHS: usize = 12;
const RATE: f32 = 0.3;
/// Weight decay, for each look at a sentence.
const DECAY: f32 = 1e-4;

/// The label of sentences without fault.
const NONE: &str = "none";

/// A sentence as it was written, with its label and the kind of mail it stands in.
struct Written {
    label: String,
    kind: String,
    text: String,
}

struct Sentence {
    label: usize,
    rows: Vec<u32>,
}

/// Writes `OUT_DIR/likeness.bin`; `src/likeness/table.rs` says how it is laid out.
pub(crate) fn train() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=sentences");
    let root = std::env::current_dir()?;
    let mut read = read(&root.join("sentences"))?;
    let labels: Vec<String> =
        read.iter().map(|written| written.label.clone()).collect::<BTreeSet<_>>().into_iter().collect();
    for folder in entries(&root.join("rules"))?.iter().filter(|entry| entry.is_dir()) {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let label = labels.iter().find(|label| **label == name).map_or(NONE, String::as_str);
        examples(label, folder, &mut read)?;
    }
    let rows = rows(&read);
    let sentences: Vec<Sentence> = read
        .iter()
        .map(|written| Sentence {
            label: labels.binary_search(&written.label).unwrap_or(0),
            rows: known(written, &rows),
        })
        .collect();
    let model = Model::train(&sentences, labels.len(), rows.len());
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    fs::write(out.join("likeness.bin"), model.table(&labels, &rows))?;
    Ok(())
}

/// Labels and sentences of every file.
fn read(folder: &Path) -> Result<Vec<Written>, Box<dyn std::error::Error>> {
    let mut sentences = Vec::new();
    for path in files(folder, "tsv")? {
        for (at, line) in fs::read_to_string(&path)?.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
            let wrong = || format!("{}:{}: expected LABEL<TAB>SCENARIO<TAB>SENTENCE", path.display(), at + 1);
            let mut fields = line.split('\t');
            let label = fields.next().filter(|label| !label.is_empty()).ok_or_else(wrong)?;
            let kind = fields.next().ok_or_else(wrong)?;
            let text = fields.next().filter(|text| !text.is_empty()).ok_or_else(wrong)?;
            sentences.push(Written { label: label.to_owned(), kind: kind.to_owned(), text: text.nfkc().collect() });
        }
    }
    Ok(sentences)
}

/// What stands in a folder, sorted, so that the order of learning is always the same.
fn entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut entries =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<PathBuf>>>()?;
    entries.sort();
    Ok(entries)
}

fn files(folder: &Path, extension: &str) -> std::io::Result<Vec<PathBuf>> {
    let mut files = entries(folder)?;
    files.retain(|path| path.extension().is_some_and(|found| found == extension));
    Ok(files)
}

/// The sentences that the rules of a category give as examples: the bad ones are its own. Those of categories and elements
/// that no sentences were written for are ordinary words here.
fn examples(category: &str, folder: &Path, sentences: &mut Vec<Written>) -> Result<(), Box<dyn std::error::Error>> {
    for path in files(folder, "toml")? {
        let table: toml::Table = fs::read_to_string(&path)?.parse()?;
        let Some(given) = table.get("examples") else { continue };
        let kind = given.get("scenario").and_then(toml::Value::as_str);
        let kind = kind.map_or("", |kind| kind.split('/').next().unwrap_or(kind));
        for (key, label) in [("bad", category), ("good", NONE)] {
            let list = given.get(key).and_then(toml::Value::as_array);
            for text in list.into_iter().flatten().filter_map(toml::Value::as_str) {
                let marked = text.contains('«');
                sentences.extend(text.split_inclusive(['。', '！', '？']).map(|sentence| {
                    let label = if marked && !sentence.contains('«') { NONE } else { label };
                    let text = sentence.replace(['«', '»'], "").nfkc().collect();
                    Written { label: label.to_owned(), kind: kind.to_owned(), text }
                }));
            }
        }
    }
    Ok(())
}

/// The row of every run that is seen often enough, in the order of their hashes.
fn rows(sentences: &[Written]) -> HashMap<u32, u32> {
    let mut seen: HashMap<u32, u32> = HashMap::new();
    for written in sentences {
        for hash in distinct(written) {
            *seen.entry(hash).or_default() += 1;
        }
    }
    let kept: BTreeSet<u32> = seen.into_iter().filter(|&(_, times)| times >= SEEN).map(|(hash, _)| hash).collect();
    kept.into_iter().zip(0..).collect()
}

fn distinct(written: &Written) -> BTreeSet<u32> {
    let mut found: Vec<Feature> = Vec::new();
    features(&written.text, &mut found);
    let of_kind = (!written.kind.is_empty()).then(|| kind_hash(&written.kind));
    found.iter().map(|feature| feature.hash).chain(of_kind).collect()
}

fn known(written: &Written, rows: &HashMap<u32, u32>) -> Vec<u32> {
    distinct(written).iter().filter_map(|hash| rows.get(hash).copied()).collect()
}

struct Model {
    labels: usize,
    weights: Vec<f32>,
    biases: Vec<f32>,
}

impl Model {
    fn train(sentences: &[Sentence], labels: usize, rows: usize) -> Model {
        let mut model = Model { labels, weights: vec![0.0; rows * labels], biases: vec![0.0; labels] };
        let mut squares = vec![1e-6_f32; rows * labels];
        let mut bias_squares = vec![1e-6_f32; labels];
        let mut order: Vec<usize> = (0..sentences.len()).collect();
        let mut random = 0x9e37_79b9_7f4a_7c15_u64;
        for _ in 0..EPOCHS {
            shuffle(&mut order, &mut random);
            for &at in &order {
                let sentence = &sentences[at];
                let size = size(sentence.rows.len());
                let mut errors = model.scores(&sentence.rows);
                softmax(&mut errors);
                errors[sentence.label] -= 1.0;
                for &row in &sentence.rows {
                    let from = row as usize * labels;
                    let cells = model.weights[from..from + labels].iter_mut().zip(&mut squares[from..from + labels]);
                    for ((weight, square), error) in cells.zip(&errors) {
                        let slope = error * size + DECAY * *weight;
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

    fn scores(&self, rows: &[u32]) -> Vec<f32> {
        let mut scores = vec![0.0; self.labels];
        for &row in rows {
            let from = row as usize * self.labels;
            for (score, weight) in scores.iter_mut().zip(&self.weights[from..from + self.labels]) {
                *score += weight;
            }
        }
        let size = size(rows.len());
        scores.iter_mut().zip(&self.biases).for_each(|(score, bias)| *score = *score * size + bias);
        scores
    }

    fn table(&self, labels: &[String], rows: &HashMap<u32, u32>) -> Vec<u8> {
        let mut hashes: Vec<(u32, u32)> = rows.iter().map(|(&hash, &row)| (row, hash)).collect();
        hashes.sort_unstable();
        let most = self.weights.iter().fold(1e-6_f32, |most, weight| most.max(weight.abs()));
        let step = most / 127.0;
        let mut out = Vec::new();
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes();
        out.extend(number(labels.len()));
        out.extend(number(hashes.len()));
        out.extend(step.to_le_bytes());
        self.biases.iter().for_each(|bias| out.extend(bias.to_le_bytes()));
        for drawer in 0..=DRAWERS {
            out.extend(number(hashes.partition_point(|&(_, hash)| drawer_of(hash) < drawer)));
        }
        hashes.iter().for_each(|(_, hash)| out.extend(hash.to_le_bytes()));
        #[allow(clippy::cast_possible_truncation, reason = "within ±127 by the choice of the step")]
        out.extend(self.weights.iter().map(|weight| ((weight / step).round() as i8).to_le_bytes()[0]));
        out.extend(labels.join("\n").bytes());
        out
    }
}

/// Long sentences have many runs; the sum is divided by this.
#[allow(clippy::cast_precision_loss, reason = "a sentence has far fewer than 2^24 runs")]
fn size(rows: usize) -> f32 {
    1.0 / (rows.max(1) as f32).sqrt()
}

fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - most).exp();
        sum += *score;
    }
    scores.iter_mut().for_each(|score| *score /= sum);
}

/// Fisher and Yates, with the generator of Vigna's splitmix64.
fn shuffle(order: &mut [usize], random: &mut u64) {
    for last in (1..order.len()).rev() {
        *random = random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = *random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        #[allow(clippy::cast_possible_truncation, reason = "a remainder below the number of sentences")]
        let other = (mixed % (last as u64 + 1)) as usize;
        order.swap(last, other);
    }
}
