//! How a regency's insurer and bank name the columns of their files, kept so that nobody names them with each file.
//!
//! A file is read or written by a mapping that the request names, or by the regency's default for its kind; headings that
//! the request names itself go before both.

pub mod dto;
pub mod model;
pub mod queries;
pub mod routes;
pub mod rules;
pub mod service;
