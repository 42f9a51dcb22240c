//! The regencies that use this deployment. A regency is a region of the second level with a number of its own,
//! which stands in every key of its data and outlives the code when a regency is split.
//!
//! Only the platform's administrator sees and changes this list; it holds nobody's data.

mod dto;
mod model;
mod queries;
mod routes;
mod rules;
mod service;

pub use model::RegencyRow;
pub use queries::{find_regency, find_regency_by_code, find_regency_by_region};
pub use routes::configure;
pub use service::{NewRegency, create};
