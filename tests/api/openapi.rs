//! The OpenAPI document: committed as it is generated, complete, and readable without internet.

use std::collections::BTreeSet;

use payung::platform::http::EdgeSettings;
use payung::platform::http::openapi::Document;
use serde_json::Value;

use crate::errors::probe::Probe;

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/openapi.json");
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

fn generated() -> Document {
    payung::app::document().expect("the document has a JSON form")
}

fn document() -> Value {
    serde_json::from_slice(&generated().json()).expect("the document is JSON")
}

/// Every operation with its place.
fn operations(document: &Value) -> impl Iterator<Item = (String, &Value)> {
    let paths = document["paths"].as_object().expect("paths");
    paths.iter().flat_map(|(path, item)| {
        let place = move |method: &&str| Some((format!("{method} {path}"), item.get(*method)?));
        METHODS.iter().filter_map(place)
    })
}

/// What a reference points at.
fn resolved<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) => document
            .pointer(reference.trim_start_matches('#'))
            .unwrap_or_else(|| panic!("{reference} points at nothing")),
        None => value,
    }
}

#[test]
fn openapi_is_current() {
    let generated = generated().json();
    if std::env::var_os("PAYUNG_UPDATE").is_some() {
        std::fs::write(COMMITTED, &generated).expect("the file can be written");
        return;
    }
    let committed = std::fs::read(COMMITTED).expect("openapi/openapi.json is committed");
    assert!(
        committed == generated,
        "openapi/openapi.json is stale: PAYUNG_UPDATE=1 cargo test --test api openapi_is_current"
    );
}

/// Operations that take no token because the caller comes to get one.
const CREDENTIALS_IN_BODY: [&str; 3] = ["create_session", "refresh_session", "create_token"];

#[test]
fn every_operation_says_what_it_does_who_may_and_how_it_fails() {
    let document = document();
    let tags: BTreeSet<&str> =
        document["tags"].as_array().expect("tags").iter().filter_map(|tag| tag["name"].as_str()).collect();
    let mut ids = BTreeSet::new();
    for (place, operation) in operations(&document) {
        let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{place} has no operationId"));
        assert!(ids.insert(id.to_owned()), "{id} names two operations");
        let summary = operation["summary"].as_str().unwrap_or_else(|| panic!("{place} has no summary"));
        assert!(!summary.is_empty() && !summary.ends_with('.'), "{place}: a summary is a title: {summary:?}");
        let own = operation["tags"].as_array().unwrap_or_else(|| panic!("{place} has no tag"));
        assert_eq!(own.len(), 1, "{place} has one tag");
        let tag = own[0].as_str().expect("a tag is a string");
        assert!(tags.contains(tag), "{place}: {tag:?} is not in src/platform/http/openapi/info.rs");
        let responses = operation["responses"].as_object().expect("responses");
        let success = responses.keys().any(|status| status.starts_with(['2', '3']));
        assert!(success, "{place} never succeeds");
        for status in ["400", "405", "500", "503"] {
            assert!(responses.contains_key(status), "{place} lacks {status}");
        }
        let is_public = operation.get("security").is_some_and(|s| s.as_array().is_some_and(Vec::is_empty));
        let checks_credentials = CREDENTIALS_IN_BODY.contains(&id);
        assert_eq!(responses.contains_key("401"), !is_public || checks_credentials, "{place}");
    }
}

#[test]
fn every_patch_is_conditional_and_every_creation_repeatable() {
    let document = document();
    for (place, operation) in operations(&document) {
        let takes = |component: &str| {
            let reference = format!("#/components/parameters/{component}");
            operation["parameters"].as_array().into_iter().flatten().any(|given| given["$ref"] == reference)
        };
        if place.starts_with("patch ") {
            assert!(takes("IfMatch"), "{place}: params(IfMatch)");
        }
        let is_public = operation.get("security").is_some_and(|s| s.as_array().is_some_and(Vec::is_empty));
        if place.starts_with("post ") && operation["responses"].get("201").is_some() && !is_public {
            assert!(takes("IdempotencyKey"), "{place}: params(Once)");
        }
    }
}

