//! What each part of a check takes: `cargo bench`. Whole processes are timed by `benches/compare.py`.
//!
//! All parts work on the good and faulty mails of `examples/`, one after the other.

use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mailint::builtin;
use mailint::config::Settings;
use mailint::input::{self, Found, Options, Place};
use mailint::lint::lint;
use mailint::mail::Document;
use mailint::morph::Worker;
use mailint::pattern::Reading;
use mailint::report::{Entry, Format, Judged, Style, View, render};
use mailint::text::Text;

fn mails() -> Vec<(PathBuf, Vec<u8>)> {
    let mut mails = Vec::new();
    for folder in ["good", "faulty"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(folder);
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|extension| extension == "txt") {
                let bytes = std::fs::read(&path).expect("a file");
                mails.push((path, bytes));
            }
        }
    }
    mails.sort();
    mails
}

fn parts(criterion: &mut Criterion) {
    let mails = mails();
    let texts: Vec<Text> =
        mails.iter().map(|(_, bytes)| Text::new(String::from_utf8_lossy(bytes)).expect("short")).collect();
    let documents: Vec<Document<'_>> = texts.iter().map(Document::parse).collect();
    let rules = builtin::rules();
    let settings = Settings::default();

    let mut group = criterion.benchmark_group("parts");
    group.throughput(Throughput::Bytes(mails.iter().map(|(_, bytes)| bytes.len() as u64).sum()));

    group.bench_function("decode", |bencher| {
        let options = Options::default();
        let found: Vec<Found> = mails
            .iter()
            .map(|(path, bytes)| Found { shown: path.display().to_string(), place: Place::Content(bytes.clone()) })
            .collect();
        bencher.iter(|| found.iter().for_each(|found| drop(black_box(input::read(found, &options)))));
    });
    group.bench_function("document", |bencher| {
        bencher.iter(|| texts.iter().for_each(|text| drop(black_box(Document::parse(text)))));
    });

    let sentences = || documents.iter().flat_map(Document::sentences);
    let mut worker = Worker::new();
    group.bench_function("tokenise", |bencher| {
        let mut words = Vec::new();
        bencher.iter(|| {
            for sentence in sentences() {
                rules.tokenizer.tokenize(&mut worker, sentence.text(), &mut words);
                black_box(&words);
            }
        });
    });
    group.bench_function("fold", |bencher| {
        let mut cut = Vec::new();
        for sentence in sentences() {
            let mut words = Vec::new();
            rules.tokenizer.tokenize(&mut worker, sentence.text(), &mut words);
            cut.push((sentence.text(), words));
        }
        bencher.iter(|| {
            for (sentence, words) in &cut {
                let mut units = Vec::new();
                rules.folder.fold(&rules.tokenizer, sentence, words, &mut units);
                black_box(units);
            }
        });
    });
    group.bench_function("tokenise, fold and match", |bencher| {
        bencher.iter(|| {
            for document in &documents {
                black_box(Reading::new(document, &mut rules.analyzer(), &rules.patterns));
            }
        });
    });
    group.bench_function("lint", |bencher| {
        bencher.iter(|| texts.iter().for_each(|text| drop(black_box(lint(text, &rules, &settings)))));
    });
    group.bench_function("report", |bencher| {
        let reports: Vec<_> = texts.iter().map(|text| lint(text, &rules, &settings)).collect();
        let judged = |(text, report)| Entry::Judged(Judged { path: "mail.txt", text, report, about: None });
        let entries: Vec<Entry<'_>> = texts.iter().zip(&reports).map(judged).collect();
        let view = View::plain(Style { color: false });
        bencher.iter(|| {
            let mut out = Vec::new();
            render(Format::Json, &entries, &view, &mut out).expect("memory does not fail");
            black_box(out);
        });
    });
    group.finish();
    criterion.bench_function("thaw the built-in rules", |bencher| bencher.iter(|| black_box(builtin::rules())));
}

criterion_group!(benches, parts);
criterion_main!(benches);
