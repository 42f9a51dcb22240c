//! Payung: the system of record with which a regency insures its informal workers.
//!
//! # The house
//!
//! Wings by subject, rooms by feature; a wing uses only wings before it (`tests/api/house.rs` keeps that):
//!
//! | wing | what it holds |
//! |---|---|
//! | [`domain`] | value types, pure: a wrong value cannot be built |
//! | [`platform`] | configuration, database, vault, files, the write path, the HTTP edge |
//! | [`access`] | users, API clients, sessions, tokens, the caller of a request |
//! | [`register`] | regions, regencies, persons, workers, warungs, code lists |
//! | [`cover`] | dated rules, funding sources, enrolment plans, coverages, contributions (ledger, batches, transfers, bank statements), memberships, standing, what follows from a death, monthly closes, gaps, checks |
//! | [`claims`] | cases, heirs, documents, checklists, payouts, scholarships, clocks, cover sheets, forms |
//! | [`casework`] | deaths, transfers, merging, daily work, stories, messages to people |
//! | [`exchange`] | imports |
//! | [`demo`] | the made-up roster |
//!
//! [`app`] is the one place where routes are registered; [`cli`] is what can be typed. A room has `routes` (extract,
//! parse, call, respond), `dto` (wire types), `rules` (pure decisions), `model` (rows), `queries` (SQL) and `service`
//! (use cases), each only when it has content. Any room may read the shared schema; only the room that owns a table
//! writes it.
//!
//! # Decisions
//!
//! - **One write path.** Every change of a subject leaves one append-only row in [`platform::changes`], in its own
//!   transaction; history, `as_known_at`, feed and audit are derived from it. Rejected: history tables beside an outbox
//!   beside an audit log, which drift apart.
//! - **Positions after the commit.** A sequencer stamps committed changes with gapless positions and chains their digests.
//!   Rejected: a number drawn in the writing transaction, which readers pass before it is visible.
//! - **Sealing is explicit.** [`platform::vault`] seals identifiers before they reach a row, with masks and keyed hashes
//!   beside them. Rejected: encryption by the database, whose dump and logs would still show them.
//! - **Persons hold only the identity.** Attributes stand on the regency's registration; the person's row lock serialises
//!   what must be unique across regencies. Rejected: one nationwide record, which every regency would overwrite.
//! - **Regency in every key.** Keys, foreign keys and exclusions carry `regency_id`, so that a coverage and its worker
//!   provably belong together and the data can be distributed. Rejected: plain ids with checks in code.
//! - **Dated rules.** Ages, rates and limits of the regulations are rows with their legal source. Rejected: constants.
//! - **Permission in the signature.** A handler takes `Caller<P>`; a query takes the caller's regions first.
//! - **Messages follow the changes.** Who is told what is made of the committed changes, in their order, by one reader with its
//!   cursor. Rejected: each room telling people itself, which some path forgets and which slows all of them.
//! - **Postgres only**, also for jobs and idempotent answers. Rejected: a queue or cache beside it, a second thing to
//!   back up and to watch.
//! - **One cryptographic library**, aws-lc-rs, for TLS, tokens and sealing. Rejected: a second one built beside it.

pub mod access;
pub mod app;
pub mod casework;
pub mod claims;
pub mod cli;
pub mod cover;
pub mod demo;
pub mod domain;
pub mod exchange;
pub mod platform;
pub mod register;
