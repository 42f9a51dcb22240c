//! The JSON body: bounded, strict, and with a pointer to what does not fit.

use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{BytesMut, Data};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::StreamExt as _;
use futures_util::future::LocalBoxFuture;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize as _, Deserializer};
use uuid::Uuid;

use super::codes::Code;
use super::idempotency::{self, BodyDigest};
use super::problem::{FieldError, Problem};
use super::shape::{self, Tree};
use crate::platform::i18n::Text;

/// How many bytes a JSON body may have unless `BodyLimit` in the app's data says otherwise.
const DEFAULT_LIMIT: usize = 1024 * 1024;

/// The largest JSON body in bytes, as app data of the whole app or of one scope.
#[derive(Clone, Copy, Debug)]
pub struct BodyLimit(pub usize);

/// A JSON request body.
///
/// 415 for another content type, 413 past the limit, 400 `malformed_json`, 422 `unknown_field` or `invalid_shape`.
/// Give every request type `#[serde(deny_unknown_fields)]`.
#[derive(Clone, Copy, Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let req = req.clone();
        let payload = payload.take();
        Box::pin(async move {
            require_json(&req)?;
            let bytes = read(&req, payload).await?;
            if idempotency::is_keyed(&req) {
                req.extensions_mut().insert(BodyDigest::of(&bytes));
            }
            parse(&bytes).map(Body)
        })
    }
}

/// Refuses a body that is not declared as JSON in UTF-8.
fn require_json(req: &HttpRequest) -> Result<(), Problem> {
    let declared = req.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if declared.is_some_and(is_json) { Ok(()) } else { Err(Problem::new(Code::UnsupportedMediaType)) }
}

/// Whether a content type is `application/json` or, for patches, `application/merge-patch+json`.
fn is_json(content_type: &str) -> bool {
    let mut parts = content_type.split(';').map(str::trim);
    let essence = parts.next().unwrap_or("").to_ascii_lowercase();
    let charset_is_utf8 = parts.all(|parameter| match parameter.split_once('=') {
        Some((name, value)) if name.eq_ignore_ascii_case("charset") => {
            value.trim_matches('"').eq_ignore_ascii_case("utf-8")
        }
        _ => true,
    });
    matches!(essence.as_str(), "application/json" | "application/merge-patch+json") && charset_is_utf8
}

/// Reads the body up to the limit.
async fn read(req: &HttpRequest, mut payload: Payload) -> Result<BytesMut, Problem> {
    let limit = req
        .app_data::<BodyLimit>()
        .or_else(|| req.app_data::<Data<BodyLimit>>().map(Data::get_ref))
        .map_or(DEFAULT_LIMIT, |limit| limit.0);
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(payload_problem)?;
        if body.len().saturating_add(chunk.len()) > limit {
            return Err(too_large(limit));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn too_large(limit: usize) -> Problem {
    Problem::new(Code::BodyTooLarge).detail(Text::new(
        format!("Isi permintaan melebihi batas {limit} bita."),
        format!("The body exceeds the limit of {limit} bytes."),
    ))
}

fn payload_problem(error: actix_web::error::PayloadError) -> Problem {
    use actix_web::error::PayloadError;
    match error {
        PayloadError::Overflow => Problem::new(Code::BodyTooLarge),
        error => Problem::new(Code::MalformedJson)
            .detail(Text::fixed(
                "Isi permintaan terputus sebelum lengkap.",
                "The body broke off before it was complete.",
            ))
            .source(error.to_string()),
    }
}

/// Reads a typed request from JSON bytes; the import and field endpoints use it for single rows.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let tree: Tree = serde_json::from_slice(bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Problem::new(Code::MalformedJson).detail(Text::new(
            format!("Isi permintaan bukan JSON yang sah (baris {line}, kolom {column})."),
            format!("The body is not valid JSON (line {line}, column {column})."),
        ))
    })?;
    tree.check().map_err(|error| match error.mistake {
        shape::Mistake::Duplicate => error.into_problem(Code::MalformedJson),
        _ => nul_problem(error.pointer),
    })?;
    shape::from_tree(&tree).map_err(shape::ShapeError::into_body_problem)
}

fn nul_problem(pointer: String) -> Problem {
    Problem::new(Code::InvalidShape).errors(vec![FieldError::new(
        pointer,
        "nul_character",
        Text::fixed("Teks tidak boleh memuat karakter NUL.", "A text may not contain the character NUL."),
    )])
}

