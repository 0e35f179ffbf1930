//! Measures mailint on the labelled corpus: recall, precision, F1 and scenario accuracy, by category and part.
//!
//! `cargo run --release --example score -- [--part work|measured] [--category NAME] [--misses] [--false-alarms]
//! [--rules FOLDER]`. Misses and false alarms are shown for the part `work` only: the other one is not to be tuned to.

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
    for part in ["work", "measured"] {
        if options.part.as_deref().is_some_and(|wanted| wanted != part) {
            continue;
        }
        match Corpus::read(part) {
            Ok(corpus) => print!("{}", corpus.score(&rules).table(part, &options)),
            Err(error) => {
                eprintln!("{error}");
                return ExitCode::from(2);
            }
        }
    }
    ExitCode::SUCCESS
}
