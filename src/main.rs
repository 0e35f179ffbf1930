//! The `mailint` command: parse, run, exit.

use std::process::ExitCode;

fn main() -> ExitCode {
    mailint::cli::run().into()
}
