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

/// More variants than this make a phrase a list in disguise.
const MAX_VARIANTS: usize = 256;

/// Every variant of a phrase.
pub(super) fn expand(phrase: &str) -> Result<Vec<Vec<Piece>>, SyntaxError> {
    let mut chars = phrase.chars().peekable();
    let variants = sequence(&mut chars, None)?;
    Ok(variants.into_iter().map(join).filter(|pieces| !pieces.is_empty()).collect())
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn sequence(chars: &mut Chars<'_>, close: Option<char>) -> Result<Vec<Vec<Piece>>, SyntaxError> {
    let mut done = Vec::new();
    let mut current: Vec<Vec<Piece>> = vec![Vec::new()];
    loop {
        let Some(c) = chars.next() else {
            return match close {
                None => {
                    done.append(&mut current);
                    Ok(done)
                }
                Some(close) => Err(error(format!("「{close}」が足りません"))),
            };
        };
        if Some(c) == close {
            done.append(&mut current);
            return Ok(done);
        }
        match c {
            '|' if close == Some('}') => done.append(&mut current),
            '{' => current = product(&current, &sequence(chars, Some('}'))?)?,
            '(' => {
                let mut inner = sequence(chars, Some(')'))?;
                inner.push(Vec::new());
                current = product(&current, &inner)?;
            }
            '}' | ')' => return Err(error(format!("「{c}」に対応する開き括弧がありません"))),
            c => {
                let piece = single(c, chars)?;
                current.iter_mut().for_each(|variant| variant.push(piece.clone()));
            }
        }
    }
}

fn single(c: char, chars: &mut Chars<'_>) -> Result<Piece, SyntaxError> {
    Ok(match c {
        '\\' => Piece::Text(chars.next().ok_or_else(|| error("「\\」のあとに文字がありません".to_owned()))?.to_string()),
        '〜' | '～' => {
            if chars.next_if(|&next| matches!(next, '〜' | '～')).is_some() { Piece::WideGap } else { Piece::Gap }
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

    fn texts(phrase: &str) -> Vec<String> {
        let render = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::List(name) => format!("@{name}"),
            Piece::Gap => "〜".to_owned(),
            Piece::WideGap => "〜〜".to_owned(),
            Piece::First => "^".to_owned(),
            Piece::Last => "$".to_owned(),
        };
        expand(phrase).expect("valid").iter().map(|pieces| pieces.iter().map(render).collect()).collect()
    }

    #[test]
    fn choices_and_options_are_written_out() {
        assert_eq!(texts("{お客様|貴社(様)}の誤解"), ["お客様の誤解", "貴社様の誤解", "貴社の誤解"]);
        assert_eq!(texts("本来〜@can〜〜のに$"), ["本来〜@can〜〜のに$"]);
        assert_eq!(texts("\\(株\\)"), ["(株)"]);
    }

    #[test]
    fn a_broken_phrase_says_how() {
        for broken in ["{a|b", "a)", "(a", "@", "a\\", "{a|b}{c"] {
            assert!(expand(broken).is_err(), "{broken}");
        }
        let wide = "{a|b|c|d}".repeat(5);
        assert!(expand(&wide).is_err());
    }
}
