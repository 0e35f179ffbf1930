//! HTML → the text that its reader sees, piece by piece with its place in the source. Tags make lines and paragraphs,
//! entities are decoded, styles, scripts and hidden elements are left out. It must not know what a mail is.

use std::ops::Range;

use html5gum::{DefaultEmitter, HtmlString, Token, Tokenizer};

use super::flow::Flow;
use super::origin::Builder;
use super::tag::{Tag, masked};

/// How a piece of HTML is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// A page or a template: its title is the subject.
    Page,
    /// The body of a mail: what it quotes is a reply's original.
    Mail,
}

/// The visible text. The tags must be those of the text.
pub(super) fn read(text: &str, tags: &[Tag], front: usize, purpose: Use) -> Builder {
    let mut flow = Flow::new(text, tags);
    if front > 0 {
        flow.verbatim(0..front);
        flow.block();
    }
    let masked = masked(text, tags);
    let mut reader = Reader::new(purpose);
    reader.read(&masked, front..text.len(), &mut flow);
    flow.finish()
}

/// What is open while HTML is read.
pub(super) struct Reader {
    purpose: Use,
    /// The element whose contents are not seen, and how many of its name are open.
    hidden: Option<(Vec<u8>, usize)>,
    /// Inside the title; its place.
    title: Option<Range<usize>>,
    in_title: bool,
    /// How many `pre` are open.
    verbatim: usize,
    /// Which block quotations are somebody else's words.
    quotes: Vec<bool>,
}

impl Reader {
    pub(super) fn new(purpose: Use) -> Reader {
        Reader { purpose, hidden: None, title: None, in_title: false, verbatim: 0, quotes: Vec::new() }
    }

    /// Reads a range of the text. `masked` is the text with its template tags written over.
    pub(super) fn read(&mut self, masked: &str, range: Range<usize>, flow: &mut Flow<'_>) {
        let base = range.start;
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        for token in Tokenizer::new_with_emitter(&masked[range.clone()], emitter) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => {
                    let style = attribute(&tag.attributes, b"style").map(|style| squeezed(&style)).unwrap_or_default();
                    let concealed = style.contains("display:none") || attribute(&tag.attributes, b"hidden").is_some();
                    let cited = attribute(&tag.attributes, b"type").is_some_and(|value| value == b"cite");
                    self.start(&tag.name, (tag.self_closing, concealed, cited), base + tag.span.start, flow);
                }
                Token::EndTag(tag) => self.end(&tag.name, flow),
                Token::String(words) => {
                    let place = base + words.span.start..base + words.span.end;
                    self.string(masked, clipped(masked, place), flow);
                }
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
    }

    fn start(&mut self, name: &[u8], (closed, concealed, cited): (bool, bool, bool), at: usize, flow: &mut Flow<'_>) {
        if let Some((hiding, open)) = &mut self.hidden {
            *open += usize::from(hiding.as_slice() == name && !closed);
            return;
        }
        if (concealed || HIDDEN.contains(&name)) && !closed && !VOID.contains(&name) {
            self.hidden = Some((name.to_vec(), 1));
            return;
        }
        match name {
            b"title" if self.purpose == Use::Page => self.in_title = true,
            b"title" => self.hidden = Some((name.to_vec(), 1)),
            b"br" => flow.line_break(),
            b"li" | b"dd" => flow.item(),
            b"td" | b"th" => flow.cell(at),
            b"pre" => {
                flow.paragraph();
                self.verbatim += 1;
            }
            b"blockquote" => {
                let quoted = cited || self.purpose == Use::Mail;
                self.quotes.push(quoted);
                if quoted { flow.quote() } else { flow.paragraph() }
            }
            name if PARAGRAPHS.contains(&name) => flow.paragraph(),
            name if BLOCKS.contains(&name) => flow.block(),
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8], flow: &mut Flow<'_>) {
        if let Some((hiding, open)) = &mut self.hidden {
            if hiding.as_slice() == name {
                *open -= 1;
                if *open == 0 {
                    self.hidden = None;
                }
            }
            return;
        }
        match name {
            b"title" => {
                self.in_title = false;
                if let Some(title) = self.title.take().filter(|title| !flow.text()[title.clone()].trim().is_empty()) {
                    flow.header("件名: ", title);
                }
            }
            b"pre" => {
                self.verbatim = self.verbatim.saturating_sub(1);
                flow.paragraph();
            }
            b"blockquote" => match self.quotes.pop() {
                Some(true) => flow.unquote(),
                _ => flow.paragraph(),
            },
            name if PARAGRAPHS.contains(&name) => flow.paragraph(),
            name if BLOCKS.contains(&name) || name == b"li" || name == b"dd" => flow.block(),
            _ => {}
        }
    }

