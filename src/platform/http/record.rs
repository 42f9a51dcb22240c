//! One line in the log and one count in the metrics for each exchange, when its last byte is out.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Instant;

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::http::Method;
use actix_web::web::{Bytes, Data};
use tracing::Span;

use super::edge::Edge;

/// What is told of an exchange. The route is the pattern and never the path, and there is no query: neither may
/// carry an identifier into a log.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) edge: Data<Edge>,
    pub(super) span: Span,
    pub(super) method: Method,
    pub(super) route: String,
    pub(super) status: u16,
    pub(super) started: Instant,
}

impl Record {
    pub(super) fn write(&self, bytes: u64) {
        let duration = self.started.elapsed();
        let method = known(&self.method);
        self.edge.metrics.count(method, &self.route, self.status, duration);
        tracing::info!(
            parent: &self.span,
            method,
            route = self.route,
            status = self.status,
            duration_us = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX),
            bytes,
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

/// A body that is counted while it is sent, and recorded when it is dropped: complete, broken off, or empty.
#[derive(Debug)]
pub(super) struct Recorded {
    body: BoxBody,
    bytes: u64,
    record: Record,
}

impl Recorded {
    pub(super) fn new(body: BoxBody, record: Record) -> Self {
        Self { body, bytes: 0, record }
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
            self.bytes = self.bytes.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        }
        polled
    }
}

impl Drop for Recorded {
    fn drop(&mut self) {
        self.record.write(self.bytes);
    }
}
