//! Learns from sentences how much each run of characters speaks for each label, and writes the table that the library
//! embeds.
//!
//! Three questions are learnt over the same runs: how a sentence hurts, what it does in its mail, and which kind of mail a
//! text is. Runs count the more the rarer they are: the weights are those of Spärck Jones' inverse document frequency
//! (Journal of Documentation 28, 1972), and every text's squares of weights add up to 1.
//!
//! The kind of a whole mail is asked once more, of the answers: of the kind that its runs tell and of what its sentences do.
//! Those answers must be such as strange mails get, so they come from models that have not seen the mail (Wolpert, Stacked
//! generalization, Neural Networks 5, 1992).

mod model;
mod sentences;

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::PathBuf;
use std::thread;

use crate::likeness::answers::of_mail;
use crate::likeness::feature::{features, kind_hash, subject_hash};
use crate::likeness::table::{DRAWERS, RARITY, drawer_of, logistic, softmax};
use model::{Form, Model, Sample, Weighed};
use sentences::{Piece, Sentence};

/// Runs seen in fewer texts than this teach nothing that holds elsewhere.
const SEEN: u32 = 6;
/// In how many parts the mails are told apart, each answered for by what the others taught.
const PARTS: usize = 3;

/// Writes `OUT_DIR/likeness.bin`; `src/likeness/table.rs` says how it is laid out.
pub(crate) fn train() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=sentences");
    let pieces = sentences::read(&std::env::current_dir()?)?;
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    fs::write(out.join("likeness.bin"), learn(&pieces))?;
    Ok(())
}

fn learn(pieces: &[Piece]) -> Vec<u8> {
    let rows = Rows::of(pieces);
    let all: Vec<&Piece> = pieces.iter().collect();
    let faults = Question::ask(Form::One, rows.rarity.len(), all.iter().copied().flatten(), |sentence| {
        Some((vec![sentence.fault.as_str()], rows.weighed(&of_sentence(sentence))))
    });
    let (roles, kinds) = (roles(&all, &rows), kinds(&all, &rows));
    let mails = mails(pieces, &rows);
    table(&rows, &[faults, roles, kinds], &mails)
}

/// What a sentence does.
fn roles(pieces: &[&Piece], rows: &Rows) -> Question {
    Question::ask(Form::Any, rows.rarity.len(), pieces.iter().copied().flatten(), |sentence| {
        let roles = sentence.roles.as_ref()?;
        Some((roles.iter().map(String::as_str).collect(), rows.of_text(sentence)))
    })
}

/// Of which kind a text is, by its runs.
fn kinds(pieces: &[&Piece], rows: &Rows) -> Question {
    Question::ask(Form::One, rows.rarity.len(), pieces.iter().copied(), |piece| {
        Some((vec![kind_of(piece)?], rows.of_mail(piece)))
    })
}

/// Of which kind a whole mail is, by the answers to the other questions.
fn mails(pieces: &[Piece], rows: &Rows) -> Question {
    let part = |part: usize| {
        let (own, others): (Vec<_>, Vec<_>) = pieces.iter().enumerate().partition(|(at, _)| at % PARTS == part);
        let others: Vec<&Piece> = others.into_iter().map(|(_, piece)| piece).collect();
        let (roles, kinds) = (roles(&others, rows), kinds(&others, rows));
        let mails = own.into_iter().map(|(_, piece)| piece).filter(|piece| piece.iter().any(Sentence::is_subject));
        let answered = mails.filter_map(|mail| {
            let mut kind = kinds.model.scores(&rows.of_mail(mail));
            softmax(&mut kind);
            let done = mail.iter().filter(|sentence| !sentence.is_subject()).map(|sentence| {
                let mut shares = roles.model.scores(&rows.of_text(sentence));
                logistic(&mut shares);
                shares
            });
            Some((kind_of(mail)?, of_mail(&kind, roles.labels.len(), done)))
        });
        answered.collect::<Vec<_>>()
    };
    let answered: Vec<(&str, Vec<f32>)> = thread::scope(|scope| {
        let parts: Vec<_> = (0..PARTS).map(|at| scope.spawn(move || part(at))).collect();
        parts.into_iter().flat_map(|part| part.join().expect("no part panics")).collect()
    });
    let answers = answered.first().map_or(0, |(_, answers)| answers.len());
    Question::ask(Form::One, answers, answered.iter(), |(kind, answers)| {
        Some((vec![*kind], (0..).zip(answers.iter().copied()).collect()))
    })
}

/// A question and the answers that were learnt.
struct Question {
    labels: Vec<String>,
    model: Model,
}

impl Question {
    /// Learns from those texts for which labels and rows are known.
    fn ask<'t, T: 't>(
        form: Form,
        rows: usize,
        texts: impl Iterator<Item = &'t T>,
        known: impl Fn(&'t T) -> Option<(Vec<&'t str>, Weighed)>,
    ) -> Question {
        let known: Vec<(Vec<&str>, Weighed)> = texts.filter_map(known).collect();
        let labels: BTreeSet<&str> = known.iter().flat_map(|(labels, _)| labels.iter().copied()).collect();
        let labels: Vec<String> = labels.into_iter().map(str::to_owned).collect();
        let number = |name: &str| labels.iter().position(|label| label == name);
        let samples: Vec<Sample> = known
            .into_iter()
            .map(|(named, rows)| Sample { labels: named.into_iter().filter_map(number).collect(), rows })
            .collect();
        let model = Model::train(&samples, form, labels.len(), rows);
        Question { labels, model }
    }
}

