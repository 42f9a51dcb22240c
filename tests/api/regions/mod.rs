//! `/v1/regions` and the import behind it.

mod children;
mod get;
mod import;
mod list;
