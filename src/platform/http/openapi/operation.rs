//! What follows from the shape of an operation: its error answers, shared headers and second security scheme.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{headers, object, reference, responses, section};
use crate::platform::http::codes::Code;

/// The methods of the document, in its own spelling.
pub(super) const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The extension by which a handler says that only people may call it: `extensions(("x-people-only" = json!(true)))`.
const PEOPLE_ONLY: &str = "x-people-only";

/// Completes every operation.
pub(super) fn complete_all(document: &mut Value) {
    for (path, item) in section(object(document), "paths") {
        for method in METHODS {
            if let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) {
                complete(path, method, operation);
            }
        }
    }
}

/// The names of an operation's parameters in one place (`query`, `path`, `header`), references aside.
pub(super) fn parameters<'o>(operation: &'o Value, place: &'o str) -> impl Iterator<Item = &'o str> {
    let all = operation.get("parameters").and_then(Value::as_array).into_iter().flatten();
    all.filter(move |parameter| parameter.get("in").and_then(Value::as_str) == Some(place))
        .filter_map(|parameter| parameter.get("name")?.as_str())
}

/// The scopes that the operations ask for.
pub(super) fn scopes(document: &Value) -> BTreeSet<String> {
    let items = document.get("paths").and_then(Value::as_object).into_iter().flat_map(Map::values);
    let operations = items.filter_map(Value::as_object).flat_map(Map::values);
    operations
        .filter_map(|operation| operation.get("security")?.as_array())
        .flatten()
        .filter_map(|requirement| requirement.get("client_credentials")?.as_array())
        .flatten()
        .filter_map(|scope| scope.as_str().map(str::to_owned))
        .collect()
}

/// What of an operation decides about its answers.
struct Shape {
    is_api: bool,
    is_secured: bool,
    is_paged: bool,
    has_path: bool,
    has_body: bool,
    is_repeatable: bool,
    is_conditional: bool,
    is_cached: bool,
}

fn complete(path: &str, method: &str, operation: &mut Map<String, Value>) {
    let view = Value::Object(operation.clone());
    let has_header = |name: &str| parameters(&view, "header").any(|given| given.eq_ignore_ascii_case(name));
    let shape = Shape {
        is_api: path.starts_with("/v1/"),
        is_secured: view.get("security").and_then(Value::as_array).is_none_or(|all| !is_public(all)),
        is_paged: parameters(&view, "query").any(|name| name == "cursor"),
        has_path: parameters(&view, "path").next().is_some(),
        has_body: view.get("requestBody").is_some(),
        is_repeatable: has_header("Idempotency-Key"),
        is_conditional: has_header("If-Match"),
        is_cached: has_header("If-None-Match"),
    };
    complete_security(operation);
    complete_parameters(operation, &shape);
    complete_responses(method, operation, &shape);
    operation.remove(PEOPLE_ONLY);
}

/// Whether an operation asks for nothing: `security: [{}]` or an empty list.
fn is_public(requirements: &[Value]) -> bool {
    requirements.iter().all(|requirement| requirement.as_object().is_some_and(Map::is_empty))
}

/// Systems reach with their scopes what people reach with theirs, unless an operation is for people only.
fn complete_security(operation: &mut Map<String, Value>) {
    let people_only = operation.get(PEOPLE_ONLY).is_some();
    let Some(requirements) = operation.get_mut("security").and_then(Value::as_array_mut) else { return };
    if is_public(requirements) {
        requirements.clear();
        return;
    }
    let bearer = requirements.iter().find_map(|requirement| requirement.get("bearer").cloned());
    let has_second = requirements.iter().any(|requirement| requirement.get("client_credentials").is_some());
    if let Some(scopes) = bearer
        && !people_only
        && !has_second
    {
        requirements.push(json!({ "client_credentials": scopes }));
    }
}

/// Shared headers become references; every operation of the API takes a language and a request id.
fn complete_parameters(operation: &mut Map<String, Value>, shape: &Shape) {
    let mut all = match operation.remove("parameters") {
        Some(Value::Array(all)) => all,
        _ => Vec::new(),
    };
    for parameter in &mut all {
        let is_header = parameter.get("in").and_then(Value::as_str) == Some("header");
        let name = parameter.get("name").and_then(Value::as_str).filter(|_| is_header);
        if let Some(component) = name.and_then(headers::component_of) {
            *parameter = reference("parameters", component);
        }
    }
    if shape.is_api {
        for component in ["AcceptLanguage", "RequestId"] {
            all.push(reference("parameters", component));
        }
    }
    if !all.is_empty() {
        operation.insert("parameters".to_owned(), Value::Array(all));
    }
}

fn complete_responses(method: &str, operation: &mut Map<String, Value>, shape: &Shape) {
    let answers = section(operation, "responses");
    for status in error_statuses(method, shape) {
        if let Some(component) = responses::component_of(status) {
            answers.entry(status.to_string()).or_insert_with(|| reference("responses", component));
        }
    }
    if shape.is_cached {
        answers.entry("304").or_insert_with(|| json!({ "description": "The version held is still current" }));
    }
    for (status, answer) in answers.iter_mut() {
        if answer.get("$ref").is_none() {
            complete_answer(status, object(answer), shape);
        }
    }
}

