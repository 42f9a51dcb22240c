//! The stories of a worker and of a warung, told from what all rooms recorded of them.
//!
//! Nothing is stored here: the events are the changes that were recorded anyway, and what became of the contributions. Whoever
//! may not read a part of the story does not hear of it.

pub mod dto;
pub mod queries;
pub mod reasons;
pub mod routes;
pub mod rules;
pub mod service;
pub mod words;
