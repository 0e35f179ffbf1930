//! Builds what the library embeds.

#[path = "build/dictionary.rs"]
mod dictionary;

fn main() {
    if let Err(error) = dictionary::build() {
        eprintln!("the dictionary cannot be built: {error}");
        std::process::exit(1);
    }
}
