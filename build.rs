//! Builds what the library embeds: the dictionary, what sentences teach, the rules and a table of characters.
//!
//! Rules are made by the library's own modules, which are part of this program too. They import only each other, and
//! take the dictionary through `embedded!`: here that reads what was written a moment ago.

/// The bytes of a file in `OUT_DIR`; `src/lib.rs` has its own.
macro_rules! embedded {
    ($file:literal) => {{
        static FILE: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
        FILE.get_or_init(|| crate::written($file)).as_slice()
    }};
}

/// The text of a file in `OUT_DIR`; `src/lib.rs` has its own.
macro_rules! embedded_text {
    ($file:literal) => {{
        static FILE: std::sync::OnceLock<String> = std::sync::OnceLock::new();
        FILE.get_or_init(|| String::from_utf8(crate::written($file)).expect("the build wrote text")).as_str()
    }};
}

/// The library below its rules; what only the layers above use is not used here.
macro_rules! library {
    ($($path:literal $name:ident;)*) => {
        /// Where its modules are.
        const LIBRARY: &[&str] = &[$($path),*];

        $(#[allow(dead_code, unused_imports, unreachable_pub, reason = "the library uses it")]
        #[path = $path]
        mod $name;)*
    };
}

library! {
    "src/diagnostic/mod.rs" diagnostic;
    "src/frozen/mod.rs" frozen;
    "src/idle.rs" idle;
    "src/likeness/mod.rs" likeness;
    "src/mail/mod.rs" mail;
    "src/morph/mod.rs" morph;
    "src/pattern/mod.rs" pattern;
    "src/rule/mod.rs" rule;
    "src/text/mod.rs" text;
    "src/unit/mod.rs" unit;
}

#[path = "build/charset.rs"]
mod charset;
#[path = "build/dictionary.rs"]
mod dictionary;
#[path = "build/identity.rs"]
mod identity;
#[path = "build/likeness/mod.rs"]
mod likely;
#[path = "build/rules.rs"]
mod rules;

#[allow(clippy::print_stderr, clippy::exit, reason = "a build script has no other way to tell and to stop")]
fn main() {
    link_at_fixed_address();
    // Of the sources of this program Cargo knows by itself: where it is built anew it is run anew.
    let steps = [dictionary::build, likely::train, rules::embed, charset::write, identity::name];
    if let Err(error) = steps.into_iter().try_for_each(|step| step()) {
        eprintln!("build.rs: {error}");
        std::process::exit(1);
    }
}

/// A program that may lie anywhere has its 28,000 pointers to tables and vtables written anew at each start: 150 pages
/// are copied before it does anything, a tenth of the time of a check. What mailint reads of strangers is read by safe
/// code, which needs no hiding.
fn link_at_fixed_address() {
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found.split(',').any(|one| one == value));
    if is("CARGO_CFG_TARGET_OS", "linux")
        && is("CARGO_CFG_TARGET_ENV", "gnu")
        && !is("CARGO_CFG_TARGET_FEATURE", "crt-static")
    {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}

fn written(file: &str) -> Vec<u8> {
    let read = || std::fs::read(std::path::Path::new(&std::env::var_os("OUT_DIR")?).join(file)).ok();
    read().unwrap_or_else(|| panic!("{file} is not in OUT_DIR yet"))
}
