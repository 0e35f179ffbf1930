//! The phrase syntax: `{A|B}` choice, `(X)` optional, `〜` and `〜〜` gaps, `@list`, `^` and `$`, `\` escapes.
//!
//! Choices and options are written out, so that every variant is tokenised as a whole; only lists and gaps cut a phrase
//! into pieces.

use std::fmt;

/// A piece of a phrase with its choices written out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    List(String),
    Gap,
    WideGap,
    First,
    Last,
}

/// What stands between the gaps of a phrase: one of these.
pub(super) type Choice = Vec<Vec<Piece>>;

/// A phrase as a row of choices. A gap or anchor outside of braces is a choice of its own, so that the choices on both
/// its sides need not be multiplied.
pub(super) type Phrase = Vec<Choice>;

/// A phrase that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong, in Japanese.
    pub message: String,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SyntaxError {}

/// More variants than this between two gaps make a phrase a list in disguise.
const MAX_VARIANTS: usize = 1024;

/// Reads a phrase.
pub(super) fn parse(phrase: &str) -> Result<Phrase, SyntaxError> {
    let mut chars = phrase.chars().peekable();
    let mut row: Phrase = Vec::new();
    for pieces in top_level(&mut chars)? {
        match pieces {
            Top::Alone(piece) => row.push(vec![vec![piece]]),
            Top::Choice(variants) => row.push(variants.into_iter().map(join).collect()),
        }
    }
    row.retain(|choice| choice.iter().any(|pieces| !pieces.is_empty()));
    Ok(row)
}

enum Top {
    Alone(Piece),
    Choice(Vec<Vec<Piece>>),
}

/// The phrase cut at the gaps and anchors outside of braces.
fn top_level(chars: &mut Chars<'_>) -> Result<Vec<Top>, SyntaxError> {
    let mut row = Vec::new();
    let mut current: Vec<Vec<Piece>> = vec![Vec::new()];
    while let Some(c) = chars.next() {
        if let '{' | '(' | '}' | ')' = c {
            extend(c, chars, &mut current)?;
            continue;
        }
        match single(c, chars)? {
            piece @ (Piece::Gap | Piece::WideGap | Piece::First | Piece::Last) => {
                row.push(Top::Choice(std::mem::replace(&mut current, vec![Vec::new()])));
                row.push(Top::Alone(piece));
            }
            piece => current.iter_mut().for_each(|variant| variant.push(piece.clone())),
        }
    }
    row.push(Top::Choice(current));
    Ok(row)
}

/// Multiplies what has been read by what a brace or parenthesis opens.
fn extend(open: char, chars: &mut Chars<'_>, current: &mut Vec<Vec<Piece>>) -> Result<(), SyntaxError> {
    match open {
        '{' => *current = product(current, &sequence(chars, '}')?)?,
        '(' => {
            let mut inner = sequence(chars, ')')?;
            inner.push(Vec::new());
            *current = product(current, &inner)?;
        }
        close => return Err(error(format!("「{close}」に対応する開き括弧がありません"))),
    }
    Ok(())
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// The inside of braces or parentheses up to `close`: every variant.
fn sequence(chars: &mut Chars<'_>, close: char) -> Result<Vec<Vec<Piece>>, SyntaxError> {
    let mut done = Vec::new();
    let mut current: Vec<Vec<Piece>> = vec![Vec::new()];
    while let Some(c) = chars.next() {
        match c {
            c if c == close => {
                done.append(&mut current);
                return Ok(done);
            }
            '|' if close == '}' => {
                done.append(&mut current);
                current.push(Vec::new());
            }
            '{' | '(' | '}' | ')' => extend(c, chars, &mut current)?,
            c => {
                let piece = single(c, chars)?;
                current.iter_mut().for_each(|variant| variant.push(piece.clone()));
            }
        }
    }
    Err(error(format!("「{close}」が足りません")))
}

fn single(c: char, chars: &mut Chars<'_>) -> Result<Piece, SyntaxError> {
    Ok(match c {
        '\\' => {
            Piece::Text(chars.next().ok_or_else(|| error("「\\」のあとに文字がありません".to_owned()))?.to_string())
        }
        '〜' | '～' => {
            if chars.next_if(|&next| matches!(next, '〜' | '～')).is_some() {
                Piece::WideGap
            } else {
                Piece::Gap
            }
        }
        '^' => Piece::First,
        '$' => Piece::Last,
        '@' => {
            let mut name = String::new();
            while let Some(next) = chars.next_if(|next| next.is_ascii_alphanumeric() || *next == '-') {
                name.push(next);
            }
            if name.is_empty() {
                return Err(error("「@」のあとにリストの名前がありません".to_owned()));
            }
            Piece::List(name)
        }
        c => Piece::Text(c.to_string()),
    })
}

fn product(left: &[Vec<Piece>], right: &[Vec<Piece>]) -> Result<Vec<Vec<Piece>>, SyntaxError> {
    if left.len() * right.len() > MAX_VARIANTS {
        return Err(error(format!("組み合わせが {MAX_VARIANTS} を超えます。リストに分けてください")));
    }
    Ok(left.iter().flat_map(|l| right.iter().map(|r| [l.as_slice(), r.as_slice()].concat())).collect())
}

/// Joins neighbouring texts.
fn join(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (joined.last_mut(), piece) {
            (Some(Piece::Text(last)), Piece::Text(text)) => last.push_str(&text),
            (_, piece) => joined.push(piece),
        }
    }
    joined
}

fn error(message: String) -> SyntaxError {
    SyntaxError { message }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Choices joined by `/`, the row by ` `.
    fn shown(phrase: &str) -> String {
        let render = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::List(name) => format!("@{name}"),
            Piece::Gap => "〜".to_owned(),
            Piece::WideGap => "〜〜".to_owned(),
            Piece::First => "^".to_owned(),
            Piece::Last => "$".to_owned(),
        };
        let variant = |pieces: &Vec<Piece>| pieces.iter().map(render).collect::<String>();
        let choice = |choice: &Choice| choice.iter().map(variant).collect::<Vec<_>>().join("/");
        parse(phrase).expect("valid").iter().map(choice).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn choices_and_options_are_written_out() {
        assert_eq!(shown("{お客様|貴社(様)}の誤解"), "お客様の誤解/貴社様の誤解/貴社の誤解");
        assert_eq!(shown("\\(株\\)"), "(株)");
    }

    #[test]
    fn gaps_outside_of_braces_cut_the_phrase() {
        assert_eq!(shown("^本来〜@can〜〜{の|だ}に$"), "^ 本来 〜 @can 〜〜 のに/だに $");
        assert_eq!(shown("{a〜b|c}d"), "a〜bd/cd");
    }

    #[test]
    fn a_broken_phrase_says_how() {
        for broken in ["{a|b", "a)", "(a", "@", "a\\", "{a|b}{c", "}"] {
            assert!(parse(broken).is_err(), "{broken}");
        }
        let wide = "{a|b|c|d}".repeat(6);
        assert!(parse(&wide).is_err());
    }
}
