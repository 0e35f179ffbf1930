//! `mailint check --stdin-format jsonl`: a stream of records in, one line out for each, in their order. What is in
//! memory at a time does not grow with the stream.

use std::io::{self, BufRead};
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;
use serde_json::Value;

use crate::frozen::Freezer;
use crate::input::{self, Failure, Options};
use crate::report::{self, Record};
use crate::rule::RuleSet;

use super::check::entry;
use super::judge::{Judgement, of_source};
use super::setup::Given;
use super::{ExitStatus, Streams};

/// So many records, or bytes of them, are judged at a time.
const BATCH: (usize, usize) = (512, 8 << 20);

/// Answers every record. Findings and bad records are no failure of the run: the status says that it came to its end.
pub(super) fn run(
    from: &mut dyn BufRead,
    options: &Options,
    given: &Given,
    streams: &mut Streams,
) -> io::Result<ExitStatus> {
    let digest = digest(&given.loaded.rules);
    let mut number = 0;
    loop {
        let lines = batch(from)?;
        if lines.is_empty() {
            return Ok(ExitStatus::Clean);
        }
        let numbered: Vec<(usize, Vec<u8>)> = (number + 1..).zip(lines).collect();
        number += numbered.len();
        let outcomes: Vec<(Value, Result<Judgement, Failure>)> = numbered
            .into_par_iter()
            .map(|(number, line)| {
                let (id, source) = input::record(&line, number, options);
                (id, source.and_then(|source| judged(&source, given)))
            })
            .collect();
        streams.results(|_, out| {
            outcomes.iter().try_for_each(|(id, outcome)| {
                report::record(&Record { id: Some(id), rules: Some(&digest), entry: entry(outcome) }, out)
            })
        })?;
    }
}

/// A fault of mailint's own must not take the other records with it.
fn judged(source: &input::Source, given: &Given) -> Result<Judgement, Failure> {
    catch_unwind(AssertUnwindSafe(|| of_source(source, given, None))).map_err(|_| {
        let help = "このレコードを添えて、mailint の開発元へお知らせください。";
        Failure::new(&source.path, "mailint の内部で問題が起き、調べられませんでした。", help)
    })
}

/// The next lines without their ends; none at the end of the stream. Of a line that is too long only so much is kept as
/// shows that it is.
fn batch(from: &mut dyn BufRead) -> io::Result<Vec<Vec<u8>>> {
    let mut lines = Vec::new();
    let mut bytes = 0;
    while lines.len() < BATCH.0 && bytes < BATCH.1 {
        let Some(line) = line(from)? else { break };
        bytes += line.len();
        lines.push(line);
    }
    Ok(lines)
}

fn line(from: &mut dyn BufRead) -> io::Result<Option<Vec<u8>>> {
    const KEPT: usize = input::MOST_BYTES_OF_RECORD + 1;
    let mut line = Vec::new();
    let mut read_any = false;
    loop {
        let piece = from.fill_buf()?;
        if piece.is_empty() {
            return Ok(read_any.then_some(line));
        }
        read_any = true;
        let end = piece.iter().position(|&byte| byte == b'\n');
        let words = &piece[..end.unwrap_or(piece.len())];
        line.extend_from_slice(&words[..words.len().min(KEPT.saturating_sub(line.len()))]);
        let taken = end.map_or(piece.len(), |end| end + 1);
        from.consume(taken);
        if end.is_some() {
            return Ok(Some(line));
        }
    }
}

/// FNV-1a over the rules as they are used: it says whether two runs asked the same, and keeps no secret.
fn digest(rules: &RuleSet) -> String {
    let mut freezer = Freezer::default();
    rules.freeze(&mut freezer);
    let shelves = [&freezer.front, &freezer.back];
    let bytes = shelves.into_iter().flat_map(|shelf| shelf.bytes.iter().chain(shelf.text.as_bytes()));
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_taken_apart_whatever_their_ends() {
        let mut from = io::Cursor::new(b"a\r\n\nb".to_vec());
        assert_eq!(batch(&mut from).expect("memory"), [b"a\r".to_vec(), b"".to_vec(), b"b".to_vec()]);
        assert!(batch(&mut from).expect("memory").is_empty());
    }
}
