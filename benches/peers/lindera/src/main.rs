//! Cuts files into words, a line at a time, asks for each word's part of speech, and counts: the least that a program on
//! the `lindera` crate with IPADIC in it must do before it can judge anything.

use std::borrow::Cow;

use lindera::mode::Mode;
use lindera::segmenter::Segmenter;

lindera_dictionary::embedded_dictionary!("/dictionary", Embedded);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let segmenter = Segmenter::new(Mode::Normal, load()?, None);
    let (mut words, mut nouns) = (0, 0);
    for path in std::env::args_os().skip(1) {
        for line in std::fs::read_to_string(path)?.lines() {
            for mut token in segmenter.segment(Cow::Borrowed(line))? {
                words += 1;
                nouns += usize::from(token.get_detail(0) == Some("名詞"));
            }
        }
    }
    println!("{words} words, {nouns} nouns");
    Ok(())
}
