//! The OpenAPI document: collected from the handlers, completed here, served, and asked which addresses exist.
//!
//! Handlers annotate only what is their own. Everything that follows from an operation's shape (error answers,
//! shared headers, the second security scheme) is added here, once for all.

use actix_web::web::Bytes;
use serde_json::{Map, Value, json};
use utoipa::openapi::OpenApi;

use super::page::Count;
use super::problem::{FieldErrorDocument, ProblemDocument};

mod components;
mod headers;
mod info;
mod operation;
mod paths;
mod responses;

pub use paths::Paths;

/// The completed document.
#[derive(Clone, Debug)]
pub struct Document {
    json: Bytes,
    paths: Paths,
}

impl Document {
    /// Completes what the handlers' annotations gave.
    pub fn assemble(collected: &OpenApi) -> Result<Self, serde_json::Error> {
        let mut document = serde_json::to_value(collected)?;
        add_schemas(&mut document);
        operation::complete_all(&mut document);
        let scopes = operation::scopes(&document);
        info::describe(&mut document, &scopes);
        add_components(&mut document);
        components::share_items(&mut document);
        components::prune(&mut document);
        let mut json = serde_json::to_vec_pretty(&document)?;
        json.push(b'\n');
        Ok(Self { json: json.into(), paths: Paths::of(&document) })
    }

    /// The document as pretty JSON, the bytes that are committed as `openapi/openapi.json`.
    #[must_use]
    pub fn json(&self) -> Bytes {
        self.json.clone()
    }

    /// The addresses in the document.
    #[must_use]
    pub fn paths(&self) -> &Paths {
        &self.paths
    }
}

/// The schemas that no handler names.
fn add_schemas(document: &mut Value) {
    let schemas = section(section(object(document), "components"), "schemas");
    for (name, schema) in [
        schema_of::<Count>("Count"),
        schema_of::<FieldErrorDocument>("FieldError"),
        schema_of::<ProblemDocument>("Problem"),
    ] {
        schemas.insert(name.to_owned(), schema);
    }
}

fn schema_of<T: utoipa::PartialSchema>(name: &str) -> (&str, Value) {
    // A schema is plain data and always has a JSON form; the drift test would show a null.
    (name, serde_json::to_value(T::schema()).unwrap_or(Value::Null))
}

fn add_components(document: &mut Value) {
    let components = section(object(document), "components");
    components.insert("parameters".to_owned(), headers::parameters());
    components.insert("headers".to_owned(), headers::response_headers());
    components.insert("responses".to_owned(), responses::components());
}

/// The object behind a value; one that is none becomes an empty one.
fn object(value: &mut Value) -> &mut Map<String, Value> {
    if !value.is_object() {
        *value = json!({});
    }
    match value {
        Value::Object(map) => map,
        _ => unreachable!("made an object above"),
    }
}

/// The object under a name, made if absent.
fn section<'v>(map: &'v mut Map<String, Value>, name: &str) -> &'v mut Map<String, Value> {
    object(map.entry(name.to_owned()).or_insert_with(|| json!({})))
}

/// A reference to a component.
fn reference(kind: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{kind}/{name}") })
}
