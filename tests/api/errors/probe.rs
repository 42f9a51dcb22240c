//! A small service behind the real edge, with an operation for each way to fail.

use actix_web::web::Data;
use actix_web::{App, HttpResponse, HttpServer, get, patch, post};
use payung::platform::clock::Clock;
use payung::platform::http::health::Readiness;
use payung::platform::http::metrics::Metrics;
use payung::platform::http::openapi::Document;
use payung::platform::http::page::respond_page;
use payung::platform::http::problem::Reply;
use payung::platform::http::{
    self, Body, Edge, EdgeSettings, Field, IfMatch, IfNoneMatch, Page, PageQuery, Path, Problem, Query,
    Routes, Version, version,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateProbe {
    name: String,
    #[serde(default)]
    size: Option<i32>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateProbe {
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    note: Field<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ProbeFilter {
    /// Only numbers from here on.
    from: Option<u32>,
}

/// Create
#[utoipa::path(tag = "operation", request_body = CreateProbe, responses((status = 201, description = "made")))]
#[post("/v1/probes")]
async fn create_probe(body: Body<CreateProbe>) -> HttpResponse {
    HttpResponse::Created().json(body.0)
}

/// List the numbers below 120
#[utoipa::path(tag = "operation", security(()), params(PageQuery, ProbeFilter), responses((status = 200, description = "page")))]
#[get("/v1/probes")]
async fn list_probes(req: actix_web::HttpRequest, page: PageQuery, filter: Query<ProbeFilter>) -> Reply {
    let start = page.after::<u32>()?.map_or(0, |last| last + 1).max(filter.0.from.unwrap_or(0));
    let rows: Vec<u32> = (start..120).take(page.limit() + 1).collect();
    let page = Page::of(&page, rows, |row| *row, |row| row)?.with_count(page.wants_count().then_some(120));
    respond_page(&req, &page)
}

/// Read
#[utoipa::path(tag = "operation", params(IfNoneMatch), responses((status = 200, description = "read")))]
#[get("/v1/probes/{id}")]
async fn get_probe(id: Path<Uuid>, held: IfNoneMatch) -> Reply {
    version::respond(&held, &Version::new(3, "masked-id"), &serde_json::json!({ "id": id.0 }))
}

/// Change
#[utoipa::path(
    tag = "operation", params(IfMatch), request_body = UpdateProbe,
    responses((status = 200, description = "changed"))
)]
#[patch("/v1/probes/{id}")]
async fn update_probe(_id: Path<Uuid>, held: IfMatch, body: Body<UpdateProbe>) -> Reply {
    held.check(3)?;
    Ok(HttpResponse::Ok().json(serde_json::json!({ "change": body.0.note.into_change() })))
}

/// Fail
#[utoipa::path(tag = "operation", responses((status = 200, description = "never")))]
#[get("/v1/failures/{kind}")]
async fn fail(kind: Path<String>) -> Reply {
    match kind.0.as_str() {
        "panic" => panic!("a secret: hunter2"),
        "internal" => Err(Problem::internal("a secret: hunter2")),
        "away" => Err(Problem::unavailable().source("a secret: hunter2")),
        "state" => Err(Problem::invalid_state(["verify", "reject"])),
        "large" => Ok(HttpResponse::Ok().json("x".repeat(4096))),
        _ => Err(Problem::not_found()),
    }
}

fn routes(config: &mut Routes<'_>) {
    http::configure(config);
    config.service(create_probe).service(list_probes).service(get_probe).service(update_probe).service(fail);
}

/// A running probe service.
pub struct Probe {
    base: String,
    client: reqwest::Client,
    pub edge: Data<Edge>,
}

impl Probe {
    /// Starts with the settings of a test.
    pub fn start(settings: EdgeSettings) -> Self {
        let document = Document::assemble(&Routes::collect(routes)).expect("the document has a JSON form");
        let edge = Edge::new(settings, document, Metrics::new(), Clock::default());
        let served = edge.clone();
        let server = HttpServer::new(move || {
            let app = App::new().configure(|config| routes(&mut Routes::of(config)));
            http::wrap(app.app_data(Data::new(Readiness::default())), served.clone())
        })
        .workers(1)
        .disable_signals()
        .bind("127.0.0.1:0")
        .expect("a free port");
        let address = server.addrs().first().copied().expect("bound");
        actix_web::rt::spawn(server.run());
        let client = reqwest::Client::builder().no_gzip().build().expect("a client");
        Self { base: format!("http://{address}"), client, edge }
    }

    pub fn get(&self, path: &str) -> reqwest::RequestBuilder {
        self.request(reqwest::Method::GET, path)
    }

    pub fn post(&self, path: &str, body: &str) -> reqwest::RequestBuilder {
        let body = body.to_owned();
        self.request(reqwest::Method::POST, path).header("content-type", "application/json").body(body)
    }

    pub fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }
}
