//! The Interior Ministry's list of regions: provinces, regencies, districts and villages. Codes and names come
//! from a dated list; nobody edits them by hand, and no region is ever taken away.

mod dto;
pub mod import;
mod model;
pub mod queries;
mod routes;
pub mod source;
pub mod sumenep;

pub use routes::configure;
