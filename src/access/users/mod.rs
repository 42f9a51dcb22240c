//! Accounts of people: made by a regency's admin, opened with a one-time start code, never deleted.
//!
//! What proves an owner (password, start code) is kept apart from the account, so that no list and no
//! history carries it. Must not know tokens beyond revoking them; signing in is for `sessions`.

mod dto;
pub mod hashing;
mod model;
pub mod password;
pub mod placement;
mod provision;
pub mod queries;
mod routes;
pub mod rules;
pub mod service;
mod status;
mod username;

pub use dto::{AsKnownAt, parse_reason, parse_regions};
pub use model::{CredentialsRow, User, UserRow};
pub use provision::{Provision, ProvisionError, Provisioned, ensure_user};
pub use routes::configure;
pub use status::AccountStatus;
pub use username::{Username, UsernameError};
