//! What a write answers, in a form that can be stored and replayed.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, ETAG, HeaderName, HeaderValue, LOCATION};
use serde::{Deserialize, Serialize};

use crate::platform::http::problem::Problem;

/// The successful answer of a write.
#[derive(Debug)]
pub struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: AnswerHeaders,
    body: Option<Vec<u8>>,
    /// The body as it may be stored, where it differs: one-time secrets are told once.
    stored_body: Option<Vec<u8>>,
}

/// The headers that belong to an answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct AnswerHeaders {
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    etag: Option<String>,
}

impl Answer {
    /// 201 with the new resource, its address and its entity tag.
    pub fn created<T: Serialize>(location: String, etag: String, body: &T) -> Result<Self, Problem> {
        let headers = AnswerHeaders { location: Some(location), etag: Some(etag) };
        Ok(Self { status: StatusCode::CREATED, headers, body: Some(to_json(body)?), stored_body: None })
    }

    /// 200 with the changed resource and its entity tag.
    pub fn ok<T: Serialize>(etag: String, body: &T) -> Result<Self, Problem> {
        let headers = AnswerHeaders { location: None, etag: Some(etag) };
        Ok(Self { status: StatusCode::OK, headers, body: Some(to_json(body)?), stored_body: None })
    }

    /// 200 with something derived, which has no version and hence no entity tag.
    pub fn derived<T: Serialize>(body: &T) -> Result<Self, Problem> {
        let headers = AnswerHeaders::default();
        Ok(Self { status: StatusCode::OK, headers, body: Some(to_json(body)?), stored_body: None })
    }

    /// 202 with the job that will do the work, and its address.
    pub fn accepted<T: Serialize>(location: String, body: &T) -> Result<Self, Problem> {
        let headers = AnswerHeaders { location: Some(location), etag: None };
        Ok(Self { status: StatusCode::ACCEPTED, headers, body: Some(to_json(body)?), stored_body: None })
    }

    /// 204 without a body, with the entity tag of what a part was taken from.
    pub fn no_content(etag: String) -> Self {
        let headers = AnswerHeaders { location: None, etag: Some(etag) };
        Self { status: StatusCode::NO_CONTENT, headers, body: None, stored_body: None }
    }

    /// Stores this body instead: the answer without its one-time secret.
    pub fn stored_as<T: Serialize>(mut self, body: &T) -> Result<Self, Problem> {
        self.stored_body = Some(to_json(body)?);
        Ok(self)
    }

    /// The HTTP form of an answer that was given before.
    pub fn replayed(self) -> HttpResponse {
        mark_replayed(self.respond())
    }

    pub(super) fn stored_body(&self) -> Option<&[u8]> {
        self.stored_body.as_deref().or(self.body.as_deref())
    }

    /// The HTTP form.
    pub fn respond(self) -> HttpResponse {
        response(self.status, &self.headers, self.body)
    }
}

/// Builds the HTTP form from its parts.
pub(super) fn response(status: StatusCode, headers: &AnswerHeaders, body: Option<Vec<u8>>) -> HttpResponse {
    let mut builder = HttpResponse::build(status);
    for (name, value) in [(LOCATION, &headers.location), (ETAG, &headers.etag)] {
        if let Some(value) = value {
            builder.insert_header((name, value.as_str()));
        }
    }
    match body {
        Some(body) => builder.insert_header((CONTENT_TYPE, "application/json")).body(body),
        None => builder.finish(),
    }
}

/// The header that marks a replayed answer.
pub(super) fn mark_replayed(mut response: HttpResponse) -> HttpResponse {
    let name = HeaderName::from_static("idempotency-replayed");
    response.headers_mut().insert(name, HeaderValue::from_static("true"));
    response
}

fn to_json<T: Serialize>(body: &T) -> Result<Vec<u8>, Problem> {
    serde_json::to_vec(body).map_err(Problem::internal)
}
