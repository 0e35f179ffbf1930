//! The JSON schemas of configurations and rules: what `schema/` holds is what the program writes, every built-in file
//! is valid, and a misspelt one is not. `MAILINT_BLESS=1` rewrites them.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn schema(of: &str) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_mailint")).args(["schema", of]).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let file = root().join("schema").join(format!("{of}.schema.json"));
    if std::env::var_os("MAILINT_BLESS").is_some() {
        std::fs::write(&file, &output.stdout).expect("writable");
    }
    let kept = std::fs::read(&file).unwrap_or_default();
    assert!(kept == output.stdout, "{} is not what `mailint schema {of}` writes", file.display());
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn errors(schema: &Value, toml: &str) -> Vec<String> {
    let value: Value = toml::from_str(toml).expect("TOML");
    let schema = jsonschema::validator_for(schema).expect("a schema");
    schema.iter_errors(&value).map(|error| error.to_string()).collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            found.push(path);
        }
    }
}

#[test]
fn every_built_in_file_is_valid() {
    let [rule, element, scenario, list] = ["rule", "element", "scenario", "list"].map(schema);
    let rules = root().join("rules");
    let mut found = Vec::new();
    files(&rules, &mut found);
    assert!(found.len() > 300, "{} files", found.len());
    for file in found {
        let folder = file.strip_prefix(&rules).expect("inside").iter().next().expect("a folder").to_string_lossy();
        let name = file.file_stem().expect("a name").to_string_lossy();
        let schema = match &*folder {
            "elements" => &element,
            "scenarios" => &scenario,
            "lists" if matches!(&*name, "variants" | "actors") => continue,
            "lists" => &list,
            _ => &rule,
        };
        let text = std::fs::read_to_string(&file).expect("UTF-8");
        assert_eq!(errors(schema, &text), Vec::<String>::new(), "{}", file.display());
    }
}

const RULE: &str = "severity = 'error'\nmessage = '言葉'\nhelp = '直し方'\nany = ['間違っている', { regex = 'x', on = 'source' }]\n\
    [[unless]]\nnear = 'sentence'\nany = '&apology'\n[[fix]]\nfrom = 'a'\nto = 'b'\n";

#[test]
fn a_misspelt_rule_is_not_valid() {
    let rule = schema("rule");
    assert_eq!(errors(&rule, RULE), Vec::<String>::new());
    for (right, wrong) in [
        ("severity", "severty"),
        ("'error'", "'eror'"),
        ("unless", "unles"),
        ("'sentence'", "'sentense'"),
        ("on =", "in ="),
        ("'source'", "'sauce'"),
        ("from", "form"),
        ("help = '直し方'", ""),
        ("any = ['間", "tags = ['間"),
    ] {
        let text = RULE.replacen(right, wrong, 1);
        assert_ne!(text, RULE);
        assert!(!errors(&rule, &text).is_empty(), "{right} → {wrong}");
    }
}

/// The file that `mailint init` writes, with every setting.
fn example() -> String {
    let text = std::fs::read_to_string(root().join("src/cli/init.toml")).expect("UTF-8");
    let setting = |line: &str| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).map(str::to_owned);
    text.lines().filter_map(setting).map(|line| line + "\n").collect()
}

#[test]
fn a_misspelt_configuration_is_not_valid() {
    let config = schema("config");
    let example = example();
    assert_eq!(errors(&config, &example), Vec::<String>::new());
    for (right, wrong) in [
        ("extends", "extend"),
        ("\"template\"", "\"templat\""),
        ("ignore", "ignores"),
        ("\"error\"", "\"eror\""),
        ("add_any", "addany"),
        ("add_unless", "add_unles"),
        ("us =", "uss ="),
        ("title", "titel"),
        ("glob", "globs"),
        ("reason", "reson"),
        ("[lists]", "[list]"),
    ] {
        let text = example.replacen(right, wrong, 1);
        assert_ne!(text, example, "{right}");
        assert!(!errors(&config, &text).is_empty(), "{right} → {wrong}");
    }
}

/// What the program reads and what the schema says have the same keys: a key of the schema is never told as unknown.
#[test]
fn every_key_of_the_schema_is_known() {
    let folder = std::env::temp_dir().join(format!("mailint-schema-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("writable");
    let config = schema("config");
    let keys =
        |table: &Value| -> Vec<String> { table["properties"].as_object().expect("keys").keys().cloned().collect() };
    let told = |text: &str| {
        let file = folder.join("mailint.toml");
        std::fs::write(&file, text).expect("writable");
        let output = Command::new(env!("CARGO_BIN_EXE_mailint"))
            .args(["config", "a.txt"])
            .current_dir(&folder)
            .env("MAILINT_CACHE_DIR", "")
            .output()
            .expect("it runs");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(told("nothing = 1").contains("キー「nothing」"));
    let tables = [
        (String::new(), &config),
        ("[override.\"excuse/busy\"]\n".to_owned(), &config["properties"]["override"]["additionalProperties"]),
        ("[[files]]\n".to_owned(), &config["properties"]["files"]["items"]),
        ("[[allow]]\n".to_owned(), &config["properties"]["allow"]["items"]),
        ("[dictionary]\n".to_owned(), &config["properties"]["dictionary"]),
    ];
    for (head, table) in tables {
        for key in keys(table) {
            let errors = told(&format!("{head}{key} = 1\n"));
            assert!(!errors.contains(&format!("キー「{key}」")), "{head}{key}: {errors}");
            assert!(!errors.is_empty(), "{head}{key} = 1 is taken");
        }
    }
    std::fs::remove_dir_all(&folder).expect("removable");
}
