//! Reads and judges files, many at once, and gives the outcomes in the order of the files. It must not show them.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;

use crate::config::Settings;
use crate::input::{self, About, Failure, Found, Options, Source};
use crate::lint::{Report, lint_mail};
use crate::rule::RuleSet;
use crate::text::Text;

/// A text that was judged.
pub(super) struct Judgement {
    pub(super) path: String,
    /// What the report's places are in. Empty where there is no finding, so that a run over many clean files does not
    /// keep them.
    pub(super) text: Text,
    pub(super) report: Report,
    pub(super) about: About,
}

/// Judges everything that was found.
pub(super) fn judge(
    found: Vec<Result<Found, Failure>>,
    options: &Options,
    rules: &RuleSet,
    settings: &Settings,
) -> Vec<Result<Judgement, Failure>> {
    let bar = progress(found.len());
    let one = |found: Result<Found, Failure>| -> Vec<Result<Judgement, Failure>> {
        let sources = match found {
            Ok(found) => input::read(&found, options),
            Err(failure) => vec![Err(failure)],
        };
        let outcomes = each(sources, |source| source.map(|source| of_source(&source, rules, settings)));
        bar.inc(1);
        outcomes
    };
    let outcomes = each(found, one).into_iter().flatten().collect();
    bar.finish_and_clear();
    outcomes
}

/// One text is not worth waking other threads for.
fn each<T: Send, U: Send>(items: Vec<T>, work: impl Fn(T) -> U + Sync + Send) -> Vec<U> {
    if items.len() > 1 { items.into_par_iter().map(work).collect() } else { items.into_iter().map(work).collect() }
}

/// Judges one text; the report is on what is shown of it.
pub(super) fn of_source(source: &Source, rules: &RuleSet, settings: &Settings) -> Judgement {
    let report = source.place(lint_mail(&source.text, &source.envelope, rules, settings));
    let text = if report.findings.is_empty() { Text::default() } else { source.shown().clone() };
    Judgement { path: source.path.clone(), text, report, about: source.about.clone() }
}

/// Fewer files are done before a bar could be read.
const WORTH_A_BAR: usize = 200;

/// A bar on a terminal, for long runs.
fn progress(files: usize) -> ProgressBar {
    if files < WORTH_A_BAR || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(u64::try_from(files).ok(), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} ファイル（残り {eta}）") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
