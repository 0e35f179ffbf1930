//! How the command line explains itself in Japanese: the shape of `--help`, and what was wrong with the arguments.

use std::io::Write as _;

use clap::error::{ContextKind, Error, ErrorKind};

use crate::report::visible::one_line;

use super::{ExitStatus, unless_closed};

/// The shape of `--help`.
pub(super) const HELP: &str = "{about-with-newline}\n使い方: {usage}\n\n{all-args}{after-help}";
/// Heading over options.
pub(super) const OPTIONS: &str = "オプション";
/// Heading over options about the output and the exit status.
pub(super) const OUTPUT: &str = "結果の出し方";
/// Heading over the options that every subcommand has.
pub(super) const COMMON: &str = "共通のオプション";
/// Heading over positional arguments.
pub(super) const ARGUMENTS: &str = "引数";

/// Shows help, the version or what is wrong.
pub(super) fn tell(error: &Error) -> ExitStatus {
    let (told, status) = match japanese(error) {
        Some(message) => {
            let more = "詳しくは `mailint --help` をご覧ください。";
            (writeln!(anstream::stderr().lock(), "mailint: {message}\n{more}"), ExitStatus::Trouble)
        }
        None if error.use_stderr() => (error.print(), ExitStatus::Trouble),
        None => (error.print(), ExitStatus::Clean),
    };
    if unless_closed(told).is_err() { ExitStatus::Trouble } else { status }
}

/// `None` where clap's own words serve: help, version, and mistakes that only a programmer can make.
fn japanese(error: &Error) -> Option<String> {
    let get = |kind| error.get(kind).map(|value| one_line(&value.to_string()));
    let argument = || get(ContextKind::InvalidArg);
    let hint = |kind| get(kind).map_or_else(String::new, |near| format!("{near} のことでしょうか。"));
    Some(match error.kind() {
        ErrorKind::UnknownArgument => {
            format!("{} というオプションはありません。{}", argument()?, hint(ContextKind::SuggestedArg))
        }
        ErrorKind::InvalidSubcommand => {
            let name = get(ContextKind::InvalidSubcommand)?;
            format!("{name} というコマンドはありません。{}", hint(ContextKind::SuggestedSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("{} を指定してください。", argument()?),
        ErrorKind::InvalidValue => match get(ContextKind::InvalidValue).filter(|value| !value.is_empty()) {
            Some(value) => {
                let valid =
                    get(ContextKind::ValidValue).map_or_else(String::new, |valid| format!("使えるのは {valid} です。"));
                format!("{} に {value} は指定できません。{valid}", argument()?)
            }
            None => format!("{} に値を指定してください。", argument()?),
        },
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map_or_else(String::new, |why| format!("{why}。"));
            format!("{} に {} は指定できません。{}", argument()?, get(ContextKind::InvalidValue)?, one_line(&why))
        }
        ErrorKind::ArgumentConflict => format!("{} は 1 度だけ指定できます。", argument()?),
        _ => return None,
    })
}
