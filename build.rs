//! Builds what the library embeds: the dictionary and the rule files.

#[path = "build/dictionary.rs"]
mod dictionary;
#[path = "build/rules.rs"]
mod rules;

fn main() {
    if let Err(error) = dictionary::build() {
        eprintln!("the dictionary cannot be built: {error}");
        std::process::exit(1);
    }
    if let Err(error) = rules::embed() {
        eprintln!("the rules cannot be embedded: {error}");
        std::process::exit(1);
    }
}
