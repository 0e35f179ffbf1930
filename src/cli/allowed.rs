//! Findings that somebody allows, as a run over files sees it: which comments count in which files, and which entries
//! of a configuration allow nothing any more.

use std::path::{Path, PathBuf};

use crate::input::{Format, Source};
use crate::lint::{Report, allow_by_comments};
use crate::mail::Kind;
use crate::report::visible::one_line;
use crate::suppress::Comments;

use super::Streams;
use super::setup::{Given, Houses, absolute};

/// Takes out of a report on the shown text of a source what its comments allow, and notes what was of use.
pub(super) fn apply(source: &Source, report: Report, given: &Given) -> Report {
    let markup = matches!(source.about.format, Format::Html | Format::Markdown);
    let which = Comments { markup, template: source.about.kind.0 == Kind::Template };
    let report = allow_by_comments(source.shown(), which, report, &given.loaded.rules, &given.settings);
    let entries = report.allowed.iter().flat_map(|allowed| &allowed.entries);
    entries.for_each(|&entry| given.loaded.mark_used(entry));
    report
}

/// Tells which `[[allow]]` entries allowed nothing, of those whose files were all judged: named one by one, or below a
/// folder that was asked for.
pub(super) fn tell_unused(
    houses: &Houses<'_>,
    asked: &[PathBuf],
    judged: &[PathBuf],
    streams: &mut Streams,
) -> std::io::Result<()> {
    let folders: Vec<PathBuf> = asked.iter().filter(|path| path.is_dir()).map(|path| absolute(path)).collect();
    let judged: Vec<PathBuf> = judged.iter().map(|path| absolute(path)).collect();
    for loaded in houses.all() {
        for (number, (allow, origin, globs)) in loaded.house.allows().enumerate() {
            let places: Vec<PathBuf> = if globs.is_empty() {
                vec![loaded.folder.clone()]
            } else {
                globs.iter().map(|glob| base(&loaded.folder, glob)).collect()
            };
            let is_covered =
                |place: &PathBuf| folders.iter().any(|folder| place.starts_with(folder)) || judged.contains(place);
            if loaded.is_used(number) || !places.iter().all(is_covered) {
                continue;
            }
            let (place, rules) = (one_line(&origin.to_string()), one_line(&allow.rules.join(", ")));
            streams.troubles(|_, err| {
                writeln!(
                    err,
                    "mailint: {place} の [[allow]]（{rules}）が許す指摘は、もうありません。項目を消してください。"
                )
            })?;
        }
    }
    Ok(())
}

/// The part of a pattern before its first sign, in the folder from which it counts.
fn base(folder: &Path, glob: &str) -> PathBuf {
    let names = glob.trim_start_matches("./").split('/').take_while(|name| !name.contains(['*', '?', '[', '{']));
    folder.join(names.collect::<PathBuf>())
}
