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

/// The addresses of the document. Where two fit, the one with a literal where the other has a parameter counts, as
/// OpenAPI says (`/v1/workers/search` is no worker).
#[derive(Clone, Debug, Default)]
pub struct Paths {
    /// The more literal first.
    all: Vec<Address>,
    /// Those that a less literal address would fit as well. The router would try that one's methods.
    exceptions: Vec<Address>,
}

#[derive(Clone, Debug)]
struct Address {
    segments: Vec<Segment>,
    /// The query parameters of each method.
    methods: BTreeMap<String, Vec<String>>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Segment {
    Literal(String),
    Parameter,
}

impl Paths {
    pub(super) fn of(document: &Value) -> Self {
        let items = document.get("paths").and_then(Value::as_object);
        let mut all: Vec<Address> =
            items.into_iter().flatten().map(|(path, item)| Address::of(path, item)).collect();
        all.sort_by(|one, other| one.segments.cmp(&other.segments));
        let has_rival = |one: &&Address| all.iter().any(|other| other.is_wider_than(one));
        let exceptions = all.iter().filter(has_rival).cloned().collect();
        Self { all, exceptions }
    }

    /// The `Allow` header of an address, if it exists.
    #[must_use]
    pub fn allow(&self, path: &str) -> Option<HeaderValue> {
        find(&self.all, path)?.allow()
    }

    /// Refuses what the router would not: methods of a wider address, parameters that the operation does not document.
    pub(in crate::platform::http) fn check(
        &self,
        method: &Method,
        path: &str,
        query: &str,
    ) -> Result<(), Problem> {
        // OPTIONS may be the preflight of a browser, which is answered further in.
        let exception =
            find(&self.exceptions, path).filter(|address| !address.has(method) && *method != Method::OPTIONS);
        if let Some(allow) = exception.and_then(Address::allow) {
            return Err(Problem::new(Code::MethodNotAllowed).allow(allow));
        }
        if query.is_empty() {
            return Ok(());
        }
        let Some(known) = find(&self.all, path).and_then(|address| address.methods.get(method.as_str()))
        else {
            return Ok(());
        };
        let unknown: Vec<FieldError> = query::pairs(query)?
            .into_iter()
            .filter(|(name, _)| !known.contains(name))
            .map(|(name, _)| {
                let text = Text::fixed("Parameter ini tidak dikenal.", "This parameter is not known.");
                FieldError::new(format!("/{name}"), "unknown_parameter", text)
            })
            .collect();
        if unknown.is_empty() { Ok(()) } else { Err(Problem::new(Code::UnknownParameter).errors(unknown)) }
    }
}

fn find<'a>(addresses: &'a [Address], path: &str) -> Option<&'a Address> {
    addresses.iter().find(|address| address.matches(path))
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

    fn has(&self, method: &Method) -> bool {
        self.methods.contains_key(method.as_str())
    }

    fn allow(&self) -> Option<HeaderValue> {
        let mut methods: Vec<&str> = self.methods.keys().map(String::as_str).collect();
        if self.methods.contains_key("GET") {
            methods.push("HEAD");
        }
        methods.sort_unstable();
        HeaderValue::try_from(methods.join(", ")).ok()
    }

    /// Whether this address fits every path that the other fits, and more.
    fn is_wider_than(&self, other: &Self) -> bool {
        let fits = |(mine, its): (&Segment, &Segment)| *mine == Segment::Parameter || mine == its;
        self.segments != other.segments
            && self.segments.len() == other.segments.len()
            && self.segments.iter().zip(&other.segments).all(fits)
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
    fn allow_lists_the_methods_of_the_most_literal_address_that_fits() {
        let allow = |path: &str| paths().allow(path).map(|value| value.to_str().expect("text").to_owned());
        assert_eq!(allow("/v1/workers").as_deref(), Some("GET, HEAD, POST"));
        assert_eq!(allow("/v1/workers/search").as_deref(), Some("POST"));
        assert_eq!(allow("/v1/workers/7").as_deref(), Some("GET, HEAD, PATCH"));
        for unknown in ["/v1", "/v1/workers/", "/v1/workers/7/x", "v1/workers", ""] {
            assert_eq!(allow(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn what_an_operation_does_not_document_is_refused_all_at_once() {
        let check = |method: &Method, path: &str, query: &str| {
            paths().check(method, path, query).map_err(|problem| {
                let pointers = problem.field_errors().iter().map(|e| e.pointer.clone()).collect::<Vec<_>>();
                (problem.code(), pointers)
            })
        };
        assert_eq!(check(&Method::GET, "/v1/workers", "region=35.29"), Ok(()));
        assert_eq!(check(&Method::GET, "/nowhere", "x=1"), Ok(()));
        assert_eq!(check(&Method::POST, "/v1/workers/search", ""), Ok(()));
        assert_eq!(check(&Method::OPTIONS, "/v1/workers/search", ""), Ok(()));
        assert_eq!(check(&Method::GET, "/v1/workers/search", ""), Err((Code::MethodNotAllowed, vec![])));
        let unknown = |names: [&str; 2]| Err((Code::UnknownParameter, names.map(str::to_owned).to_vec()));
        assert_eq!(check(&Method::GET, "/v1/workers", "x=1&region=1&y"), unknown(["/x", "/y"]));
        assert_eq!(
            check(&Method::POST, "/v1/workers", "region=1&X-Purpose=1"),
            unknown(["/region", "/X-Purpose"])
        );
    }
}
