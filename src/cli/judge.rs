//! Reads and judges files, many at once, and gives the outcomes in the order of the files. It must not show them.
//!
//! A run over many files goes batch by batch: what is in memory at a time does not grow with their number, where
//! whoever takes the outcomes does not keep them.

use std::io::{self, IsTerminal as _};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;

use crate::input::{self, About, Failure, Options, Source};
use crate::lint::{Report, lint_mail};
use crate::text::Text;

use super::allowed;
use super::changed::Changes;
use super::setup::{Given, Task};

/// A text that was judged.
pub(super) struct Judgement {
    pub(super) path: String,
    /// What the report's places are in. Empty where there is no finding, so that a run over many clean files does not
    /// keep them.
    pub(super) text: Text,
    pub(super) report: Report,
    pub(super) about: About,
}

/// A text that was judged, or why it could not be.
pub(super) type Outcome = Result<Judgement, Failure>;

/// So many files are judged at a time.
const BATCH: usize = 512;

/// Judges everything that was found, each with its own rules and settings; where only changes are asked for, what has
/// nothing to do with them is left out. What `make` makes of each outcome, on the thread that judged, goes to `take`, a batch
/// at a time.
///
/// # Errors
/// Those of `take`.
pub(super) fn judge_each<T: Send>(
    tasks: Vec<Result<Task, Failure>>,
    (options, changes): (&Options, Option<&Changes>),
    make: impl Fn(Outcome) -> T + Sync,
    mut take: impl FnMut(Vec<T>) -> io::Result<()>,
) -> io::Result<()> {
    let bar = progress(tasks.len());
    let one = |task: Result<Task, Failure>| -> Vec<T> {
        let made = match task {
            Ok(Task { found, given }) => {
                let sources = input::read(&found, &options_for(options, &given));
                each(sources, |source| make(source.map(|source| of_source(&source, &given, changes))))
            }
            Err(failure) => vec![make(Err(failure))],
        };
        bar.inc(1);
        made
    };
    let mut tasks = tasks.into_iter();
    loop {
        let batch: Vec<_> = tasks.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            bar.finish_and_clear();
            return Ok(());
        }
        let made = each(batch, one).into_iter().flatten().collect();
        bar.suspend(|| take(made))?;
    }
}

/// The same with all outcomes at the end.
pub(super) fn judge(
    tasks: Vec<Result<Task, Failure>>,
    options: &Options,
    changes: Option<&Changes>,
) -> io::Result<Vec<Outcome>> {
    let mut outcomes = Vec::new();
    let keep = |batch| {
        outcomes.extend(batch);
        Ok(())
    };
    judge_each(tasks, (options, changes), |outcome| outcome, keep)?;
    Ok(outcomes)
}

/// How a file is read: an option comes before its configuration.
pub(super) fn options_for(options: &Options, given: &Given) -> Options {
    Options { kind: options.kind.or(given.settings.kind), column: options.column.clone() }
}

/// One text is not worth waking other threads for.
fn each<T: Send, U: Send>(items: Vec<T>, work: impl Fn(T) -> U + Sync + Send) -> Vec<U> {
    if items.len() > 1 { items.into_par_iter().map(work).collect() } else { items.into_iter().map(work).collect() }
}

/// Judges one text; the report is on what is shown of it.
pub(super) fn of_source(source: &Source, given: &Given, changes: Option<&Changes>) -> Judgement {
    let rules = &given.loaded.rules;
    let report = lint_mail(&source.text, &source.envelope, rules, &given.settings);
    let mut report = allowed::apply(source, source.place(report), given);
    // What was weighed is shown by `outline` alone.
    report.scenario.candidates = Vec::new();
    if let Some(changes) = changes {
        changes.filter(source, &mut report, rules);
    }
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
