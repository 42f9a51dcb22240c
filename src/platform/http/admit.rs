//! What is refused before any handler runs. It lies within CORS, so that a page of an allowed origin can read the refusal,
//! and so that a browser's question whether it may ask (preflight) costs its user nothing.

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::AUTHORIZATION;
use actix_web::middleware::Next;

use super::edge::Edge;
use super::limits;
use super::problem::Problem;

/// Lets through what the document describes and the limits allow.
pub(super) async fn admit<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse, Error> {
    match check(&req) {
        Ok(()) => next.call(req).await.map(ServiceResponse::map_into_boxed_body),
        Err(problem) => Ok(req.error_response(problem)),
    }
}

/// Refuses too many anonymous requests, and what nobody documented.
fn check(req: &ServiceRequest) -> Result<(), Problem> {
    let is_probe = matches!(req.path(), "/livez" | "/readyz");
    if !is_probe && !req.headers().contains_key(AUTHORIZATION) {
        limits::charge_address(req.request())?;
    }
    let edge = Edge::of(req.request())?;
    edge.document.paths().check(req.method(), req.path(), req.query_string())
}
