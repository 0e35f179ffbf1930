//! Writing a file whole or not at all: the new content is written beside it and takes its name.

use std::fs::{self, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::path::Path;

/// Writes a file that may be there already; what is no regular file (`/dev/stdout`) is written to.
pub(super) fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(there) if there.is_file() => replace(path, &[content]),
        Ok(_) => OpenOptions::new().write(true).open(path)?.write_all(content),
        Err(error) if error.kind() == io::ErrorKind::NotFound => put(path, &[content], None),
        Err(error) => Err(error),
    }
}

/// Replaces a file. Its permissions stay; a link is followed: what it points to is replaced, not the link.
pub(super) fn replace(path: &Path, content: &[&[u8]]) -> io::Result<()> {
    let path = path.canonicalize()?;
    let permissions = fs::metadata(&path)?.permissions();
    put(&path, content, Some(permissions))
}

fn put(path: &Path, content: &[&[u8]], permissions: Option<Permissions>) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.mailint-{}", std::process::id()));
    let written = (|| {
        let mut file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
        content.iter().try_for_each(|piece| file.write_all(piece))?;
        file.sync_all()?;
        if let Some(permissions) = permissions {
            fs::set_permissions(&beside, permissions)?;
        }
        fs::rename(&beside, path)
    })();
    if written.is_err() {
        // The copy is of no use; that it cannot be removed either changes nothing.
        let _removed = fs::remove_file(&beside);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_made_replaced_and_never_half_written() {
        let folder = std::env::temp_dir().join(format!("mailint-whole-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("writable");
        let file = folder.join("報告.json");
        write(&file, b"one").expect("a new file");
        write(&file, b"two").expect("an old file");
        assert_eq!(fs::read(&file).expect("there"), b"two");
        assert!(write(&folder.join("none/x"), b"").is_err());
        assert!(write(&folder, b"").is_err());
        assert_eq!(fs::read_dir(&folder).expect("there").count(), 1);
        fs::remove_dir_all(&folder).expect("removable");
    }
}
