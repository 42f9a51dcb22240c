//! The outermost middleware: what every exchange gets, whether a handler answered, failed or panicked.

use std::panic::AssertUnwindSafe;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::Method;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue,
    REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpResponse};
use futures_util::FutureExt as _;
use tracing::{Instrument as _, Span};

use super::codes::Code;
use super::compression;
use super::context::{RequestId, TraceParent};
use super::edge::Edge;
use super::limits::Standing;
use super::negotiate::language_of;
use super::problem::{Problem, ProblemContext};
use super::record::{Record, Recorded};
use crate::platform::i18n::Language;

/// Observes one exchange.
pub(super) async fn observe<B: MessageBody + 'static>(
    edge: Data<Edge>,
    mut req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<Recorded>, Error> {
    let exchange = Exchange::begin(&edge, &mut req);
    let answer = AssertUnwindSafe(next.call(req)).catch_unwind();
    let outcome = match answer.instrument(exchange.span.clone()).await {
        Ok(answered) => answered.map(ServiceResponse::map_into_boxed_body),
        // The panic hook has told where; the caller learns nothing but that it is ours.
        Err(_) => Err(Problem::internal("the handler panicked").into()),
    };
    match outcome {
        Ok(response) => Ok(exchange.finish(&edge, response)),
        Err(error) => Err(exchange.fail(&edge, &error)),
    }
}

/// What is known of an exchange from its beginning.
struct Exchange {
    id: RequestId,
    path: String,
    language: Language,
    span: Span,
    record: Record,
}

impl Exchange {
    fn begin(edge: &Data<Edge>, req: &mut ServiceRequest) -> Self {
        let id = RequestId::accept(req.headers());
        let span = match TraceParent::read(req.headers()) {
            Some(TraceParent { trace_id, parent_id }) => {
                tracing::info_span!("request", request_id = %id.0, %trace_id, %parent_id)
            }
            None => tracing::info_span!("request", request_id = %id.0),
        };
        req.extensions_mut().insert(id);
        let method = req.method().clone();
        let head = req.head_mut();
        compression::choose(&mut head.headers);
        if method == Method::HEAD {
            // Every GET answers HEAD too; the connection leaves the body out.
            head.method = Method::GET;
        }
        let language = language_of(req.headers());
        let record = Record::begin(edge.clone(), span.clone(), method);
        Self { id, path: req.path().to_owned(), language, span, record }
    }

    /// Renders what is a problem, adds the headers of every answer, and has it recorded when its body is through.
    fn finish(mut self, edge: &Edge, response: ServiceResponse) -> ServiceResponse<Recorded> {
        let standing = response.request().extensions().get::<Standing>().copied();
        let mut response = match self.render(edge, &response) {
            Some(rendered) => {
                // What CORS and others have put on the answer stays.
                let earlier = response.headers().clone();
                let mut response = response.into_response(rendered);
                keep(&earlier, response.headers_mut());
                response
            }
            None => response,
        };
        self.dress(response.headers_mut(), standing);
        self.record.answered(response.request().match_pattern(), response.status());
        response.map_body(|_, body| Recorded::new(body, self.record))
    }

    /// The wire form of the problem behind an answer, if it has none yet: one of ours, or a library's bare status.
    fn render(&self, edge: &Edge, response: &ServiceResponse) -> Option<HttpResponse> {
        let status = response.status();
        if !status.is_client_error() && !status.is_server_error() {
            return None;
        }
        let error = response.response().error();
        if let Some(problem) = error.and_then(|error| error.as_error::<Problem>()) {
            return Some(self.render_problem(edge, problem));
        }
        let content_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if content_type.is_some_and(|text| text.starts_with("application/")) {
            return None;
        }
        let problem = Problem::new(Code::of_status(status)?);
        let problem = match error {
            Some(error) => problem.source(error.to_string()),
            None => problem,
        };
        Some(self.render_problem(edge, &problem))
    }

    /// Renders a problem. A failure on our side is logged here, once, with its causes.
    fn render_problem(&self, edge: &Edge, problem: &Problem) -> HttpResponse {
        if problem.status().is_server_error() {
            let _entered = self.span.enter();
            tracing::error!(code = problem.code().as_str(), cause = problem.source_chain(), "request failed");
        }
        let context = ProblemContext {
            public_url: &edge.settings.public_url,
            instance: &self.path,
            request_id: self.id.0,
        };
        problem.render(self.language, &context)
    }

    /// The answer to what never became a response: a panic, or an error of a middleware.
    fn fail(mut self, edge: &Edge, error: &Error) -> Error {
        let mut response = match error.as_error::<Problem>() {
            Some(problem) => self.render_problem(edge, problem),
            None => {
                let code = Code::of_status(error.as_response_error().status_code()).unwrap_or(Code::Internal);
                self.render_problem(edge, &Problem::new(code).source(error.to_string()))
            }
        };
        self.dress(response.headers_mut(), None);
        self.record.answered(None, response.status());
        InternalError::from_response("already rendered", response).into()
    }

