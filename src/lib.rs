//! Payung: the system of record with which a regency insures its informal workers.
//!
//! One package, a library with a thin binary. Wings by subject, rooms by feature, pure rules beside their use:
//!
//! | wing | subject |
//! |---|---|
//! | [`domain`] | value types that cannot be wrong: NIK, region code, rupiah, month |
//! | [`platform`] | what all stand on: configuration, database, sealing, the write path, the HTTP edge |
//! | [`access`] | who may do what, and where |
//! | [`register`] | regions, people, their work and their warungs |
//! | [`cover`] | rules of the programmes, funding, coverages, standing |
//! | [`exchange`] | what comes in and goes out in bulk |
//! | [`app`], [`cli`], [`demo`] | put the wings together; every route is registered in [`app::routes`] |
//!
//! A wing uses only those before it. A room has `mod.rs` (what it is for), `routes.rs` (extract, parse, call, respond),
//! `dto.rs` (the wire), `rules.rs` (pure decisions), `model.rs` (rows), `queries.rs` (its SQL) and `service.rs` (use cases
//! that span statements), each only when it has content. Any room may read the whole schema; only the room that owns a
//! table writes it. `tests/api/house.rs` keeps this.
//!
//! # Decisions, with what was rejected
//!
//! - **Postgres is the only store**, also for jobs and the feed. A broker or a cache would be a second truth to keep alive
//!   in an office with one administrator.
//! - **One write path**: every change of a subject is recorded in the transaction of the change ([`platform::changes`]).
//!   History, feed and audit are derived from it. Triggers would not know the caller and the reason; a log written by each
//!   service is forgotten sooner or later.
//! - **A sequencer stamps the feed's positions after the commit.** Numbers drawn inside the transaction are seen out of
//!   order, and a reader would lose what a long transaction commits late.
//! - **Identifiers are sealed** wherever they are stored ([`platform::vault`]), masks stored beside them, lookup by a keyed
//!   hash. Encryption of the disk alone would leave every dump and every replica readable.
//! - **The regency stands in every key**, so that a province can be spread over servers by regency. Adding it later would
//!   mean to rewrite every table.
//! - **Two database roles**: the service can neither change the schema nor the past ([`platform::db::roles`]).
//! - **Diesel with diesel-async**, no libpq: SQL that the compiler checks, prepared once. An ORM with lazy loading was not
//!   considered; hand-written SQL everywhere would lose the check.
//! - **Time is an argument**: rules never ask the clock.
//! - **A private Postgres of our own** for demo and tests ([`platform::db::embedded`]), since containers are not at hand
//!   where this is tried, and the stock crate does not run as root.
//! - No repository traits, no generic layer over tables, no global state.

pub mod access;
pub mod app;
pub mod claims;
pub mod cli;
pub mod cover;
pub mod demo;
pub mod domain;
pub mod exchange;
pub mod platform;
pub mod register;
