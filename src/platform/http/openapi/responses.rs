//! The error answers, one component a status, with an example made by the code that makes the real ones.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::reference;
use crate::platform::http::codes::Code;
use crate::platform::http::problem::{FieldError, PROBLEM_JSON, Problem, ProblemContext};
use crate::platform::i18n::{Language, Text};

/// The name of a response header and of its component.
type HeaderComponent = (&'static str, &'static str);

/// Component, the code of its example, the response headers beside `X-Request-Id`.
const ERRORS: &[(&str, Code, &[HeaderComponent])] = &[
    ("BadRequest", Code::UnknownParameter, &[]),
    ("Unauthorized", Code::Unauthenticated, &[("WWW-Authenticate", "WwwAuthenticate")]),
    ("Forbidden", Code::Forbidden, &[]),
    ("NotFound", Code::NotFound, &[]),
    ("MethodNotAllowed", Code::MethodNotAllowed, &[("Allow", "Allow")]),
    ("Conflict", Code::InvalidState, &[("Retry-After", "RetryAfter")]),
    ("PreconditionFailed", Code::VersionMismatch, &[]),
    ("PayloadTooLarge", Code::BodyTooLarge, &[]),
    ("UnsupportedMediaType", Code::UnsupportedMediaType, &[]),
    ("UnprocessableContent", Code::ValidationFailed, &[]),
    ("PreconditionRequired", Code::PreconditionRequired, &[]),
    ("TooManyRequests", Code::RateLimited, &[("Retry-After", "RetryAfter"), ("RateLimit", "RateLimit")]),
    ("InternalServerError", Code::Internal, &[]),
    ("ServiceUnavailable", Code::Unavailable, &[("Retry-After", "RetryAfter")]),
];

/// The component for a status.
pub(super) fn component_of(status: u16) -> Option<&'static str> {
    ERRORS.iter().find(|(_, code, _)| code.status().as_u16() == status).map(|(component, ..)| *component)
}

/// All components.
pub(super) fn components() -> Value {
    let components: Map<String, Value> =
        ERRORS.iter().map(|(name, code, headers)| ((*name).to_owned(), component(*code, headers))).collect();
    Value::Object(components)
}

fn component(code: Code, headers: &[(&str, &str)]) -> Value {
    let status = code.status();
    let codes: Vec<String> = Code::ALL
        .iter()
        .filter(|other| other.status() == status)
        .map(|other| format!("`{}`", other.as_str()))
        .collect();
    let reason = status.canonical_reason().unwrap_or("Error");
    json!({
        "description": format!("{reason}: {}", codes.join(", ")),
        "headers": header_references(headers),
        "content": content(code),
    })
}

/// The content of an error answer with its example.
pub(super) fn content(code: Code) -> Value {
    json!({ PROBLEM_JSON: { "schema": reference("schemas", "Problem"), "example": example(code) } })
}

/// References to response headers, `X-Request-Id` among them.
pub(super) fn header_references(headers: &[(&str, &str)]) -> Value {
    let all = headers.iter().chain([&("X-Request-Id", "RequestId")]);
    Value::Object(
        all.map(|(name, component)| ((*name).to_owned(), reference("headers", component))).collect(),
    )
}

fn example(code: Code) -> Value {
    let problem = match code {
        Code::ValidationFailed => Problem::invalid_field(FieldError::new(
            "/nik",
            "nik_length",
            Text::fixed("NIK harus tepat 16 angka", "a NIK has exactly 16 digits"),
        )),
        Code::InvalidState => Problem::invalid_state(["verify", "reject"]),
        Code::UnknownParameter => Problem::new(code).errors(vec![FieldError::new(
            "/regoin",
            "unknown_parameter",
            Text::fixed("Parameter ini tidak dikenal.", "This parameter is not known."),
        )]),
        other => Problem::new(other),
    };
    let context = ProblemContext {
        public_url: "",
        instance: "/v1/workers",
        request_id: Uuid::from_u128(0x0199_9d2e_7f3a_7c52_8d11_0f6c_1f2b_9a10),
    };
    serde_json::to_value(problem.document(Language::En, &context)).unwrap_or(Value::Null)
}