    fn string(&mut self, masked: &str, place: Range<usize>, flow: &mut Flow<'_>) {
        if self.hidden.is_some() {
            return;
        }
        if self.in_title {
            let start = self.title.as_ref().map_or(place.start, |title| title.start);
            self.title = Some(start..place.end);
            return;
        }
        let mut at = place.start;
        while at < place.end {
            let rest = &masked[at..place.end];
            let plain = rest.find('&').unwrap_or(rest.len());
            self.plain(at..at + plain, flow);
            at += plain;
            if at < place.end {
                let length = entity_length(&masked[at..place.end]);
                match decoded(&masked[at..at + length]) {
                    Some(words) => flow.stand_in(&words, at..at + length),
                    None => self.plain(at..at + length, flow),
                }
                at += length;
            }
        }
    }

    fn plain(&self, range: Range<usize>, flow: &mut Flow<'_>) {
        if self.verbatim > 0 { flow.verbatim(range) } else { flow.words(range) }
    }
}

/// Elements whose contents nobody sees.
const HIDDEN: [&[u8]; 9] = [
    b"script",
    b"style",
    b"template",
    b"select",
    b"textarea",
    b"noscript",
    b"mj-style",
    b"mj-attributes",
    b"mj-preview",
];
/// Elements without contents.
const VOID: [&[u8]; 8] = [b"img", b"input", b"meta", b"link", b"br", b"hr", b"col", b"wbr"];
const PARAGRAPHS: [&[u8]; 14] =
    [b"p", b"h1", b"h2", b"h3", b"h4", b"h5", b"h6", b"ul", b"ol", b"dl", b"table", b"hr", b"mj-text", b"mj-table"];
const BLOCKS: [&[u8]; 17] = [
    b"div",
    b"tr",
    b"section",
    b"header",
    b"footer",
    b"article",
    b"main",
    b"address",
    b"center",
    b"dt",
    b"body",
    b"html",
    b"form",
    b"fieldset",
    b"figure",
    b"mj-section",
    b"mj-button",
];

fn attribute(
    attributes: &std::collections::BTreeMap<HtmlString, html5gum::Spanned<HtmlString>>,
    name: &[u8],
) -> Option<Vec<u8>> {
    attributes.iter().find(|(key, _)| key.as_slice() == name).map(|(_, value)| value.to_ascii_lowercase())
}

fn squeezed(style: &[u8]) -> String {
    String::from_utf8_lossy(style).chars().filter(|c| !c.is_whitespace()).collect()
}

/// A range as much of which as the text has, on its character boundaries.
fn clipped(text: &str, range: Range<usize>) -> Range<usize> {
    let boundary = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = boundary(range.start);
    start..boundary(range.end).max(start)
}

/// The bytes that a character reference takes which begins here, at least the `&`.
fn entity_length(text: &str) -> usize {
    let name = text[1..].bytes().take(40).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    let end = 1 + name;
    if text[end..].starts_with(';') { end + 1 } else { end }
}

/// What a character reference stands for; `None` where it is none.
fn decoded(reference: &str) -> Option<String> {
    if reference.len() < 3 {
        return None;
    }
    let mut words = Vec::new();
    for token in Tokenizer::new(reference) {
        let Ok(token) = token;
        if let Token::String(part) = token {
            words.extend_from_slice(&part.value);
        }
    }
    let words = String::from_utf8(words).ok()?;
    (words != reference).then_some(words)
}

/// The place of the encoding's name in a `<meta>` at the head of a page.
pub(super) fn charset(page: &str) -> Option<Range<usize>> {
    const HEAD: usize = 4096;
    let head = &page[..clipped(page, 0..HEAD).end];
    let lower = head.to_ascii_lowercase();
    let meta = lower.find("<meta")?;
    let key = meta + lower[meta..].find("charset")? + "charset".len();
    let behind = &head[key..];
    let skipped = behind.len() - behind.trim_start_matches([' ', '=', '"', '\'']).len();
    let start = key + skipped;
    let length = head[start..].find(|c: char| !c.is_ascii_alphanumeric() && !"-_.:".contains(c)).unwrap_or(0);
    (skipped > 0 && length > 0).then(|| start..start + length)
}