/// An answer that the handler declares itself: the headers that its kind has, and the form of its problem.
fn complete_answer(status: &str, answer: &mut Map<String, Value>, shape: &Shape) {
    let is_success = status.starts_with('2');
    let has_words = answer.get("description").and_then(Value::as_str).is_some_and(|words| !words.is_empty());
    if !has_words {
        answer.insert("description".to_owned(), Value::from(general_words(status)));
    }
    let mut wanted: Vec<(&str, &str)> = Vec::new();
    if is_success && shape.is_secured {
        wanted.extend([("RateLimit-Policy", "RateLimitPolicy"), ("RateLimit", "RateLimit")]);
    }
    if matches!(status, "201" | "202") && shape.is_secured {
        wanted.push(("Location", "Location"));
    }
    if status == "304" || (is_success && status != "202" && (shape.is_cached || shape.is_conditional)) {
        wanted.push(("ETag", "ETag"));
    }
    if status == "201" && shape.is_secured && !shape.is_conditional {
        wanted.push(("ETag", "ETag"));
    }
    if status == "200" && shape.is_paged {
        wanted.push(("Link", "Link"));
    }
    if is_success && shape.is_repeatable {
        wanted.push(("Idempotency-Replayed", "IdempotencyReplayed"));
    }
    if let Value::Object(references) = responses::header_references(&wanted) {
        let given = section(answer, "headers");
        for (name, header) in references {
            given.entry(name).or_insert(header);
        }
    }
    let is_error = status.starts_with('4') || status.starts_with('5');
    let code = status.parse().ok().and_then(Code::of_status).filter(|_| is_error);
    if let Some(code) = code {
        answer.entry("content").or_insert_with(|| responses::content(code));
    }
}

/// What a status means where the handler has nothing to add.
fn general_words(status: &str) -> &'static str {
    match status {
        "200" => "Done.",
        "201" => "Created.",
        "202" => "Accepted; the job tells how it goes.",
        "204" => "Done; there is nothing to tell.",
        _ => "See the status.",
    }
}

/// The errors that an operation of this shape can answer.
fn error_statuses(method: &str, shape: &Shape) -> Vec<u16> {
    let mut statuses = vec![400, 405, 429, 500, 503];
    if shape.is_secured {
        statuses.extend([401, 403]);
    }
    if shape.has_path {
        statuses.push(404);
    }
    if shape.has_body {
        statuses.extend([413, 415, 422]);
    }
    if shape.is_repeatable {
        statuses.extend([409, 422]);
    }
    if shape.is_conditional {
        statuses.extend([409, 412, 428]);
    }
    if matches!(method, "patch" | "put" | "delete") && shape.is_api {
        statuses.push(409);
    }
    statuses
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(method: &str, operation: Value) -> Value {
        let mut document = json!({ "paths": { "/v1/workers/{id}": { method: operation } } });
        complete_all(&mut document);
        document["paths"]["/v1/workers/{id}"][method].take()
    }

    fn statuses(operation: &Value) -> Vec<String> {
        operation["responses"].as_object().expect("responses").keys().cloned().collect()
    }

    #[test]
    fn a_conditional_write_can_fail_in_all_ways_of_its_parts() {
        let operation = completed(
            "patch",
            json!({
                "security": [{ "bearer": ["workers:write"] }],
                "parameters": [{ "name": "id", "in": "path" }, { "name": "If-Match", "in": "header" }],
                "requestBody": {},
                "responses": { "200": { "description": "changed" }, "409": { "description": "own words" } },
            }),
        );
        let expected = "200 400 401 403 404 405 409 412 413 415 422 428 429 500 503";
        assert_eq!(statuses(&operation).join(" "), expected);
        assert_eq!(operation["responses"]["409"]["description"], "own words");
        assert!(operation["responses"]["409"]["content"]["application/problem+json"].is_object());
        assert_eq!(operation["responses"]["200"]["headers"]["ETag"], reference("headers", "ETag"));
        assert_eq!(operation["parameters"][1], reference("parameters", "IfMatch"));
        assert_eq!(
            operation["security"],
            json!([{ "bearer": ["workers:write"] }, { "client_credentials": ["workers:write"] }])
        );
    }

    #[test]
    fn a_public_read_asks_for_nothing_and_a_people_only_one_for_no_client() {
        let public = completed("get", json!({ "security": [{}], "responses": {} }));
        assert_eq!(public["security"], json!([]));
        assert_eq!(statuses(&public).join(" "), "400 405 429 500 503");
        let personal =
            completed("get", json!({ "security": [{ "bearer": [] }], PEOPLE_ONLY: true, "responses": {} }));
        assert_eq!(personal["security"], json!([{ "bearer": [] }]));
        assert_eq!(personal.get(PEOPLE_ONLY), None);
    }
}