    fn dress(&self, headers: &mut HeaderMap, standing: Option<Standing>) {
        compression::clear_mark(headers);
        if let Ok(id) = HeaderValue::try_from(self.id.0.to_string()) {
            headers.insert(HeaderName::from_static("x-request-id"), id);
        }
        if let Some(standing) = standing {
            standing.write(headers);
        }
        headers.append(VARY, HeaderValue::from_static("Accept-Language"));
        let is_data = self.path.starts_with("/v1/") || self.path.starts_with("/oauth2/");
        let defaults = [
            (STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains"),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (REFERRER_POLICY, "no-referrer"),
            (CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
            (CACHE_CONTROL, if is_data { "no-store" } else { "no-cache" }),
        ];
        for (name, value) in defaults {
            if !headers.contains_key(&name) {
                headers.insert(name, HeaderValue::from_static(value));
            }
        }
    }
}

/// Copies the headers that the new answer does not have.
fn keep(earlier: &HeaderMap, headers: &mut HeaderMap) {
    for (name, value) in earlier {
        if !headers.contains_key(name) {
            headers.append(name.clone(), value.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use actix_web::{App, test, web};

    use super::*;
    use crate::platform::clock::Clock;
    use crate::platform::http::metrics::Metrics;
    use crate::platform::http::openapi::Document;
    use crate::platform::http::{EdgeSettings, Reply};

    #[derive(Clone, Default)]
    struct Buffer(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Buffer {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("not poisoned").extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is logged while one request is answered, or its caller goes away, a JSON object a line.
    async fn logged(request: test::TestRequest) -> Vec<serde_json::Value> {
        async fn hang() -> Reply {
            std::future::pending().await
        }
        async fn fail() -> Reply {
            Err(Problem::internal("the cause"))
        }
        let buffer = Buffer::default();
        let writer = buffer.clone();
        let subscriber = tracing_subscriber::fmt().json().with_writer(move || writer.clone()).finish();
        let _guard = tracing::subscriber::set_default(subscriber);
        let document = Document::assemble(&utoipa::openapi::OpenApi::default()).expect("has a JSON form");
        let edge = Edge::new(EdgeSettings::default(), document, Metrics::new(), Clock::default());
        let app = App::new()
            .route("/v1/workers/{id}", web::get().to(async || "a body"))
            .route("/v1/hanging", web::get().to(hang))
            .route("/v1/failures", web::get().to(fail));
        let app = test::init_service(crate::platform::http::wrap(app, edge)).await;
        // Whatever has no answer at once never will: dropping it is the caller going away.
        if let Some(response) = test::call_service(&app, request.to_request()).now_or_never() {
            test::read_body(response).await;
        }
        let lines = String::from_utf8(buffer.0.lock().expect("not poisoned").clone()).expect("text");
        lines.lines().map(|line| serde_json::from_str(line).expect("a JSON object a line")).collect()
    }

    #[actix_web::test]
    async fn one_line_tells_of_a_request_without_its_path_and_query() {
        let request = test::TestRequest::get()
            .uri("/v1/workers/3529010203040506?q=Aminah")
            .insert_header(("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
        let lines = logged(request).await;
        let [line] = lines.as_slice() else { panic!("one line, not {lines:?}") };
        let fields = &line["fields"];
        assert_eq!((&fields["method"], &fields["route"]), (&"GET".into(), &"/v1/workers/{id}".into()));
        assert_eq!((&fields["status"], &fields["bytes"]), (&200.into(), &6.into()));
        assert!(fields["duration_us"].is_u64());
        assert_eq!(line["span"]["trace_id"], "4bf92f3577b34da6a3ce929d0e0e4736");
        assert!(line["span"]["request_id"].is_string());
        let text = line.to_string();
        assert!(!text.contains("3529010203040506") && !text.contains("Aminah"), "{text}");
    }

    #[actix_web::test]
    async fn a_caller_who_went_away_is_recorded_too() {
        let lines = logged(test::TestRequest::get().uri("/v1/hanging")).await;
        let [line] = lines.as_slice() else { panic!("one line, not {lines:?}") };
        assert_eq!(line["fields"]["status"], 499);
    }

    #[actix_web::test]
    async fn a_failure_of_ours_is_logged_once_with_its_cause() {
        let lines = logged(test::TestRequest::get().uri("/v1/failures")).await;
        let failures: Vec<_> = lines.iter().filter(|line| line["level"] == "ERROR").collect();
        let [failure] = failures.as_slice() else { panic!("one failure, not {lines:?}") };
        assert_eq!(failure["fields"]["cause"], "the cause");
        assert_eq!(failure["fields"]["code"], "internal");
        assert_eq!(lines.len(), 2);
    }
}
