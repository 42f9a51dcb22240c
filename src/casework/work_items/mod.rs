//! Daily work: what is due, for whom, why, until when.
//!
//! An item is derived from what the other rooms hold and is gone when its cause is; nothing is stored but what people note
//! on it. Who wants another kind adds it to [`rules`] and its rows to [`queries`].

pub mod dto;
pub mod model;
pub mod queries;
mod readers;
pub mod routes;
pub mod rules;
pub mod service;
mod words;
