//! What every test stands on: one Postgres for all test processes, a database for each test.

pub mod catalogue;
pub mod cluster;
pub mod database;
pub mod schema;

pub use database::TestDatabase;
