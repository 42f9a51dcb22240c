//! What every test stands on: one Postgres for all test processes, a database for each test.

pub mod app;
pub mod catalogue;
pub mod cluster;
pub mod contributions;
pub mod cover;
pub mod database;
pub mod enrolment;
pub mod papers;
pub mod places;
pub mod regions;
pub mod request;
pub mod schema;

pub use app::TestApp;
pub use database::TestDatabase;
