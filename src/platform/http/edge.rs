//! The edge as one piece: what all requests share, and the middleware around every route.

use actix_cors::Cors;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, AUTHORIZATION, HeaderName};
use actix_web::middleware::{Compress, Condition, from_fn};
use actix_web::web::{self, Data};
use actix_web::{App, Error, HttpRequest};

use super::admit::admit;
use super::body::BodyLimit;
use super::codes::Code;
use super::limits::{Limits, charge_address};
use super::metrics::Metrics;
use super::openapi::Document;
use super::problem::Problem;
use super::settings::EdgeSettings;
use super::{compression, observe};
use crate::platform::clock::Clock;

/// What all requests of a process share.
#[derive(Debug)]
pub struct Edge {
    /// The deployment's choices.
    pub settings: EdgeSettings,
    /// The OpenAPI document and the paths in it.
    pub document: Document,
    /// The rate limits.
    pub limits: Limits,
    /// The counters behind `/metrics`.
    pub metrics: Metrics,
    /// What time it is.
    pub clock: Clock,
}

impl Edge {
    /// Makes the edge; once a process.
    #[must_use]
    pub fn new(settings: EdgeSettings, document: Document, metrics: Metrics, clock: Clock) -> Data<Self> {
        let limits = Limits::new(&settings);
        Data::new(Self { settings, document, limits, metrics, clock })
    }

    /// The edge of the app that a request came through.
    pub fn of(req: &HttpRequest) -> Result<&Data<Self>, Problem> {
        req.app_data::<Data<Self>>().ok_or_else(|| Problem::internal("the app was built without http::wrap"))
    }
}

/// Puts the edge around an app whose routes are registered: the same for the server and for tests.
///
/// From the outside in: observation (id, log, metrics, problems, headers), CORS, early refusals,
/// compression, the routes.
pub fn wrap<T, B>(
    app: App<T>,
    edge: Data<Edge>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody + 'static>,
        Error = Error,
        InitError = (),
    >,
>
where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<B>,
            Error = Error,
            InitError = (),
        > + 'static,
    T::Service: 'static,
    T::Future: 'static,
    B: MessageBody + 'static,
{
    let cors = cors(&edge.settings.cors_origins);
    let has_cors = !edge.settings.cors_origins.is_empty();
    let observed = edge.clone();
    app.app_data(BodyLimit(edge.settings.body_limit))
        .app_data(edge)
        .default_service(web::to(unrouted))
        .wrap(from_fn(compression::spare_small))
        .wrap(Compress::default())
        .wrap(from_fn(admit))
        .wrap(Condition::new(has_cors, cors))
        .wrap(from_fn(move |req, next| observe::observe(observed.clone(), req, next)))
}

/// Answers what no route took: 405 when the address exists with other methods, else 404.
async fn unrouted(req: HttpRequest, edge: Data<Edge>) -> Result<&'static str, Problem> {
    // No handler will look at the token, so that whoever shows one here is charged like those without.
    if req.headers().contains_key(AUTHORIZATION) {
        charge_address(&req)?;
    }
    match edge.document.paths().allow(req.path()) {
        Some(allow) => Err(Problem::new(Code::MethodNotAllowed).allow(allow)),
        None => Err(Problem::not_found()),
    }
}

fn cors(origins: &[String]) -> Cors {
    let exposed = [
        header::ETAG,
        header::LINK,
        header::LOCATION,
        header::RETRY_AFTER,
        HeaderName::from_static("idempotency-replayed"),
        HeaderName::from_static("ratelimit"),
        HeaderName::from_static("ratelimit-policy"),
        HeaderName::from_static("x-request-id"),
    ];
    let accepted = [
        header::ACCEPT,
        header::ACCEPT_LANGUAGE,
        header::AUTHORIZATION,
        header::CONTENT_TYPE,
        header::IF_MATCH,
        header::IF_NONE_MATCH,
        HeaderName::from_static("idempotency-key"),
        HeaderName::from_static("traceparent"),
        HeaderName::from_static("x-purpose"),
        HeaderName::from_static("x-request-id"),
    ];
    let base = Cors::default()
        .allowed_methods([Method::GET, Method::POST, Method::PATCH, Method::PUT, Method::DELETE])
        .allowed_headers(accepted)
        .expose_headers(exposed)
        .max_age(3600);
    origins.iter().fold(base, |cors, origin| {
        // Tokens travel in a header and never in a cookie, so that any origin may be allowed without credentials.
        if origin == "*" { cors.allow_any_origin().send_wildcard() } else { cors.allowed_origin(origin) }
    })
}
