//! A name for what this build compiles rules with: what a house has compiled is kept from run to run, and must not be
//! read by a program that would have compiled it otherwise.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;

use crate::rules::collect;

/// Sets `MAILINT_BUILD` for `src/cli/cache.rs`: a hash of everything that the built-in rules are made of and with.
pub(crate) fn name() -> Result<(), Box<dyn std::error::Error>> {
    let modules = crate::LIBRARY.iter().map(|path| path.trim_end_matches("/mod.rs"));
    let mut files = Vec::new();
    // A library has no `Cargo.lock`.
    let lock = Some("Cargo.lock").filter(|lock| Path::new(lock).is_file());
    for root in modules.chain(lock).chain(["build", "dict", "rules", "sentences"]) {
        collect(Path::new(root), &mut files)?;
    }
    files.sort();
    let mut hashers = [DefaultHasher::new(), DefaultHasher::new()];
    // Two hashes of 64 bits that begin differently make one of 128.
    hashers[1].write_u8(1);
    for hasher in &mut hashers {
        std::env::var("CARGO_PKG_VERSION")?.hash(hasher);
    }
    for file in files {
        let text = fs::read(&file)?;
        hashers.iter_mut().for_each(|hasher| (&file, &text).hash(hasher));
    }
    let [high, low] = hashers.map(|hasher| hasher.finish());
    println!("cargo::rustc-env=MAILINT_BUILD={high:016x}{low:016x}");
    Ok(())
}