#[cfg(test)]
mod tests {
    use super::super::tag::tags;
    use super::*;
    use crate::text::Text;

    fn seen(html: &str) -> String {
        read(html, &tags(html), 0, Use::Page).judged().trim_end().to_owned()
    }

    /// The source of some words of the visible text.
    fn source(html: &str, words: &str) -> Vec<String> {
        let (judged, origin) = read(html, &tags(html), 0, Use::Page).finish(Text::new(html).expect("short"));
        let at = judged.find(words).expect("seen");
        let judged = Text::new(judged).expect("short");
        let finding = crate::diagnostic::Diagnostic {
            rule: crate::diagnostic::RuleId::new("a/b").expect("an id"),
            severity: crate::diagnostic::Severity::Info,
            confidence: crate::diagnostic::Confidence::High,
            message: String::new(),
            help: String::new(),
            spans: vec![judged.span(at, at + words.len()).expect("valid")],
            related: Vec::new(),
            fixes: Vec::new(),
        };
        origin.place(finding).spans.iter().map(|&span| html[span.start()..span.end()].to_owned()).collect()
    }

    #[test]
    fn tags_and_entities_inside_a_phrase_do_not_hide_it() {
        let html = "<p>お<b>詫び</b>&nbsp;申し&#x4e0a;げます。</p>\r\n<p>𠮷田&amp;田中</p>";
        assert_eq!(seen(html), "お詫び 申し上げます。\n\n𠮷田&田中");
        assert_eq!(source(html, "お詫び 申し上げ"), ["お", "詫び", "&nbsp;申し&#x4e0a;げ"]);
        assert_eq!(source(html, "田&田"), ["田&amp;田"]);
    }

    #[test]
    fn blocks_make_lines() {
        let html = "<html><head><title>お詫び</title><style>p{}</style></head><body><div>一<br>二</div><ul><li>三\n<li>四</ul>\
            <table><tr><td>五</td><td>六</td></tr><tr><td>七</td></tr></table><pre> 八\n九</pre>";
        assert_eq!(seen(html), "件名: お詫び\n\n一\n二\n\n・三\n・四\n\n五 六\n七\n\n 八\n九");
    }

    #[test]
    fn what_nobody_sees_is_left_out() {
        let html =
            "<div style='display: none'>見え<div>ない</div>よ</div><!-- 注 --><script>あ</script>見え&shy;る\u{200b}";
        assert_eq!(seen(html), "見える");
    }

    #[test]
    fn a_line_of_the_source_ends_in_no_space_between_kanji() {
        assert_eq!(seen("お詫び\r\n    申し上げます ABC\nDEF"), "お詫び申し上げます ABC DEF");
    }

    #[test]
    fn variables_stand_for_words() {
        let html = "<p>{{ name | upper }}様{% if a < b %}、<%= link_to 'x', y > 1 %></p>{% endif %}{# <b> #}";
        assert_eq!(seen(html), "{{name}}様、{{link_to.x.y.1}}");
        assert_eq!(source(html, "{{name}}様"), ["{{ name | upper }}様"]);
    }

    #[test]
    fn a_reply_in_a_mail_is_quoted() {
        let html = "<p>承知しました。</p><blockquote>一<br>二</blockquote>三";
        assert_eq!(read(html, &[], 0, Use::Mail).judged(), "承知しました。\n\n> 一\n> 二\n三\n");
    }

    #[test]
    fn the_encoding_of_a_page_is_where_it_says() {
        let at = |page: &str| charset(page).map(|range| page[range].to_owned());
        assert_eq!(at("<meta charset=\"Shift_JIS\">").as_deref(), Some("Shift_JIS"));
        let old = "<META http-equiv=Content-Type content='text/html; charset=iso-2022-jp'>";
        assert_eq!(at(old).as_deref(), Some("iso-2022-jp"));
        assert_eq!(at("<p>charset=x"), None);
    }
}