/// Reads an id that a caller brings, for `deserialize_with`: any UUID, best of version 7 as those of the service, but not
/// the nil and the max UUID, which clients send where they have none.
pub fn brought_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Uuid>, D::Error> {
    let id = Option::<Uuid>::deserialize(deserializer)?;
    match id {
        Some(id) if id.is_nil() || id.is_max() => Err(D::Error::custom("an id that tells nothing apart")),
        id => Ok(id),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct CreateClaim {
        name: String,
        #[serde(default)]
        share: Option<i32>,
        #[serde(default)]
        kind: Option<Kind>,
        #[serde(default)]
        heirs: Vec<Heir>,
        #[serde(default)]
        note: Option<serde_json::Value>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Death,
        WorkAccident,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Heir {
        id: uuid::Uuid,
    }

    /// The code of the problem, and the pointer and code of its field error.
    fn failure(json: &str) -> (&'static str, String, String) {
        let problem = parse::<CreateClaim>(json.as_bytes()).expect_err(json);
        let field = problem.field_errors().first();
        (
            problem.code().as_str(),
            field.map(|e| e.pointer.clone()).unwrap_or_default(),
            field.map(|e| e.code.clone().into_owned()).unwrap_or_default(),
        )
    }

    #[test]
    fn a_fitting_body_is_read() {
        let claim = parse::<CreateClaim>(
            br#"{"name":"Sri","share":null,"kind":"death","note":{"a":[1,2.5]},
                "heirs":[{"id":"01999d2e-7f3a-7c52-8d11-0f6c1f2b9a10"}]}"#,
        )
        .expect("fits");
        assert_eq!(claim.kind, Some(Kind::Death));
        assert_eq!(claim.heirs.len(), 1);
        assert_eq!(claim.note, Some(serde_json::json!({"a": [1, 2.5]})));
    }

    #[test]
    fn every_misfit_names_its_code_and_place() {
        let cases = [
            ("{", "malformed_json", "", ""),
            ("", "malformed_json", "", ""),
            (r#"{"name":"a"} x"#, "malformed_json", "", ""),
            (r#"{"name":"\ud800"}"#, "malformed_json", "", ""),
            (r#"{"name":"a","name":"b"}"#, "malformed_json", "/name", "duplicate"),
            (r#"{"name":"a","note":{"x":1,"x":2}}"#, "malformed_json", "/note/x", "duplicate"),
            (r#"{"name":"a\u0000b"}"#, "invalid_shape", "/name", "nul_character"),
            (r#"{"name":"a","note":["b","\u0000"]}"#, "invalid_shape", "/note/1", "nul_character"),
            (r#"{"nama":"a"}"#, "unknown_field", "/nama", "unknown_field"),
            (r#"{"name":"a","a/b~c":1}"#, "unknown_field", "/a~1b~0c", "unknown_field"),
            (r#"{"name":"a","heirs":[{"x":1}]}"#, "unknown_field", "/heirs/0/x", "unknown_field"),
            ("{}", "invalid_shape", "/name", "required"),
            (r#"{"name":null}"#, "invalid_shape", "/name", "wrong_type"),
            (r#"{"name":5}"#, "invalid_shape", "/name", "wrong_type"),
            (r#"{"name":"a","share":"5"}"#, "invalid_shape", "/share", "wrong_type"),
            (r#"{"name":"a","share":true}"#, "invalid_shape", "/share", "wrong_type"),
            (r#"{"name":"a","share":1.0}"#, "invalid_shape", "/share", "wrong_type"),
            (r#"{"name":"a","share":2147483648}"#, "invalid_shape", "/share", "invalid_value"),
            (r#"{"name":"a","kind":"birth"}"#, "invalid_shape", "/kind", "unknown_value"),
            (r#"{"name":"a","kind":{"death":1}}"#, "invalid_shape", "/kind", "wrong_type"),
            (r#"{"name":"a","heirs":{}}"#, "invalid_shape", "/heirs", "wrong_type"),
            (r#"{"name":"a","heirs":[{"id":"7"}]}"#, "invalid_shape", "/heirs/0/id", "invalid_value"),
            ("[]", "invalid_shape", "", "wrong_type"),
            (r#"["a",5]"#, "invalid_shape", "", "wrong_type"),
            (
                r#"{"name":"a","heirs":[["01999d2e-7f3a-7c52-8d11-0f6c1f2b9a10"]]}"#,
                "invalid_shape",
                "/heirs/0",
                "wrong_type",
            ),
            ("null", "invalid_shape", "", "wrong_type"),
            (r#""text""#, "invalid_shape", "", "wrong_type"),
        ];
        for (json, code, pointer, rule) in cases {
            assert_eq!(failure(json), (code, pointer.to_owned(), rule.to_owned()), "{json}");
        }
    }

    #[test]
    fn deep_nesting_is_refused_and_does_not_exhaust_the_stack() {
        let json = format!(r#"{{"name":"a","note":{}1{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(failure(&json).0, "malformed_json");
    }

    #[test]
    fn only_json_in_utf8_is_json() {
        for yes in ["application/json", "Application/JSON; charset=UTF-8", "application/merge-patch+json"] {
            assert!(is_json(yes), "{yes}");
        }
        for no in
            ["", "text/plain", "application/json; charset=latin1", "application/jsonp", "application/xml"]
        {
            assert!(!is_json(no), "{no}");
        }
    }
}
