//! Markdown → the text that its reader sees, with its place in the source.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag as Markup, TagEnd};

use super::flow::Flow;
use super::html::{self, Use};
use super::origin::Builder;
use super::tag::{Tag, masked};

/// The visible text. The tags must be those of the text; its first `front` bytes are front matter.
pub(super) fn read(text: &str, tags: &[Tag], front: usize) -> Builder {
    let mut flow = Flow::new(text, tags);
    if front > 0 {
        flow.verbatim(0..front);
        flow.block();
    }
    let masked = masked(text, tags);
    let mut reader = Reader { masked: &masked, images: 0, html: None };
    let events = Parser::new_ext(&masked[front..], Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    for (event, range) in events.into_offset_iter() {
        reader.event(event, range.start + front..range.end + front, &mut flow);
    }
    reader.html_ends(&mut flow);
    flow.finish()
}

struct Reader<'m> {
    masked: &'m str,
    /// How many images are open: their words are seen only where they are not.
    images: usize,
    /// A block of HTML, which comes in lines.
    html: Option<Range<usize>>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>, flow: &mut Flow<'_>) {
        if let Event::Html(_) = event {
            let start = self.html.as_ref().map_or(range.start, |html| html.start);
            self.html = Some(start..range.end);
            return;
        }
        self.html_ends(flow);
        match event {
            Event::Start(markup) => self.start(&markup, range.start, flow),
            Event::End(markup) => self.end(markup, flow),
            Event::Text(words) if self.images == 0 => {
                if self.masked[range.clone()] == *words {
                    self.lines(range, flow);
                } else {
                    flow.stand_in(&words, range);
                }
            }
            Event::Code(words) if self.images == 0 => {
                let inside = self.masked[range.clone()].find(&*words);
                match inside {
                    Some(inside) => flow.words(range.start + inside..range.start + inside + words.len()),
                    None => flow.stand_in(&words, range),
                }
            }
            Event::InlineHtml(_) => html::Reader::new(Use::Mail).read(self.masked, range, flow),
            Event::SoftBreak => flow.block(),
            Event::HardBreak => flow.line_break(),
            Event::Rule => flow.paragraph(),
            _ => {}
        }
    }

    /// Words of a block of code end in line breaks, others have none.
    fn lines(&self, range: Range<usize>, flow: &mut Flow<'_>) {
        if self.masked[range.clone()].contains('\n') { flow.verbatim(range) } else { flow.words(range) }
    }

    fn html_ends(&mut self, flow: &mut Flow<'_>) {
        if let Some(range) = self.html.take() {
            html::Reader::new(Use::Mail).read(self.masked, range, flow);
        }
    }

    fn start(&mut self, markup: &Markup<'_>, at: usize, flow: &mut Flow<'_>) {
        match markup {
            Markup::Paragraph | Markup::Heading { .. } | Markup::CodeBlock(_) | Markup::Table(_) => flow.paragraph(),
            Markup::List(_) | Markup::TableHead | Markup::TableRow => flow.block(),
            Markup::Item => flow.item(),
            Markup::TableCell => flow.cell(at),
            Markup::BlockQuote(_) => flow.quote(),
            Markup::Image { .. } => self.images += 1,
            _ => {}
        }
    }

    fn end(&mut self, markup: TagEnd, flow: &mut Flow<'_>) {
        match markup {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::Table | TagEnd::List(_) => {
                flow.paragraph();
            }
            TagEnd::Item => flow.block(),
            TagEnd::BlockQuote(_) => flow.unquote(),
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tag::tags;
    use super::*;

    fn seen(markdown: &str) -> String {
        read(markdown, &tags(markdown), 0).judged().trim_end().to_owned()
    }

    #[test]
    fn marks_are_not_seen() {
        let markdown = "# お詫び\n\nこの*たび*は**ご迷惑**を&amp;\nおかけし\\*ました。\n\n- 一\n- 二 [ここ](http://x)\n\n> 前の\n> 文\n\n![絵](x.png)`文`";
        assert_eq!(
            seen(markdown),
            "お詫び\n\nこのたびはご迷惑を&\nおかけし*ました。\n\n・一\n・二 ここ\n\n> 前の\n> 文\n\n文"
        );
    }

    #[test]
    fn tags_do_not_disturb_the_marks() {
        let markdown = "{{ user_name }}様\n{% if a_b %}\n**お_詫び**{{ x*y }}\n{% endif %}";
        assert_eq!(seen(markdown), "{{user_name}}様\nお_詫び{{x.y}}");
    }

    #[test]
    fn tables_and_html_are_read() {
        let markdown = "| 品 | 数 |\n|---|---|\n| 帆布 | 2 |\n\n<div>\n<!-- 注 -->\n詫び<br>状</div>\n\n終<br>わり";
        assert_eq!(seen(markdown), "品 数\n帆布 2\n\n詫び\n状\n\n終\nわり");
    }
}
