//! `mailint schema`: JSON schemas of the TOML files that users write, so that editors complete and check them. Names
//! that the program knows are taken from it; `schema/` holds what this writes, and a test compares the two.

use std::io;

use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};

use crate::mail::Anchor;
use crate::rule::{CODED, KINDS};
use crate::unit::Features;

use super::{ExitStatus, Streams, usage};

/// 設定ファイルや規則の JSON Schema を示します（エディターでの補完に使います）
#[derive(Debug, Args)]
#[command(help_template = usage::HELP, override_usage = "mailint schema <config|rule|element|scenario|list>")]
pub(super) struct SchemaArgs {
    /// どのファイルのものか
    #[arg(required = true, value_enum, hide_possible_values = true, value_name = "config|rule|element|scenario|list",
          help_heading = usage::ARGUMENTS)]
    of: File,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum File {
    Config,
    Rule,
    Element,
    Scenario,
    List,
}

impl SchemaArgs {
    pub(super) fn run(&self, streams: &mut Streams) -> io::Result<ExitStatus> {
        let (title, body) = match self.of {
            File::Config => ("mailint.toml", config()),
            File::Rule => ("A rule of mailint: rules/CATEGORY/NAME.toml", rule()),
            File::Element => ("An element of mailint: rules/elements/NAME.toml", element()),
            File::Scenario => ("A scenario of mailint: rules/scenarios/ID.toml", scenario()),
            File::List => ("A list of mailint: rules/lists/NAME.toml", list()),
        };
        let mut schema = Map::new();
        schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        schema.insert("title".to_owned(), json!(title));
        if let Value::Object(body) = body {
            schema.extend(body);
        }
        schema.insert("$defs".to_owned(), definitions());
        let text = serde_json::to_string_pretty(&Value::Object(schema)).map_err(io::Error::other)?;
        streams.results(|_, out| writeln!(out, "{text}"))?;
        Ok(ExitStatus::Clean)
    }
}

/// A table with these keys and no others.
fn table(keys: &[(&str, Value)], required: &[&str]) -> Value {
    let keys: Map<String, Value> = keys.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
    let mut table = json!({ "type": "object", "additionalProperties": false, "properties": keys });
    if !required.is_empty() {
        table["required"] = json!(required);
    }
    table
}

/// A table whose keys are free.
fn free(value: Value) -> Value {
    json!({ "type": "object", "additionalProperties": value })
}

