//! The counters behind `/metrics`, served on a port of its own so that a proxy never publishes them by accident.

use std::fmt;
use std::io;
use std::net::TcpListener;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{self, Data};
use actix_web::{App, HttpResponse, HttpServer};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

use super::edge::Edge;
use super::problem::{Problem, Reply};

/// The metrics of a process.
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    durations: Family<RouteLabels, Histogram>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: String,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    method: String,
    route: String,
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// Starts at zero.
    #[must_use]
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("payung");
        let requests = Family::<RequestLabels, Counter>::default();
        // From 0.5 ms doubling to 16 s: a read takes one, an import's first page a thousand.
        let durations = Family::<RouteLabels, Histogram>::new_with_constructor(|| {
            Histogram::new(exponential_buckets(0.0005, 2.0, 16))
        });
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register("http_request_seconds", "Time from head to last byte", durations.clone());
        Self { registry, requests, durations }
    }

    /// Adds a gauge that is read whenever the metrics are asked for: the pool's state, the sequencer's lag.
    #[must_use]
    pub fn with_gauge(
        mut self,
        name: &'static str,
        help: &'static str,
        read: impl Fn() -> i64 + Send + Sync + 'static,
    ) -> Self {
        self.registry.register_collector(Box::new(Reading { name, help, read }));
        self
    }

    pub(super) fn count(&self, method: &str, route: &str, status: u16, duration: Duration) {
        let (method, route) = (method.to_owned(), route.to_owned());
        let labels = RouteLabels { method: method.clone(), route: route.clone() };
        self.durations.get_or_create(&labels).observe(duration.as_secs_f64());
        self.requests.get_or_create(&RequestLabels { method, route, status }).inc();
    }

    /// The metrics in the OpenMetrics text format.
    pub fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

struct Reading<F> {
    name: &'static str,
    help: &'static str,
    read: F,
}

impl<F> fmt::Debug for Reading<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reading").field("name", &self.name).finish_non_exhaustive()
    }
}

impl<F: Fn() -> i64 + Send + Sync + 'static> Collector for Reading<F> {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let gauge = ConstGauge::new((self.read)());
        let name = format!("payung_{}", self.name);
        let metric = encoder.encode_descriptor(&name, self.help, None, gauge.metric_type())?;
        gauge.encode(metric)
    }
}

/// Serves `/metrics` on its own listener; the caller awaits the server and stops it with the others.
pub fn serve(listener: TcpListener, edge: Data<Edge>) -> io::Result<Server> {
    let server = HttpServer::new(move || {
        App::new().app_data(edge.clone()).route("/metrics", web::get().to(show_metrics))
    });
    Ok(server.workers(1).disable_signals().listen(listener)?.run())
}

async fn show_metrics(edge: Data<Edge>) -> Reply {
    let text = edge.metrics.text().map_err(Problem::internal)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8"))
        .body(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_and_gauges_are_told() {
        let metrics = Metrics::new().with_gauge("pool_idle", "Idle connections", || 7);
        metrics.count("GET", "/v1/workers/{id}", 200, Duration::from_millis(3));
        let text = metrics.text().expect("encodes");
        for line in [
            r#"payung_http_requests_total{method="GET",route="/v1/workers/{id}",status="200"} 1"#,
            r#"payung_http_request_seconds_count{method="GET",route="/v1/workers/{id}"} 1"#,
            "payung_pool_idle 7",
        ] {
            assert!(text.contains(line), "{line} is missing in\n{text}");
        }
    }
}
