//! Access tokens: signing, verifying, revoking, and the keys that do it.
//!
//! A token is believed without asking the database: every process reads the keys and the short list of
//! revocations every two seconds. Must not know how an account proves who it is; that is for
//! `sessions` and `api_clients`.

mod authenticator;
mod dto;
mod model;
pub mod opaque;
mod payload;
mod queries;
mod routes;
mod rules;
pub mod service;
#[cfg(test)]
mod testing;
mod trust;

pub use authenticator::{Authenticator, TokenError};
pub use payload::{AccessToken, Grant, LIFETIME_SECONDS};
pub use routes::configure;
pub use rules::Rotation;
pub use trust::{SignedToken, TokenSettings, Trust, TrustError};
