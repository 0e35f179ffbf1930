//! Builds what the library embeds.

#[path = "build/dictionary.rs"]
mod dictionary;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    dictionary::build()
}
