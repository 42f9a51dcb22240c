//! What a handler may know of its request beside its arguments: the id, the language, the time.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::HeaderMap;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::edge::Edge;
use super::negotiate::language_of;
use super::problem::Problem;
use crate::platform::i18n::Language;

/// The id of a request, in the log, in `X-Request-Id` and in every change that the request makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId(pub Uuid);

impl RequestId {
    /// Takes over the caller's id if it is a UUID, in whatever form; else makes one.
    ///
    /// Other ids are not taken over: changes store this id as a UUID, and it stands in log lines.
    #[must_use]
    pub(super) fn accept(headers: &HeaderMap) -> Self {
        let given = headers
            .get("x-request-id")
            .and_then(|value| value.to_str().ok())
            .and_then(|text| Uuid::try_parse(text).ok())
            .filter(|id| !id.is_nil());
        Self(given.unwrap_or_else(Uuid::now_v7))
    }
}

/// The request's id, language and time. The time is read once, so that a request sees one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestContext {
    /// The request's id.
    pub request_id: Uuid,
    /// The language of texts.
    pub language: Language,
    /// The instant at which the request is handled.
    pub now: DateTime<Utc>,
    /// The day in western Indonesia.
    pub today: NaiveDate,
}

impl RequestContext {
    fn of(req: &HttpRequest) -> Result<Self, Problem> {
        let clock = &Edge::of(req)?.clock;
        let RequestId(request_id) = req
            .extensions()
            .get::<RequestId>()
            .copied()
            .ok_or_else(|| Problem::internal("the app was built without http::wrap"))?;
        let language = language_of(req.headers());
        Ok(Self { request_id, language, now: clock.now(), today: clock.today() })
    }
}

impl FromRequest for RequestContext {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(req))
    }
}

/// The trace of which a request is a part (W3C Trace Context).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TraceParent {
    pub(super) trace_id: String,
    pub(super) parent_id: String,
}

impl TraceParent {
    /// Reads `traceparent`; what is malformed counts as absent, as the recommendation says.
    pub(super) fn read(headers: &HeaderMap) -> Option<Self> {
        Self::parse(headers.get("traceparent")?.to_str().ok()?)
    }

    fn parse(header: &str) -> Option<Self> {
        let mut parts = header.split('-');
        let (version, trace_id, parent_id, flags) =
            (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let is_hex = |text: &str, length: usize| {
            text.len() == length && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
        };
        let is_set = |text: &str| text.bytes().any(|b| b != b'0');
        let complete = is_hex(version, 2) && version != "ff" && is_hex(flags, 2);
        // Version 00 has exactly four parts; later versions may append more.
        let ends = version != "00" || parts.next().is_none();
        let ids = is_hex(trace_id, 32) && is_set(trace_id) && is_hex(parent_id, 16) && is_set(parent_id);
        (complete && ends && ids)
            .then(|| Self { trace_id: trace_id.to_owned(), parent_id: parent_id.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_well_formed_traceparent_is_read() {
        let parsed = TraceParent::parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        assert_eq!(
            parsed.map(|t| (t.trace_id, t.parent_id)),
            Some(("4bf92f3577b34da6a3ce929d0e0e4736".to_owned(), "00f067aa0ba902b7".to_owned()))
        );
    }

    #[test]
    fn a_malformed_traceparent_counts_as_absent() {
        for wrong in [
            "",
            "00",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        ] {
            assert_eq!(TraceParent::parse(wrong), None, "{wrong}");
        }
    }
}
