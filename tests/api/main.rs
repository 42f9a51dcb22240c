//! The API tests: one binary, folders that mirror the URLs.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod access;
mod access_matrix;
mod claims;
mod column_mappings;
mod contribution_batches;
mod contribution_payments;
mod coverage_checks;
mod coverage_gaps;
mod coverages;
mod database;
mod death_lists;
mod deaths;
mod demo;
mod enrolment_plans;
mod errors;
mod feed;
mod funding_sources;
mod health;
mod house;
mod imports;
mod keys;
mod memberships;
mod messages;
mod migrations;
mod monthly_closes;
mod openapi;
mod opens;
mod readme;
mod reference;
mod regencies;
mod regions;
mod roster;
mod rules;
mod service;
mod stories;
mod support;
mod transfers;
mod unclaimed_deaths;
mod warungs;
mod work_items;
mod workers;
mod year;
