//! Checklists: which documents a claim needs, by kind and circumstance.

pub mod codes;
pub mod dto;
pub mod model;
pub mod queries;
pub mod routes;
