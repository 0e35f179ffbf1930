//! Builds IPADIC whole, as the feature `embed-ipadic` does, which would download it: from the archive in `dict/`.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::{env, error, fs};

use lindera_dictionary::builder::DictionaryBuilder;
use lindera_dictionary::dictionary::metadata::Metadata;

const ARCHIVE: &str = "../../../dict/ipadic.tar.lzma";

fn main() -> Result<(), Box<dyn error::Error>> {
    println!("cargo::rerun-if-changed={ARCHIVE}");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let (source, dictionary) = (out.join("source"), out.join("dictionary"));
    fs::create_dir_all(&source)?;
    unpack(&source)?;
    DictionaryBuilder::new(Metadata::default()).build_dictionary(&source, &dictionary)?;
    fs::remove_dir_all(&source)?;
    // Where `embedded_dictionary!` looks.
    println!("cargo::rustc-env=LINDERA_WORKDIR={}", out.display());
    Ok(())
}

/// Writes the source as the builder reads it: UTF-8.
fn unpack(to: &Path) -> Result<(), Box<dyn error::Error>> {
    let archive = fs::read(ARCHIVE)?;
    let mut tar = tar::Archive::new(lzma_rust2::LzmaReader::new_mem_limit(archive.as_slice(), u32::MAX, None)?);
    for entry in tar.entries()? {
        let mut entry = entry?;
        let path = entry.path()?.into_owned();
        let known = path.extension().is_some_and(|extension| extension == "csv" || extension == "def");
        if let Some(name) = path.file_name().filter(|_| known) {
            let mut content = Vec::new();
            entry.read_to_end(&mut content)?;
            fs::write(to.join(name), encoding_rs::EUC_JP.decode(&content).0.as_bytes())?;
        }
    }
    Ok(())
}
