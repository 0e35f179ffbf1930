//! Builds what the library embeds: the dictionary and the rule files.

#[path = "build/dictionary.rs"]
mod dictionary;
#[path = "build/rules.rs"]
mod rules;

fn main() {
    if let Err(error) = dictionary::build().and_then(|()| rules::embed()) {
        eprintln!("build.rs: {error}");
        std::process::exit(1);
    }
}