#[test]
fn every_error_is_a_problem_with_an_example() {
    let document = document();
    for (place, operation) in operations(&document) {
        for (status, response) in operation["responses"].as_object().expect("responses") {
            if !status.starts_with(['4', '5']) {
                continue;
            }
            let content = &resolved(&document, response)["content"];
            // RFC 6749 prescribes another form for the token endpoint.
            if place == "post /oauth2/token" && content.get("application/json").is_some() {
                continue;
            }
            let problem = &content["application/problem+json"];
            assert_eq!(problem["schema"]["$ref"], "#/components/schemas/Problem", "{place} {status}");
            assert_eq!(problem["example"]["status"].to_string(), *status, "{place}");
        }
    }
}

#[test]
fn no_request_takes_fields_it_does_not_know() {
    let document = document();
    for (place, operation) in operations(&document) {
        let Some(content) = operation.pointer("/requestBody/content").and_then(Value::as_object) else {
            continue;
        };
        // A token endpoint ignores names that it does not know (RFC 6749, section 3.2).
        for (_, media) in content.iter().filter(|(kind, _)| *kind != "application/x-www-form-urlencoded") {
            let mut seen = BTreeSet::new();
            assert_closed(&document, &media["schema"], &place, &mut seen);
        }
    }
}

/// Every object below a schema has `additionalProperties: false`, or is a map by its own declaration.
fn assert_closed(document: &Value, schema: &Value, place: &str, seen: &mut BTreeSet<String>) {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str)
        && !seen.insert(reference.to_owned())
    {
        return;
    }
    let schema = resolved(document, schema);
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        let extra = schema.get("additionalProperties");
        assert_eq!(
            extra,
            Some(&Value::Bool(false)),
            "{place} takes unknown fields: deny_unknown_fields on {schema}"
        );
        for property in properties.values() {
            assert_closed(document, property, place, seen);
        }
    }
    for key in ["oneOf", "anyOf", "allOf"] {
        for part in schema.get(key).and_then(Value::as_array).into_iter().flatten() {
            assert_closed(document, part, place, seen);
        }
    }
    if let Some(items) = schema.get("items") {
        assert_closed(document, items, place, seen);
    }
}

#[test]
fn every_path_parameter_is_documented_and_no_reference_dangles() {
    let document = document();
    for (place, operation) in operations(&document) {
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let documented: BTreeSet<String> = parameters
            .iter()
            .map(|parameter| resolved(&document, parameter))
            .filter(|parameter| parameter["in"] == "path")
            .filter_map(|parameter| parameter["name"].as_str().map(str::to_owned))
            .collect();
        let in_path: BTreeSet<String> = place
            .split('/')
            .filter_map(|segment| Some(segment.strip_prefix('{')?.strip_suffix('}')?.to_owned()))
            .collect();
        assert_eq!(documented, in_path, "{place}");
    }
    assert_resolves(&document, &document);
}

fn assert_resolves(document: &Value, value: &Value) {
    match value {
        Value::Object(members) => {
            resolved(document, value);
            members.values().for_each(|member| assert_resolves(document, member));
        }
        Value::Array(items) => items.iter().for_each(|item| assert_resolves(document, item)),
        _ => {}
    }
}

#[actix_web::test]
async fn the_document_and_its_page_are_served_without_any_outside_request() {
    let probe = Probe::start(EdgeSettings::default());
    let text = async |path: &str| {
        let response = probe.get(path).send().await.expect("an answer");
        assert_eq!(response.status(), 200, "{path}");
        response.text().await.expect("a text")
    };
    assert_eq!(text("/openapi.json").await.as_bytes(), probe.edge.document.json());

    let page = text("/docs").await;
    assert!(!page.contains("//"), "the page refers to another host");
    let files = page.split('"').filter(|part| part.starts_with("/docs/"));
    let mut count = 0;
    for file in files {
        assert!(!text_or_bytes(&probe, file).await.is_empty(), "{file}");
        count += 1;
    }
    assert_eq!(count, 5);
    let initializer = text("/docs/swagger-initializer.js").await;
    assert!(initializer.contains("/openapi.json"));
    assert!(initializer.contains(r#""validatorUrl": "none""#), "{initializer}");
}

async fn text_or_bytes(probe: &Probe, path: &str) -> Vec<u8> {
    let response = probe.get(path).send().await.expect("an answer");
    assert_eq!(response.status(), 200, "{path}");
    response.bytes().await.expect("a body").to_vec()
}
