//! Accounts of other systems: explicit scopes and regions, rotating secrets, OAuth 2 client credentials.
//!
//! A system never approves, and never manages accounts. Must not know people's sign-ins.

mod basic;
mod dto;
mod model;
mod oauth;
pub mod queries;
mod routes;
mod rules;
mod service;

pub use model::ApiClient;
pub use oauth::configure as configure_oauth;
pub use routes::configure;
pub use service::{NewApiClient, ensure_client};
