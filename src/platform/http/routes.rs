//! Where handlers are registered: one list for the servers and for the OpenAPI document.

use std::collections::BTreeMap;

use actix_web::App;
use actix_web::dev::HttpServiceFactory;
use actix_web::web::{ServiceConfig, scope};
use utoipa::openapi::path::Paths;
use utoipa::openapi::schema::{ComponentsBuilder, Schema};
use utoipa::openapi::{OpenApi, OpenApiBuilder, RefOr};
use utoipa_actix_web::OpenApiFactory;

/// Registers handlers. For the document, what they say of themselves is collected as well.
///
/// A server needs none of it, and it is not small: each operation brings all schemas that it refers to, so that a process
/// whose servers collect them keeps tens of megabytes for nothing.
pub struct Routes<'r> {
    server: &'r mut ServiceConfig,
    collected: Option<&'r mut Collected>,
}

/// What handlers say of themselves.
#[derive(Default)]
struct Collected {
    paths: Paths,
    schemas: BTreeMap<String, RefOr<Schema>>,
}

impl<'r> Routes<'r> {
    /// Registers with a server alone.
    pub fn of(server: &'r mut ServiceConfig) -> Self {
        Self { server, collected: None }
    }

    /// What all handlers say of themselves.
    pub fn collect(all: impl FnOnce(&mut Routes<'_>)) -> OpenApi {
        let mut collected = Collected::default();
        // Of an application that nobody asks.
        drop(App::new().configure(|server| all(&mut Routes { server, collected: Some(&mut collected) })));
        let components = ComponentsBuilder::new().schemas_from_iter(collected.schemas).build();
        OpenApiBuilder::new().paths(collected.paths).components(Some(components)).build()
    }

    /// Keeps something that handlers ask for.
    pub fn app_data<D: 'static>(&mut self, data: D) -> &mut Self {
        self.server.app_data(data);
        self
    }

    /// Registers a handler.
    pub fn service<F>(&mut self, handler: F) -> &mut Self
    where
        F: HttpServiceFactory + OpenApiFactory + 'static,
    {
        if let Some(collected) = &mut self.collected {
            collected.add(&handler);
        }
        self.server.service(handler);
        self
    }

    /// Registers what a part of the house offers.
    pub fn configure(&mut self, part: impl FnOnce(&mut Routes<'_>)) -> &mut Self {
        part(self);
        self
    }

    /// Registers handlers under a common beginning of their addresses, as `/v1`.
    pub fn scope(&mut self, prefix: &str, part: impl FnOnce(&mut Routes<'_>)) -> &mut Self {
        let mut within = self.collected.is_some().then(Collected::default);
        let handlers =
            scope(prefix).configure(|server| part(&mut Routes { server, collected: within.as_mut() }));
        self.server.service(handlers);
        if let (Some(collected), Some(within)) = (&mut self.collected, within) {
            collected.take_under(prefix, within);
        }
        self
    }
}

impl Collected {
    fn add(&mut self, handler: &impl OpenApiFactory) {
        self.paths.merge(handler.paths());
        let mut schemas = Vec::new();
        handler.schemas(&mut schemas);
        self.schemas.extend(schemas);
    }

    fn take_under(&mut self, prefix: &str, within: Self) {
        let mut paths = Paths::new();
        paths.paths =
            within.paths.paths.into_iter().map(|(path, item)| (format!("{prefix}{path}"), item)).collect();
        self.paths.merge(paths);
        self.schemas.extend(within.schemas);
    }
}
