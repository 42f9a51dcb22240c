//! The headers that many operations share, as components of the document.

use serde_json::{Value, json};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{Object, Required, Type};

use crate::platform::http::idempotency::Once;
use crate::platform::http::version::{IfMatch, IfNoneMatch};

/// Header name and component name of the shared request headers. An operation that declares one by its extractor
/// (`params(IfMatch)`) gets a reference to the component.
const SHARED: &[(&str, &str)] = &[
    ("Accept-Language", "AcceptLanguage"),
    ("Idempotency-Key", "IdempotencyKey"),
    ("If-Match", "IfMatch"),
    ("If-None-Match", "IfNoneMatch"),
    ("X-Purpose", "Purpose"),
    ("X-Request-Id", "RequestId"),
];

/// The component of a shared request header.
pub(super) fn component_of(header: &str) -> Option<&'static str> {
    SHARED.iter().find(|(name, _)| name.eq_ignore_ascii_case(header)).map(|(_, component)| *component)
}

/// The shared request headers.
pub(super) fn parameters() -> Value {
    json!({
        "AcceptLanguage": {
            "name": "Accept-Language", "in": "header", "required": false,
            "description": "The language of texts: `id` (the default) or `en`.",
            "schema": { "type": "string", "default": "id", "examples": ["en"] },
        },
        "IdempotencyKey": {
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "Names this write, so that it is safe to repeat: the same key gets the same answer for \
                30 days. A UUID made for this write is best.",
            "schema": {
                "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$",
                "examples": ["01999d2e-7f3a-7c52-8d11-0f6c1f2b9a10"],
            },
        },
        "IfMatch": {
            "name": "If-Match", "in": "header", "required": true,
            "description": "The `ETag` that was read. 428 without it, 412 when the resource has changed since.",
            "schema": {
                "type": "string", "pattern": "^(W/)?\"[0-9]{1,9}\\.[A-Za-z0-9-]{1,40}\"$",
                "examples": ["\"3.masked-id\""],
            },
        },
        "IfNoneMatch": {
            "name": "If-None-Match", "in": "header", "required": false,
            "description": "The `ETag` held already; 304 while it is current.",
            "schema": { "type": "string", "examples": ["\"3.masked-id\""] },
        },
        "Purpose": {
            "name": "X-Purpose", "in": "header", "required": false,
            "description": "Why personal identifiers are needed unmasked: a code of the list `purpose`, and a note \
                after a semicolon. It is kept in the person's access log.",
            "schema": { "type": "string", "examples": ["claim_handling; berkas 12/2026"] },
        },
        "RequestId": {
            "name": "X-Request-Id", "in": "header", "required": false,
            "description": "A UUID under which the request shall be logged; anything else is replaced.",
            "schema": { "type": "string", "examples": ["01999d2e-7f3a-7c52-8d11-0f6c1f2b9a10"] },
        },
    })
}

/// The response headers.
pub(super) fn response_headers() -> Value {
    let text = |description: &str, example: &str| json!({ "description": description, "schema": { "type": "string", "examples": [example] } });
    json!({
        "Allow": text("The methods that the address knows.", "GET, HEAD, POST"),
        "ETag": text("The version of this view of the resource.", "\"3.masked-id\""),
        "IdempotencyReplayed": {
            "description": "`true` when this is the stored answer of an earlier request with the same key.",
            "schema": { "type": "string", "enum": ["true"] },
        },
        "Link": text("The next page, with `rel=\"next\"`.", "</v1/workers?limit=50&cursor=WzFd>; rel=\"next\""),
        "Location": {
            "description": "Where the resource is.",
            "schema": { "type": "string", "format": "uri-reference" },
        },
        "RateLimit": text("What is left of the limit, and in how many seconds all is there again.",
            "\"caller\";r=5999;t=1"),
        "RateLimitPolicy": text("The limit: requests in a window of seconds.", "\"caller\";q=6000;w=60"),
        "RequestId": {
            "description": "The id under which the request is logged.",
            "schema": { "type": "string", "format": "uuid" },
        },
        "RetryAfter": {
            "description": "After how many seconds to repeat.",
            "schema": { "type": "integer", "minimum": 0 },
        },
        "WwwAuthenticate": text("How to authenticate.", "Bearer"),
    })
}

/// A header parameter by which an extractor declares itself; the document refers to the component instead.
fn declared(name: &str, required: bool) -> Vec<Parameter> {
    let required = if required { Required::True } else { Required::False };
    let schema = Object::with_type(Type::String);
    vec![
        ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Header)
            .required(required)
            .schema(Some(schema))
            .build(),
    ]
}

impl IntoParams for IfMatch {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        declared("If-Match", true)
    }
}

impl IntoParams for IfNoneMatch {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        declared("If-None-Match", false)
    }
}

impl IntoParams for Once {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        declared("Idempotency-Key", false)
    }
}
