//! The house keeps its rules: the order of the wings, the purity of rules, small files.

use std::fs;
use std::path::{Path, PathBuf};

/// A wing uses only those before it. What stands after them puts the parts together and may use all.
const WINGS: [&str; 10] = [
    "domain", "platform", "access", "register", "cover", "claims", "casework", "insight", "exchange", "trust",
];

/// Handlers take the state from the app, which knows them: the one step back.
const STATE: &str = "crate::app::AppState";

const LONGEST_FILE: usize = 300;

/// What lies at the top, besides hidden files and what `.gitignore` names.
const TOP: [&str; 11] = [
    "Cargo.lock",
    "Cargo.toml",
    "Dockerfile",
    "LICENSE",
    "README.md",
    "benches",
    "docker-compose.yml",
    "migrations",
    "openapi",
    "src",
    "tests",
];

struct Source {
    /// Below `src/`, with slashes.
    path: String,
    /// Everything.
    text: String,
    /// Without comments and without the unit tests.
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    collect(&root, &mut |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let code = without_tests_and_comments(&text);
        let path = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        sources.push(Source { path, text, code });
    });
    assert!(sources.len() > 50, "the sources are not where they are looked for");
    sources
}

fn collect(dir: &Path, visit: &mut impl FnMut(PathBuf)) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, visit);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            visit(path);
        }
    }
}

/// Unit tests stand at the end of their file, behind `#[cfg(test)]`, or in files of their own, which are skipped whole.
fn without_tests_and_comments(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .fold(String::new(), |all, line| all + line + "\n")
}

fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/") || path.ends_with("/testing.rs")
}

fn wing(path: &str) -> Option<usize> {
    let first = path.split('/').next().unwrap();
    WINGS.iter().position(|wing| *wing == first.trim_end_matches(".rs"))
}

/// What follows each `crate::`, groups spelled out one level deep.
fn references(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let is_word = |c: &char| c.is_alphanumeric() || *c == '_' || *c == ':';
        if let Some(group) = rest.strip_prefix('{') {
            let group = group.split("};").next().unwrap();
            found.extend(group.split(',').map(|item| item.trim().chars().take_while(is_word).collect()));
        } else {
            found.push(rest.chars().take_while(is_word).collect());
        }
    }
    found
}

#[track_caller]
fn assert_none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn a_wing_uses_only_wings_before_it() {
    let mut complaints = Vec::new();
    for source in sources() {
        let Some(own) = wing(&source.path) else { continue };
        for reference in references(&source.code.replace(STATE, "")) {
            let other = reference.split("::").next().unwrap();
            let allowed = match WINGS.iter().position(|wing| *wing == other) {
                Some(other) => other <= own,
                None => false,
            };
            if !allowed && !other.is_empty() {
                complaints.push(format!("src/{} uses crate::{reference}", source.path));
            }
        }
    }
    assert_none(&complaints);
}

#[test]
fn rules_and_the_domain_are_pure() {
    const IMPURE: [&str; 14] = [
        "async ",
        ".await",
        "actix",
        "diesel",
        "utoipa",
        "tokio",
        "tracing",
        "std::env",
        "std::fs",
        "Utc::now",
        "Local::now",
        "SystemTime::now",
        "Instant::now",
        "now_v7",
    ];
    let mut complaints = Vec::new();
    for source in sources() {
        // The room of the national rules is called like the files of pure rules.
        let path = source.path.trim_start_matches("cover/rules/");
        let is_rules = path.ends_with("/rules.rs") || path.contains("/rules/");
        if !(is_rules || source.path.starts_with("domain/")) || is_test(&source.path) {
            continue;
        }
        for word in IMPURE.iter().filter(|word| source.code.contains(**word)) {
            complaints.push(format!("src/{} says {word}", source.path));
        }
        let foreign = references(&source.code).into_iter().filter(|path| !is_pure(path));
        complaints.extend(foreign.map(|path| format!("src/{} uses crate::{path}", source.path)));
    }
    assert_none(&complaints);
}

/// The domain, the rules of other rooms, and the plain enumerations that belong to a wing or a room.
fn is_pure(path: &str) -> bool {
    const ENUMERATIONS: [&str; 2] = ["access::caller::Role", "access::users::AccountStatus"];
    let in_room = path.trim_start_matches("cover::rules::");
    path.starts_with("domain")
        || in_room.contains("::rules")
        || path.contains("::codes")
        || ENUMERATIONS.contains(&path)
}

#[test]
fn routes_do_not_speak_to_the_database() {
    let routes = sources();
    let routes = routes.iter().filter(|source| {
        source.path.ends_with("/routes.rs") || source.path.contains("/routes/") && !is_test(&source.path)
    });
    let complaints: Vec<String> = routes
        .filter(|source| source.code.contains("diesel"))
        .map(|source| format!("src/{} names diesel", source.path))
        .collect();
    assert_none(&complaints);
}

#[test]
fn files_are_short_enough_to_read() {
    let complaints: Vec<String> = sources()
        .iter()
        .filter(|source| source.path != "platform/db/schema.rs")
        .filter(|source| source.text.lines().count() > LONGEST_FILE)
        .map(|source| {
            format!("src/{} has {} lines; split it by meaning", source.path, source.text.lines().count())
        })
        .collect();
    assert_none(&complaints);
}

#[test]
fn every_file_says_what_it_is_for() {
    let complaints: Vec<String> = sources()
        .iter()
        .filter(|source| !is_test(&source.path) && !source.text.starts_with("//!"))
        .map(|source| format!("src/{} does not begin with //!", source.path))
        .collect();
    assert_none(&complaints);
}

#[test]
fn what_people_read_is_whole_sentences() {
    let mut complaints = Vec::new();
    for source in sources().into_iter().filter(|source| source.code.contains(" Coded for ")) {
        for rest in source.code.split("#[error(\"").skip(1) {
            let sentence = rest.split("\")]").next().unwrap().split("\", ").next().unwrap();
            let begins = sentence.starts_with(|first: char| first.is_uppercase() || first == '{');
            // "{0}" hands on the sentence of another rule.
            if sentence != "{0}" && (!begins || !sentence.ends_with(['.', '?'])) {
                complaints.push(format!("src/{} says {sentence:?}", source.path));
            }
        }
    }
    assert_none(&complaints);
}

#[test]
fn nothing_else_lies_at_the_top() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ignored = fs::read_to_string(root.join(".gitignore")).unwrap();
    let ignored: Vec<&str> = ignored.lines().map(|line| line.trim_start_matches('/')).collect();
    let mut names: Vec<String> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with('.') && !ignored.contains(&name.as_str()))
        .collect();
    names.sort();
    assert_eq!(names, TOP);
}
