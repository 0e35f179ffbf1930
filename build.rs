//! Builds what the library embeds: the dictionary, the rule files and a table of characters.

#[path = "build/charset.rs"]
mod charset;
#[path = "build/dictionary.rs"]
mod dictionary;
#[path = "build/rules.rs"]
mod rules;

#[allow(clippy::print_stderr, clippy::exit, reason = "a build script has no other way to tell and to stop")]
fn main() {
    if let Err(error) = dictionary::build().and_then(|()| rules::embed()).and_then(|()| charset::write()) {
        eprintln!("build.rs: {error}");
        std::process::exit(1);
    }
}