fn of(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn list_of(value: Value) -> Value {
    json!({ "type": "array", "items": value })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn words(words: &[&str]) -> Value {
    json!({ "enum": words })
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn share() -> Value {
    json!({ "type": "number", "minimum": 0, "maximum": 1 })
}

fn kind() -> Value {
    words(&["draft", "template"])
}

/// What is common to a whole configuration and to a `[[files]]` block.
fn block() -> Vec<(&'static str, Value)> {
    vec![
        ("scenario", text()),
        ("kind", kind()),
        ("select", of("strings")),
        ("ignore", of("strings")),
        ("disable", of("strings")),
        ("severity", free(of("level"))),
    ]
}

fn config() -> Value {
    let change = table(
        &[
            ("severity", of("level")),
            ("message", text()),
            ("help", text()),
            ("add_any", of("items")),
            ("remove_any", of("strings")),
            ("add_unless", list_of(of("condition"))),
        ],
        &[],
    );
    let level_only = table(&[("severity", of("level"))], &[]);
    let mut files = block();
    files.extend([("glob", of("strings")), ("override", free(level_only))]);
    let allow = [
        ("rule", of("strings")),
        ("reason", json!({ "type": "string", "minLength": 1 })),
        ("text", text()),
        ("path", of("strings")),
    ];
    let mut keys = block();
    keys.extend([
        ("extends", of("strings")),
        ("rules", of("strings")),
        ("dictionary", table(&[("user", text())], &[])),
        ("override", free(change)),
        ("lists", free(of("strings"))),
        ("actors", actors()),
        ("elements", free(element())),
        ("files", list_of(table(&files, &["glob"]))),
        ("allow", list_of(table(&allow, &["rule", "reason"]))),
    ]);
    table(&keys, &[])
}

fn actors() -> Value {
    table(&[("us", of("strings")), ("reader", of("strings")), ("third", of("strings"))], &[])
}

/// What finds words: rules and elements have it, and with fewer keys cues of scenarios.
fn detector() -> Vec<(&'static str, Value)> {
    let doubt = || words(&["skip", "soften", "keep"]);
    let guards = [("negated", doubt()), ("conditional", doubt()), ("reported", doubt()), ("question", doubt())];
    vec![
        ("any", of("items")),
        ("parts", of("parts")),
        ("actor", words(&["us", "reader", "third", "any"])),
        ("actor_unknown", doubt()),
        ("quotes", words(&["skip", "include"])),
        ("guards", table(&guards, &[])),
        ("unless", list_of(of("condition"))),
        ("only_if", list_of(of("condition"))),
    ]
}

fn rule() -> Value {
    let anchors: Vec<&str> = Anchor::ALL.iter().map(|anchor| anchor.as_str()).collect();
    let anchor = json!({ "anyOf": [words(&anchors), { "type": "string", "pattern": "^element:" }] });
    let like = [
        ("labels", of("strings")),
        ("enough", share()),
        ("hurting", json!({ "type": "boolean" })),
        ("needed", share()),
    ];
    let like = table(&like, &["labels"]);
    let require =
        [("elements", of("strings")), ("min", count()), ("parts", of("parts")), ("like", like), ("anchor", anchor)];
    let order = [("element", text()), ("within", count()), ("unit", words(&["sentence"])), ("before", of("strings"))];
    let limit = [
        ("any", of("items")),
        ("element", text()),
        ("unit", words(&["match", "sentence", "char", "line"])),
        ("per", words(&["mail", "body", "paragraph", "sentence"])),
        ("max", count()),
        ("max_in", free(count())),
        ("min", count()),
        ("ratio", json!({ "type": "number", "minimum": 0 })),
    ];
    let fix = [("from", text()), ("to", text()), ("safe", json!({ "type": "boolean" }))];
    let mut keys = detector();
    keys.extend([
        ("severity", words(&["error", "warning", "info"])),
        ("confidence", words(&["high", "medium", "low"])),
        ("likeness", share()),
        ("message", text()),
        ("help", text()),
        ("why", text()),
        ("scenarios", of("strings")),
        ("not_scenarios", of("strings")),
        ("kind", kind()),
        ("severity_in", free(of("level"))),
        ("require", table(&require, &["elements"])),
        ("order", table(&order, &["element"])),
        ("limit", table(&limit, &[])),
        ("check", words(CODED)),
        ("fix", list_of(table(&fix, &["to"]))),
        ("tags", of("strings")),
        ("refs", list_of(table(&[("title", text()), ("url", text())], &["title"]))),
        ("examples", examples()),
    ]);
    let mut rule = table(&keys, &["message", "help"]);
    let one = ["any", "require", "order", "limit", "check"].map(|key| json!({ "required": [key] }));
    rule["anyOf"] = json!(one);
    rule
}

fn examples() -> Value {
    let keys = [
        ("scenario", text()),
        ("kind", kind()),
        ("attachments", list_of(text())),
        ("charset", text()),
        ("bad", of("strings")),
        ("good", of("strings")),
        ("bad_mail", of("strings")),
        ("good_mail", of("strings")),
    ];
    table(&keys, &[])
}

fn element() -> Value {
    let mut keys = detector();
    keys.extend([("title", text()), ("examples", examples())]);
    table(&keys, &["title", "any"])
}

fn scenario() -> Value {
    let mut cue = detector();
    cue.push(("weight", json!({ "type": "number" })));
    let cues = list_of(table(&cue, &["any"]));
    let variant = [("id", text()), ("title", text()), ("cue", cues.clone())];
    let keys = [
        ("title", text()),
        ("threshold", json!({ "type": "number" })),
        ("priority", count()),
        ("cue", cues),
        ("variant", list_of(table(&variant, &["id", "title"]))),
        ("required", of("strings")),
        ("recommended", of("strings")),
    ];
    table(&keys, &["title"])
}

fn list() -> Value {
    table(&[("entries", of("strings"))], &["entries"])
}

/// What schemas name: all of them are in each, so that each file stands alone.
fn definitions() -> Value {
    let near = ["match", "clause", "sentence", "next", "previous", "neighbour", "paragraph", "part", "mail"];
    let within = ["clause", "sentence", "neighbour", "paragraph", "part", "mail"];
    let parts = ["header", "subject", "addressee", "greeting", "body", "closing", "signature"];
    let features: Vec<(&str, Value)> =
        Features::ALL.iter().map(|&(name, _)| (name, json!({ "type": "boolean" }))).collect();
    let pair = json!({ "type": "array", "items": count(), "minItems": 2, "maxItems": 2 });
    let test = vec![
        ("reading", of("strings")),
        ("surface", of("strings")),
        ("lemma", of("strings")),
        ("particle", of("strings")),
        ("pos", json!({ "anyOf": [words(KINDS), list_of(words(KINDS))] })),
        ("feat", table(&features, &[])),
        ("capture", text()),
        ("mark", json!({ "type": "boolean" })),
        ("not", of("token")),
    ];
    let mut token = test;
    token.extend([
        ("phrase", text()),
        ("gap", pair.clone()),
        ("stop", words(&["clause", "sentence"])),
        ("optional", json!({ "type": "boolean" })),
        ("repeat", pair),
    ]);
    let regex = [("regex", text()), ("on", words(&["normal", "source"]))];
    let all = [
        ("all", json!({ "type": "array", "items": of("items"), "minItems": 2 })),
        ("within", words(&within)),
        ("order", words(&["any", "as-written"])),
        ("mark", count()),
    ];
    let item = json!({ "anyOf": [
        text(),
        table(&regex, &["regex"]),
        table(&[("element", text())], &["element"]),
        table(&[("like", text()), ("at_least", share())], &["like", "at_least"]),
        table(&[("tokens", list_of(of("token")))], &["tokens"]),
        table(&all, &["all"]),
    ] });
    json!({
        "strings": { "anyOf": [text(), list_of(text())] },
        "level": words(&["error", "warning", "info", "off"]),
        "parts": { "anyOf": [words(&parts), list_of(words(&parts))] },
        "token": table(&token, &[]),
        "item": item,
        "items": { "anyOf": [of("item"), list_of(of("item"))] },
        "condition": table(&[("near", words(&near)), ("any", of("items"))], &["any"]),
    })
}
