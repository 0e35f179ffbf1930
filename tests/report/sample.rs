//! The one sample that every renderer is tried on: all that goes wrong with Japanese, units and untrusted words.

use mailint::diagnostic::{Confidence, Diagnostic, Edit, Fix, Identity, Related, RuleId, Severity};
use mailint::lint::Report;
use mailint::mail::Document;
use mailint::scenario::{ScenarioChoice, ScenarioSource};
use mailint::suppress::fingerprint::identity;
use mailint::text::{Span, Text};

/// A surrogate pair, half-width kana, a combining dakuten, a tab, CRLF, an ESC, a turned direction, a lone CR,
/// what a CI runner would take for a command, and a sentence wrapped inside a word.
pub(crate) const DRAFT: &str = concat!(
    "\u{feff}件名: ご返信\r\n",
    "　𠮷田様、お世話になっております。\r\n",
    "\tｶﾞﾗｽか\u{3099}割れたとのこと、そのご認識は間違\r\n",
    "　っております。了解しました。\r\n",
    "\u{1b}[31m至急\u{1b}[0m、\u{202e}ください\u{202c}お返事を。\r",
    "①※弊社は忙しく、\u{2028}対応が遅れました。\r\n",
    "##[error]::error::詐欺だ\r\n",
    "\r\n",
    "一\r\n二\r\n三\r\n四\r\n五\r\n六\r\n七\r\n八\r\n",
    "弊社は忙しく、ご返信が遅れました。\r\n",
    "㈱山田",
);

/// The words that each finding flags, in the order of the findings.
pub(crate) const FLAGGED: [&str; 7] = [
    "お世話になって",
    "間違っております",
    "了解しました",
    "\u{1b}[31m至急",
    "\u{202e}ください\u{202c}",
    "①※弊社は忙しく、\u{2028}",
    "",
];

pub(crate) fn text() -> Text {
    Text::new(DRAFT).expect("short")
}

pub(crate) fn report(text: &Text) -> Report {
    Report {
        scenario: ScenarioChoice {
            id: Some("stockout".to_owned()),
            variant: Some("restock".to_owned()),
            title: "在庫切れのお詫び（再入荷待ち）".to_owned(),
            source: ScenarioSource::Detected,
            confidence: 0.9333,
            candidates: Vec::new(),
        },
        findings: findings(text),
        allowed: Vec::new(),
    }
}

fn findings(text: &Text) -> Vec<Diagnostic> {
    let at = |words| span(text, words);
    let found = |rule, severity, message: &str, spans| Diagnostic {
        rule: RuleId::new(rule).expect("valid"),
        severity,
        confidence: Confidence::High,
        message: message.to_owned(),
        help: "反論せず、感謝と「承知いたしました」で受け止めます。".to_owned(),
        spans,
        related: Vec::new(),
        fixes: Vec::new(),
        identity: Identity::default(),
    };
    let wrapped = found(
        "rebuttal/contradiction",
        Severity::Error,
        "「間違っております」は相手の判断を誤りと決めつけています。",
        vec![at("間違\r\n").0, at("っております。了解").0]
            .into_iter()
            .zip([6, 18])
            .map(|(start, len)| part(text, start, len))
            .collect(),
    );
    let mut fixed = found(
        "casual-tone/understood",
        Severity::Warning,
        "「了解しました」は目上の方には軽く響きます。",
        vec![at("了解しました").1],
    );
    fixed.fixes = vec![
        Fix {
            safe: true, edits: vec![Edit { span: at("了解しました").1, text: "承知いたしました".to_owned() }]
        },
        Fix {
            safe: false,
            edits: vec![
                Edit { span: at("了解しました").1.at_start(), text: "ご連絡を受け、\u{1b}[2J".to_owned() },
                Edit { span: at("了解しました。").1, text: String::new() },
            ],
        },
    ];
    let escaped = found(
        "demanding/urgent",
        Severity::Warning,
        "「\u{1b}[31m至急」は\r\n::error::急かす\u{85}言い方です。",
        vec![at("\u{1b}[31m至急").1],
    );
    let turned = found(
        "hygiene/direction",
        Severity::Info,
        "文字の向きを変える\u{202e}制御文字があります。",
        vec![at("\u{202e}ください\u{202c}").1],
    );
    let mut dense = found(
        "excuse/circumstances",
        Severity::Warning,
        "社内の事情が 2 度述べられています。",
        vec![at("①※弊社は忙しく、\u{2028}").1],
    );
    dense.related = vec![
        Related { message: "お詫びはここ".to_owned(), spans: vec![at("対応が遅れました").1] },
        Related {
            message: "ここにも\n事情\u{1b}[1m".to_owned(), spans: vec![at("弊社は忙しく、ご返信").1]
        },
    ];
    let mut absent =
        found("missing/next-contact", Severity::Warning, "次の接点がありません。", vec![at("遅れました。\r\n㈱").1]);
    absent.spans = vec![part(text, at("遅れました。\r\n㈱").0 + 18, 0)];
    absent.help = "「改めてご連絡いたします」\nなどと結びます。".to_owned();
    // Behind 𠮷, so that characters and UTF-16 units count differently.
    let astral =
        found("hygiene/astral", Severity::Info, "「お世話になって」は決まり文句です。", vec![at("お世話になって").1]);
    let mut findings = vec![astral, wrapped, fixed, escaped, turned, dense, absent];
    for finding in &mut findings {
        finding.identity = identity(&Document::parse(text), finding);
    }
    findings
}

fn span(text: &Text, words: &str) -> (usize, Span) {
    let start = text.as_str().find(words).expect("there");
    (start, part(text, start, words.len()))
}

fn part(text: &Text, start: usize, len: usize) -> Span {
    text.span(start, start + len).expect("on boundaries")
}
