//! Measures mailint on the labelled corpus: recall, precision, F1 and scenario accuracy, by category and part.
//!
//! `cargo run --release --example score -- [--part work|measured] [--corpus FOLDER] [--category NAME] [--misses]
//! [--false-alarms] [--rules FOLDER]`. Misses and false alarms of the measured part are not shown: it is not to be tuned to.

#[path = "../tests/corpus/score.rs"]
mod score;

use std::process::ExitCode;

use score::{Corpus, Options};

#[allow(clippy::print_stdout, clippy::print_stderr, reason = "a program, not the library")]
fn main() -> ExitCode {
    let options = match Options::parse(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(2);
        }
    };
    let rules = match score::rules(options.rules.as_deref()) {
        Ok(rules) => rules,
        Err(errors) => {
            for error in errors {
                eprintln!("{error}");
            }
            return ExitCode::from(2);
        }
    };
    let outside = options.corpus.iter().map(|folder| ("outside", Corpus::read(folder)));
    let parts = ["work", "measured"]
        .into_iter()
        .filter(|part| options.corpus.is_none() && options.part.as_deref().is_none_or(|wanted| wanted == *part))
        .map(|part| (part, Corpus::part(part)));
    for (part, corpus) in outside.chain(parts) {
        match corpus {
            Ok(corpus) => print!("{}", corpus.score(&rules).table(part, &options)),
            Err(error) => {
                eprintln!("{error}");
                return ExitCode::from(2);
            }
        }
    }
    ExitCode::SUCCESS
}
