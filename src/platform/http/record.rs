//! One line in the log and one count in the metrics for each exchange, when its last byte is out.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Instant;

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::http::{Method, StatusCode};
use actix_web::web::{Bytes, Data};
use tracing::Span;

use super::edge::Edge;

/// The status of an exchange whose caller went away before there was an answer, as proxies write it.
const GONE: u16 = 499;

/// What is told of an exchange, when it is dropped: after the last byte, or when the caller went away. The route is
/// the pattern and never the path, and there is no query: neither may carry an identifier into a log.
#[derive(Debug)]
pub(super) struct Record {
    edge: Data<Edge>,
    span: Span,
    method: Method,
    route: Option<String>,
    status: u16,
    started: Instant,
    bytes: u64,
}

impl Record {
    pub(super) fn begin(edge: Data<Edge>, span: Span, method: Method) -> Self {
        Self { edge, span, method, route: None, status: GONE, started: Instant::now(), bytes: 0 }
    }

    /// Notes the answer; its body is still to be counted.
    pub(super) fn answered(&mut self, route: Option<String>, status: StatusCode) {
        self.route = route;
        self.status = status.as_u16();
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        let duration = self.started.elapsed();
        let method = known(&self.method);
        let route = self.route.as_deref().unwrap_or("unmatched");
        self.edge.metrics.count(method, route, self.status, duration);
        tracing::info!(
            parent: &self.span,
            method,
            route,
            status = self.status,
            duration_us = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX),
            bytes = self.bytes,
            "request"
        );
    }
}

/// The method's name; invented methods share one, since anybody can make up as many as he likes.
fn known(method: &Method) -> &str {
    match *method {
        Method::GET
        | Method::HEAD
        | Method::POST
        | Method::PUT
        | Method::PATCH
        | Method::DELETE
        | Method::OPTIONS => method.as_str(),
        _ => "OTHER",
    }
}

/// A body that is counted while it is sent. With it goes the record: complete, broken off, or empty.
#[derive(Debug)]
pub(super) struct Recorded {
    body: BoxBody,
    record: Record,
}

impl Recorded {
    pub(super) fn new(body: BoxBody, record: Record) -> Self {
        Self { body, record }
    }
}

impl MessageBody for Recorded {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let polled = Pin::new(&mut self.body).poll_next(cx);
        if let Poll::Ready(Some(Ok(chunk))) = &polled {
            let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
            self.record.bytes = self.record.bytes.saturating_add(length);
        }
        polled
    }
}