/// The runs of a sentence and the kind of its mail.
fn of_sentence(sentence: &Sentence) -> BTreeSet<u32> {
    let of_kind = (!sentence.kind.is_empty()).then(|| kind_hash(&sentence.kind));
    runs(&sentence.text).chain(of_kind).collect()
}

/// The kind of mail that a piece is of.
fn kind_of(piece: &Piece) -> Option<&str> {
    piece.first().map(|sentence| sentence.kind.as_str()).filter(|kind| !kind.is_empty())
}

/// The runs of a mail.
fn of_piece(piece: &Piece) -> BTreeSet<u32> {
    piece.iter().flat_map(|sentence| runs(&sentence.text)).collect()
}

/// The runs of a mail's subject, which weigh more than the same ones elsewhere.
fn of_subject(piece: &Piece) -> BTreeSet<u32> {
    let subjects = piece.iter().filter(|sentence| sentence.is_subject());
    subjects.flat_map(|sentence| runs(&sentence.text)).map(subject_hash).collect()
}

fn runs(text: &str) -> impl Iterator<Item = u32> {
    let mut found = Vec::new();
    features(text, &mut found);
    found.into_iter().map(|feature| feature.hash)
}

/// The runs that are seen often enough, in the order of their hashes.
struct Rows {
    row: HashMap<u32, u32>,
    /// For each row, how rare it is, in steps of [`RARITY`].
    rarity: Vec<u8>,
}

impl Rows {
    fn of(pieces: &[Piece]) -> Rows {
        let mut seen: HashMap<u32, u32> = HashMap::new();
        let sentences = pieces.iter().flatten().map(of_sentence);
        let texts = sentences.chain(pieces.iter().map(of_subject)).map(|hashes| {
            hashes.into_iter().for_each(|hash| *seen.entry(hash).or_default() += 1);
        });
        let texts = texts.count();
        let mut kept: Vec<(u32, u32)> = seen.into_iter().filter(|&(_, times)| times >= SEEN).collect();
        kept.sort_unstable();
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a logarithm between 0 and 22"
        )]
        let rarity = |times: u32| ((1.0 + (texts as f32 / times as f32).ln()) / RARITY).round() as u8;
        Rows {
            rarity: kept.iter().map(|&(_, times)| rarity(times)).collect(),
            row: kept.into_iter().map(|(hash, _)| hash).zip(0..).collect(),
        }
    }

    /// A sentence, whatever mail it is of.
    fn of_text(&self, sentence: &Sentence) -> Weighed {
        self.weighed(&runs(&sentence.text).collect())
    }

    /// A mail, and its subject once more.
    fn of_mail(&self, piece: &Piece) -> Weighed {
        let mut found = self.weighed(&of_piece(piece));
        found.extend(self.weighed(&of_subject(piece)));
        found
    }

    /// What is known of some runs, with how much each counts.
    fn weighed(&self, runs: &BTreeSet<u32>) -> Weighed {
        let rows = runs.iter().filter_map(|hash| self.row.get(hash).copied());
        let mut rows: Weighed = rows.map(|row| (row, f32::from(self.rarity[row as usize]) * RARITY)).collect();
        let size = rows.iter().map(|(_, value)| value * value).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        rows.iter_mut().for_each(|(_, value)| *value /= size);
        rows
    }
}

fn table(rows: &Rows, questions: &[Question], mails: &Question) -> Vec<u8> {
    let mut hashes: Vec<(u32, u32)> = rows.row.iter().map(|(&hash, &row)| (row, hash)).collect();
    hashes.sort_unstable();
    let mut out = Vec::new();
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes();
    out.extend(number(hashes.len()));
    // A run counts for a label what it weighs times how rare it is.
    let weight = |question: &Question, row: usize, label: usize| {
        question.model.weights[row * question.labels.len() + label] * f32::from(rows.rarity[row]) * RARITY
    };
    let steps: Vec<f32> = questions
        .iter()
        .map(|question| {
            let labels = question.labels.len();
            let all = (0..hashes.len() * labels).map(|at| weight(question, at / labels, at % labels).abs());
            all.fold(1e-6_f32, f32::max) / 127.0
        })
        .collect();
    for (question, step) in questions.iter().zip(&steps) {
        out.extend(number(question.labels.len()));
        out.extend(step.to_le_bytes());
        question.model.biases.iter().for_each(|bias| out.extend(bias.to_le_bytes()));
    }
    for drawer in 0..=DRAWERS {
        out.extend(number(hashes.partition_point(|&(_, hash)| drawer_of(hash) < drawer)));
    }
    hashes.iter().for_each(|(_, hash)| out.extend(hash.to_le_bytes()));
    for (row, &rarity) in rows.rarity.iter().enumerate() {
        out.push(rarity);
        for (question, step) in questions.iter().zip(&steps) {
            #[allow(clippy::cast_possible_truncation, reason = "within ±127 by the choice of the step")]
            let coarse = |label| (weight(question, row, label) / step).round() as i8;
            out.extend((0..question.labels.len()).map(|label| coarse(label).to_le_bytes()[0]));
        }
    }
    mails.model.biases.iter().chain(&mails.model.weights).for_each(|weight| out.extend(weight.to_le_bytes()));
    let names: Vec<&str> = questions.iter().flat_map(|question| &question.labels).map(String::as_str).collect();
    out.extend(names.join("\n").bytes());
    out
}
