//! The API tests: one binary, folders that mirror the URLs.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod house;
mod migrations;
mod regions;
mod support;
