//! Messages: texts that are ready to go to a person, and what became of each.
//!
//! Nobody writes them: [`maker`] reads the committed changes in their order and tells the people concerned, each cause once.
//! A sender outside takes short messages in batches and says what became of them; whoever has no phone gets a letter, which
//! the village prints. Who wants another message adds its kind to [`rules`], its words to [`texts`], and its cause and what
//! makes it wrong to [`maker`].

pub mod dto;
mod letter;
pub mod maker;
pub mod model;
pub mod queries;
pub mod routes;
pub mod rules;
pub mod service;
pub mod texts;
