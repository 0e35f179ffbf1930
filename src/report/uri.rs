//! Paths as URI references.
//!
//! It must not ask the file system: a path is a URI whether or not something is there.

use std::fmt::Write as _;

/// A path as a URI, percent-encoded, and whether it is relative.
pub(super) fn reference(path: &str) -> (String, bool) {
    let path = path.trim_start_matches("./");
    let drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes()[0].is_ascii_alphabetic();
    let before = match path {
        _ if drive => "file:///",
        absolute if absolute.starts_with('/') => "file://",
        _ => "",
    };
    let mut uri = before.to_owned();
    for (at, byte) in path.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            // Elsewhere it would make what stands before it a scheme.
            b':' if drive && at == 1 => uri.push(':'),
            _ => {
                let _infallible = write!(uri, "%{byte:02X}");
            }
        }
    }
    (uri, before.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_encoded() {
        assert_eq!(reference("./下/a b.txt"), ("%E4%B8%8B/a%20b.txt".to_owned(), true));
        assert_eq!(reference("http://x"), ("http%3A//x".to_owned(), true));
        assert_eq!(reference("/tmp/#1"), ("file:///tmp/%231".to_owned(), false));
        assert_eq!(reference("C:/x:y"), ("file:///C:/x%3Ay".to_owned(), false));
    }
}
