//! Puts visible text together out of pieces of markup: collapses white space, breaks lines where blocks begin, marks
//! quoted lines, and fills in what template tags stand for. It must not know which markup the pieces come from.

use std::ops::Range;

use super::origin::Builder;
use super::tag::{Meaning, Tag};

/// No more line breaks than these follow each other, whatever the markup asks for.
const MOST_BREAKS: usize = 3;

/// Visible text in the making.
pub(super) struct Flow<'t> {
    text: &'t str,
    tags: &'t [Tag],
    builder: Builder,
    /// Line breaks before the next words.
    breaks: usize,
    /// White space before the next words: its place, and whether a line ended in it.
    space: Option<(Range<usize>, bool)>,
    /// How deep in quotations.
    quoted: usize,
    bullet: bool,
}

impl<'t> Flow<'t> {
    /// The tags must be those of the text, in order.
    pub(super) fn new(text: &'t str, tags: &'t [Tag]) -> Flow<'t> {
        Flow { text, tags, builder: Builder::default(), breaks: 0, space: None, quoted: 0, bullet: false }
    }

    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// Words of the text with white space collapsed, as HTML reads them.
    pub(super) fn words(&mut self, range: Range<usize>) {
        self.pieces(range, |flow, piece| flow.collapsed(piece));
    }

    /// Words of the text with their spaces and line breaks.
    pub(super) fn verbatim(&mut self, range: Range<usize>) {
        self.pieces(range, |flow, piece| {
            let text = flow.text;
            for line in text[piece.clone()].split_inclusive('\n') {
                let at = line.as_ptr() as usize - text.as_ptr() as usize;
                let words = line.trim_end_matches(['\r', '\n']);
                if !words.is_empty() {
                    flow.begin();
                    flow.builder.copy(words, at);
                }
                if line.ends_with('\n') {
                    flow.line_break();
                }
            }
        });
    }

    /// Words that a piece of the text stands for: an entity.
    pub(super) fn stand_in(&mut self, words: &str, source: Range<usize>) {
        // A no-break space keeps its place; a soft hyphen and other unseen characters hide no phrase.
        let seen: String =
            words.chars().filter(|c| !is_unseen(*c)).map(|c| if c == '\u{a0}' { ' ' } else { c }).collect();
        if seen.trim().is_empty() {
            if !seen.is_empty() && self.space.is_none() {
                self.space = Some((source, false));
            }
            return;
        }
        self.begin();
        self.builder.stand_in(&seen, source);
    }

    /// The line ends here.
    pub(super) fn line_break(&mut self) {
        self.breaks = (self.breaks + 1).min(MOST_BREAKS);
        self.space = None;
    }

    /// What follows begins a line.
    pub(super) fn block(&mut self) {
        self.breaks = self.breaks.max(1);
        self.space = None;
    }

    /// What follows begins a paragraph.
    pub(super) fn paragraph(&mut self) {
        self.breaks = self.breaks.max(2);
        self.space = None;
    }

    /// What follows is an item of a list.
    pub(super) fn item(&mut self) {
        self.block();
        self.bullet = true;
    }

    /// What follows is the next cell of a row.
    pub(super) fn cell(&mut self, at: usize) {
        self.space.get_or_insert((at..at, false));
    }

    /// What follows are somebody else's words, until as many [`Flow::unquote`].
    pub(super) fn quote(&mut self) {
        self.block();
        self.quoted += 1;
    }

    pub(super) fn unquote(&mut self) {
        self.block();
        self.quoted = self.quoted.saturating_sub(1);
    }

    /// A header line before the mail: a name and words of the text.
    pub(super) fn header(&mut self, name: &str, value: Range<usize>) {
        self.breaks = self.breaks.max(usize::from(!self.builder.judged().is_empty()));
        self.begin();
        self.builder.insert(name);
        self.pieces(value, |flow, piece| flow.collapsed(piece));
        self.paragraph();
    }

    pub(super) fn finish(mut self) -> Builder {
        self.builder.insert("\n");
        self.builder
    }

    /// Gives the words between tags to `put`, and fills in the tags.
    fn pieces(&mut self, range: Range<usize>, mut put: impl FnMut(&mut Flow<'t>, Range<usize>)) {
        let tags = self.tags;
        let first = tags.partition_point(|tag| tag.range.end <= range.start);
        let mut at = range.start;
        for tag in tags[first..].iter().take_while(|tag| tag.range.start < range.end) {
            if at < tag.range.start {
                put(self, at..tag.range.start);
            }
            if let (Meaning::Variable(name), true) = (&tag.meaning, tag.range.start >= range.start) {
                self.begin();
                self.builder.stand_in(name, tag.range.clone());
            }
            at = tag.range.end.min(range.end);
        }
        if at < range.end {
            put(self, at..range.end);
        }
    }

    fn collapsed(&mut self, range: Range<usize>) {
        let text = self.text;
        let mut at = range.start;
        while at < range.end {
            let rest = &text[at..range.end];
            let spaces = rest.len() - rest.trim_start_matches(is_collapsing).len();
            if spaces > 0 {
                let ended = rest[..spaces].contains('\n');
                match &mut self.space {
                    Some((place, any)) => {
                        place.end = at + spaces;
                        *any |= ended;
                    }
                    None => self.space = Some((at..at + spaces, ended)),
                }
                at += spaces;
                continue;
            }
            let length = rest.find(is_collapsing).unwrap_or(rest.len());
            let joins = rest.chars().next().is_some_and(is_wide);
            self.begin_with(joins);
            self.unhidden(at..at + length);
            at += length;
        }
    }

    /// Copies words but for characters that nobody sees.
    fn unhidden(&mut self, range: Range<usize>) {
        let mut from = range.start;
        for (at, c) in self.text[range.clone()].char_indices().filter(|&(_, c)| is_unseen(c)) {
            let at = range.start + at;
            self.builder.copy(&self.text[from..at], from);
            from = at + c.len_utf8();
        }
        self.builder.copy(&self.text[from..range.end], from);
    }

    fn begin(&mut self) {
        self.begin_with(false);
    }

    /// Writes what is due before the next words. `joins`: they begin with a character that needs no space before it.
    fn begin_with(&mut self, joins: bool) {
        let space = self.space.take();
        let empty = self.builder.judged().is_empty();
        if empty || self.breaks > 0 {
            if !empty {
                self.builder.insert(&"\n".repeat(self.breaks));
            }
            self.breaks = 0;
            if self.quoted > 0 {
                self.builder.insert("> ");
            }
            if std::mem::take(&mut self.bullet) {
                self.builder.insert("・");
            }
            return;
        }
        if let Some((place, ended)) = space {
            // A line of the source that ends between two Japanese characters is no space between them.
            let wide = self.builder.judged().chars().next_back().is_some_and(is_wide);
            if !(ended && joins && wide) {
                self.builder.stand_in(" ", place);
            }
        }
    }
}

/// The white space that HTML collapses; an ideographic space is a character like others.
fn is_collapsing(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// Soft hyphens, zero-width spaces and joiners, byte order marks: filling of hidden preview lines.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{2060}' | '\u{feff}' | '\u{34f}')
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}')
        || c >= '\u{20000}'
}
