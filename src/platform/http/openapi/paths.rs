//! The addresses of the document as a table: which methods an address has, which parameters an operation knows.

use std::collections::BTreeMap;

use actix_web::http::Method;
use actix_web::http::header::HeaderValue;
use serde_json::Value;

use super::operation::{METHODS, parameters};
use crate::platform::http::codes::Code;
use crate::platform::http::problem::{FieldError, Problem};
use crate::platform::http::query;
use crate::platform::i18n::Text;

/// The addresses of the document.
#[derive(Clone, Debug, Default)]
pub struct Paths(Vec<Address>);

#[derive(Clone, Debug)]
struct Address {
    segments: Vec<Segment>,
    /// The query parameters of each method.
    methods: BTreeMap<String, Vec<String>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Literal(String),
    Parameter,
}

impl Paths {
    pub(super) fn of(document: &Value) -> Self {
        let items = document.get("paths").and_then(Value::as_object);
        Self(items.into_iter().flatten().map(|(path, item)| Address::of(path, item)).collect())
    }

    /// The `Allow` header of an address, if it exists.
    #[must_use]
    pub fn allow(&self, path: &str) -> Option<HeaderValue> {
        let mut methods: Vec<&str> = Vec::new();
        for address in self.at(path) {
            for method in address.methods.keys() {
                methods.push(method);
                if method == "GET" {
                    methods.push("HEAD");
                }
            }
        }
        methods.sort_unstable();
        methods.dedup();
        if methods.is_empty() { None } else { HeaderValue::try_from(methods.join(", ")).ok() }
    }

    /// Refuses query parameters that the operation does not document. Addresses that do not exist are left to 404.
    pub(in crate::platform::http) fn check_query(
        &self,
        method: &Method,
        path: &str,
        query: &str,
    ) -> Result<(), Problem> {
        if query.is_empty() {
            return Ok(());
        }
        let known: Vec<&Vec<String>> =
            self.at(path).filter_map(|address| address.methods.get(method.as_str())).collect();
        if known.is_empty() {
            return Ok(());
        }
        let unknown: Vec<FieldError> = query::pairs(query)?
            .into_iter()
            .filter(|(name, _)| !known.iter().any(|names| names.contains(name)))
            .map(|(name, _)| {
                let text = Text::fixed("Parameter ini tidak dikenal.", "This parameter is not known.");
                FieldError::new(format!("/{name}"), "unknown_parameter", text)
            })
            .collect();
        if unknown.is_empty() { Ok(()) } else { Err(Problem::new(Code::UnknownParameter).errors(unknown)) }
    }

    fn at(&self, path: &str) -> impl Iterator<Item = &Address> {
        self.0.iter().filter(move |address| address.matches(path))
    }
}

impl Address {
    fn of(path: &str, item: &Value) -> Self {
        let segments = path.split('/').map(|segment| {
            if segment.starts_with('{') { Segment::Parameter } else { Segment::Literal(segment.to_owned()) }
        });
        let methods = METHODS.iter().filter_map(|method| {
            let operation = item.get(method)?;
            let names = parameters(operation, "query").map(str::to_owned).collect();
            Some((method.to_ascii_uppercase(), names))
        });
        Self { segments: segments.collect(), methods: methods.collect() }
    }

    fn matches(&self, path: &str) -> bool {
        let mut given = path.split('/');
        let fits = self.segments.iter().all(|segment| match (segment, given.next()) {
            (Segment::Literal(literal), Some(given)) => literal == given,
            (Segment::Parameter, Some(given)) => !given.is_empty(),
            (_, None) => false,
        });
        fits && given.next().is_none()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn paths() -> Paths {
        let filters = json!([{ "name": "region", "in": "query" }, { "name": "X-Purpose", "in": "header" }]);
        Paths::of(&json!({ "paths": {
            "/v1/workers": { "get": { "parameters": filters }, "post": {} },
            "/v1/workers/search": { "post": {} },
            "/v1/workers/{id}": { "get": {}, "patch": {} },
        }}))
    }

    #[test]
    fn allow_lists_the_methods_of_every_address_that_fits() {
        let allow = |path: &str| paths().allow(path).map(|value| value.to_str().expect("text").to_owned());
        assert_eq!(allow("/v1/workers").as_deref(), Some("GET, HEAD, POST"));
        assert_eq!(allow("/v1/workers/search").as_deref(), Some("GET, HEAD, PATCH, POST"));
        assert_eq!(allow("/v1/workers/7").as_deref(), Some("GET, HEAD, PATCH"));
        for unknown in ["/v1", "/v1/workers/", "/v1/workers/7/x", "v1/workers", ""] {
            assert_eq!(allow(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn parameters_that_an_operation_does_not_document_are_refused_all_at_once() {
        let check = |method: &Method, path: &str, query: &str| {
            paths().check_query(method, path, query).map_err(|problem| {
                let pointers = problem.field_errors().iter().map(|e| e.pointer.clone()).collect::<Vec<_>>();
                (problem.code(), pointers)
            })
        };
        assert_eq!(check(&Method::GET, "/v1/workers", "region=35.29"), Ok(()));
        assert_eq!(check(&Method::GET, "/nowhere", "x=1"), Ok(()));
        let unknown = |names: [&str; 2]| Err((Code::UnknownParameter, names.map(str::to_owned).to_vec()));
        assert_eq!(check(&Method::GET, "/v1/workers", "x=1&region=1&y"), unknown(["/x", "/y"]));
        assert_eq!(
            check(&Method::POST, "/v1/workers", "region=1&X-Purpose=1"),
            unknown(["/region", "/X-Purpose"])
        );
    }
}
