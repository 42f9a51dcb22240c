//! The one error of the HTTP edge, RFC 9457, rendered in the caller's language by the outermost middleware.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{
    ALLOW, CONTENT_LANGUAGE, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE,
};
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError};

use uuid::Uuid;

use super::codes::Code;
use crate::platform::i18n::{Language, Text};

mod database;
mod document;

pub use document::{FieldErrorDocument, ProblemDocument};

/// What every handler returns.
pub type Reply = Result<HttpResponse, Problem>;

/// The media type of a problem.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// One thing that is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// JSON pointer into the request (`/nik`, `/heirs/0/share`).
    pub pointer: String,
    /// The stable code of the rule.
    pub code: Cow<'static, str>,
    /// The rule in words, without the value.
    pub detail: Text,
}

impl FieldError {
    /// Makes a field error.
    pub fn new(pointer: impl Into<String>, code: impl Into<Cow<'static, str>>, detail: Text) -> Self {
        Self { pointer: pointer.into(), code: code.into(), detail }
    }
}

/// An error on its way to the caller.
///
/// Boxed, so that `Result<_, Problem>` stays as small as its success.
#[derive(Debug)]
pub struct Problem(Box<Inner>);

#[derive(Debug)]
struct Inner {
    code: Code,
    detail: Option<Text>,
    errors: Vec<FieldError>,
    allowed_actions: Option<Vec<Cow<'static, str>>>,
    existing_id: Option<Uuid>,
    headers: Vec<(HeaderName, HeaderValue)>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Problem {
    /// Makes a problem of the given code.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self(Box::new(Inner {
            code,
            detail: None,
            errors: Vec::new(),
            allowed_actions: None,
            existing_id: None,
            headers: Vec::new(),
            source: None,
        }))
    }

    /// The answer for what does not exist and for what lies outside the caller's regions alike.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(Code::NotFound)
    }

    /// A failure on our side; the cause is logged and never shown.
    pub fn internal(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(Code::Internal).source(source)
    }

    /// The database or another needed part is away.
    #[must_use]
    pub fn unavailable() -> Self {
        Self::new(Code::Unavailable).retry_after(1)
    }

    /// An action that the current state does not allow, with those that it does.
    pub fn invalid_state<A: Into<Cow<'static, str>>>(allowed_actions: impl IntoIterator<Item = A>) -> Self {
        Self::new(Code::InvalidState).allowed_actions(allowed_actions)
    }

    /// One wrong field.
    #[must_use]
    pub fn invalid_field(error: FieldError) -> Self {
        Self::new(Code::ValidationFailed).errors(vec![error])
    }

    /// Says what exactly happened, instead of the code's general explanation.
    #[must_use]
    pub fn detail(mut self, detail: Text) -> Self {
        self.0.detail = Some(detail);
        self
    }

    /// Lists what is wrong field by field.
    #[must_use]
    pub fn errors(mut self, errors: Vec<FieldError>) -> Self {
        self.0.errors = errors;
        self
    }

    /// Lists the actions that the current state allows.
    #[must_use]
    pub fn allowed_actions<A: Into<Cow<'static, str>>>(
        mut self,
        actions: impl IntoIterator<Item = A>,
    ) -> Self {
        self.0.allowed_actions = Some(actions.into_iter().map(Into::into).collect());
        self
    }

    /// Names what stands in the way, which the caller may see.
    #[must_use]
    pub fn existing(mut self, id: Uuid) -> Self {
        self.0.existing_id = Some(id);
        self
    }

    /// What stands in the way, where the caller may see it.
    #[must_use]
    pub fn existing_id(&self) -> Option<Uuid> {
        self.0.existing_id
    }

    /// Says after how many seconds to repeat.
    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Self {
        self.header(RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// Names the challenge that a 401 owes its reader.
    #[must_use]
    pub fn www_authenticate(self, challenge: &'static str) -> Self {
        self.header(WWW_AUTHENTICATE, HeaderValue::from_static(challenge))
    }

    /// Lists the methods that the address knows.
    #[must_use]
    pub fn allow(self, methods: HeaderValue) -> Self {
        self.header(ALLOW, methods)
    }

    /// Sets a header of the answer.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.retain(|(present, _)| *present != name);
        self.0.headers.push((name, value));
        self
    }

    /// Keeps the cause for the log.
    #[must_use]
    pub fn source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.code.status()
    }

    /// The field errors.
    #[must_use]
    pub fn field_errors(&self) -> &[FieldError] {
        &self.0.errors
    }

    /// The cause and its causes, outermost first, for the log.
    #[must_use]
    pub fn source_chain(&self) -> String {
        let mut chain = Vec::new();
        let mut next: Option<&(dyn StdError + 'static)> = StdError::source(self);
        while let Some(cause) = next {
            chain.push(cause.to_string());
            next = cause.source();
        }
        chain.join(": ")
    }

    /// Builds the wire form in one language.
    #[must_use]
    pub fn document(&self, language: Language, context: &ProblemContext<'_>) -> ProblemDocument {
        let entry = self.0.code.entry();
        ProblemDocument {
            r#type: type_uri(context.public_url, entry.code),
            title: entry.title.get(language).to_owned(),
            status: entry.status.as_u16(),
            detail: self.0.detail.as_ref().unwrap_or(&entry.explanation).get(language).to_owned(),
            instance: context.instance.to_owned(),
            code: entry.code.to_owned(),
            request_id: context.request_id.to_string(),
            errors: self.0.errors.iter().map(|error| FieldErrorDocument::new(error, language)).collect(),
            allowed_actions: self
                .0
                .allowed_actions
                .as_ref()
                .map(|actions| actions.iter().map(|action| action.clone().into_owned()).collect()),
            existing_id: self.0.existing_id,
        }
    }

    /// Renders the whole answer in one language.
    #[must_use]
    pub fn render(&self, language: Language, context: &ProblemContext<'_>) -> HttpResponse {
        let document = self.document(language, context);
        let mut builder = self.head();
        builder.insert_header((CONTENT_TYPE, PROBLEM_JSON));
        builder.insert_header((CONTENT_LANGUAGE, language.tag()));
        match serde_json::to_vec(&document) {
            Ok(body) => builder.body(body),
            // A struct of strings always serializes; an empty body is still a truthful status.
            Err(_) => builder.finish(),
        }
    }

    fn head(&self) -> HttpResponseBuilder {
        let mut builder = HttpResponse::build(self.status());
        for (name, value) in &self.0.headers {
            builder.insert_header((name.clone(), value.clone()));
        }
        builder
    }
}

/// What a problem's wire form takes from its request.
#[derive(Clone, Copy, Debug)]
pub struct ProblemContext<'a> {
    /// Where the service is reached from outside, without a slash at the end; empty if unknown.
    pub public_url: &'a str,
    /// The path of the request.
    pub instance: &'a str,
    /// The request's id.
    pub request_id: Uuid,
}

/// The URI of a problem's type: a page that the service serves.
#[must_use]
pub fn type_uri(public_url: &str, code: &str) -> String {
    format!("{public_url}/problems/{code}")
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code.as_str())
    }
}

impl StdError for Problem {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.source {
            Some(source) => Some(&**source),
            None => None,
        }
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    /// Only the head: the outermost middleware knows the language and the request's id, and renders the body.
    fn error_response(&self) -> HttpResponse {
        self.head().finish()
    }
}
