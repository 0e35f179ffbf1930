//! What a file is, by its name and, where that leaves it open, by how its text begins. It must not open files.

use crate::mail::Kind;

/// What a file is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text as it is.
    Text,
    /// One mail with its headers and parts.
    Eml,
    /// Many mails, one behind the other.
    Mbox,
    /// A page or a mail's HTML.
    Html,
    /// Markdown.
    Markdown,
    /// Fields between commas, one mail in each row.
    Csv,
    /// The same between tabs.
    Tsv,
}

impl Format {
    /// The word in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Eml => "eml",
            Format::Mbox => "mbox",
            Format::Html => "html",
            Format::Markdown => "markdown",
            Format::Csv => "csv",
            Format::Tsv => "tsv",
        }
    }

    fn of_extension(extension: &str) -> Option<Format> {
        Some(match extension {
            "txt" | "text" => Format::Text,
            "eml" => Format::Eml,
            "mbox" | "mbx" => Format::Mbox,
            "html" | "htm" | "xhtml" | "mjml" => Format::Html,
            "md" | "markdown" => Format::Markdown,
            "csv" => Format::Csv,
            "tsv" => Format::Tsv,
            _ => return None,
        })
    }
}

/// Extensions of template engines; what stands before them (`order.html.erb`) says what comes out.
const ENGINES: [&str; 18] = [
    "twig",
    "liquid",
    "erb",
    "j2",
    "jinja",
    "jinja2",
    "njk",
    "hbs",
    "handlebars",
    "mustache",
    "ejs",
    "tmpl",
    "tpl",
    "gotmpl",
    "ftl",
    "vm",
    "mako",
    "blade",
];

/// What the name of a file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// `None` where the name leaves it open.
    pub(super) format: Option<Format>,
    /// What files of such a name are for.
    pub(super) kind: Kind,
}

/// Reads a file's name, in any case.
pub(super) fn named(path: &str) -> Named {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_ascii_lowercase();
    let name = name.strip_suffix(".blade.php").map_or(name.clone(), |stem| format!("{stem}.blade"));
    let extension = |name: &str| name.rsplit_once('.').map(|(stem, extension)| (stem.to_owned(), extension.to_owned()));
    let Some((stem, last)) = extension(&name) else { return Named { format: None, kind: Kind::Draft } };
    if ENGINES.contains(&last.as_str()) {
        let inner = extension(&stem).and_then(|(_, inner)| Format::of_extension(&inner));
        return Named { format: inner, kind: Kind::Template };
    }
    let format = Format::of_extension(&last);
    let templates = [Format::Html, Format::Markdown, Format::Csv, Format::Tsv];
    let kind = if format.is_some_and(|format| templates.contains(&format)) { Kind::Template } else { Kind::Draft };
    Named { format, kind }
}

/// Whether a folder is searched for files of this name. What a repository says of itself is no mail.
pub(super) fn is_known(name: &str) -> bool {
    let named = named(name);
    let upper = name.split('.').next().unwrap_or(name);
    if ["README", "CHANGELOG", "CONTRIBUTING", "LICENSE", "NOTICE", "SECURITY"].contains(&upper) {
        return false;
    }
    // A list of templates is read only when it is asked for by name, with the column that holds them.
    let listed = matches!(named.format, Some(Format::Csv | Format::Tsv));
    !listed && (named.format.is_some() || named.kind == Kind::Template)
}

/// What a text is whose name leaves it open: HTML where it holds tags of a page or a mail.
pub(super) fn sniffed(text: &str) -> Format {
    let head: String = text.chars().take(4096).collect::<String>().to_ascii_lowercase();
    let tags = ["<html", "<body", "<!doctype html", "</p>", "<br>", "<br/>", "<br />", "</div>", "</td>"];
    if tags.iter().any(|tag| head.contains(tag)) { Format::Html } else { Format::Text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_comes_out_and_what_it_is_for() {
        let of = |path| {
            let named = named(path);
            (named.format, named.kind)
        };
        assert_eq!(of("a/お詫び.TXT"), (Some(Format::Text), Kind::Draft));
        assert_eq!(of("a/order.html.erb"), (Some(Format::Html), Kind::Template));
        assert_eq!(of("order.blade.php"), (None, Kind::Template));
        assert_eq!(of("order.liquid"), (None, Kind::Template));
        assert_eq!(of("a.b/mail"), (None, Kind::Draft));
        assert_eq!(of("mail.md"), (Some(Format::Markdown), Kind::Template));
        assert_eq!(of("mail.eml"), (Some(Format::Eml), Kind::Draft));
    }

    #[test]
    fn folders_are_searched_for_mails_not_for_lists() {
        for (name, wanted) in [
            ("a.txt", true),
            ("a.md.twig", true),
            ("a.csv", false),
            ("README.md", false),
            ("a.rs", false),
            ("a", false),
        ] {
            assert_eq!(is_known(name), wanted, "{name}");
        }
    }
}
