//! The least that any program on this dictionary must do: load it and cut one mail into words. What `mailint check`
//! takes beyond this is mailint's own; `benches/compare.py` compares the two.

use std::process::ExitCode;

use mailint::morph::{Tokenizer, Worker};

#[allow(clippy::print_stdout, reason = "a program, not the library")]
fn main() -> ExitCode {
    let Some(content) = std::env::args_os().nth(1).and_then(|path| std::fs::read_to_string(path).ok()) else {
        return ExitCode::from(2);
    };
    let tokenizer = Tokenizer::embedded();
    let (mut worker, mut morphemes, mut count) = (Worker::new(), Vec::new(), 0);
    for line in content.lines() {
        morphemes.clear();
        tokenizer.tokenize(&mut worker, line, &mut morphemes);
        count += morphemes.len();
    }
    println!("{count}");
    ExitCode::SUCCESS
}
